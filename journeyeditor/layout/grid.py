"""The grid of a map: the column, slot, lane and stack position of each card, without lengths.

A stage has a slot for each step or touchpoint in the order of the journey. A card related to one
of them shares its slot; other cards fill the free slots in order of rank. Stages are planned
independently and set side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from heapq import heapify, heapreplace
from typing import NamedTuple

from journeyeditor.insight.parts import PART, Parts, completed
from journeyeditor.layout.lanes import Band, LaneSpec, hidden_lanes, is_card, lane_of, lane_specs
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import MOMENTS, PLACING_RELATIONS, Common, Emotion, PainPoint, Stage

#: More cards than this on one another and the stage gets another slot.
STACK_LIMIT = 4


class StagePlan(NamedTuple):
    """The plan of one stage; slots are counted from its own first one."""

    slots: int
    cells: dict[tuple[int, int], list[Common]]
    slot_of: dict[str, tuple[int, int]]
    emotions: dict[str | None, list[tuple[int, Emotion]]]
    hidden: list[Common]


def plan_stage(
    graph: JourneyGraph,
    records: Iterable[Common],
    specs: Sequence[LaneSpec],
    hidden_lane_ids: Collection[str],
    *,
    persona: str = "",
    min_slots: int = 1,
    stack_limit: int = STACK_LIMIT,
) -> StagePlan:
    """Return the plan of one stage's cards, which depends on no other stage.

    `records` are in the order of the map.
    """
    by_lane, not_shown = _by_lane(records, specs, hidden_lane_ids)
    hidden = [record for record in not_shown if concerns(record, persona)]
    slots = _anchor_slots(graph, by_lane)
    anchored = {id_: slots[anchor] for id_, anchor in _anchors_of(graph, by_lane, slots).items()}
    for lane, cards in by_lane.items():
        by_lane[lane] = [record for record in cards if concerns(record, persona)]
    count = max(_slot_count(by_lane, slots, anchored, stack_limit), min_slots)
    stage_plan = StagePlan(count, defaultdict(list), {}, defaultdict(list), hidden)
    for lane, cards in by_lane.items():
        if specs[lane].band is Band.CURVE:
            _place_emotions(cards, anchored, lane, stage_plan)
        else:
            _place_cards(cards, slots, anchored, lane, stage_plan)
    return stage_plan


def concerns(record: Element, persona: str) -> bool:
    """Return whether an element belongs to a persona's map: it names that persona, or none."""
    if not persona:
        return True
    named = record.persona
    if not named:
        return True
    return persona == named if isinstance(named, str) else persona in named


def min_slots(graph: JourneyGraph, stage_id: str | None) -> int:
    """Return how many slots a stage has even if its cards need fewer."""
    stage = graph.element(stage_id) if stage_id is not None else None
    return (stage.slots or 1) if isinstance(stage, Stage) else 1


def stage_of(graph: JourneyGraph, record: Element) -> str | None:
    """Return the stage of a card: that of a related element goes before its own."""
    if not record.is_moment:
        for target in related_targets(graph, record):
            stage = _column(target)
            if _is_stage(graph, stage):
                return str(stage)
    stage = record.stage
    return str(stage) if _is_stage(graph, stage) else None


def _is_stage(graph: JourneyGraph, id_: str | None) -> bool:
    return id_ is not None and graph.has_element(id_) and isinstance(graph.element(id_), Stage)


def related_targets(graph: JourneyGraph, record: Element) -> list[Element]:
    relations = graph.outgoing(record.id)
    ids = [relation.target for relation in relations if relation.kind in PLACING_RELATIONS] or [
        relation.target for relation in relations if relation.kind == "addresses"
    ]
    targets = [graph.element(id_) for id_ in ids]
    if len(targets) > 1:
        own = record.stage
        targets.sort(key=lambda target: _column(target) != own)
    return targets


def _column(target: Element) -> str | None:
    return target.id if isinstance(target, Stage) else target.stage


def _by_lane(
    cards: Iterable[Common], specs: Sequence[LaneSpec], hidden_lane_ids: Collection[str]
) -> tuple[dict[int, list[Common]], list[Common]]:
    by_lane: dict[int, list[Common]] = defaultdict(list)
    not_shown = []
    stages: dict[tuple[str, str | None], int | None] = {}
    for record in cards:
        key = (record.kind, record.lane)
        if key not in stages:
            stages[key] = None if key[1] in hidden_lane_ids else lane_of(*key, specs)
        lane = stages[key]
        if lane is None:
            not_shown.append(record)
        else:
            by_lane[lane].append(record)
    return by_lane, not_shown


def _anchor_slots(graph: JourneyGraph, by_lane: dict[int, list[Common]]) -> dict[str, int]:
    """Return the slot, within the stage, of each step and touchpoint.

    Steps take the slots in order; so do touchpoints, except that one which follows a step of
    this stage gets that step's slot, or the next one that its order allows.
    """
    slots: dict[str, int] = {}
    for kind in MOMENTS:
        last = -1
        for cards in by_lane.values():
            for record in cards:
                if record.kind != kind:
                    continue
                last += 1
                if kind == "touchpoint":
                    steps = (relation.source for relation in graph.incoming(record.id, "follows"))
                    last = max([last, *(slots[step] for step in steps if step in slots)])
                slots[record.id] = last
    return slots


def _anchors_of(
    graph: JourneyGraph, by_lane: dict[int, list[Common]], slots: dict[str, int]
) -> dict[str, str]:
    """Return the step or touchpoint of the stage that each card is related to, if any.

    A card that only addresses another one shares that one's anchor.
    """
    anchors: dict[str, str] = {}
    for cards in by_lane.values():
        for record in cards:
            if record.is_moment:
                continue
            for target in related_targets(graph, record):
                anchor = target.id if target.id in slots else None
                if anchor is None and isinstance(target, PainPoint):
                    anchor = next(
                        (t.id for t in related_targets(graph, target) if t.id in slots), None
                    )
                if anchor is not None:
                    anchors[record.id] = anchor
                    break
    return anchors


def _slot_count(
    by_lane: dict[int, list[Common]],
    slots: dict[str, int],
    anchored: dict[str, int],
    stack_limit: int,
) -> int:
    count = max(slots.values(), default=0) + 1
    for cards in by_lane.values():
        unanchored = [
            record for record in cards if record.id not in slots and record.id not in anchored
        ]
        scores = Counter(record.persona for record in unanchored if isinstance(record, Emotion))
        stacked = len(unanchored) - scores.total()
        count = max(count, -(-stacked // stack_limit), *scores.values())
    return count


def _place_cards(
    cards: Iterable[Common],
    slots: dict[str, int],
    anchored: dict[str, int],
    lane: int,
    stage_plan: StagePlan,
) -> None:
    """Put the cards of one stage and lane into their slots: those with an anchor first."""
    unanchored = []
    filled = [0] * stage_plan.slots
    for record in cards:
        slot = slots.get(record.id, anchored.get(record.id))
        if slot is None:
            unanchored.append(record)
            continue
        stage_plan.cells[lane, slot].append(record)
        stage_plan.slot_of[record.id] = (lane, slot)
        filled[slot] += 1
    emptiest = [(count, slot) for slot, count in enumerate(filled)]
    heapify(emptiest)
    for record in unanchored:
        count, slot = emptiest[0]
        stage_plan.cells[lane, slot].append(record)
        stage_plan.slot_of[record.id] = (lane, slot)
        heapreplace(emptiest, (count + 1, slot))


def _place_emotions(
    cards: Iterable[Common], anchored: dict[str, int], lane: int, stage_plan: StagePlan
) -> None:
    by_persona: dict[str | None, list[Emotion]] = defaultdict(list)
    for record in cards:
        if isinstance(record, Emotion):
            by_persona[record.persona].append(record)
    for persona, records in by_persona.items():
        used = {anchored.get(record.id) for record in records}
        free = deque(slot for slot in range(stage_plan.slots) if slot not in used)
        placed = []
        for record in records:
            slot = anchored.get(record.id)
            if slot is None:
                slot = free.popleft() if free else stage_plan.slots - 1
            placed.append((slot, record))
            stage_plan.slot_of[record.id] = (lane, slot)
        stage_plan.emotions[persona] += sorted(placed, key=lambda pair: pair[0])


class StageColumn(NamedTuple):
    """A stage's slots in the grid; `stage` is None for cards in no stage.

    `extra` is its share of the width in slots, beyond one for each.
    """

    stage: Stage | None
    first: int
    slots: int
    extra: float = 0.0

    @property
    def weight(self) -> float:
        """The width of the stage in slots."""
        return self.slots + self.extra

    @property
    def end(self) -> int:
        return self.first + self.slots

    @property
    def slot_range(self) -> range:
        return range(self.first, self.end)


class Grid(NamedTuple):
    """The plan of a map: columns, lanes, and the cards of each (lane, slot) from top to bottom.

    `slot_of` leads from an element's id to its (lane, slot); `emotions` holds those of each
    persona's id (or None) with their slots, in column order; `hidden` are the cards that no
    visible lane shows.
    """

    columns: tuple[StageColumn, ...]
    lanes: tuple[LaneSpec, ...]
    cells: dict[tuple[int, int], list[Common]]
    slot_of: dict[str, tuple[int, int]]
    emotions: dict[str | None, list[tuple[int, Emotion]]]
    hidden: tuple[Common, ...]

    def with_lanes(self, kept: Sequence[int], slots: range | None = None) -> Grid:
        """Return the plan with only some of its lanes, given by their indexes; the others are empty.

        With a range of slots, only the cards there are in it.
        """
        new = {lane: number for number, lane in enumerate(kept)}
        here = range(self.slots) if slots is None else slots
        cells = {
            (number, slot): records
            for lane, number in new.items()
            for slot in here
            if (records := self.cells.get((lane, slot))) is not None
        }
        slot_of = {record.id: cell for cell, records in cells.items() for record in records}
        for scored in self.emotions.values():
            for slot, emotion in scored:
                # It may be left out already.
                if slot in here and (lane := self._lane(emotion)) in new:
                    slot_of[emotion.id] = (new[lane], slot)
        return self._replace(
            lanes=tuple(self.lanes[lane] for lane in kept), cells=cells, slot_of=slot_of
        )

    def cards_by_cell(self) -> dict[tuple[int, int], list[Common]]:
        """Return the cards of each (lane, slot), with the emotions of curves persona by persona."""
        curves = {lane for lane, spec in enumerate(self.lanes) if spec.band is Band.CURVE}
        found = {cell: cards for cell, cards in self.cells.items() if cell[0] not in curves}
        for scored in self.emotions.values():
            for slot, emotion in scored:
                lane = self._lane(emotion)
                if lane in curves:
                    found.setdefault((lane, slot), []).append(emotion)
        return found

    def _lane(self, record: Common) -> int:
        return self.slot_of.get(record.id, (-1, 0))[0]

    @property
    def slots(self) -> int:
        """The number of slots of the whole map."""
        return self.columns[-1].end if self.columns else 0


def plan(
    graph: JourneyGraph,
    *,
    persona: str = "",
    lanes: Collection[str] = (),
    keep_empty: Collection[str] = (),
    stack_limit: int = STACK_LIMIT,
) -> Grid:
    """Return the plan of a map, or of the part that concerns one persona (an id) or some lanes.

    A persona's own map keeps the slots of the whole map, so that both can be laid side by side.
    The kinds of `keep_empty` have a lane also without cards.
    """
    specs = lane_specs(graph, lanes, keep_empty=keep_empty)
    return completed(plan_parts(graph, specs, persona=persona, stack_limit=stack_limit))


def plan_parts(
    graph: JourneyGraph,
    specs: tuple[LaneSpec, ...],
    *,
    persona: str = "",
    stack_limit: int = STACK_LIMIT,
) -> Parts[Grid]:
    """Plan the lanes of a map stage by stage; it must not change meanwhile."""
    by_stage = yield from _cards_by_stage(graph)
    columns: list[StageColumn] = []
    grid = Grid((), specs, {}, {}, defaultdict(list), ())
    hidden: list[Common] = []
    stages: list[Stage | None] = [stage for stage in graph.stages() if isinstance(stage, Stage)]
    if by_stage.get(None) or not stages:
        stages.append(None)
    first = 0
    hidden_lane_ids = hidden_lanes(graph)
    for stage in stages:
        cards = by_stage.get(stage.id if stage else None, ())
        stage_plan = plan_stage(
            graph,
            cards,
            specs,
            hidden_lane_ids,
            persona=persona,
            min_slots=min_slots(graph, stage.id if stage else None),
            stack_limit=stack_limit,
        )
        hidden += stage_plan.hidden
        for (lane, slot), records in stage_plan.cells.items():
            grid.cells[lane, first + slot] = records
        for persona_id, scored in stage_plan.emotions.items():
            grid.emotions[persona_id] += [(first + slot, record) for slot, record in scored]
        for id_, (lane, slot) in stage_plan.slot_of.items():
            grid.slot_of[id_] = (lane, first + slot)
        columns.append(StageColumn(stage, first, stage_plan.slots))
        first += stage_plan.slots
        yield
    return grid._replace(columns=tuple(columns), emotions=dict(grid.emotions), hidden=tuple(hidden))


def _cards_by_stage(graph: JourneyGraph) -> Parts[dict[str | None, list[Common]]]:
    by_stage: dict[str | None, list[Common]] = defaultdict(list)
    for number, record in enumerate(graph.elements(), 1):
        if is_card(record):
            by_stage[stage_of(graph, record)].append(record)
        if number % PART == 0:
            yield
    return by_stage
