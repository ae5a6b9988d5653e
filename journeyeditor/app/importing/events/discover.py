"""The dialog that makes a new map of an event log."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QSlider

from journeyeditor.app.dialogs import Dialogs
from journeyeditor.app.importing.events.reader import LogReader, dialog_column
from journeyeditor.events.database import Limits
from journeyeditor.events.discovery import DEFAULT_SHARE, Discovery, Options, discover
from journeyeditor.events.log import EventLog
from journeyeditor.vocabulary import Measurement
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.choices import row
from journeyeditor.widgets.labels import EmptyState, label
from journeyeditor.widgets.ui_context import UiContext

#: The slider's steps for each per cent, and its most per cent.
STEPS, MOST = 2, 30


class DiscoverDialog(QDialog):
    """A new map of an event log; `discovered` emits its graph, and where the log is."""

    HELP = "data#discover"

    discovered = Signal(object, str)

    def __init__(self, ui: UiContext, dialogs: Dialogs, folder: str, limits: Limits) -> None:
        super().__init__()
        self._ui = ui
        self._found: Discovery | None = None
        self.reader = LogReader(ui, dialogs, folder, limits, Measurement())
        self._empty_state = EmptyState()
        self.slider, self._threshold = QSlider(Qt.Orientation.Horizontal), QLabel()
        self.slider.setRange(0, MOST * STEPS)
        self.slider.setValue(round(DEFAULT_SHARE * 100 * STEPS))
        self.summary = label("", "secondary")
        self.ok, self._cancel = primary(), QPushButton()
        self._column = column = dialog_column(self, ui)
        column.addWidget(self.reader, 1)
        column.addWidget(self._empty_state, 1)
        column.addLayout(row(self._threshold, self.slider, stretched=1))
        column.addLayout(row(self.summary, self._cancel, self.ok, stretched=0))
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
        self.summary.setText(words)
        self.ok.setText(texts("Create map"))
        self.ok.setEnabled(found is not None)
        self._cancel.setText(texts("Cancel"))
