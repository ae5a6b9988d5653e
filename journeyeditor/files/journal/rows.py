"""Changes as rows of the file: small enough to write at every keystroke, plain enough to outlive us.

A journal is replayed on rows and not on records, so that one of an older version becomes today's
by the same migrations as a file, and is checked by the same reader.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from journeyeditor.files.writer import row_of
from journeyeditor.model import MAP_ID, Change, Record

Row: TypeAlias = dict[str, Any]
#: Fields that are other now, and those that are back at their default.
Edit: TypeAlias = tuple[Row, list[str]]

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def rows_of(change: Change) -> Row:
    """Return what must be known to do a change again, in plain values.

    "nodes" and "edges" each hold ids to "drop", whole rows to "put", and fields to "edit" by id;
    "graph" and "own" are the attributes of the map and the own keys at the top of its file.
    """
    rows: Row = {}
    for id_, (before, after) in change.entries.items():
        if id_ == MAP_ID:
            assert after is not None, "a map always has attributes"
            rows["graph"] = row_of(after)
            rows["own"] = getattr(after, "top_extras", None) or {}
            continue
        if before is not None and (after is None or _part(after) != _part(before)):
            rows.setdefault(_part(before), {}).setdefault("drop", []).append(id_)
        if after is None:
            continue
        part = rows.setdefault(_part(after), {})
        if (edit := _edit(before, after)) is None:
            part.setdefault("put", []).append(row_of(after))
        else:
            part.setdefault("edit", {})[id_] = edit
    return rows


def _part(record: Record) -> str:
    """Return the part of the file in which a record stands."""
    return "edges" if record.is_relation else "nodes"


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
