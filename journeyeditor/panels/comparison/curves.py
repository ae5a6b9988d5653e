"""Both emotion curves of two maps in the window, drawn as the report draws them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from journeyeditor.display.primitives import Drawing, Group
from journeyeditor.editing.session import Session
from journeyeditor.geometry import shift
from journeyeditor.insight.comparison_text import Words
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.painting.qt import QtPlayer
from journeyeditor.poster import report_curves
from journeyeditor.widgets.ui_context import UiContext

#: Pixels per map unit at interface size 1, and the margin in map units.
UNIT, PAD = 1.45, 10.0
#: Narrower than this (map units) the names of the stages cannot be read; it scrolls then.
MIN = 260.0


class CurvesView(QScrollArea):
    """The curves of everybody, one below the other."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._sheet = _Sheet()
        self._session: Session | None = None
        self._words: Words | None = None
        self.setWidget(self._sheet)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def show_words(self, session: Session | None, words: Words | None) -> None:
        """Show the curves of a comparison, or none."""
        self._session, self._words = session, words
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        """Draw for the width there is."""
        unit = UNIT * self._ui.scale
        if self._session is None or self._words is None:
            self._sheet.show_drawing(None, (), QSize(), unit)
            return
        width = max(self.viewport().width() / unit, MIN)
        drawing, height = _curves(self._words, width - 2 * PAD, self._session.live.kit)
        size = QSize(int(width * unit), round(height * unit))
        self._sheet.show_drawing(self._session, drawing, size, unit)


class _Sheet(QWidget):
    """What is scrolled: the drawing on the map's paper."""

    def __init__(self) -> None:
        super().__init__()
        self._player: QtPlayer | None = None
        self._session: Session | None = None
        self._drawing: Drawing = ()
        self._unit = UNIT

    def show_drawing(
        self, session: Session | None, drawing: Drawing, size: QSize, unit: float
    ) -> None:
        """Show another drawing."""
        if session is not None and session is not self._session:
            self._player = QtPlayer(session.faces)
        self._session, self._drawing, self._unit = session, drawing, unit
        self.resize(size)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._session is None or self._player is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._session.live.kit.theme["paper"]))
        painter.scale(self._unit, self._unit)
        self._player.play(painter, self._drawing)
        painter.end()


def _curves(words: Words, width: float, kit: RenderContext) -> tuple[Drawing, float]:
    """Return all curves below one another, and their height, in map units."""
    stages = report_curves.places(words.old, words.new, words.comparison)
    found = report_curves.curves(words.old, words.new, words.comparison, stages, width, kit)
    names, names_height = report_curves.headers(stages, width, kit)
    was, now = words.texts("Before"), words.texts("After")
    drawing = []
    y = PAD
    for pair in found:
        who, top = report_curves.legend(pair, was, now, width, kit)
        chart = report_curves.depict(pair, stages, width, kit)
        for part, down in ((who, 0.0), (names, top), (chart, top + names_height)):
            drawing.append(Group(tuple(part), shift(PAD, y + down)))
        y += top + names_height + report_curves.HEIGHT + PAD
    return tuple(drawing), y
