"""The ribbon drawn into its lane: one row of the map at a time, ends beyond the row run out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from journeyeditor.display.path import Path
from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.arrangement import Arrangement
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import Ribbon, RibbonStage, Strand
from journeyeditor.layout.ribbons.shapes import band, drained, joined, swung, tip, turned

#: Where ways come into a column, from its left edge; without any from below, less.
IN, IN_CLEAR = 17.0, 5.0
#: How far a loop turns out, how much farther an outer one, and how long a skip swings.
TURN, NEXT_TURN, SWING = 9.0, 3.5, 20.0
#: How far what is lost reaches to the right and downwards besides its width; what is left free.
DRAIN, FALL, CLEAR = 8.0, 9.0, 2.0
#: A column's own part is at least so wide, whatever leaves it.
MIN_BODY = 6.0
#: How pale the ribbon is, its loops, and what is lost.
BODY_PALE, LOOP_PALE, LOST_PALE = 0.2, 0.42, 0.74
#: The arrow at the end, and the marks on skips and loops.
ARROW, MARK = 9.0, 4.6
#: The white on both sides of a strand, which tells two that cross apart.
CASING = 0.8


class StageSlices(NamedTuple):
    """The slices at one end of a station: upper edges from that of the ribbon."""

    strands: dict[Strand, float]
    main: float
    lost: float


class RibbonRow:
    """Where the ribbon of one row of the map runs."""

    def __init__(self, ribbon: Ribbon, arrangement: Arrangement) -> None:
        self.ribbon, self.arrangement = ribbon, arrangement
        measured = arrangement.measured
        first = measured.grid.columns.index(measured.columns[0])
        here = range(first, first + len(measured.columns))
        self.stages = {i: s for i, s in ribbon.stages.items() if i in here}
        self.top = arrangement.headers[0].bottom
        self.base = self.top + ribbon.band_top
        self._out = {i: _cut(ribbon, s, is_out=True) for i, s in self.stages.items()}
        self._in = {i: _cut(ribbon, s, is_out=False) for i, s in self.stages.items()}

    def head(self, index: int) -> Rect:
        """Return a column's chevron."""
        return self.arrangement.header_rect(index)

    def left(self, index: int) -> float:
        """Return where a station's own part begins."""
        stage = self.stages[index]
        comes_from_beside = stage.loops_in or stage.skips_in or stage.came
        return self.head(index).x + (IN if comes_from_beside else IN_CLEAR)

    def right(self, index: int) -> float:
        """Return where a station's own part ends, and its slices part."""
        stage = self.stages[index]
        room = self.beyond(stage) + CLEAR
        if stage.loops_out:
            outer = stage.loops_out[0]
            room += TURN + NEXT_TURN * outer.level + self.ribbon.width(outer.amount) / 2
        elif stage.ended:
            room = max(room, ARROW + CLEAR)
        return max(self.head(index).right - max(room, IN_CLEAR), self.left(index) + MIN_BODY)

    def beyond(self, stage: RibbonStage) -> float:
        """Return how far what is lost reaches to the right."""
        return DRAIN + stage.lost * self.ribbon.unit + CLEAR if stage.lost else 0.0

    def run(self, strand: Strand) -> tuple[Path, float, float]:
        """Return the middle of a strand, and from where to where it runs along its track."""
        return self._skip(strand) if strand.is_skip else self._loop(strand)

    def lost(self, index: int) -> Path:
        """Return the slice of those who leave at a station."""
        at = Point(self.right(index), self.base + self._out[index].lost)
        width = self.ribbon.width(self.stages[index].lost)
        return drained(at, width, DRAIN + width, FALL)

    def onward(self, index: int) -> Path:
        """Return the slice that goes on from a station, to the next one or to the row's end."""
        stage, start = self.stages[index], self.right(index)
        width = self.ribbon.width(stage.onward)
        y = self.base + self._out[index].main
        edge = self.arrangement.edges[1]
        if index + 1 in self.stages:
            bend = max(start, self.head(index).right - IN_CLEAR)
            end = Point(self.left(index + 1), self.base + self._in[index + 1].main)
            swing = band(Point(bend, y), end, width)
            return (("M", start, y), ("L", bend, y), *swing[1:-1], ("L", start, y + width), ("Z",))
        return band(Point(start, y), Point(edge, y), width)

    def coming(self, index: int) -> Path | None:
        """Return the slice that comes to a station from before the row, or begins there."""
        stage = self.stages[index]
        if index - 1 in self.stages or not (stage.came or stage.begun):
            return None
        y = self.base + self._in[index].main
        width = self.ribbon.width(stage.came + stage.begun)
        return band(Point(self.head(index).x, y), Point(self.left(index), y), width)

    def ending(self, index: int) -> tuple[Path, Path]:
        """Return the slice of those who reach the end, and its arrow."""
        stage = self.stages[index]
        width = self.ribbon.width(stage.ended)
        y, end = self.base + self._out[index].main, self.head(index).right - ARROW
        size = max(ARROW * 0.55, min(width * 1.4, ARROW))
        point = Point(end + size, y + width / 2)
        return band(Point(self.right(index), y), Point(end, y), width), tip(point, size)

    def _skip(self, strand: Strand) -> tuple[Path, float, float]:
        """Return a skip: up to its track, along it, and down again."""
        low, high = self.arrangement.edges
        track = self.top + self.ribbon.track(strand)
        parts: list[Path] = []
        if strand.source in self.stages:
            start = Point(self.right(strand.source), self._middle(self._out[strand.source], strand))
            low = start.x + SWING
            parts.append(swung(start, Point(low, track)))
        if strand.target in self.stages:
            end = Point(self.left(strand.target), self._middle(self._in[strand.target], strand))
            high = end.x - SWING
            parts.append(swung(Point(high, track), end))
        else:
            parts.append((("M", high, track),))
        if strand.source not in self.stages:
            parts.insert(0, (("M", low, track),))
        return joined(*parts), low, high

    def _loop(self, strand: Strand) -> tuple[Path, float, float]:
        """Return a loop: down to its track, back along it, and up again."""
        low, high = self.arrangement.edges
        track = self.top + self.ribbon.track(strand)
        reach = TURN + NEXT_TURN * strand.level
        parts: list[Path] = []
        if strand.source in self.stages:
            stage = self.stages[strand.source]
            y = self._middle(self._out[strand.source], strand)
            high = self.right(strand.source) + self.beyond(stage)
            start: Path = (("M", self.right(strand.source), y),)
            parts += [start, turned(Point(high, y), Point(high, track), reach)]
        else:
            parts.append((("M", high, track),))
        if strand.target in self.stages:
            low = self.left(strand.target)
            y = self._middle(self._in[strand.target], strand)
            reach = min(reach, IN - self.ribbon.width(strand.amount) / 2)
            parts.append(turned(Point(low, track), Point(low, y), -reach))
        else:
            parts.append((("M", low, track),))
        return joined(*parts), low, high

    def _middle(self, cut: StageSlices, strand: Strand) -> float:
        return self.base + cut.strands[strand] + strand.amount * self.ribbon.unit / 2


def _cut(ribbon: Ribbon, stage: RibbonStage, *, is_out: bool) -> StageSlices:
    """Return the slices of a station at its right or left end, from above."""
    above, below = (
        (stage.skips_out, stage.loops_out) if is_out else (stage.skips_in, stage.loops_in)
    )
    strands: dict[Strand, float] = {}
    y = 0.0
    for strand in above:
        strands[strand] = y
        y += strand.amount * ribbon.unit
    main = y
    y += (stage.onward + stage.ended if is_out else stage.came + stage.begun) * ribbon.unit
    for strand in below:
        strands[strand] = y
        y += strand.amount * ribbon.unit
    return StageSlices(strands, main, y)


def depict_shapes(row: RibbonRow, context: RenderContext) -> Iterator[Primitive]:
    """Yield the shapes of a row: what is lost, loops, skips, then the ribbon itself."""
    ribbon, theme = row.ribbon, context.theme
    colour = ribbon.persona_style.colour if ribbon.persona_style else context.accent
    body, loop, gone = (
        mixed(colour, theme["paper"], pale) for pale in (BODY_PALE, LOOP_PALE, LOST_PALE)
    )
    for index, stage in row.stages.items():
        if stage.lost:
            yield Fill(row.lost(index), gone)
    for strand in ribbon.strands:
        if row.stages.keys() & _reach(strand):
            yield from _strand(row, strand, body if strand.is_skip else loop, context)
    for index, stage in row.stages.items():
        yield from _body(row, index, stage, body)


def _body(row: RibbonRow, index: int, stage: RibbonStage, colour: str) -> Iterator[Primitive]:
    """Yield a station's part of the ribbon, and how it comes and goes on."""
    if stage.amount:
        left, right = row.left(index) - 0.1, row.right(index) + 0.1
        height = row.ribbon.width(stage.amount)
        yield Box(Rect(left, row.base, right - left, height), 0, colour, None)
    coming = row.coming(index)
    if coming:
        yield Fill(coming, colour)
    if stage.onward:
        yield Fill(row.onward(index), colour)
    if stage.ended:
        yield from (Fill(path, colour) for path in row.ending(index))


def _strand(
    row: RibbonRow, strand: Strand, colour: str, context: RenderContext
) -> Iterator[Primitive]:
    """Yield a skip or loop, and the mark that tells its direction."""
    path, low, high = row.run(strand)
    width = row.ribbon.width(strand.amount)
    yield Stroke(path, Pen(width + 2 * CASING, context.theme["paper"]))
    yield Stroke(path, Pen(width, colour))
    if high - low > 3 * MARK:
        at = low + (high - low) * (0.84 if strand.is_skip else 0.16)
        point = Point(at, row.top + row.ribbon.track(strand))
        is_inside = width > MARK
        size = MARK * 0.78 if is_inside else MARK
        mark = tip(point, size, is_left=not strand.is_skip)
        yield Fill(mark, context.theme["paper"] if is_inside else colour)


def _reach(strand: Strand) -> frozenset[int]:
    """Return the columns that a strand starts from, ends at, or passes."""
    low, high = sorted((strand.source, strand.target))
    return frozenset(range(low, high + 1))
