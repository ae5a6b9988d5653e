"""Stages become one, a stage becomes two: no card, score, count or relation is lost on the way."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from journeyeditor.editing import operations
from journeyeditor.editing.changes import stages
from journeyeditor.files import dump_map, parse_map
from journeyeditor.layout.grid import plan, stage_of
from journeyeditor.model import Element, JourneyGraph
from tests.builders import MapBuilder, a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import ends, field, steps, titles
from tests.layout.maps import maps


def journey() -> MapBuilder:
    """Return three stages that follow one another, the first with a loop."""
    return (
        a_map()
        .with_stage("Loyalty", count=100, stated_rate=0.5, customer_goal="Feel seen", tags=("a",))
        .with_("touchpoint", "Club", rank=1)
        .with_("emotion", score=1, rank=1)
        .with_stage("Advocacy", count=50, stated_rate=0.4, customer_goal="Tell", tags=("a", "b"))
        .with_("touchpoint", "Review", rank=1)
        .with_("emotion", score=2, rank=1)
        .with_("pain_point", "No thanks")
        .with_stage("Again")
        .related("follows", "stage1", "stage2", share=0.5)
        .related("follows", "stage2", "stage3", share=0.4)
        .related("follows", "stage1", "stage3", share=0.1)
        .related("follows", "stage1", "stage1")
        .related("at", "pain_point1", "stage2")
    )


def loose(graph: JourneyGraph) -> Counter[tuple[str, str]]:
    """Return all that is neither a stage nor a way between stages, by kind and title."""
    return Counter((e.kind, e.title) for e in graph.elements() if e.kind != "stage")


def plain(stage: Element) -> Element:
    return stage.replaced(title="", rank=None)


def test_merging_joins_words_and_keeps_the_first_ones_count() -> None:
    session = a_session(journey().built())
    assert operations.merge_stages(session, ["stage2", "stage1"]) == "stage1"
    assert [stage.title for stage in session.graph.stages()] == ["Loyalty & Advocacy", "Again"]
    assert field(session, "stage1", "count") == 100
    assert field(session, "stage1", "stated_rate") == pytest.approx(0.2)
    assert field(session, "stage1", "customer_goal") == "Feel seen\nTell"
    assert field(session, "stage1", "tags") == ("a", "b")
    assert titles(session, "stage1", "touchpoint") == ["Club", "Review"]
    assert titles(session, "stage1", "emotion") == ["", ""]
    assert list(session.selection.ids) == ["stage1"]
    assert session.transactions.history.labels == ("Merge stages",)


def test_ways_between_merged_stages_are_within_and_shares_are_of_those_who_enter() -> None:
    session = a_session(journey().built())
    operations.merge_stages(session, ["stage1", "stage2"])
    assert ends(session, "stage1") == {
        ("stage1", "follows", "stage1"),
        ("stage1", "follows", "stage3"),
        ("pain_point1", "at", "stage1"),
    }
    (route,) = [t for t in session.graph.outgoing("stage1", "follows") if t.target == "stage3"]
    assert getattr(route, "share", None) == pytest.approx(0.1 + 0.5 * 0.4)


def test_a_way_with_words_of_its_own_stays_one() -> None:
    built = journey().related("follows", "stage2", "stage3", title="by the letter", share=0.1)
    session = a_session(built.built())
    operations.merge_stages(session, ["stage1", "stage2"])
    routes = [t for t in session.graph.outgoing("stage1", "follows") if t.target == "stage3"]
    assert sorted(getattr(t, "title", "") for t in routes) == ["", "by the letter"]


@pytest.mark.parametrize("ids", [["stage1"], ["stage1", "stage3"], [], ["stage1", "gone"]])
def test_only_neighbours_are_merged(ids: list[str]) -> None:
    session = a_session(journey().built())
    assert operations.merge_stages(session, ids) == ""
    assert steps(session) == 0
    with pytest.raises(ValueError, match="neighbouring"):
        stages.merge(session.graph, ids)


@given(maps(stages=5), st.data())
@settings(max_examples=40, deadline=None)
def test_merging_loses_nothing(graph: JourneyGraph, data: st.DataObject) -> None:
    order = [stage.id for stage in graph.stages()]
    assume(len(order) > 1)
    low = data.draw(st.integers(0, len(order) - 2))
    run = order[low : data.draw(st.integers(low + 2, len(order)))]
    assert all(stage in order for stage in run)
    session = a_session(graph)
    before, counts = dump_map(graph), loose(graph)
    inside = {e.id for e in graph.elements() if stage_of(graph, e) in run}
    rows = {
        kind: [
            card.id
            for stage in run
            for card in graph.cards(stage)
            if card.kind == kind and card.id in inside
        ]
        for kind in ("step", "touchpoint", "emotion")
    }
    relations = {
        (t.kind, t.source, t.target)
        for t in graph.relations()
        if not (t.source in run and t.target in run)
    }
    addressing = {
        t.source: run[0] if t.source in inside else stage_of(graph, graph.element(t.source))
        for t in graph.relations("addresses")
        if not (graph.outgoing(t.source, "at") or graph.outgoing(t.source, "supports"))
    }
    operations.merge_stages(session, run)
    assert loose(graph) == counts
    assert {e.id for e in graph.elements() if stage_of(graph, e) == run[0]} == inside
    for kind, ids in rows.items():
        assert [card.id for card in graph.cards(run[0]) if card.id in ids] == ids, kind
    led = {
        (kind, *(run[0] if end in run else end for end in (source, target)))
        for kind, source, target in relations
    }
    now = {(t.kind, t.source, t.target) for t in graph.relations()}
    # What stands in the stage of a pain it addresses is held where it stood, if that pain moves.
    held = {("at", card, stage) for card, stage in addressing.items()} - led
    assert {relation for relation in now if relation[1] != relation[2]} - held == {
        relation for relation in led if relation[1] != relation[2]
    }
    assert dump_map(parse_map(dump_map(graph), "map")) == dump_map(graph)
    assert steps(session) == 1
    after = dump_map(graph)
    session.undo()
    assert dump_map(graph) == before
    session.redo()
    assert dump_map(graph) == after


def test_merging_leaves_an_opportunity_where_the_pain_it_addresses_once_had_its_stage() -> None:
    # The pain stands with step 1, the opportunity in the pain's own stage; the merged stage has
    # step 2, which would draw the pain there.
    graph = (
        a_map()
        .with_stage("One")
        .with_("step")
        .with_stage("Two")
        .with_("pain_point")
        .with_stage("Three")
        .with_("step")
        .with_stage("Four")
        .with_("step")
        .with_("opportunity")
        .related("at", "pain_point1", "step1")
        .related("at", "pain_point1", "step2")
        .related("at", "pain_point1", "step3")
        .related("addresses", "opportunity1", "pain_point1")
        .built()
    )
    cards = ("pain_point1", "opportunity1")
    assert [stage_of(graph, graph.element(id_)) for id_ in cards] == ["stage1", "stage2"]
    operations.merge_stages(a_session(graph), ["stage2", "stage3"])
    assert [stage_of(graph, graph.element(id_)) for id_ in cards] == ["stage1", "stage2"]


def test_splitting_takes_what_stands_behind() -> None:
    session = a_session(
        a_map()
        .with_stage("Use", count=9, stated_rate=0.3)
        .with_("touchpoint", "Unpack", rank=1)
        .with_("touchpoint", "Call", rank=2)
        .with_("touchpoint", "Repair", rank=3)
        .with_("pain_point", "Queue")
        .with_("emotion", score=-2)
        .with_("emotion", score=2)
        .with_stage("Again")
        .related("at", "pain_point1", "touchpoint2")
        .related("at", "emotion1", "touchpoint3")
        .related("at", "emotion2", "touchpoint1")
        .related("follows", "stage1", "stage2", share=0.5)
        .built()
    )
    new = operations.split_stage(session, "touchpoint2")
    assert [stage.title for stage in session.graph.stages()] == ["Use", "Use 2", "Again"]
    assert titles(session, "stage1", "touchpoint") == ["Unpack"]
    assert titles(session, new, "touchpoint") == ["Call", "Repair"]
    assert [field(session, id_, "stage") for id_ in ("pain_point1", "emotion1")] == [new, new]
    assert field(session, "emotion2", "stage") == "stage1"
    assert (field(session, "stage1", "count"), field(session, new, "count")) == (9, None)
    assert ends(session, new) == {("stage1", "follows", new), (new, "follows", "stage2")}
    assert session.transactions.history.labels == ("Split stage here",)


def test_nothing_is_split_off_in_front_of_the_first_card() -> None:
    session = a_session(journey().built())
    assert operations.split_stage(session, "touchpoint1") == ""
    assert operations.split_stage(session, "stage1") == ""
    assert steps(session) == 0
    with pytest.raises(ValueError, match="in front"):
        stages.split(session.graph, "stage1", 0)


def assert_kept(found: set[str], inside: set[str], graph: JourneyGraph) -> None:
    """Check that a column keeps its cards; only one that is related to them may come to them."""
    assert found >= inside
    for id_ in found - inside:
        assert {relation.target for relation in graph.outgoing(id_)} & inside, id_


@given(maps(stages=4), st.data())
@settings(max_examples=40, deadline=None)
def test_splitting_loses_nothing_and_merging_takes_it_back(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    grid = plan(graph)
    wide = [c for c in grid.columns if c.stage is not None and c.slots > 1]
    assume(wide)
    column = data.draw(st.sampled_from(wide))
    assert column.stage is not None
    stage = column.stage.id
    slot = data.draw(st.integers(1, column.slots - 1))
    session = a_session(graph)
    before, counts, relations = dump_map(graph), loose(graph), len(graph.relations())
    inside = {e.id for e in graph.elements() if stage_of(graph, e) == stage}
    change, new = stages.split(graph, stage, slot)
    session.commit("Split stage here", change)
    assert loose(graph) == counts
    assert len(graph.relations()) - relations in (0, 1)
    column_stages = {e.id: stage_of(graph, e) for e in graph.elements()}
    assert_kept(
        {id_ for id_, column_stage in column_stages.items() if column_stage in (stage, new)},
        inside,
        graph,
    )
    session.undo()
    assert dump_map(graph) == before
    session.redo()
    operations.merge_stages(session, [stage, new])
    assert_kept({e.id for e in graph.elements() if stage_of(graph, e) == stage}, inside, graph)
    assert plain(graph.element(stage)) == plain(column.stage)
    session.undo()
    session.undo()
    assert dump_map(graph) == before
