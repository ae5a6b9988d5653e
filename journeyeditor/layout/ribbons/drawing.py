"""The ribbon of one row of the map: its shapes and labels; ends beyond the row run out at its edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.path import Path, polyline
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect, Transform
from journeyeditor.i18n import N_
from journeyeditor.layout.arrangement import Arrangement
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import Ribbon, RibbonStage, Strand
from journeyeditor.layout.style import BODY, BOLD, LABEL_WIDTH, REGULAR, SEMIBOLD, SMALL

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


#: Fewer than these are not told by a figure.
MIN_TOLD = 5e-5
#: Between two texts of one line, and from a text to the ribbon below it.
SPACE, LIFT = 5.0, 4.2
_LEAVE, _SHORT_LEAVE = N_("{share} drop out"), "−{share}"
_END = N_("{share} reach the end")
_WIDTH = N_("Width shows the share of those who start.")


class RibbonLabel(NamedTuple):
    """Words that stand somewhere above the ribbon, where there is room."""

    text: str
    weight: int
    colour: str


def depict_ribbon(
    ribbon: Ribbon, arrangement: Arrangement, context: RenderContext
) -> tuple[Primitive, ...]:
    """Return the ribbon of a row in its lane, which begins below the chevrons."""
    row = RibbonRow(ribbon, arrangement)
    drawing: list[Primitive] = [_name(row, context), *depict_shapes(row, context)]
    untold = _told_once(row, context)
    for index, stage in row.stages.items():
        drawing += _above(row, index, stage, untold, context)
        drawing += _leaving(row, index, stage, context)
    for strand in ribbon.strands:
        drawing += _on_track(row, strand, context)
    return tuple(drawing)


def percent(share: float, context: RenderContext) -> str:
    """Return a share in percent, with the decimals that tell a small one from nothing."""
    digits = 0 if share >= 0.0995 else 1 if share >= 0.00095 else 2
    return context.texts.percent(share, digits)


def _name(row: RibbonRow, context: RenderContext) -> Group:
    """Return the lane's name, read upwards, in the column left of it."""
    height = row.ribbon.height
    name = context.text(context.texts("Paths").upper(), SMALL, height, weight=BOLD, max_lines=1)
    turned = Transform(0, -1, 1, 0, (LABEL_WIDTH - name.height) / 2 - 1.5, row.top + height)
    runs = context.place(name, 0, 0, context.theme["label"], align="center", width=height)
    return Group(tuple(runs), turned)


def _above(
    row: RibbonRow,
    index: int,
    stage: RibbonStage,
    untold: list[RibbonLabel],
    context: RenderContext,
) -> Iterator[Primitive]:
    """Yield the line above a station: how many come here, whose ribbon it is, how many end."""
    head, baseline = row.head(index), row.base - LIFT
    low = row.left(index) if stage.skips_in or stage.came else head.x + CLEAR + 2
    low += _berth(row, stage.skips_in)
    high = row.right(index) if stage.skips_out else head.right - 2 * CLEAR
    high -= _berth(row, stage.skips_out)
    before, after = row.stages.get(index - 1), row.stages.get(index + 1)
    if before and before.skips_out:
        low = max(low, row.right(index - 1) + SWING + CLEAR)
    if after and after.skips_in:
        high = min(high, row.left(index + 1) - SWING - CLEAR)
    ending = context.texts(_END).format(share=percent(stage.ended, context))
    end_width = context.measure(ending, SMALL, SEMIBOLD) if stage.ended >= MIN_TOLD else 0.0
    figure = percent(stage.reach, context)
    width = context.measure(figure, BODY, BOLD)
    if end_width and width + SPACE + end_width > high - low:
        width = 0.0
    if end_width > high - low:
        ending = percent(stage.ended, context)
        end_width = context.measure(ending, SMALL, SEMIBOLD)
    if end_width and end_width <= high - low:
        colour = context.theme["title"]
        yield from context.write(
            ending, SMALL, high, baseline, colour, weight=SEMIBOLD, align="right"
        )
        high -= end_width + SPACE
    if width and width <= high - low and stage.reach >= MIN_TOLD:
        yield from context.write(figure, BODY, low, baseline, context.theme["title"], weight=BOLD)
        yield from _beside(untold, low + width + SPACE, high, baseline, context)


def _told_once(row: RibbonRow, context: RenderContext) -> list[RibbonLabel]:
    """Return what is said once where the ribbon begins: whose it is, and what its width means."""
    if not any(stage.begun for stage in row.stages.values()):
        return []
    persona_style = row.ribbon.persona_style
    name = (
        persona_style.name
        if persona_style and persona_style.name
        else context.texts("All personas")
    )
    colour = persona_style.colour if persona_style else context.accent
    return [
        RibbonLabel(name, SEMIBOLD, colour),
        RibbonLabel(context.texts(_WIDTH), REGULAR, context.theme["quiet"]),
    ]


def _beside(
    untold: list[RibbonLabel], low: float, high: float, baseline: float, context: RenderContext
) -> Iterator[Primitive]:
    """Yield what of the words there is room for, in order, and keep the rest."""
    while untold:
        words, weight, colour = untold[0]
        width = context.measure(words, SMALL, weight)
        if low + width > high:
            return
        del untold[0]
        yield from context.write(words, SMALL, low, baseline, colour, weight=weight)
        low += width + SPACE


def _leaving(
    row: RibbonRow, index: int, stage: RibbonStage, context: RenderContext
) -> Iterator[Primitive]:
    """Yield how many leave at a station, below it and left of where they go."""
    if stage.lost < MIN_TOLD:
        return
    right = row.right(index) - 0.5
    comes = stage.loops_in or stage.came
    left = row.left(index) if comes else row.head(index).x + CLEAR
    left += _berth(row, stage.loops_in)
    share = percent(stage.lost, context)
    for words in (context.texts(_LEAVE).format(share=share), _SHORT_LEAVE.format(share=share)):
        if context.measure(words, SMALL) <= right - left:
            y = row.base + row.ribbon.width(stage.amount) + 1.5
            line = context.text(words, SMALL, right - left)
            yield from context.place(
                line, left, y, context.theme["quiet"], align="right", width=right - left
            )
            return


def _berth(row: RibbonRow, strands: Sequence[Strand]) -> float:
    """Return how far words stay off strands that swing past: half the widest one."""
    widths = (row.ribbon.width(strand.amount) for strand in strands)
    return max(widths, default=-2 * CLEAR) / 2 + CLEAR


def _on_track(row: RibbonRow, strand: Strand, context: RenderContext) -> Iterator[Primitive]:
    """Yield how many skip or loop, in a gap of the line."""
    ends = {strand.source, strand.target}
    if strand.amount < MIN_TOLD or not ends & row.stages.keys():
        return
    _, low, high = row.run(strand)
    words = percent(strand.amount, context)
    line = context.text(words, SMALL, SWING * 4, weight=SEMIBOLD, max_lines=1)
    if high - low < line.width + 2 * SPACE:
        return
    x = (low + high - line.width) / 2
    y = row.top + row.ribbon.track(strand) - line.line_height / 2
    yield Box(Rect(x - 2.5, y, line.width + 5, line.line_height), 2, context.theme["paper"], None)
    yield from context.place(line, x, y, context.theme["title"])
