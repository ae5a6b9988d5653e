"""From a graph to stable bytes: the same map always gives the same ones."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from journeyeditor.files.atomic import write_atomically
from journeyeditor.files.backup import keep_original
from journeyeditor.files.document import header
from journeyeditor.files.errors import FileError, short
from journeyeditor.model import Element, JourneyGraph, Record, RecordId, Relation, Value
from journeyeditor.vocabulary import KIND_NAMES, RELATION_NAMES, info_of

Row: TypeAlias = dict[str, Any]

_PLAIN = frozenset({str, int, float, bool})

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class Listing(Protocol):
    """What a file is made from: a graph, or a snapshot of one."""

    @property
    def info(self) -> Record:
        """The map's own attributes."""

    def elements(self, kind: str) -> Sequence[Element]:
        """In order."""

    def relations(self, kind: str) -> Sequence[Relation]:
        """Return the relations of a kind."""


class Snapshot:
    """A map as it was at one moment, for a file that is made while editing goes on.

    Records are frozen and the graph keeps its answers, so that it is taken in no time.
    """

    def __init__(self, graph: JourneyGraph) -> None:
        self.info = graph.info
        self._elements = {kind: graph.elements(kind) for kind in KIND_NAMES}
        self._relations = {kind: graph.relations(kind) for kind in RELATION_NAMES}

    def elements(self, kind: str) -> Sequence[Element]:
        return self._elements[kind]

    def relations(self, kind: str) -> Sequence[Relation]:
        return self._relations[kind]


def dump_map(graph: Listing) -> bytes:
    info = row_of(graph.info)
    top = info_of(graph).top_extras or {}
    parts = [f"  {_encode(key)}: {_encode(value)}" for key, value in {**header(), **top}.items()]
    lines = ",\n".join(f"    {_encode(key)}: {_encode(value)}" for key, value in info.items())
    parts.append(f'  "graph": {{\n{lines}\n  }}' if lines else '  "graph": {}')
    parts.append(f'  "nodes": {_listed(_nodes(graph))}')
    parts.append(f'  "edges": {_listed(_edges(graph))}')
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        row = text.count("\n", 0, error.start)
        where = short(text.split("\n")[row])
        fault = f"contains an incomplete character (a lone surrogate) in {where}"
        raise FileError("the map", fault, "retype that text") from None


def element_ids(graph: Listing) -> tuple[RecordId, ...]:
    """Return the ids of all elements in the order of the file."""
    return tuple(element.id for element in _nodes(graph))


def map_hash(graph: JourneyGraph) -> str:
    """Eight hexadecimal digits that identify the map's content."""
    return content_hash(dump_map(graph))


def content_hash(data: bytes) -> str:
    """Eight hexadecimal digits that identify the bytes of a map file."""
    return hashlib.sha256(data).hexdigest()[:8]


def write_map(graph: JourneyGraph, path: Path | str) -> None:
    """Write a map; raises FileError and leaves what was there whole.

    A map of an older version that stood there is kept beside it.
    """
    data = dump_map(graph)
    keep_original(Path(path))
    write_atomically(Path(path), data)


def _nodes(graph: Listing) -> Iterator[Element]:
    for kind in KIND_NAMES:
        yield from graph.elements(kind)


def _edges(graph: Listing) -> Iterator[Relation]:
    for kind in RELATION_NAMES:
        relations = graph.relations(kind)
        yield from sorted(
            relations, key=lambda relation: (relation.source, relation.target, relation.id)
        )


def _listed(records: Iterable[Record]) -> str:
    lines = ",\n".join([f"    {_encode(row_of(record))}" for record in records])
    return f"[\n{lines}\n  ]" if lines else "[]"


def row_of(value: Value) -> Row:
    """The plain values of a record or a part of it, without defaults, x- keys last."""
    row: Row = {}
    if isinstance(value, Relation):  # as networkx has it
        row = {"source": value.source, "target": value.target, "key": value.id, "kind": value.kind}
    elif isinstance(value, Element):
        row = {"id": value.id, "kind": value.kind}
    held = value.__dict__
    for name, default in _defaults(type(value)):
        inner = held[name]
        if inner is not default and inner != default:
            row[name] = inner if type(inner) in _PLAIN else _plain(inner, name)
    if value.extras:
        row.update(value.extras)
    return row


@cache
def _defaults(cls: type[Value]) -> tuple[tuple[str, Any], ...]:
    """The fields to leave out at their default, in declared order, with the default."""
    first = {"extras", "top_extras"} | ({"id", "kind"} if issubclass(cls, Record) else set())
    first |= {"source", "target"} if issubclass(cls, Relation) else set()
    return tuple(
        (name, field.get_default(call_default_factory=True))
        for name, field in cls.model_fields.items()
        if name not in first
    )


def _plain(value: Any, name: str = "") -> Any:
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        if name == "persona" and len(value) == 1:  # one persona of a step is plain text
            return value[0]
        return [_plain(item) for item in value]
    if isinstance(value, Value):
        return row_of(value)
    return {key: _plain(item) for key, item in value.items()}
