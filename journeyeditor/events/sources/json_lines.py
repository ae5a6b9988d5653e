"""JSON: an object a line, or one array of objects. Fields of nested objects are columns too."""

from __future__ import annotations

import json
from collections.abc import Iterator

from journeyeditor.events.database import Database, literal
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.key_values import from_json
from journeyeditor.events.sources.source import SAMPLE_ROWS, Column, Source
from journeyeditor.events.sources.text import TextFile
from journeyeditor.i18n import N_

#: An event is smaller than this (bytes), and so are those together by which columns are recognized.
_LARGEST = 16 * 1024 * 1024
MAX_COLUMNS = 500


def open_json(database: Database, text: TextFile) -> Source:
    path = literal(str(text.as_utf8()))
    if text.start.lstrip("\ufeff \t\r\n").startswith("["):
        rows = (
            f"read_json_objects({path}, format = 'array', maximum_object_size = {_LARGEST}, "
            "compression = 'uncompressed')"
        )
        relation = f"(select json as event from {rows})"
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


def _columns(event: str | None) -> Iterator[Column]:
    """The fields of one event, and those of the objects in it."""
    try:
        fields = json.loads(event) if event else None
    except (ValueError, RecursionError):
        return
    if not isinstance(fields, dict):
        return
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
