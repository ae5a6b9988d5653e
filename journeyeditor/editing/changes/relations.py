"""Relations: those that place a card, and connecting two elements.

The grid puts a card into the slot of the first step or touchpoint that it is `at`, `supports` or,
as a touchpoint, follows; those of its own stage first.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.order import lane_shown, lanes_of
from journeyeditor.model import Element, JourneyGraph, RecordId, Relation
from journeyeditor.vocabulary import (
    KIND_NAMES,
    MOMENTS,
    PLACING_RELATIONS,
    RELATION_NAMES,
    Addresses,
    Follows,
    Stage,
    Step,
    Touchpoint,
    may_connect,
)

#: One of the two ends of a relation.
RelationEnd: TypeAlias = Literal["source", "target"]


def placing_relation(kind: str, target_kind: str) -> str:
    """Return the relation by which a card of a kind shares the slot of another, "" if none does."""
    if kind == "touchpoint" and target_kind == "step":
        return "follows"  # the other way round: the touchpoint follows the step
    if kind in MOMENTS:
        return ""
    return next((name for name in PLACING_RELATIONS if may_connect(kind, name, target_kind)), "")


def stage_of(element: Element) -> RecordId | None:
    if isinstance(element, Stage):
        return element.id
    stage: RecordId | None = element.stage
    return stage


def placing(draft: Draft, card: Element) -> list[Relation]:
    """Return the relations that place a card, the deciding one first."""
    if card.is_moment:
        return []
    own = card.stage
    relations = [
        t
        for t in draft.relations_of(card.id)
        if t.source == card.id and t.kind in PLACING_RELATIONS
    ]
    return sorted(relations, key=lambda relation: _stage_at(draft, relation.target) != own)


def anchor_of(graph: JourneyGraph, card: Element) -> RecordId:
    """Return the step or touchpoint whose slot a card shares by its own relation, or ""."""
    draft = Draft(graph)
    if isinstance(card, Touchpoint):
        return next((relation.source for relation in _alignments(draft, card)), "")
    stage = column_stage_of(graph, card)
    targets = (draft.element(relation.target) for relation in placing(draft, card))
    anchors = [each for each in targets if each is not None and each.is_moment]
    lanes = lanes_of(graph) if anchors else []
    fit = (each for each in anchors if stage_of(each) == stage and lane_shown(each, lanes))
    return next((anchor.id for anchor in fit), "")


def column_stage_of(graph: JourneyGraph, card: Element) -> RecordId | None:
    """Return the stage in whose column a card is: that of what it is related to, else its own."""
    draft = Draft(graph)
    relations = placing(draft, card)
    if not relations and not card.is_moment:
        relations = [
            t
            for t in draft.relations_of(card.id)
            if t.source == card.id and isinstance(t, Addresses)
        ]
    column_stages = (_stage_at(draft, relation.target) for relation in relations)
    own: RecordId | None = card.stage
    return next((column_stage for column_stage in column_stages if column_stage is not None), own)


def reanchor(
    draft: Draft,
    before: Element,
    after: Element,
    anchor: Element | None,
    moved: Collection[RecordId] = (),
) -> None:
    """Relate a card that moves to the anchor at its new place, or to none.

    A card whose anchor moves with it keeps its relation.
    """
    if after.is_moment:
        _realign(draft, before, after, anchor, moved)
        return
    relations = placing(draft, before)
    if relations and relations[0].target in moved:
        return
    kind = placing_relation(after.kind, anchor.kind) if anchor is not None else ""
    if anchor is not None and kind:
        _anchor_to(draft, after, kind, anchor, relations)
    else:
        _detach(draft, after, relations)


def _anchor_to(
    draft: Draft, card: Element, kind: str, anchor: Element, relations: list[Relation]
) -> None:
    same = [relation for relation in relations if relation.kind == kind]
    keep = next(
        (relation for relation in same if relation.target == anchor.id), same[0] if same else None
    )
    if keep is None:
        draft.add_relation(kind, card.id, anchor.id)
    elif keep.target != anchor.id:
        draft.put(keep.replaced(target=anchor.id))
    # Relations to other stages stay, unless they would place a card whose anchor is in no stage.
    stage = card.stage
    for relation in relations:
        is_rival = stage is None or _stage_at(draft, relation.target) == stage
        if relation is not keep and (kind == "at" or is_rival):
            draft.drop([relation.id])


def _detach(draft: Draft, card: Element, relations: list[Relation]) -> None:
    stage = card.stage
    to_stage = [relation for relation in relations if _kind_at(draft, relation.target) == "stage"]
    draft.drop([relation.id for relation in relations if relation not in to_stage[:1]])
    if to_stage and stage is None:
        draft.drop([to_stage[0].id])
    elif to_stage and stage is not None:
        draft.put(to_stage[0].replaced(target=stage))
    elif stage is not None and any(
        isinstance(relation, Addresses) and relation.source == card.id
        for relation in draft.relations_of(card.id)
    ):
        draft.add_relation("at", card.id, stage)  # or it would join the pain point it addresses


def _realign(
    draft: Draft,
    before: Element,
    after: Element,
    anchor: Element | None,
    moved: Collection[RecordId],
) -> None:
    """Let a touchpoint follow the step it is put under, and no later one."""
    if not isinstance(after, Touchpoint):
        return
    relations = [
        relation for relation in _alignments(draft, before) if relation.source not in moved
    ]
    if anchor is None or not isinstance(anchor, Step):
        if not _stays(before, after):
            draft.drop([relation.id for relation in relations])
        return
    if relations and not _follows(draft, anchor.id, after.id):
        draft.put(relations[0].replaced(source=anchor.id))
        relations = relations[1:]
    elif not _follows(draft, anchor.id, after.id):
        draft.add_relation("follows", anchor.id, after.id)
    late = [
        relation
        for relation in _alignments(draft, after)
        if _is_behind(draft, relation.source, anchor)
    ]
    draft.drop(relation.id for relation in (*relations, *late) if relation.source != anchor.id)


def _is_behind(draft: Draft, step: RecordId, anchor: Element) -> bool:
    row = [card.id for card in draft.graph.cards(stage_of(anchor)) if isinstance(card, Step)]
    return step not in row or row.index(step) > row.index(anchor.id)


def _stays(before: Element, after: Element) -> bool:
    """Whether a card changes neither stage nor order."""
    fields = ("stage", "rank")
    return all(getattr(before, f, None) == getattr(after, f, None) for f in fields)


def alignments(graph: JourneyGraph, card: Element) -> list[Relation]:
    """Return the relations from steps of a touchpoint's own stage that give it its slot."""
    return _alignments(Draft(graph), card)


def _alignments(draft: Draft, card: Element) -> list[Relation]:
    if not isinstance(card, Touchpoint):
        return []
    own = stage_of(card)
    incoming = [
        t for t in draft.relations_of(card.id) if isinstance(t, Follows) and t.target == card.id
    ]
    return [t for t in incoming if _is_step_in(draft.element(t.source), own)]


def _is_step_in(element: Element | None, stage: RecordId | None) -> bool:
    return element is not None and isinstance(element, Step) and stage_of(element) == stage


def _follows(draft: Draft, source: RecordId, target: RecordId) -> bool:
    return any(
        isinstance(relation, Follows) and relation.source == source and relation.target == target
        for relation in draft.relations_of(target)
    )


def _stage_at(draft: Draft, id_: RecordId) -> RecordId | None:
    element = draft.element(id_)
    return None if element is None else stage_of(element)


def _kind_at(draft: Draft, id_: RecordId) -> str:
    element = draft.element(id_)
    return "" if element is None else element.kind


def possible_relations(graph: JourneyGraph, source: RecordId, target: RecordId) -> tuple[str, ...]:
    """Return the relations that may join two elements; of those that only lead back, if none leads on."""
    if source == target or not (graph.has_element(source) and graph.has_element(target)):
        return ()
    one, other = graph.element(source).kind, graph.element(target).kind
    return relations_between_kinds(one, other)


def relations_between_kinds(one: str, other: str) -> tuple[str, ...]:
    """Return the relations that may lead from one kind to another, or else those that lead back."""
    return _leading(one, other) or _leading(other, one)


def connection_targets(graph: JourneyGraph, source: RecordId) -> frozenset[RecordId]:
    """Return the elements that may be joined with one, and are not yet."""
    if not graph.has_element(source):
        return frozenset()
    kind = graph.element(source).kind
    reached: set[RecordId] = set()
    for other in KIND_NAMES:
        if relations_between_kinds(kind, other):
            reached.update(element.id for element in graph.elements(other))
    seen = {source}
    for relation in graph.relations_of(source):
        end = relation.target if relation.source == source else relation.source
        if reached and set(possible_relations(graph, source, end)) <= _between(graph, source, end):
            seen.add(end)
    return frozenset(reached - seen)


def connect(draft: Draft, source: RecordId, target: RecordId, kind: str = "") -> RecordId:
    """Join two elements, by the first relation permitted unless one is named; return its id.

    One that can only lead the other way is reversed. An existing relation is returned.
    A card that stood by itself enters the stage of what it is joined to. Raises ValueError.
    """
    card, place = draft.element(source), draft.element(target)
    if card is None or place is None or card is place:
        raise ValueError(f"no two elements {source!r} and {target!r}")
    permitted = relations_between_kinds(card.kind, place.kind)
    kind = kind or next(iter(permitted), "")
    if kind not in permitted:
        raise ValueError(f"no relation {kind!r} from {source!r} to {target!r}")
    if not may_connect(card.kind, kind, place.kind):
        card, place = place, card
    source, target = card.id, place.id
    sources = [
        relation
        for relation in draft.relations_of(source)
        if (relation.source, relation.target) == (source, target)
    ]
    same = next((relation for relation in sources if relation.kind == kind), None)
    if same is not None:
        return same.id
    if kind in PLACING_RELATIONS and not placing(draft, card) and stage_of(place) is not None:
        draft.set(source, stage=stage_of(place))
    return draft.add_relation(kind, source, target).id


def reconnection_targets(
    graph: JourneyGraph, id_: RecordId, end: RelationEnd
) -> frozenset[RecordId]:
    """Return the elements to which an end of a relation may be moved."""
    relation = graph.relation(id_)
    fixed = relation.target if end == "source" else relation.source
    fixed_kind = graph.element(fixed).kind
    found: set[RecordId] = set()
    for kind in KIND_NAMES:
        pair = (kind, fixed_kind) if end == "source" else (fixed_kind, kind)
        if may_connect(pair[0], relation.kind, pair[1]):
            found.update(element.id for element in graph.elements(kind))
    joined = graph.incoming(fixed) if end == "source" else graph.outgoing(fixed)
    taken = {getattr(each, end) for each in joined if each.kind == relation.kind}
    return frozenset(found - taken - {fixed})


def reconnect(draft: Draft, id_: RecordId, end: RelationEnd, element: RecordId) -> None:
    """Move an end of a relation to another element; raises ValueError if it is not permitted.

    A card that the relation places goes along into the other stage.
    """
    if element not in reconnection_targets(draft.graph, id_, end):
        raise ValueError(f"the {end} of {id_!r} cannot be {element!r}")
    relation = draft.put(draft.graph.relation(id_).replaced(**{end: element}))
    card, place = draft.element(relation.source), draft.element(relation.target)
    if card is None or place is None or relation.kind not in PLACING_RELATIONS:
        return
    stage = stage_of(place)
    if stage is not None and placing(draft, card) == [relation]:
        draft.set(card.id, stage=stage)


def _leading(source_kind: str, target_kind: str) -> tuple[str, ...]:
    return tuple(name for name in RELATION_NAMES if may_connect(source_kind, name, target_kind))


def _between(graph: JourneyGraph, source: RecordId, target: RecordId) -> set[str]:
    """Return the relations between two elements, those of the direction in which joining goes."""
    on = {relation.kind for relation in graph.outgoing(source) if relation.target == target}
    if _leading(graph.element(source).kind, graph.element(target).kind):
        return on
    return on | {relation.kind for relation in graph.incoming(source) if relation.source == target}
