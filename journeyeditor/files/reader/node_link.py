"""Files that networkx has written: what `node_link_data` drops of a map, put back.

networkx keeps the graph's attributes, nodes and edges, and nothing else at the top; edges that were
added in Python have numbers as keys or none, and before version 3.4 they are called links. Scripts
also relabel nodes with numbers and tuples, and give the parts other names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from journeyeditor.files import document
from journeyeditor.vocabulary import KINDS, may_connect

_EDGES = ("edges", "links")
#: What scripts call the ends of edges and the ids of nodes, beside networkx's own words.
_SOURCES, _TARGETS, _IDS = ("source", "from"), ("target", "to"), ("id", "name", "key")
_LONGEST_ID = 200


def is_bare(values: Mapping[str, Any]) -> bool:
    """Whether a document is one of networkx that does not say what it holds, with cards of maps in it."""
    nodes = values.get("nodes")
    if (
        "format" in values
        or not isinstance(nodes, list)
        or not any(key in values for key in _EDGES)
    ):
        return False
    kinds = {cls.model_fields["kind"].default for cls in KINDS}
    known = sum(isinstance(node, dict) and str(node.get("kind")) in kinds for node in nodes)
    return bool(known) and known == len(nodes)


def completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with the head of a map, and each node and edge with a key of its own."""
    # A graph with one edge at most between two nodes is a multigraph all the same.
    dropped = {*_EDGES, "multigraph", "directed", "nodes", "graph"}
    rest = {key: value for key, value in values.items() if key not in dropped}
    edges = values.get("edges", values.get("links", []))
    nodes, ids = _with_ids(values["nodes"])
    linked = _linked(edges, nodes, ids) if _are_rows(edges) else edges
    graph = values.get("graph", {})
    return {**document.header(), **rest, "graph": graph, "nodes": nodes, "edges": linked}


def _are_rows(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _with_ids(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The nodes with texts as ids, and these by what networkx called the nodes."""
    named = next((key for key in _IDS if all(key in row for row in rows)), "id")
    spare = named
    if all(isinstance(row.get(named), str) for row in rows):
        names = [row[named] for row in rows]
    else:
        spare, names = _own_names(rows, named)
        names = names or [_text(row.get(named)) for row in rows]
    ids = {_text(row.get(named)): name for row, name in zip(rows, names, strict=True)}
    nodes = [
        {
            "id": name,
            **{key: value for key, value in row.items() if key not in {"id", named, spare}},
        }
        for row, name in zip(rows, names, strict=True)
    ]
    return nodes, ids


def _own_names(rows: Sequence[dict[str, Any]], named: str) -> tuple[str, list[str]]:
    """The ids that nodes had before they were relabelled, and the attribute that they are in.

    Others call their stage so. They may be a part of the tuple that took their place, and are empty
    if they are lost.
    """
    wanted = {row["stage"] for row in rows if isinstance(row.get("stage"), str)}
    candidates = [(key, [row.get(key) for row in rows]) for key in rows[0] if key != named]
    tuples = [row[named] for row in rows if isinstance(row.get(named), list)]
    if len(tuples) == len(rows):
        candidates += [(named, list(part)) for part in zip(*tuples, strict=False)]
    for key, names in candidates:
        are_ids = all(isinstance(name, str) for name in names) and len(set(names)) == len(names)
        if are_ids and wanted and wanted <= set(names):
            return key, [str(name) for name in names]
    return named, []


def _text(label: object) -> str:
    """A label of networkx as an id: a number, or a tuple, which JSON knows as a list."""
    parts = label if isinstance(label, list) else [label]
    words = [part if isinstance(part, str) else json.dumps(part) for part in parts]
    text = "-".join(words)[:_LONGEST_ID]
    return f"n{text}" if text[:1].isdigit() else text


def _linked(
    edges: Sequence[dict[str, Any]], nodes: Sequence[dict[str, Any]], ids: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The edges between the new ids, each with a key and, where it leads the customer on, a kind."""
    kinds = {node["id"]: node.get("kind", "") for node in nodes}
    taken = {edge["key"] for edge in edges if isinstance(edge.get("key"), str)}
    number = 0
    keyed = []
    for edge in edges:
        row = dict(edge)
        for names in (_SOURCES, _TARGETS):
            end = next((row.pop(name) for name in names if name in row), None)
            row[names[0]] = ids.get(_text(end), end)
        ends = [str(row["source"]), str(row["target"])]
        if "kind" not in row:
            if not may_connect(kinds.get(ends[0], ""), "follows", kinds.get(ends[1], "")):
                continue  # a line that maps do not have
            row["kind"] = "follows"
        if not isinstance(row.get("key"), str):
            number = next(n for n in range(number + 1, len(edges) * 2 + 2) if f"r{n}" not in taken)
            row["key"] = f"r{number}"
        keyed.append(row)
    return keyed
