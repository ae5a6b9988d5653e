"""Changes as rows of the file: small enough to write at every keystroke, plain enough to outlive us.

A journal is replayed on rows and not on records, so that one of an older version becomes today's
by the same migrations as a file, and is checked by the same reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeAlias

from journeyeditor.files import document
from journeyeditor.files.migrations import MIGRATIONS, migrate
from journeyeditor.files.syntax import parse
from journeyeditor.files.writer import row_of
from journeyeditor.model import MAP_ID, Change, Record

Row: TypeAlias = dict[str, Any]
#: Fields that are other now, and those that are back at their default.
Edit: TypeAlias = tuple[Row, list[str]]

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def rows_of(change: Change) -> Row:
    """Return what must be known to do a change again, in plain values.

    "put" holds whole rows, "edit" fields by id, "drop" ids, "map" and "own" the attributes of the
    map and the own keys at the top of its file.
    """
    rows: Row = {}
    for id_, (before, after) in change.entries.items():
        if after is None:
            rows.setdefault("drop", []).append(id_)
        elif id_ == MAP_ID:
            rows["map"] = row_of(after)
            rows["own"] = getattr(after, "top_extras", None) or {}
        elif (edit := _edit(before, after)) is None:
            rows.setdefault("put", []).append(row_of(after))
        else:
            rows.setdefault("edit", {})[id_] = edit
    return rows


def _edit(before: Record | None, after: Record) -> Edit | None:
    """Return the fields in which two records differ; None when a whole row is the better way."""
    # Own keys keep their order in the file, which an edit of single ones would not tell.
    if before is None or before.kind != after.kind or not _are_same(before.extras, after.extras):
        return None
    old, new = row_of(before), row_of(after)
    other = {key: new[key] for key in new if key not in old or not _are_same(old[key], new[key])}
    return other, [key for key in old if key not in new]


def _are_same(one: Any, other: Any) -> bool:
    """Tell whether two plain values are written alike; 1 and 1.0 are not."""
    if one is other or (type(one) is str and type(other) is str):
        return bool(one == other)
    return _encode(one) == _encode(other)


class Sheet:
    """A map as rows, to which changes are done again."""

    def __init__(self, data: bytes, version: int, order: Iterable[str], name: str) -> None:
        """Hold the map of a file, in the version the changes are in.

        Raises FileError, LookupError, AttributeError, TypeError or ValueError when it is none.
        `order` names elements in the order of their coming, where it is not that of the file.
        """
        values = parse(data, name)
        own = values["version"]
        if own < version:
            steps = {number: step for number, step in MIGRATIONS.items() if number < version}
            values = migrate(values, own, version, steps)
        self._info: Row = values.get("graph", {})
        self._nodes: dict[str, Row] = {row["id"]: row for row in values.get("nodes", [])}
        self._edges: dict[str, Row] = {row["key"]: row for row in values.get("edges", [])}
        self._places = dict.fromkeys([*order, *self._nodes])
        self._own = {key: value for key, value in values.items() if key.startswith("x-")}
        self._version = version

    def apply(self, rows: Row) -> None:
        """Do a change again; raises LookupError, TypeError or ValueError when it cannot be."""
        for id_ in rows.get("drop", ()):
            if self._nodes.pop(id_, None) is None:
                del self._edges[id_]
        for row in rows.get("put", ()):
            self._put(row)
        for id_, (other, gone) in rows.get("edit", {}).items():
            row = self._nodes[id_] if id_ in self._nodes else self._edges[id_]
            whole = {**row, **other}
            for key in gone:
                del whole[key]
            self._put(whole)
        if "map" in rows:
            self._info = {**rows["map"]}
            self._own = {**rows["own"]}

    def data(self) -> bytes:
        """Return the file of the map as it is now; raises ValueError or TypeError."""
        nodes = [self._nodes[id_] for id_ in self._places if id_ in self._nodes]
        values = {
            **document.head(),
            **self._own,
            "version": self._version,
            "graph": self._info,
            "nodes": nodes,
            "edges": list(self._edges.values()),
        }
        return _encode(values).encode("utf-8", "replace")

    def _put(self, row: Row) -> None:
        """Enter a row in the place of the one with its id."""
        if "source" in row:
            self._edges[row["key"]] = row
            self._nodes.pop(row["key"], None)
        else:
            self._nodes[row["id"]] = row
            self._places.setdefault(row["id"])
            self._edges.pop(row["id"], None)
