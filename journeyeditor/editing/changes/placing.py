"""Placing cards in cells: new ones, and those that were elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.order import merged, ranks, row, slots
from journeyeditor.editing.changes.relations import anchor_of, reanchor, stage_of
from journeyeditor.model import Change, Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import MOMENTS, PLACING_RELATIONS, Lane


class DropTarget(NamedTuple):
    """A place for a card.

    `stage` is a stage's id (None: in no stage), `lane` a lane record's id (None: the kind's own
    lane), `before` the card in front of which it goes in the order of the stage (""; at the end),
    `anchor` the step or touchpoint to which it is related and whose slot it shares ("": none).
    """

    stage: str | None = None
    lane: str | None = None
    before: str = ""
    anchor: str = ""


def is_card(element: Element) -> bool:
    return element.is_card


def move(graph: JourneyGraph, ids: Iterable[RecordId], target: DropTarget) -> Change:
    """Return the change that moves cards to a target, in their present order.

    All go to the stage; the lane is for those of the first card's kind and those it shows
    anyway. Relations among the moved cards stay; other cards follow
    the step or touchpoint that anchors them.
    """
    draft = Draft(graph)
    target = resolved(graph, target)
    wanted = list(dict.fromkeys(ids))
    cards = in_order(graph, wanted)
    lead = next((graph.element(id_).kind for id_ in wanted if graph.has_element(id_)), "")
    moved = {card.id for card in cards}
    groups: dict[str, list[Element]] = {}
    for card in cards:
        groups.setdefault(card.kind, []).append(card)
    for kind, group in groups.items():
        _move_group(draft, group, target, moved, is_lead=kind == lead)
    _bring(draft, [card for card in cards if card.is_moment], moved)
    return draft.change()


def add(
    draft: Draft, kind: str, rows: Sequence[Mapping[str, Any]], target: DropTarget
) -> list[RecordId]:
    """Add cards of a kind at a target, one for each row of fields; return their ids.

    Raises pydantic.ValidationError when a field does not fit.
    """
    graph = draft.graph
    target = resolved(graph, target)
    siblings, before = _target(graph, kind, target)
    lane = lane_in(graph, kind, None, target.lane, is_lead=True)
    place: dict[str, Any] = {"stage": target.stage} | ({} if lane is None else {"lane": lane})
    anchor = draft.element(target.anchor)
    ids = []
    for fields, rank in zip(rows, ranks(draft, siblings, before, len(rows)), strict=True):
        card = draft.add(kind, **{**place, "rank": rank, **fields})
        reanchor(draft, card, card, anchor)
        ids.append(card.id)
    return ids


def resolved(graph: JourneyGraph, target: DropTarget) -> DropTarget:
    """Return a target without what is not on the map; an anchor's stage overrides the one named."""
    has = graph.has_element
    anchor = target.anchor if has(target.anchor) and is_card(graph.element(target.anchor)) else ""
    stage = stage_of(graph.element(anchor)) if anchor else target.stage
    return DropTarget(
        _if_kind(graph, stage, "stage"),
        _if_kind(graph, target.lane, "lane"),
        target.before if has(target.before) else "",
        anchor,
    )


def lane_in(
    graph: JourneyGraph, kind: str, now: RecordId | None, lane: RecordId | None, *, is_lead: bool
) -> RecordId | None:
    """Return the value of a card's `lane` in a lane; None where its kind belongs anyway.

    Only a card of the leading kind goes into a lane that does not show its kind by itself.
    """
    if lane is None:
        return None if is_lead else now
    showing = [each.id for each in graph.lanes() if isinstance(each, Lane) and kind in each.kinds]
    if showing == [lane] or (now is None and showing[:1] == [lane]):
        return None
    return lane if is_lead or lane in showing else now


def in_order(graph: JourneyGraph, ids: Iterable[RecordId]) -> list[Element]:
    """Return those of the ids that are cards, in the order of their stages and ranks."""
    wanted = {id_ for id_ in ids if graph.has_element(id_)}
    cards = [card for card in map(graph.element, wanted) if is_card(card)]
    column_stages = {stage_of(card) for card in cards}
    stages = [stage.id for stage in graph.stages()] if len(column_stages) > 1 else []
    ordered = sorted(
        column_stages,
        key=lambda column_stage: (
            stages.index(column_stage) if column_stage in stages else len(stages)
        ),
    )
    return [
        card for column_stage in ordered for card in graph.cards(column_stage) if card.id in wanted
    ]


def _if_kind(graph: JourneyGraph, id_: RecordId | None, kind: str) -> RecordId | None:
    return id_ if id_ and graph.has_element(id_) and graph.element(id_).kind == kind else None


def _move_group(
    draft: Draft,
    group: Sequence[Element],
    target: DropTarget,
    moved: Collection[RecordId],
    *,
    is_lead: bool,
) -> None:
    graph, kind = draft.graph, group[0].kind
    target = _past(graph, kind, target, moved)
    siblings, before = _target(graph, kind, target, moved)
    if not _is_there(graph, group, target, before):
        given = ranks(draft, siblings, before, len(group))
        for card, rank in zip(group, given, strict=True):
            draft.set(card.id, rank=rank)
    anchor = draft.element(target.anchor) if target.anchor not in moved else None
    for card in group:
        lane = lane_in(graph, kind, card.lane, target.lane, is_lead=is_lead)
        draft.set(card.id, stage=target.stage, lane=lane)
        if card.position is not None:
            draft.set(card.id, position=None)
        after = draft.element(card.id)
        assert after is not None
        reanchor(draft, card, after, anchor, moved)


def _past(
    graph: JourneyGraph, kind: str, target: DropTarget, moved: Collection[RecordId]
) -> DropTarget:
    """Return a target before the first card behind those moved, if it was before one of them."""
    if target.before not in moved:
        return target
    if graph.element(target.before).kind != kind:
        return target._replace(before="")
    siblings = [card.id for card in _siblings(graph, kind, target)]
    behind = siblings[siblings.index(target.before) :]
    return target._replace(before=next((id_ for id_ in behind if id_ not in moved), ""))


def _is_there(
    graph: JourneyGraph, group: Sequence[Element], target: DropTarget, before: RecordId
) -> bool:
    """Whether cards of one kind are already before another one, or at the end."""
    kind, ids = group[0].kind, [card.id for card in group]
    siblings = [card.id for card in _siblings(graph, kind, target)]
    if any(stage_of(card) != target.stage for card in group):
        return False
    at = siblings.index(ids[0])
    rest = siblings[at + len(ids) :]
    if siblings[at : at + len(ids)] != ids:
        return False
    if before:
        return rest[:1] == [before]
    if target.anchor and kind not in MOMENTS:
        return not _in_slot(graph, target, rest)
    return not rest


def _in_slot(graph: JourneyGraph, target: DropTarget, ids: Iterable[RecordId]) -> list[RecordId]:
    """Return those of some cards whose anchor is in the slot of the target's anchor."""
    slot_numbers = slots(graph, target.stage)
    here = slot_numbers.get(target.anchor)
    return [i for i in ids if slot_numbers.get(anchor_of(graph, graph.element(i))) == here]


def _siblings(
    graph: JourneyGraph, kind: str, target: DropTarget, without: Collection[RecordId] = ()
) -> list[Element]:
    """Return the cards of a kind among which a target is, in order.

    These are the cards of the stage, and those that relations alone bring into the target's slot.
    """
    others = [graph.element(target.before)] if target.before else []
    if target.anchor and kind not in MOMENTS:
        slot_numbers = slots(graph, target.stage)
        here = slot_numbers.get(target.anchor)
        anchors = [id_ for id_, slot in slot_numbers.items() if slot == here]
        relations = [relation for anchor in anchors for relation in graph.incoming(anchor)]
        others += [
            graph.element(relation.source)
            for relation in relations
            if relation.kind in PLACING_RELATIONS
        ]
    fitting = [card for card in others if card.kind == kind and card.id not in without]
    own = row(graph, kind, target.stage, without)
    return merged(graph, own, fitting) if fitting else own


def _target(
    graph: JourneyGraph, kind: str, target: DropTarget, moved: Collection[RecordId] = ()
) -> tuple[list[Element], RecordId]:
    """Return the cards of a kind among which a target is, and the one before which it is.

    Kinds do not mix in a cell: in front of a card of a later kind is behind all of one's own.
    """
    siblings = _siblings(graph, kind, target, moved)
    if target.before:
        other = graph.element(target.before)
        if other.kind == kind:
            return siblings, other.id
        first = siblings[0] if siblings else None
        is_later = first is None or (other.order, other.kind) > (first.order, kind)
        return siblings, "" if first is None or is_later else first.id
    anchor = graph.element(target.anchor) if target.anchor else None
    if anchor is not None and kind in MOMENTS and anchor.kind != kind:
        slot_numbers = slots(graph, target.stage, moved)
        slot = slot_numbers.get(anchor.id, len(slot_numbers))
        # Cards in a hidden lane have no slot.
        behind = (card.id for card in siblings if slot_numbers.get(card.id, -1) >= slot)
        return siblings, next(behind, "")
    return siblings, ""


def _bring(draft: Draft, anchors: Iterable[Element], moved: Collection[RecordId]) -> None:
    """Move the cards of anchors that went to another stage there, too."""
    for before in anchors:
        after = draft.element(before.id)
        assert after is not None
        old, new = stage_of(before), stage_of(after)
        if old == new:
            continue
        for relation in draft.relations_of(before.id):
            card = draft.element(relation.source)
            if card is None or relation.kind not in PLACING_RELATIONS or card.id in moved:
                continue
            if stage_of(card) == old and not _held(draft, card, old):
                draft.set(card.id, stage=new)


def _held(draft: Draft, card: Element, stage: RecordId | None) -> bool:
    ends = [
        relation.target
        for relation in draft.relations_of(card.id)
        if relation.kind in PLACING_RELATIONS
    ]
    targets = [draft.element(end) for end in ends if end != card.id]
    return any(target is not None and stage_of(target) == stage for target in targets)
