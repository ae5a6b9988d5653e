"""What the graph answers, in which order, and what an edit costs."""

from __future__ import annotations

import pytest

from journeyeditor.model import Change, GraphError, JourneyGraph, new_id, put
from journeyeditor.vocabulary import MapInfo, Note, Stage
from tests.builders import a_map
from tests.lines_run import lines_run


def ids(records: tuple[object, ...]) -> list[str]:
    return [getattr(record, "id", "") for record in records]


def test_ranks_come_first_then_the_order_of_the_file() -> None:
    graph = (
        a_map().with_("note").with_("note", rank=2).with_("note").with_("note", rank=-1.5).built()
    )
    assert ids(graph.elements("note")) == ["note4", "note2", "note1", "note3"]


def test_kinds_stand_in_their_own_order_wherever_the_file_has_them() -> None:
    one = a_map().with_("touchpoint", id="t").with_("step", id="s").with_stage(id="a").built()
    other = a_map().with_stage(id="a").with_("step", id="s").with_("touchpoint", id="t").built()
    assert ids(one.elements()) == ids(other.elements()) == ["a", "s", "t"]


def test_cards_of_a_cell_do_not_hang_on_the_order_of_the_file_either() -> None:
    graph = (
        a_map()
        .with_stage(id="a")
        .with_("pain_point", id="p")
        .with_("step", id="s", rank=2)
        .with_("touchpoint", id="t")
        .with_("step", id="s0")
        .built()
    )
    assert ids(graph.cards("a")) == ["s", "s0", "t", "p"]
    assert graph.cards("nowhere") == graph.cards(None) == ()


def test_only_cards_are_cards_without_a_stage() -> None:
    graph = a_map().with_("note").with_("lane").with_("persona").with_stage().built()
    assert ids(graph.cards(None)) == ["note1"]


def test_relations_stand_by_their_ends_short_ids_first() -> None:
    made = a_map().with_stage()
    for number in (10, 2, 1):
        made.with_("step", id=f"t{number}")
    made.related("follows", "t10", "t2").related("follows", "t2", "t10").related(
        "follows", "t2", "t1"
    )
    graph = made.built()
    assert ids(graph.relations("follows")) == ["r3", "r2", "r1"]
    assert ids(graph.outgoing("t2")) == ["r3", "r2"]
    assert ids(graph.relations_of("t2")) == ["r3", "r2", "r1"]


def test_a_loop_is_one_relation() -> None:
    graph = a_map().with_stage().with_("step").related("follows", "step1", "step1").built()
    assert ids(graph.relations_of("step1")) == ["r1"]


def test_undoing_a_deletion_restores_the_order() -> None:
    graph = a_map().with_("note").with_("note").with_("note").built()
    note = graph.element("note2")
    away = Change({"note2": (note, None)})
    graph.apply(away)
    assert ids(graph.elements("note")) == ["note1", "note3"]
    graph.apply(away.inverted())
    assert ids(graph.elements("note")) == ["note1", "note2", "note3"]


def test_unknown_ids_have_no_relations_and_no_records() -> None:
    graph = a_map().with_stage().built()
    assert graph.outgoing("x") == graph.incoming("x") == graph.relations_of("x") == ()
    assert graph.record("x") is None
    assert "x" not in graph
    assert "stage1" in graph
    with pytest.raises(KeyError):
        graph.element("x")
    with pytest.raises(KeyError):
        graph.relation("x")


def test_a_graph_is_made_of_records_with_ids_of_their_own() -> None:
    with pytest.raises(GraphError, match="used twice"):
        JourneyGraph.of(MapInfo(), [Stage(id="a"), Note(id="a")])
    with pytest.raises(GraphError, match="used twice"):
        JourneyGraph.of(MapInfo(), [Stage(id="@map")])
    with pytest.raises(GraphError, match="neither"):
        JourneyGraph.of(MapInfo(), [MapInfo().model_copy(update={"id": "x"})])


def test_new_ids_are_not_taken() -> None:
    taken = {new_id("t", ()) for _ in range(100)}
    assert len(taken) == 100
    assert new_id("t", taken) not in taken
    assert all(id_.startswith("t") for id_ in taken)


def sized(count: int) -> JourneyGraph:
    made = a_map().with_stage("One").with_stage("Two")
    for number in range(count):
        made.with_("step", f"Step {number}", id=f"t{number}", rank=number)
    for number in range(1, count):
        made.records.append(
            a_map()
            .related("follows", f"t{number - 1}", f"t{number}")
            .records[0]
            .replaced(id=f"f{number}")
        )
    return made.built()


def test_an_edit_costs_the_same_in_a_large_map() -> None:
    """Counted in lines run, which no busy machine disturbs: more elements, hardly more work."""
    costs = []
    for count in (100, 3000):
        graph = sized(count)
        step = graph.element("t50")
        edit = Change({"t50": (step, step.replaced(rank=7.5, stage="stage1"))})
        links = graph.relations_of("t60")
        gone = Change({record.id: (record, None) for record in (graph.element("t60"), *links)})

        def call(graph: JourneyGraph = graph, edit: Change = edit, gone: Change = gone) -> None:
            for change in (edit, gone, gone.inverted(), edit.inverted(), put(Note(id="new"))):
                graph.apply(change)
                graph.elements("step")
                graph.relations("follows")
                graph.cards("stage2")

        costs.append(lines_run(call))
    assert costs[1] < 1.2 * costs[0]
