"""Pydantic's findings in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from pydantic_core import ErrorDetails

from journeyeditor.files.errors import field_words, short

_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "date_type": "a date such as 2026-11-21",
    "date_form": "a date such as 2026-11-21",
    "ids_form": "an id or a list of ids",
}
#: Fields that hold fields of their own; elsewhere such words in pydantic's path name members of unions.
_PARTS = frozenset({"brand", "funnel", "poster", "measured", "glossary"})

#: What the reader calls everybody's own keys.
_OWN = {"x-": "an x- key", "x-top": "an x- key at the top"}

Location: TypeAlias = tuple[int | str, ...]


def sentence(errors: Sequence[ErrorDetails], where: str, above: int) -> tuple[str, str]:
    """Return (fault, advice) for the first of pydantic's errors in a row.

    `where` names the element, and so do the first `above` words of pydantic's paths.
    """
    if errors[0]["type"].startswith("union_tag"):
        return _kind(errors[0], where)
    # A value that fits no member of a union has an error for each; the deepest says most.
    field = errors[0]["loc"][above : above + 1]
    same = [error for error in errors if error["loc"][above : above + 1] == field]
    paths = [_path(error["loc"][above:]) for error in same]
    path = max(paths, key=len)
    same = [error for error, its in zip(same, paths, strict=True) if its == path]
    return _field(same, where, _OWN.get(str(path[0])) or field_words(path))


def _kind(error: ErrorDetails, where: str) -> tuple[str, str]:
    context = error.get("ctx", {})
    if error["type"] == "union_tag_not_found":
        return f"{where} has no kind", "give it a known kind"
    kind = error["input"].get("kind")
    return f"{where} has the unknown kind {_shown(kind)}", _use_one_of(context["expected_tags"])


def _field(errors: Sequence[ErrorDetails], where: str, field: str) -> tuple[str, str]:
    first = errors[0]
    if first["type"] == "extra_forbidden":
        return f"{where} has the unknown key “{field}”", "remove it or start its name with x-"
    if first["type"] == "missing" and isinstance(first["loc"][-1], int):
        return f"{where}: {field} is missing", "complete the list"
    if first["type"] == "missing":
        return f"{where} has no {field}", f"add its {field}"
    fault, advice = _value(errors)
    return f"{where}: {field} {fault}", advice


def _value(errors: Sequence[ErrorDetails]) -> tuple[str, str]:
    first = errors[0]
    given = _shown(first["input"])
    words = list(dict.fromkeys(_TYPES[e["type"]] for e in errors if e["type"] in _TYPES))
    if "a number" in words and "a whole number" in words:
        words.remove("a whole number")
    if words:
        return f"must be {' or '.join(words)}, not {given}", "correct it"
    if first["type"] in _CLAUSES:
        return _CLAUSES[first["type"]](first.get("ctx", {}), given)
    return f"is invalid ({short(first['msg'])})", "correct it"


_CLAUSES: dict[str, Callable[[dict[str, Any], str], tuple[str, str]]] = {
    "literal_error": lambda c, v: (f"cannot be {v}", _use_one_of(c["expected"])),
    **dict.fromkeys(
        ("out_of_bounds", "integer_bound", "colour_form", "duration_form"),
        lambda c, v: (f"must {c['bound']}, not {v}", "correct it"),
    ),
    "too_long": lambda c, _: (f"has more than {c['max_length']} entries", "correct it"),
    "too_short": lambda c, _: (f"has fewer than {c['min_length']} entries", "correct it"),
    "own_keys": lambda c, _: (f"must {c['bound']}", "correct it"),
}


def _path(location: Location) -> Location:
    """A path in the row, without the names of a union's members."""
    parts = len(location[:2]) if location and location[0] in _PARTS else 1
    rest = tuple(key for key in location[parts:] if isinstance(key, int))
    return (*location[:parts], *rest)


def _use_one_of(quoted: str) -> str:
    """Return the advice for a choice, of pydantic's list of quoted words."""
    words = ", ".join(word for word in re.findall("'([^']*)'", quoted) if word)
    return f"use one of {words}"


def _shown(value: object) -> str:
    """A value as JSON, short enough for a sentence."""
    try:
        return short(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        return f"this {type(value).__name__}"
