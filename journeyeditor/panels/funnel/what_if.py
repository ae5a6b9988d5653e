"""What if more went on: a slider for one stage, half the loss, and the way back or into the map."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSlider

from journeyeditor.panels.funnel.rows import Row, say_rate
from journeyeditor.widgets.common import ElidedLabel, label, primary, styled
from journeyeditor.widgets.ui_context import UiContext

#: Steps of the slider in one whole share.
WHOLE = 1000


class WhatIfBar(QFrame):
    """Asks for another rate of one stage.

    `asked` tells a share (1 is the whole), the other signals what a button asks for.
    """

    asked = Signal(float)
    halved = Signal()
    stated = Signal()
    reset = Signal()
    accepted = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._row: Row | None = None
        self._title = ElidedLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setSingleStep(5)
        self.slider.setPageStep(50)
        self._rate = label("", "title")
        self.half = QPushButton()
        self.as_stated = QPushButton()
        self.undo = QPushButton()
        self.accept = primary()
        for button in (self.half, self.as_stated, self.undo):
            styled(button, "flat")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._rate)
        for button in (self.half, self.as_stated, self.undo, self.accept):
            layout.addWidget(button)
        self._wire()
        self._retranslate()

    def show_row(self, row: Row | None, *, is_asking: bool, has_stated: bool) -> None:
        """Show the stage whose rate is asked for; `is_asking` tells whether any is another."""
        self._row = row if row is not None and row.rate is not None else None
        self.slider.setEnabled(self._row is not None)
        self.half.setEnabled(self._row is not None and (self._row.rate or 0) < 1)
        self.as_stated.setEnabled(has_stated)
        self.undo.setEnabled(is_asking)
        self.accept.setEnabled(is_asking)
        rate = self._shown()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(WHOLE, round(rate * WHOLE)))
            self.slider.setValue(round(rate * WHOLE))
        self._retranslate()

    def _shown(self) -> float:
        """Return the rate of the row, the one asked for before the real one."""
        if self._row is None:
            return 0.0
        return (self._row.rate or 0.0) if self._row.asked is None else self._row.asked

    def _wire(self) -> None:
        self.slider.valueChanged.connect(self._moved)
        self.half.clicked.connect(self.halved)
        self.as_stated.clicked.connect(self.stated)
        self.undo.clicked.connect(self.reset)
        self.accept.clicked.connect(self.accepted)
        self._ui.changed.connect(self._retranslate)

    def _moved(self, steps: int) -> None:
        self.asked.emit(steps / WHOLE)

    def _retranslate(self) -> None:
        """Say all in the language of the window."""
        texts, scale = self._ui.texts, self._ui.scale
        title = " ".join(self._row.stage.title.split()) if self._row else ""
        self._title.say(
            texts("If from “{stage}” went on:").format(stage=title)
            if self._row
            else texts("Choose a stage that another one follows.")
        )
        self._title.setMaximumWidth(round(300 * scale))
        self.slider.setMinimumWidth(round(90 * scale))
        said = say_rate(self._shown(), texts) if self._row else ""
        self._rate.setText(said)
        self._rate.setMinimumWidth(self._rate.fontMetrics().horizontalAdvance("100,0 %"))
        self.slider.setAccessibleName(self._title.whole())
        self.slider.setAccessibleDescription(said)
        self.half.setText(texts("Halve the loss"))
        self.as_stated.setText(texts("As stated"))
        self.as_stated.setToolTip(texts("Carry the stated rates forward from the first count"))
        self.undo.setText(texts("Reset"))
        self.accept.setText(texts("Accept"))
        self.accept.setToolTip(texts("Write these counts into the map, as one step"))
