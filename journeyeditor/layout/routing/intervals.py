"""What of a line is taken, as intervals that are looked up by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort


class Intervals:
    """Disjoint intervals from left to right; those that touch are joined."""

    def __init__(self) -> None:
        self._lows: list[float] = []
        self._highs: list[float] = []

    def add(self, low: float, high: float) -> None:
        first, last = bisect_left(self._highs, low), bisect_right(self._lows, high)
        if first < last:
            low, high = min(low, self._lows[first]), max(high, self._highs[last - 1])
        self._lows[first:last] = [low]
        self._highs[first:last] = [high]

    def touches(self, low: float, high: float) -> bool:
        """Return whether an interval shares a point with [low, high], its ends included."""
        first = bisect_left(self._highs, low)
        return first < len(self._lows) and self._lows[first] <= high

    def overlaps(self, low: float, high: float) -> bool:
        """Return whether an interval shares more than an end with (low, high)."""
        first = bisect_right(self._highs, low)
        return first < len(self._lows) and self._lows[first] < high

    def overlapping(self, low: float, high: float) -> list[tuple[float, float]]:
        first, last = bisect_right(self._highs, low), bisect_left(self._lows, high)
        return list(zip(self._lows[first:last], self._highs[first:last], strict=True))


class IntervalCounts:
    """Intervals of whole numbers, both ends included, that may overlap one another."""

    def __init__(self) -> None:
        self._lows: list[int] = []
        self._highs: list[int] = []

    def add(self, low: int, high: int) -> None:
        insort(self._lows, low)
        insort(self._highs, high)

    def overlapping(self, low: int, high: int) -> int:
        """Return how many intervals share a number with this one."""
        return bisect_right(self._lows, high) - bisect_left(self._highs, low)
