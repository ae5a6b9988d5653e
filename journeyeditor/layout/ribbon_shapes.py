"""The outlines that a ribbon is made of, from numbers alone."""

from __future__ import annotations

from journeyeditor.display.path import ROUND, Path, polyline
from journeyeditor.geometry import Point

#: The control points of a turn reach so much farther than the turn itself (a cubic's bulge is ¾).
_BULGE = 4 / 3


def band(start: Point, end: Point, width: float) -> Path:
    """Return a slice that swings from one height to another; the points are its upper corners."""
    middle = (start.x + end.x) / 2
    return (
        ("M", *start),
        ("C", middle, start.y, middle, end.y, *end),
        ("L", end.x, end.y + width),
        ("C", middle, end.y + width, middle, start.y + width, start.x, start.y + width),
        ("Z",),
    )


def bent(corner: Point, width: float, bend: float) -> Path:
    """Return a slice that turns downwards and ends in a blunt tip.

    `corner` is its upper corner where it begins to turn, `bend` the radius inside the turn.
    """
    x, y = corner
    low, outer = y + width + bend, width + bend
    inner = 1 - ROUND
    return (
        ("M", x, y),
        ("C", x + outer * ROUND, y, x + outer, low - outer * ROUND, x + outer, low),
        ("L", x + bend + width / 2, low + min(width / 2, 4.0)),
        ("L", x + bend, low),
        ("C", x + bend, low - bend * ROUND, x + bend * (1 - inner), low - bend, x, low - bend),
        ("Z",),
    )


def swung(start: Point, end: Point) -> Path:
    """Return the middle of a slice that swings from one height to another."""
    middle = (start.x + end.x) / 2
    return (("M", *start), ("C", middle, start.y, middle, end.y, *end))


def turned(start: Point, end: Point, reach: float) -> Path:
    """Return a half turn from a point to another above or below it; it bulges by `reach`."""
    far = start.x + reach * _BULGE
    return (("M", *start), ("C", far, start.y, far, end.y, *end))


def joined(*paths: Path) -> Path:
    """Return paths as one line: each begins where the one before ends."""
    first, *rest = paths
    line = list(first)
    for path in rest:
        _, x, y = path[0]
        if tuple(line[-1][-2:]) != (x, y):
            line.append(("L", x, y))
        line += path[1:]
    return tuple(line)


def tip(point: Point, size: float, *, is_left: bool = False) -> Path:
    """Return the head of an arrow that ends in a point."""
    back = point.x + size if is_left else point.x - size
    half = size * 0.55
    return polyline([point, (back, point.y - half), (back, point.y + half)], closed=True)
