"""One row of the map in two passes, in map units: measure at a slot width, arrange in a height.

`measure` breaks every card to the slot's width, gives each stack position of a lane one height
over the whole row, so that text baselines align, and makes corridors as wide as their connectors
need. `arrange` gives what is left of the sheet's height to the lanes and places everything.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor.geometry import Rect
from journeyeditor.layout.card_stacks import CardStacks, Detail
from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.lane_names import (
    NO_CAPTION,
    LaneCaption,
    lane_kind_name,
    lane_label_height,
)
from journeyeditor.layout.lanes import Band, LaneSpec
from journeyeditor.layout.recipes import cards, headers
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import Ribbon
from journeyeditor.layout.routing.connector_paths import Port, port_of
from journeyeditor.layout.routing.routes import (
    MAX_TRACKS,
    Route,
    StageArc,
    TrackSpan,
    corridor_height,
    corridor_tracks,
    track_offset,
)
from journeyeditor.layout.routing.stage_arcs import arcs_height
from journeyeditor.layout.spans import Span, card_spans
from journeyeditor.layout.style import (
    BARE_PAD,
    GUTTER,
    ICON_RADIUS,
    LANE_GAP,
    NOTE_LINES,
    STACK_GAP,
)
from journeyeditor.vocabulary import BACKSTAGE, Touchpoint

CURVE_HEIGHT, FUNNEL_HEIGHT = 106.0, 72.0
COLLAPSED_HEIGHT = 16.0
#: The height of the words on the line of visibility, in ems.
LINE_WORDS = 1.35
#: The gap between two lanes may grow to this height where there is some to spare, and where
#: nothing but cards is on the sheet.
WIDEST_GAP, AIRY_GAP = 6 * LANE_GAP, 14 * LANE_GAP
#: Between two connectors that meet one disc.
DISC_STEP = 4.0
#: Cards of a lane have the same height unless one needs less than this share of it, and two lines less.
SAME_HEIGHT = 0.8
TWO_LINES = 20.0
#: This share of them at least has to be shorter, else all have the same height.
MANY_SHORT = 1 / 3
#: How many times its greatest height a curve or a funnel may have where the sheet would be empty.
EMPTY_SHEET = 1.7


class RowHeights(NamedTuple):
    """What a sheet leaves to a row: natural and greatest heights of its curve and its funnel.

    Texts of cards have at most `most_lines`; without `has_origins`, cards with numbered sources do not name
    them in words as well, without `has_notes`, only those of the `noted` lanes (keys) have notes. A `panel` for the curves stands above
    all rows of a sheet, not in them. On a sheet to write on, lanes of cards are at least as high as a `field`,
    and all spare height is theirs. With `own_heights`, cards that are much shorter than others of
    their lane are not stretched.
    """

    curve: float = CURVE_HEIGHT
    most_curve: float = 3.2 * CURVE_HEIGHT
    funnel: float = FUNNEL_HEIGHT
    most_funnel: float = 3.2 * FUNNEL_HEIGHT
    panel: float = 0.0
    most_panel: float = 0.0
    most_lines: int = NOTE_LINES
    field: float = 0.0
    has_origins: bool = True
    has_notes: bool = True
    noted: frozenset[str] = frozenset()
    own_heights: bool = False


DEFAULT_HEIGHTS = RowHeights()


@dataclass(frozen=True, slots=True)
class MeasuredLane:
    """A lane's natural height, the height of each position in its stacks, and the gap between two."""

    spec: LaneSpec
    index: int
    title: str
    height: float
    rows: tuple[float, ...]
    caption: LaneCaption = NO_CAPTION
    gap: float = STACK_GAP


@dataclass(frozen=True)
class MeasuredRow:
    """A row of the map measured at a slot width; heights are natural, not yet stretched.

    `tracks` are the numbers of tracks by corridor, `labelled` the corridors with labels.
    """

    grid: Grid
    columns: tuple[StageColumn, ...]
    slot_width: float
    widths: tuple[float, ...]
    headers: tuple[headers.MeasuredHeader, ...]
    lanes: tuple[MeasuredLane, ...]
    cards: Mapping[str, cards.MeasuredCard]
    routes: tuple[Route, ...]
    arcs: tuple[StageArc, ...]
    tracks: Mapping[int, int]
    labelled: frozenset[int]
    corridors: tuple[float, ...]
    ribbon: Ribbon | None
    spans: Mapping[int, Mapping[int, Span]]
    heights: RowHeights
    label_width: float
    growth: float
    bundled: int
    has_discs: bool

    @property
    def slots(self) -> range:
        return range(self.columns[0].first, self.columns[-1].end)

    @cached_property
    def width(self) -> float:
        """The width of the row, lane names included."""
        return self.label_width + sum(self.widths)

    def card_width(self, lane: int, slot: int) -> float:
        """Return the width of the cards of a cell, which may extend over a free slot."""
        width = self.slot_width * self.stretches[slot]
        return _card_width(self.spans.get(lane, {}), slot, width, self.growth)

    @cached_property
    def stretches(self) -> dict[int, float]:
        """How much wider than the narrowest ones each slot is."""
        return _stretches(self.columns)

    @cached_property
    def starts(self) -> list[tuple[int, float]]:
        """The first slot of each column, and its left edge."""
        starts, x = [], self.label_width
        for column in self.columns:
            starts.append((column.first, x))
            x += column.slots * (self.slot_width * column.weight / column.slots)
        return starts

    @cached_property
    def first_column(self) -> int:
        """The number of its first column in the whole map."""
        start = self.columns[0].first
        return bisect_left(self.grid.columns, start, key=lambda column: column.first)

    @cached_property
    def arc_height(self) -> float:
        return arcs_height(self.arcs)

    @cached_property
    def header_height(self) -> float:
        return max(header.height for header in self.headers)

    @property
    def lanes_top(self) -> float:
        """The height of what is above the lanes: arcs, headers, a ribbon."""
        ribbon = self.ribbon.height if self.ribbon else 0.0
        return self.arc_height + self.header_height + ribbon

    @property
    def height(self) -> float:
        return self.lanes_top + sum(self.corridors) + sum(lane.height for lane in self.lanes)


def measure(
    grid: Grid,
    columns: Sequence[StageColumn],
    slot_width: float,
    annotations: Mapping[str, cards.CardAnnotations],
    routes: Sequence[Route],
    arcs: Sequence[StageArc],
    context: RenderContext,
    row_width: float = 0.0,
    ribbon: Ribbon | None = None,
    heights: RowHeights = DEFAULT_HEIGHTS,
    captions: Mapping[int, LaneCaption] = MappingProxyType({}),
    stacks: CardStacks | None = None,
) -> MeasuredRow:
    """Return a row of the map measured at a slot width.

    The last stage extends to `row_width`. A `ribbon` gets a lane of its own below the headers.
    `captions` stand below the names of lanes. With the `stacks` of its cards only heights are found:
    such a row cannot be drawn.
    """
    label_width, growth = context.format.label_width, context.format.growth
    if stacks is not None:
        wide = stacks.spans
    else:
        wide = card_spans(grid, columns, routes) if context.format.wide_cards else {}
    measured: dict[str, cards.MeasuredCard] = {}
    lanes = []
    for index, spec in enumerate(grid.lanes):
        detail = Detail(
            spec.height == "compact",
            heights.most_lines,
            heights.has_origins,
            heights.has_notes or spec.key in heights.noted,
        )
        rows: Sequence[float] = ()
        if stacks is not None:
            rows = stacks.heights(index, slot_width, context, detail)
        elif spec.band is Band.CARDS and not spec.collapsed:
            own = wide.get(index, {})
            found = [
                *_measured_cards(
                    grid, index, columns, slot_width, own, annotations, context, detail
                )
            ]
            measured.update((card.record.id, card) for _, card in found)
            rows = _highest(found)
        caption = captions.get(index, NO_CAPTION)
        lanes.append(measure_lane(spec, index, rows, context, caption, heights))
    widths = _widths(columns, slot_width, max(row_width - label_width, 0.0))
    size = headers.name_size(list(zip(columns, widths, strict=True)), context)
    stage_headers = tuple(
        headers.measure(column, wide, size, _ends(grid, columns, i), context)
        for i, (column, wide) in enumerate(zip(columns, widths, strict=True))
    )
    tracks = corridor_tracks(routes)
    labelled = frozenset(route.exit.corridor for route in routes if route.has_label)
    corridors = _corridor_heights(tracks, labelled, len(lanes), context.format.bundled_tracks)
    backstage = next((i for i, lane in enumerate(lanes) if i and is_backstage(lane.spec)), None)
    if backstage is not None and context.format.annotated:
        words = LINE_WORDS * context.format.sizes.mark
        corridors[backstage] = max(corridors[backstage], words)
    return MeasuredRow(
        grid=grid,
        columns=tuple(columns),
        slot_width=slot_width,
        widths=widths,
        headers=stage_headers,
        lanes=tuple(lanes),
        cards=measured,
        routes=tuple(routes),
        arcs=tuple(arcs),
        tracks=tracks,
        labelled=labelled,
        corridors=tuple(corridors),
        ribbon=ribbon,
        spans=wide,
        heights=heights,
        label_width=label_width,
        growth=growth,
        bundled=context.format.bundled_tracks,
        has_discs=context.format.annotated,
    )


def _measured_cards(
    grid: Grid,
    lane: int,
    columns: Iterable[StageColumn],
    slot_width: float,
    lane_spans: Mapping[int, Span],
    annotations: Mapping[str, cards.CardAnnotations],
    context: RenderContext,
    detail: Detail,
) -> Iterator[tuple[int, cards.MeasuredCard]]:
    """Yield the cards of a lane with their places in their stacks."""
    growth = context.format.growth
    options = detail._asdict()
    for column in columns:
        own_width = slot_width * (column.weight / column.slots)
        for slot in column.slot_range:
            records = grid.cells.get((lane, slot), ())
            width = _card_width(lane_spans, slot, own_width, growth) if records else 0.0
            for place, record in enumerate(records):
                card = cards.measure(record, annotations[record.id], width, context, **options)
                yield place, card


def _highest(found: Iterable[tuple[int, cards.MeasuredCard]]) -> list[float]:
    """Return the height of the highest card at each place in the stacks."""
    heights: list[float] = []
    for place, card in found:
        if place == len(heights):
            heights.append(0.0)
        heights[place] = max(heights[place], card.height)
    return heights


def _corridor_heights(
    tracks: Mapping[int, int], labelled: Collection[int], lanes: int, bundled: int
) -> list[float]:
    return [
        corridor_height(
            tracks.get(index, 0),
            has_labels=index in labelled,
            is_last=index == lanes,
            bundled=bundled,
        )
        for index in range(lanes + 1)
    ]


def is_backstage(spec: LaneSpec) -> bool:
    """Whether a lane shows what customers do not see; the line of visibility is above the first."""
    return not BACKSTAGE.isdisjoint(spec.kinds)


def _widths(
    columns: Sequence[StageColumn], slot_width: float, row_width: float
) -> tuple[float, ...]:
    """Return the widths of the stages; the last one takes what is left of the row."""
    widths = [column.weight * slot_width for column in columns]
    widths[-1] += max(row_width - sum(widths), 0.0)
    return tuple(widths)


def _stretches(columns: Iterable[StageColumn]) -> dict[int, float]:
    return {
        slot: column.weight / column.slots
        for column in columns
        for slot in range(column.first, column.end)
    }


def _card_width(
    lane_spans: Mapping[int, Span], slot: int, slot_width: float, growth: float
) -> float:
    span = lane_spans.get(slot)
    return cards.width_over(span.slots if span else 1, slot_width, growth)


def _ends(grid: Grid, columns: Sequence[StageColumn], index: int) -> headers.HeaderEnds:
    return headers.HeaderEnds(
        columns[index].first == grid.columns[0].first,
        columns[index].first == grid.columns[-1].first,
        index == len(columns) - 1,
    )


def measure_lane(
    spec: LaneSpec,
    index: int,
    rows: Sequence[float],
    context: RenderContext,
    caption: LaneCaption = NO_CAPTION,
    heights: RowHeights = DEFAULT_HEIGHTS,
    *,
    has_name: bool = True,
) -> MeasuredLane:
    """Return a lane at its natural height: that of its content, but room for its name."""
    title = spec.title or context.texts(lane_kind_name(spec))
    gap = STACK_GAP / context.format.growth
    if not context.format.annotated:
        title = title.upper()
    if spec.collapsed:
        is_level = has_name and context.format.annotated
        name = lane_label_height(title, caption, context) if is_level else 0.0
        return MeasuredLane(spec, index, title, max(COLLAPSED_HEIGHT, name), (), caption)
    if spec.band is Band.CURVE:
        height = heights.curve
    elif spec.band is Band.FUNNEL:
        height = heights.funnel
    else:
        pad = context.format.lane_pad
        height = 2 * pad + sum(rows) + gap * max(len(rows) - 1, 0)
        height = max(height, heights.field)
    label = lane_label_height(title, caption, context) if has_name else 0.0
    return MeasuredLane(spec, index, title, max(height, label), tuple(rows), caption, gap)


class Arrangement(NamedTuple):
    """The rectangles of one row of the map, its upper left corner at (0, 0)."""

    measured: MeasuredRow
    headers: tuple[Rect, ...]
    lanes: tuple[Rect, ...]
    cards: Mapping[str, Rect]
    height: float

    def slot_x(self, slot: int) -> float:
        """Return the left edge of a slot; the one after the last begins where that ends."""
        measured = self.measured
        index = max(bisect_right(measured.starts, (slot, math.inf)) - 1, 0)
        first, x = measured.starts[index]
        column = measured.columns[index]
        return x + (slot - first) * (measured.slot_width * column.weight / column.slots)

    def slot_middle(self, slot: int) -> float:
        """Return the middle of a slot, or of the widest card in it where it is wider than that."""
        left, most = self.slot_x(slot), cards.MAX_WIDTH * self.measured.growth + 2 * GUTTER
        return left + min(self.slot_x(slot + 1) - left, most) / 2

    def corridor(self, index: int) -> Rect:
        """Return the space above lane `index` (below the last lane for the last index)."""
        height = self.measured.corridors[index]
        left, right = self.edges
        if index < len(self.lanes):
            return Rect(left, self.lanes[index].y - height, right - left, height)
        last = self.lanes[-1].bottom if self.lanes else self.measured.lanes_top
        return Rect(left, last, right - left, height)

    @property
    def arc_base(self) -> float:
        return self.measured.arc_height

    @property
    def edges(self) -> tuple[float, float]:
        """The left and the right edge of the row."""
        return self.measured.label_width, self.measured.width

    def header_rect(self, column: int) -> Rect:
        """Return the header of a column, numbered over the whole map."""
        return self.headers[column - self.measured.first_column]

    def card_rect(self, id_: str) -> Rect:
        return self.cards[id_]

    def port(self, id_: str) -> Port:
        """Return where connectors meet a card; those of a touchpoint without a box meet its disc."""
        rect, record = self.cards[id_], self.measured.cards[id_].record
        if self.measured.has_discs and isinstance(record, Touchpoint):
            return Port(rect.x + BARE_PAD - GUTTER + ICON_RADIUS, DISC_STEP, ICON_RADIUS - 1.0)
        return port_of(rect)

    def in_stack(self, id_: str) -> tuple[int, int]:
        """Return a card's index in its stack, from the top, and the number of cards there."""
        grid = self.measured.grid
        stack = grid.cells[grid.slot_of[id_]]
        return next(i for i, record in enumerate(stack) if record.id == id_), len(stack)

    def track_y(self, span: TrackSpan) -> float:
        measured = self.measured
        middle = self.corridor(span.corridor).center.y
        return middle + track_offset(
            span,
            measured.tracks[span.corridor],
            has_labels=span.corridor in measured.labelled,
            bundled=measured.bundled,
        )


def arrange(measured: MeasuredRow, height: float) -> Arrangement:
    """Return the rectangles at a given height.

    Spare height goes to the curve first, then to the funnel, then between connectors that run close
    together, then between the lanes.
    """
    lanes, spare = _stretched(measured, height - measured.height)
    apart = _unbundled(measured)
    if apart.height - measured.height <= spare:
        spare -= apart.height - measured.height
        measured = apart
    if spare > WIDEST_GAP * len(lanes):
        lanes, spare = _stretched(measured, height - measured.height, EMPTY_SHEET)
    gaps = len(measured.corridors) - 1
    grows = any(lane.spec.band is not Band.CARDS for lane in lanes)
    share = min(spare / gaps, WIDEST_GAP if grows else AIRY_GAP) if gaps else 0.0
    corridors = tuple(
        value + (share if i < gaps else 0.0) for i, value in enumerate(measured.corridors)
    )
    measured = replace(measured, lanes=lanes, corridors=corridors)
    y = measured.arc_height
    x = measured.label_width
    header_rects = []
    for width in measured.widths:
        header_rects.append(Rect(x, y, width, measured.header_height))
        x += width
    y = measured.lanes_top
    lane_rects = []
    card_rects: dict[str, Rect] = {}
    for lane, corridor in zip(lanes, corridors, strict=False):
        y += corridor
        rect = Rect(measured.label_width, y, measured.width - measured.label_width, lane.height)
        lane_rects.append(rect)
        _place_cards(measured, lane, rect, card_rects)
        y += lane.height
    return Arrangement(
        measured, tuple(header_rects), tuple(lane_rects), card_rects, y + corridors[-1]
    )


def _unbundled(measured: MeasuredRow) -> MeasuredRow:
    """Return the row with room for all its connectors side by side."""
    heights = _corridor_heights(measured.tracks, measured.labelled, len(measured.lanes), MAX_TRACKS)
    corridors = tuple(map(max, heights, measured.corridors))
    return replace(measured, corridors=corridors, bundled=MAX_TRACKS)


def _stretched(
    measured: MeasuredRow, spare: float, more_than_most: float = 1.0
) -> tuple[tuple[MeasuredLane, ...], float]:
    """Return the lanes with the spare height, and what of it is left.

    The curves grow to their limit, then the funnel to its own; cards keep their height.
    """
    lanes = list(measured.lanes)
    limits = {Band.CURVE: measured.heights.most_curve, Band.FUNNEL: measured.heights.most_funnel}
    for band, most in limits.items():
        limit = most * more_than_most
        growing = [
            i for i, lane in enumerate(lanes) if lane.spec.band is band and not lane.spec.collapsed
        ]
        for i in growing:
            more = min(max(limit - lanes[i].height, 0.0), max(spare, 0.0) / len(growing))
            lanes[i] = replace(lanes[i], height=lanes[i].height + more)
        spare -= sum(lanes[i].height - measured.lanes[i].height for i in growing)
    fields = [i for i, lane in enumerate(lanes) if lane.spec.band is Band.CARDS]
    if measured.heights.field and fields and spare > 0:
        for i in fields:
            lanes[i] = replace(lanes[i], height=lanes[i].height + spare / len(fields))
        spare = 0.0
    return tuple(lanes), max(spare, 0.0)


def stack_tops(lane: MeasuredLane) -> tuple[float, ...]:
    if not lane.rows:
        return ()
    content = sum(lane.rows) + lane.gap * (len(lane.rows) - 1)
    tops = [(lane.height - content) / 2]
    for height in lane.rows[:-1]:
        tops.append(tops[-1] + height + lane.gap)
    return tuple(tops)


def _place_cards(
    measured: MeasuredRow, lane: MeasuredLane, rect: Rect, card_rects: dict[str, Rect]
) -> None:
    tops = [rect.y + top for top in stack_tops(lane)]
    lane_spans = measured.spans.get(lane.index, {})
    left = measured.label_width
    levels = [_levels(measured, lane.index, row) for row in range(len(tops))]
    for column in measured.columns if tops else ():
        slot_width = measured.slot_width * column.weight / column.slots
        own_width = measured.slot_width * (column.weight / column.slots)
        for slot in range(column.first, column.end):
            records = measured.grid.cells.get((lane.index, slot))
            if not records:
                continue
            span = lane_spans.get(slot) or Span(slot, 1.0)
            width = _card_width(lane_spans, slot, own_width, measured.growth)
            own, first, end = (
                left + (at - column.first) * slot_width for at in (slot, span.first, span.end)
            )
            # A card that is narrower than its span begins at its own slot.
            x = max(first, min(own, end - width - 2 * GUTTER)) + GUTTER
            for row, record in enumerate(records):
                height = _level(measured.cards[record.id].height, levels[row])
                card_rects[record.id] = Rect(x, tops[row], width, height)
        left += column.slots * slot_width


def _levels(measured: MeasuredRow, lane: int, row: int) -> list[float]:
    """Return the heights that the cards of a row of a lane have, the greatest first.

    Where much shorter ones have a height of their own, cards of about the same have the same.
    """
    stacks = (measured.grid.cells.get((lane, slot), ()) for slot in measured.slots)
    heights = sorted(
        (measured.cards[stack[row].id].height for stack in stacks if len(stack) > row), reverse=True
    )
    levels = heights[:1]
    for height in heights if measured.heights.own_heights else ():
        if height < min(SAME_HEIGHT * levels[-1], levels[-1] - TWO_LINES * measured.growth):
            levels.append(height)
    hollow = sum(_level(height, levels) < levels[0] for height in heights)
    return levels if hollow >= MANY_SHORT * len(heights) else levels[:1]


def _level(height: float, levels: Sequence[float]) -> float:
    """Return the lowest level that holds a height."""
    return next(level for level in reversed(levels) if level >= height)
