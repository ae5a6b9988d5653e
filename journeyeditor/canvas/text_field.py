"""The text field over a record on the map.

What is typed reaches the session, and with it the journal, while it is typed; all of it is one
step of undo.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QWidget

from journeyeditor.canvas.record_geometry import TextBox, text_box
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.model import MAP_ID
from journeyeditor.values import UnreadableError, format_share, read_share
from journeyeditor.widgets.fonts import font
from journeyeditor.widgets.plain_text import words_in
from journeyeditor.widgets.ui_context import UiContext

#: Delay before typed text is written to the session, in milliseconds.
COMMIT_DELAY_MS = 250
#: The smallest type and the padding, in pixels at interface size 1.
MIN_PX, PADDING = 12.0, 4
#: The least width of the field, in pixels at interface size 1.
MIN_WIDTH = 96
_TEMPORARY = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class TextField(QPlainTextEdit):
    """Edits one field of one record. Emits `closed` when done, `next_wanted` when Tab ended it."""

    closed = Signal()
    next_wanted = Signal()

    def __init__(self, viewport: Viewport, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._view, self._ui = viewport, ui
        self._session: Session | None = None
        self._id, self._field, self._old_text = "", "", ""
        self._old_value: object = ""
        self._is_new = False
        self._is_sent = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COMMIT_DELAY_MS)
        self.setObjectName("mapText")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self._error_label = QLabel(parent)
        self._error_label.setObjectName("mapTextFault")
        self._error_label.hide()
        self.hide()
        self._connect()

    def _connect(self) -> None:
        self._timer.timeout.connect(self._send_text)
        self.textChanged.connect(self._text_changed)
        self._ui.changed.connect(self._retranslate)

    @property
    def is_open(self) -> bool:
        """Whether something is being written."""
        return self._session is not None

    @property
    def record(self) -> str:
        return self._id

    def open(self, session: Session, id_: str, field: str, *, is_new: bool = False) -> bool:
        """Open on a field of a record; return whether it is on the map."""
        self.finish()
        record = session.graph.record(id_) if id_ != MAP_ID else None
        if record is None or not hasattr(record, field) or text_box(session, id_) is None:
            return False
        self._id, self._field, self._is_new = id_, field, is_new
        self._old_value = getattr(record, field)
        self._old_text = self._text_of(self._old_value)
        self.setPlainText(self._old_text)
        self._session = session
        self._is_sent = True
        self._retranslate()
        self.follow_text()
        self.show()
        self.raise_()
        self.moveCursor(QTextCursor.MoveOperation.End)
        if not is_new:
            self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def follow_text(self) -> None:
        box = text_box(self._session, self._id) if self._session else None
        if box is None:
            return
        scale = self._view.scale
        size = max(MIN_PX * self._ui.scale, box.size * scale)
        self.setFont(font(1.0, size=size, weight=box.weight))
        self._align(box)
        x, y, width, _ = self._view.rect_to_screen(box.rect)
        least = MIN_WIDTH * self._ui.scale
        if width < least:
            x, width = (x - (least - width) / 2 if box.is_centred else x), least
        height = max(QFontMetricsF(self.font()).lineSpacing(), self._height(round(width)))
        self.setGeometry(
            round(x) - PADDING,
            round(y) - PADDING,
            round(width) + 2 * PADDING,
            ceil(height) + 2 * PADDING,
        )
        self.verticalScrollBar().setValue(0)

    def finish(self) -> bool:
        """Save the text and close; False, and still open, if it does not fit."""
        if self._session is None:
            return True
        words = self.toPlainText()
        if words != words.strip():
            self.setPlainText(words.strip())
        if not self._send():
            return False
        session, id_, is_empty = self._session, self._id, not words_in(self).strip()
        is_discarded = self._is_new and is_empty and not self._old_text
        self._close()
        if is_discarded and session.graph.record(id_) is not None:
            operations.discard(session, id_)
        else:
            operations.end_merge(session)
        return True

    def cancel(self) -> None:
        """Close and restore the value the field had before."""
        session = self._session
        if session is None:
            return
        if session.graph.record(self._id) is not None and self._value_in_map() != self._old_value:
            operations.set_field(session, [self._id], self._field, self._old_value, typing=True)
        self.setPlainText(self._old_text)
        self._is_sent = True
        self.finish()

    def follow(self) -> None:
        """Follow a change of the map: move with the text, or close with the record."""
        if self._session is None:
            return
        if text_box(self._session, self._id) is None:
            self._close()
        else:
            self.follow_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Enter, Escape and Tab."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        code = event.key()
        if code in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.finish()
        elif code == Qt.Key.Key_Escape:
            self.cancel()
        elif code == Qt.Key.Key_Tab and plain:
            if self.finish():
                self.next_wanted.emit()
        elif code == Qt.Key.Key_Backtab:
            self.finish()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save the text; close unless the focus is elsewhere only for a while."""
        super().focusOutEvent(event)
        if event.reason() in _TEMPORARY:
            self._send()
        elif not self.finish():
            self.cancel()

    def _retranslate(self) -> None:
        theme = self._ui.theme
        self.setAccessibleName(self._ui.texts("Text on the map"))
        self.setStyleSheet(
            f"#mapText {{ background: {theme['paper']}; color: {theme['ink']};"
            f" border: 1px solid {theme['selection']}; border-radius: 4px; padding: {PADDING - 1}px; }}"
        )
        self._error_label.setStyleSheet(
            f"background: {theme['warning']}; color: {theme['paper']};"
            " border-radius: 3px; padding: 3px 7px;"
        )
        self.follow_text()

    def _text_changed(self) -> None:
        if self._session is None:
            return
        self._is_sent = False
        self._error_label.hide()
        if not self._timer.isActive():
            self._timer.start()
        self.follow_text()

    def _send_text(self) -> None:
        """Save text as it is typed; numbers are saved when complete."""
        if self._session is not None and isinstance(self._value_in_map(), str):
            self._send()

    def _send(self) -> bool:
        """Save what was typed; return whether it fits."""
        self._timer.stop()
        session = self._session
        if session is None or self._is_sent:
            return True
        if session.graph.record(self._id) is None:
            return True
        try:
            value = self._value()
            self._is_sent = True
            operations.set_field(session, [self._id], self._field, value, typing=True)
        except operations.FieldError as error:
            self._is_sent = False
            self._show_error(error.message(self._ui.texts))
            return False
        except UnreadableError as error:
            self._show_error(str(error))
            return False
        return True

    def _show_error(self, sentence: str) -> None:
        self._error_label.setText(sentence)
        self._error_label.adjustSize()
        self._error_label.move(self.x(), self.geometry().bottom() + 3)
        self._error_label.show()
        self._error_label.raise_()

    def _close(self) -> None:
        self._timer.stop()
        self._session = None
        self._id = ""
        had_focus = self.hasFocus()
        self.hide()
        self._error_label.hide()
        parent = self.parentWidget()
        if had_focus and parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def _value_in_map(self) -> object:
        assert self._session is not None
        record = self._session.graph.record(self._id)
        return getattr(record, self._field, None)

    def _value(self) -> object:
        """Return what was typed as a value of the field; raises UnreadableError."""
        text = words_in(self)
        if self._field != "share":
            return text
        return read_share(text, self._ui.texts) if text.replace("%", "").strip() else None

    def _text_of(self, value: object) -> str:
        if isinstance(value, int | float):
            return format_share(value, self._ui.texts)
        return str(value or "")

    def _align(self, box: TextBox) -> None:
        option = self.document().defaultTextOption()
        wanted = Qt.AlignmentFlag.AlignHCenter if box.is_centred else Qt.AlignmentFlag.AlignLeading
        if option.alignment() != wanted:
            option.setAlignment(wanted)
            self.document().setDefaultTextOption(option)

    def _height(self, width: int) -> float:
        """Return how high the text is at a width, in pixels."""
        if self.width() != width + 2 * PADDING:
            self.resize(width + 2 * PADDING, self.height())
        height, block = 2.0, self.document().begin()
        while block.isValid():  # Qt scrolls unless there is a pixel to spare
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return height
