"""Where the cards stand: columns, lanes and places, brought in step stage by stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental.cards import CARD_WIDTH, CardCache
from journeyeditor.layout.incremental.columns import GridColumn, GridColumns
from journeyeditor.layout.incremental.lanes import GridLanes
from journeyeditor.layout.incremental.stage_membership import StageMembership
from journeyeditor.layout.lanes import Band, LaneSpec, hidden_lanes, specs_of
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.stage_plan import ANCHORS, StagePlan, plan_stage
from journeyeditor.layout.style import GUTTER, SLOT_PREFERRED
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.vocabulary import Lane

#: On the canvas these lanes are there also while they are empty: somewhere to drop the first card.
DEFAULT_LANES = (
    "step",
    "touchpoint",
    "thought",
    "emotion",
    "pain_point",
    "opportunity",
    "backstage",
)
#: A map without stages is so many slots wide.
EMPTY_SLOTS = 4


class CellPosition(NamedTuple):
    """Where a card stands: column, lane, slot (from the column's first one), place in the stack."""

    column: GridColumn
    lane: int
    slot: int
    row: int


@dataclass(slots=True)
class GridDelta:
    """What a change did to the grid.

    `cards` stand in another cell, or came or went; `planned` are the columns whose cells may be
    others, `stretched` those with another number of slots; from column `shifted` on all stand
    elsewhere. `inner` are (column, lane) pairs in which cards look different.
    """

    cards: set[str] = field(default_factory=set)
    planned: list[GridColumn] = field(default_factory=list)
    stretched: list[GridColumn] = field(default_factory=list)
    gone: list[GridColumn] = field(default_factory=list)
    inner: set[tuple[GridColumn, int]] = field(default_factory=set)
    shifted: int | None = None
    is_reordered: bool = False
    has_other_heights: bool = False


class CellGrid:
    """The cells of the whole map. Built at once, then followed change by change."""

    def __init__(
        self,
        graph: JourneyGraph,
        context: RenderContext,
        cards: CardCache,
        order: Mapping[str | None, object],
    ) -> None:
        """Plan a map; `order` has the personas (ids) in theirs, None at its end."""
        self._graph = graph
        self._cards = cards
        self._persona_order = {id_: i for i, id_ in enumerate(order)}
        self._membership = StageMembership(graph)
        self._places: dict[str, CellPosition] = {}
        self._away = hidden_lanes(graph)
        self.columns = GridColumns()
        self.lanes = GridLanes(self._specs(), context)
        self.columns.put(self._stages())
        for column in self.columns:
            self._plan(column, GridDelta())
        self.lanes.fill([column.stacks for column in self.columns])
        self.columns.settle()

    def follow(self, change: Change, touched: Iterable[str]) -> GridDelta | None:
        """Follow a change; None when the lanes are others now and all has to be planned anew.

        `touched` are the elements that look different.
        """
        had_loose = self._membership.has_loose()
        dirty = self._membership.follow(change)
        kinds = {record.kind for entry in change.entries.values() for record in entry if record}
        if (
            self._membership.has_other_names or kinds & {"lane", "stage"}
        ) and self._has_other_lanes():
            return None
        delta = GridDelta()
        if "stage" in kinds or self._membership.has_loose() != had_loose:
            dirty |= self._reorder(delta)
        for stage in dirty:
            column = self.columns.of(stage)
            if column is not None:
                self._replan(column, delta)
        self._measure(touched, delta)
        if delta.stretched or delta.is_reordered:
            delta.shifted = self.columns.settle()
        return delta

    def place(self, id_: str) -> CellPosition | None:
        """Return where a card or an emotion stands."""
        return self._places.get(id_)

    def cell(self, lane: int, slot: int) -> tuple[str, ...]:
        """Return what stands in a cell, from top to bottom; the slot is one of the map's."""
        column = self.columns.at_slot(slot)
        return column.cells.get((lane, slot - column.first), ())

    def rect(self, id_: str) -> Rect | None:
        """Return where a card stands; None for what has no card (emotions, folded lanes)."""
        place = self._places.get(id_)
        if place is None or not self.lanes.rows[place.lane].rows:
            return None
        return self.rect_at(place)

    def rect_at(self, place: CellPosition) -> Rect:
        """Return the rectangle of a place in a lane of cards."""
        return self.rect_in(place).translated(place.column.x, self.lanes.ys[place.lane])

    def rect_in(self, place: CellPosition) -> Rect:
        """Return the rectangle of a place, seen from the corner of its column and lane."""
        lane, row = place.lane, place.row
        return Rect(
            place.slot * SLOT_PREFERRED + GUTTER,
            self.lanes.tops[lane][row],
            CARD_WIDTH,
            self.lanes.rows[lane].rows[row],
        )

    def has_cards(self, lane: int) -> bool:
        """Tell whether a lane shows cards: not curves, bars or beads."""
        spec = self.lanes.specs[lane]
        return spec.band is Band.CARDS and not spec.collapsed

    def _has_other_lanes(self) -> bool:
        """Tell whether the map wants other lanes now than there are."""
        return hidden_lanes(self._graph) != self._away or self._specs() != self.lanes.specs

    def _reorder(self, delta: GridDelta) -> set[str | None]:
        """Have a column for each stage; return those that have to be planned."""
        stages = self._stages()
        before = [column.stage for column in self.columns]
        if before == stages:
            return set()
        new, delta.gone = self.columns.put(stages)
        delta.is_reordered = True
        was_beside = set(pairwise(before))
        for pair in pairwise(stages):
            if pair not in was_beside:
                delta.cards.update(self._anchors(pair))
        for column in delta.gone:
            self._drop(column, delta)
        dirty = {column.stage for column in new}
        if len(before) == 1 or len(stages) == 1:
            dirty.add(None)  # a column that is alone, or was, has other slots
        return dirty

    def _specs(self) -> tuple[LaneSpec, ...]:
        """Return the lanes that the map wants now."""
        placed: dict[str, set[str | None]] = {}
        for (kind, lane), count in self._membership.named.items():
            if count:
                placed.setdefault(kind, set()).add(lane)
        lanes = [lane for lane in self._graph.lanes() if isinstance(lane, Lane)]
        counted = any(getattr(stage, "count", None) is not None for stage in self._graph.stages())
        return specs_of(lanes, placed, DEFAULT_LANES, has_counts=counted)

    def _stages(self) -> list[str | None]:
        """Return the stages in order, and None where cards stand in none or there is no stage."""
        stages: list[str | None] = [stage.id for stage in self._graph.stages()]
        if self._membership.has_loose() or not stages:
            stages.append(None)
        return stages

    def _replan(self, column: GridColumn, delta: GridDelta) -> None:
        """Plan a column anew and note what is different."""
        before, slots = column.stacks, column.slots
        self._plan(column, delta)
        delta.planned.append(column)
        if column.slots != slots:
            delta.stretched.append(column)
            delta.cards.update(self._anchors([column.stage]))
        delta.has_other_heights |= self.lanes.swap(before, column.stacks)

    def _anchors(self, stages: Iterable[str | None]) -> Iterator[str]:
        """Yield the steps and touchpoints of stages: what the places of neighbours tell of them."""
        for stage in stages:
            column = self.columns.of(stage)
            for ids in column.cells.values() if column else ():
                # A column that is not planned anew yet still holds what went with a stage.
                there = [self._graph.element(id_) for id_ in ids if self._graph.has_element(id_)]
                yield from (element.id for element in there if element.kind in ANCHORS)

    def _plan(self, column: GridColumn, delta: GridDelta) -> None:
        """Find the cells of a column and what they need; the heights of lanes are left as they are."""
        old = column.cells
        records = self._membership.members(column.stage)
        is_alone = column.stage is None and not self._graph.stages()
        plan = plan_stage(
            self._graph,
            records,
            self.lanes.specs,
            self._away,
            unscored=True,
            least=EMPTY_SLOTS if is_alone else 1,
        )
        column.slots = plan.slots
        column.cells = self._cells(plan)
        column.cache.clear()
        self._enter(column, old, delta)
        lanes = {lane for lane, _ in column.cells}
        column.stacks = {lane: self._stack(column, lane) for lane in lanes if self.has_cards(lane)}
        for key in old.keys() | column.cells.keys():
            if old.get(key) != column.cells.get(key):
                delta.inner.add((column, key[0]))

    def _cells(self, plan: StagePlan) -> dict[tuple[int, int], tuple[str, ...]]:
        """Return the cells of a plan; moods of one slot in the order of the personas."""
        cells = {key: tuple(record.id for record in found) for key, found in plan.cells.items()}
        moods: dict[tuple[int, int], list[tuple[int, str]]] = {}
        last = len(self._persona_order) - 1
        for persona, scored in plan.emotions.items():
            order = self._persona_order.get(persona, last)
            for slot, record in scored:
                lane = plan.slot_of[record.id][0]
                moods.setdefault((lane, slot), []).append((order, record.id))
        for key, found in moods.items():
            found.sort(key=lambda item: item[0])
            cells[key] = tuple(id_ for _, id_ in found)
        return cells

    def _enter(
        self, column: GridColumn, old: Mapping[tuple[int, int], tuple[str, ...]], delta: GridDelta
    ) -> None:
        """Note the places of a column's cards, and which of them are others than before."""
        gone = {id_ for ids in old.values() for id_ in ids}
        for (lane, slot), ids in column.cells.items():
            for row, id_ in enumerate(ids):
                gone.discard(id_)
                place = CellPosition(column, lane, slot, row)
                before = self._places.get(id_)
                if before is None or before[:3] != place[:3]:
                    delta.cards.add(id_)
                self._places[id_] = place
        for id_ in gone:
            if self._places[id_].column is column:
                del self._places[id_]
            delta.cards.add(id_)

    def _drop(self, column: GridColumn, delta: GridDelta) -> None:
        """Take leave of a column."""
        delta.has_other_heights |= self.lanes.swap(column.stacks, {})
        for ids in column.cells.values():
            for id_ in ids:
                if self._places[id_].column is column:
                    del self._places[id_]
                delta.cards.add(id_)

    def _measure(self, touched: Iterable[str], delta: GridDelta) -> None:
        """Find the heights anew where cards look different."""
        planned = set(delta.planned)
        stale: set[tuple[GridColumn, int]] = set()
        for id_ in touched:
            place = self._places.get(id_)
            if place is not None:
                delta.inner.add((place.column, place.lane))
                stale.add((place.column, place.lane))
        for column, lane in stale:
            if column not in planned and self.has_cards(lane):
                before = column.stacks
                column.stacks = {**before, lane: self._stack(column, lane)}
                delta.has_other_heights |= self.lanes.swap(before, column.stacks)

    def _stack(self, column: GridColumn, lane: int) -> list[float]:
        """Return what each place in the stacks of a lane needs in a column."""
        is_compact = self.lanes.specs[lane].height == "compact"
        heights: list[float] = []
        for slot in range(column.slots):
            for row, id_ in enumerate(column.cells.get((lane, slot), ())):
                height = self._cards.height(id_, is_compact=is_compact)
                if row == len(heights):
                    heights.append(height)
                elif height > heights[row]:
                    heights[row] = height
        return heights
