"""The ribbon of one row of the map: shapes and labels; ends beyond the row run out at its edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.path import Path, polyline
from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import N_
from journeyeditor.layout.recipes.headers import HeaderGeometry
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import Ribbon, RibbonStage, Strand
from journeyeditor.layout.style import BODY, BOLD, REGULAR, SEMIBOLD, SMALL

#: Where paths enter a column, from its left edge; less without any from below.
IN, IN_CLEAR = 17.0, 5.0
#: Reach of a loop's turn, of each outer one in addition, and length of a skip's swing.
TURN, NEXT_TURN, SWING = 9.0, 3.5, 20.0
#: Reach of the lost slice to the right and downwards, besides its width; clearance.
DRAIN, FALL, CLEAR = 8.0, 9.0, 2.0
#: Over this share of the lost slice the ribbon narrows in its own colour.
FADING = 0.62
#: Minimum width of a column's own part.
MIN_BODY = 6.0
#: Share of white in the ribbon, its loops, and the lost slice.
BODY_PALE, LOOP_PALE, LOST_PALE = 0.2, 0.42, 0.74
#: Size of the arrow at the end, and of the marks on skips and loops.
ARROW, MARK = 9.0, 4.6
#: White on both sides of a strand, which separates two that cross.
CASING = 0.8


class StageSlices(NamedTuple):
    """The slices at one end of a stage: their upper edges, from that of the ribbon."""

    strands: dict[Strand, float]
    main: float
    lost: float


class RibbonRow:
    """The geometry of a ribbon on one row of the map, whose columns are `columns`."""

    def __init__(self, ribbon: Ribbon, headers: HeaderGeometry, columns: range) -> None:
        self.ribbon, self.headers = ribbon, headers
        self.stages = {i: s for i, s in ribbon.stages.items() if i in columns}
        self.top = headers.header_rect(columns.start).bottom
        self.base = self.top + ribbon.band_top
        self._out = {i: _cut(ribbon, s, is_out=True) for i, s in self.stages.items()}
        self._in = {i: _cut(ribbon, s, is_out=False) for i, s in self.stages.items()}

    def left(self, index: int) -> float:
        stage = self.stages[index]
        has_entries = stage.loops_in or stage.skips_in or stage.from_previous
        return self.headers.header_rect(index).x + (IN if has_entries else IN_CLEAR)

    def right(self, index: int) -> float:
        """Return the right edge of a stage's own part, where its slices part."""
        stage = self.stages[index]
        room = self.beyond(stage) + CLEAR
        if stage.loops_out:
            outer = stage.loops_out[0]
            room += TURN + NEXT_TURN * outer.level + self.ribbon.width(outer.amount) / 2
        elif stage.ended_here:
            room = max(room, ARROW + CLEAR)
        return max(
            self.headers.header_rect(index).right - max(room, IN_CLEAR), self.left(index) + MIN_BODY
        )

    def beyond(self, stage: RibbonStage) -> float:
        """Return how far the lost slice extends to the right."""
        return DRAIN + stage.lost * self.ribbon.unit + CLEAR if stage.lost else 0.0

    def run(self, strand: Strand) -> tuple[Path, float, float]:
        """Return the centre line of a strand, and the ends of its run along its track."""
        return self._skip(strand) if strand.is_skip else self._loop(strand)

    def lost(self, index: int) -> Path:
        at = Point(self.right(index), self.base + self._out[index].lost)
        width = self.ribbon.width(self.stages[index].lost)
        return drained(at, width, DRAIN + width, FALL)

    def fading(self, index: int) -> Path:
        """Return how the ribbon itself narrows where it loses customers, over the lost slice."""
        at = Point(self.right(index) - 0.2, self.base + self._out[index].lost)
        width = self.ribbon.width(self.stages[index].lost)
        return drained(at, width, (DRAIN + width) * FADING, 0.0)

    def to_next(self, index: int) -> Path:
        """Return the slice that goes on from a stage, to the next one or to the row's end."""
        stage, start = self.stages[index], self.right(index)
        width = self.ribbon.width(stage.to_next)
        y = self.base + self._out[index].main
        edge = self.headers.edges[1]
        if index + 1 in self.stages:
            bend = max(start, self.headers.header_rect(index).right - IN_CLEAR)
            end = Point(self.left(index + 1), self.base + self._in[index + 1].main)
            swing = band(Point(bend, y), end, width)
            return (("M", start, y), ("L", bend, y), *swing[1:-1], ("L", start, y + width), ("Z",))
        return band(Point(start, y), Point(edge, y), width)

    def incoming_path(self, index: int) -> Path | None:
        """Return the slice that enters a stage from before the row, or begins there."""
        stage = self.stages[index]
        if index - 1 in self.stages or not (stage.from_previous or stage.started_here):
            return None
        y = self.base + self._in[index].main
        width = self.ribbon.width(stage.from_previous + stage.started_here)
        return band(Point(self.headers.header_rect(index).x, y), Point(self.left(index), y), width)

    def ending(self, index: int) -> tuple[Path, Path]:
        """Return the slice of those who reach the end, and its arrow."""
        stage = self.stages[index]
        width = self.ribbon.width(stage.ended_here)
        y, end = self.base + self._out[index].main, self.headers.header_rect(index).right - ARROW
        size = max(ARROW * 0.55, min(width * 1.4, ARROW))
        point = Point(end + size, y + width / 2)
        return band(Point(self.right(index), y), Point(end, y), width), tip(point, size)

    def _skip(self, strand: Strand) -> tuple[Path, float, float]:
        low, high = self.headers.edges
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
        low, high = self.headers.edges
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
    """Return the slices at the right or left end of a stage, from top to bottom."""
    above, below = (
        (stage.skips_out, stage.loops_out) if is_out else (stage.skips_in, stage.loops_in)
    )
    strands: dict[Strand, float] = {}
    y = 0.0
    for strand in above:
        strands[strand] = y
        y += strand.amount * ribbon.unit
    main = y
    y += (
        stage.to_next + stage.ended_here if is_out else stage.from_previous + stage.started_here
    ) * ribbon.unit
    for strand in below:
        strands[strand] = y
        y += strand.amount * ribbon.unit
    return StageSlices(strands, main, y)


def depict_shapes(row: RibbonRow, context: RenderContext) -> Iterator[Primitive]:
    """Yield the shapes of a row: lost slices, loops, skips, then the ribbon itself."""
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
    if stage.amount:
        left, right = row.left(index) - 0.1, row.right(index) + 0.1
        height = row.ribbon.width(stage.amount)
        yield Box(Rect(left, row.base, right - left, height), 0, colour, None)
    incoming_path = row.incoming_path(index)
    if incoming_path:
        yield Fill(incoming_path, colour)
    if stage.lost:
        yield Fill(row.fading(index), colour)
    if stage.to_next:
        yield Fill(row.to_next(index), colour)
    if stage.ended_here:
        yield from (Fill(path, colour) for path in row.ending(index))


def _strand(
    row: RibbonRow, strand: Strand, colour: str, context: RenderContext
) -> Iterator[Primitive]:
    """Yield a skip or loop, and the mark of its direction."""
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
    low, high = sorted((strand.source, strand.target))
    return frozenset(range(low, high + 1))


#: Control points of a turn reach this much farther than the turn (a cubic bulges by ¾).
_BULGE = 4 / 3


def band(start: Point, end: Point, width: float) -> Path:
    """Return a slice that curves from one height to another; the points are its upper corners."""
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

    `corner` is its upper corner where it begins to bend; the tip lies `reach` to the right of it
    and `fall` below the slice.
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
    """Return the centre line of a slice that curves from one height to another."""
    middle = (start.x + end.x) / 2
    return (("M", *start), ("C", middle, start.y, middle, end.y, *end))


def turned(start: Point, end: Point, reach: float) -> Path:
    """Return a half turn to a point above or below; it bulges by `reach`."""
    far = start.x + reach * _BULGE
    return (("M", *start), ("C", far, start.y, far, end.y, *end))


def joined(*paths: Path) -> Path:
    """Return paths as one: each begins where the one before ends."""
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


#: Smaller shares get no figure.
MIN_SHOWN = 5e-5
#: Between two texts of one line, and between a text and the ribbon below it.
SPACE, LIFT = 5.0, 4.2
_LEAVE, _SHORT_LEAVE = N_("{share} drop out"), "−{share}"
_END = N_("{share} reach the end")
_WIDTH = N_("Width shows the share of those who start.")


class RibbonLabel(NamedTuple):
    """A text for anywhere above the ribbon where there is room."""

    text: str
    weight: int
    colour: str


def depict_ribbon(
    ribbon: Ribbon, headers: HeaderGeometry, columns: range, context: RenderContext
) -> tuple[Primitive, ...]:
    """Return the ribbon of a row with some columns, in its lane below the headers."""
    row = RibbonRow(ribbon, headers, columns)
    drawing: list[Primitive] = [*depict_shapes(row, context)]
    captions = _captions(row, context)
    for index, stage in row.stages.items():
        drawing += _line_above(row, index, stage, captions, context)
        drawing += _lost_share(row, index, stage, context)
    for strand in ribbon.strands:
        drawing += _on_track(row, strand, context)
    return tuple(drawing)


def percent(share: float, context: RenderContext) -> str:
    """Return a share in percent, with enough decimals that a small one is not shown as 0."""
    digits = 0 if share >= 0.0995 else 1 if share >= 0.00095 else 2
    return context.texts.percent(share, digits)


def _line_above(
    row: RibbonRow,
    index: int,
    stage: RibbonStage,
    captions: list[RibbonLabel],
    context: RenderContext,
) -> Iterator[Primitive]:
    """Yield the line above a stage: how many come here, whose ribbon it is, how many end."""
    header, baseline = row.headers.header_rect(index), row.base - LIFT
    low = row.left(index) if stage.skips_in or stage.from_previous else header.x + CLEAR + 2
    low += _clearance(row, stage.skips_in)
    high = row.right(index) if stage.skips_out else header.right - 2 * CLEAR
    high -= _clearance(row, stage.skips_out)
    before, after = row.stages.get(index - 1), row.stages.get(index + 1)
    if before and before.skips_out:
        low = max(low, row.right(index - 1) + SWING + CLEAR)
    if after and after.skips_in:
        high = min(high, row.left(index + 1) - SWING - CLEAR)
    ending = context.texts(_END).format(share=percent(stage.ended_here, context))
    end_width = (
        context.measure(ending, _small(context), SEMIBOLD) if stage.ended_here >= MIN_SHOWN else 0.0
    )
    figure = percent(stage.reach, context)
    size = max(BODY, _small(context))
    width = context.measure(figure, size, BOLD)
    if end_width and width + SPACE + end_width > high - low:
        width = 0.0
    if end_width > high - low:
        ending = percent(stage.ended_here, context)
        end_width = context.measure(ending, _small(context), SEMIBOLD)
    if end_width and end_width <= high - low:
        colour = context.theme["title"]
        yield from context.write(
            ending,
            _small(context),
            high,
            baseline,
            colour,
            weight=SEMIBOLD,
            align="right",
        )
        high -= end_width + SPACE
    if width and width <= high - low and stage.reach >= MIN_SHOWN:
        yield from context.write(figure, size, low, baseline, context.theme["title"], weight=BOLD)
        yield from _place_captions(captions, low + width + SPACE, high, baseline, context)


def _small(context: RenderContext) -> float:
    return max(SMALL, context.format.smallest)


def _captions(row: RibbonRow, context: RenderContext) -> list[RibbonLabel]:
    """Return the texts shown once where the ribbon begins: whose it is, what its width means."""
    if not any(stage.started_here for stage in row.stages.values()):
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


def _place_captions(
    captions: list[RibbonLabel], low: float, high: float, baseline: float, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the captions that there is room for, in order, and keep the rest."""
    while captions:
        words, weight, colour = captions[0]
        width = context.measure(words, _small(context), weight)
        if low + width > high:
            return
        del captions[0]
        yield from context.write(words, _small(context), low, baseline, colour, weight=weight)
        low += width + SPACE


def _lost_share(
    row: RibbonRow, index: int, stage: RibbonStage, context: RenderContext
) -> Iterator[Primitive]:
    """Yield how many are lost at a stage, below it and left of the slice."""
    if stage.lost < MIN_SHOWN:
        return
    right = row.right(index) - 0.5
    comes = stage.loops_in or stage.from_previous
    left = row.left(index) if comes else row.headers.header_rect(index).x + CLEAR
    left += _clearance(row, stage.loops_in)
    share = percent(stage.lost, context)
    for words in (context.texts(_LEAVE).format(share=share), _SHORT_LEAVE.format(share=share)):
        if context.measure(words, _small(context)) <= right - left:
            y = row.base + row.ribbon.width(stage.amount) + 1.5
            line = context.text(words, _small(context), right - left)
            yield from context.place(
                line, left, y, context.theme["quiet"], align="right", width=right - left
            )
            return


def _clearance(row: RibbonRow, strands: Sequence[Strand]) -> float:
    """Return the distance of texts from strands that curve past: half the widest one."""
    widths = (row.ribbon.width(strand.amount) for strand in strands)
    return max(widths, default=-2 * CLEAR) / 2 + CLEAR


def _on_track(row: RibbonRow, strand: Strand, context: RenderContext) -> Iterator[Primitive]:
    """Yield the share of a skip or loop, in a gap of its line."""
    ends = {strand.source, strand.target}
    if strand.amount < MIN_SHOWN or not ends & row.stages.keys():
        return
    _, low, high = row.run(strand)
    words = percent(strand.amount, context)
    line = context.text(words, _small(context), SWING * 4, weight=SEMIBOLD, max_lines=1)
    if high - low < line.width + 2 * SPACE:
        return
    x = (low + high - line.width) / 2
    y = row.top + row.ribbon.track(strand) - line.line_height / 2
    yield Box(Rect(x - 2.5, y, line.width + 5, line.line_height), 2, context.theme["paper"], None)
    yield from context.place(line, x, y, context.theme["title"])
