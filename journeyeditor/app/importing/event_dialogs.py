"""The dialogs that read an event log: a new map of it, or the figures of the map that is open."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QStackedWidget,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.background import Background, Job
from journeyeditor.app.dialogs import Dialogs
from journeyeditor.app.importing.fitness_table import FitnessTable
from journeyeditor.app.importing.log_columns import LogColumns
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.events.columns import GUESSED, Columns
from journeyeditor.events.database import Limits
from journeyeditor.events.discovery import DEFAULT_SHARE, Discovery, Options, discover
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import EventLog, opened_log
from journeyeditor.events.map_measures import Figure, MeasuredMap, measure_map
from journeyeditor.events.matching import match
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.vocabulary import info_of
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.choices import MAX_SHOWN, ComboBox, Segments, row
from journeyeditor.widgets.items import make_quiet, set_cell
from journeyeditor.widgets.labels import EmptyState, SectionLabel, label
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

WIDTH, HEIGHT = 1080, 720
#: The slider's steps for each per cent, and its most per cent.
STEPS, MOST = 2, 30
#: Activities that can be matched by hand, the most frequent ones.
MAX_ACTIVITIES = 300


class LogReader(QWidget):
    """A log with its columns, and what is read of it in the background.

    `work` gets the loaded log, on the background thread; `finished` emits what it returns. Choosing
    another file or column, or calling `read`, starts again. `unread` counts rows that could not be
    read.
    """

    finished = Signal(object)
    started = Signal()

    def __init__(
        self, ui: UiContext, dialogs: Dialogs, folder: str, limits: Limits, known: Columns
    ) -> None:
        super().__init__()
        self._ui, self._limits = ui, limits
        self._background = Background(self)
        self._error: EventLogError | None = None
        self._unread: tuple[int, str] = (0, "")
        self.work: Callable[[EventLog], Any] | None = None
        self.log = LogColumns(ui, dialogs, self._background, folder, known)
        self.bar, self.fault = QProgressBar(), label("", "error")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.fault.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.log, 1)
        column.addWidget(self.bar)
        column.addWidget(self.fault)
        self.log.changed.connect(self.read)
        ui.changed.connect(self._show_fault)
        self.bar.hide()

    def read(self) -> None:
        self._background.drop("read")
        self._error, self._unread = None, (0, "")
        self.bar.setValue(0)
        self.started.emit()
        chosen, work = self.log.columns(), self.work
        self.bar.setVisible(chosen is not None)
        self._show_fault()
        if chosen is None or work is None:
            return
        columns, path, query, limits = chosen, self.log.path, self.log.query, self._limits

        def read(job: Job) -> tuple[Any, tuple[int, str]]:
            with opened_log(path, columns, query, limits=limits, progress=job.progress) as log:
                rows = ", ".join(str(each.row) for each in log.unread)
                return work(log), (log.unread_count, rows)

        self._background.do("read", read, self._finish, self._fail, self._progress)

    def close_background(self) -> None:
        self._background.close()

    def _finish(self, result: tuple[Any, tuple[int, str]]) -> None:
        value, self._unread = result
        self.bar.hide()
        self._show_fault()
        self.finished.emit(value)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, EventLogError):
            raise error  # unexpected: left to the error reporter
        self._error = error
        self.bar.hide()
        self._show_fault()

    def _progress(self, share: float) -> None:
        self.bar.setValue(round(share * 1000))

    def _show_fault(self) -> None:
        texts, (count, rows) = self._ui.texts, self._unread
        error = self._error or self.log.error
        words = error.message(texts) if error is not None else ""
        if not words and self.log.is_open and self.log.columns() is None:
            words = texts("Choose the columns of the case, the activity and the time.")
        if not words and count:
            words = texts.plural(
                "{count} row could not be read: {rows}.",
                "{count} rows could not be read, the first of them: {rows}.",
                count,
            ).format(count=texts.number(count), rows=rows)
        self.fault.setText(words)
        self.fault.setVisible(bool(words))


class DiscoverDialog(QDialog):
    """A new map of an event log; `discovered` emits its graph, and where the log is."""

    HELP = "data#discover"

    discovered = Signal(object, str)

    def __init__(self, ui: UiContext, dialogs: Dialogs, folder: str, limits: Limits) -> None:
        super().__init__()
        self._ui = ui
        self._found: Discovery | None = None
        self.reader = LogReader(ui, dialogs, folder, limits, GUESSED)
        self._empty_state = EmptyState()
        self.slider, self._threshold = QSlider(Qt.Orientation.Horizontal), QLabel()
        self.slider.setRange(0, MOST * STEPS)
        self.slider.setValue(round(DEFAULT_SHARE * 100 * STEPS))
        self.said = label("", "secondary")
        self.ok, self._cancel = primary(), QPushButton()
        self._column = column = _column(self, ui)
        column.addWidget(self.reader, 1)
        column.addWidget(self._empty_state, 1)
        column.addLayout(row(self._threshold, self.slider, stretched=1))
        column.addLayout(row(self.said, self._cancel, self.ok, stretched=0))
        self.ok.setDefault(True)
        self.reader.work = self._work
        self.reader.started.connect(self._start)
        self.reader.finished.connect(self._finish)
        self.slider.valueChanged.connect(self._show_threshold)
        self.slider.sliderReleased.connect(self.reader.read)
        self.slider.actionTriggered.connect(self._step)
        self.ok.clicked.connect(self._accept)
        self._cancel.clicked.connect(self.reject)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    @property
    def share(self) -> float:
        """The share of cases (0..1) below which a way is left out."""
        return self.slider.value() / STEPS / 100

    def done(self, result: int) -> None:
        """Cancel what is being read."""
        self.reader.close_background()
        super().done(result)

    def _work(self, log: EventLog) -> Discovery:
        return discover(log, self._ui.texts, datetime.date.today(), Options(self.share))

    def _step(self, _: int) -> None:
        """Follow the keyboard and clicks beside the handle; a drag is followed at its end."""
        if not self.slider.isSliderDown():
            self.slider.setValue(self.slider.sliderPosition())
            self.reader.read()

    def _start(self) -> None:
        self._found = None
        self._retranslate()

    def _finish(self, found: Discovery) -> None:
        self._found = found
        self._retranslate()

    def _accept(self) -> None:
        if self._found is not None:
            graph = self._found.graph
            self.accept()
            self.discovered.emit(graph, self.reader.log.path)

    def _show_threshold(self) -> None:
        texts = self._ui.texts
        words = texts("Leave out what less than {share} of the journeys do")
        self._threshold.setText(words.format(share=texts.percent(self.share, 1)))
        self.slider.setAccessibleName(self._threshold.text())

    def _retranslate(self) -> None:
        texts, found = self._ui.texts, self._found
        self.setWindowTitle(texts("New map from data"))
        self._empty_state.set_text(
            texts("Choose a file that says what customers did: one row for each event.")
        )
        self._column.setStretchFactor(self.reader, 1 if self.reader.log.path else 0)
        self._empty_state.setVisible(not self.reader.log.path)
        for widget in (self._threshold, self.slider):
            widget.setVisible(self.reader.log.columns() is not None)
        self._show_threshold()
        words = ""
        if found is not None:
            count = len(found.graph.elements("touchpoint"))
            touchpoints = texts.plural("{count} touchpoint", "{count} touchpoints", count)
            share = texts("{share} of the journeys follow only the paths shown here.")
            words = f"{touchpoints.format(count=texts.number(count))}. " + share.format(
                share=texts.percent(found.shown_cases / found.cases)
            )
        self.said.setText(words)
        self.ok.setText(texts("Create map"))
        self.ok.setEnabled(found is not None)
        self._cancel.setText(texts("Cancel"))


class MeasureDialog(QDialog):
    """The figures of the open map, measured with an event log, and shown before they are entered.

    A log at `path` is read at once; `entered` emits where the log is.
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
    ) -> None:
        super().__init__()
        self._ui, self._session = ui, session
        self._split: datetime.date | None = None
        before = session.info.measured
        self._mapping = dict(before.activities)
        self._measured: MeasuredMap | None = None
        known = Columns(before.case, before.activity, before.time)
        self.reader = LogReader(ui, dialogs, folder, limits, known)
        self._empty_state, self._result = EmptyState(), QWidget()
        self.activities, self.figures = ActivityTable(ui), FigureTable(ui)
        self.fitness = FitnessTable(ui, before)
        self._heading, self.view = SectionLabel(), Segments(ui, ("figures", "fitness"))
        self._views = QStackedWidget()
        self.said = label("", "secondary")
        self.said.setWordWrap(True)
        self.ok, self._cancel = primary(), QPushButton()
        tables = QHBoxLayout(self._result)
        tables.setContentsMargins(0, 0, 0, 0)
        tables.setSpacing(14)
        for view in (self.figures, self.fitness):
            self._views.addWidget(view)
        sides = ((self._heading, self.activities, 4), (self.view, self._views, 5))
        for heading, table, share in sides:
            side = QVBoxLayout()
            side.addWidget(heading)
            side.addWidget(table, 1)
            tables.addLayout(side, share)
        self.view.choose("figures")
        self.view.chosen.connect(self._show_view)
        self._column = column = _column(self, ui)
        column.addWidget(self.reader, 2)
        column.addWidget(self._empty_state, 3)
        column.addWidget(hairline())
        column.addWidget(self._result, 3)
        column.addLayout(row(self.said, self._cancel, self.ok, stretched=0))
        self.ok.setDefault(True)
        self.reader.work = self._work
        self.reader.started.connect(self._start)
        self.reader.finished.connect(self._finish)
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
        self.activities.show_matches(counts, mapping, moments)
        self.figures.show_figures(self._measured.figures)
        self.fitness.show_measured(self._measured)
        self._retranslate()

    def _match(self, activity: str, id_: str) -> None:
        self._mapping[activity] = id_
        self.reader.read()

    def _show_view(self, name: str) -> None:
        self._views.setCurrentWidget(self.fitness if name == "fitness" else self.figures)

    def _divide(self, day: datetime.date) -> None:
        self._split = day
        self.reader.read()

    def _accept(self) -> None:
        if self._measured is not None:
            measured = self._measured
            self.accept()
            operations.enter_measures(self._session, measured.records)
            self.entered.emit(self.reader.log.path)

    def _retranslate(self) -> None:
        texts, measured = self._ui.texts, self._measured
        self.setWindowTitle(texts("Measure the map"))
        self._empty_state.set_text(
            texts("Choose a file that says what customers did: one row for each event.")
        )
        self._column.setStretchFactor(self.reader, 2 if self.reader.log.path else 0)
        self._empty_state.setVisible(not self.reader.log.path)
        self._result.setVisible(self.reader.log.columns() is not None)
        self._heading.set_text(texts("Activities"))
        names = {"figures": texts("Figures"), "fitness": texts("Journeys that follow the map")}
        self.view.set_labels(names)
        self.fitness.retranslate()
        self.activities.retranslate()
        self.figures.retranslate()
        self.said.setText(_summary(measured, texts) if measured is not None else "")
        self.ok.setText(texts("Enter figures"))
        self.ok.setEnabled(measured is not None and measured.matched > 0)
        self._cancel.setText(texts("Cancel"))


class ActivityTable(QTableWidget):
    """The activities, how often they occur, and what each is on the map; `chosen` emits a change."""

    chosen = Signal(str, str)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._names: list[str] = []
        self._moments: Sequence[tuple[str, str]] = ()
        self.boxes: list[QComboBox] = []
        _quiet(self, 3, wide=2)
        self.retranslate()

    def show_matches(
        self,
        counts: Mapping[str, int],
        mapping: Mapping[str, str],
        moments: Sequence[tuple[str, str]],
    ) -> None:
        """Show the most frequent activities; `moments` are id and title of what they can be."""
        self._names, self._moments = list(counts)[:MAX_ACTIVITIES], moments
        self.setRowCount(len(self._names))
        self.boxes = [ComboBox() for _ in self._names]
        for line, (name, box) in enumerate(zip(self._names, self.boxes, strict=True)):
            set_cell(self, line, 0, name[:MAX_SHOWN])
            set_cell(self, line, 1, self._ui.texts.number(counts[name]), align_right=True)
            self.setCellWidget(line, 2, box)
            box.setProperty("activity", name)
            box.activated.connect(self._choose)
        self.retranslate()
        for name, box in zip(self._names, self.boxes, strict=True):
            box.setCurrentIndex(max(box.findData(mapping.get(name, "")), 0))

    def retranslate(self) -> None:
        texts = self._ui.texts
        self.setHorizontalHeaderLabels([texts("Activity"), texts("Events"), texts("On the map")])
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(texts("Activities"))
        for line, (name, box) in enumerate(zip(self._names, self.boxes, strict=True)):
            now = box.currentData()
            box.clear()
            box.addItem(texts("Not on the map"), "")
            for id_, title in self._moments:
                box.addItem(" ".join(title.split())[:MAX_SHOWN] or texts("Untitled"), id_)
            box.setCurrentIndex(max(box.findData(now), 0))
            box.setAccessibleName(texts("What “{activity}” is").format(activity=name[:MAX_SHOWN]))
            self.setRowHeight(line, round(34 * self._ui.scale))

    def _choose(self, _: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.chosen.emit(str(box.property("activity")), str(box.currentData() or ""))


class FigureTable(QTableWidget):
    """What is measured, before and after."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._figures: Sequence[Figure] = ()
        _quiet(self, 4, wide=0)
        self.retranslate()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        self._figures = figures
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._ui.texts
        headers = (texts("Where"), texts("Figure"), texts("Before"), texts("After"))
        self.setHorizontalHeaderLabels(list(headers))
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(texts("Figures"))
        self.setRowCount(len(self._figures))
        for line, figure in enumerate(self._figures):
            set_cell(self, line, 0, figure.title[:MAX_SHOWN] or texts("Untitled"))
            set_cell(self, line, 1, texts(figure.field))
            set_cell(self, line, 2, figure.before or "–", align_right=True)
            set_cell(self, line, 3, figure.after, align_right=True)
            self.setRowHeight(line, round(26 * self._ui.scale))


def _summary(measured: MeasuredMap, texts: Texts) -> str:
    """How much is matched, and how many journeys follow the map."""
    total = measured.matched + sum(measured.unmatched.values())
    matched = texts("{share} of the events are on the map.").format(
        share=texts.percent(measured.matched / max(total, 1))
    )
    follow = texts("{share} of the journeys follow the map.").format(
        share=texts.percent(measured.conformance.whole.share)
    )
    return f"{matched} {follow}" if measured.matched else matched


def _column(dialog: QDialog, ui: UiContext) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(18, 16, 18, 14)
    column.setSpacing(10)
    dialog.resize(round(WIDTH * ui.scale), round(HEIGHT * ui.scale))
    return column


def _quiet(table: QTableWidget, columns: int, wide: int) -> None:
    """A table to read, without grid and selection; the column `wide` takes the room."""
    table.setColumnCount(columns)
    make_quiet(table)
    table.setWordWrap(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setMaximumSectionSize(260)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
