"""One row of the map in two passes, in map units: measure at a slot width, arrange in a height.

`measure` breaks every card to the slot's width, gives each stack position of a lane one height
over the whole row, so that text baselines align, and makes corridors as wide as their connectors
need. `arrange` gives what is left of the sheet's height to the lanes and places everything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_
from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.lanes import Band, LaneSpec
from journeyeditor.layout.recipes import cards, headers
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import Ribbon
from journeyeditor.layout.routing.routes import (
    Route,
    StageArc,
    TrackSpan,
    corridor_height,
    corridor_tracks,
    track_offset,
)
from journeyeditor.layout.routing.stage_arcs import arcs_height
from journeyeditor.layout.style import (
    BOLD,
    GUTTER,
    LABEL_WIDTH,
    LANE_GAP,
    LANE_PAD,
    SMALL,
    STACK_GAP,
)
from journeyeditor.vocabulary import kind_class

CURVE_HEIGHT, FUNNEL_HEIGHT = 106.0, 72.0
COLLAPSED_HEIGHT = 16.0
#: Share of the spare height that a lane takes, and how many times its natural height it may have.
CURVE_WEIGHT, FUNNEL_WEIGHT, CARDS_WEIGHT = 3.0, 2.0, 1.0
CURVE_LIMIT, FUNNEL_LIMIT, CARDS_LIMIT = 3.2, 3.2, 1.35


@dataclass(frozen=True, slots=True)
class MeasuredLane:
    """A lane's natural height, and the height of each position in its stacks."""

    spec: LaneSpec
    index: int
    title: str
    height: float
    rows: tuple[float, ...]


class MeasuredRow(NamedTuple):
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
    ribbon: Ribbon | None = None

    @property
    def slots(self) -> range:
        return range(self.columns[0].first, self.columns[-1].end)

    @property
    def width(self) -> float:
        return LABEL_WIDTH + sum(self.widths)

    @property
    def arc_height(self) -> float:
        return arcs_height(self.arcs)

    @property
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
) -> MeasuredRow:
    """Return a row of the map measured at a slot width.

    The last stage extends to `row_width`. A `ribbon` gets a lane of its own below the headers.
    """
    slots = range(columns[0].first, columns[-1].end)
    width = slot_width - 2 * GUTTER
    measured: dict[str, cards.MeasuredCard] = {}
    lanes = []
    for index, spec in enumerate(grid.lanes):
        rows: list[float] = []
        for slot in slots if spec.band is Band.CARDS and not spec.collapsed else ():
            for row, record in enumerate(grid.cells.get((index, slot), ())):
                card = cards.measure(
                    record,
                    annotations[record.id],
                    width,
                    context,
                    is_compact=spec.height == "compact",
                )
                measured[record.id] = card
                if row == len(rows):
                    rows.append(0.0)
                rows[row] = max(rows[row], card.height)
        lanes.append(measure_lane(spec, index, rows, context))
    widths = _widths(columns, slot_width, row_width)
    size = headers.name_size(list(zip(columns, widths, strict=True)), context)
    stage_headers = tuple(
        headers.measure(column, wide, size, _ends(grid, columns, i), context)
        for i, (column, wide) in enumerate(zip(columns, widths, strict=True))
    )
    tracks = corridor_tracks(routes)
    labelled = frozenset(route.exit.corridor for route in routes if route.has_label)
    corridors = [
        corridor_height(
            tracks.get(index, 0), has_labels=index in labelled, is_last=index == len(lanes)
        )
        for index in range(len(lanes) + 1)
    ]
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
    )


def _widths(
    columns: Sequence[StageColumn], slot_width: float, row_width: float
) -> tuple[float, ...]:
    """Return the widths of the stages; the last one takes what is left of the row."""
    widths = [column.slots * slot_width for column in columns]
    widths[-1] += max(row_width - LABEL_WIDTH - sum(widths), 0.0)
    return tuple(widths)


def _ends(grid: Grid, columns: Sequence[StageColumn], index: int) -> headers.HeaderEnds:
    return headers.HeaderEnds(
        columns[index] == grid.columns[0],
        columns[index] == grid.columns[-1],
        index == len(columns) - 1,
    )


def measure_lane(
    spec: LaneSpec,
    index: int,
    rows: Sequence[float],
    context: RenderContext,
    *,
    has_name: bool = True,
) -> MeasuredLane:
    """Return a lane at its natural height: that of its content, but room for its name."""
    title = (spec.title or context.texts(lane_kind_name(spec))).upper()
    if spec.collapsed:
        return MeasuredLane(spec, index, title, COLLAPSED_HEIGHT, ())
    if spec.band is Band.CURVE:
        height = CURVE_HEIGHT
    elif spec.band is Band.FUNNEL:
        height = FUNNEL_HEIGHT
    else:
        height = 2 * LANE_PAD + sum(rows) + STACK_GAP * max(len(rows) - 1, 0)
    label = min(context.measure(title, SMALL, BOLD) + 6, 96.0) if has_name else 0.0
    return MeasuredLane(spec, index, title, max(height, label), tuple(rows))


def lane_kind_name(spec: LaneSpec) -> str:
    """Return the English name of a lane without a title, a key of the catalogues."""
    if spec.band is Band.FUNNEL:
        return N_("Funnel")
    if spec.band is Band.CURVE:
        return "Emotion"
    return kind_class(spec.kinds[0]).look.plural if spec.kinds else "Lane"


class Arrangement(NamedTuple):
    """The rectangles of one row of the map, its upper left corner at (0, 0)."""

    measured: MeasuredRow
    headers: tuple[Rect, ...]
    lanes: tuple[Rect, ...]
    cards: Mapping[str, Rect]
    height: float

    def slot_x(self, slot: int) -> float:
        return LABEL_WIDTH + (slot - self.measured.slots.start) * self.measured.slot_width

    def slot_middle(self, slot: int) -> float:
        return self.slot_x(slot) + self.measured.slot_width / 2

    def corridor(self, index: int) -> Rect:
        """Return the space above lane `index` (below the last lane for the last index)."""
        height = self.measured.corridors[index]
        if index < len(self.lanes):
            return Rect(
                LABEL_WIDTH, self.lanes[index].y - height, self.measured.width - LABEL_WIDTH, height
            )
        last = self.lanes[-1].bottom if self.lanes else self.measured.lanes_top
        return Rect(LABEL_WIDTH, last, self.measured.width - LABEL_WIDTH, height)

    @property
    def arc_base(self) -> float:
        return self.measured.arc_height

    @property
    def edges(self) -> tuple[float, float]:
        """The left and the right edge of the row."""
        return LABEL_WIDTH, self.measured.width

    def header_rect(self, column: int) -> Rect:
        """Return the header of a column, numbered over the whole map."""
        columns, start = self.measured.grid.columns, self.measured.columns[0].first
        return self.headers[column - bisect_left(columns, start, key=lambda each: each.first)]

    def card_rect(self, id_: str) -> Rect:
        return self.cards[id_]

    def in_stack(self, id_: str) -> tuple[int, int]:
        """Return a card's index in its stack, from the top, and the number of cards there."""
        grid = self.measured.grid
        stack = grid.cells[grid.slot_of[id_]]
        return next(i for i, record in enumerate(stack) if record.id == id_), len(stack)

    def track_y(self, span: TrackSpan) -> float:
        measured = self.measured
        middle = self.corridor(span.corridor).center.y
        return middle + track_offset(
            span, measured.tracks[span.corridor], has_labels=span.corridor in measured.labelled
        )


def arrange(measured: MeasuredRow, height: float) -> Arrangement:
    """Return the rectangles at a given height: spare height goes to lanes, then between them."""
    lanes, spare = _stretched(measured, height - measured.height)
    gaps = len(measured.corridors) - 1
    share = min(spare / gaps, 3 * LANE_GAP) if gaps else 0.0
    corridors = tuple(
        value + (share if i < gaps else 0.0) for i, value in enumerate(measured.corridors)
    )
    measured = measured._replace(lanes=lanes, corridors=corridors)
    y = measured.arc_height
    x = LABEL_WIDTH
    header_rects = []
    for width in measured.widths:
        header_rects.append(Rect(x, y, width, measured.header_height))
        x += width
    y = measured.lanes_top
    lane_rects = []
    card_rects: dict[str, Rect] = {}
    for lane, corridor in zip(lanes, corridors, strict=False):
        y += corridor
        rect = Rect(LABEL_WIDTH, y, measured.width - LABEL_WIDTH, lane.height)
        lane_rects.append(rect)
        _place_cards(measured, lane, rect, card_rects)
        y += lane.height
    return Arrangement(
        measured, tuple(header_rects), tuple(lane_rects), card_rects, y + corridors[-1]
    )


def _stretched(measured: MeasuredRow, spare: float) -> tuple[tuple[MeasuredLane, ...], float]:
    """Return the lanes with the spare height shared by weight up to each lane's limit, and the rest."""
    heights = [lane.height for lane in measured.lanes]
    limits = [lane.height * _limit(lane) for lane in measured.lanes]
    for _ in range(4):
        open_ = [i for i, height in enumerate(heights) if height < limits[i] - 0.01]
        weight = sum(_weight(measured.lanes[i]) for i in open_)
        if spare < 0.01 or not open_:
            break
        shared = spare
        for i in open_:
            more = min(shared * _weight(measured.lanes[i]) / weight, limits[i] - heights[i])
            heights[i] += more
            spare -= more
    lanes = []
    for lane, height in zip(measured.lanes, heights, strict=True):
        rows = lane.rows
        if rows:
            extra = (height - lane.height) / len(rows)
            rows = tuple(row + extra for row in rows)
        lanes.append(replace(lane, height=height, rows=rows))
    return tuple(lanes), max(spare, 0.0)


def _weight(lane: MeasuredLane) -> float:
    tall = 2.0 if lane.spec.height == "tall" else 1.0
    by_band = {Band.CURVE: CURVE_WEIGHT, Band.FUNNEL: FUNNEL_WEIGHT, Band.CARDS: CARDS_WEIGHT}
    return 0.0 if lane.spec.collapsed else by_band[lane.spec.band] * tall


def _limit(lane: MeasuredLane) -> float:
    """Return how many times its natural height a lane may have before it looks empty."""
    if lane.spec.collapsed:
        return 1.0
    by_band = {Band.CURVE: CURVE_LIMIT, Band.FUNNEL: FUNNEL_LIMIT, Band.CARDS: CARDS_LIMIT}
    return by_band[lane.spec.band]


def stack_tops(lane: MeasuredLane) -> tuple[float, ...]:
    if not lane.rows:
        return ()
    content = sum(lane.rows) + STACK_GAP * (len(lane.rows) - 1)
    tops = [(lane.height - content) / 2]
    for height in lane.rows[:-1]:
        tops.append(tops[-1] + height + STACK_GAP)
    return tuple(tops)


def _place_cards(
    measured: MeasuredRow, lane: MeasuredLane, rect: Rect, card_rects: dict[str, Rect]
) -> None:
    tops = [rect.y + top for top in stack_tops(lane)]
    width = measured.slot_width - 2 * GUTTER
    for slot in measured.slots if tops else ():
        x = LABEL_WIDTH + (slot - measured.slots.start) * measured.slot_width + GUTTER
        for row, record in enumerate(measured.grid.cells.get((lane.index, slot), ())):
            card_rects[record.id] = Rect(x, tops[row], width, lane.rows[row])
