"""The dialog that measures the open map with an event log, also again with new data."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.dialogs import Dialogs
from journeyeditor.app.importing.events.fitness import FitnessTable
from journeyeditor.app.importing.events.reader import LogReader, dialog_column
from journeyeditor.app.importing.events.tables import ActivityTable, FigureTable
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.events.database import Limits
from journeyeditor.events.discovery import MIN_CASES
from journeyeditor.events.log import EventLog
from journeyeditor.events.map_measures import MeasuredMap, measure_map
from journeyeditor.events.matching import match
from journeyeditor.events.words import period, sample
from journeyeditor.i18n import N_, Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.vocabulary import Measurement, info_of
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.choices import Segments, row
from journeyeditor.widgets.labels import EmptyState, label
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

MEASURE, REFRESH = N_("Measure the map"), N_("Refresh measurements")
#: Which activities are listed.
ALL, UNMATCHED = "all", "unmatched"


class MeasureDialog(QDialog):
    """The figures of the open map, measured with an event log, and shown before they are entered.

    A log at `path` is read at once; `entered` emits where the log is. To refresh the figures, the
    log that is chosen is read like the last one, whatever its name.
    """

    HELP = "data#measure"

    entered = Signal(str)

    def __init__(
        self,
        ui: UiContext,
        dialogs: Dialogs,
        session: Session,
        folder: str,
        limits: Limits,
        path: str = "",
        *,
        is_refresh: bool = False,
    ) -> None:
        super().__init__()
        self._ui, self._session, self._is_refresh = ui, session, is_refresh
        self._split: datetime.date | None = None
        before = self._before = session.info.measured
        self._mapping = dict(before.activities)
        self._measured: MeasuredMap | None = None
        self.reader = LogReader(ui, dialogs, folder, limits, before, is_same=is_refresh)
        self._empty_state, self._result = EmptyState(), QWidget()
        self.activities, self.figures = ActivityTable(ui), FigureTable(ui)
        self.fitness = FitnessTable(ui, before)
        self.shown, self.view = Segments(ui, (ALL, UNMATCHED)), Segments(ui, ("figures", "fitness"))
        self._views = QStackedWidget()
        self.summary = label("", "secondary")
        self.summary.setWordWrap(True)
        self.ok, self._cancel = primary(), QPushButton()
        tables = QHBoxLayout(self._result)
        tables.setContentsMargins(0, 0, 0, 0)
        tables.setSpacing(14)
        for view in (self.figures, self.fitness):
            self._views.addWidget(view)
        sides = ((self.shown, self.activities, 4), (self.view, self._views, 5))
        for heading, table, share in sides:
            side = QVBoxLayout()
            side.addWidget(heading)
            side.addWidget(table, 1)
            tables.addLayout(side, share)
        self.shown.choose(ALL)
        self.shown.chosen.connect(self._show_activities)
        self.view.choose("figures")
        self.view.chosen.connect(self._show_view)
        self._column = column = dialog_column(self, ui)
        column.addWidget(self.reader, 2)
        column.addWidget(self._empty_state, 3)
        column.addWidget(hairline())
        column.addWidget(self._result, 3)
        column.addLayout(row(self.summary, self._cancel, self.ok, stretched=0))
        self.ok.setDefault(True)
        self.reader.work = self._work
        self.reader.started.connect(self._start)
        self.reader.finished.connect(self._finish)
        self.reader.log.unfold.toggled.connect(self._retranslate)
        self.activities.chosen.connect(self._match)
        self.fitness.split.connect(self._divide)
        self.ok.clicked.connect(self._accept)
        self._cancel.clicked.connect(self.reject)
        ui.changed.connect(self._retranslate)
        self._retranslate()
        if path:
            self.reader.log.open_file(path)

    def done(self, result: int) -> None:
        """Cancel what is being read."""
        self.reader.close_background()
        super().done(result)

    def _work(self, log: EventLog) -> tuple[dict[str, str], dict[str, int], MeasuredMap]:
        # The dialog is modal: the graph does not change while this runs.
        graph, known = self._session.graph, dict(self._mapping)
        mapping = match(log.activities, graph, known)
        texts = texts_of(info_of(graph).language)
        today = datetime.date.today()
        measured = measure_map(log, graph, mapping, texts, today, split=self._split)
        counts = {name: each.events for name, each in measured.measures.activities.items()}
        return mapping, counts, measured

    def _start(self) -> None:
        self._measured = None
        self._retranslate()

    def _finish(self, result: tuple[dict[str, str], dict[str, int], MeasuredMap]) -> None:
        mapping, counts, self._measured = result
        graph = self._session.graph
        moments = [
            (each.id, each.title)
            for kind in ("touchpoint", "step")
            for each in graph.elements(kind)
        ]
        is_first = not self.activities.count
        self.activities.show_matches(counts, mapping, moments)
        if is_first and self._is_refresh and self._new_activities(self._measured):
            self.shown.choose(UNMATCHED)
            self._show_activities(UNMATCHED)
        self.figures.show_figures(self._measured.figures)
        self.fitness.show_measured(self._measured)
        self._retranslate()

    def _match(self, activity: str, id_: str) -> None:
        self._mapping[activity] = id_
        self.reader.read()

    def _new_activities(self, measured: MeasuredMap) -> list[str]:
        """The activities that the last log did not have, and that are not on the map."""
        counts = measured.measures.activities
        return [
            name
            for name in measured.unmatched
            if name not in self._before.activities and counts[name].cases >= MIN_CASES
        ]

    def _show_activities(self, name: str) -> None:
        self.activities.show_only_unmatched(name == UNMATCHED)

    def _show_view(self, name: str) -> None:
        self._views.setCurrentWidget(self.fitness if name == "fitness" else self.figures)

    def _divide(self, day: datetime.date) -> None:
        self._split = day
        self.reader.read()

    def _accept(self) -> None:
        if self._measured is not None:
            measured = self._measured
            self.accept()
            label_ = REFRESH if self._is_refresh else MEASURE
            operations.enter_measures(self._session, measured.records, label_)
            self.entered.emit(self.reader.log.path)

    def _retranslate(self) -> None:
        texts, measured, log = self._ui.texts, self._measured, self.reader.log
        self.setWindowTitle(texts(REFRESH if self._is_refresh else MEASURE))
        self._empty_state.set_text(self._invitation(texts))
        self._column.setStretchFactor(self.reader, 2 if log.path and not log.is_folded else 0)
        self._empty_state.setVisible(not log.path)
        self._result.setVisible(log.columns() is not None)
        self._name_lists(texts)
        names = {"figures": texts("Figures"), "fitness": texts("Journeys that follow the map")}
        self.view.set_labels(names)
        self.fitness.retranslate()
        self.activities.retranslate()
        self.figures.retranslate()
        self.summary.setText(self._summary(measured, texts) if measured is not None else "")
        self.ok.setText(texts("Enter figures"))
        self.ok.setEnabled(measured is not None and measured.matched > 0)
        self._cancel.setText(texts("Cancel"))

    def _invitation(self, texts: Texts) -> str:
        if self._is_refresh:
            words = texts("“{source}” is not where it was. Choose the file with the new data.")
            return words.format(source=self._before.source)
        return texts("Choose a file that says what customers did: one row for each event.")

    def _name_lists(self, texts: Texts) -> None:
        """Say how many activities there are, and how many of them are not on the map."""
        unmatched, every = len(self.activities.unmatched), self.activities.count
        self.shown.set_labels(
            {
                ALL: texts("All activities: {count}").format(count=texts.number(every)),
                UNMATCHED: texts("Not on the map: {count}").format(count=texts.number(unmatched)),
            }
        )

    def _summary(self, measured: MeasuredMap, texts: Texts) -> str:
        """How much is matched, how many journeys follow the map, and what it was the last time."""
        total = measured.matched + sum(measured.unmatched.values())
        matched = texts("{share} of the events are on the map.").format(
            share=texts.percent(measured.matched / max(total, 1))
        )
        if not measured.matched:
            return matched
        follow = texts("{share} of the journeys follow the map.").format(
            share=texts.percent(measured.conformance.whole.share)
        )
        words = [matched, follow]
        if self._is_refresh:
            words = [
                _when(texts("Last time: {sample}."), self._before, texts),
                _when(texts("Now: {sample}."), measured.measurement, texts),
                *words,
            ]
        if not measured.figures:
            words.append(texts("No figures change."))
        return " ".join(words)


def _when(words: str, measured: Measurement, texts: Texts) -> str:
    """What was measured, and of which days."""
    parts = [sample(measured.cases, measured.events, texts)]
    if measured.first is not None and measured.last is not None:
        parts.append(period(measured.first, measured.last, texts))
    return words.format(sample=", ".join(parts))
