"""JSON: an object a line, one array of objects, or one object with such an array.

Fields of nested objects are columns too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from journeyeditor.events.database import Database, literal
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.key_values import from_json
from journeyeditor.events.sources.source import SAMPLE_ROWS, Column, Source
from journeyeditor.events.sources.text import TextFile
from journeyeditor.i18n import N_

#: An event is smaller than this (bytes), and so are those together by which columns are recognized.
_LARGEST = 16 * 1024 * 1024
#: The largest object with a list of events (bytes): the database reads it as one value.
_LARGEST_WHOLE = 64 * 1024 * 1024
MAX_COLUMNS = 500
#: How an object begins.
_KEY = re.compile(r'\{\s*"(?:[^"\\]|\\.)*"\s*:')
#: The most names of lists that a message has.
_MOST_NAMES = 12


def open_json(database: Database, text: TextFile) -> Source:
    file = text.as_utf8()
    path = literal(str(file))
    start = text.start.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        rows = (
            f"read_json_objects({path}, format = 'array', maximum_object_size = {_LARGEST}, "
            "compression = 'uncompressed')"
        )
        relation = f"(select json as event from {rows})"
    elif not _is_lines(start):
        relation = _list_in_object(database, path, file.stat().st_size)
    else:
        rows = (
            f"read_csv({path}, auto_detect = false, header = false, delim = '\x01', quote = '', "
            f"escape = '', columns = {{'line': 'VARCHAR'}}, max_line_size = {_LARGEST})"
        )
        relation = f"(select case when json_valid(line) then line end as event from {rows})"
    first = f"select event::varchar as event from {relation} limit {SAMPLE_ROWS}"
    summed = (
        f"select event, sum(strlen(event)) over (rows unbounded preceding) as bytes from ({first})"
    )
    found = database.rows(f"select event from ({summed}) where bytes <= {_LARGEST}")
    columns = {column.name: column for (event,) in found for column in _columns(event)}
    if not columns:
        raise EventLogError(N_("The file holds no JSON objects."))
    if len(columns) > MAX_COLUMNS:
        raise EventLogError(N_("The file has too many columns."))
    return Source(columns.values(), relation)


def _is_lines(start: str) -> bool:
    """Whether a text has an object a line, not one object, by the two lines that it begins with."""
    first, _, rest = start.partition("\n")
    values = _object(first), _object(rest.lstrip().partition("\n")[0])
    if values[0] is None:
        # The first line may be broken; one object over several lines has a key first.
        return values[1] is not None or not _KEY.match(start)
    return bool(rest.strip()) or not any(isinstance(each, list) for each in values[0].values())


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _list_in_object(database: Database, path: str, size: int) -> str:
    """The relation of the only list of objects in an object; raises EventLogError."""
    if size > _LARGEST_WHOLE:
        raise EventLogError(
            N_(
                "The file is one JSON object, which is too large. Save the list of events by itself."
            )
        )
    whole = (
        f"read_json_objects({path}, format = 'unstructured', compression = 'uncompressed', "
        f"maximum_object_size = {max(size + 1024, 1024 * 1024)})"
    )
    keys = f"select json, unnest(json_keys(json)) as key from {whole}"
    step = "'$.\"' || replace(key, '\"', '\\\"') || '\"'"
    rows = database.rows(
        f"select key from ({keys}) where json_type(json, {step}) = 'ARRAY' "
        f"and json_type(json, {step} || '[0]') = 'OBJECT'"
    )
    names = [str(name) for (name,) in rows]
    if len(names) > 1:
        raise EventLogError(
            N_("The file has several lists: {names}. Save the one with the events by itself."),
            names=", ".join(names[:_MOST_NAMES]) + ("…" if len(names) > _MOST_NAMES else ""),
        )
    if not names:
        raise EventLogError(N_("The file is a JSON object without a list of events."))
    place = literal(f"$.{_step(names[0])}[*]")
    return f"(select unnest(json_extract(json, {place})) as event from {whole})"


def _columns(event: str | None) -> Iterator[Column]:
    """The fields of one event, and those of the objects in it."""
    fields = _object(event or "") or {}
    for name, value in fields.items():
        path = f"$.{_step(name)}"
        if isinstance(value, dict):
            for inner, each in value.items():
                if not isinstance(each, dict | list):
                    yield _column(f"{name}.{inner}", f"{path}.{_step(inner)}")
        elif isinstance(value, list):
            yield from from_json(name, path, value)
        else:
            yield _column(name, path)


def _column(name: str, path: str) -> Column:
    return Column(name, "VARCHAR", f"json_extract_string(event, {literal(path)})")


def _step(name: str) -> str:
    return '"' + name.replace('"', '\\"') + '"'
