"""One row of the map measured at a slot width: everything but the last decision on heights.

Every card is broken to the slot's width, each place in the stacks of a lane gets one height over
the whole row, so that text baselines align, and corridors become as wide as the connectors need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from journeyeditor.i18n import N_
from journeyeditor.layout import cards, headers
from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.lanes import Band, LaneSpec
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import Ribbon
from journeyeditor.layout.routing.routes import Route, StageArc, corridor_tracks
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
