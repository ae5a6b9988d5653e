"""The plan of a map: which column, slot, lane and place in the stack each card has.

No lengths here. Stages stand side by side, each by a plan of its own (`stage_plan`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from journeyeditor.layout.lanes import LaneSpec, hidden_lanes, is_card, lane_specs
from journeyeditor.layout.stage_plan import plan_stage, stage_of
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Common, Emotion, Stage


class StageColumn(NamedTuple):
    """A stage's place in the grid; `stage` is None for cards that stand in no stage."""

    stage: Stage | None
    first: int
    slots: int

    @property
    def end(self) -> int:
        """The slot after the last one."""
        return self.first + self.slots


class Grid(NamedTuple):
    """The plan: columns, lanes, and the cards of each (lane, slot) from top to bottom.

    `slot_of` leads from an element's id to its (lane, slot); `emotions` holds the scores of each
    persona's id (or None) with their slots, in column order; `hidden` are the cards that no
    visible lane shows.
    """

    columns: tuple[StageColumn, ...]
    lanes: tuple[LaneSpec, ...]
    cells: dict[tuple[int, int], list[Common]]
    slot_of: dict[str, tuple[int, int]]
    emotions: dict[str | None, list[tuple[int, Emotion]]]
    hidden: tuple[Common, ...]

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
    unscored: bool = False,
) -> Grid:
    """Return the plan of a map, or of what of it concerns one persona (an id) or some lanes.

    A persona's own map keeps the slots of the whole map, so that both can be laid side by side.
    The kinds of `keep_empty` have a lane also without cards; emotions that have no score yet get a
    slot only if they are asked for (`unscored`).
    """
    specs = lane_specs(graph, lanes, keep_empty=keep_empty)
    homes = _homes(graph)
    columns: list[StageColumn] = []
    grid = Grid((), specs, {}, {}, defaultdict(list), ())
    hidden: list[Common] = []
    stages: list[Stage | None] = [stage for stage in graph.stages() if isinstance(stage, Stage)]
    if homes.get(None) or not stages:
        stages.append(None)
    first = 0
    away = hidden_lanes(graph)
    for stage in stages:
        cards = homes.get(stage.id if stage else None, ())
        part = plan_stage(graph, cards, specs, away, persona=persona, unscored=unscored)
        hidden += part.hidden
        for (lane, slot), records in part.cells.items():
            grid.cells[lane, first + slot] = records
        for persona_id, scored in part.emotions.items():
            grid.emotions[persona_id] += [(first + slot, record) for slot, record in scored]
        for id_, (lane, slot) in part.slot_of.items():
            grid.slot_of[id_] = (lane, first + slot)
        columns.append(StageColumn(stage, first, part.slots))
        first += part.slots
    return grid._replace(columns=tuple(columns), emotions=dict(grid.emotions), hidden=tuple(hidden))


def _homes(graph: JourneyGraph) -> dict[str | None, list[Common]]:
    """Return the cards by the id of the stage in whose column they stand."""
    homes: dict[str | None, list[Common]] = defaultdict(list)
    for record in graph.elements():
        if is_card(record):
            homes[stage_of(graph, record)].append(record)
    return homes
