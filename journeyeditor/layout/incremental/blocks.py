"""What the canvas paints: drawings with a position of their own, and the damage of a change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from journeyeditor.display.primitives import Drawing
from journeyeditor.geometry import Point, Rect, Size

#: A line's arrow and half its width extend this far beyond its points, in map units.
LINE_MARGIN = 4.0


class DrawingBlock(NamedTuple):
    """A drawing whose (0, 0) is at `origin`; it extends no farther than `size` from there.

    An unchanged drawing keeps its identity, so painters may cache by it. `owners` are the ids of
    the elements in it.
    """

    key: Hashable
    origin: Point
    size: Size
    drawing: Drawing
    owners: tuple[str, ...] = ()

    @property
    def rect(self) -> Rect:
        """The block's extent, in map units."""
        return Rect(*self.origin, *self.size)


class Damage(NamedTuple):
    """What has to be repainted: old and new positions, or the whole map."""

    rects: tuple[Rect, ...] = ()
    whole: bool = False


class DrawingCache:
    """Drawings by key, each kept while its fingerprint stays the same."""

    def __init__(self) -> None:
        self._drawings: dict[Hashable, tuple[Hashable, Drawing]] = {}

    def get(self, key: Hashable, fingerprint: Hashable, draw: Callable[[], Drawing]) -> Drawing:
        cached = self._drawings.get(key)
        if cached is None or cached[0] != fingerprint:
            cached = self._drawings[key] = (fingerprint, draw())
        return cached[1]

    def discard(self, key: Hashable) -> None:
        self._drawings.pop(key, None)

    def clear(self) -> None:
        self._drawings.clear()
