"""The cells of the map: which column, lane, slot and stack position each card has.

A change replans only the stages that it reaches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.geometry import Rect
from journeyeditor.layout.grid import StagePlan, min_slots, plan_stage, stage_of
from journeyeditor.layout.incremental.axes import GridColumn, GridColumns, GridLanes
from journeyeditor.layout.incremental.cards import CardCache
from journeyeditor.layout.incremental.excerpt import Excerpt
from journeyeditor.layout.lanes import Band, LaneSpec, hidden_lanes, is_card, specs_of
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import GUTTER, SLOT_PREFERRED
from journeyeditor.model import Change, Element, JourneyGraph, Record, Relation
from journeyeditor.vocabulary import Common, Follows, Stage

#: Lanes that the canvas shows even while they are empty: somewhere to drop the first card.
DEFAULT_LANES = (
    "step",
    "touchpoint",
    "thought",
    "emotion",
    "pain_point",
    "opportunity",
    "backstage",
)
#: The width of a map without stages, in slots.
EMPTY_SLOTS = 4
#: Relations that decide the cell of their source.
ANCHORING = ("at", "supports", "addresses")
#: Fields of a card that decide its cell.
POSITION_FIELDS = ("kind", "stage", "lane", "rank", "persona", "position", "proposed_stage")


class CellPosition(NamedTuple):
    """Where a card is: column, lane, slot (from the column's first one), index in the stack."""

    column: GridColumn
    lane: int
    slot: int
    row: int


@dataclass(slots=True)
class GridDelta:
    """What a change did to the grid.

    `cards` changed cell, or came or went; `planned` columns may have other cells, `resized` ones
    another number of slots. `repainted` are (column, lane) pairs whose cards look different.
    """

    cards: set[str] = field(default_factory=set)
    planned: list[GridColumn] = field(default_factory=list)
    resized: list[GridColumn] = field(default_factory=list)
    removed: list[GridColumn] = field(default_factory=list)
    repainted: set[tuple[GridColumn, int]] = field(default_factory=set)
    is_reordered: bool = False
    has_other_heights: bool = False


class StageMembership:
    """The cards of each stage's column; None is the column of those in no stage.

    A card's stage and slot depend on its related elements and on theirs, and no farther: a change
    reaches the stages of the records it touches and of their neighbours.
    """

    def __init__(self, graph: JourneyGraph) -> None:
        self._graph = graph
        self._stages: dict[str, str | None] = {}
        self._members: dict[str | None, dict[str, None]] = {}
        self._lanes: dict[str, tuple[str, str | None]] = {}
        #: How many cards of a kind name a lane; this decides which lanes the map has.
        self.lane_counts: Counter[tuple[str, str | None]] = Counter()
        #: Whether the last change gave a kind or a lane its first card, or took its last one.
        self.has_other_lanes = False
        for record in graph.elements():
            if is_card(record):
                self._enter(record)

    def members(self, stage: str | None) -> list[Common]:
        """Return the cards of a column in the order of the map."""
        graph = self._graph
        records = [graph.element(id_) for id_ in self._members.get(stage, ())]
        return sorted((record for record in records if is_card(record)), key=graph.sort_key)

    def all_members(self) -> list[Common]:
        return [record for stage in list(self._members) for record in self.members(stage)]

    def has_unplaced(self) -> bool:
        return bool(self._members.get(None))

    def update(self, change: Change) -> set[str | None]:
        """Apply a change; return the stages whose plan may differ now."""
        self.has_other_lanes = False
        dirty = {
            self._stages[record.target]
            for record in _relations(change)
            if isinstance(record, Follows) and record.target in self._stages
        }
        touched = dict.fromkeys(record.source for record in _relations(change))
        for id_, entry in change.entries.items():
            if any(isinstance(record, Element) for record in entry) and _may_move(*entry):
                touched[id_] = None
                touched.update(dict.fromkeys(self._dependents(id_)))
        for id_ in list(touched):
            touched.update(dict.fromkeys(self._anchored_to(id_)))
        for id_ in touched:
            dirty |= self._reassign(id_)
        return dirty

    def _dependents(self, id_: str) -> Iterator[str]:
        """Yield the cards whose stage depends on an element that came, went or moved."""
        yield from self._anchored_to(id_)
        for card in self._graph.cards(id_):
            yield card.id
            yield from self._anchored_to(card.id)

    def _anchored_to(self, id_: str) -> Iterator[str]:
        for relation in self._graph.incoming(id_):
            if relation.kind in ANCHORING:
                yield relation.source

    def _reassign(self, id_: str) -> set[str | None]:
        """Find the stage of an element again, if it is a card; return its old and new stage."""
        stages: set[str | None] = set()
        if id_ in self._stages:
            stage = self._stages.pop(id_)
            stages.add(stage)
            del self._members[stage][id_]
            lane = self._lanes.pop(id_)
            self.lane_counts[lane] -= 1
            self.has_other_lanes |= not self.lane_counts[lane]
        record = self._graph.element(id_) if self._graph.has_element(id_) else None
        if record is not None and is_card(record):
            stages.add(self._enter(record))
        return stages

    def _enter(self, record: Common) -> str | None:
        """Put a card into its stage, and return this."""
        stage = stage_of(self._graph, record)
        lane = (record.kind, record.lane)
        self._stages[record.id] = stage
        self._lanes[record.id] = lane
        self._members.setdefault(stage, {})[record.id] = None
        self.lane_counts[lane] += 1
        self.has_other_lanes |= self.lane_counts[lane] == 1
        return stage


class CellGrid:
    """The cells of the whole map: planned once, then updated change by change."""

    def __init__(
        self,
        graph: JourneyGraph,
        context: RenderContext,
        cards: CardCache,
        personas: Iterable[str | None],
        excerpt: Excerpt | None = None,
    ) -> None:
        """Plan a map or an excerpt of it; `personas` are ids in their order, None last."""
        self._excerpt = excerpt
        self._graph = graph
        self._cards = cards
        self._persona_order = {id_: i for i, id_ in enumerate(personas)}
        self._membership = StageMembership(graph)
        self._positions: dict[str, CellPosition] = {}
        self._hidden_lanes = hidden_lanes(graph)
        self.columns = GridColumns(excerpt.slot_width if excerpt else SLOT_PREFERRED)
        self.lanes = GridLanes(self._specs(), context, has_names=not (excerpt and excerpt.stage))
        self.columns.set_stages(self._stages())
        for column in self.columns:
            self._plan(column, GridDelta())
        self.lanes.fill([column.stacks for column in self.columns])
        self.columns.renumber()

    def draw_anew(self, cards: CardCache) -> None:
        """Forget all drawings; `cards` are as high as before."""
        self._cards = cards
        for column in self.columns:
            column.cache.clear()
            column.drawings.clear()

    def update(self, change: Change, touched: Iterable[str]) -> GridDelta | None:
        """Apply a change; None if the map has other lanes now and must be planned from scratch.

        `touched` are the elements that look different.
        """
        membership = self._membership
        had_unplaced = membership.has_unplaced()
        dirty = membership.update(change)
        kinds = {record.kind for entry in change.entries.values() for record in entry if record}
        if self._excerpt and self._has_other_excerpt():
            return None
        if (membership.has_other_lanes or kinds & {"lane", "stage"}) and self._has_other_lanes():
            return None
        delta = GridDelta()
        if "stage" in kinds or membership.has_unplaced() != had_unplaced:
            dirty |= self._reorder(delta)
        dirty |= set(_resized(change))
        for stage in dirty:
            column = self.columns.of(stage)
            if column is not None:
                self._replan(column, delta)
        self._remeasure(touched, delta)
        if delta.resized or delta.is_reordered:
            self.columns.renumber()
        return delta

    def needed_slots(self, stage: str) -> int:
        records = self._membership.members(stage)
        return plan_stage(self._graph, records, self.lanes.specs, self._hidden_lanes).slots

    def position(self, id_: str) -> CellPosition | None:
        return self._positions.get(id_)

    def cell(self, lane: int, slot: int) -> tuple[str, ...]:
        """Return the elements of a cell, from top to bottom; `slot` is one of the map's."""
        column = self.columns.at_slot(slot)
        return column.cells.get((lane, slot - column.first), ())

    def rect(self, id_: str) -> Rect | None:
        """Return a card's rectangle; None if it is not drawn as one (emotions, collapsed lanes)."""
        position = self._positions.get(id_)
        if position is None or not self.lanes.rows[position.lane].rows:
            return None
        origin_y = self.lanes.ys[position.lane]
        return self.local_rect(position).translated(position.column.x, origin_y)

    def local_rect(self, position: CellPosition) -> Rect:
        """Return a card's rectangle from the corner of its column and lane."""
        lane, row = position.lane, position.row
        return Rect(
            position.slot * self.columns.slot_width + GUTTER,
            self.lanes.tops[lane][row],
            self.columns.slot_width - 2 * GUTTER,
            self.lanes.rows[lane].rows[row],
        )

    def has_cards(self, lane: int) -> bool:
        """Return whether a lane shows cards, rather than curves, bars or a collapsed lane's dots."""
        spec = self.lanes.specs[lane]
        return spec.band is Band.CARDS and not spec.collapsed

    def _has_other_lanes(self) -> bool:
        return hidden_lanes(self._graph) != self._hidden_lanes or self._specs() != self.lanes.specs

    def _has_other_excerpt(self) -> bool:
        """Whether the excerpt's lanes changed, or the numbers of its stages."""
        return self._has_other_lanes() or self._all_stages() != list(self.columns.numbers)

    def _reorder(self, delta: GridDelta) -> set[str | None]:
        """Bring the columns in the order of the stages; return those that must be planned."""
        stages = self._stages()
        before = [column.stage for column in self.columns]
        if before == stages:
            return set()
        added, delta.removed = self.columns.set_stages(stages)
        delta.is_reordered = True
        adjacent_before = set(pairwise(before))
        for pair in pairwise(stages):
            if pair not in adjacent_before:
                delta.cards.update(self._anchors(pair))
        for column in delta.removed:
            self._remove(column, delta)
        dirty = {column.stage for column in added}
        if len(before) == 1 or len(stages) == 1:
            dirty.add(None)  # an only column has more slots
        return dirty

    def _specs(self) -> tuple[LaneSpec, ...]:
        named: dict[str, set[str | None]] = {}
        for (kind, lane), count in self._membership.lane_counts.items():
            if count:
                named.setdefault(kind, set()).add(lane)
        specs = specs_of(self._graph, named, DEFAULT_LANES)
        if self._excerpt is None:
            return specs
        members = (
            self._membership.members(self._excerpt.stage)
            if self._excerpt.stage
            else self._membership.all_members()
        )
        return self._excerpt.lanes(specs, members, self._hidden_lanes)

    def _stages(self) -> list[str | None]:
        stages = self._all_stages()
        self.columns.numbers = {stage: number for number, stage in enumerate(stages)}
        return self._excerpt.stages(stages) if self._excerpt else stages

    def _all_stages(self) -> list[str | None]:
        """Return the stages in order, then None if there are cards in no stage, or no stages."""
        stages: list[str | None] = [stage.id for stage in self._graph.stages()]
        if self._membership.has_unplaced() or not stages:
            stages.append(None)
        return stages

    def _replan(self, column: GridColumn, delta: GridDelta) -> None:
        before, slots = column.stacks, column.slots
        self._plan(column, delta)
        delta.planned.append(column)
        if column.slots != slots:
            delta.resized.append(column)
            delta.cards.update(self._anchors([column.stage]))
        delta.has_other_heights |= self.lanes.replace(before, column.stacks)

    def _anchors(self, stages: Iterable[str | None]) -> Iterator[str]:
        for stage in stages:
            column = self.columns.of(stage)
            for ids in column.cells.values() if column else ():
                # A column that is not replanned yet may still hold what was deleted with a stage.
                elements = [self._graph.element(id_) for id_ in ids if self._graph.has_element(id_)]
                yield from (element.id for element in elements if element.is_moment)

    def _plan(self, column: GridColumn, delta: GridDelta) -> None:
        """Find a column's cells and the heights they need; the lanes are left as they are."""
        old = column.cells
        records = self._membership.members(column.stage)
        is_only = column.stage is None and not self._graph.stages()
        plan = plan_stage(
            self._graph,
            records,
            self.lanes.specs,
            self._hidden_lanes,
            min_slots=EMPTY_SLOTS if is_only else min_slots(self._graph, column.stage),
        )
        column.slots = plan.slots
        column.cells = self._cells(plan)
        column.cache.clear()
        self._set_positions(column, old, delta)
        lanes = {lane for lane, _ in column.cells}
        column.stacks = {lane: self._stack(column, lane) for lane in lanes if self.has_cards(lane)}
        for key in old.keys() | column.cells.keys():
            if old.get(key) != column.cells.get(key):
                delta.repainted.add((column, key[0]))

    def _cells(self, plan: StagePlan) -> dict[tuple[int, int], tuple[str, ...]]:
        """Return a plan's cells as ids; the emotions of a slot are in the order of the personas."""
        cells = {key: tuple(record.id for record in ids) for key, ids in plan.cells.items()}
        emotions: dict[tuple[int, int], list[tuple[int, str]]] = {}
        last = len(self._persona_order) - 1
        for persona, scored in plan.emotions.items():
            order = self._persona_order.get(persona, last)
            for slot, record in scored:
                lane = plan.slot_of[record.id][0]
                emotions.setdefault((lane, slot), []).append((order, record.id))
        for key, ids in emotions.items():
            ids.sort(key=lambda item: item[0])
            cells[key] = tuple(id_ for _, id_ in ids)
        return cells

    def _set_positions(
        self, column: GridColumn, old: Mapping[tuple[int, int], tuple[str, ...]], delta: GridDelta
    ) -> None:
        """Index a column's cards by id, and note which of them changed cell."""
        removed = {id_ for ids in old.values() for id_ in ids}
        for (lane, slot), ids in column.cells.items():
            for row, id_ in enumerate(ids):
                removed.discard(id_)
                position = CellPosition(column, lane, slot, row)
                before = self._positions.get(id_)
                if before is None or before[:3] != position[:3]:
                    delta.cards.add(id_)
                self._positions[id_] = position
        for id_ in removed:
            if self._positions[id_].column is column:
                del self._positions[id_]
            delta.cards.add(id_)

    def _remove(self, column: GridColumn, delta: GridDelta) -> None:
        delta.has_other_heights |= self.lanes.replace(column.stacks, {})
        for ids in column.cells.values():
            for id_ in ids:
                if self._positions[id_].column is column:
                    del self._positions[id_]
                delta.cards.add(id_)

    def _remeasure(self, touched: Iterable[str], delta: GridDelta) -> None:
        """Measure the stacks again in which cards look different."""
        planned = set(delta.planned)
        stale: set[tuple[GridColumn, int]] = set()
        for id_ in touched:
            position = self._positions.get(id_)
            if position is not None:
                delta.repainted.add((position.column, position.lane))
                stale.add((position.column, position.lane))
        for column, lane in stale:
            if column not in planned and self.has_cards(lane):
                before = column.stacks
                column.stacks = {**before, lane: self._stack(column, lane)}
                delta.has_other_heights |= self.lanes.replace(before, column.stacks)

    def _stack(self, column: GridColumn, lane: int) -> list[float]:
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


def _resized(change: Change) -> Iterator[str]:
    """Yield the stages whose least number of slots differs."""
    for id_, (before, after) in change.entries.items():
        if isinstance(before, Stage) and isinstance(after, Stage) and before.slots != after.slots:
            yield id_


def _relations(change: Change) -> Iterator[Relation]:
    for entry in change.entries.values():
        for record in entry:
            if isinstance(record, Relation):
                yield record


def _may_move(before: Record | None, after: Record | None) -> bool:
    """Return whether a change of an element may change the cell of any card."""
    if before is None or after is None:
        return True
    if isinstance(before, Stage) and isinstance(after, Stage):
        return False  # its cards stay in it, wherever it stands
    return any(
        getattr(before, name, None) != getattr(after, name, None) for name in POSITION_FIELDS
    )
