"""The animation of cards that a change moves."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental.layout import IncrementalLayout

DURATION_MS = 140
#: More cards than this are not animated: nobody could follow them.
MAX_CARDS = 250


class MoveAnimation(QVariantAnimation):
    """Moves cards from where they were to where they are; the value runs from 0 to 1."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_enabled = True
        self._distances: dict[str, Point] = {}
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(DURATION_MS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)

    @property
    def is_running(self) -> bool:
        return self.state() == QVariantAnimation.State.Running

    def animate(self, before: Mapping[str, Rect], layout: IncrementalLayout) -> None:
        """Animate the cards whose rectangle was another one `before`."""
        self.stop()
        if not self.is_enabled:
            return
        distances = {}
        for id_, old in before.items():
            new = layout.rect(id_)
            if new is not None and (abs(new.x - old.x) > 0.5 or abs(new.y - old.y) > 0.5):
                distances[id_] = Point(old.x - new.x, old.y - new.y)
        if 0 < len(distances) <= MAX_CARDS:
            self._distances = distances
            self.start()

    def offsets(self) -> dict[str, Point]:
        """Return the distance of each card from its place now, in map units."""
        if not self.is_running:
            return {}
        rest = 1.0 - float(self.currentValue())
        return {id_: Point(x * rest, y * rest) for id_, (x, y) in self._distances.items()}
