"""Filling lines: which units go on which line; all widths here are in ems."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from journeyeditor.typography.graphemes import clusters
from journeyeditor.typography.line_breaking import hyphenation
from journeyeditor.typography.shaping import SOFT_HYPHEN, Shaper, Unit

ELLIPSIS = "…"
#: Part of an address: a hyphen in it would make another address of it.
ADDRESS = r"://|\w[.@]\w"
#: What looks wrong before an ellipsis.
_DANGLING = " ,.;:–—-/|("


class UnitLine(NamedTuple):
    """The units of a line in reading order, and the embedding level of its paragraph.

    Only a row that is mixed has to be put in drawing order.
    """

    units: list[Unit]
    base: int
    is_mixed: bool = False


class LineFiller:
    """Fills a column of one width; `language` is that of the hyphenation, "" for none."""

    def __init__(
        self, shaper: Shaper, room: float, weight: int, language: str, *, tabular: bool
    ) -> None:
        self._shaper = shaper
        self._room = room
        self._weight = weight
        self._language = language
        self._tabular = tabular

    def fill(self, rows: Sequence[UnitLine], max_lines: int | None) -> tuple[list[UnitLine], bool]:
        """Break the writer's lines into lines that fit; also return whether text was cut."""
        lines: list[UnitLine] = []
        for number, (units, base, is_mixed) in enumerate(rows, 1):
            rest = deque(units)
            while True:
                if max_lines is not None and len(lines) + 1 >= max_lines:
                    left = deque(rest)
                    last = self._next(left)
                    if left or number < len(rows):
                        return [
                            *lines,
                            UnitLine(self._with_ellipsis(rest, base), base, is_mixed),
                        ], True
                    return [*lines, UnitLine(last, base, is_mixed)], False
                lines.append(UnitLine(self._next(rest), base, is_mixed))
                if not rest:
                    break
        return lines, False

    def _next(self, rest: deque[Unit]) -> list[Unit]:
        """Take the units of one line from the left of `rest`."""
        line: list[Unit] = []
        used = 0.0
        while rest:
            unit = rest[0]
            if unit.is_space or used + unit.em <= self._room:
                line.append(rest.popleft())
                used += unit.em
                continue
            if unit.em > self._room or unit.soft:
                line += self._split(rest, self._room - used, anywhere=not line)
            break
        while rest and rest[0].is_space:
            rest.popleft()
        while line and line[-1].is_space:
            line.pop()
        return line

    def _split(self, rest: deque[Unit], room: float, *, anywhere: bool) -> list[Unit]:
        """Take the part of the first unit of `rest` that fits; [] if there is none.

        Hyphens come first; `anywhere` then takes as many clusters as fit, and one at least.
        """
        unit = rest[0]
        part = self._hyphenated(unit, room)
        if part is None and anywhere:
            part = self._fitting_clusters(unit, room)
        if part is None:
            return []
        place = len(part.text.rstrip(SOFT_HYPHEN))
        if place == len(unit.text):
            rest.popleft()
        else:
            break_places = tuple(at - place for at in unit.soft if at > place)
            rest[0] = self._part(unit, place, len(unit.text))._replace(soft=break_places)
        return [part]

    def _hyphenated(self, unit: Unit, room: float) -> Unit | None:
        """Return the longest part that fits with a hyphen."""
        places = set(unit.soft)
        if self._language and unit.em > self._room and not re.search(ADDRESS, unit.text):
            places.update(hyphenation(unit.text, self._language))
        for place in sorted(places, reverse=True):
            part = self._shaper.hyphenated(self._part(unit, 0, place), self._weight)
            if part.em <= room:
                return part
        return None

    def _fitting_clusters(self, unit: Unit, room: float) -> Unit:
        """Return the part of as many clusters as fit, at least one."""
        ends = [0]
        for cluster in clusters(unit.text):
            ends.append(ends[-1] + len(cluster))
        most = len(ends) - 1
        count = min(most, max(1, int(most * room / unit.em)))
        part = self._part(unit, 0, ends[count])
        while part.em > room and count > 1:
            count -= 1
            part = self._part(unit, 0, ends[count])
        while count < most:
            longer = self._part(unit, 0, ends[count + 1])
            if longer.em > room:
                break
            part, count = longer, count + 1
        return part

    def _part(self, unit: Unit, start: int, end: int) -> Unit:
        return self._shaper.unit(
            unit.text[start:end],
            self._weight,
            levels=unit.levels[start:end],
            tabular=self._tabular,
        )

    def _with_ellipsis(self, rest: deque[Unit], base: int) -> list[Unit]:
        """Return the line that ends in an ellipsis.

        Whole words if they fill half the line, else as many clusters as fit.
        """
        dots = self._shaper.unit(ELLIPSIS, self._weight, levels=(base,))
        room = self._room - dots.em
        line: list[Unit] = []
        used = 0.0
        while rest and used + rest[0].em <= room:
            line.append(rest.popleft())
            used += line[-1].em
        if rest and not rest[0].is_space and used < room / 2:
            part = self._fitting_clusters(rest[0], room - used)
            line += [part] if used + part.em <= room else []
        line = stripped(line)
        if line:
            end = len(line[-1].text.rstrip(_DANGLING))
            line[-1:] = [self._part(line[-1], 0, end)] if end else []
        return [*stripped(line), dots]


def stripped(units: Iterable[Unit]) -> list[Unit]:
    """Return the units without the spaces at the end."""
    line = list(units)
    while line and line[-1].is_space:
        line.pop()
    return line


def width_of(units: Iterable[Unit]) -> float:
    """Return the total width, in ems."""
    return sum(unit.em for unit in units)
