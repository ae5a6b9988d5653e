"""Outlines as tuples of segments, and the shapes that drawings consist of.

A segment is ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",); coordinates are points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from journeyeditor.geometry import Point, Rect, Transform

Segment: TypeAlias = tuple[Any, ...]
Path: TypeAlias = tuple[Segment, ...]

#: Distance of the control points of a quarter circle of radius 1 from its ends (4/3 · (√2 − 1)).
ROUND = 0.5522847498


def polyline(points: Sequence[Point | tuple[float, float]], *, closed: bool = False) -> Path:
    first, *rest = points
    path = [("M", *first), *(("L", *point) for point in rest)]
    return (*path, ("Z",)) if closed else tuple(path)


def rectangle(rect: Rect) -> Path:
    x, y, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return polyline([(x, y), (right, y), (right, bottom), (x, bottom)], closed=True)


def ellipse(rect: Rect) -> Path:
    (cx, cy), rx, ry = rect.center, rect.width / 2, rect.height / 2
    kx, ky = rx * ROUND, ry * ROUND
    return (
        ("M", cx + rx, cy),
        ("C", cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        ("C", cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        ("C", cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        ("C", cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
        ("Z",),
    )


def circle(center: Point | tuple[float, float], radius: float) -> Path:
    return ellipse(Rect(center[0] - radius, center[1] - radius, 2 * radius, 2 * radius))


def rounded(rect: Rect, radii: tuple[float, float, float, float]) -> Path:
    """Return a rectangle with a radius for each corner, clockwise from the upper left one."""
    a, b, c, d = radii
    x, y, right, bottom, k = rect.x, rect.y, rect.right, rect.bottom, 1 - ROUND
    path: list[Segment] = [("M", x + a, y), ("L", right - b, y)]
    if b:
        path.append(("C", right - b * k, y, right, y + b * k, right, y + b))
    path.append(("L", right, bottom - c))
    if c:
        path.append(("C", right, bottom - c * k, right - c * k, bottom, right - c, bottom))
    path.append(("L", x + d, bottom))
    if d:
        path.append(("C", x + d * k, bottom, x, bottom - d * k, x, bottom - d))
    path.append(("L", x, y + a))
    if a:
        path.append(("C", x, y + a * k, x + a * k, y, x + a, y))
    return (*path, ("Z",))


def transformed(path: Path, transform: Transform) -> Path:
    a, b, c, d, e, f = transform
    result: list[Segment] = []
    for segment in path:
        mapped: list[Any] = [segment[0]]
        for i in range(1, len(segment), 2):
            x, y = segment[i], segment[i + 1]
            mapped += (a * x + c * y + e, b * x + d * y + f)
        result.append(tuple(mapped))
    return tuple(result)


def bounds(paths: Iterable[Path]) -> Rect:
    """Return the bounding box of all coordinates, control points included; raises ValueError on none."""
    xs = [value for path in paths for segment in path for value in segment[1::2]]
    ys = [value for path in paths for segment in path for value in segment[2::2]]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
