"""Deleting records, with everything that refers to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.relations import column_stage_of, stage_of
from journeyeditor.model import MAP_ID, Change, Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import PLACING_RELATIONS, PosterPreferences, Stage, info_of

#: Kinds that fields of other records may name; the field has the kind's name.
_NAMED = ("stage", "lane", "persona")


class Removal(NamedTuple):
    """A deletion; `unplaced` counts the cards that lose their stage."""

    change: Change
    unplaced: int


def delete(graph: JourneyGraph, ids: Iterable[RecordId]) -> Removal:
    """Return the change that takes elements and relations out.

    Relations go with their ends. Cards of a deleted stage stay, in no stage; what named a deleted
    stage, lane or persona names it no more.
    """
    draft = Draft(graph)
    removed = {id_ for id_ in ids if id_ in graph}
    elements = [graph.element(id_) for id_ in removed if graph.has_element(id_)]
    for element in elements:
        _keep_column_stage(draft, element, removed)
    unplaced = sum(_clear(draft, element, removed) for element in elements)
    for element in elements:
        draft.drop(relation.id for relation in graph.relations_of(element.id))
    draft.drop(removed)
    _clear_info(draft, {element.id: element.kind for element in elements})
    return Removal(draft.change(), unplaced)


def _keep_column_stage(draft: Draft, anchor: Element, removed: set[RecordId]) -> None:
    stage = stage_of(anchor)
    if isinstance(anchor, Stage) or stage in removed:
        return
    for relation in draft.graph.incoming(anchor.id):
        if relation.kind not in (*PLACING_RELATIONS, "addresses") or relation.source in removed:
            continue
        card = draft.graph.element(relation.source)
        if column_stage_of(draft.graph, card) == stage:
            draft.set(card.id, stage=stage)


def _clear(draft: Draft, element: Element, removed: set[RecordId]) -> int:
    """Clear the fields that name an element; return how many cards lost their stage by it."""
    graph = draft.graph
    if isinstance(element, Stage):
        cards = [card for card in graph.cards(element.id) if card.id not in removed]
        for card in cards:
            draft.set(card.id, stage=None)
        return len(cards)
    if element.kind in _NAMED:
        for record in (*graph.elements(), *graph.relations()):
            named = getattr(record, element.kind, None)
            if record.id in removed or not named:
                continue
            if isinstance(named, tuple) and element.id in named:
                now = draft.record(record.id)
                left = tuple(id_ for id_ in getattr(now, element.kind) if id_ != element.id)
                draft.set(record.id, **{element.kind: left})
            elif named == element.id:
                draft.set(record.id, **{element.kind: None})
    return 0


def _clear_info(draft: Draft, gone: dict[RecordId, str]) -> None:
    info = info_of(draft.graph)
    preferences: PosterPreferences = info.poster
    lanes = tuple(lane for lane in preferences.lanes if lane not in gone)
    persona = None if preferences.persona in gone else preferences.persona
    if (lanes, persona) != (preferences.lanes, preferences.persona):
        values = {name: getattr(preferences, name) for name in preferences.__pydantic_fields_set__}
        draft.set(MAP_ID, poster={**values, "lanes": lanes, "persona": persona})
    aside = tuple(each for each in info.set_aside if each.element not in gone)
    if aside != info.set_aside:
        draft.set(MAP_ID, set_aside=aside)
