"""The columns in which cards stand, kept while stages around them come and go."""

from __future__ import annotations

from collections.abc import Mapping

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.layout.grid import stage_of
from journeyeditor.layout.lanes import is_card
from journeyeditor.model import JourneyGraph, RecordId

#: A card that is put right may lead one astray that is tied to it; such chains are short.
MAX_ROUNDS = 4


def homes(graph: JourneyGraph) -> dict[RecordId, RecordId | None]:
    """Return the stage in whose column each card stands."""
    return {card.id: stage_of(graph, card) for card in graph.elements() if is_card(card)}


def keep_homes(draft: Draft, wanted: Mapping[RecordId, RecordId | None]) -> list[RecordId]:
    """Let every card stand in its column: where ties lead both ways, its own stage decides.

    Return the cards that all their ties lead elsewhere.
    """
    astray = _astray(draft, wanted)
    for _ in range(MAX_ROUNDS):
        for id_ in astray:
            draft.set(id_, stage=wanted[id_])
        before, astray = astray, _astray(draft, wanted)
        if not astray or astray == before:
            break
    return astray


def _astray(draft: Draft, wanted: Mapping[RecordId, RecordId | None]) -> list[RecordId]:
    """Return the cards that will not stand in their columns."""
    graph = draft.graph
    trial = JourneyGraph.of(graph.info, (*graph.elements(), *graph.relations()))
    trial.apply(draft.change())
    return [id_ for id_, home in homes(trial).items() if id_ in wanted and home != wanted[id_]]
