"""What may be joined with what, and joining it."""

from __future__ import annotations

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.relations import PLACING, placing, stage_of
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import KINDS, RELATIONS, may_connect

_KINDS = tuple(cls.model_fields["kind"].default for cls in KINDS)
_RELATIONS = tuple(cls.model_fields["kind"].default for cls in RELATIONS)


def joints(graph: JourneyGraph, source: RecordId, target: RecordId) -> tuple[str, ...]:
    """Return the relations that may join two elements; of those that only lead back, if none leads on."""
    if source == target or not (graph.has_element(source) and graph.has_element(target)):
        return ()
    one, other = graph.element(source).kind, graph.element(target).kind
    return joints_of_kinds(one, other)


def joints_of_kinds(one: str, other: str) -> tuple[str, ...]:
    """Return the relations that may lead from one kind to another, or else those that lead back."""
    return _leading(one, other) or _leading(other, one)


def targets(graph: JourneyGraph, source: RecordId) -> frozenset[RecordId]:
    """Return the elements that may be joined with one, and are not yet."""
    if not graph.has_element(source):
        return frozenset()
    kind = graph.element(source).kind
    found: set[RecordId] = set()
    for other in _KINDS:
        if joints_of_kinds(kind, other):
            found.update(element.id for element in graph.elements(other))
    taken = {source}
    for tie in graph.relations_of(source):
        end = tie.target if tie.source == source else tie.source
        if found and set(joints(graph, source, end)) <= _between(graph, source, end):
            taken.add(end)
    return frozenset(found - taken)


def join(draft: Draft, source: RecordId, target: RecordId, kind: str = "") -> RecordId:
    """Join two elements, by the first relation permitted unless one is named; return its id.

    One that can only lead the other way is made so. What is joined already is not joined twice.
    A card that stood by itself enters the stage of what it is joined to. Raises ValueError.
    """
    card, place = draft.element(source), draft.element(target)
    if card is None or place is None or card is place:
        raise ValueError(f"no two elements {source!r} and {target!r}")
    permitted = joints_of_kinds(card.kind, place.kind)
    kind = kind or next(iter(permitted), "")
    if kind not in permitted:
        raise ValueError(f"no relation {kind!r} from {source!r} to {target!r}")
    if not may_connect(card.kind, kind, place.kind):
        card, place = place, card
    source, target = card.id, place.id
    there = [tie for tie in draft.ties(source) if (tie.source, tie.target) == (source, target)]
    same = next((tie for tie in there if tie.kind == kind), None)
    if same is not None:
        return same.id
    if kind in PLACING and not placing(draft, card) and stage_of(place) is not None:
        draft.set(source, stage=stage_of(place))
    return draft.tie(kind, source, target).id


def _leading(source_kind: str, target_kind: str) -> tuple[str, ...]:
    """Return the relations that may lead from one kind to another."""
    return tuple(name for name in _RELATIONS if may_connect(source_kind, name, target_kind))


def _between(graph: JourneyGraph, source: RecordId, target: RecordId) -> set[str]:
    """Return the relations between two elements, those of the direction in which joining goes."""
    on = {tie.kind for tie in graph.outgoing(source) if tie.target == target}
    if _leading(graph.element(source).kind, graph.element(target).kind):
        return on
    return on | {tie.kind for tie in graph.incoming(source) if tie.source == target}
