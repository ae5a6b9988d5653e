"""The four laws of Change, on maps and changes of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.model import MAP_ID, Change, GraphError, JourneyGraph, Record
from journeyeditor.vocabulary import At, MapInfo, Stage, Step
from tests.builders import a_map
from tests.strategies import changes, maps


def state(graph: JourneyGraph) -> dict[str, str]:
    """Return all that a map says, to the byte, with all its answers in order."""
    answers = [graph.info, *graph.elements(), *graph.relations()]
    orders = {
        kind: [e.id for e in graph.elements(kind)] for kind in {e.kind for e in graph.elements()}
    }
    stages = {stage.id: [e.id for e in graph.cards(stage.id)] for stage in graph.stages()}
    links = {e.id: [r.id for r in graph.relations_of(e.id)] for e in graph.elements()}
    return {
        "records": repr(answers),
        "kinds": repr(orders),
        "cards": repr(stages),
        "ties": repr(links),
    }


def rebuilt(graph: JourneyGraph) -> JourneyGraph:
    """Return the same map made afresh, elements in the order in which they first came."""
    places = graph._positions
    elements = sorted(graph.elements(), key=lambda element: places[element.id])
    return JourneyGraph.of(graph.info, [*elements, *graph.relations()])


@given(st.data())
def test_inverting_twice_is_the_identity(data: st.DataObject) -> None:
    graph = data.draw(maps())
    change = data.draw(changes(graph))
    assert change.inverted().inverted() == change


@given(st.data())
def test_what_was_applied_can_be_taken_back(data: st.DataObject) -> None:
    graph = data.draw(maps())
    before = state(graph)
    change = data.draw(changes(graph))
    graph.apply(change)
    after = state(graph)
    graph.apply(change.inverted())
    assert state(graph) == before
    graph.apply(change)
    assert state(graph) == after


@given(st.data())
def test_changes_compose(data: st.DataObject) -> None:
    graph = data.draw(maps())
    before, pending, steps = state(graph), Change(), []
    for _ in range(data.draw(st.integers(1, 5))):
        change = data.draw(changes(graph))
        graph.apply(change)
        steps.append(change)
        pending = pending.then(change)
    after = state(graph)
    graph.apply(pending.inverted())
    assert state(graph) == before
    graph.apply(pending)
    assert state(graph) == after
    first, *rest = steps
    right = Change()
    for change in rest:
        right = right.then(change)
    assert first.then(right) == pending


@given(st.data())
def test_the_graph_is_well_formed_after_every_change(data: st.DataObject) -> None:
    graph = data.draw(maps())
    for _ in range(data.draw(st.integers(1, 6))):
        graph.apply(data.draw(changes(graph)))
        assert state(graph) == state(rebuilt(graph))
        ids = [element.id for element in graph.elements()]
        outgoing = [relation for id_ in ids for relation in graph.outgoing(id_)]
        incoming = [relation for id_ in ids for relation in graph.incoming(id_)]
        assert len(graph) == len(ids)
        assert sorted(r.id for r in outgoing) == sorted(r.id for r in graph.relations())
        assert sorted(r.id for r in incoming) == sorted(r.id for r in graph.relations())
        assert all(r.source in ids and r.target in ids for r in outgoing)


@given(st.data())
def test_what_does_not_fit_changes_nothing(data: st.DataObject) -> None:
    graph = data.draw(maps())
    good = data.draw(changes(graph))
    stale = Change({**good.entries, "never there": (Step(id="never there"), None)})
    before, revision = state(graph), graph.revision
    with pytest.raises(GraphError, match="stale"):
        graph.apply(stale)
    assert (state(graph), graph.revision) == (before, revision)


def two_steps() -> JourneyGraph:
    return (
        a_map()
        .with_stage("Search")
        .with_("step", "Look")
        .with_("step", "Compare")
        .with_("emotion", score=1)
        .related("follows", "step1", "step2")
        .related("at", "emotion1", "step1")
        .built()
    )


def test_an_element_cannot_go_before_its_relations() -> None:
    graph = two_steps()
    step, emotion = graph.element("step1"), graph.element("emotion1")
    with pytest.raises(GraphError, match="still holds it"):
        graph.apply(Change({"step1": (step, None)}))
    r1, r2 = graph.relation("r1"), graph.relation("r2")
    with pytest.raises(GraphError, match="still holds it"):
        graph.apply(Change({"step1": (step, None), "r1": (r1, None)}))
    moved = r2.replaced(target="step2")
    graph.apply(Change({"step1": (step, None), "r1": (r1, None), "r2": (r2, moved)}))
    assert graph.incoming("step2") == (moved,)
    assert graph.outgoing(emotion.id) == (moved,)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"x": (None, At(id="x", source="step1", target="nobody"))}, "would dangle"),
        ({"x": (None, At(id="x", source="x", target="step1"))}, "would dangle"),
        ({"x": (None, At(id="x", source="r1", target="step1"))}, "would dangle"),
        ({"x": (None, Step(id="y"))}, "an id never changes"),
        ({MAP_ID: (MapInfo(), None)}, "is the map itself"),
        ({MAP_ID: (None, MapInfo())}, "stale"),
        ({"x": (None, Record(id="x", kind="odd"))}, "neither an element nor a relation"),
        ({"step1": (None, Step(id="step1"))}, "stale"),
        ({"emotion1": (Stage(id="emotion1"), None)}, "stale"),
    ],
)
def test_what_makes_no_sense_is_refused(
    entries: dict[str, tuple[Record | None, Record | None]], words: str
) -> None:
    graph = two_steps()
    before = state(graph)
    with pytest.raises(GraphError, match=words):
        graph.apply(Change(entries))
    assert state(graph) == before


def test_one_and_one_point_nought_are_two_values() -> None:
    graph = a_map().with_("emotion", score=1).built()
    emotion = graph.element("emotion1")
    change = Change({"emotion1": (emotion, emotion.replaced(score=1.0))})
    assert Change().then(change)
    graph.apply(change)
    with pytest.raises(GraphError, match="stale"):
        graph.apply(change)


def test_an_id_may_pass_from_an_element_to_a_relation() -> None:
    """Composition would not hold if a change could do less than two changes."""
    graph = two_steps()
    note = a_map().with_("note", id="x").built().element("x")
    link = At(id="x", source="emotion1", target="step2")
    add, take, put = (
        Change({"x": (None, note)}),
        Change({"x": (note, None)}),
        Change({"x": (None, link)}),
    )
    graph.apply(add)
    both = take.then(put)
    graph.apply(both)
    assert graph.relation("x") == link
    graph.apply(both.inverted())
    assert graph.element("x") == note


def test_what_begins_with_nothing_and_ends_with_nothing_is_nothing() -> None:
    note = a_map().with_("note").built().element("note1")
    add = Change({"note1": (None, note)})
    assert add
    assert not add.then(add.inverted())
    assert not Change()
