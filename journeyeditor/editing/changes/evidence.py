"""Evidence: entering it, and linking it with the cards that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.model import Change, Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import Evidence, may_connect

EVIDENCED_BY = "evidenced_by"


def linkable(graph: JourneyGraph, ids: Iterable[RecordId]) -> list[Element]:
    elements = (graph.element(id_) for id_ in dict.fromkeys(ids) if graph.has_element(id_))
    return [
        e
        for e in elements
        if not isinstance(e, Evidence) and may_connect(e.kind, EVIDENCED_BY, "evidence")
    ]


def enter(
    graph: JourneyGraph, rows: Iterable[Mapping[str, Any]], cards: Iterable[RecordId]
) -> tuple[Change, list[RecordId]]:
    """Return the change that adds records of evidence, each linked with the cards, and their ids.

    Raises pydantic.ValidationError.
    """
    draft = Draft(graph)
    linked = linkable(graph, cards)
    ids = []
    for fields in rows:
        made = draft.add("evidence", **fields)
        for card in linked:
            draft.add_relation(EVIDENCED_BY, card.id, made.id)
        ids.append(made.id)
    return draft.change(), ids


def links(graph: JourneyGraph, evidence: RecordId, cards: Iterable[RecordId]) -> dict[str, bool]:
    """Return, for each card that can rest on evidence, whether it rests on this one."""
    on = {relation.source for relation in graph.incoming(evidence, EVIDENCED_BY)}
    return {card.id: card.id in on for card in linkable(graph, cards)}


def link(graph: JourneyGraph, evidence: RecordId, cards: Iterable[RecordId]) -> Change:
    draft = Draft(graph)
    for card, is_linked in links(graph, evidence, cards).items():
        if not is_linked:
            draft.add_relation(EVIDENCED_BY, card, evidence)
    return draft.change()


def unlink(graph: JourneyGraph, evidence: RecordId, cards: Iterable[RecordId]) -> Change:
    draft = Draft(graph)
    off = {card for card, is_linked in links(graph, evidence, cards).items() if is_linked}
    draft.drop(each.id for each in graph.incoming(evidence, EVIDENCED_BY) if each.source in off)
    return draft.change()
