"""What text fields hold: the exact text, what an input method is composing, and undo by one key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

TextField = QLineEdit | QPlainTextEdit | QTextEdit

_ENDS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})


def words_in(field: QPlainTextEdit) -> str:
    """The exact text of a field; Qt's own answer turns no-break spaces into spaces."""
    return field.document().toRawText().translate(_ENDS)


def insert(field: TextField, words: str) -> None:
    """Insert a text at the cursor, as if it were typed."""
    if isinstance(field, QLineEdit):
        field.insert(words)
        field.textEdited.emit(field.text())
    else:
        field.insertPlainText(words)


def units(text: str, characters: int) -> int:
    """Return a place in a text in UTF-16 units, which Qt counts."""
    return characters + sum(letter > "\uffff" for letter in text[:characters])


def characters(text: str, units: int) -> int:
    """Return a place that Qt gives in characters."""
    return len(
        text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace")
    )


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


class TextKeys(QObject):
    """Undo in text fields: first the typed text, then the steps of the map.

    A Qt text field accepts the undo keys even if it has nothing to undo; an event filter on the
    focused field, and on no other widget, lets them through then, so that one key covers the whole
    history.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._field: QWidget | None = None
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes = event.matches(QKeySequence.StandardKey.Undo)
            redoes = event.matches(QKeySequence.StandardKey.Redo)
            if (undoes and not _can(watched, undo=True)) or (
                redoes and not _can(watched, undo=False)
            ):
                event.ignore()
                return True
        return False

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None and self._field is before:
            self._field.removeEventFilter(self)
        self._field = now if isinstance(now, QLineEdit | QPlainTextEdit) else None
        if self._field is not None:
            self._field.installEventFilter(self)
            Composition.of(self._field)


def _can(field: QObject, *, undo: bool) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if undo else field.isRedoAvailable()
    if isinstance(field, QPlainTextEdit):
        document = field.document()
        return document.isUndoAvailable() if undo else document.isRedoAvailable()
    return False
