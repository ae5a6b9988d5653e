"""The columns in which cards stand, kept while stages around them come and go."""

from __future__ import annotations

from collections.abc import Mapping

from journeyeditor.editing.operations.draft import Draft
from journeyeditor.layout.lanes import is_card
from journeyeditor.layout.stage_plan import home_of
from journeyeditor.model import JourneyGraph, RecordId


def homes(graph: JourneyGraph) -> dict[RecordId, RecordId | None]:
    """Return the stage in whose column each card stands."""
    return {card.id: home_of(graph, card) for card in graph.elements() if is_card(card)}


def keep_homes(draft: Draft, wanted: Mapping[RecordId, RecordId | None]) -> None:
    """Let every card stand in its column: where ties lead both ways, its own stage decides."""
    graph = draft.graph
    trial = JourneyGraph.of(graph.info, (*graph.elements(), *graph.relations()))
    trial.apply(draft.change())
    for id_, home in homes(trial).items():
        if id_ in wanted and home != wanted[id_]:
            draft.set(id_, stage=wanted[id_])
