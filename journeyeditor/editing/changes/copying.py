"""Copies of records beside the originals, with what ties them to one another and to the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import in_order, is_card
from journeyeditor.editing.changes.ranking import Rank, ranks, row, shifted
from journeyeditor.editing.changes.relations import stage_of
from journeyeditor.model import Element, JourneyGraph, RecordId

#: How far beside the original the copy of a free note lies, in map units.
BESIDE = 12


def with_cards(graph: JourneyGraph, ids: Iterable[RecordId]) -> list[RecordId]:
    """Return the elements among the ids, stages followed by all the cards in them."""
    found: dict[RecordId, None] = {}
    for id_ in ids:
        if graph.has_element(id_):
            found[id_] = None
            if graph.element(id_).kind == "stage":
                found.update(dict.fromkeys(card.id for card in graph.cards(id_)))
    return list(found)


def duplicate(draft: Draft, ids: Iterable[RecordId]) -> list[RecordId]:
    """Copy elements, each behind its original; return the ids of the copies.

    A stage is copied with its cards. Relations among the originals are copied too, and so are the
    ties of an original to what it belongs to, but not the ways that customers go.
    """
    graph = draft.graph
    chosen = with_cards(graph, ids)
    copies: dict[RecordId, RecordId] = {}
    for kind in ("stage", "persona", "lane"):
        group = [graph.element(id_) for id_ in chosen if graph.element(id_).kind == kind]
        _copy_row(draft, graph.elements(kind), group, copies)
    cells: dict[tuple[RecordId | None, str], list[Element]] = {}
    for card in in_order(graph, chosen):
        cells.setdefault((stage_of(card), card.kind), []).append(card)
    for (stage, kind), group in cells.items():
        if stage in copies:
            for card in group:
                copies[card.id] = _copied(draft, card, stage=copies[stage])
        else:
            _copy_row(draft, row(graph, kind, stage), group, copies)
    _copy_ties(draft, copies)
    return [copies[id_] for id_ in chosen]


def values_of(element: Element) -> dict[str, Any]:
    """Return the fields that were given to an element, without its id and kind."""
    names = element.__pydantic_fields_set__ - {"id", "kind"}
    return {name: getattr(element, name) for name in names}


def _copy_row(
    draft: Draft,
    siblings: Collection[Element],
    group: Collection[Element],
    copies: dict[RecordId, RecordId],
) -> None:
    """Copy records of one row, together behind the last of them."""
    if not group:
        return
    there = list(siblings)
    last = max(i for i, each in enumerate(there) if each in group)
    before = there[last + 1].id if last + 1 < len(there) else ""
    for element, rank in zip(group, ranks(draft, there, before, len(group)), strict=True):
        copies[element.id] = _copied(draft, element, rank=rank)


def _copied(draft: Draft, element: Element, **fields: Any) -> RecordId:
    """Make a copy with other fields; return its id."""
    position: tuple[Rank, Rank] | None = getattr(element, "position", None)
    if position is not None:
        fields["position"] = shifted(position, BESIDE, BESIDE)
    return draft.make(element.kind, **{**values_of(element), **fields}).id


def _copy_ties(draft: Draft, copies: dict[RecordId, RecordId]) -> None:
    """Copy the relations among the originals, and their ties to what stays single."""
    graph = draft.graph
    for original, copy in copies.items():
        for tie in graph.outgoing(original):
            if tie.target not in copies and tie.kind == "follows":
                continue
            names = tie.__pydantic_fields_set__ - {"id", "kind", "source", "target"}
            fields = {name: getattr(tie, name) for name in names}
            draft.tie(tie.kind, copy, copies.get(tie.target, tie.target), **fields)


def cards_among(graph: JourneyGraph, ids: Iterable[RecordId]) -> list[Element]:
    """Return the cards among the ids."""
    elements = [graph.element(id_) for id_ in ids if graph.has_element(id_)]
    return [element for element in elements if is_card(element)]
