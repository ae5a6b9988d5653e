"""Arrows lead over the whole map."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from journeyeditor import resources
from journeyeditor.editing.tools.navigation import DIRECTIONS, end_stage, first, neighbour
from journeyeditor.files import read_map
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import JourneyGraph
from tests.builders import MapBuilder, a_map
from tests.editing.driver import a_session, faces, print_theme
from tests.strategies import maps


def two_stages() -> MapBuilder:
    return (
        a_map()
        .with_stage("Search")
        .with_("step", "Looks")
        .with_("step", "Asks")
        .with_("pain_point", "Slow")
        .with_("pain_point", "Ugly")
        .related("at", "pain_point1", "step1")
        .related("at", "pain_point2", "step1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_("pain_point", "Fees")
        .related("at", "pain_point3", "step3")
    )


def layout_of(graph: JourneyGraph) -> IncrementalLayout:
    return a_session(graph).layout


@pytest.fixture(scope="module")
def layout() -> IncrementalLayout:
    return layout_of(two_stages().built())


@pytest.mark.parametrize(
    ("start", "route", "end"),
    [
        ("step1", "right", "step2"),
        ("step2", "right", "step3"),
        ("step1", "down", "pain_point1"),
        ("pain_point1", "down", "pain_point2"),
        ("pain_point2", "down", ""),
        ("pain_point2", "up", "pain_point1"),
        ("pain_point1", "up", "step1"),
        ("step1", "up", "stage1"),
        ("stage1", "down", "step1"),
        ("stage1", "right", "stage2"),
        ("stage1", "left", ""),
        ("stage1", "up", ""),
        ("step1", "left", ""),
        ("step3", "right", ""),
    ],
)
def test_an_arrow_leads_to_the_neighbour(
    layout: IncrementalLayout, start: str, route: str, end: str
) -> None:
    assert neighbour(layout, start, route) == end  # type: ignore[arg-type]


def test_a_row_is_walked_at_the_same_height_as_far_as_there_are_cards(
    layout: IncrementalLayout,
) -> None:
    assert neighbour(layout, "pain_point2", "right") == "pain_point3"
    assert neighbour(layout, "pain_point3", "left") == "pain_point1"


def test_where_the_row_ends_the_way_goes_on_in_the_nearest_lane() -> None:
    graph = (
        a_map()
        .with_stage("A")
        .with_("thought", "Hm")
        .with_stage("B")
        .with_("pain_point", "Ow")
        .with_("metric", "7")
        .built()
    )
    assert neighbour(layout_of(graph), "thought1", "right") == "pain_point1"


def test_beside_the_last_card_are_the_heads_of_empty_stages() -> None:
    graph = a_map().with_stage("A").with_("step", "Looks").with_stage("B").built()
    layout = layout_of(graph)
    assert neighbour(layout, "step1", "right") == "stage2"
    assert neighbour(layout, "stage2", "down") == ""


def test_walking_begins_at_the_first_card_or_the_first_head(layout: IncrementalLayout) -> None:
    assert first(layout) == "step1"
    assert first(layout_of(a_map().with_stage("Only").built())) == "stage1"
    assert first(layout_of(a_map().built())) == ""
    assert neighbour(layout, "nobody", "down") == "step1"


def test_home_and_end_know_the_outer_stages(layout: IncrementalLayout) -> None:
    assert end_stage(layout, last=False) == "stage1"
    assert end_stage(layout, last=True) == "stage2"
    assert end_stage(layout_of(a_map().built()), last=True) == ""


def test_notes_are_a_row_above_the_heads() -> None:
    builder = two_stages()
    builder.with_("note", "Left", position=(20.0, 50.0))
    builder.with_("note", "Right", position=(150.0, 10.0))
    layout = layout_of(builder.built())
    assert neighbour(layout, "stage1", "up") == "note1"
    assert neighbour(layout, "note1", "right") == "note2"
    assert neighbour(layout, "note2", "left") == "note1"
    assert neighbour(layout, "note1", "left") == ""
    assert neighbour(layout, "note1", "down") == "stage1"


def test_a_relation_leads_to_its_ends() -> None:
    graph = two_stages().related("follows", "stage2", "stage1", title="Again").built()
    relation = graph.relations("follows")[0].id
    layout = layout_of(graph)
    assert layout.connector_points(relation)
    assert neighbour(layout, relation, "left") == "stage2"
    assert neighbour(layout, relation, "down") == "stage1"


def reachable(layout: IncrementalLayout) -> set[str]:
    """Return all that arrows lead to, from where walking begins."""
    open_, seen = [first(layout)], {first(layout), ""}
    while open_:
        here = open_.pop()
        for route in DIRECTIONS:
            there = neighbour(layout, here, route)
            if there not in seen:
                seen.add(there)
                open_.append(there)
    return seen - {""}


def on_the_map(graph: JourneyGraph, layout: IncrementalLayout) -> set[str]:
    """Return the elements that stand somewhere and are no lanes."""
    lanes = {lane.spec.key for lane in layout.lanes}
    return {
        element.id
        for element in graph.elements()
        if layout.rect(element.id) is not None and element.id not in lanes
    }


@pytest.mark.parametrize(
    "name", ["toothbrush.sv", "heat_pump.nb", "fitness_club.da", "predictive_maintenance.en"]
)
def test_every_element_of_the_samples_can_be_reached(name: str) -> None:
    graph = read_map(resources.path("samples", f"{name}.journey.json"))
    layout = layout_of(graph)
    assert len(on_the_map(graph, layout)) > 30
    assert on_the_map(graph, layout) <= reachable(layout)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(maps())
def test_every_element_of_any_map_can_be_reached(graph: JourneyGraph) -> None:
    layout = IncrementalLayout(graph, faces(), print_theme())
    assert on_the_map(graph, layout) <= reachable(layout)
