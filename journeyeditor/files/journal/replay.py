"""Doing the changes of a journal again, also when some of them are missing.

A change that cannot be done, because it builds on one that is lost or because no map may hold
what it says, costs itself and nothing else. What is left out is counted and its words are kept.
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
from journeyeditor.files.journal.format import CHANGE, Line, Scan
from journeyeditor.files.journal.rows import Row
from journeyeditor.files.migrations import MIGRATIONS, migrate
from journeyeditor.files.reader import parse_map
from journeyeditor.files.references import remove_dangling
from journeyeditor.files.syntax import parse
from journeyeditor.model import JourneyGraph

#: What plain values raise that are not as we write them.
UNSOUND = (AttributeError, LookupError, TypeError, ValueError, RecursionError)

#: So often changes are split in halves to find those that no map may hold.
_MAX_SPLITS = 64
#: Words kept of one lost change, and characters of each.
_MAX_TEXTS, _MAX_LETTERS = 20, 500
#: Fields whose values are no words of the user's.
_WORDLESS = frozenset(
    {"id", "key", "kind", "stage", "lane", "persona", "image", "logo", "colour", "target"}
)
#: The ends of a relation in damaged bytes; of a card, "source" is a word of the user's.
_ENDS = re.compile(rb'"source":"[^"]*","target":"[^"]*"')
_PAIR = re.compile(rb'"([a-z_]+)":("(?:[^"\\]|\\.)+")')

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class Reason(Enum):
    """Why changes are lost: their bytes cannot be read, or they do not fit the map."""

    DAMAGED = "damaged"
    UNFIT = "unfit"


class Loss(NamedTuple):
    """Changes that are not in the map: the number of the first, how many, why, and their words."""

    number: int
    lost: int
    reason: Reason
    texts: tuple[str, ...] = ()


class Replayed(NamedTuple):
    """A map, what is not in it, and how many references to missing cards had to go."""

    graph: JourneyGraph
    losses: tuple[Loss, ...]
    detached: int


def replay(rows: MapRows, scan: Scan, version: int, name: str) -> Replayed:
    """Do the changes of a journal of some version again, all that can be.

    Raises FileError when the map that they begin from is none.
    """
    lines = [line for line in scan.lines if line.type == CHANGE]
    player = _Player(rows, version, name, settles=bool(scan.gaps))
    try:
        graph = player.play(lines)
    except UNSOUND:
        fault = "is not a valid map to begin with"
        raise FileError(name, fault, "use the last saved file") from None
    damaged = [
        Loss(gap.number, gap.lost, Reason.DAMAGED, _texts_in(gap.excerpt)) for gap in scan.gaps
    ]
    losses = sorted([*damaged, *player.losses], key=lambda loss: loss.number)
    return Replayed(graph, tuple(losses), player.detached)


class MapRows:
    """A map as rows of its file."""

    def __init__(self, data: bytes, version: int, order: Iterable[str], name: str) -> None:
        """Read a file as rows of a version; raises FileError or one of `UNSOUND` when it is none.

        `order` names elements in the order of their coming, where it is not that of the file.
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
        """Return one that can be changed without this one; rows themselves are never changed."""
        copy = object.__new__(MapRows)
        copy.__dict__.update(self.__dict__)
        copy.nodes, copy.edges = self.nodes.copy(), self.edges.copy()
        copy._places = dict(self._places)
        return copy

    def apply(self, change: Any) -> list[Row]:
        """Do a change again; return the fields that found no record.

        Raises one of `UNSOUND`, with nothing of it done, when it is not as we write it.
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
        """Return the map as it is now, in today's version."""
        values = {
            **document.head(),
            **self._own,
            "version": self.version,
            "graph": self._graph,
            "nodes": [self.nodes.rows[id_] for id_ in self._places if id_ in self.nodes.rows],
            "edges": list(self.edges.rows.values()),
        }
        if self.version == document.VERSION:
            return values
        # Migrations may change the rows, which stay as they are here.
        return migrate(json.loads(_encode(values)), self.version, document.VERSION, MIGRATIONS)


class _Part(NamedTuple):
    """What a change does to the nodes or to the edges."""

    drop: list[str]
    put: list[Row]
    edit: dict[str, tuple[Row, list[str]]]


class _Table:
    """The nodes or the edges of a map: rows by id, in the order of the file."""

    def __init__(self, key: str, rows: Iterable[Row]) -> None:
        """Hold rows whose id stands under a key."""
        self.key = key
        self.rows: dict[str, Row] = {row[key]: row for row in rows}

    def copy(self) -> _Table:
        """Return one that can be changed without this one."""
        return _Table(self.key, self.rows.values())

    def checked(self, change: Any) -> _Part:
        """Return what a change does to this table; raises TypeError."""
        part = change.get("nodes" if self.key == "id" else "edges", {})
        drop, put, edit = part.get("drop", []), part.get("put", []), part.get("edit", {})
        is_sound = (
            all(isinstance(each, list) for each in (drop, put))
            and all(isinstance(id_, str) for id_ in drop)
            and all(isinstance(row, dict) and isinstance(row.get(self.key), str) for row in put)
            and all(self._is_edit(*each) for each in edit.values())
        )
        if not is_sound:
            raise TypeError("not what a change does to rows")
        return _Part(drop, put, edit)

    def apply(self, part: _Part) -> list[Row]:
        """Do what a change does; return the fields that found no row."""
        for id_ in part.drop:
            # What is gone already is as the change wants it.
            self.rows.pop(id_, None)
        for row in part.put:
            self.rows[row[self.key]] = row
        unfit = []
        for id_, (fields, gone) in part.edit.items():
            if id_ not in self.rows:
                unfit.append(fields)
                continue
            row = {**self.rows[id_], **fields}
            self.rows[id_] = {key: value for key, value in row.items() if key not in gone}
        return unfit

    def _is_edit(self, fields: Any, gone: Any) -> bool:
        """Tell whether these are fields that are other now, and names of those that are gone."""
        return (
            isinstance(fields, dict)
            and isinstance(gone, list)
            and all(isinstance(key, str) for key in gone)
            and self.key not in {*fields, *gone}
        )


class _Player:
    """Does changes again, and finds those that no map may hold by trying halves."""

    def __init__(self, rows: MapRows, version: int, name: str, *, settles: bool) -> None:
        """Begin from a map, with changes of a journal's version.

        `settles` tells that changes are missing, so that references may lead nowhere.
        """
        self.losses: list[Loss] = []
        self.detached = 0
        self._rows = rows
        self._version = version
        self._name = name
        self._settles = settles

    def play(self, lines: Sequence[Line]) -> JourneyGraph:
        """Do the changes of lines again; raises FileError or `UNSOUND` if the map itself is none."""
        graph = self._tried(lines)
        if graph is not None:
            return graph
        self._settles = True
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
        """Do changes again; return the map, None with nothing done if no map may be so."""
        trial = self._rows.copy()
        losses = [loss for line in lines if (loss := self._done(trial, line))]
        try:
            graph = self._graph(trial)
        except (FileError, *UNSOUND):
            return None
        self._rows = trial
        self.losses += losses
        return graph

    def _done(self, rows: MapRows, line: Line) -> Loss | None:
        """Do one change again; return what of it could not be done."""
        change = line.value
        try:
            unfit = rows.apply(change if self._version > 1 else _change_of_1(change, rows))
        except UNSOUND:
            return _loss(line, change)
        return _loss(line, unfit) if unfit else None

    def _graph(self, rows: MapRows) -> JourneyGraph:
        """Return the map of rows; raises FileError or `UNSOUND` when they are none."""
        values = rows.values()
        detached = remove_dangling(values) if self._settles else 0
        graph = parse_map(_encode(values).encode("utf-8", "replace"), self._name)
        self.detached = detached
        return graph


def _loss(line: Line, words: Any) -> Loss:
    """Return the loss of a change that does not fit, or of the part of it with these words."""
    return Loss(line.number, 1, Reason.UNFIT, _cut(_strings(words)))


def _change_of_1(change: Any, rows: MapRows) -> Row:
    """Return a change of version 1 as one of today's.

    There a row with an "id" was a node, as every node and no edge had one. What is dropped or
    edited is what has the id on the map.
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
    """Return the words that can be made out in damaged bytes."""
    found = []
    for key, text in _PAIR.findall(_ENDS.sub(b"", data)):
        with suppress(ValueError):
            if key.decode() not in _WORDLESS:
                found.append(json.loads(text.decode("utf-8", "replace"), strict=False))
    return _cut(found)


def _strings(value: Any) -> Iterator[str]:
    """Yield the texts in plain values, except ids and the like."""
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
    """Return texts worth showing, bounded in number and length."""
    found = dict.fromkeys(text.strip()[:_MAX_LETTERS] for text in texts if text.strip())
    return tuple(found)[:_MAX_TEXTS]
