"""From measures to rectangles, in map units: what is left of the sheet's height goes to the lanes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from journeyeditor.geometry import Rect
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.measuring import MeasuredLane, MeasuredRow
from journeyeditor.layout.routing.routes import TrackSpan
from journeyeditor.layout.style import (
    GUTTER,
    LABEL_WIDTH,
    LANE_GAP,
    STACK_GAP,
    TRACK,
    WORDED_TRACK,
    WORDS_ABOVE,
)

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
