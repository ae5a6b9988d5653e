"""Wrapping words of known widths into lines of about equal length, without a glyph in sight.

Most texts need no more: no word is wider than the column, none has a soft hyphen, and no space is
bound. Widths are in ems; a range is that of the words and spaces on one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple, TypeAlias

#: A width, and whether it is that of spaces.
Width: TypeAlias = tuple[float, bool]
#: Widths are compared in ems; this much is rounding, not excess.
SLACK = 1e-9
_BALANCING_STEPS = 7
#: The least line in search of lines of equal length, relative to their mean.
_SHORTEST = 0.8


class Words(NamedTuple):
    """The words and spaces of a line of the writer; the first and the last are words.

    `widest` is the width of the widest word, `before_last` that of all but the last. With
    `has_parts`, a line may end between two words without a space.
    """

    widths: Sequence[Width]
    widest: float
    before_last: float
    has_parts: bool

    @classmethod
    def of(cls, widths: Sequence[Width]) -> Words | None:
        """Return the words with these widths, None where a space is first or last."""
        if not widths or widths[0][1] or widths[-1][1]:
            return None
        return cls(
            widths,
            max([width for width, is_space in widths if not is_space]),
            sum([width for width, _ in widths[:-1]]),
            2 * sum([is_space for _, is_space in widths]) + 1 != len(widths),
        )

    def wrapped(self, room: float, trailing: float) -> list[range] | None:
        """Return the lines; None where a word is wider than the room.

        `trailing` is kept free after the last word, on the same line.
        """
        if self.widest > room or self.widths[-1][0] + trailing > room:
            return None
        widths = self.widths
        if trailing:
            widths = [*widths[:-1], (widths[-1][0] + trailing, False)]
        if self.before_last + widths[-1][0] <= room:
            return [range(len(widths))]
        lines = _filled(widths, room)
        total = self.before_last + widths[-1][0]
        least = max(self.widest, widths[-1][0], total / len(lines) * _SHORTEST)
        if least >= room:
            return lines
        balanced = _filled(widths, least_room(widths, len(lines), least, room))
        if self.has_parts and self._ends_in_words(balanced) > self._ends_in_words(lines):
            return lines
        return balanced

    def counted(self, room: float, trailing: float) -> tuple[int, float, float]:
        """Return how many lines there are, and from and up to which room they are the same.

        No lines are known where a word is wider than the room.
        """
        widths = self.widths
        last = widths[-1][0] + trailing
        least = max(self.widest, last)
        if least > room:
            return 0, 0.0, least
        whole = self.before_last + last
        if whole <= room:
            return 1, whole, inf
        count, used, narrowest, widest = 1, 0.0, least, whole
        for width, is_space in widths[:-1]:
            end = used + width
            if is_space or end <= room:
                used = end
                if not is_space and end > narrowest:
                    narrowest = end
            else:
                widest = min(widest, end)
                count, used = count + 1, width
        end = used + last
        if end > room:
            return count + 1, narrowest, min(widest, end)
        return count, max(narrowest, end), widest

    def _ends_in_words(self, lines: Iterable[range]) -> int:
        """Return how many lines end between two words that no space separates."""
        count = len(self.widths)
        return sum(line.stop < count and not self.widths[line.stop][1] for line in lines)


class LineCounter:
    """How many lines a text takes, counted anew only in a room where these may be other ones.

    `parts` are the lines of the writer, None for an empty one. Lengths are in ems.
    """

    __slots__ = ("_parts", "_trailing", "count", "high", "low")

    def __init__(self, parts: Sequence[Words | None]) -> None:
        self._parts = parts
        self._trailing = 0.0
        #: The lines in rooms from `low` up to `high`, and what was kept free after the last word.
        self.count, self.low, self.high = 0, inf, 0.0

    def lines(self, room: float, trailing: float = 0.0) -> int:
        """Return the number of lines, 0 where it depends on more than the widths of whole words."""
        room += SLACK
        if self.low <= room < self.high and trailing == self._trailing:
            return self.count
        *before, last = self._parts
        if last is None:
            return 0
        count, low, high = last.counted(room, trailing)
        for part in before:
            more, at_least, below = part.counted(room, 0.0) if part else (1, 0.0, inf)
            count = count + more if count and more else 0
            low, high = max(low, at_least), min(high, below)
        self.count, self.low, self.high, self._trailing = count, low, high, trailing
        return count


def least_room(widths: Sequence[Width], count: int, low: float, high: float) -> float:
    """Return the least room for so many lines, by bisection between one too narrow and one with room.

    A trial also tells in which other rooms the lines are the same ones.
    """
    fits, fails = high, low
    for _ in range(_BALANCING_STEPS):
        middle = (low + high) / 2
        if middle < fails:
            low = middle
            continue
        if middle < fits:
            lines, narrowest, widest = _counted(widths, middle)
            if lines > count:
                low, fails = middle, widest
                continue
            fits = narrowest
        high = middle
    return high


def _counted(widths: Iterable[Width], room: float) -> tuple[int, float, float]:
    """Return how many lines there are, and from and up to which room they are the same."""
    count, used, narrowest, widest = 1, 0.0, 0.0, inf
    for width, is_space in widths:
        end = used + width
        if is_space:
            used = end if used else 0.0
        elif end <= room or not used:
            used = end
            narrowest = max(narrowest, end)
        else:
            widest = min(widest, end)
            count, used = count + 1, width
            narrowest = max(narrowest, width)
    return count, narrowest, widest


def _filled(widths: Sequence[Width], room: float) -> list[range]:
    """Return the lines of which each has as many words as fit."""
    lines: list[range] = []
    start, used = 0, 0.0
    for place, (width, is_space) in enumerate(widths):
        if is_space or used + width <= room or place == start:
            used += width
            continue
        lines.append(_trimmed(widths, start, place))
        start, used = place, width
    lines.append(_trimmed(widths, start, len(widths)))
    return lines


def _trimmed(widths: Sequence[Width], start: int, stop: int) -> range:
    """Return the range of a line without the spaces at its end."""
    while widths[stop - 1][1]:
        stop -= 1
    return range(start, stop)
