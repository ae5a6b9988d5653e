"""The exact text of a field, and what an input method is composing in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QPlainTextEdit, QWidget

_ENDS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})


def words_in(field: QPlainTextEdit) -> str:
    """The exact text of a field; Qt's own answer turns no-break spaces into spaces."""
    return field.document().toRawText().translate(_ENDS)


class Composition(QObject):
    """Follows a field's input method events, and keeps what is composed whatever ends it.

    Qt leaves it to the input method to commit what it composes when the focus goes or the caret is
    set elsewhere, and drops it if the method does not: dead keys and some methods under X11 do not.
    """

    #: What is being composed. The class has it too: Qt still sends events to the filter of a field
    #: that Qt made, such as the editor of a list, when the garbage collector has cleared it.
    text = ""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        field.installEventFilter(self)
        if isinstance(field, QAbstractScrollArea):
            field.viewport().installEventFilter(self)

    @classmethod
    def of(cls, field: QWidget) -> Composition:
        """Return the one that follows a field, made when it is first asked for."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        return field.findChild(cls, options=direct) or cls(field)

    def commit(self) -> None:
        """Keep what is composed, by the input method's own commit or else as it is shown."""
        field = self.parent()
        if not self.text or field is None:
            return
        QGuiApplication.inputMethod().commit()
        if self.text:
            event = QInputMethodEvent("", [])
            event.setCommitString(self.text)
            QApplication.sendEvent(field, event)
            QGuiApplication.inputMethod().reset()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self.text = event.preeditString()
        elif self.text and _ends(event):
            self.commit()
        return False


def _ends(event: QEvent) -> bool:
    """Whether an event ends a composition; a popup, such as a list of suggestions, does not."""
    if isinstance(event, QFocusEvent):
        is_popup = event.reason() == Qt.FocusReason.PopupFocusReason
        return event.type() == QEvent.Type.FocusOut and not is_popup
    return event.type() == QEvent.Type.MouseButtonPress
