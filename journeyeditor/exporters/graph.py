"""The map as a graph for other programs: nodes and edges with places, colours and typed fields."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from journeyeditor.exporters.format import Export
from journeyeditor.exporters.places import MapPlaces
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_
from journeyeditor.i18n import texts as texts_of
from journeyeditor.painting.xml_characters import legal
from journeyeditor.vocabulary import Common, declaration, info_of, kind_class

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph, Record
    from journeyeditor.typography import Faces

#: Units of a graph to a map unit.
SCALE = 3.0
#: Between the map and what has no place on it, and their sides, in map units.
_BESIDE, _WIDTH, _HEIGHT = 20.0, 110.0, 40.0
#: Fields that the place shows, or that no other program shows.
_LEFT_OUT = frozenset(
    {"id", "kind", "extras", "title", "image", "position", "rank", "colour", "key"}
)
SUMMARY = N_(
    "The map as a graph: everything on it as nodes and edges, with places, colours and all fields."
)
_LOSSES = (N_("Pictures and the layout of the poster are left out."),)


class Node(NamedTuple):
    """An element: `rect` is its place, y downwards, and `fields` all else that it says, by name."""

    id: str
    label: str
    rect: Rect
    colour: str
    fields: Mapping[str, Any]


class Edge(NamedTuple):
    """A relation from one node to another."""

    id: str
    source: str
    target: str
    label: str
    fields: Mapping[str, Any]


class Attribute(NamedTuple):
    """A field of nodes or edges: the type is that of all its values together."""

    id: str
    name: str
    type: str


class MapGraph:
    """The map as nodes and edges."""

    def __init__(self, graph: JourneyGraph, faces: Faces) -> None:
        self._graph, self._places = graph, MapPlaces(graph, faces)
        self._stage_colours = self._places.stage_colours
        info = info_of(graph)
        self.title, self.author = info.title, info.author
        self._texts = texts_of(info.language)
        self.nodes = list(self._nodes())
        shown = {node.id for node in self.nodes}
        self.edges = [
            Edge(
                relation.id,
                relation.source,
                relation.target,
                relation.title,
                {"kind": relation.kind, **self._fields(relation)},
            )
            for relation in graph.relations()
            if relation.source in shown and relation.target in shown
        ]

    def _nodes(self) -> Iterator[Node]:
        places = {stage.id: rect for stage, rect in self._places.headers()}
        places |= {record.id: rect for record, rect in self._places.cards()}
        beside = 0
        for element in self._graph.elements():
            if not isinstance(element, Common):
                continue
            place = places.get(element.id)
            if place is None and element.kind in {"persona", "evidence"}:
                y = self._places.size.height + _BESIDE + (element.kind == "evidence") * 2 * _HEIGHT
                place = self._places.at(beside * (_WIDTH + _BESIDE / 2), y, _WIDTH, _HEIGHT)
                beside += 1
            if place is not None:
                yield self._node(element, place)

    def _node(self, record: Common, rect: Rect) -> Node:
        look = kind_class(record.kind).look
        box = Rect(*(value * SCALE for value in rect))
        label = record.title or self._texts(look.title)
        colour = self._places.theme[look.accent]
        colour = self._stage_colours.get(record.id, colour)
        return Node(record.id, label, box, colour, {"kind": record.kind, **self._fields(record)})

    def _fields(self, record: Record) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, info in type(record).model_fields.items():
            value = getattr(record, name)
            if name in _LEFT_OUT or declaration(info) is None or value in (None, "", ()):
                continue
            fields[name] = self._plain(name, value)
        return fields

    def _plain(self, name: str, value: Any) -> str | bool | int | float:
        """Return a value as a graph holds it: titles instead of ids, lists in one text."""
        if isinstance(value, tuple):
            return ", ".join(str(self._plain(name, each)) for each in value)
        if isinstance(value, datetime.date):
            return value.isoformat()
        if name in {"stage", "lane", "persona"} and self._graph.has_element(str(value)):
            return self._graph.element(value).title or str(value)
        return value if isinstance(value, bool | int | float) else str(value)


def attributes_of(rows: Sequence[Node] | Sequence[Edge], prefix: str) -> list[Attribute]:
    names = dict.fromkeys(chain.from_iterable(row.fields for row in rows))
    return [
        Attribute(f"{prefix}{number}", name, _type(row.fields.get(name) for row in rows))
        for number, name in enumerate(names)
    ]


def _type(values: Iterable[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "long"
    return "double" if kinds and kinds <= {int, float} else "string"


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return text(value)


def text(value: object) -> str:
    """Return a value as the text of an element or an attribute, which would lose line breaks."""
    return escape(legal(str(value))).replace("\n", "&#10;")


def document(lines: Iterable[str]) -> bytes:
    return ("\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines]) + "\n").encode("utf-8")


def losses(export: Export) -> list[str]:
    texts = texts_of(export.language)
    return [texts(words) for words in _LOSSES]
