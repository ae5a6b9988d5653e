"""The text field over a record on the map.

What is typed reaches the session, and with it the journal, while it is typed; all of it is one
step of undo. Whatever ends the field, what was typed is kept, and so is what an input method was
composing.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QPlainTextEdit, QWidget

from journeyeditor.canvas.input_router import key_of
from journeyeditor.canvas.record_geometry import TextBox, text_box
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing import operations
from journeyeditor.editing.changes.scores import BEST, typed_score
from journeyeditor.editing.lexicon import holds_names
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.shortcuts import ends_typing
from journeyeditor.geometry import Rect
from journeyeditor.model import MAP_ID
from journeyeditor.spelling import Lexicon
from journeyeditor.values import UnreadableError, format_share, read_share
from journeyeditor.vocabulary import Editor, Emotion, declaration, kind_class
from journeyeditor.vocabulary.terms import term, value_of_term
from journeyeditor.widgets import emoji
from journeyeditor.widgets.spelling_marks import SpellingMarks
from journeyeditor.widgets.style import font
from journeyeditor.widgets.text_input import Composition, words_in
from journeyeditor.widgets.ui_context import UiContext

#: Delay before typed text is written to the session, in milliseconds.
COMMIT_DELAY_MS = 250
#: The smallest type and the padding, in pixels at interface size 1.
MIN_PX, PADDING = 12.0, 4
#: The least width of the field, in pixels at interface size 1.
MIN_WIDTH = 96
#: The keys that raise and lower a score.
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_CARET_QUERIES = (
    Qt.InputMethodQuery.ImCursorRectangle,
    Qt.InputMethodQuery.ImAnchorRectangle,
)
_TEMPORARY = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class TextField(QPlainTextEdit):
    """Edits one field of one record. Emits `closed` when done.

    A new emotion has a face at once: its digits and arrow keys are its score, all else its reason.
    `key_wanted` carries a key that ended the typing and goes on with the map.
    """

    closed = Signal()
    key_wanted = Signal(object)

    def __init__(self, viewport: Viewport, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._view, self._ui = viewport, ui
        self._session: Session | None = None
        self._id, self._field, self._old_text = "", "", ""
        self._old_value: object = ""
        self._is_new = False
        self._is_sent = True
        self._offered: tuple[str, ...] = ()
        # The score that a new emotion has unless a digit is typed; None for all else.
        self._score: float | None = None
        self._is_score_chosen = False
        # Whether the key that opened the field may still be down, and repeats itself.
        self._is_opening = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COMMIT_DELAY_MS)
        self._composition = Composition.of(self)
        self.setObjectName("mapText")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self._error_label = QLabel(parent)
        self._error_label.setObjectName("mapTextFault")
        self._error_label.hide()
        self.suggestions = Suggestions(ui, parent)
        self.hide()
        self._connect()

    def _connect(self) -> None:
        self._timer.timeout.connect(self._send_text)
        # Lines wrap; Qt would scroll for the spaces at their ends.
        across = self.horizontalScrollBar()
        across.valueChanged.connect(lambda: across.setValue(0))
        emoji.watch(self)
        SpellingMarks(self, self._ui, self._lexicon)
        self.textChanged.connect(self._text_changed)
        self.suggestions.picked.connect(self.finish)
        self._ui.changed.connect(self._retranslate)

    @property
    def is_open(self) -> bool:
        return self._session is not None

    @property
    def record(self) -> str:
        return self._id

    @property
    def extent(self) -> Rect:
        """Where the field is, in map units: it may be wider than a small card."""
        place, scale = self.geometry(), self._view.scale
        corner = self._view.to_map(place.x(), place.y())
        return Rect(*corner, place.width() / scale, place.height() / scale)

    def open(self, session: Session, id_: str, field: str, *, is_new: bool = False) -> bool:
        """Open on a field of a record; return whether it is on the map."""
        self.finish()
        record = session.graph.record(id_) if id_ != MAP_ID else None
        if record is None or not hasattr(record, field) or text_box(session, id_, field) is None:
            return False
        self._id, self._field, self._is_new = id_, field, is_new
        self._old_value = getattr(record, field)
        is_face = is_new and isinstance(record, Emotion)
        self._score = (record.score or 0.0) if is_face and isinstance(record, Emotion) else None
        declared = declaration(type(record).model_fields[field])
        is_offering = declared is not None and declared.editor is Editor.SUGGESTION
        self._offered = tuple(declared.labels) if declared is not None and is_offering else ()
        self._is_score_chosen = False
        self._is_opening = is_new
        self._old_text = self._text_of(self._old_value)
        self.setPlainText(self._old_text)
        self._session = session
        self._is_sent = True
        self._retranslate()
        self.show()  # first: a hidden field wraps its lines at the width it had before
        self.follow_text()
        self.raise_()
        self.moveCursor(QTextCursor.MoveOperation.End)
        if not is_new:
            self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.suggestions.offer([term(value, self._ui.texts) for value in self._offered])
        return True

    def follow_text(self) -> None:
        box = text_box(self._session, self._id, self._field) if self._session else None
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
        self.suggestions.move_below(self.geometry())

    def finish(self) -> bool:
        """Save the text and close; False, and still open, if it does not fit.

        A new card without words goes, a new emotion stays with its face.
        """
        if self._session is None:
            return True
        self._composition.commit()
        if self.suggestions.chosen:
            self.setPlainText(self.suggestions.chosen)
        words = self.toPlainText()
        if words != words.strip():
            self.setPlainText(words.strip())
        if not self._send():
            return False
        session, id_, is_empty = self._session, self._id, not words_in(self).strip()
        is_discarded = self._is_new and is_empty and not self._old_text and self._score is None
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

    def leave(self) -> None:
        """Close and keep what was typed; a value that does not fit is restored, a face untouched goes."""
        if self.is_untouched:
            self._score = None
        if not self.finish():
            self.cancel()

    @property
    def is_untouched(self) -> bool:
        """Whether a new record is being written that has neither words nor another score yet."""
        if (
            self._session is None
            or not self._is_new
            or self.toPlainText()
            or self._composition.text
        ):
            return False
        return not self._is_score_chosen

    def restore_undone(self) -> None:
        """Take all undone typing back, for the map to undo it in one step that can be redone."""
        while self.is_open and not self.isReadOnly() and self.document().isRedoAvailable():
            self.redo()

    def follow(self) -> None:
        """Follow a change of the map: move with the text, or close with the record."""
        if self._session is None:
            return
        if text_box(self._session, self._id, self._field) is None:
            self._close()
        else:
            self.follow_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Enter and Escape, and on keys that go on with the map."""
        if event.isAutoRepeat() and self._is_opening:
            return  # the letter that made the card is still held down
        self._is_opening = False
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        code, key = event.key(), key_of(event)
        if code in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.finish()
        elif code == Qt.Key.Key_Escape:
            self.leave()
        elif code == Qt.Key.Key_Backtab:
            self.finish()
        elif plain and code in _STEPS and self._step(_STEPS[Qt.Key(code)]):
            return
        elif key is not None and ends_typing(key):
            if self.finish():
                self.key_wanted.emit(key)
        else:
            super().keyPressEvent(event)
            event.accept()  # the map has no use for keys while something is written

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the right button too: left to the map, it would end the editing before the menu opens."""
        super().mousePressEvent(event)
        event.accept()

    def _step(self, by: int) -> bool:
        """Choose another suggestion, or set another score for a face without words."""
        if self.suggestions.step(-by):
            return True
        session = self._session
        if session is None or self._score is None or self._reason():
            return False
        record = session.graph.record(self._id)
        if not isinstance(record, Emotion):
            return False
        self._score = max(-BEST, min(BEST, round((record.score or 0) + by)))
        self._is_score_chosen = True
        self.setPlainText("")
        self._set_score(self._score)
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_opening = False
        super().inputMethodEvent(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        """Answer in the widget's coordinates: Qt leaves the padding around the text out."""
        answer = super().inputMethodQuery(query, argument)
        if query in _CARET_QUERIES and isinstance(answer, QRectF):
            return answer.translated(QPointF(self.viewport().pos()))
        return answer

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save the text; close unless the focus is elsewhere only for a while."""
        super().focusOutEvent(event)
        if event.reason() in _TEMPORARY:
            self._send()
        elif not self.finish():
            self.cancel()

    def _retranslate(self) -> None:
        theme = self._ui.theme
        self.setAccessibleName(self._name())
        self.setPlaceholderText(self._hint())
        self.suggestions.retranslate()
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
        if self._offered:
            self.suggestions.filter(self.toPlainText())
        if self._score is not None:
            self._send()  # the face follows at once
        elif not self._timer.isActive():
            self._timer.start()
        self.follow_text()

    def _send_text(self) -> None:
        """Save text as it is typed; numbers are saved when complete."""
        if self._session is not None and isinstance(self._value_in_map(), str):
            self._send()

    def _send(self) -> bool:
        self._timer.stop()
        session = self._session
        if session is None or self._is_sent:
            return True
        if session.graph.record(self._id) is None:
            return True
        try:
            value = self._value()
            self._is_sent = True
            if self._score is not None:
                typed = typed_score(words_in(self))
                self._set_score(self._score if typed is None else typed)
            operations.set_field(session, [self._id], self._field, value, typing=True)
        except operations.FieldError as error:
            self._is_sent = False
            self._show_error(error.message(self._ui.texts))
            return False
        except UnreadableError as error:
            self._show_error(str(error))
            return False
        return True

    def _set_score(self, score: float) -> None:
        session = self._session
        assert session is not None
        record = session.graph.record(self._id)
        if isinstance(record, Emotion) and record.score != score:
            operations.set_score(session, self._id, score, typing=True)

    def _reason(self) -> str:
        text = words_in(self)
        return "" if typed_score(text) is not None else text

    def _lexicon(self) -> Lexicon | None:
        """What the text is checked with; None for names and numbers."""
        record = self._session.graph.record(self._id) if self._session else None
        if self._session is None or record is None or holds_names(record.kind, self._field):
            return None
        return self._session.lexicon((self._id,), self._ui.texts.language)

    def _name(self) -> str:
        """Return what is written, for screen readers: "Touchpoint: Channel"."""
        texts = self._ui.texts
        element = self._session.element(self._id) if self._session else None
        if element is None:
            return texts("Text on the map")
        field = texts(type(element).model_fields[self._field].title or "")
        return f"{texts(kind_class(element.kind).look.title)}: {field}"

    def _hint(self) -> str:
        """Return what is shown while nothing is typed."""
        texts = self._ui.texts
        record = self._session.graph.record(self._id) if self._session else None
        if record is None:
            return ""
        if self._score is not None:
            return texts("1–5, or why")
        if self._field == "title" and self._is_new:
            return texts(kind_class(record.kind).look.title)
        declared = type(record).model_fields[self._field]
        return texts(declared.title or "")

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
        self._offered, self._score = (), None
        self.suggestions.offer(())
        # Also in a window that is not active, whose focus comes back later.
        had_focus = self.window().focusWidget() is self
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
        if self._score is not None:
            return self._reason()
        if self._offered:
            return value_of_term(text, self._offered, self._ui.texts)
        if self._field != "share":
            return text
        return read_share(text, self._ui.texts) if text.replace("%", "").strip() else None

    def _text_of(self, value: object) -> str:
        if isinstance(value, int | float):
            return format_share(value, self._ui.texts)
        return term(str(value), self._ui.texts) if value and self._offered else str(value or "")

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


#: The most suggestions shown at once.
MAX_SHOWN = 8


class Suggestions(QListWidget):
    """The offered values that contain what is typed; never has the focus.

    `picked` is emitted when one is clicked.
    """

    picked = Signal()

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._offered: tuple[str, ...] = ()
        self._place = QRect()
        self.setObjectName("mapSuggestions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self.picked)
        self.hide()

    @property
    def chosen(self) -> str:
        """The suggestion that is chosen, "" without one."""
        item = self.currentItem()
        return "" if self.isHidden() or self.currentRow() < 0 else item.text()

    def offer(self, values: Sequence[str]) -> None:
        self._offered = tuple(values)
        self.filter("")

    def filter(self, typed: str) -> None:
        """Show the values that contain what is typed, those first that begin with it."""
        wanted = typed.strip().casefold()
        fitting = [value for value in self._offered if wanted in value.casefold()]
        fitting.sort(key=lambda value: not value.casefold().startswith(wanted))
        self.clear()
        self.addItems(fitting[:MAX_SHOWN])
        self.setVisible(bool(fitting) and [value.casefold() for value in fitting] != [wanted])
        self.move_below(self._place)

    def step(self, by: int) -> bool:
        """Choose the next or the previous suggestion; return whether there is a list."""
        if self.isHidden():
            return False
        self.setCurrentRow(max(-1, min(self.count() - 1, self.currentRow() + by)))
        return True

    def move_below(self, place: QRect) -> None:
        """Move below a field, or above it where there is no room below."""
        self._place = place
        parent = self.parentWidget()
        if self.isHidden() or parent is None:
            return
        row = self.sizeHintForRow(0)
        width = self.sizeHintForColumn(0) + round(16 * self._ui.scale)
        self.resize(max(place.width(), width), row * self.count() + 2 * self.frameWidth() + 8)
        top = place.bottom() + 3
        if top + self.height() > parent.height() and place.top() > self.height():
            top = place.top() - 3 - self.height()
        self.move(max(0, min(place.left(), parent.width() - self.width())), top)
        self.raise_()

    def retranslate(self) -> None:
        theme = self._ui.theme
        self.setAccessibleName(self._ui.texts("Suggestions"))
        self.setStyleSheet(
            f"#mapSuggestions {{ background: {theme['panel']}; color: {theme['ink']};"
            f" border: 1px solid {theme['line']}; border-radius: 6px; padding: 3px; }}"
            f"#mapSuggestions::item {{ padding: 3px 6px; border-radius: 4px; }}"
            f"#mapSuggestions::item:selected {{ background: {theme['chosen']};"
            f" color: {theme['chosen_ink']}; }}"
        )
