"""Movement that explains: cards glide to where a change put them, in the blink of an eye."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental.layout import IncrementalLayout

#: How long the gliding takes, in seconds, and between two of its pictures, in milliseconds.
DURATION, STEP = 0.14, 15
#: More cards than this do not glide: nobody could follow them.
MAX = 250


class Flow(QObject):
    """Offsets that shrink to nothing; `moved` asks for the next picture."""

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_on = True
        self._offsets: dict[str, Point] = {}
        self._start = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(STEP)
        self._timer.timeout.connect(self._step)

    @property
    def is_running(self) -> bool:
        """Whether something glides now."""
        return bool(self._offsets)

    def begin(self, before: Mapping[str, Rect], layout: IncrementalLayout) -> None:
        """Let what stood elsewhere before glide to where it stands now."""
        self.stop()
        if not self.is_on:
            return
        for id_, old in before.items():
            new = layout.rect(id_)
            if new is not None and (abs(new.x - old.x) > 0.5 or abs(new.y - old.y) > 0.5):
                self._offsets[id_] = Point(old.x - new.x, old.y - new.y)
        if not 0 < len(self._offsets) <= MAX:
            self._offsets = {}
            return
        self._start = monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Put everything where it stands."""
        self._timer.stop()
        self._offsets = {}

    def offsets(self) -> dict[str, Point]:
        """Return how far everything that glides is from where it will stand."""
        share = max(0.0, 1 - (monotonic() - self._start) / DURATION) ** 3
        return {id_: Point(x * share, y * share) for id_, (x, y) in self._offsets.items()}

    def _step(self) -> None:
        if monotonic() - self._start >= DURATION:
            self.stop()
        self.moved.emit()
