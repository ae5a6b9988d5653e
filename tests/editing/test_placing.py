"""A card stands where it was put: the change is asked of the plan that screen and poster share."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from journeyeditor.editing.changes import placing
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.relations import anchor_of, placing_relation
from journeyeditor.editing.changes.removing import delete
from journeyeditor.layout.grid import Grid, plan
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import MOMENTS
from tests.layout.maps import maps

KINDS = ("step", "touchpoint", "thought", "pain_point", "opportunity", "metric", "backstage")


class PlaceTool(NamedTuple):
    """Where a card stands: the stage of its column, its slot, and the cards of its kind there."""

    stage: str | None
    slot: int
    stack: tuple[str, ...]


def place_of(grid: Grid, card: Element) -> PlaceTool:
    lane, slot = grid.slot_of[card.id]
    (column,) = [c for c in grid.columns if c.first <= slot < c.end]
    cell = grid.cells.get((lane, slot), [])
    stack = tuple(each.id for each in cell if each.kind == card.kind)
    return PlaceTool(column.stage.id if column.stage else None, slot, stack)


def row_of(grid: Grid, card: Element) -> list[str]:
    """Return the cards of the same kind in a card's lane, left to right, top to bottom."""
    lane = grid.slot_of[card.id][0]
    slots = sorted(slot for there, slot in grid.cells if there == lane)
    return [e.id for s in slots for e in grid.cells[lane, s] if e.kind == card.kind]


def cards_of(graph: JourneyGraph, *kinds: str) -> list[Element]:
    shown = plan(graph).slot_of
    return [e for kind in kinds for e in graph.elements(kind) if e.id in shown]


def stage_of(card: Element) -> str | None:
    stage: str | None = getattr(card, "stage", None)
    return stage


def _are_alike(card: Element, other: Element) -> bool:
    lanes = [getattr(each, "lane", None) for each in (card, other)]
    return card.kind == other.kind and lanes[0] == lanes[1]


some_maps = maps(stages=4, cards=4)


@settings(max_examples=50)
@given(graph=some_maps, data=st.data())
def test_a_card_put_at_an_anchor_stands_in_its_slot(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    cards, anchors = cards_of(graph, *KINDS), cards_of(graph, *MOMENTS)
    assume(cards and anchors)
    card = data.draw(st.sampled_from(cards))
    anchor = data.draw(st.sampled_from(anchors))
    assume(card is not anchor and not card.is_moment and placing_relation(card.kind, anchor.kind))
    graph.apply(placing.move(graph, [card.id], DropTarget(anchor=anchor.id)))
    grid = plan(graph)
    if card.id in grid.slot_of:
        assert place_of(grid, card).slot == grid.slot_of[anchor.id][1]
        stack = place_of(grid, card).stack
        behind = stack[stack.index(card.id) + 1 :]
        assert not any(anchor_of(graph, graph.element(id_)) in grid.slot_of for id_ in behind)
    assert getattr(graph.element(card.id), "stage", "") == getattr(anchor, "stage", "-")


@settings(max_examples=50)
@given(graph=some_maps, data=st.data())
def test_a_touchpoint_put_under_a_step_stands_in_its_slot(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    graph.apply(delete(graph, [lane.id for lane in graph.lanes()]).change)
    touchpoints, steps = cards_of(graph, "touchpoint"), cards_of(graph, "step")
    if not touchpoints or not steps:
        return
    card = data.draw(st.sampled_from(touchpoints))
    step = data.draw(st.sampled_from(steps))
    graph.apply(placing.move(graph, [card.id], DropTarget(anchor=step.id)))
    grid = plan(graph)
    assert grid.slot_of[card.id][1] == grid.slot_of[step.id][1]


@settings(max_examples=80)
@given(graph=some_maps, data=st.data())
def test_a_card_put_in_front_of_another_stands_there(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    shown = cards_of(graph, *KINDS)
    pairs = [
        (card, other)
        for card in shown
        for other in shown
        if card is not other and _are_alike(card, other)
    ]
    assume(pairs)
    card, other = data.draw(st.sampled_from(pairs))
    kind = card.kind
    if kind == "opportunity" and place_of(plan(graph), other).stage is None:
        return  # it stays with the pain point that it addresses
    before = place_of(plan(graph), other)
    target = DropTarget(
        before.stage, getattr(other, "lane", None), other.id, anchor_of(graph, other)
    )
    note(f"{card.id} {target}")
    graph.apply(placing.move(graph, [card.id], target))
    grid = plan(graph)
    if grid.slot_of.get(card.id, (0, 0))[0] != grid.slot_of[other.id][0]:
        return  # a lane that shows the one kind by itself and not the other
    row = row_of(grid, card)
    assert place_of(grid, card).stage == before.stage
    if kind in MOMENTS or anchor_of(graph, other):
        assert row.index(card.id) + 1 == row.index(other.id)
    else:
        cards = [
            e.id for e in graph.elements(kind) if e.id == other.id or stage_of(e) == before.stage
        ]
        assert cards.index(card.id) + 1 == cards.index(other.id)


@settings(max_examples=50)
@given(graph=some_maps, data=st.data())
def test_cards_put_into_a_stage_stand_there_in_their_order(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    cards = cards_of(graph, *KINDS)
    stages = graph.stages()
    assume(cards and stages)
    chosen = data.draw(st.lists(st.sampled_from(cards), min_size=1, max_size=5, unique=True))
    ids = [card.id for card in chosen]
    stage = data.draw(st.sampled_from(stages)).id
    order = [card.id for card in placing.in_order(graph, ids)]
    graph.apply(placing.move(graph, ids, DropTarget(stage)))
    assert [card.id for card in graph.cards(stage) if card.id in ids and card.kind == "step"] == [
        id_ for id_ in order if graph.element(id_).kind == "step"
    ]
    grid = plan(graph)
    for card in chosen:
        if card.id in grid.slot_of:
            assert place_of(grid, card).stage == stage


@settings(max_examples=50)
@given(graph=some_maps, data=st.data())
def test_a_new_card_stands_in_its_spot(graph: JourneyGraph, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    stage = data.draw(st.sampled_from([*(s.id for s in graph.stages()), None]))
    siblings = [c.id for c in graph.cards(stage) if c.kind == kind]
    before = data.draw(st.sampled_from([*siblings, ""]))
    draft = Draft(graph)
    ids = placing.add(
        draft, kind, [{"title": "a"}, {"title": "b"}], DropTarget(stage, None, before)
    )
    graph.apply(draft.change())
    row = [c.id for c in graph.cards(stage) if c.kind == kind]
    place = siblings.index(before) if before else len(siblings)
    assert row == [*siblings[:place], *ids, *siblings[place:]]


@settings(max_examples=50)
@given(graph=some_maps, data=st.data())
def test_what_is_put_where_it_stands_does_not_change(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    cards = cards_of(graph, *KINDS)
    assume(cards)
    card = data.draw(st.sampled_from(cards))
    stage, lane = getattr(card, "stage", None), getattr(card, "lane", None)
    target = DropTarget(stage, lane, card.id, anchor_of(graph, card))
    graph.apply(placing.move(graph, [card.id], target))
    again = placing.move(graph, [card.id], target)
    assert not again.entries


@settings(max_examples=50)
@given(graph=some_maps, data=st.data())
def test_what_is_related_to_a_card_goes_where_it_goes(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    anchors = cards_of(graph, *MOMENTS)
    stages = graph.stages()
    assume(anchors and stages)
    anchor = data.draw(st.sampled_from(anchors))
    stage = data.draw(st.sampled_from(stages)).id
    related = [graph.element(relation.source) for relation in graph.incoming(anchor.id, "at")]
    alone = [card for card in related if len(graph.outgoing(card.id, "at")) == 1]
    same = [c for c in alone if getattr(c, "stage", 0) == getattr(anchor, "stage", 1)]
    graph.apply(placing.move(graph, [anchor.id], DropTarget(stage)))
    grid = plan(graph)
    for card in same:
        assert getattr(graph.element(card.id), "stage", None) == stage
        if card.id in grid.slot_of and anchor.id in grid.slot_of:
            assert grid.slot_of[card.id][1] == grid.slot_of[anchor.id][1]
