"""Maps in their own format are imported as they are, also as networkx has written them."""

from __future__ import annotations

import json

import networkx
import pytest

from journeyeditor.exchange.importers import ImportFailure, find_journeys, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.files import dump_map
from tests.poster.sheets import SAMPLES, sample


def test_a_map_and_what_networkx_made_of_it() -> None:
    data = dump_map(sample(SAMPLES[0]))
    graph = networkx.node_link_graph(json.loads(data), edges="edges")
    written = json.dumps(networkx.node_link_data(graph, edges="links")).encode()
    for content in (data, written):
        (found,) = find_journeys(SourceFile("map.json", content))
        assert dump_map(found.read().graph) == data


def test_another_graph_is_no_journey() -> None:
    graph = networkx.path_graph(5)
    for values in (networkx.node_link_data(graph, edges="edges"), networkx.cytoscape_data(graph)):
        with pytest.raises(ImportFailure):
            read_map_from(SourceFile("graph.json", json.dumps(values).encode()))


def test_a_damaged_map_is_refused_with_the_place() -> None:
    values = json.loads(dump_map(sample(SAMPLES[0])))
    values["nodes"][0]["kind"] = "steg"
    with pytest.raises(ImportFailure, match="s1"):
        read_map_from(SourceFile("map.json", json.dumps(values).encode()))
