"""Editors of dates: a date typed or picked from a calendar, and a series of dated figures."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from journeyeditor.panels.fields.base import FieldEditor, FormContext
from journeyeditor.panels.fields.specs import FieldSpec
from journeyeditor.panels.fields.text import ReadEditor
from journeyeditor.values import UnreadableError, read_date, read_number
from journeyeditor.widgets.buttons import compact_button, link_button
from journeyeditor.widgets.calendar import Calendar
from journeyeditor.widgets.layouts import column, row
from journeyeditor.widgets.ui_context import UiContext


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
