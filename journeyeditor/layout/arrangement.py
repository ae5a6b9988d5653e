"""From the plan to rectangles: one sheet's share of the map, in map units.

Steps: measure every card at the slot's width; give each place in the stacks of a lane one
height over the whole sheet, so that text baselines align; leave corridors as wide as the
connectors need; hand what is left of the sheet's height to the lanes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_
from journeyeditor.layout import cards, heads
from journeyeditor.layout.grid import Column, Grid
from journeyeditor.layout.kit import Kit
from journeyeditor.layout.lanes import Band, LaneSpec
from journeyeditor.layout.routes import Route, StageArc, corridor_tracks, has_words
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
)
from journeyeditor.vocabulary import kind_class

CURVE_HEIGHT, FUNNEL_HEIGHT = 106.0, 72.0
COLLAPSED_HEIGHT = 16.0
#: Height of one level of stage arcs, and of the first one.
ARC_LEVEL, ARC_FIRST = 12.0, 17.0
#: How much of the spare height a lane takes, and how much it may grow.
CURVE_WEIGHT, FUNNEL_WEIGHT, CARDS_WEIGHT = 3.0, 2.0, 1.0
CURVE_LIMIT, FUNNEL_LIMIT, CARDS_LIMIT = 3.2, 3.2, 1.35


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A measured lane: its natural height, and the height of each place in its stacks."""

    spec: LaneSpec
    index: int
    title: str
    height: float
    rows: tuple[float, ...]


class Measured(NamedTuple):
    """What one slot width makes of a sheet: everything but the last decision on heights."""

    grid: Grid
    columns: tuple[Column, ...]
    slot_width: float
    widths: tuple[float, ...]
    heads: tuple[heads.Head, ...]
    lanes: tuple[LaneRow, ...]
    cards: Mapping[str, cards.Card]
    routes: tuple[Route, ...]
    arcs: tuple[StageArc, ...]
    tracks: Mapping[int, int]
    worded: frozenset[int]
    corridors: tuple[float, ...]

    @property
    def slots(self) -> range:
        """The slots of this sheet."""
        return range(self.columns[0].first, self.columns[-1].end)

    @property
    def width(self) -> float:
        """The width of the sheet's share, the lanes' names included."""
        return LABEL_WIDTH + sum(self.widths)

    def pitch(self, corridor: int) -> float:
        """Return the distance of two tracks of a corridor: wider where words stand on them."""
        return WORDED_TRACK if corridor in self.worded else TRACK

    @property
    def arc_height(self) -> float:
        """The height of the space above the chevrons."""
        levels = max((arc.level for arc in self.arcs), default=-1) + 1
        return ARC_FIRST + (levels - 1) * ARC_LEVEL if levels else 0.0

    @property
    def head_height(self) -> float:
        """The height of all chevrons."""
        return max(head.height for head in self.heads)

    @property
    def height(self) -> float:
        """The natural height: nothing stretched."""
        lanes = sum(lane.height for lane in self.lanes)
        return self.arc_height + self.head_height + sum(self.corridors) + lanes


class Arrangement(NamedTuple):
    """Where everything stands, the upper left corner of the sheet's share at (0, 0)."""

    measured: Measured
    heads: tuple[Rect, ...]
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
        last = self.lanes[-1].bottom if self.lanes else self.heads[0].bottom
        return Rect(LABEL_WIDTH, last, self.measured.width - LABEL_WIDTH, height)


def measure(
    grid: Grid,
    columns: Sequence[Column],
    slot_width: float,
    facts: Mapping[str, cards.Facts],
    routes: Sequence[Route],
    arcs: Sequence[StageArc],
    kit: Kit,
    width_of_row: float = 0.0,
) -> Measured:
    """Return a row of the map measured at a slot width (map units).

    `width_of_row` is what the row has to fill: its last stage reaches to the end.
    """
    slots = range(columns[0].first, columns[-1].end)
    width = slot_width - 2 * GUTTER
    measured: dict[str, cards.Card] = {}
    lanes = []
    for index, spec in enumerate(grid.lanes):
        rows: list[float] = []
        for slot in slots if spec.band is Band.CARDS and not spec.collapsed else ():
            for row, record in enumerate(grid.cells.get((index, slot), ())):
                card = cards.measure(
                    record, facts[record.id], width, kit, is_compact=spec.height == "compact"
                )
                measured[record.id] = card
                if row == len(rows):
                    rows.append(0.0)
                rows[row] = max(rows[row], card.height)
        lanes.append(_lane(spec, index, rows, kit))
    widths = _widths(columns, slot_width, width_of_row)
    size = heads.name_size(list(zip(columns, widths, strict=True)), kit)
    stage_heads = tuple(
        heads.measure(column, wide, size, _ends(grid, columns, i), kit)
        for i, (column, wide) in enumerate(zip(columns, widths, strict=True))
    )
    tracks = corridor_tracks(routes)
    worded = frozenset(route.exit.corridor for route in routes if has_words(route.relation))
    corridors = []
    for index in range(len(lanes) + 1):
        pitch = WORDED_TRACK if index in worded else TRACK
        needed = tracks[index] * pitch + 2 if index in tracks else 0.0
        corridors.append(max(needed, LANE_GAP if index < len(lanes) else 0.0))
    return Measured(
        grid=grid,
        columns=tuple(columns),
        slot_width=slot_width,
        widths=widths,
        heads=stage_heads,
        lanes=tuple(lanes),
        cards=measured,
        routes=tuple(routes),
        arcs=tuple(arcs),
        tracks=tracks,
        worded=worded,
        corridors=tuple(corridors),
    )


def _widths(columns: Sequence[Column], slot_width: float, width_of_row: float) -> tuple[float, ...]:
    """Return the widths of the stages; the last one takes what is left of the row."""
    widths = [column.slots * slot_width for column in columns]
    widths[-1] += max(width_of_row - LABEL_WIDTH - sum(widths), 0.0)
    return tuple(widths)


def _ends(grid: Grid, columns: Sequence[Column], index: int) -> heads.Ends:
    """Return where a stage of a row stands in the whole map."""
    return heads.Ends(
        columns[index] == grid.columns[0],
        columns[index] == grid.columns[-1],
        index == len(columns) - 1,
    )


def _lane(spec: LaneSpec, index: int, rows: Sequence[float], kit: Kit) -> LaneRow:
    """Return a lane with its natural height: its content's, and room for its name."""
    title = (spec.title or kit.texts(plural(spec))).upper()
    if spec.collapsed:
        return LaneRow(spec, index, title, COLLAPSED_HEIGHT, ())
    if spec.band is Band.CURVE:
        height = CURVE_HEIGHT
    elif spec.band is Band.FUNNEL:
        height = FUNNEL_HEIGHT
    else:
        height = 2 * LANE_PAD + sum(rows) + STACK_GAP * max(len(rows) - 1, 0)
    label = min(kit.measure(title, SMALL, BOLD) + 6, 96.0)
    return LaneRow(spec, index, title, max(height, label), tuple(rows))


def plural(spec: LaneSpec) -> str:
    """Return the English name of a kind's own lane, a key of the catalogues."""
    if spec.band is Band.FUNNEL:
        return N_("Funnel")
    if spec.band is Band.CURVE:
        return "Emotion"
    return kind_class(spec.kinds[0]).look.plural if spec.kinds else "Lane"


def arrange(measured: Measured, height: float) -> Arrangement:
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
    y += measured.head_height
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


def _stretched(measured: Measured, spare: float) -> tuple[tuple[LaneRow, ...], float]:
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


def _weight(lane: LaneRow) -> float:
    """Return how strongly a lane pulls at spare height."""
    tall = 2.0 if lane.spec.height == "tall" else 1.0
    by_band = {Band.CURVE: CURVE_WEIGHT, Band.FUNNEL: FUNNEL_WEIGHT, Band.CARDS: CARDS_WEIGHT}
    return 0.0 if lane.spec.collapsed else by_band[lane.spec.band] * tall


def _limit(lane: LaneRow) -> float:
    """Return how many times its natural height a lane may become before it looks empty."""
    if lane.spec.collapsed:
        return 1.0
    by_band = {Band.CURVE: CURVE_LIMIT, Band.FUNNEL: FUNNEL_LIMIT, Band.CARDS: CARDS_LIMIT}
    return by_band[lane.spec.band]


def _place(measured: Measured, lane: LaneRow, rect: Rect, card_rects: dict[str, Rect]) -> None:
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
