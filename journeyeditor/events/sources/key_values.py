"""Lists of keys and values, as the export of Google Analytics to BigQuery has them.

`event_params` is a list of records {key, value: {string_value, int_value, …}}; each key is a column
here, named `event_params.KEY`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from journeyeditor.events.database import literal
from journeyeditor.events.sources.source import Column

#: The names of a value's fields, by its type.
_VALUES = ("string_value", "int_value", "double_value", "float_value")
MAX_KEYS = 100


def is_key_values(type_: str) -> bool:
    """Whether a type of the database is a list of keys and values."""
    return type_.startswith(('STRUCT("key" ', "STRUCT(key ")) and type_.endswith("[]")


def from_list(name: str, type_: str, expression: str, keys: Iterable[str]) -> Iterator[Column]:
    """The columns of a list of records."""
    fields = [field for field in _VALUES if field in type_]
    for key in list(keys)[:MAX_KEYS]:
        found = f"list_filter({expression}, lambda x: x.key = {literal(key)})[1].value"
        values = [f"({found}).{field}::varchar" for field in fields] or [f"({found})::varchar"]
        yield Column(f"{name}.{key}", "VARCHAR", f"coalesce({', '.join(values)})")


def from_json(name: str, path: str, records: Sequence[Any]) -> Iterator[Column]:
    """The columns of a list of objects in JSON."""
    items = f"json_extract(event, {literal(f'{path}[*]')})"
    for record in records[:MAX_KEYS]:
        key = record.get("key") if isinstance(record, dict) else None
        if not isinstance(key, str):
            continue
        found = (
            f"list_filter({items}, lambda x: json_extract_string(x, '$.key') = {literal(key)})[1]"
        )
        paths = [f"$.value.{field}" for field in _VALUES]
        values = [f"json_extract_string({found}, {literal(path)})" for path in paths]
        yield Column(f"{name}.{key}", "VARCHAR", f"coalesce({', '.join(values)})")
