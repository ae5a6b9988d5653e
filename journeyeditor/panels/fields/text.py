"""Editors of texts, numbers and dates."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextCursor,
)
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from journeyeditor.layout.markup import toggled
from journeyeditor.panels.fields.base import FieldEditor, FormContext
from journeyeditor.panels.fields.specs import FieldSpec
from journeyeditor.values import (
    UnreadableError,
    format_duration,
    format_share,
    read_date,
    read_duration,
    read_number,
    read_share,
    read_time,
)
from journeyeditor.vocabulary.terms import term, value_of_term
from journeyeditor.widgets import emoji
from journeyeditor.widgets.buttons import compact_button, link_button
from journeyeditor.widgets.calendar import Calendar
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.layouts import column, row
from journeyeditor.widgets.spelling_marks import SpellingMarks
from journeyeditor.widgets.text_input import characters, units, words_in
from journeyeditor.widgets.ui_context import UiContext

#: Lines shown before multi-line text scrolls.
_MIN_LINES, _MAX_LINES = 2, 9


_OWN_KEY = Qt.ShortcutContext.WidgetShortcut


class LineEditor(FieldEditor):
    """One line of text; the map takes it as it is typed."""

    _is_prose = True

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.line = QLineEdit()
        emoji.watch(self.line)
        if self._is_prose:
            SpellingMarks(self.line, context.ui, self._lexicon)
        column(self, self.line)
        self._track_focus(self.line)
        self.line.textEdited.connect(self._typed)

    def focus_widgets(self) -> list[QWidget]:
        return [self.line]

    def _fill(self, value: Any) -> None:
        self.line.setText("" if value is None else self._format(value))
        self.line.setCursorPosition(0)
        self.line.setPlaceholderText(self.mixed_text())

    def _typed(self, words: str) -> None:
        try:
            value = self._parse_text(words)
        except UnreadableError as error:
            self.error_changed.emit(str(error))
        else:
            self._commit(value, typing=True)

    def _parse_text(self, words: str) -> Any:
        """The value of a text; a number typed where the field accepts numbers is one."""
        if not self.spec.accepts_numbers:
            return words
        try:
            number = read_number(words, self.context.ui.texts)
        except UnreadableError:
            return words
        return number if self._format(number) == words else words

    def _format(self, value: Any) -> str:
        return value if isinstance(value, str) else self.context.ui.texts.number(value)


class ReadEditor(LineEditor):
    """A line that is parsed; its text is normalised once the focus has left."""

    _is_prose = False

    def _parse_text(self, words: str) -> Any:
        if not words.strip():
            return self.spec.empty
        return self._parse(words)

    def _parse(self, words: str) -> Any:
        """Parse a text that is not empty; raises UnreadableError."""
        raise NotImplementedError

    def _finish_editing(self) -> None:
        try:
            is_written = self._parse_text(self.line.text()) == self._value
        except UnreadableError:
            is_written = False
        if is_written and not self.is_mixed:
            self._fill(self._value)
        super()._finish_editing()


class NumberEditor(ReadEditor):
    """A number as the language writes it; the arrow keys count."""

    def _parse(self, words: str) -> Any:
        return read_number(words, self.context.ui.texts)

    def _format(self, value: Any) -> str:
        return "" if value is None else self.context.ui.texts.number(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._count(step)
                return True
        return super().eventFilter(watched, event)

    def _count(self, step: int) -> None:
        value = self._value if isinstance(self._value, int | float) else 0
        self.line.setText(self._format(value + step))
        self._commit(value + step, typing=True)


class PercentEditor(ReadEditor):
    """A share, in percent."""

    def _parse(self, words: str) -> Any:
        return read_share(words, self.context.ui.texts)

    def _format(self, value: Any) -> str:
        return "" if value is None else format_share(value, self.context.ui.texts)


class TimeEditor(ReadEditor):
    """A time of day, 24 hours."""

    def _parse(self, words: str) -> Any:
        return read_time(words, self.context.ui.texts)

    def _fill(self, value: Any) -> None:
        super()._fill(value)
        if not self.is_mixed:
            self.line.setPlaceholderText("09:00")


class DurationEditor(ReadEditor):
    """A duration: shown in words, read from words or ISO 8601."""

    def _parse(self, words: str) -> Any:
        return read_duration(words, self.context.ui.texts)

    def _format(self, value: Any) -> str:
        return format_duration(value, self.context.ui.texts)

    def _fill(self, value: Any) -> None:
        super()._fill(value)
        self.line.setToolTip(value or "")
        if not self.is_mixed:
            self.line.setPlaceholderText(self.context.ui.texts("2 days, 3 h…"))


class LinesEditor(FieldEditor):
    """Multi-line text; the box grows with it. Tab leaves it, as it leaves every field."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.box = QPlainTextEdit()
        emoji.watch(self.box)
        SpellingMarks(self.box, context.ui, self._lexicon)
        self.box.setTabChangesFocus(True)
        bold = QShortcut(QKeySequence.StandardKey.Bold, self.box, context=_OWN_KEY)
        bold.activated.connect(self._toggle_bold)
        self.box.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_filling = False
        column(self, self.box)
        self._track_focus(self.box)
        self.box.textChanged.connect(self._typed)

    def focus_widgets(self) -> list[QWidget]:
        return [self.box]

    def _toggle_bold(self) -> None:
        """Make the selected words bold, or no longer bold."""
        cursor = self.box.textCursor()
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        text = self.box.toPlainText()
        low, high = (characters(text, place) for place in _span(cursor))
        changed, low, high = toggled(text, low, high)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(changed)
        cursor.setPosition(units(changed, low))
        cursor.setPosition(units(changed, high), QTextCursor.MoveMode.KeepAnchor)
        self.box.setTextCursor(cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_height()

    def _fill(self, value: Any) -> None:
        self._is_filling = True
        try:
            if (value or "") != words_in(self.box):
                self.box.setPlainText(value or "")
            self.box.setPlaceholderText(self.mixed_text())
        finally:
            self._is_filling = False
        self._fit_height()

    def _typed(self) -> None:
        """Commit the text without what an input method has not finished."""
        if not self._is_filling:
            self._fit_height()
            self._commit(words_in(self.box), typing=True)

    def _fit_height(self) -> None:
        lines = max(_MIN_LINES, min(_MAX_LINES, round(self.box.document().size().height())))
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if self.box.document().size().height() <= _MAX_LINES:
            bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.box.setVerticalScrollBarPolicy(bar)
        rest = 2 * self.box.frameWidth() + round(2 * self.box.document().documentMargin()) + 6
        height = lines * QFontMetrics(self.box.font()).lineSpacing() + rest
        if self.box.height() != height:
            self.box.setFixedHeight(height)


def _span(cursor: QTextCursor) -> tuple[int, int]:
    return cursor.selectionStart(), cursor.selectionEnd()


class SuggestionEditor(FieldEditor):
    """A line with suggestions in the window's language; any other text is as good."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.box = ComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMinimumContentsLength(4)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._offered: tuple[str, ...] = ()
        completer = self.box.completer()
        if completer is not None:
            # Inline completion would show text that was not typed and is not in the map.
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        column(self, self.box)
        self._track_focus(self.box, self._line_edit())
        self.box.activated.connect(self._chose)
        self._line_edit().textEdited.connect(self._typed)

    def focus_widgets(self) -> list[QWidget]:
        return [self.box, self._line_edit()]

    def name(self, words: str) -> None:
        super().name(words)
        self.box.view().setAccessibleName(words)

    def _line_edit(self) -> QLineEdit:
        line = self.box.lineEdit()
        assert line is not None
        return line

    def _fill(self, value: Any) -> None:
        texts = self.context.ui.texts
        words = tuple(term(each, texts) for each in self.spec.suggestions)
        if words != self._offered:
            self._offered = words
            self.box.clear()
            self.box.addItems(words)
        self.box.setCurrentIndex(-1)
        self.box.setEditText("" if value is None else term(value, texts))
        self._line_edit().setPlaceholderText(self.mixed_text())

    def _typed(self, words: str) -> None:
        self._commit(
            value_of_term(words, self.spec.suggestions, self.context.ui.texts), typing=True
        )

    def _chose(self, index: int) -> None:
        self._commit(self.spec.suggestions[index])


class PositionEditor(FieldEditor):
    """The position of a free note, across and down; without it the note is in its column."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.across, self.down = QLineEdit(), QLineEdit()
        self.clear = compact_button(context.ui, "close")
        frame = QWidget()
        layout = row(frame, self.across, self.down, self.clear)
        layout.setStretch(1, 1)
        column(self, frame)
        self._track_focus(self.across, self.down)
        self.across.textEdited.connect(self._typed)
        self.down.textEdited.connect(self._typed)
        self.clear.clicked.connect(self._cleared)

    def focus_widgets(self) -> list[QWidget]:
        return [self.across, self.down]

    def name(self, words: str) -> None:
        texts = self.context.ui.texts
        self.across.setAccessibleName(f"{words}: {texts('horizontal')}")
        self.down.setAccessibleName(f"{words}: {texts('vertical')}")

    def _fill(self, value: Any) -> None:
        texts = self.context.ui.texts
        for line, hint, number in zip(
            (self.across, self.down),
            (texts("horizontal"), texts("vertical")),
            value or (None, None),
            strict=True,
        ):
            line.setText("" if number is None else texts.number(round(number)))
            line.setPlaceholderText(self.mixed_text() or hint)
        self.clear.set_text(texts("Clear"))

    def _typed(self) -> None:
        """Commit the position once both numbers are there."""
        texts = self.context.ui.texts
        words = self.across.text().strip(), self.down.text().strip()
        if not any(words):
            self._commit(None, typing=True)
            return
        try:
            place = read_number(words[0], texts), read_number(words[1], texts)
        except UnreadableError as error:
            self.error_changed.emit(str(error))
        else:
            self._commit(place, typing=True)

    def _cleared(self) -> None:
        self._commit(None)
        self._fill(None)


class DateEditor(ReadEditor):
    """A date, typed as 2026-11-21 or picked from a calendar; empty means none."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.button = compact_button(context.ui, "calendar")
        self._calendar: Calendar | None = None
        layout = self.layout()
        assert layout is not None
        layout.removeWidget(self.line)
        frame = QWidget()
        row(frame, self.line, self.button, spacing=2)
        layout.addWidget(frame)
        self.button.clicked.connect(self._ask)

    def _parse(self, words: str) -> Any:
        return read_date(words, self.context.ui.texts)

    def _format(self, value: Any) -> str:
        return "" if value is None else str(value.isoformat())

    def _fill(self, value: Any) -> None:
        super()._fill(value)
        texts = self.context.ui.texts
        self.button.set_text(texts("Choose a date"))
        self.line.setToolTip(texts.date(value) if value else "")
        if not self.is_mixed:
            self.line.setPlaceholderText(texts("yyyy-mm-dd"))

    def _ask(self) -> None:
        if self._calendar is None:
            self._calendar = Calendar(self.context.ui, self)
            self._calendar.picked.connect(self._picked)
        day = self.value if isinstance(self.value, datetime.date) else None
        self._calendar.open_at(day, self.line)

    def _picked(self, day: datetime.date) -> None:
        self._commit(day)
        self._fill(day)
        self.line.setFocus()


class _ReadingRow(QWidget):
    """One row of a series: a date, a figure, and a button that removes the row."""

    typed = Signal()
    removed = Signal(object)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.day, self.figure = QLineEdit(), QLineEdit()
        self.button = compact_button(ui, "close")
        layout = row(self, self.day, self.figure, self.button, spacing=4)
        layout.setStretch(0, 3)
        layout.setStretch(1, 2)
        self.day.textEdited.connect(self.typed)
        self.figure.textEdited.connect(self.typed)
        self.button.clicked.connect(self._emit_removed)

    def set_title(self, title: str) -> None:
        texts = self._ui.texts
        self.day.setAccessibleName(f"{title}: {texts('Date')}")
        self.figure.setAccessibleName(f"{title}: {texts('Value')}")
        self.day.setPlaceholderText(texts("yyyy-mm-dd"))
        self.figure.setPlaceholderText(texts("Value"))
        self.button.set_text(texts("Remove reading"))

    def show_reading(self, day: datetime.date, figure: float) -> None:
        self.day.setText(day.isoformat())
        self.figure.setText(self._ui.texts.number(figure))

    def read(self) -> tuple[datetime.date, int | float] | None:
        """The reading, None of an empty row; raises UnreadableError."""
        if not self.day.text().strip() and not self.figure.text().strip():
            return None
        texts = self._ui.texts
        return read_date(self.day.text(), texts), read_number(self.figure.text(), texts)

    def _emit_removed(self) -> None:
        self.removed.emit(self)


class SeriesEditor(FieldEditor):
    """Figures by date, in the order of the dates."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.rows: list[_ReadingRow] = []
        self.add = link_button()
        self._title = ""
        self._rows = QWidget()
        self._column = column(self._rows)
        column(self, self._rows, self.add)
        self._track_focus(self.add)
        self.add.clicked.connect(self._added)

    def focus_widgets(self) -> list[QWidget]:
        return [self.add]

    def name(self, words: str) -> None:
        self._title = words
        self.add.setAccessibleName(f"{words}: {self.context.ui.texts('Add reading')}")
        for each in self.rows:
            each.set_title(words)

    def _fill(self, value: Any) -> None:
        readings = value or ()
        while len(self.rows) > len(readings):
            self._drop(self.rows[-1])
        while len(self.rows) < len(readings):
            self._append()
        for each, (day, figure) in zip(self.rows, readings, strict=True):
            each.show_reading(day, figure)
            each.set_title(self._title)
        self.add.setText(self.mixed_text() or self.context.ui.texts("Add reading"))

    def _append(self) -> _ReadingRow:
        each = _ReadingRow(self.context.ui)
        each.typed.connect(self._typed)
        each.removed.connect(self._removed)
        self._track_focus(each.day, each.figure)
        self.rows.append(each)
        self._column.addWidget(each)
        each.set_title(self._title)
        return each

    def _added(self) -> None:
        self._append().day.setFocus()

    def _drop(self, each: _ReadingRow) -> None:
        self.rows.remove(each)
        self._column.removeWidget(each)
        each.hide()
        each.deleteLater()

    def _removed(self, each: _ReadingRow) -> None:
        self._drop(each)
        self._typed()

    def _typed(self) -> None:
        """Commit the series as soon as every row can be read."""
        try:
            readings = [reading for each in self.rows if (reading := each.read()) is not None]
        except UnreadableError as error:
            self.error_changed.emit(str(error))
        else:
            self._commit(tuple(sorted(readings)), typing=True)
