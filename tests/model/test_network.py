"""The networkx graph put round the map's own dictionaries is a true MultiDiGraph."""

from __future__ import annotations

import subprocess
import sys

import networkx
import pytest

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.model import Change, JourneyGraph


@pytest.fixture
def graph() -> JourneyGraph:
    return read_map(resources.path("samples", "toothbrush.sv.journey.json"))


def built(graph: JourneyGraph) -> networkx.MultiDiGraph:
    """Return the same map built by networkx's own methods."""
    made = networkx.MultiDiGraph()
    for element in graph.elements():
        made.add_node(element.id, record=element)
    for relation in graph.relations():
        made.add_edge(relation.source, relation.target, relation.id, record=relation)
    return made


def test_it_equals_what_networkx_would_build(graph: JourneyGraph) -> None:
    network, made = graph.network(), built(graph)
    assert dict(network.nodes(data=True)) == dict(made.nodes(data=True))
    assert {node: dict(made.pred[node]) for node in made} == {
        node: {source: dict(keyed) for source, keyed in network.pred[node].items()}
        for node in network
    }
    assert sorted(network.edges(keys=True)) == sorted(made.edges(keys=True))
    assert networkx.number_weakly_connected_components(network) == (
        networkx.number_weakly_connected_components(made)
    )


def test_it_follows_a_change_and_its_inverse(graph: JourneyGraph) -> None:
    network = graph.network()
    before = set(network.edges(keys=True))
    relation = graph.relations("at")[0]
    change = Change({relation.id: (relation, None)})
    graph.apply(change)
    assert set(network.edges(keys=True)) == before - {
        (relation.source, relation.target, relation.id)
    }
    graph.apply(change.inverted())
    assert set(network.edges(keys=True)) == before


def test_nobody_can_write_to_it(graph: JourneyGraph) -> None:
    with pytest.raises(networkx.NetworkXError):
        graph.network().add_node("x")


def test_reading_and_printing_do_not_import_it() -> None:
    code = "import sys, journeyeditor.poster, journeyeditor.files; print('networkx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
