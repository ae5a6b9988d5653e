"""Giving fields their values: checked as the file's reader would check them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.errors import FieldError
from journeyeditor.files.images import check_image
from journeyeditor.i18n import N_
from journeyeditor.model import Change, JourneyGraph, Record, RecordId, Value
from journeyeditor.vocabulary import KIND_NAMES

_NAMED = ("stage", "lane", "persona")
_MISSING_TARGET = N_("This element is no longer on the map. Choose another one.")


def set_field(graph: JourneyGraph, ids: Iterable[RecordId], field: str, value: Any) -> Change:
    """Return the change that gives a field of records a value; raises FieldError.

    Records that have no such field are left alone, unless none of them has it.
    """
    records = [record for record in map(graph.record, ids) if record is not None]
    filled = [record for record in records if _has(record, field)]
    if records and not filled:
        raise FieldError(field, N_("This field does not exist."))
    draft = Draft(graph)
    for record in filled:
        _check(graph, field, value)
        _set(draft, record, field, value)
    return draft.change()


def set_info(graph: JourneyGraph, field: str, value: Any) -> Change:
    """Return the change that gives the map's own field ("brand.colour") a value; raises FieldError."""
    name, _, inner = field.partition(".")
    info = graph.info
    draft = Draft(graph)
    if not _has(info, name):
        raise FieldError(field, N_("This field does not exist."))
    _check(graph, inner or name, value, field)
    if inner:
        part = getattr(info, name)
        if not isinstance(part, Value) or inner not in type(part).model_fields:
            raise FieldError(field, N_("This field does not exist."))
        given = {each: getattr(part, each) for each in part.__pydantic_fields_set__}
        value = {**given, inner: value}
    _set(draft, info, name, value, reported_as=field)
    return draft.change()


def set_value(draft: Draft, id_: RecordId, field: str, value: Any) -> None:
    """Give a field of one record in a draft a value; raises FieldError."""
    record = draft.record(id_)
    if record is None or not _has(record, field):
        raise FieldError(field, N_("This field does not exist."))
    _check(draft.graph, field, value)
    _set(draft, record, field, value)


def check_values(graph: JourneyGraph, values: Mapping[str, Any]) -> None:
    """Refuse what no field of a record may hold, whatever its kind; raises FieldError."""
    for field, value in values.items():
        _check(graph, field, value)


def _has(record: Record, field: str) -> bool:
    """Whether a field can be edited: not what identifies a record, nor what it connects."""
    fixed = ("id", "kind", "source", "target") if record.is_relation else ("id", "kind")
    return field in type(record).model_fields and field not in fixed


def _set(draft: Draft, record: Record, field: str, value: Any, reported_as: str = "") -> None:
    try:
        after = record.replaced(**{field: value})
    except ValidationError as error:
        raise FieldError.of(reported_as or field, error) from None
    if getattr(record, field) != getattr(after, field) or _differ(record, after, field):
        draft.put(after)


def _differ(record: Record, after: Record, field: str) -> bool:
    """Whether values differ in the file, even if they are equal in Python, such as 1 and 1.0."""
    return repr(getattr(record, field)) != repr(getattr(after, field))


def _check(graph: JourneyGraph, field: str, value: Any, reported_as: str = "") -> None:
    """Refuse dangling references, damaged pictures and lone surrogates."""
    values = value if isinstance(value, tuple | list) else (value,)
    fault = ""
    if not all(_is_whole(each) for each in values if isinstance(each, str)):
        fault = N_("The text contains an incomplete character. Retype it.")
    elif (
        field in _NAMED and not _are(graph, field, [each for each in values if each is not None])
    ) or (field == "lanes" and not _are(graph, "lane", [v for v in values if v not in KIND_NAMES])):
        fault = _MISSING_TARGET
    elif field == "kinds" and not set(values) <= set(KIND_NAMES):
        fault = N_("This kind of card does not exist.")
    elif field in ("image", "logo") and not _is_picture(value):
        fault = N_("This image cannot be used. Choose a smaller PNG or JPEG.")
    if fault:
        raise FieldError(reported_as or field, fault)


def _are(graph: JourneyGraph, kind: str, ids: Iterable[Any]) -> bool:
    return all(
        isinstance(id_, str) and graph.has_element(id_) and graph.element(id_).kind == kind
        for id_ in ids
    )


def _is_picture(value: Any) -> bool:
    """Whether an image can be shown and read again; other types than text fail elsewhere."""
    try:
        return not isinstance(value, str) or not value or bool(check_image(value))
    except ValueError:
        return False


def _is_whole(text: str) -> bool:
    """Whether a text has no lone surrogates, which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
