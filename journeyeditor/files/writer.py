"""From a graph to calm bytes: the same map always gives the same ones."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from journeyeditor.files.atomic import write_atomically
from journeyeditor.files.document import HEAD
from journeyeditor.files.errors import FileError
from journeyeditor.model import JourneyGraph, Record, Relation
from journeyeditor.vocabulary import KINDS, RELATIONS

_encode = json.JSONEncoder(ensure_ascii=False).encode


def dump_map(graph: JourneyGraph) -> bytes:
    """Return the file of a map: defaults left out, one node or edge a line, final newline."""
    info = _row(graph.info)
    own = info.pop("extras", {})
    top = own.pop("", {})
    info.update(own)
    parts = [f"  {_encode(key)}: {_encode(value)}" for key, value in HEAD.items()]
    parts += [f"  {_encode(key)}: {_encode(value)}" for key, value in top.items()]
    if info:
        lines = ",\n".join(f"    {_encode(key)}: {_encode(value)}" for key, value in info.items())
        parts.append(f'  "graph": {{\n{lines}\n  }}')
    else:
        parts.append('  "graph": {}')
    nodes = [element for cls in KINDS for element in graph.elements(cls.model_fields["kind"].default)]
    edges = [
        relation
        for cls in RELATIONS
        for relation in sorted(
            graph.relations(cls.model_fields["kind"].default),
            key=lambda relation: (relation.source, relation.target, relation.id),
        )
    ]
    parts.append(f'  "nodes": {_listed(_node(element) for element in nodes)}')
    parts.append(f'  "edges": {_listed(_edge(relation) for relation in edges)}')
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FileError("the map", f"holds half a character ({error.object[error.start]!a})", "type that text again") from None


def map_hash(graph: JourneyGraph) -> str:
    """Return eight hexadecimal digits that stand for the map's content."""
    return hashlib.sha256(dump_map(graph)).hexdigest()[:8]


def write_map(graph: JourneyGraph, path: Path | str) -> None:
    """Write a map; raises FileError and leaves what was there whole."""
    write_atomically(Path(path), dump_map(graph))


def _listed(rows: Iterable[str]) -> str:
    """Return rows as a JSON list, one a line."""
    lines = ",\n".join(f"    {row}" for row in rows)
    return f"[\n{lines}\n  ]" if lines else "[]"


def _node(record: Record) -> str:
    """Return an element as one line."""
    row = _row(record)
    own = row.pop("extras", {})
    return _encode({"id": record.id, "kind": record.kind, **row, **own})


def _edge(record: Any) -> str:
    """Return a relation as one line: ends first, as networkx has them."""
    row = _row(record)
    own = row.pop("extras", {})
    head = {"source": record.source, "target": record.target, "key": record.id, "kind": record.kind}
    return _encode({**head, **row, **own})


@cache
def _fields(cls: type[BaseModel]) -> tuple[tuple[str, Any], ...]:
    """Return the fields that are left out at their default, in declared order, with the default."""
    head = {"id", "kind"} if issubclass(cls, Record) else set()
    if issubclass(cls, Relation):
        head |= {"source", "target"}
    return tuple(
        (name, field.get_default(call_default_factory=True))
        for name, field in cls.model_fields.items()
        if name not in head
    )


def _row(record: BaseModel) -> dict[str, Any]:
    """Return what of a record differs from its defaults, in plain values."""
    row = {}
    for name, default in _fields(type(record)):
        value = getattr(record, name)
        if value != default:
            row[name] = _plain(name, value)
    return row


def _plain(name: str, value: Any) -> Any:
    """Return a field's value as JSON has it."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        plain = [_plain("", item) for item in value]
        return plain[0] if name == "persona" and len(plain) == 1 else plain
    if isinstance(value, BaseModel):
        return _row(value)
    if isinstance(value, dict):
        return {key: _plain("", item) for key, item in value.items()}
    return value
