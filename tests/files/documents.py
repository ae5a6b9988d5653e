"""A small document of every kind, and ways to put one fault into it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from journeyeditor.files import FileError, parse_map

Document = dict[str, Any]

_BASE: Document = {
    "format": "journey-map",
    "version": 1,
    "directed": True,
    "multigraph": True,
    "graph": {"title": "Purchase"},
    "nodes": [
        {"id": "s1", "kind": "stage", "title": "Buy"},
        {"id": "row", "kind": "lane"},
        {"id": "sara", "kind": "persona", "title": "Sara"},
        {"id": "a1", "kind": "step", "stage": "s1"},
        {"id": "t1", "kind": "touchpoint", "title": "Pay online", "stage": "s1"},
        {"id": "e1", "kind": "emotion", "stage": "s1"},
        {"id": "p1", "kind": "pain_point", "title": "Hidden fees", "stage": "s1"},
        {"id": "o1", "kind": "opportunity"},
        {"id": "m1", "kind": "metric"},
        {"id": "v1", "kind": "evidence"},
        {"id": "n1", "kind": "note"},
    ],
    "edges": [
        {"source": "p1", "target": "t1", "key": "r1", "kind": "at"},
        {"source": "a1", "target": "t1", "key": "r2", "kind": "follows"},
    ],
}


def document(**top: Any) -> Document:
    return {**copy.deepcopy(_BASE), **top}


def with_map(**fields: Any) -> Document:
    return document(graph={"title": "Purchase", **fields})


def with_node(id_: str, /, **fields: Any) -> Document:
    found = document()
    next(node for node in found["nodes"] if node["id"] == id_).update(fields)
    return found


def with_edge(key: str, /, **fields: Any) -> Document:
    found = document()
    next(edge for edge in found["edges"] if edge["key"] == key).update(fields)
    return found


def without(field: str, part: str = "", number: int = 0) -> Document:
    found = document()
    del (found[part][number] if part else found)[field]
    return found


def encoded(found: Document) -> bytes:
    return json.dumps(found).encode()


def fault(data: bytes, name: str = "map.journey.json") -> str:
    """Return the sentence for which a file is refused, without the name of the file."""
    with pytest.raises(FileError) as refused:
        parse_map(data, name)
    sentence = str(refused.value)
    assert sentence.startswith(f"{name}: ")
    assert sentence.isprintable()
    assert sentence.count("; ") == 1
    assert len(sentence) < 400
    assert "Traceback" not in sentence
    assert "pydantic" not in sentence
    return sentence.removeprefix(f"{name}: ")
