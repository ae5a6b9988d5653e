"""From bytes to plain values, suspicious of everything that JSON readers usually let pass."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from journeyeditor.files.document import MOST_BYTES, MOST_INTEGER
from journeyeditor.files.errors import FileError


class _Fault(ValueError):
    """A fault found inside the JSON reader: (what, mend)."""


def parse(data: bytes, name: str) -> Any:
    """Return the values of a JSON text; raises FileError.

    Refused beside bad syntax: other encodings than UTF-8, duplicate keys, numbers that are not
    finite or whole numbers beyond 2^53, lone surrogates, and nesting beyond the format's.
    """
    if len(data) > MOST_BYTES:
        raise FileError(name, f"is larger than {MOST_BYTES // 1024 // 1024} MiB", "take pictures out or split the map")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileError(name, f"is not UTF-8 text (line {line})", "save it as UTF-8") from None
    try:
        values = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FileError(name, f"is not JSON at {where} ({error.msg})", "mend that line or use a backup") from None
    except _Fault as fault:
        what, mend = fault.args
        raise FileError(name, what, mend) from None
    except RecursionError:
        raise FileError(name, "is nested too deep", "this is no journey map; open another file") from None
    if "\\ud" in text or "\\uD" in text:
        _check_surrogates(values, name)
    return values


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs; a key that comes twice would lose the first value."""
    values = dict(pairs)
    if len(values) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        owner = values.get("id") or values.get("key") or values.get("title")
        where = f" in “{owner}”" if isinstance(owner, str) else ""
        raise _Fault(f"has the key “{twice}” twice{where}", "take one of them out")
    return values


def _integer(digits: str) -> int:
    """Read a whole number; beyond 2^53 other programs would read another one."""
    if len(digits) > 17 or abs(int(digits)) > MOST_INTEGER:
        raise _Fault(f"holds the number {digits[:24]}{'…' if len(digits) > 24 else ''}, beyond 2^53", "write a smaller number")
    return int(digits)


def _float(digits: str) -> float:
    """Read a number; 1e999 is not one."""
    value = float(digits)
    if not math.isfinite(value):
        raise _Fault(f"holds the number {digits[:24]}, which is not finite", "write a smaller number")
    return value


def _constant(word: str) -> NoReturn:
    """Refuse NaN and Infinity, which are not JSON."""
    raise _Fault(f"holds {word}, which is not a number", "write a number or leave the key out")


def _check_surrogates(value: Any, name: str) -> None:
    """Refuse half characters, which cannot be written as UTF-8."""
    if isinstance(value, str):
        if any("\ud800" <= c <= "\udfff" for c in value):
            shown = value.encode("utf-8", "replace").decode("utf-8")[:40]
            raise FileError(name, f"holds half a character (a lone surrogate) in “{shown}”", "type that character again")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_surrogates(key, name)
            _check_surrogates(inner, name)
    elif isinstance(value, list):
        for inner in value:
            _check_surrogates(inner, name)
