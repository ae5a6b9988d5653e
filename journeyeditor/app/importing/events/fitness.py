"""How many journeys follow the map: of all, of each segment, before and after a day, and in the last measurement."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableWidget, QVBoxLayout, QWidget

from journeyeditor.app.deviations_bar import FORMULA
from journeyeditor.events.conformance import Fitness
from journeyeditor.events.map_measures import MeasuredMap
from journeyeditor.i18n import Texts
from journeyeditor.values import UnreadableError, read_date
from journeyeditor.vocabulary import Measurement
from journeyeditor.widgets.choices import MAX_SHOWN, row
from journeyeditor.widgets.items import make_quiet, set_cell
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import set_invalid
from journeyeditor.widgets.ui_context import UiContext


class FitnessTable(QWidget):
    """The fitness by group; `split` emits the day that separates before from after."""

    split = Signal(object)

    def __init__(self, ui: UiContext, before: Measurement) -> None:
        super().__init__()
        self._ui, self._before = ui, before
        self._measured: MeasuredMap | None = None
        self.table = QTableWidget(0, 3)
        self.day = QLineEdit()
        self._caption, self._formula = label("", "secondary"), label("", "secondary")
        self._formula.setWordWrap(True)
        make_quiet(self.table)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(row(self._caption, self.day, stretched=1))
        column.addWidget(self._formula)
        self.day.editingFinished.connect(self._choose)
        self.retranslate()

    def show_measured(self, measured: MeasuredMap) -> None:
        self._measured = measured
        self.day.setText(self._ui.texts.date(measured.split))
        self.retranslate()

    def retranslate(self) -> None:
        texts, measured = self._ui.texts, self._measured
        self._caption.setText(texts("Before and after"))
        self.day.setAccessibleName(texts("Day that separates before from after"))
        self._formula.setText(texts(FORMULA))
        self.table.setHorizontalHeaderLabels(
            [texts("Whose"), texts("Journeys"), texts("Follow the map")]
        )
        for widget in (self.table, self.table.horizontalHeader()):
            widget.setAccessibleName(texts("Journeys that follow the map"))
        rows = self._rows(measured, texts) if measured is not None else []
        self.table.setRowCount(len(rows))
        for line, (name, cases, share) in enumerate(rows):
            set_cell(self.table, line, 0, name[:MAX_SHOWN])
            set_cell(self.table, line, 1, texts.number(cases), align_right=True)
            set_cell(self.table, line, 2, texts.percent(share), align_right=True)
            self.table.setRowHeight(line, round(26 * self._ui.scale))

    def _rows(self, measured: MeasuredMap, texts: Texts) -> list[tuple[str, int, float]]:
        """The groups with their cases and shares, the last measurement at the end."""
        found, day = measured.conformance, texts.date(measured.split)
        names = {"before": texts("Before {day}"), "after": texts("From {day} on")}

        def entry(name: str, fitness: Fitness) -> tuple[str, int, float]:
            return name, fitness.cases, fitness.share

        rows = [entry(texts("All journeys"), found.whole)]
        rows += [entry(each.group, each) for each in found.segments]
        rows += [entry(names[each.group].format(day=day), each) for each in found.periods]
        last = self._before
        if last.fitness is not None:
            name = texts("Last measurement: {source}").format(source=last.source)
            rows.append((name, last.cases, last.fitness))
        return rows

    def _choose(self) -> None:
        measured = self._measured
        if measured is None:
            return
        try:
            day = read_date(self.day.text(), self._ui.texts)
        except UnreadableError as error:
            self.day.setToolTip(str(error))
            set_invalid(self.day, True)
            return
        self.day.setToolTip("")
        set_invalid(self.day, False)
        if day != measured.split:
            self.split.emit(day)
