"""What the canvas is told of the live map: places, drawings and damage, in map units."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from journeyeditor.display.primitives import Drawing
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout.lanes import LaneSpec


class ColumnPlace(NamedTuple):
    """Where a stage stands: its left edge, and its slots, counted over the whole map.

    `stage_id` is None for the column of the cards that are not placed yet.
    """

    stage_id: str | None
    x: float
    width: float
    first: int
    slots: int

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width


class LanePlace(NamedTuple):
    """Where a lane stands; the column with its name lies left of the rectangle."""

    spec: LaneSpec
    rect: Rect


class DrawingBlock(NamedTuple):
    """A drawing with a place of its own; `origin` is where the drawing's (0, 0) stands.

    The drawing reaches no farther than `size` from its origin. Its identity stays the same while it
    does not change, so painters may know it by that. `owners` are the elements that are drawn in it.
    """

    key: Hashable
    origin: Point
    size: Size
    drawing: Drawing
    owners: tuple[str, ...] = ()

    @property
    def rect(self) -> Rect:
        """The place of the drawing."""
        return Rect(*self.origin, *self.size)


class Damage(NamedTuple):
    """What has to be painted anew: old and new places, or the whole map."""

    rects: tuple[Rect, ...] = ()
    whole: bool = False


class DrawingCache:
    """Drawings by key, each kept as long as what it shows is the same."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[Hashable, Drawing]] = {}

    def get(self, key: Hashable, symbol: Hashable, draw: Callable[[], Drawing]) -> Drawing:
        """Return a drawing, made anew if its stamp is another one than before."""
        known = self._known.get(key)
        if known is None or known[0] != symbol:
            known = self._known[key] = (symbol, draw())
        return known[1]

    def forget(self, *keys: Hashable) -> None:
        """Let some drawings be made anew."""
        for key in keys:
            self._known.pop(key, None)

    def clear(self) -> None:
        """Let all drawings be made anew."""
        self._known.clear()
