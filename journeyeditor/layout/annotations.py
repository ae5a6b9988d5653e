"""What cards show of the map around them: one declaration for the poster and the canvas."""

from __future__ import annotations

from collections.abc import Mapping

from journeyeditor.insight.evidence import is_assumption
from journeyeditor.layout.cards import CardAnnotations
from journeyeditor.layout.personas import PersonaStyle
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Common


def source_numbers(graph: JourneyGraph) -> dict[str, int]:
    """Return the number of each record of evidence, by id."""
    return {record.id: i + 1 for i, record in enumerate(graph.elements("evidence"))}


def annotations_of(
    graph: JourneyGraph,
    record: Common,
    sources: Mapping[str, int],
    owners: Mapping[str | None, PersonaStyle],
) -> CardAnnotations:
    """Return what a card shows of the map around it.

    `sources` are the numbers of the evidence, `owners` the personas that cards name by their
    markers; it is empty where there is nobody to tell apart.
    """
    numbers = [
        sources[relation.target]
        for relation in (graph.outgoing(record.id, "evidenced_by") if sources else ())
        if relation.target in sources
    ]
    named = getattr(record, "persona", None) or ()
    ids = (named,) if isinstance(named, str) else named
    return CardAnnotations(
        tuple(sorted(numbers)),
        is_assumption(graph, record),
        tuple(owners[id_] for id_ in ids if id_ in owners),
    )
