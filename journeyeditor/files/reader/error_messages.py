"""Pydantic's findings in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import reduce
from typing import TypeAlias

from pydantic_core import ErrorDetails

from journeyeditor.files.errors import field_of, field_words, short
from journeyeditor.i18n import N_, Phrase

_A_NUMBER, _A_WHOLE_NUMBER = N_("a number", "value"), N_("a whole number", "value")
_TYPES = {
    "string_type": N_("text", "value"),
    "int_type": _A_WHOLE_NUMBER,
    "int_from_float": _A_WHOLE_NUMBER,
    "float_type": _A_NUMBER,
    "finite_number": N_("a finite number", "value"),
    "bool_type": N_("true or false", "value"),
    "tuple_type": N_("a list", "value"),
    "dict_type": N_("an object", "value"),
    "model_type": N_("an object", "value"),
    "date_type": N_("a date such as 2026-11-21", "value"),
    "date_form": N_("a date such as 2026-11-21", "value"),
    "ids_form": N_("an id or a list of ids", "value"),
}
#: Fields that hold fields of their own; elsewhere such words in pydantic's path name members of unions.
_PARTS = frozenset({"brand", "funnel", "poster", "measured", "agenda", "glossary", "translations"})

#: What the reader calls everybody's own keys.
_OWN = {"x-": N_("an x- key"), "x-top": N_("an x- key at the top")}
_CORRECT_IT = N_("correct it")

Location: TypeAlias = tuple[int | str, ...]
#: What is wrong, and what to do about it.
Sentence: TypeAlias = tuple[Phrase, Phrase]


def sentence(errors: Sequence[ErrorDetails], where: Phrase, above: int) -> Sentence:
    """Describe the first of pydantic's errors in a row.

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
    own = _OWN.get(str(path[0]))
    return _field(same, where, Phrase(own) if own else field_words(path))


def _kind(error: ErrorDetails, where: Phrase) -> Sentence:
    context = error.get("ctx", {})
    if error["type"] == "union_tag_not_found":
        return Phrase(N_("{place} has no kind"), place=where), Phrase(N_("give it a known kind"))
    kind = _shown(error["input"].get("kind"))
    fault = Phrase(N_("{place} has the unknown kind {kind}"), place=where, kind=kind)
    return fault, _use_one_of(context["expected_tags"])


def _field(errors: Sequence[ErrorDetails], where: Phrase, field: Phrase) -> Sentence:
    first = errors[0]
    if first["type"] == "extra_forbidden":
        fault = Phrase(N_("{place} has the unknown key “{key}”"), place=where, key=field)
        return fault, Phrase(N_("remove it or start its name with x-"))
    if first["type"] == "missing" and isinstance(first["loc"][-1], int):
        fault = Phrase(N_("{place}: {field} is missing"), place=where, field=field)
        return fault, Phrase(N_("complete the list"))
    if first["type"] == "missing":
        fault = Phrase(N_("{place} has no {field}"), place=where, field=field)
        return fault, Phrase(N_("add its {field}"), field=field)
    return _value(errors, field_of(where, field))


def _value(errors: Sequence[ErrorDetails], where: Phrase) -> Sentence:
    first = errors[0]
    given = _shown(first["input"])
    context = first.get("ctx", {})
    words = list(dict.fromkeys(_TYPES[e["type"]] for e in errors if e["type"] in _TYPES))
    if _A_NUMBER in words and _A_WHOLE_NUMBER in words:
        words.remove(_A_WHOLE_NUMBER)
    if words:
        fault = N_("{place} must be {type}, not {value}")
        wanted = reduce(_or, map(Phrase, words))
        return Phrase(fault, place=where, type=wanted, value=given), Phrase(_CORRECT_IT)
    if first["type"] == "literal_error":
        fault = N_("{place} cannot be {value}")
        return Phrase(fault, place=where, value=given), _use_one_of(context["expected"])
    if first["type"] == "out_of_bounds" and context["high"] is None:
        fault = N_("{place} must be {low} or more, not {value}")
    else:
        fault = _FAULTS.get(first["type"], N_("{place} is invalid ({reason})"))
    values = {**context, "place": where, "value": given, "reason": short(first["msg"])}
    values |= {key: _number(values[key]) for key in ("low", "high") if values.get(key) is not None}
    return Phrase(fault, **values), Phrase(_CORRECT_IT)


#: What is wrong by the type of the error; the placeholders are those of its context, and others.
_FAULTS = {
    "out_of_bounds": N_("{place} must be {low} to {high}, not {value}"),
    "integer_bound": N_("{place} must not be beyond 2^53, not {value}"),
    "colour_form": N_("{place} must be a colour like #0B4F6C, not {value}"),
    "time_form": N_("{place} must be a time such as 09:30, not {value}"),
    "duration_form": N_("{place} must be an ISO 8601 duration like P3D or PT2H, not {value}"),
    "too_long": N_("{place} has more than {max_length} entries"),
    "too_short": N_("{place} has fewer than {min_length} entries"),
    "own_keys": N_("{place} must {bound}"),
}


def _or(one: Phrase, other: Phrase) -> Phrase:
    return Phrase(N_("{one} or {other}"), one=one, other=other)


def _number(value: object) -> str:
    return str(value).replace("-", "−")


def _path(location: Location) -> Location:
    """A path in the row, without the names of a union's members."""
    parts = len(location[:2]) if location and location[0] in _PARTS else 1
    rest = tuple(key for key in location[parts:] if isinstance(key, int))
    return (*location[:parts], *rest)


def _use_one_of(quoted: str) -> Phrase:
    """Return the advice for a choice, of pydantic's list of quoted words."""
    names = ", ".join(word for word in re.findall("'([^']*)'", quoted) if word)
    return Phrase(N_("use one of {names}"), names=names)


def _shown(value: object) -> str:
    """A value as JSON, short enough for a sentence."""
    try:
        return short(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        return f"this {type(value).__name__}"
