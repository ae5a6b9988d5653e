"""The relations of each element, with the same graph built by networkx as the judge."""

from __future__ import annotations

import subprocess
import sys

import networkx
import pytest

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.model import Change, JourneyGraph, Relation


@pytest.fixture
def graph() -> JourneyGraph:
    return read_map(resources.path("samples", "toothbrush.sv.journey.json"))


def built(graph: JourneyGraph) -> networkx.MultiDiGraph:
    made = networkx.MultiDiGraph()
    for element in graph.elements():
        made.add_node(element.id, record=element)
    for relation in graph.relations():
        made.add_edge(relation.source, relation.target, relation.id, record=relation)
    return made


def records(edges: networkx.classes.reportviews.OutMultiEdgeView) -> dict[str, Relation]:
    return {record.id: record for _, _, record in edges}


def assert_is_as_networkx_has_it(graph: JourneyGraph) -> None:
    made = built(graph)
    assert set(made.nodes) == {element.id for element in graph.elements()}  # none made by an edge
    for id_ in made:
        outgoing, incoming = graph.outgoing(id_), graph.incoming(id_)
        assert {each.id: each for each in outgoing} == records(made.out_edges(id_, data="record"))
        assert {each.id: each for each in incoming} == records(made.in_edges(id_, data="record"))
        both = {each.id: each for each in graph.relations_of(id_)}
        assert both == {each.id: each for each in (*outgoing, *incoming)}


def test_the_relations_of_each_element_are_those_of_networkx(graph: JourneyGraph) -> None:
    assert_is_as_networkx_has_it(graph)


def test_they_follow_a_change_and_its_inverse(graph: JourneyGraph) -> None:
    before = {relation.id for relation in graph.relations()}
    relation = graph.relations("at")[0]
    change = Change({relation.id: (relation, None)})
    graph.apply(change)
    assert_is_as_networkx_has_it(graph)
    assert {each.id for each in graph.relations()} == before - {relation.id}
    graph.apply(change.inverted())
    assert_is_as_networkx_has_it(graph)
    assert {each.id for each in graph.relations()} == before


def test_reading_and_printing_do_not_import_networkx() -> None:
    code = "import sys, journeyeditor.poster, journeyeditor.files; print('networkx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
