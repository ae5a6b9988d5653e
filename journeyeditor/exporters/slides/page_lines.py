"""The lines of a page: connectors with their corners, and areas that are cut off at a rectangle."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import mul
from typing import NamedTuple

from journeyeditor.display.path import Path, polyline
from journeyeditor.display.primitives import Fill, Pen, Primitive, Stroke, TextRun
from journeyeditor.geometry import Point, Rect

#: Lines that stand for a curve where an area is cut.
STEPS = 24
#: Pieces of a line that are shorter are none (points).
SHORTEST = 0.05


class Connection(NamedTuple):
    """A line from one record to another: its corners, and what is written beside it."""

    source: str
    target: str
    points: tuple[Point, ...]
    pen: Pen
    beside: tuple[Primitive, ...]


def connection_of(source: str, target: str, leaves: Sequence[Primitive]) -> Connection | None:
    """The connection that a line and its arrow show; None if it has no line."""
    line = next((leaf for leaf in leaves if isinstance(leaf, Stroke)), None)
    if line is None:
        return None
    points = corners(line.path)
    if len(points) < 2:
        return None
    heads = [leaf for leaf in leaves if isinstance(leaf, Fill)]
    if heads:  # a wide line ends inside of its arrow
        points[-1] = _tip(heads[0].path, points[-2], points[-1])
    beside = tuple(leaf for leaf in leaves if isinstance(leaf, TextRun))
    return Connection(source, target, tuple(points), line.pen, beside)


def _tip(arrow: Path, before: Point, end: Point) -> Point:
    """The tip of an arrow, in the direction of the line that ends there."""
    ends = [Point(*segment[-2:]) for segment in arrow if len(segment) > 1]
    is_level = abs(end.x - before.x) > abs(end.y - before.y)
    if is_level:
        sign = 1 if end.x > before.x else -1
        return Point(max((p.x for p in ends), key=lambda x: sign * x), end.y)
    sign = 1 if end.y > before.y else -1
    return Point(end.x, max((p.y for p in ends), key=lambda y: sign * y))


def corners(path: Path) -> list[Point]:
    """The corners of a line of level and upright pieces, whose corners may be round."""
    points: list[Point] = []
    for segment in path:
        if len(segment) < 3:
            continue
        end = Point(*segment[-2:])
        if segment[0] == "C":
            start = points[-1]
            before = points[-2] if len(points) > 1 else start
            is_level = abs(start.x - before.x) > abs(start.y - before.y)
            points[-1] = Point(end.x, start.y) if is_level else Point(start.x, end.y)
        else:
            points.append(end)
    return _without_steps(points)


def _without_steps(points: Sequence[Point]) -> list[Point]:
    """The corners without those in the middle of a piece."""
    result: list[Point] = []
    for point in points:
        if result and _is_close(result[-1], point):
            continue
        if len(result) > 1 and _is_straight(result[-2], result[-1], point):
            result.pop()
        result.append(point)
    return result


def _is_close(one: Point, other: Point) -> bool:
    return max(abs(one.x - other.x), abs(one.y - other.y)) < SHORTEST


def _is_straight(one: Point, middle: Point, other: Point) -> bool:
    return any(
        max(abs(middle[axis] - one[axis]), abs(other[axis] - middle[axis])) < SHORTEST
        for axis in (0, 1)
    )


# ---- areas


def clipped(path: Path, rect: Rect) -> Path:
    """The part of an area inside a rectangle, its curves as many short lines."""
    points = _flat(path)
    for axis, low, high in ((0, rect.x, rect.right), (1, rect.y, rect.bottom)):
        points = _cut(points, axis, low, 1.0)
        points = _cut(points, axis, high, -1.0)
    return polyline(points, closed=True) if len(points) > 2 else ()


def _flat(path: Path) -> list[Point]:
    points: list[Point] = []
    for kind, *values in path:
        if kind == "C":
            x0, y0 = points[-1]
            x1, y1, x2, y2, x3, y3 = values
            for t in (step / STEPS for step in range(1, STEPS + 1)):
                weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
                x = sum(map(mul, weights, (x0, x1, x2, x3)))
                points.append(Point(x, sum(map(mul, weights, (y0, y1, y2, y3)))))
        elif kind in "ML":
            points.append(Point(*values))
    return points


def _cut(points: Sequence[Point], axis: int, limit: float, sign: float) -> list[Point]:
    """Cut an area along a line (Sutherland and Hodgman): keep what is beyond `limit`, or before it."""
    kept: list[Point] = []
    for before, point in pairwise((*points[-1:], *points)):
        was, now = (sign * (each[axis] - limit) for each in (before, point))
        if (was < 0) != (now < 0):
            share = was / (was - now)
            x = before.x + (point.x - before.x) * share
            kept.append(Point(x, before.y + (point.y - before.y) * share))
        if now >= 0:
            kept.append(point)
    return kept
