"""The sheets of a workbook and their columns, from the declarations of the kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import NoneType
from typing import Any, NamedTuple, TypeAlias, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from journeyeditor.exporters.workbook.cells import ElementNames, FieldColumn, Names, kind_words
from journeyeditor.files.writer import row_of
from journeyeditor.i18n import N_, Texts
from journeyeditor.model import JourneyGraph, Record, RecordId, Value
from journeyeditor.vocabulary import (
    KINDS,
    RELATIONS,
    Brand,
    Common,
    Editor,
    FunnelRule,
    MapInfo,
    PosterPreferences,
    declaration,
)

#: The columns that come first and last; those of the kind are between them.
FIRST = ("title", "stage", "lane", "persona")
LAST = ("note", "tags", "status", "owner", "votes", "tint", "rank")
#: The columns that only the program needs.
TECHNICAL = frozenset({"id", "rank", "extras", "slots", "position"})
#: Columns that are out of the way as long as nothing is in them; kinds have them in common.
SELDOM = frozenset({"lane", "tags", "votes", "tint", "proposed_stage", "alt"})
#: Parts of the map's attributes, whose fields are rows of their own.
PARTS: Mapping[str, type[BaseModel]] = {
    "brand": Brand,
    "funnel": FunnelRule,
    "poster": PosterPreferences,
}
ID = "ID"
#: What people fill in; columns for anything else that nothing is in are folded away.
USUAL = frozenset({*FIRST, "note", "status", "owner", "source", "kind", "target", "id"})
#: Attributes of the map whose cells hold JSON, which only the program reads.
CODED = frozenset({"translations", "agenda", "set_aside", "extras"})
#: Words for attributes of the map that have no field in a form.
INFO_WORDS = {
    "glossary": N_("Glossary"),
    "translations": N_("Translations"),
    "agenda": N_("Agenda"),
    "set_aside": N_("Dismissed findings"),
}


#: Kind → id → title.
Titles: TypeAlias = Mapping[str, Mapping[RecordId, str]]


class SheetPlan(NamedTuple):
    """A sheet of records: its name, the kind ("" for relations), and its columns, the id last."""

    name: str
    kind: str
    columns: tuple[FieldColumn, ...]


def sheet_plans(graph: JourneyGraph | None, texts: Texts) -> tuple[SheetPlan, ...]:
    """The sheets of all kinds and of the relations; x- keys have a column where there are any."""
    plans = [
        SheetPlan(texts(cls.look.plural), _kind(cls), columns_of(cls, texts, graph))
        for cls in KINDS
    ]
    return (*plans, SheetPlan(texts("Connections"), "", _relation_columns(texts, graph)))


def columns_of(
    cls: type[Common], texts: Texts, graph: JourneyGraph | None = None
) -> tuple[FieldColumn, ...]:
    fields = _fields(cls, texts)
    own = [name for name in fields if name not in (*FIRST, *LAST)]
    order = [name for name in (*FIRST, *own, *LAST) if name in fields]
    has_own_keys = graph is None or any(each.extras for each in graph.elements(_kind(cls)))
    return (*(fields[name] for name in order), *_technical(has_own_keys=has_own_keys))


def _relation_columns(texts: Texts, graph: JourneyGraph | None) -> tuple[FieldColumn, ...]:
    kinds = {_kind(cls): texts(cls.name) for cls in RELATIONS}
    fields: dict[str, FieldColumn] = {}
    for relation in RELATIONS:
        fields |= _fields(relation, texts)
    order = [name for name in fields if name not in ("title", "note")]
    ends = [
        FieldColumn("source", texts(N_("From", "connection")), Editor.ELEMENT, {}, None),
        FieldColumn("kind", texts(N_("Connection")), Editor.CHOICE, kinds, None),
        FieldColumn("target", texts(N_("To", "connection")), Editor.ELEMENT, {}, None),
    ]
    has_own_keys = graph is None or any(each.extras for each in graph.relations())
    return (
        *ends,
        fields["title"],
        *(fields[name] for name in order),
        fields["note"],
        *_technical(has_own_keys=has_own_keys),
    )


def _technical(*, has_own_keys: bool) -> Iterable[FieldColumn]:
    if has_own_keys:
        yield FieldColumn("extras", "x-", Editor.LINE, {}, None)
    yield FieldColumn("id", ID, Editor.LINE, {}, "")


def info_columns(texts: Texts) -> tuple[FieldColumn, ...]:
    """The map's attributes; the name of a field of a part is `part.field`."""
    columns = list(_fields(MapInfo, texts).values())
    for part, cls in PARTS.items():
        inner = _fields(cls, texts).values()
        columns += [column._replace(name=f"{part}.{column.name}") for column in inner]
    known = {column.name for column in columns} | {"id", "kind", "extras", "top_extras", *PARTS}
    for name, info in MapInfo.model_fields.items():
        if name not in known:
            title = texts(INFO_WORDS.get(name, name.replace("_", " ").capitalize()))
            default = plain(info.get_default(call_default_factory=True))
            columns.append(FieldColumn(name, title, Editor.LINE, {}, default))
    return (*columns, FieldColumn("extras", "x-", Editor.LINE, {}, None))


def _fields(cls: type[BaseModel], texts: Texts) -> dict[str, FieldColumn]:
    return {
        name: _column(name, info, texts)
        for name, info in cls.model_fields.items()
        if declaration(info) is not None
    }


def _column(name: str, info: FieldInfo, texts: Texts) -> FieldColumn:
    declared = declaration(info)
    assert declared is not None
    labels = {value: texts(words) for value, words in declared.labels.items()}
    if name == "kinds":
        labels = kind_words(texts)
    types = set(_types(info.annotation))
    return FieldColumn(
        name,
        texts(info.title or name),
        declared.editor,
        labels,
        plain(info.get_default(call_default_factory=True)),
        has_whole=int in types and float not in types,
        has_numbers=bool(types & {int, float}),
    )


def _types(annotation: Any) -> Iterable[type]:
    inner = get_args(annotation)
    if not inner:
        return [annotation] if isinstance(annotation, type) and annotation is not NoneType else []
    return [each for part in inner for each in _types(part)]


def plain(value: Any) -> Any:
    """A default in the form of the map file."""
    if isinstance(value, Value):
        return row_of(value)
    return list(value) if isinstance(value, tuple) else value


def _kind(cls: type[Record]) -> str:
    return str(cls.model_fields["kind"].default)


def values_of(record: Record, columns: Sequence[FieldColumn]) -> dict[str, Any]:
    """The values of a record by column, in the form of the map file."""
    row = row_of(record)
    own = {key: value for key, value in row.items() if key.startswith("x-")}
    row |= {"id": record.id, "extras": own or None}
    return {column.name: row.get(column.name, column.default) for column in columns}


def info_values(info: MapInfo, columns: Sequence[FieldColumn]) -> dict[str, Any]:
    row = row_of(info)
    own = {key: value for key, value in row.items() if key.startswith("x-")}
    flat = {**row, "extras": own or None}
    for part in PARTS:
        flat |= {f"{part}.{name}": value for name, value in row.get(part, {}).items()}
    return {column.name: flat.get(column.name, column.default) for column in columns}


def titles_of(graph: JourneyGraph) -> Titles:
    titles: dict[str, dict[RecordId, str]] = {}
    for each in graph.elements():
        titles.setdefault(each.kind, {})[each.id] = each.title
    return titles


def names_of(titles: Titles, earlier: Names | None = None) -> Names:
    """The names of elements (kind → id → title) by the field that refers to them."""
    old = earlier or {}
    every = {id_: title for inner in titles.values() for id_, title in inner.items()}
    names = {"source": ElementNames(every, old.get("source"))}
    names["target"] = names["source"]
    for kind in ("stage", "lane", "persona"):
        names[kind] = ElementNames(titles.get(kind, {}), old.get(kind))
    return names | {"poster.persona": names["persona"], "poster.lanes": names["lane"]}


def record_class(kind: str) -> type[Record]:
    """The class of an element or a relation; raises KeyError."""
    return _CLASSES[kind]


_CLASSES: dict[str, type[Record]] = {_kind(cls): cls for cls in (*KINDS, *RELATIONS)}
