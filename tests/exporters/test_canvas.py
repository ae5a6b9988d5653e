"""A canvas carries its map: what is edited in it comes back, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from journeyeditor import resources
from journeyeditor.exchange.importers import ImportFailure, read_into_map, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import Export
from journeyeditor.exporters.canvas.writer import MAP_KEY, write
from journeyeditor.files import dump_map, read_map
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterError
from journeyeditor.poster.options import PosterOptions
from journeyeditor.typography import Faces
from tests.builders import a_map
from tests.strategies import maps

FACES = Faces(system=False)
SAMPLE = resources.path("samples", "predictive_maintenance.en.journey.json")


def a_canvas(graph: JourneyGraph, **settings: Any) -> SourceFile:
    (data,) = write(Export(graph, PosterOptions(), FACES, **settings))
    return SourceFile("map.canvas", data)


def edited(
    source: SourceFile, edit: Callable[[dict[str, Any], dict[str, Any]], None]
) -> SourceFile:
    """The canvas after an edit, which gets the document and its nodes by id."""
    document = json.loads(source.data)
    edit(document, {node["id"]: node for node in document["nodes"]})
    return SourceFile(source.name, json.dumps(document).encode())


def test_a_sample_comes_back_to_the_byte() -> None:
    graph = read_map(SAMPLE)
    assert dump_map(read_map_from(a_canvas(graph)).graph) == dump_map(graph)


@settings(max_examples=25)
@given(maps(most=6))
def test_export_and_import_lose_nothing(graph: JourneyGraph) -> None:
    try:
        source = a_canvas(graph)
    except PosterError:
        return  # a theme that the map's own settings ask for is not there
    assert dump_map(read_map_from(source).graph) == dump_map(graph)


def a_journey() -> JourneyGraph:
    return (
        a_map(title="Buying a brush", language="en")
        .with_stage("Awareness", count=100)
        .with_("step", "Sees an advert", owner="Ada", tags=("web",))
        .with_stage("Purchase")
        .with_("pain_point", "Hidden fees", severity=4)
        .with_("opportunity", "Show fees", impact=5)
        .related("addresses", "opportunity1", "pain_point1")
        .built()
    )


def test_only_what_was_edited_changes() -> None:
    graph = a_journey()

    def edit(document: dict[str, Any], nodes: dict[str, Any]) -> None:
        nodes["step1"]["text"] = "Sees a poster"
        document["metadata"] = {"theme": "dark"}
        nodes["pain_point1"]["text"] = "**Hidden fees**\n\nAt the till"

    now = read_map_from(edited(a_canvas(graph), edit)).graph
    assert now.element("step1") == graph.element("step1").replaced(title="Sees a poster")
    pain: Any = now.element("pain_point1")
    assert (pain.title, pain.note, pain.severity) == ("Hidden fees", "At the till", 4)
    changed = {each.id for each in now.elements() if each != graph.element(each.id)}
    assert changed == {"step1", "pain_point1"}
    assert json.loads(a_canvas(now).data)["metadata"] == {"theme": "dark"}
    assert now.relations() == graph.relations()


def test_cards_are_moved_added_and_removed() -> None:
    graph = a_journey()

    def edit(document: dict[str, Any], nodes: dict[str, Any]) -> None:
        there = nodes["stage2"]
        nodes["step1"]["x"] = there["x"] + 10
        new = {**nodes["step1"], "id": "fresh", "text": "Reads tests", "x": there["x"] + 20}
        document["nodes"] = [n for n in document["nodes"] if n["id"] != "opportunity1"] + [new]
        document["edges"] = []

    now = read_map_from(edited(a_canvas(graph), edit)).graph
    step: Any = now.element("step1")
    assert (step.stage, step.owner, step.tags) == ("stage2", "Ada", ("web",))
    fresh: Any = now.element("fresh")
    assert (fresh.title, fresh.stage) == ("Reads tests", "stage2")
    assert not now.has_element("opportunity1")
    assert not now.relations()


def test_edits_reach_a_map_that_has_changed_meanwhile() -> None:
    graph = a_journey()

    def edit(document: dict[str, Any], nodes: dict[str, Any]) -> None:
        nodes["step1"]["text"] = "Sees a poster"

    source = edited(a_canvas(graph), edit)
    later = [
        each.replaced(severity=1) if each.id == "pain_point1" else each for each in graph.elements()
    ]
    meanwhile = JourneyGraph.of(graph.info, (*later, *graph.relations()))
    now = read_into_map(source, meanwhile).graph
    pain: Any = now.element("pain_point1")
    assert (now.element("step1").title, pain.severity) == ("Sees a poster", 1)
    with pytest.raises(ImportFailure, match="another map"):
        read_into_map(source, a_map().with_stage("x", id="else").built())


def test_a_canvas_without_its_map_is_read_by_what_it_shows() -> None:
    graph = a_journey()
    bare = a_canvas(graph, has_source=False)
    assert MAP_KEY.encode() not in bare.data
    now = read_map_from(bare).graph
    assert [each.title for each in now.stages()] == ["Awareness", "Purchase"]


@pytest.mark.parametrize("value", ["", "x", "eJw=", 5, None, []])
def test_a_damaged_map_inside_leaves_what_is_shown(value: object) -> None:
    def edit(document: dict[str, Any], nodes: dict[str, Any]) -> None:
        document[MAP_KEY] = value

    now = read_map_from(edited(a_canvas(a_journey()), edit)).graph
    assert [each.title for each in now.stages()] == ["Awareness", "Purchase"]
