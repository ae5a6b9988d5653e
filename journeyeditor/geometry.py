"""Value types of the plane: lengths in points (1/72 inch), x to the right, y downwards.

Numbers only: what they measure is the caller's business.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

POINTS_PER_MM = 72 / 25.4


class Point(NamedTuple):
    """A position."""

    x: float
    y: float


class Size(NamedTuple):
    """Width and height."""

    width: float
    height: float


class Rect(NamedTuple):
    """An axis-aligned rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    def inset(self, dx: float, dy: float | None = None) -> Rect:
        """Return the rectangle with each side moved inwards; negative values enlarge it."""
        dy = dx if dy is None else dy
        x, y, width, height = self
        return Rect(x + dx, y + dy, width - 2 * dx, height - 2 * dy)

    def translated(self, dx: float, dy: float) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def united(self, other: Rect) -> Rect:
        """Return the bounding box of both rectangles."""
        (left, top, width, height), (x, y, wide, high) = self, other
        right, bottom = max(left + width, x + wide), max(top + height, y + high)
        left, top = min(left, x), min(top, y)
        return Rect(left, top, right - left, bottom - top)

    def intersects(self, other: Rect, slack: float = 0.0) -> bool:
        """Return whether the rectangles share more than `slack` points in both directions."""
        return (
            min(self.right, other.right) - max(self.x, other.x) > slack
            and min(self.bottom, other.bottom) - max(self.y, other.y) > slack
        )

    def contains(self, other: Rect, slack: float = 0.0) -> bool:
        """Return whether `other` lies inside, within `slack` points."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


class Transform(NamedTuple):
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> Point:
        a, b, c, d, e, f = self
        return Point(a * x + c * y + e, b * x + d * y + f)

    def box(self, rect: Rect) -> Rect:
        """The bounding box of the transformed rectangle."""
        a, b, c, d, e, f = self
        left, top, width, height = rect
        if a > 0 and d > 0 and b == c == 0:
            x, y = a * left + e, d * top + f
            return Rect(x, y, a * (left + width) + e - x, d * (top + height) + f - y)
        return bounding_box(
            [self.apply(x, y) for x in (left, left + width) for y in (top, top + height)]
        )

    @property
    def magnitude(self) -> float:
        """Mean scale factor over both directions."""
        a, b, c, d, _, _ = self
        if a == d == 1 and b == c == 0:
            return 1.0
        return math.sqrt(abs(a * d - b * c))

    def after(self, inner: Transform) -> Transform:
        """Return the transform that applies `inner` first and this one second."""
        (a, b, c, d, e, f), (g, h, m, n, x, y) = self, inner
        return Transform(
            a * g + c * h,
            b * g + d * h,
            a * m + c * n,
            b * m + d * n,
            a * x + c * y + e,
            b * x + d * y + f,
        )


IDENTITY = Transform()


def shift(dx: float, dy: float) -> Transform:
    return Transform(e=dx, f=dy)


def scaling(factor: float, dx: float = 0.0, dy: float = 0.0) -> Transform:
    """Return the transform that scales about the origin, then translates by (dx, dy)."""
    return Transform(a=factor, d=factor, e=dx, f=dy)


def bounding_box(points: Sequence[Point]) -> Rect:
    """Return the smallest rectangle around some points; raises ValueError on none."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def distance_to_polyline(point: Point, line: Sequence[Point]) -> float:
    best = math.inf
    for a, b in itertools.pairwise(line):
        length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
        along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length or 1)
        along = max(0.0, min(1.0, along))
        near = Point(a.x + along * (b.x - a.x), a.y + along * (b.y - a.y))
        best = min(best, math.dist(point, near))
    return best
