"""Evidence entered, tied to what rests on it, and taken off again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.model import Change, Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import may_connect

TIE = "evidenced_by"


def founded(graph: JourneyGraph, ids: Iterable[RecordId]) -> list[Element]:
    """Return those of the ids that can rest on evidence: all elements that are no evidence."""
    elements = (graph.element(id_) for id_ in dict.fromkeys(ids) if graph.has_element(id_))
    return [e for e in elements if e.kind != "evidence" and may_connect(e.kind, TIE, "evidence")]


def enter(
    graph: JourneyGraph, rows: Iterable[Mapping[str, Any]], cards: Iterable[RecordId]
) -> tuple[Change, list[RecordId]]:
    """Return the change that enters records of evidence, each tied to the cards, and their ids.

    Raises pydantic.ValidationError.
    """
    draft = Draft(graph)
    resting = founded(graph, cards)
    ids = []
    for fields in rows:
        made = draft.make("evidence", **fields)
        for card in resting:
            draft.tie(TIE, card.id, made.id)
        ids.append(made.id)
    return draft.change(), ids


def ties(graph: JourneyGraph, evidence: RecordId, cards: Iterable[RecordId]) -> dict[str, bool]:
    """Return, for each card that can rest on evidence, whether it rests on this one."""
    on = {tie.source for tie in graph.incoming(evidence, TIE)}
    return {card.id: card.id in on for card in founded(graph, cards)}


def tie(graph: JourneyGraph, evidence: RecordId, cards: Iterable[RecordId]) -> Change:
    """Return the change that ties a record of evidence to the cards that do not rest on it yet."""
    draft = Draft(graph)
    for card, is_tied in ties(graph, evidence, cards).items():
        if not is_tied:
            draft.tie(TIE, card, evidence)
    return draft.change()


def untie(graph: JourneyGraph, evidence: RecordId, cards: Iterable[RecordId]) -> Change:
    """Return the change that takes the cards off a record of evidence."""
    draft = Draft(graph)
    off = {card for card, is_tied in ties(graph, evidence, cards).items() if is_tied}
    draft.drop(each.id for each in graph.incoming(evidence, TIE) if each.source in off)
    return draft.change()
