"""A map that went through networkx opens again, whatever networkx left out."""

from __future__ import annotations

import json
from typing import Any

import networkx
import pytest

from journeyeditor import resources
from journeyeditor.files import FileError, dump_map
from journeyeditor.files.reader import parse_map
from tests.poster.sheets import SAMPLES, sample


def rewritten(data: bytes, edges: str = "edges") -> dict[str, Any]:
    graph = networkx.node_link_graph(json.loads(data), edges="edges")
    written: dict[str, Any] = networkx.node_link_data(graph, edges=edges)
    return written


@pytest.mark.parametrize("edges", ["edges", "links"])
@pytest.mark.parametrize("name", SAMPLES)
def test_what_networkx_writes_back_is_the_same_map(name: str, edges: str) -> None:
    data = dump_map(sample(name))
    written = rewritten(data, edges)
    assert "format" not in written
    assert dump_map(parse_map(json.dumps(written).encode(), "map.json")) == data


def test_edges_that_were_added_in_python_get_keys() -> None:
    graph = networkx.MultiDiGraph(title="Made in Python")
    for name in ("a", "b", "c"):
        graph.add_node(name, kind="step", title=name)
    graph.add_edge("a", "b", kind="follows")
    graph.add_edge("b", "c", kind="follows", key="r1")
    graph.add_edge("a", "b", kind="follows", share=0.5)
    written = networkx.node_link_data(graph, edges="edges")
    again = parse_map(json.dumps(written).encode(), "map.json")
    assert sorted(relation.id for relation in again.relations()) == ["r1", "r2", "r3"]
    assert [each.title for each in again.elements("step")] == ["a", "b", "c"]


def test_a_graph_without_multiple_edges_is_a_map_too() -> None:
    graph = networkx.DiGraph()
    graph.add_node("s", kind="stage", title="Start")
    graph.add_node("e", kind="stage", title="End")
    graph.add_edge("s", "e", kind="follows")
    written = networkx.node_link_data(graph, edges="edges")
    again = parse_map(json.dumps(written).encode(), "map.json")
    assert len(again.relations("follows")) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"directed": True, "multigraph": True, "graph": {}, "nodes": [], "edges": 3},
        {"directed": True, "multigraph": True, "graph": {}, "nodes": [], "edges": [3]},
        {"directed": True, "multigraph": True, "graph": {}, "nodes": [{"id": 1, "kind": "step"}]},
        {"directed": True, "multigraph": True, "graph": {}, "nodes": [{"id": "a"}], "edges": []},
        {"directed": False, "multigraph": True, "graph": {}, "nodes": [], "edges": []},
        {"nodes": [], "edges": []},
    ],
)
def test_another_graph_is_refused_in_a_sentence(values: dict[str, Any]) -> None:
    with pytest.raises(FileError):
        parse_map(json.dumps(values).encode(), "map.json")


def test_our_own_file_is_read_as_strictly_as_ever() -> None:
    data = json.loads(resources.path("samples", "toothbrush.sv.journey.json").read_bytes())
    data["edges"][0].pop("key")
    with pytest.raises(FileError):
        parse_map(json.dumps(data).encode(), "map.json")
