"""Giving fields their values: checked as the file's reader would check them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from journeyeditor.editing.faults import FieldError
from journeyeditor.editing.operations.draft import Draft
from journeyeditor.files.images import check_image
from journeyeditor.i18n import N_
from journeyeditor.model import MAP_ID, Change, JourneyGraph, Record, RecordId, Value
from journeyeditor.vocabulary import KINDS

#: What a record is and what it joins is not a field for hands.
_FIXED = frozenset({"id", "kind", "source", "target"})
_NAMED = ("stage", "lane", "persona")
_KINDS = frozenset(cls.model_fields["kind"].default for cls in KINDS)


def set_field(graph: JourneyGraph, ids: Iterable[RecordId], field: str, value: Any) -> Change:
    """Return the change that gives a field of records a value; raises FieldError.

    Records that have no such field are left alone, unless none of them has it.
    """
    records = [record for record in map(graph.record, ids) if record is not None]
    having = [r for r in records if field in type(r).model_fields and field not in _FIXED]
    if records and not having:
        raise FieldError(field, N_("This field is not there."))
    draft = Draft(graph)
    for record in having:
        _check(graph, field, value)
        _set(draft, record, field, value)
    return draft.change()


def set_info(graph: JourneyGraph, field: str, value: Any) -> Change:
    """Return the change that gives the map's own field ("brand.colour") a value; raises FieldError."""
    name, _, inner = field.partition(".")
    info = graph.info
    draft = Draft(graph)
    if name not in type(info).model_fields or name in _FIXED:
        raise FieldError(field, N_("This field is not there."))
    _check(graph, inner or name, value)
    if inner:
        part = getattr(info, name)
        if not isinstance(part, Value) or inner not in type(part).model_fields:
            raise FieldError(field, N_("This field is not there."))
        given = {each: getattr(part, each) for each in part.__pydantic_fields_set__}
        value = {**given, inner: value}
    _set(draft, info, name, value, told=field)
    return draft.change()


def set_value(draft: Draft, id_: RecordId, field: str, value: Any) -> None:
    """Give a field of one record in a draft a value; raises FieldError."""
    record = draft.record(id_)
    if record is None or field not in type(record).model_fields or field in _FIXED:
        raise FieldError(field, N_("This field is not there."))
    _check(draft.graph, field, value)
    _set(draft, record, field, value)


def check_values(graph: JourneyGraph, values: Mapping[str, Any]) -> None:
    """Refuse what no field of a record may hold, whatever its kind; raises FieldError."""
    for field, value in values.items():
        _check(graph, field, value)


def _set(draft: Draft, record: Record, field: str, value: Any, told: str = "") -> None:
    """Give one record's field a value."""
    try:
        after = record.replaced(**{field: value})
    except ValidationError as error:
        raise FieldError.of(told or field, error) from None
    if getattr(record, field) != getattr(after, field) or _differ(record, after, field):
        draft.put(after)


def _differ(record: Record, after: Record, field: str) -> bool:
    """Tell values apart that are equal in Python and not in the file, such as 1 and 1.0."""
    return repr(getattr(record, field)) != repr(getattr(after, field))


def _check(graph: JourneyGraph, field: str, value: Any) -> None:
    """Refuse references to nothing, damaged pictures and half characters."""
    values = value if isinstance(value, tuple | list) else (value,)
    if not all(_is_whole(each) for each in values if isinstance(each, str)):
        raise FieldError(field, N_("This text holds half a character; type it again."))
    if field in _NAMED:
        _check_names(graph, field, [each for each in values if each is not None])
    elif field == "kinds" and not set(values) <= _KINDS:
        raise FieldError(field, N_("There is no such kind of card."))
    elif field == "lanes":
        _check_names(graph, "lane", [each for each in values if each not in _KINDS])
    elif field in ("image", "logo") and isinstance(value, str) and value:
        _check_picture(field, value)


def _check_names(graph: JourneyGraph, kind: str, ids: Iterable[Any]) -> None:
    """Refuse ids that are not those of elements of a kind."""
    for id_ in ids:
        is_there = isinstance(id_, str) and id_ != MAP_ID and graph.has_element(id_)
        if not is_there or graph.element(id_).kind != kind:
            raise FieldError(kind, N_("This is no longer on the map; choose another one."))


def _check_picture(field: str, value: str) -> None:
    """Refuse a picture that could not be shown or read again."""
    try:
        check_image(value)
    except ValueError:
        fault = N_("This picture cannot be used; choose a PNG or JPEG of a moderate size.")
        raise FieldError(field, fault) from None


def _is_whole(text: str) -> bool:
    """Tell whether a text has no half characters (lone surrogates), which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
