"""The outlines that a ribbon is made of, from numbers alone."""

from __future__ import annotations

from journeyeditor.display.path import Path, polyline
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


def drained(corner: Point, width: float, reach: float, fall: float) -> Path:
    """Return a slice that bends down and thins out into a tip.

    `corner` is its upper corner where it begins to bend; the tip lies so far to the right, and so
    far below the slice.
    """
    x, y = corner
    low, right = y + width + fall, x + reach
    return (
        ("M", x, y),
        ("C", x + reach * 0.72, y, right, y + (low - y) * 0.4, right, low),
        ("C", right, low - fall * 0.75, x + reach * 0.45, y + width, x, y + width),
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
