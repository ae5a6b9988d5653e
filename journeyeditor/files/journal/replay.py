"""Applies the changes of a journal again, even if some of them are missing.

A change that cannot be applied, because it builds on a lost one or because a map may not contain
its values, costs only itself. What is left out is counted, and its texts are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from typing import Any, NamedTuple

from journeyeditor.files import document
from journeyeditor.files.errors import FileError
from journeyeditor.files.journal.format import CHANGE, Line, Row, Scan
from journeyeditor.files.reader import parse_map
from journeyeditor.files.reader.migrations import MIGRATIONS, migrate
from journeyeditor.files.reader.references import remove_dangling
from journeyeditor.files.reader.syntax import parse
from journeyeditor.i18n import N_
from journeyeditor.model import JourneyGraph

#: What plain values of another form than ours raise.
MALFORMED_ERRORS = (AttributeError, LookupError, TypeError, ValueError, RecursionError)

#: How often changes are split in halves to find those that cannot be applied.
_MAX_SPLITS = 64
#: How many texts are kept of a lost change, and characters of each.
_MAX_TEXTS, _MAX_LETTERS = 20, 500
#: Fields whose values are not free text.
_WORDLESS = frozenset(
    {"id", "key", "kind", "stage", "lane", "persona", "image", "logo", "colour", "target"}
)
#: The ends of a relation; elsewhere "source" is free text.
_ENDS = re.compile(rb'"source":"[^"]*","target":"[^"]*"')
_PAIR = re.compile(rb'"([a-z_]+)":("(?:[^"\\]|\\.)+")')

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class Reason(Enum):
    """Why changes are lost: they cannot be read, or they do not fit the map."""

    DAMAGED = "damaged"
    INAPPLICABLE = "unfit"


class Loss(NamedTuple):
    """Changes that are not in the map: the number of the first, how many, why, and their texts."""

    number: int
    lost: int
    reason: Reason
    texts: tuple[str, ...] = ()


class Replayed(NamedTuple):
    """A map, what is not in it, and how many references to missing cards were removed."""

    graph: JourneyGraph
    losses: tuple[Loss, ...]
    detached: int


def replay(rows: MapRows, scan: Scan, version: int, name: str) -> Replayed:
    """Apply the changes of a journal of the given version; raises FileError if its base is no map."""
    lines = [line for line in scan.lines if line.type == CHANGE]
    player = _Player(rows, version, name, sets_version=bool(scan.gaps))
    try:
        graph = player.play(lines)
    except MALFORMED_ERRORS:
        fault = N_("is based on an invalid map")
        raise FileError(name, fault, N_("use the last saved file")) from None
    damaged = [
        Loss(gap.number, gap.lost, Reason.DAMAGED, _texts_in(gap.excerpt)) for gap in scan.gaps
    ]
    losses = sorted([*damaged, *player.losses], key=lambda loss: loss.number)
    return Replayed(graph, tuple(losses), player.detached)


class MapRows:
    """A map as rows of its file, to which changes are applied."""

    def __init__(self, data: bytes, version: int, order: Iterable[str], name: str) -> None:
        """Read a file and migrate it to a version; raises FileError or one of `MALFORMED_ERRORS`.

        `order` lists ids in the order in which they were added, if it is not that of the file.
        """
        values = parse(data, name)
        own = values["version"]
        if own < version:
            steps = {number: step for number, step in MIGRATIONS.items() if number < version}
            values = migrate(values, own, version, steps)
        self.version = version
        self.nodes = _Table("id", values.get("nodes", []))
        self.edges = _Table("key", values.get("edges", []))
        self._graph: Row = values.get("graph", {})
        self._own = {key: value for key, value in values.items() if key.startswith("x-")}
        self._places = dict.fromkeys([*order, *self.nodes.rows])

    def copy(self) -> MapRows:
        """Return a copy to apply changes to; they replace rows and never modify them."""
        copy = object.__new__(MapRows)
        copy.__dict__.update(self.__dict__)
        copy.nodes, copy.edges = self.nodes.copy(), self.edges.copy()
        copy._places = dict(self._places)
        return copy

    def apply(self, change: Any) -> list[Row]:
        """Apply a change; return the fields of records that are missing.

        Raises one of `MALFORMED_ERRORS`, with nothing applied, if the change has another form than ours.
        """
        nodes, edges = self.nodes.checked(change), self.edges.checked(change)
        graph, own = change.get("graph", self._graph), change.get("own", self._own)
        if not (isinstance(graph, dict) and all(key.startswith("x-") for key in own)):
            raise TypeError("the attributes of a map are an object")
        self._graph, self._own = graph, own
        unfit = [*self.nodes.apply(nodes), *self.edges.apply(edges)]
        for row in nodes.put:
            self._places.setdefault(row["id"])
        return unfit

    def values(self) -> Row:
        """Return the plain values of a file of today's version."""
        values = {
            **document.header(),
            **self._own,
            "version": self.version,
            "graph": self._graph,
            "nodes": [self.nodes.rows[id_] for id_ in self._places if id_ in self.nodes.rows],
            "edges": list(self.edges.rows.values()),
        }
        if self.version == document.VERSION:
            return values
        # Migrations may modify what they are given.
        return migrate(json.loads(_encode(values)), self.version, document.VERSION, MIGRATIONS)


class _Part(NamedTuple):
    """What a change does to the nodes or to the edges."""

    drop: list[str]
    put: list[Row]
    edit: dict[str, tuple[Row, list[str]]]


class _Table:
    """The nodes or the edges of a map, by id."""

    def __init__(self, key: str, rows: Iterable[Row]) -> None:
        """`key` is the field of the id."""
        self.key = key
        self.rows: dict[str, Row] = {row[key]: row for row in rows}

    def copy(self) -> _Table:
        return _Table(self.key, self.rows.values())

    def checked(self, change: Any) -> _Part:
        part = change.get("nodes" if self.key == "id" else "edges", {})
        drop, put, edit = part.get("drop", []), part.get("put", []), part.get("edit", {})
        is_valid = (
            all(isinstance(each, list) for each in (drop, put))
            and all(isinstance(id_, str) for id_ in drop)
            and all(isinstance(row, dict) and isinstance(row.get(self.key), str) for row in put)
            and all(self._is_edit(*each) for each in edit.values())
        )
        if not is_valid:
            raise TypeError("not what a change does to rows")
        return _Part(drop, put, edit)

    def apply(self, part: _Part) -> list[Row]:
        """Apply a part; return the fields of rows that are missing."""
        for id_ in part.drop:
            # A missing row is what the change asks for.
            self.rows.pop(id_, None)
        for row in part.put:
            self.rows[row[self.key]] = row
        unfit = []
        for id_, (fields, removed) in part.edit.items():
            if id_ not in self.rows:
                unfit.append(fields)
                continue
            row = {**self.rows[id_], **fields}
            self.rows[id_] = {key: value for key, value in row.items() if key not in removed}
        return unfit

    def _is_edit(self, fields: Any, removed: Any) -> bool:
        return (
            isinstance(fields, dict)
            and isinstance(removed, list)
            and all(isinstance(key, str) for key in removed)
            and self.key not in {*fields, *removed}
        )


class _Player:
    """Applies changes, and finds those that make an invalid map by bisection."""

    def __init__(self, rows: MapRows, version: int, name: str, *, sets_version: bool) -> None:
        """`sets_version` means that changes are missing, and references to missing records are removed."""
        self.losses: list[Loss] = []
        self.detached = 0
        self._rows = rows
        self._version = version
        self._name = name
        self._sets_version = sets_version

    def play(self, lines: Sequence[Line]) -> JourneyGraph:
        """Apply changes; raises FileError or one of `MALFORMED_ERRORS` if the map is invalid without them."""
        graph = self._tried(lines)
        if graph is not None:
            return graph
        self._sets_version = True
        graph = self._graph(self._rows)
        blocks, splits = [lines], 0
        while blocks:
            block = blocks.pop()
            after = self._tried(block)
            if after is not None:
                graph = after
            elif len(block) == 1 or splits >= _MAX_SPLITS:
                self.losses += [_loss(line, line.value) for line in block]
            else:
                splits += 1
                half = len(block) // 2
                blocks += [block[half:], block[:half]]
        return graph

    def _tried(self, lines: Sequence[Line]) -> JourneyGraph | None:
        """Apply changes if the result is a valid map, and return it; else return None."""
        scratch = self._rows.copy()
        losses = [loss for line in lines if (loss := self._done(scratch, line))]
        try:
            graph = self._graph(scratch)
        except (FileError, *MALFORMED_ERRORS):
            return None
        self._rows = scratch
        self.losses += losses
        return graph

    def _done(self, rows: MapRows, line: Line) -> Loss | None:
        change = line.value
        try:
            unfit = rows.apply(change if self._version > 1 else _change_of_1(change, rows))
        except MALFORMED_ERRORS:
            return _loss(line, change)
        return _loss(line, unfit) if unfit else None

    def _graph(self, rows: MapRows) -> JourneyGraph:
        values = rows.values()
        detached = remove_dangling(values) if self._sets_version else 0
        graph = parse_map(_encode(values).encode("utf-8", "replace"), self._name)
        self.detached = detached
        return graph


def _loss(line: Line, words: Any) -> Loss:
    return Loss(line.number, 1, Reason.INAPPLICABLE, _cut(_strings(words)))


def _change_of_1(change: Any, rows: MapRows) -> Row:
    """Convert a change of version 1, which did not say what are nodes and what are edges.

    Every node and no edge had an "id". Records to drop or edit are looked up in the map, where an
    id is used once.
    """
    parts: dict[str, dict[str, Any]] = {"nodes": {}, "edges": {}}
    for row in change.get("put", ()):
        is_node = "id" in row
        parts["nodes" if is_node else "edges"].setdefault("put", []).append(row)
        other, id_ = ("edges", row["id"]) if is_node else ("nodes", row["key"])
        parts[other].setdefault("drop", []).append(id_)
    for id_ in change.get("drop", ()):
        parts["edges" if id_ in rows.edges.rows else "nodes"].setdefault("drop", []).append(id_)
    for id_, edit in change.get("edit", {}).items():
        parts["edges" if id_ in rows.edges.rows else "nodes"].setdefault("edit", {})[id_] = edit
    if "map" in change:
        return {**parts, "graph": change["map"], "own": change["own"]}
    return {**parts}


def _texts_in(data: bytes) -> tuple[str, ...]:
    parts = []
    for key, text in _PAIR.findall(_ENDS.sub(b"", data)):
        with suppress(ValueError):
            if key.decode() not in _WORDLESS:
                parts.append(json.loads(text.decode("utf-8", "replace"), strict=False))
    return _cut(parts)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _WORDLESS:
                yield from _strings(inner)


def _cut(texts: Iterable[str]) -> tuple[str, ...]:
    unique = dict.fromkeys(text.strip()[:_MAX_LETTERS] for text in texts if text.strip())
    return tuple(unique)[:_MAX_TEXTS]
