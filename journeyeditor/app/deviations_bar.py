"""Expected against actual on the canvas: the switch, and how many journeys follow the map."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from journeyeditor.app.session_bar import SessionBar
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.deviations import marks
from journeyeditor.editing.session import Session
from journeyeditor.events.words import period
from journeyeditor.i18n import N_, Texts
from journeyeditor.vocabulary import Measurement
from journeyeditor.widgets.labels import label
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


class DeviationsBar(SessionBar):
    """Marks the deviations on the canvas while it is open."""

    HELP = "data#measure"

    def __init__(self, ui: UiContext, canvas: Canvas) -> None:
        column = QVBoxLayout()
        column.setSpacing(2)
        super().__init__(ui, column, 8)
        self._canvas = canvas
        self.fitness, self.formula = label(), label("", "secondary")
        for words in (self.fitness, self.formula):
            words.setWordWrap(True)
            column.addWidget(words)
        ui.changed.connect(self._show)

    def _clear(self, session: Session) -> None:
        self._canvas.show_deviations(())

    def _show(self) -> None:
        texts, session = self._ui.texts, self._session
        self.close_button.set_text(texts("Hide deviations"))
        if session is None or not self.is_on:
            return
        self._canvas.show_deviations(marks(session, texts))
        measured = session.info.measured
        self.fitness.setText(fitness_words(measured, texts))
        self.formula.setText(
            texts(FORMULA) if measured.fitness is not None else texts(NOT_MEASURED)
        )
