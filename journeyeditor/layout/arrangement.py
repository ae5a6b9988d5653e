"""One row of the map in two passes, in map units: measure at a slot width, arrange in a height.

`measure` breaks every card to the slot's width, gives each stack position of a lane one height
over the whole row, so that text baselines align, and makes corridors as wide as their connectors
need. `arrange` gives what is left of the sheet's height to the lanes and places everything.
"""

from __future__ import annotations

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
from journeyeditor.layout.routing.routes import Route, StageArc, TrackSpan, corridor_tracks
from journeyeditor.layout.style import (
    BOLD,
    GUTTER,
    LABEL_WIDTH,
    LANE_GAP,
    LANE_PAD,
    SMALL,
    STACK_GAP,
    TRACK,
    WORDED_TRACK,
    WORDS_ABOVE,
)
from journeyeditor.vocabulary import kind_class

CURVE_HEIGHT, FUNNEL_HEIGHT = 106.0, 72.0
COLLAPSED_HEIGHT = 16.0
#: Height of one level of stage arcs, and of the first one.
ARC_LEVEL, ARC_FIRST = 12.0, 17.0


@dataclass(frozen=True, slots=True)
class MeasuredLane:
    """A measured lane: its natural height, and the height of each place in its stacks."""

    spec: LaneSpec
    index: int
    title: str
    height: float
    rows: tuple[float, ...]


class MeasuredRow(NamedTuple):
    """What one slot width makes of a sheet: everything but the last decision on heights."""

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
    worded: frozenset[int]
    corridors: tuple[float, ...]
    ribbon: Ribbon | None = None

    @property
    def slots(self) -> range:
        """The slots of this sheet."""
        return range(self.columns[0].first, self.columns[-1].end)

    @property
    def width(self) -> float:
        """The width of the sheet's share, the lanes' names included."""
        return LABEL_WIDTH + sum(self.widths)

    @property
    def arc_height(self) -> float:
        """The height of the space above the chevrons."""
        return arc_space(max((arc.level for arc in self.arcs), default=-1) + 1)

    @property
    def head_height(self) -> float:
        """The height of all chevrons."""
        return max(head.height for head in self.headers)

    @property
    def lanes_top(self) -> float:
        """The height of all that stands above the lanes: arcs, chevrons, a ribbon."""
        ribbon = self.ribbon.height if self.ribbon else 0.0
        return self.arc_height + self.head_height + ribbon

    @property
    def height(self) -> float:
        """The natural height: nothing stretched."""
        return self.lanes_top + sum(self.corridors) + sum(lane.height for lane in self.lanes)


def measure(
    grid: Grid,
    columns: Sequence[StageColumn],
    slot_width: float,
    annotations: Mapping[str, cards.CardAnnotations],
    routes: Sequence[Route],
    arcs: Sequence[StageArc],
    context: RenderContext,
    width_of_row: float = 0.0,
    ribbon: Ribbon | None = None,
) -> MeasuredRow:
    """Return a row of the map measured at a slot width (map units).

    `width_of_row` is what the row has to fill: its last stage reaches to the end. A `ribbon` gets
    a lane of its own below the chevrons.
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
        lanes.append(lane_row(spec, index, rows, context))
    widths = _widths(columns, slot_width, width_of_row)
    size = headers.name_size(list(zip(columns, widths, strict=True)), context)
    stage_heads = tuple(
        headers.measure(column, wide, size, _ends(grid, columns, i), context)
        for i, (column, wide) in enumerate(zip(columns, widths, strict=True))
    )
    tracks = corridor_tracks(routes)
    worded = frozenset(route.exit.corridor for route in routes if route.has_words)
    corridors = [
        corridor_space(tracks.get(index, 0), is_worded=index in worded, is_last=index == len(lanes))
        for index in range(len(lanes) + 1)
    ]
    return MeasuredRow(
        grid=grid,
        columns=tuple(columns),
        slot_width=slot_width,
        widths=widths,
        headers=stage_heads,
        lanes=tuple(lanes),
        cards=measured,
        routes=tuple(routes),
        arcs=tuple(arcs),
        tracks=tracks,
        worded=worded,
        corridors=tuple(corridors),
        ribbon=ribbon,
    )


def corridor_space(tracks: int, *, is_worded: bool, is_last: bool) -> float:
    """Return the height of a corridor with so many tracks; below the last lane it may be none."""
    pitch = WORDED_TRACK if is_worded else TRACK
    needed = tracks * pitch + 2 if tracks else 0.0
    needed += WORDS_ABOVE if is_worded else 0.0
    return max(needed, 0.0 if is_last else LANE_GAP)


def arc_space(levels: int) -> float:
    """Return the height that so many levels of arcs take above the chevrons."""
    return ARC_FIRST + (levels - 1) * ARC_LEVEL if levels else 0.0


def _widths(
    columns: Sequence[StageColumn], slot_width: float, width_of_row: float
) -> tuple[float, ...]:
    """Return the widths of the stages; the last one takes what is left of the row."""
    widths = [column.slots * slot_width for column in columns]
    widths[-1] += max(width_of_row - LABEL_WIDTH - sum(widths), 0.0)
    return tuple(widths)


def _ends(grid: Grid, columns: Sequence[StageColumn], index: int) -> headers.HeaderEnds:
    """Return where a stage of a row stands in the whole map."""
    return headers.HeaderEnds(
        columns[index] == grid.columns[0],
        columns[index] == grid.columns[-1],
        index == len(columns) - 1,
    )


def lane_row(
    spec: LaneSpec, index: int, rows: Sequence[float], context: RenderContext
) -> MeasuredLane:
    """Return a lane with its natural height: its content's, and room for its name."""
    title = (spec.title or context.texts(plural(spec))).upper()
    if spec.collapsed:
        return MeasuredLane(spec, index, title, COLLAPSED_HEIGHT, ())
    if spec.band is Band.CURVE:
        height = CURVE_HEIGHT
    elif spec.band is Band.FUNNEL:
        height = FUNNEL_HEIGHT
    else:
        height = 2 * LANE_PAD + sum(rows) + STACK_GAP * max(len(rows) - 1, 0)
    label = min(context.measure(title, SMALL, BOLD) + 6, 96.0)
    return MeasuredLane(spec, index, title, max(height, label), tuple(rows))


def plural(spec: LaneSpec) -> str:
    """Return the English name of a kind's own lane, a key of the catalogues."""
    if spec.band is Band.FUNNEL:
        return N_("Funnel")
    if spec.band is Band.CURVE:
        return "Emotion"
    return kind_class(spec.kinds[0]).look.plural if spec.kinds else "Lane"


#: How much of the spare height a lane takes, and how much it may grow.
CURVE_WEIGHT, FUNNEL_WEIGHT, CARDS_WEIGHT = 3.0, 2.0, 1.0
CURVE_LIMIT, FUNNEL_LIMIT, CARDS_LIMIT = 3.2, 3.2, 1.35


class Arrangement(NamedTuple):
    """Where everything stands, the upper left corner of the sheet's share at (0, 0)."""

    measured: MeasuredRow
    headers: tuple[Rect, ...]
    lanes: tuple[Rect, ...]
    cards: Mapping[str, Rect]
    height: float

    def slot_x(self, slot: int) -> float:
        """Return the left edge of a slot."""
        return LABEL_WIDTH + (slot - self.measured.slots.start) * self.measured.slot_width

    def slot_middle(self, slot: int) -> float:
        """Return the middle of a slot."""
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
        """The upper edge of the chevrons."""
        return self.measured.arc_height

    @property
    def edges(self) -> tuple[float, float]:
        """The left and the right edge of the row."""
        return LABEL_WIDTH, self.measured.width

    def header_rect(self, column: int) -> Rect:
        """Return the chevron of a column of the map."""
        return self.headers[column - self.measured.grid.columns.index(self.measured.columns[0])]

    def card_rect(self, id_: str) -> Rect:
        """Return where a card stands."""
        return self.cards[id_]

    def in_stack(self, id_: str) -> tuple[int, int]:
        """Return the place of a card in its stack, from the top, and the number of cards there."""
        grid = self.measured.grid
        stack = grid.cells[grid.slot_of[id_]]
        return next(i for i, record in enumerate(stack) if record.id == id_), len(stack)

    def track_y(self, span: TrackSpan) -> float:
        """Return the y of a track: the bundle stands in the middle, a little lower with words above."""
        measured = self.measured
        middle = self.corridor(span.corridor).center.y
        return middle + track_offset(
            span, measured.tracks[span.corridor], is_worded=span.corridor in measured.worded
        )


def track_offset(span: TrackSpan, tracks: int, *, is_worded: bool) -> float:
    """Return how far a track lies below the middle of its corridor."""
    pitch = WORDED_TRACK if is_worded else TRACK
    return (WORDS_ABOVE / 2 if is_worded else 0.0) + (span.track - (tracks - 1) / 2) * pitch


def arrange(measured: MeasuredRow, height: float) -> Arrangement:
    """Return the rectangles in a given height: what is spare goes to lanes, then between them."""
    lanes, spare = _stretched(measured, height - measured.height)
    seams = len(measured.corridors) - 1
    share = min(spare / seams, 3 * LANE_GAP) if seams else 0.0
    corridors = tuple(
        value + (share if i < seams else 0.0) for i, value in enumerate(measured.corridors)
    )
    measured = measured._replace(lanes=lanes, corridors=corridors)
    y = measured.arc_height
    x = LABEL_WIDTH
    head_rects = []
    for width in measured.widths:
        head_rects.append(Rect(x, y, width, measured.head_height))
        x += width
    y = measured.lanes_top
    lane_rects = []
    card_rects: dict[str, Rect] = {}
    for lane, corridor in zip(lanes, corridors, strict=False):
        y += corridor
        rect = Rect(LABEL_WIDTH, y, measured.width - LABEL_WIDTH, lane.height)
        lane_rects.append(rect)
        _place(measured, lane, rect, card_rects)
        y += lane.height
    return Arrangement(
        measured, tuple(head_rects), tuple(lane_rects), card_rects, y + corridors[-1]
    )


def _stretched(measured: MeasuredRow, spare: float) -> tuple[tuple[MeasuredLane, ...], float]:
    """Return the lanes with the spare height dealt out by weight up to each lane's limit."""
    heights = [lane.height for lane in measured.lanes]
    limits = [lane.height * _limit(lane) for lane in measured.lanes]
    for _ in range(4):
        open_ = [i for i, height in enumerate(heights) if height < limits[i] - 0.01]
        weight = sum(_weight(measured.lanes[i]) for i in open_)
        if spare < 0.01 or not open_:
            break
        dealt = spare
        for i in open_:
            more = min(dealt * _weight(measured.lanes[i]) / weight, limits[i] - heights[i])
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
    """Return how strongly a lane pulls at spare height."""
    tall = 2.0 if lane.spec.height == "tall" else 1.0
    by_band = {Band.CURVE: CURVE_WEIGHT, Band.FUNNEL: FUNNEL_WEIGHT, Band.CARDS: CARDS_WEIGHT}
    return 0.0 if lane.spec.collapsed else by_band[lane.spec.band] * tall


def _limit(lane: MeasuredLane) -> float:
    """Return how many times its natural height a lane may become before it looks empty."""
    if lane.spec.collapsed:
        return 1.0
    by_band = {Band.CURVE: CURVE_LIMIT, Band.FUNNEL: FUNNEL_LIMIT, Band.CARDS: CARDS_LIMIT}
    return by_band[lane.spec.band]


def _place(
    measured: MeasuredRow, lane: MeasuredLane, rect: Rect, card_rects: dict[str, Rect]
) -> None:
    """Give the cards of a lane their rectangles: stacks of equal rows from the lane's top."""
    if not lane.rows:
        return
    content = sum(lane.rows) + STACK_GAP * (len(lane.rows) - 1)
    pad = (lane.height - content) / 2
    tops = [rect.y + pad]
    for row in lane.rows[:-1]:
        tops.append(tops[-1] + row + STACK_GAP)
    width = measured.slot_width - 2 * GUTTER
    for slot in measured.slots:
        x = LABEL_WIDTH + (slot - measured.slots.start) * measured.slot_width + GUTTER
        for row, record in enumerate(measured.grid.cells.get((lane.index, slot), ())):
            card_rects[record.id] = Rect(x, tops[row], width, lane.rows[row])
