"""Stages and personas: order, merging, splitting, and the stages of another model."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.order import ranks
from journeyeditor.layout.grid import Grid, plan, stage_of
from journeyeditor.layout.lanes import is_card
from journeyeditor.model import Change, JourneyGraph, RecordId, Relation
from journeyeditor.vocabulary import PLACING_RELATIONS, Follows, Stage, info_of


def reorder(graph: JourneyGraph, kind: str, ids: Iterable[RecordId], before: RecordId) -> Change:
    """Return the change that puts stages (or personas) in front of another, "" for the end."""
    draft = Draft(graph)
    wanted = set(ids)
    everyone = graph.elements(kind)
    group = [element.id for element in everyone if element.id in wanted]
    if before in wanted:
        at = [element.id for element in everyone].index(before)
        before = next((e.id for e in everyone[at:] if e.id not in wanted), "")
    rest = [element for element in everyone if element.id not in wanted]
    place = next((i for i, e in enumerate(rest) if e.id == before), len(rest))
    ids_after = [e.id for e in rest[:place]] + group + [e.id for e in rest[place:]]
    if group and ids_after != [element.id for element in everyone]:
        for id_, rank in zip(group, ranks(draft, rest, before, len(group)), strict=True):
            draft.set(id_, rank=rank)
    return draft.change()


def insert(
    draft: Draft, kind: str, rows: Sequence[Mapping[str, Any]], before: RecordId
) -> list[RecordId]:
    """Make stages (or personas) in front of another, "" for the end; return their ids.

    Where the map says in words that one column follows the other, it goes on doing so.
    """
    existing = draft.graph.elements(kind)
    given = ranks(draft, existing, before, len(rows))
    ids = [
        draft.add(kind, **{"rank": rank, **fields}).id
        for fields, rank in zip(rows, given, strict=True)
    ]
    if kind == "stage" and ids:
        _splice(draft, [stage.id for stage in existing], before, ids)
    return ids


def _splice(
    draft: Draft, existing: Sequence[RecordId], before: RecordId, ids: Sequence[RecordId]
) -> None:
    place = existing.index(before) if before in existing else len(existing)
    if not place:
        if len(existing) > 1 and _follows(draft, existing[0], existing[1]) and ids:
            _chain(draft, [*ids, existing[0]])
        return
    ahead = existing[place - 1]
    if place == len(existing):
        if place > 1 and _follows(draft, existing[place - 2], ahead):
            _chain(draft, [ahead, *ids])
        return
    relation = _follows(draft, ahead, existing[place])
    if relation is not None:
        draft.put(relation.replaced(target=ids[0]))
        _chain(draft, [*ids, existing[place]])


def _chain(draft: Draft, ids: Sequence[RecordId]) -> None:
    for source, target in pairwise(ids):
        draft.add_relation("follows", source, target)


def _follows(draft: Draft, source: RecordId, target: RecordId) -> Relation | None:
    relations = draft.graph.outgoing(source, "follows")
    return next((relation for relation in relations if relation.target == target), None)


#: Moving a card back to its column may move a card related to it; such chains are short.
MAX_ROUNDS = 4


def column_stages(graph: JourneyGraph) -> dict[RecordId, RecordId | None]:
    return {card.id: stage_of(graph, card) for card in graph.elements() if is_card(card)}


def keep_column_stages(draft: Draft, wanted: Mapping[RecordId, RecordId | None]) -> list[RecordId]:
    """Keep cards in their columns: where relations lead both ways, a card's own stage decides.

    Return the cards whose relations all lead elsewhere.
    """
    misplaced = _misplaced(draft, wanted)
    for _ in range(MAX_ROUNDS):
        for id_ in misplaced:
            draft.set(id_, stage=wanted[id_])
        before, misplaced = misplaced, _misplaced(draft, wanted)
        if not misplaced or misplaced == before:
            break
    return misplaced


def _misplaced(draft: Draft, wanted: Mapping[RecordId, RecordId | None]) -> list[RecordId]:
    graph = draft.graph
    scratch = JourneyGraph.of(graph.info, (*graph.elements(), *graph.relations()))
    scratch.apply(draft.change())
    return [
        id_
        for id_, column_stage in column_stages(scratch).items()
        if id_ in wanted and column_stage != wanted[id_]
    ]


def _hold(
    draft: Draft, ids: Iterable[RecordId], wanted: Mapping[RecordId, RecordId | None]
) -> None:
    """Relate cards to the stages of their columns; otherwise they would join what they address."""
    for id_ in ids:
        stage = wanted[id_]
        if stage is not None:
            draft.add_relation("at", id_, stage)


#: The separators between the texts of merged stages.
_BETWEEN = {
    "title": " & ",
    "owner": ", ",
    "status": ", ",
    "note": "\n",
    "customer_goal": "\n",
    "business_goal": "\n",
}
_ENDS = ("id", "source", "target", "share")


def neighbours(graph: JourneyGraph, ids: Iterable[RecordId]) -> list[RecordId]:
    """Return at least two stages, left to right, if they are neighbours, else []."""
    wanted = set(ids)
    order = [stage.id for stage in graph.stages()]
    places = [place for place, id_ in enumerate(order) if id_ in wanted]
    is_run = all(b == a + 1 for a, b in pairwise(places))
    if len(places) < 2 or len(places) < len(wanted) or not is_run:
        return []
    return [order[place] for place in places]


def merge(graph: JourneyGraph, ids: Iterable[RecordId]) -> Change:
    """Return the change that makes one stage, the leftmost, of neighbours; raises ValueError.

    It keeps the leftmost one's count, for those customers enter it. Ways between the stages are
    removed; those that leave keep their share of the customers who enter.
    """
    run = neighbours(graph, ids)
    stages = [stage for id_ in run if isinstance(stage := graph.element(id_), Stage)]
    if not stages:
        raise ValueError("only neighbouring stages can become one")
    draft = Draft(graph)
    first, *others = stages
    _move_cards(draft, first.id, [stage.id for stage in others])
    _redirect_relations(draft, run)
    draft.set(first.id, **_joined(stages, _convention(graph)))
    draft.drop(stage.id for stage in others)
    wanted = {
        id_: first.id if stage in run else stage for id_, stage in column_stages(graph).items()
    }
    _hold(draft, keep_column_stages(draft, wanted), wanted)
    return draft.change()


def _move_cards(draft: Draft, first: RecordId, others: Sequence[RecordId]) -> None:
    """Put the cards of the other stages behind those of the first, kind by kind."""
    graph = draft.graph
    cards = [card for stage in others for card in graph.cards(stage)]
    for kind in dict.fromkeys(card.kind for card in cards):
        moved = [card for card in cards if card.kind == kind]
        there = [card for card in graph.cards(first) if card.kind == kind]
        for card, rank in zip(moved, ranks(draft, there, "", len(moved)), strict=True):
            draft.set(card.id, stage=first, rank=rank)


def _redirect_relations(draft: Draft, run: Sequence[RecordId]) -> None:
    reach = _reach(draft.graph, run)
    entered: list[Relation] = []
    relations = {
        relation.id: relation for stage in run for relation in draft.graph.relations_of(stage)
    }
    for relation in relations.values():
        inner = relation.source in run and relation.target in run
        if inner and relation.source != relation.target:
            draft.drop([relation.id])
            continue
        ends: dict[str, str | float] = {
            "source": run[0] if relation.source in run else relation.source,
            "target": run[0] if relation.target in run else relation.target,
        }
        share = relation.share if isinstance(relation, Follows) else None
        if relation.source in run and not inner and share is not None:
            ends["share"] = _tidy(share * reach[relation.source])
        if any(ends[name] != getattr(relation, name) for name in ends):
            relation = relation.replaced(**ends)  # noqa: PLW2901 - the same relation with other ends
        _enter(draft, relation, entered)


def _enter(draft: Draft, relation: Relation, entered: list[Relation]) -> None:
    """Enter a relation; a duplicate is dropped, and its share added to the first one's."""
    duplicate = next((each for each in entered if _content_of(each) == _content_of(relation)), None)
    if duplicate is None:
        entered.append(relation)
        draft.put(relation)
        return
    draft.drop([relation.id])
    if not isinstance(duplicate, Follows) or not isinstance(relation, Follows):
        return
    if duplicate.share is not None and relation.share is not None:
        whole = duplicate.replaced(share=min(_tidy(duplicate.share + relation.share), 1))
        entered[entered.index(duplicate)] = whole
        draft.put(whole)


def _content_of(relation: Relation) -> tuple[object, ...]:
    has_share = isinstance(relation, Follows) and relation.share is not None
    fields = {name: value for name, value in relation if name not in _ENDS}
    return relation.source, relation.target, has_share, repr(sorted(fields.items(), key=str))


def _reach(graph: JourneyGraph, run: Sequence[RecordId]) -> dict[RecordId, float]:
    """Return the share of the customers of the first stage who reach each, by drawn transitions."""
    reach = dict.fromkeys(run, 0.0)
    reach[run[0]] = 1.0
    for place, stage in enumerate(run):
        routes = [
            (relation.target, relation.share)
            for relation in graph.outgoing(stage, "follows")
            if isinstance(relation, Follows) and relation.target in run[place + 1 :]
        ]
        for target, share in routes:
            reach[target] = min(reach[target] + reach[stage] * (1 if share is None else share), 1)
    # Without a transition drawn to a stage, all customers are assumed to reach it.
    return {stage: share or 1.0 for stage, share in reach.items()}


def _tidy(share: float) -> float:
    """Round away floating-point error in a share."""
    return round(share, 12)


def _joined(stages: Sequence[Stage], convention: str) -> dict[str, Any]:
    """Return the fields of the one stage, as far as they differ from the first one's."""
    first, *others = stages
    values: dict[str, Any] = {"stated_rate": _rate(stages, convention)}
    for name, between in _BETWEEN.items():
        words = [getattr(stage, name) for stage in stages]
        if set(_distinct(words)) - {words[0]}:
            values[name] = between.join(_distinct(words))
    tags = dict.fromkeys(tag for stage in others for tag in stage.tags)
    values["tags"] = (*first.tags, *(tag for tag in tags if tag not in first.tags))
    values["archetype"] = next((stage.archetype for stage in stages if stage.archetype), "")
    if any(stage.extras for stage in stages):
        extras: dict[str, Any] = {}
        for stage in reversed(stages):
            extras.update(stage.extras or {})
        values["extras"] = extras
    return {name: value for name, value in values.items() if value != getattr(first, name)}


def _distinct(words: Iterable[str]) -> Iterator[str]:
    return (word for word in dict.fromkeys(words) if word.strip())


def _rate(stages: Sequence[Stage], convention: str) -> float | None:
    """Return the stated rate of the one stage: rates onward multiply, others are the first's."""
    first = stages[0].stated_rate
    if convention != "to_next":
        return first
    rated = [stage for stage in stages if stage.stated_rate is not None or stage.count is not None]
    rates = [stage.stated_rate for stage in rated]
    if len(rates) == 1 or not rates:
        return rates[0] if rates else None
    numeric = [rate for rate in rates if rate is not None]
    return _tidy(math.prod(numeric)) if len(numeric) == len(rates) else None


def _convention(graph: JourneyGraph) -> str:
    info = info_of(graph)
    return info.funnel.convention


def slot_of(graph: JourneyGraph, card: RecordId) -> tuple[RecordId, int]:
    """Return the stage in whose column a card is, and its slot there; ("", 0) if in none."""
    grid = plan(graph)
    slots = _slots(grid)
    column = next(
        (each for each in grid.columns if each.first <= slots.get(card, -1) < each.end), None
    )
    if column is None or column.stage is None:
        return "", 0
    return column.stage.id, slots[card] - column.first


def split(graph: JourneyGraph, stage: RecordId, slot: int) -> tuple[Change, RecordId]:
    """Return the change that splits a stage in front of a slot, and the new stage's id.

    Counts and the stated rate stay where customers enter. Raises ValueError where nothing is
    in front of the slot, or nothing behind.
    """
    whole = graph.element(stage)
    grid = plan(graph)
    column = next((c for c in grid.columns if c.stage is not None and c.stage.id == stage), None)
    if not isinstance(whole, Stage) or column is None or not 0 < slot < column.slots:
        raise ValueError("nothing stands in front of this place")
    draft = Draft(graph)
    everyone = graph.stages()
    at = [each.id for each in everyone].index(stage)
    before = everyone[at + 1].id if at + 1 < len(everyone) else ""
    (rank,) = ranks(draft, everyone, before, 1)
    new = draft.add("stage", title=_second(whole.title), rank=rank, archetype=whole.archetype).id
    slots = _slots(grid)
    moved = {id_ for id_, place in slots.items() if column.first + slot <= place < column.end}
    stages = column_stages(graph)
    moved |= {id_ for id_ in _unseen_with(graph, moved, slots) if stages[id_] == stage}
    _move(draft, stage, new, moved)
    _lead_to_second(draft, stage, new)
    halves = {id_: new if id_ in moved else column_stage for id_, column_stage in stages.items()}
    # A card related to one half and to other stages belongs in the half it is related to.
    other = {stage: new, new: stage}
    misplaced = [id_ for id_ in keep_column_stages(draft, halves) if halves[id_] in other]
    keep_column_stages(draft, {id_: other[str(halves[id_])] for id_ in misplaced})
    return draft.change(), new


def _slots(grid: Grid) -> dict[RecordId, int]:
    slot_numbers = {id_: slot for id_, (_, slot) in grid.slot_of.items()}
    for scored in grid.emotions.values():
        slot_numbers.update({emotion.id: slot for slot, emotion in scored})
    return slot_numbers


def _unseen_with(
    graph: JourneyGraph, moved: set[RecordId], slots: dict[RecordId, int]
) -> set[RecordId]:
    """Return the cards that no lane shows and that are related to one that moves."""
    return {
        relation.source
        for id_ in moved
        for relation in graph.incoming(id_)
        if relation.kind in PLACING_RELATIONS and relation.source not in slots
    }


def _move(draft: Draft, stage: RecordId, new: RecordId, moved: set[RecordId]) -> None:
    """Move cards to the new stage, with the relations that keep them in the old one."""
    graph = draft.graph
    for id_ in moved:
        if graph.element(id_).stage == stage:
            draft.set(id_, stage=new)
        for relation in graph.outgoing(id_, "at"):
            if relation.target == stage:
                draft.put(relation.replaced(target=new))


def _lead_to_second(draft: Draft, stage: RecordId, new: RecordId) -> None:
    """Move the transitions that left the stage to the new one, and add one between the two.

    Where the map draws no ways between stages, their order goes on saying it. A way from the
    stage to itself is one of its own.
    """
    graph = draft.graph
    out = [relation for relation in graph.outgoing(stage, "follows") if relation.target != stage]
    into = [relation for relation in graph.incoming(stage, "follows") if relation.source != stage]
    for relation in out:
        draft.put(relation.replaced(source=new))
    if out or into:
        draft.add_relation("follows", stage, new)


def _second(title: str) -> str:
    return f"{title} 2" if title.strip() else ""


def apply_model(
    graph: JourneyGraph, model: Sequence[Stage], routes: Mapping[RecordId, int]
) -> Change:
    """Return the change that gives a map the stages of a model.

    `routes` leads from each stage of the map to the place of one of the model's; those that meet are
    merged, and stages of the model without one become new stages. Existing goals stay. Raises
    KeyError for a stage that goes nowhere, IndexError for a place that the model does not have.
    """
    order = [stage.id for stage in graph.stages()]
    groups: list[list[RecordId]] = [[] for _ in model]
    for id_ in order:
        groups[routes[id_]].append(id_)
    scratch = JourneyGraph.of(graph.info, (*graph.elements(), *graph.relations()))
    total = Change()

    def do(change: Change) -> None:
        nonlocal total
        scratch.apply(change)
        total = total.then(change)

    do(_in_row(scratch, [id_ for group in groups for id_ in group]))
    for group in groups:
        if len(group) > 1:
            do(merge(scratch, group))
    firsts = [group[0] if group else "" for group in groups]
    for place, stage in enumerate(model):
        if not firsts[place]:
            before = next(filter(None, firsts[place + 1 :]), "")
            draft = Draft(scratch)
            fields = {"title": stage.title, "archetype": stage.archetype}
            (firsts[place],) = insert(draft, "stage", [fields], before)
            do(draft.change())
    do(_named(scratch, firsts, model))
    return total


def _in_row(graph: JourneyGraph, ids: Sequence[RecordId]) -> Change:
    draft = Draft(graph)
    if [stage.id for stage in graph.stages()] != list(ids):
        for rank, id_ in enumerate(ids, 1):
            draft.set(id_, rank=rank)
    return draft.change()


def _named(graph: JourneyGraph, ids: Sequence[RecordId], model: Sequence[Stage]) -> Change:
    """Return the change that calls the stages as the model does; what they lack comes from it."""
    draft = Draft(graph)
    for id_, stage in zip(ids, model, strict=True):
        own = graph.element(id_)
        fields = {"title": stage.title, "archetype": stage.archetype}
        for name in ("customer_goal", "business_goal"):
            if not getattr(own, name):
                fields[name] = getattr(stage, name)
        draft.set(id_, **fields)
    return draft.change()
