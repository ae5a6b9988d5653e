"""Relations: those that place a card, and connecting two elements.

The grid puts a card into the slot of the first step or touchpoint that it is `at`, `supports` or,
as a touchpoint, follows; those of its own stage first.
"""

from __future__ import annotations

from collections.abc import Collection

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.order import ANCHORS, lane_shown, lanes_of
from journeyeditor.model import Element, JourneyGraph, RecordId, Relation
from journeyeditor.vocabulary import KINDS, RELATIONS, may_connect

#: Relations by which a card belongs to a slot, in the order in which the grid asks them.
PLACING = ("at", "supports")


def tie_kind(kind: str, target_kind: str) -> str:
    """Return the relation by which a card of a kind shares the slot of another, "" if none does."""
    if kind == "touchpoint" and target_kind == "step":
        return "follows"  # the other way round: the touchpoint follows the step
    if kind in ANCHORS:
        return ""
    return next((name for name in PLACING if may_connect(kind, name, target_kind)), "")


def stage_of(element: Element) -> RecordId | None:
    """Return the stage that an anchor or a stage stands for."""
    if element.kind == "stage":
        return element.id
    stage: RecordId | None = getattr(element, "stage", None)
    return stage


def placing(draft: Draft, card: Element) -> list[Relation]:
    """Return the ties that place a card, the one that decides first."""
    if card.kind in ANCHORS:
        return []
    own = getattr(card, "stage", None)
    found = [t for t in draft.ties(card.id) if t.source == card.id and t.kind in PLACING]
    return sorted(found, key=lambda tie: _home_at(draft, tie.target) != own)


def anchor_of(graph: JourneyGraph, card: Element) -> RecordId:
    """Return the step or touchpoint whose slot a card shares by a tie of its own, or ""."""
    draft = Draft(graph)
    if card.kind == "touchpoint":
        return next((tie.source for tie in _alignments(draft, card)), "")
    stage = stands_in(graph, card)
    targets = (draft.element(tie.target) for tie in placing(draft, card))
    anchors = [each for each in targets if each is not None and each.kind in ANCHORS]
    lanes = lanes_of(graph) if anchors else []
    fit = (each for each in anchors if stage_of(each) == stage and lane_shown(each, lanes))
    return next((anchor.id for anchor in fit), "")


def stands_in(graph: JourneyGraph, card: Element) -> RecordId | None:
    """Return the stage in whose column a card stands: that of what it is tied to, else its own."""
    draft = Draft(graph)
    ties = placing(draft, card)
    if not ties and card.kind not in ANCHORS:
        ties = [t for t in draft.ties(card.id) if t.source == card.id and t.kind == "addresses"]
    homes = (_home_at(draft, tie.target) for tie in ties)
    own: RecordId | None = getattr(card, "stage", None)
    return next((home for home in homes if home is not None), own)


def retie(
    draft: Draft,
    before: Element,
    after: Element,
    anchor: Element | None,
    moved: Collection[RecordId] = (),
) -> None:
    """Tie a card that goes from one place to another to the anchor there, or to nothing.

    A card whose anchor goes with it keeps its tie.
    """
    if after.kind in ANCHORS:
        _realign(draft, before, after, anchor, moved)
        return
    ties = placing(draft, before)
    if ties and ties[0].target in moved:
        return
    kind = tie_kind(after.kind, anchor.kind) if anchor is not None else ""
    if anchor is not None and kind:
        _tie_to(draft, after, kind, anchor, ties)
    else:
        _untie(draft, after, ties)


def _tie_to(draft: Draft, card: Element, kind: str, anchor: Element, ties: list[Relation]) -> None:
    """Let one tie lead to the anchor, and none of the others decide."""
    same = [tie for tie in ties if tie.kind == kind]
    keep = next((tie for tie in same if tie.target == anchor.id), same[0] if same else None)
    if keep is None:
        draft.tie(kind, card.id, anchor.id)
    elif keep.target != anchor.id:
        draft.put(keep.replaced(target=anchor.id))
    stage = getattr(card, "stage", None)
    for tie in ties:
        if tie is not keep and (kind == "at" or _home_at(draft, tie.target) == stage):
            draft.drop([tie.id])


def _untie(draft: Draft, card: Element, ties: list[Relation]) -> None:
    """Let a card stand in its stage, in no slot of anybody's."""
    stage = getattr(card, "stage", None)
    to_stage = [tie for tie in ties if _kind_at(draft, tie.target) == "stage"]
    draft.drop([tie.id for tie in ties if tie not in to_stage[:1]])
    if to_stage and stage is None:
        draft.drop([to_stage[0].id])
    elif to_stage and stage is not None:
        draft.put(to_stage[0].replaced(target=stage))
    elif stage is not None and any(
        tie.kind == "addresses" and tie.source == card.id for tie in draft.ties(card.id)
    ):
        draft.tie("at", card.id, stage)  # or it would stand with the pain point it addresses


def _realign(
    draft: Draft,
    before: Element,
    after: Element,
    anchor: Element | None,
    moved: Collection[RecordId],
) -> None:
    """Let a touchpoint follow the step under which it is put, and none that would pull it on."""
    if after.kind != "touchpoint":
        return
    ties = [tie for tie in _alignments(draft, before) if tie.source not in moved]
    if anchor is None or anchor.kind != "step":
        if not _stays(before, after):
            draft.drop([tie.id for tie in ties])
        return
    if ties and not _follows(draft, anchor.id, after.id):
        draft.put(ties[0].replaced(source=anchor.id))
        ties = ties[1:]
    elif not _follows(draft, anchor.id, after.id):
        draft.tie("follows", anchor.id, after.id)
    late = [tie for tie in _alignments(draft, after) if _is_behind(draft, tie.source, anchor)]
    draft.drop(tie.id for tie in (*ties, *late) if tie.source != anchor.id)


def _is_behind(draft: Draft, step: RecordId, anchor: Element) -> bool:
    """Tell whether a step stands to the right of another one of its stage."""
    row = [card.id for card in draft.graph.cards(stage_of(anchor)) if card.kind == "step"]
    return step not in row or row.index(step) > row.index(anchor.id)


def _stays(before: Element, after: Element) -> bool:
    """Tell whether a card changes neither stage nor order."""
    fields = ("stage", "rank")
    return all(getattr(before, f, None) == getattr(after, f, None) for f in fields)


def alignments(graph: JourneyGraph, card: Element) -> list[Relation]:
    """Return the relations from steps of a touchpoint's own stage that give it its slot."""
    return _alignments(Draft(graph), card)


def _alignments(draft: Draft, card: Element) -> list[Relation]:
    """Return what gives a touchpoint its slot, as it will be."""
    if card.kind != "touchpoint":
        return []
    own = stage_of(card)
    incoming = [t for t in draft.ties(card.id) if t.kind == "follows" and t.target == card.id]
    return [t for t in incoming if _is_step_in(draft.element(t.source), own)]


def _is_step_in(element: Element | None, stage: RecordId | None) -> bool:
    return element is not None and element.kind == "step" and stage_of(element) == stage


def _follows(draft: Draft, source: RecordId, target: RecordId) -> bool:
    """Tell whether one element follows another already."""
    return any(
        tie.kind == "follows" and tie.source == source and tie.target == target
        for tie in draft.ties(target)
    )


def _home_at(draft: Draft, id_: RecordId) -> RecordId | None:
    element = draft.element(id_)
    return None if element is None else stage_of(element)


def _kind_at(draft: Draft, id_: RecordId) -> str:
    element = draft.element(id_)
    return "" if element is None else element.kind


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
