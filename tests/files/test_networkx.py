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


RELABELLED = {
    "numbers": lambda graph: networkx.convert_node_labels_to_integers(graph, label_attribute="was"),
    "tuples": lambda graph: networkx.relabel_nodes(graph, {n: (n, 1) for n in graph}),
}


@pytest.mark.parametrize("relabel", RELABELLED.values(), ids=RELABELLED)
def test_nodes_that_were_relabelled_keep_their_stages(relabel: Any) -> None:
    data = dump_map(sample(SAMPLES[0]))
    graph = relabel(networkx.node_link_graph(json.loads(data), edges="edges"))
    written = networkx.node_link_data(graph, edges="links")
    for node in written["nodes"]:
        node.pop("was", None) if isinstance(node["id"], list) else None
    again = parse_map(json.dumps(written).encode(), "map.json")
    before = parse_map(data, "map.json")
    assert [card.id for card in again.elements()] == [card.id for card in before.elements()]
    assert len(again.relations()) == len(before.relations())


@pytest.mark.parametrize(
    "dropped", [("graph",), ("directed", "multigraph"), ("graph", "directed", "multigraph")]
)
def test_what_scripts_leave_out_is_put_back(dropped: tuple[str, ...]) -> None:
    written = rewritten(dump_map(sample(SAMPLES[0])))
    for key in dropped:
        del written[key]
    assert len(parse_map(json.dumps(written).encode(), "map.json").stages()) > 1


def test_other_names_for_ids_and_ends() -> None:
    data = dump_map(sample(SAMPLES[0]))
    graph = networkx.node_link_graph(json.loads(data), edges="edges")
    written = networkx.node_link_data(graph, source="from", target="to", name="name", edges="edges")
    assert dump_map(parse_map(json.dumps(written).encode(), "map.json")) == data


def test_an_undirected_graph_of_numbers_and_lines_without_a_kind() -> None:
    graph = networkx.Graph()
    graph.add_node(1, kind="stage", title="Start")
    graph.add_node(2, kind="stage", title="End")
    graph.add_node(3, kind="persona", title="Ida")
    graph.add_edges_from([(1, 2), (1, 3)])
    written = networkx.node_link_data(graph, edges="edges")
    again = parse_map(json.dumps(written).encode(), "map.json")
    assert [(r.source, r.target) for r in again.relations("follows")] == [("n1", "n2")]


@pytest.mark.parametrize(
    "values",
    [
        {"directed": True, "multigraph": True, "graph": {}, "nodes": [], "edges": 3},
        {"directed": True, "multigraph": True, "graph": {}, "nodes": [], "edges": [3]},
        {"nodes": [{"id": 1, "kind": "server"}], "edges": []},
        {"nodes": [{"id": 1, "kind": ["step"]}], "edges": []},
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
