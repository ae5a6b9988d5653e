"""The tint of what has aged: cards whose figures or sources are older than the review interval.

It lies above the map and is never printed: a poster is of its day and says so.
"""

from __future__ import annotations

import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing.session import Session
from journeyeditor.insight.ageing import aged
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.style import CARD_RADIUS
from journeyeditor.model import MAP_ID, Change

#: How strongly an aged card is tinted, and the radius of its clock (map units).
TINT, CLOCK = 0.1, 4.6
#: Below this scale (pixels to a map unit) a clock would be a speck.
MIN_SCALE = 0.45
#: What ages, and what rests on it.
_KINDS = ("evidence", "metric", "evidenced_by")


class Ageing:
    """Knows what has aged on the map that is shown, and paints its tint."""

    def __init__(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._known: tuple[Session, datetime.date, frozenset[str]] | None = None

    def follow(self, change: Change) -> bool:
        """Look again after a change that may age something; tell whether it may."""
        for id_, entry in change.entries.items():
            if id_ == MAP_ID or any(record and record.kind in _KINDS for record in entry):
                self._known = None
                return True
        return False

    def ids(self, session: Session, today: datetime.date | None = None) -> frozenset[str]:
        """Return what has aged."""
        today = today or datetime.date.today()
        if self._known is None or self._known[0] is not session or self._known[1] != today:
            self._known = (session, today, aged(session.graph, today))
        return self._known[2]

    def paint(self, painter: QPainter, session: Session) -> None:
        """Paint the tint of what has aged and is in view, in screen pixels."""
        old = self.ids(session)
        if not old:
            return
        view = self._viewport
        colour = QColor(session.layout.context.theme["moment"])
        wash = QColor(colour)
        wash.setAlphaF(TINT)
        for id_ in hit_testing.ids_in(session.layout, view.seen):
            place = session.layout.rect(id_) if id_ in old else None
            if place is None or session.graph.element(id_).kind == "emotion":
                continue  # a face is its score; the clock would hide it
            box = QRectF(*view.on_screen(place))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(wash)
            painter.drawRoundedRect(box, CARD_RADIUS * view.scale, CARD_RADIUS * view.scale)
            if view.scale >= MIN_SCALE:
                self._clock(painter, box, colour, session.layout.context.theme["paper"])

    def _clock(self, painter: QPainter, box: QRectF, colour: QColor, ground: str) -> None:
        """Paint a clock over the lower right corner of a card, beside its words: tint is never alone."""
        radius = CLOCK * self._viewport.scale
        middle = QPointF(box.right() - radius * 0.4, box.bottom() - radius * 0.4)
        painter.setPen(QPen(colour, max(1.0, radius * 0.24)))
        painter.setBrush(QColor(ground))
        painter.drawEllipse(middle, radius, radius)
        painter.drawLine(middle, middle + QPointF(0, -radius * 0.6))
        painter.drawLine(middle, middle + QPointF(radius * 0.45, 0))
