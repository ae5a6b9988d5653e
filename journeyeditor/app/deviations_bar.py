"""Expected against actual on the canvas: the switch, and how many journeys follow the map."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.deviations import marks
from journeyeditor.editing.session import Session
from journeyeditor.events.words import period
from journeyeditor.i18n import N_, Texts
from journeyeditor.model import Change
from journeyeditor.vocabulary import Measurement
from journeyeditor.widgets.buttons import IconButton
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

FORMULA = N_(
    "A journey follows the map if each of its steps is on it, in an order that it allows: the share of fitting traces (W. van der Aalst, Process Mining, 2016, chapter 8)."
)
NOT_MEASURED = N_("Choose File → Measure with data… to compare the map with an event log.")


def fitness_words(measured: Measurement, texts: Texts) -> str:
    """How many journeys follow the map, and which they are."""
    if measured.fitness is None:
        return texts("The map has not been measured yet.")
    words = texts("{share} of {count} journeys follow the map.").format(
        share=texts.percent(measured.fitness), count=texts.number(measured.cases)
    )
    if measured.first is None or measured.last is None:
        return f"{words} {measured.source}"
    return f"{words} {measured.source}, {period(measured.first, measured.last, texts)}"


class DeviationsBar(QFrame):
    """Marks the deviations on the canvas while it is open; `changed` is emitted when it opens or closes."""

    HELP = "data#measure"

    changed = Signal()

    def __init__(self, ui: UiContext, canvas: Canvas) -> None:
        super().__init__()
        self._ui, self._canvas = ui, canvas
        self._session: Session | None = None
        styled(self, "footer")
        self.said, self.formula = label(), label("", "secondary")
        self.close_button = IconButton(ui, "close")
        for words in (self.said, self.formula):
            words.setWordWrap(True)
        row, column = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(12)
        column.setSpacing(2)
        column.addWidget(self.said)
        column.addWidget(self.formula)
        row.addLayout(column, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.close_button.clicked.connect(self.toggle)
        ui.changed.connect(self._show)
        self.hide()

    @property
    def is_on(self) -> bool:
        return not self.isHidden()

    def show_session(self, session: Session | None) -> None:
        if self._session is not None and self.is_on:
            self._session.updated.disconnect(self._follow)
        self._session = session
        if session is not None and self.is_on:
            session.updated.connect(self._follow)
            self._show()

    def toggle(self) -> None:
        session = self._session
        if session is None:
            return
        self.setVisible(not self.is_on)
        if self.is_on:
            session.updated.connect(self._follow)
            self._show()
        else:
            session.updated.disconnect(self._follow)
            self._canvas.show_deviations(())
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def _follow(self, _: Change) -> None:
        self._show()

    def _show(self) -> None:
        texts, session = self._ui.texts, self._session
        self.close_button.set_text(texts("Hide deviations"))
        if session is None or not self.is_on:
            return
        self._canvas.show_deviations(marks(session, texts))
        measured = session.info.measured
        self.said.setText(fitness_words(measured, texts))
        self.formula.setText(
            texts(FORMULA) if measured.fitness is not None else texts(NOT_MEASURED)
        )
