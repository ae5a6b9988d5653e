"""What a form asks for: the fields of a kind, read from the vocabulary, in the order of a form.

No Qt here, so that which fields a selection shares is tested without a window.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from journeyeditor.i18n import N_, languages
from journeyeditor.model import Record, Value
from journeyeditor.vocabulary import (
    KINDS,
    Card,
    Common,
    Editor,
    FieldDeclaration,
    Lane,
    MapInfo,
    Persona,
    Shape,
    declaration,
)

#: Field → the kind of element that its ids name.
TARGETS = {"stage": "stage", "lane": "lane", "lanes": "lane", "persona": "persona"}
#: The last fields of every form, in this order.
_LAST_FIELDS = ("stage", "lane", "owner", "votes", "status", "tint", "tags")
_PLACEMENT = frozenset({"stage", "lane"})
#: Set by moving a card, and by the phones of a workshop.
_SET_ELSEWHERE = frozenset({"rank", "proposed_stage", "ratings"})
#: Editors that need only half a row.
_NARROW_EDITORS = frozenset(
    {
        Editor.NUMBER,
        Editor.PERCENT,
        Editor.PIPS,
        Editor.DATE,
        Editor.TIME,
        Editor.DURATION,
        Editor.CHOICE,
    }
)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form; `title` is English and a key of the catalogues.

    `name` may lead into a value by a dot ("brand.colour"). `options` are the only values (of a list:
    the only items), `target` is the kind of element that an id names, `empty` the value of an empty
    field.
    """

    name: str
    title: str
    editor: Editor
    options: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    target: str = ""
    empty: Any = ""
    accepts_numbers: bool = False
    is_narrow: bool = False
    is_portrait: bool = False


class Mixed:
    """The type of MIXED: a value that differs between the records of a form."""


MIXED = Mixed()


class Added(NamedTuple):
    """An item to add to the lists of several records, each of which keeps its own."""

    item: str


@cache
def fields_of(cls: type[Record]) -> tuple[FieldSpec, ...]:
    is_person = issubclass(cls, Persona)
    specs = {
        name: _spec(name, info, declared, is_person=is_person)
        for name, info in cls.model_fields.items()
        if (declared := declaration(info)) is not None and name not in _hidden(cls)
    }
    first = [name for name in ("title", "note") if name in specs]
    last = [name for name in _LAST_FIELDS if name in specs]
    own = [name for name in specs if name not in first and name not in last]
    return tuple(specs[name] for name in (*first, *own, *last))


@cache
def value_fields(cls: type[Value]) -> Mapping[str, FieldSpec]:
    """The fields of a value inside a record, by their names."""
    return {
        name: _spec(name, info, declared)
        for name, info in cls.model_fields.items()
        if (declared := declaration(info)) is not None
    }


def common_fields(classes: Iterable[type[Record]]) -> tuple[FieldSpec, ...]:
    """The fields that all kinds share, in the order of the first one's form."""
    first, *others = dict.fromkeys(classes)
    shared = [set(fields_of(cls)) for cls in others]
    return tuple(spec for spec in fields_of(first) if all(spec in specs for specs in shared))


def value_of(record: object, name: str) -> Any:
    """A field's value; dots lead into values."""
    value: Any = record
    for part in name.split("."):
        value = getattr(value, part)
    return value


def shared_value(records: Sequence[object], name: str) -> Any:
    values = iter(records)
    first = value_of(next(values), name)
    return first if all(value_of(record, name) == first for record in values) else MIXED


def rows_of(specs: Iterable[FieldSpec]) -> list[tuple[FieldSpec, ...]]:
    """Fields by row: two narrow ones in succession share one."""
    rows: list[tuple[FieldSpec, ...]] = []
    for spec in specs:
        last = rows[-1] if rows else ()
        if spec.is_narrow and len(last) == 1 and last[0].is_narrow:
            rows[-1] = (*last, spec)
        else:
            rows.append((spec,))
    return rows


def _hidden(cls: type[Record]) -> frozenset[str]:
    """Fields that no form shows: those that others set, and the place of records, which have none."""
    is_placed = not issubclass(cls, Common) or cls.look.shape not in (Shape.RECORD, Shape.NOTE)
    return _SET_ELSEWHERE if is_placed else _PLACEMENT | _SET_ELSEWHERE


def _spec(
    name: str, info: FieldInfo, declared: FieldDeclaration, *, is_person: bool = False
) -> FieldSpec:
    editor = declared.editor
    options = _choices(info.annotation)
    if name in ("kinds", "lanes"):
        options = lane_kinds()
    elif name == "language":
        options = ("", *languages())
    elif editor is Editor.CHOICE and not options:
        options = ("", *declared.labels)
    return FieldSpec(
        name,
        info.title or name,
        editor,
        options,
        tuple(declared.labels) if editor is Editor.SUGGESTION else (),
        TARGETS.get(name, "") if editor in (Editor.ELEMENT, Editor.ELEMENTS) else "",
        info.get_default(call_default_factory=False),
        _accepts_numbers(info.annotation) and editor is Editor.LINE,
        editor in _NARROW_EDITORS if declared.narrow is None else declared.narrow,
        is_person and editor is Editor.PICTURE,
    )


def _choices(annotation: object) -> tuple[str, ...]:
    if typing.get_origin(annotation) is Literal:
        return tuple(str(value) for value in typing.get_args(annotation))
    return ()


def _accepts_numbers(annotation: object) -> bool:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return any(_accepts_numbers(arg) for arg in typing.get_args(annotation))
    if typing.get_origin(annotation) is typing.Annotated:
        return _accepts_numbers(typing.get_args(annotation)[0])
    return annotation in (int, float)


@cache
def lane_kinds() -> tuple[str, ...]:
    """The names of the kinds that have lanes, top to bottom."""
    kinds = [cls for cls in KINDS if _fits_lane(cls)]
    kinds.sort(key=lambda cls: cls.look.order)
    return tuple(cls.kind_name() for cls in kinds)


def _fits_lane(cls: type[Common]) -> bool:
    is_card = issubclass(cls, Card) and cls.look.shape is not Shape.RECORD
    return (is_card or cls.look.shape is Shape.STAGE) and cls is not Lane


def _map_field(path: str) -> FieldSpec:
    *owners, name = path.split(".")
    cls: type[BaseModel] = MapInfo
    for owner in owners:
        cls = cls.model_fields[owner].annotation  # type: ignore[assignment]
    declared = declaration(cls.model_fields[name])
    assert declared is not None, path
    return replace(_spec(name, cls.model_fields[name], declared), name=path)


#: The form of a map, section by section.
MAP_SECTIONS: tuple[tuple[str, tuple[FieldSpec, ...]], ...] = tuple(
    (title, tuple(map(_map_field, names.split())))
    for title, names in (
        (N_("Map"), "title subtitle goal note map_type state language"),
        (
            N_("Project"),
            "client project author version_label date reviewed review_months confidentiality",
        ),
        (N_("Brand"), "brand.colour brand.logo"),
        (N_("Funnel"), "funnel.convention funnel.tolerance"),
        (N_("Poster"), "poster.persona poster.lanes poster.paper poster.orientation poster.theme"),
    )
)
