"""Files that networkx has written: what `node_link_data` drops of a map, put back.

networkx keeps the graph's attributes, nodes and edges, and nothing else at the top; edges that were
added in Python have numbers as keys or none, and before version 3.4 they are called links.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeyeditor.files import document

#: What every node-link document has at the top.
_SIGNS = frozenset({"directed", "multigraph", "graph", "nodes"})


def is_bare(values: Mapping[str, Any]) -> bool:
    """Whether a document is one of networkx that does not say what it holds."""
    return "format" not in values and values.keys() >= _SIGNS


def completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with the head of a map, and each edge with a key of its own."""
    # A graph with one edge at most between two nodes is a multigraph all the same.
    dropped = {"edges", "links", "multigraph"}
    rest = {key: value for key, value in values.items() if key not in dropped}
    edges = values.get("edges", values.get("links", []))
    return {**document.header(), **rest, "edges": _keyed(edges)}


def _keyed(edges: object) -> object:
    """Give the edges keys where they lack them; what is no list of objects stays for the reader."""
    if not isinstance(edges, list) or not all(isinstance(edge, dict) for edge in edges):
        return edges
    taken = {edge["key"] for edge in edges if isinstance(edge.get("key"), str)}
    number = 0
    keyed = []
    for edge in edges:
        row = edge
        if not isinstance(edge.get("key"), str):
            number = next(n for n in range(number + 1, len(edges) * 2 + 2) if f"r{n}" not in taken)
            row = {**edge, "key": f"r{number}"}
        keyed.append(row)
    return keyed
