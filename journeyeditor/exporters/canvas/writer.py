"""JSON Canvas: stages as groups, cards as text nodes where our layout has them.

What a canvas had that maps do not know comes back from the records' own keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from journeyeditor.exporters.archives import packed
from journeyeditor.exporters.format import Export
from journeyeditor.exporters.places import MapPlaces
from journeyeditor.files import dump_map
from journeyeditor.i18n import texts as texts_of
from journeyeditor.vocabulary import Common, Emotion, Evidence, Follows, Persona, info_of

if TYPE_CHECKING:
    from journeyeditor.geometry import Rect
    from journeyeditor.model import JourneyGraph, Record
    from journeyeditor.typography import Faces

#: The key of the map itself.
MAP_KEY = "x-journey-map"
#: Units of a canvas to a map unit: its text is that much larger.
SCALE = 3.0
_MIN_WIDTH, _MIN_HEIGHT = 180, 60
#: The colours of kinds, where a card has no tint of its own.
_COLOURS = {"pain_point": "1", "opportunity": "4", "emotion": "6", "touchpoint": "5"}


def write(export: Export) -> list[bytes]:
    text = canvas_of(export.graph, export.faces, has_source=export.has_source)
    return [text.encode("utf-8")]


def canvas_of(graph: JourneyGraph, faces: Faces, *, has_source: bool) -> str:
    """The canvas of a map, with the map itself for whoever imports it."""
    own = {MAP_KEY: packed(dump_map(graph))} if has_source else {}
    return _Writer(graph, MapPlaces(graph, faces)).text(own)


class _Writer:
    """One canvas: groups first, as they lie below the cards."""

    def __init__(self, graph: JourneyGraph, places: MapPlaces) -> None:
        self._graph, self._places = graph, places
        self._texts = texts_of(info_of(graph).language)
        self._ids: set[str] = set()

    def text(self, keys: Mapping[str, Any]) -> str:
        """Return the file as Obsidian writes it, a node and an edge on each line, and more keys."""
        own = {**_own(self._graph.info), **keys}
        nodes = [*self._groups(), *self._cards(), *self._beside()]
        edges = [*self._edges(), *own.pop("edges", [])]
        rest = "".join(f",\n\t{json.dumps(key)}:{_line(value)}" for key, value in own.items())
        return f'{{\n\t"nodes":[{_lines(nodes)}],\n\t"edges":[{_lines(edges)}]{rest}\n}}\n'

    def _groups(self) -> Iterator[dict[str, Any]]:
        for stage, rect in self._places.stages():
            yield self._node(stage, "group", rect, {"label": stage.title})

    def _cards(self) -> Iterator[dict[str, Any]]:
        for record, rect in self._places.cards():
            yield self._card(record, rect)

    def _card(self, record: Common, rect: Rect) -> dict[str, Any]:
        own = _own(record)
        type_ = own.get("type", "text")
        words: dict[str, Any] = {}
        if type_ == "text":
            words["text"] = self._words(record)
            if "text" in own and _says_the_same(own, record):
                words["text"] = own["text"]
        colour = str(own.get("color", "")) or _TINT_COLOURS.get(getattr(record, "tint", ""), "")
        colour = colour or _COLOURS.get(record.kind, "")
        if colour:
            words["color"] = colour
        if record.kind != "step":
            words["x-kind"] = record.kind
        return self._node(record, type_, rect, words)

    def _words(self, record: Common) -> str:
        title = record.title
        if isinstance(record, Emotion):
            said = "" if record.score is None else self._texts.signed(record.score)
            title = " ".join(filter(None, (said, title or record.reason)))
        if not record.note:
            return title
        return f"**{title}**\n\n{record.note}" if title else record.note

    def _beside(self) -> Iterator[dict[str, Any]]:
        """Yield the names of the lanes, and personas and sources beside the map."""
        for title, rect in self._places.lanes() if self._ids else ():
            yield {
                "id": self._free(f"lane {title}"),
                "type": "text",
                "text": f"**{title}**",
                **_box(rect),
                "x-kind": "lane",
            }
        y = self._places.size.height + 20
        width = 130.0
        people = [each for each in self._graph.personas() if isinstance(each, Persona)]
        sources = [each for each in self._graph.elements("evidence") if isinstance(each, Evidence)]
        for row in (people, sources):
            for number, record in enumerate(row):
                lines = [record.title, record.role] if isinstance(record, Persona) else []
                text = "\n".join(filter(None, lines)) or self._words(record)
                rect = self._places.at(number * (width + 10), y, width, 40)
                yield self._node(record, "text", rect, {"text": text, "x-kind": record.kind})
            y += 60 if row else 0

    def _node(
        self, record: Record, type_: str, rect: Rect, words: Mapping[str, Any]
    ) -> dict[str, Any]:
        self._ids.add(record.id)
        own = {key: value for key, value in _own(record).items() if key not in {"text", "type"}}
        return {"id": record.id, "type": type_, **_box(rect), **own, **words}

    def _edges(self) -> Iterator[dict[str, Any]]:
        for relation in self._graph.relations():
            if relation.kind in {"at", "evidenced_by"}:  # their places say it
                continue
            if relation.source not in self._ids or relation.target not in self._ids:
                continue
            label = relation.title
            if not label and isinstance(relation, Follows) and relation.share is not None:
                label = self._texts.percent(relation.share)
            own = _own(relation)
            ends = {"fromNode": relation.source, "toNode": relation.target}
            sides = {} if own else {"fromSide": "right", "toSide": "left"}
            if relation.kind != "follows" and not own:
                sides = {"color": _COLOURS["opportunity"]}
            yield {
                "id": self._free(relation.id),
                **ends,
                **sides,
                **own,
                **({"label": label} if label else {}),
            }

    def _free(self, id_: str) -> str:
        while id_ in self._ids:
            id_ += "-"
        self._ids.add(id_)
        return id_


def _says_the_same(own: Mapping[str, Any], record: Common) -> bool:
    """Whether a card still says what its node did, which then keeps its Markdown."""
    from journeyeditor.exchange.boards.json_canvas import words_of

    return words_of({"type": "text", "text": own["text"]}) == (record.title, record.note)


def _own(record: Record) -> dict[str, Any]:
    from journeyeditor.exchange.boards.json_canvas import OWN_KEY

    extras = record.extras or {}
    own = extras.get(OWN_KEY, {})
    return dict(own) if isinstance(own, dict) else {}


def _box(rect: Rect) -> dict[str, int]:
    return {
        "x": round(rect.x * SCALE),
        "y": round(rect.y * SCALE),
        "width": max(round(rect.width * SCALE), _MIN_WIDTH),
        "height": max(round(rect.height * SCALE), _MIN_HEIGHT),
    }


def _lines(rows: list[dict[str, Any]]) -> str:
    return "\n\t\t" + ",\n\t\t".join(map(_line, rows)) + "\n\t" if rows else ""


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_TINT_COLOURS = {
    "pink": "1", "orange": "2", "ochre": "3", "green": "4",
    "teal": "5", "violet": "6", "blue": "#1F4E9E", "brown": "#5C4033",
}  # fmt: skip
