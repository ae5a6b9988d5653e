"""Stages of another model: by meaning, by kin, by order; and nothing is lost on the way there."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.editing import operations
from journeyeditor.editing.changes.stages import apply_model
from journeyeditor.files import dump_map
from journeyeditor.files.templates import template, templates
from journeyeditor.insight.stage_models import stage_mapping
from journeyeditor.layout.grid import stage_of
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Stage
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.layout.maps import maps

NAMES = sorted({info.name for info in templates()})


def stages(graph: JourneyGraph) -> list[Stage]:
    return [stage for stage in graph.stages() if isinstance(stage, Stage)]


def model(name: str, language: str | None = None) -> list[Stage]:
    return stages(template(name, language))


def row(*titles: str) -> list[Stage]:
    built = a_map()
    for title in titles:
        built.with_stage(title)
    return stages(built.built())


def places(ours: list[Stage], theirs: list[Stage]) -> list[int]:
    return [way.place for way in stage_mapping(ours, theirs)]


@pytest.mark.parametrize("name", NAMES)
def test_every_model_leads_to_itself_in_any_language(name: str) -> None:
    languages = [info.language for info in templates() if info.name == name]
    own = model(name, languages[0])
    for language in languages:
        assert places(own, model(name, language)) == list(range(len(own)))


def test_what_one_language_does_not_tell_apart_is_kin() -> None:
    swedish = row("Medvetenhet", "Utvärdering", "Övervägande", "Köpbeslut", "Efterköp")
    norwegian = row("Bevissthet", "Vurdering", "Beslutning", "Etter kjøp")
    assert places(swedish, norwegian) == [0, 1, 1, 2, 3]
    assert places(norwegian, swedish) == [0, 2, 3, 4]


def test_two_of_a_kind_go_one_by_one() -> None:
    assert places(row("Buy online", "Buy in the shop"), row("Purchase", "Checkout")) == [0, 1]


def test_what_means_nothing_goes_with_its_neighbour() -> None:
    ours = row("Awareness", "Zzz", "Purchase")
    assert [(way.place, way.why) for way in stage_mapping(ours, row("Purchase", "Awareness"))] == [
        (1, "title"),
        (1, "order"),
        (0, "title"),
    ]
    assert places(row("a", "b", "c"), row("x", "y")) == [0, 1, 1]
    assert stage_mapping(ours, []) == []


@given(maps(stages=5), st.sampled_from(NAMES))
@settings(max_examples=40, deadline=None)
def test_carrying_a_map_loses_no_card(graph: JourneyGraph, name: str) -> None:
    other = model(name)
    session = a_session(graph)
    graph = session.graph  # an empty map is made anew
    before = dump_map(graph)
    loose = Counter((e.id, e.kind, e.title) for e in graph.elements() if e.kind != "stage")
    ways = {way.stage: way.place for way in stage_mapping(stages(graph), other)}
    homes = {e.id: stage_of(graph, e) for e in graph.elements() if e.kind != "stage"}
    operations.apply_stage_model(session, other, ways)
    now = stages(graph)
    assert [(s.title, s.archetype) for s in now] == [(s.title, s.archetype) for s in other]
    assert Counter((e.id, e.kind, e.title) for e in graph.elements() if e.kind != "stage") == loose
    for id_, home in homes.items():
        expected = now[ways[home]].id if home is not None else None
        assert stage_of(graph, graph.element(id_)) == expected
    after = dump_map(graph)
    session.undo()
    assert dump_map(graph) == before
    session.redo()
    assert dump_map(graph) == after


def test_counts_and_goals_stay_and_new_stages_are_on_the_way() -> None:
    graph = (
        a_map()
        .with_stage("Awareness", count=100, customer_goal="Notice")
        .with_stage("Purchase", count=10)
        .related("follows", "stage1", "stage2", share=0.1)
        .built()
    )
    other = row("Awareness", "Consideration", "Purchase")
    graph.apply(apply_model(graph, other, {"stage1": 0, "stage2": 2}))
    first, middle, last = stages(graph)
    assert (first.count, middle.count, last.count) == (100, None, 10)
    assert first.customer_goal == "Notice"
    ways = {(relation.source, relation.target) for relation in graph.relations("follows")}
    assert ways == {(first.id, middle.id), (middle.id, last.id)}


def test_a_stage_that_goes_nowhere_is_a_fault() -> None:
    graph = a_map().with_stage("A").built()
    with pytest.raises(KeyError):
        apply_model(graph, row("B"), {})
