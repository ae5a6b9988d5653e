"""Filling lines: which units go on which line; all widths here are in ems."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from journeyeditor.typography.graphemes import clusters
from journeyeditor.typography.hyphenation import hyphenation
from journeyeditor.typography.shaping import SOFT_HYPHEN, Shaper, Unit
from journeyeditor.typography.wrapping import Words, least_room

ELLIPSIS = "…"
#: Part of an address: a hyphen in it would make another address of it.
ADDRESS = r"://|\w[.@]\w"
#: What looks wrong before an ellipsis.
_DANGLING = " ,.;:–—-/|("
#: Words of so many letters may be broken for a mark that follows them.
LONG_WORD = 8


class UnitLine(NamedTuple):
    """The units of a line in reading order, and the embedding level of its paragraph.

    Only a row that is mixed has to be put in drawing order. `words` are the units' widths, where
    they can be wrapped by these alone.
    """

    units: list[Unit]
    base: int
    is_mixed: bool = False
    words: Words | None = None

    @classmethod
    def of(cls, units: list[Unit], base: int = 0, *, is_mixed: bool = False) -> UnitLine:
        """Return a line of the writer, ready to be wrapped."""
        is_plain = not any(unit.soft or unit.is_bound for unit in units)
        words = Words.of([(unit.em, unit.is_space) for unit in units]) if is_plain else None
        return cls(units, base, is_mixed, words)

    def part(self, units: list[Unit]) -> UnitLine:
        return UnitLine(units, self.base, self.is_mixed)


def wrapped(
    rows: Sequence[UnitLine], room: float, trailing: float, max_lines: int | None
) -> list[UnitLine] | None:
    """Return the lines of a text that takes no more than whole words, None for another one."""
    if len(rows) != 1 or rows[0].words is None:
        return None
    row = rows[0]
    ranges = rows[0].words.wrapped(room, trailing)
    if ranges is None or (max_lines is not None and len(ranges) > max_lines):
        return None
    if len(ranges) == 1:
        return [row]
    return [row.part(row.units[each.start : each.stop]) for each in ranges]


class LineFiller:
    """Fills a column of one width; `language` is that of the hyphenation, "" for none.

    `trailing` is kept free after the last word of the text, on the same line. `has_broken_words`
    says whether some words may be broken in other places where the column is wider or narrower.
    Lines are as long as each other where `balances`, or else as long as they can be: as many.
    """

    def __init__(
        self,
        shaper: Shaper,
        room: float,
        weight: int,
        language: str,
        *,
        tabular: bool,
        trailing: float = 0.0,
        balances: bool = True,
    ) -> None:
        self._shaper = shaper
        self._room = room
        self._weight = weight
        self._language = language
        self._tabular = tabular
        self._trailing = trailing
        self._balances = balances
        self.has_broken_words = False

    def fill(self, rows: Sequence[UnitLine], max_lines: int | None) -> tuple[list[UnitLine], bool]:
        """Break the writer's lines into lines that fit; also return whether text was cut.

        The lines of each of the writer's lines are about equally long.
        """
        lines: list[UnitLine] = []
        for number, row in enumerate(rows, 1):
            is_last = number == len(rows)
            units = self._kept_together(row.units)
            trailing = self._trailing if is_last else 0.0
            room = None if max_lines is None else max_lines - len(lines)
            broken, rest = self._broken(units, room, trailing)
            if rest is None and (is_last or room is None or len(broken) < room):
                lines += [row.part(line) for line in broken]
                continue
            cut = rest if rest is not None else deque(broken[-1])
            ending = self._with_ellipsis(cut, row.base)
            return [*lines, *[row.part(line) for line in [*broken[:-1], ending]]], True
        if self._trailing and lines and width_of(lines[-1].units) + self._trailing > self._room:
            lines += self._with_trailing(lines.pop())
        return lines, False

    def _with_trailing(self, line: UnitLine) -> list[UnitLine]:
        """Break the word that leaves no room for what follows near its middle; else that starts a line."""
        self.has_broken_words = True
        *before, last = line.units
        places = self._hyphens(last) if len(last.text) >= LONG_WORD else last.soft
        for place in sorted(places, key=lambda place: abs(2 * place - len(last.text))):
            weight = last.weight or self._weight
            head = self._shaper.hyphenated(self._part(last, 0, place), weight)
            end = self._part(last, place, len(last.text))
            if head.em <= last.em and end.em + self._trailing <= self._room:
                return [line.part([*before, head]), line.part([end])]
        return [line, line.part([])]

    def _kept_together(self, units: Sequence[Unit]) -> list[Unit]:
        """Join the units around bound spaces, as far as it fits on one line."""
        result: list[Unit] = []
        for place, unit in enumerate(units):
            if place > 1 and units[place - 1].is_bound and len(result) > 1:
                whole = result[-2].joined(result[-1]).joined(unit)
                if whole.em <= self._room:
                    result[-2:] = [whole]
                    continue
            result.append(unit)
        return result

    def _broken(
        self, units: list[Unit], most: int | None, trailing: float
    ) -> tuple[list[list[Unit]], deque[Unit] | None]:
        """Return the lines of one of the writer's lines; if it is cut, also the units from the last line on."""
        lines: list[list[Unit]] = []
        rest = deque(units)
        while True:
            before = deque(rest) if most is not None and len(lines) + 1 >= most else None
            lines.append(self._next(rest, self._room, trailing))
            if not rest:
                return self._balanced(units, lines, trailing) if self._balances else lines, None
            if before is not None:
                return lines, before

    def _balanced(
        self, units: list[Unit], lines: list[list[Unit]], trailing: float
    ) -> list[list[Unit]]:
        """Return as many lines, broken at the least width at which there are no more of them.

        Lines with a broken word stay as they are, and no more words are broken at their hyphens.
        """
        words = sum(not unit.is_space for unit in units)
        in_lines = sum(not unit.is_space for line in lines for unit in line)
        if len(lines) < 2 or words != in_lines or any(unit.soft for unit in units):
            return lines
        widths = [(unit.em, unit.is_space) for unit in units]
        if trailing:
            widths[-1] = (widths[-1][0] + trailing, False)
        low = max(width for width, is_space in widths if not is_space)
        low = max(low, sum(width for width, _ in widths) / len(lines) * 0.8)
        high = self._room
        if low >= high:
            return lines
        room = least_room(widths, len(lines), low, high)
        rest = deque(units)
        balanced = []
        while rest:
            balanced.append(self._next(rest, room, trailing))
        # A space before the first word may have taken a line of its own.
        is_better = len(balanced) == len(lines) and (
            _ends_in_words(units, balanced) <= _ends_in_words(units, lines)
        )
        return balanced if is_better else lines

    def _next(self, rest: deque[Unit], room: float, trailing: float = 0.0) -> list[Unit]:
        """Take the units of one line from the left of `rest`."""
        line: list[Unit] = []
        used = 0.0
        while rest:
            unit = rest[0]
            needed = unit.em + (trailing if len(rest) == 1 else 0.0)
            if unit.is_space or used + needed <= room or (not line and unit.em <= room):
                line.append(rest.popleft())
                used += unit.em
                continue
            if unit.em > room or unit.soft:
                self.has_broken_words = True
                line += self._split(rest, room - used, anywhere=not line)
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
        places = self._hyphens(unit) if unit.em > self._room else unit.soft
        for place in sorted(places, reverse=True):
            part = self._shaper.hyphenated(self._part(unit, 0, place), unit.weight or self._weight)
            if part.em <= room:
                return part
        return None

    def _hyphens(self, unit: Unit) -> set[int]:
        """Return where a word may be broken."""
        places = set(unit.soft)
        if self._language and not re.search(ADDRESS, unit.text):
            places.update(hyphenation(unit.text, self._language))
        return places

    def _fitting_clusters(self, unit: Unit, room: float) -> Unit:
        ends = [0]
        for cluster in clusters(unit.text):
            ends.append(ends[-1] + len(cluster))
        most = len(ends) - 1
        # Invisible characters have no width, and a crowded card may leave a column without any.
        guess = int(most * room / unit.em) if unit.em else most
        count = min(most, max(1, guess))
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
            unit.weight or self._weight,
            levels=unit.levels[start:end],
            tabular=self._tabular,
        )._replace(weight=unit.weight)

    def _with_ellipsis(self, rest: deque[Unit], base: int) -> list[Unit]:
        """Return the line that ends in an ellipsis.

        Whole words if they fill half the line, else as many clusters as fit.
        """
        dots = self._shaper.unit(ELLIPSIS, self._weight, levels=(base,))
        room = self._room - dots.em - self._trailing
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


def _ends_in_words(units: Sequence[Unit], lines: Iterable[Sequence[Unit]]) -> int:
    """Return how many lines end between two units that no space separates."""
    place = count = 0
    for line in lines:
        while place < len(units) and units[place].is_space:
            place += 1
        place += len(line)
        count += place < len(units) and not units[place].is_space
    return count


def stripped(units: Iterable[Unit]) -> list[Unit]:
    line = list(units)
    while line and line[-1].is_space:
        line.pop()
    return line


def width_of(units: Iterable[Unit]) -> float:
    return sum([unit.em for unit in units])
