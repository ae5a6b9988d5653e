"""Pydantic's findings in plain words."""

from __future__ import annotations

import json
from typing import Any

TYPES = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "date_type": "a date like 2026-11-21",
    "date_parsing": "a date like 2026-11-21",
    "date_from_datetime_parsing": "a date like 2026-11-21",
    "date_from_datetime_inexact": "a date like 2026-11-21",
    "none_required": "null",
}


def sentence(error: dict[str, Any] | Any, where: str) -> tuple[str, str]:
    """Return (fault, mend) for one error of pydantic's; `where` names the element."""
    kind, context = error["type"], error.get("ctx", {})
    field = _field(error["loc"])
    given = _shown(error.get("input"))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        if kind == "union_tag_not_found":
            return f"{where} has no kind", "give it one of the kinds of the format"
        return f"{where} has the unknown kind “{context.get('tag')}”", f"use one of {context.get('expected_tags')}".replace("'", "")
    if kind == "extra_forbidden":
        return f"{where} has an unknown key “{field}”", "take it out, or begin it with x-"
    if kind == "missing":
        return f"{where} has no {field}", f"give it its {field}"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context["ge"] if "ge" in context else context["le"]
        words = "at least" if "ge" in context else "at most"
        return f"{where}: {field} must be {words} {bound:g}, not {given}", "correct the number"
    if kind == "literal_error":
        return f"{where}: {field} is {given}", f"use one of {context['expected']}"
    if kind == "value_error":
        return f"{where}: {field} {context['error']}, not {given}", "correct it"
    if kind in ("too_long", "too_short"):
        bound = context.get("max_length", context.get("min_length"))
        return f"{where}: {field} must have {bound} parts, not {context['actual_length']}", "correct the list"
    if kind == "finite_number":
        return f"{where}: {field} is not a finite number", "correct the number"
    if kind in TYPES:
        return f"{where}: {field} must be {TYPES[kind]}, not {given}", "correct it"
    return f"{where}: {field} is not as it must be ({error['msg']})", "correct it"


def _field(location: tuple[int | str, ...]) -> str:
    """Return the name of a field: without the number of the row, its kind, and unions' inner names."""
    words = [str(part) for part in location if isinstance(part, str) and part.isidentifier()]
    numbers = [part for part in location[1:] if isinstance(part, int)]
    names = [word for word in words if word not in ("int", "float", "str")]
    # After the row's number pydantic names the member of the union, which is the kind.
    if location and isinstance(location[0], int):
        names = names[1:]
    name = names[0] if names else "value"
    name = ".".join(names[:2]) if len(names) > 1 else name
    return f"{name} ({numbers[-1] + 1})" if numbers else name


def _shown(value: Any) -> str:
    """Return a value as JSON, short enough for a sentence."""
    try:
        words = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        words = str(value)
    return words if len(words) <= 40 else f"{words[:37]}…"
