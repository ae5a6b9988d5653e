"""Copied elements: a map file for this program, and plain lines for others.

The file holds the copied elements, and of what they refer to (stages, lanes, personas, the ends
of their relations) only the names, by which another map finds its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from journeyeditor.files import dump_map
from journeyeditor.files.document import FORMAT
from journeyeditor.layout.lanes import is_card, lane_of, lane_specs
from journeyeditor.layout.markup import marked
from journeyeditor.model import Element, JourneyGraph, Record, RecordId, Relation
from journeyeditor.vocabulary import Emotion, Evidence, Follows, Lane, MapInfo, Stage, kind_class

#: The key of our own at the top of a clipboard's file: the ids of what was chosen.
CHOSEN = "x-chosen"
#: What a name is made of, by which another map finds its own.
_NAME = ("title", "archetype", "rank")
#: Within so many characters a file of ours says what it is.
_HEAD = 200
_NAMED = ("stage", "lane", "persona")


class Clip(NamedTuple):
    """What goes to the clipboard: a file of ours, and text."""

    json: str
    text: str


def clip(graph: JourneyGraph, ids: Iterable[RecordId]) -> Clip:
    """Return elements as they go to the clipboard; a stage brings its cards."""
    chosen = with_cards(graph, ids)
    elements = [graph.element(id_) for id_ in chosen]
    records: dict[RecordId, Record] = {element.id: element for element in elements}
    for element in elements:
        for id_ in _hanging_on(element):
            if graph.has_element(id_):
                records.setdefault(id_, _named(graph.element(id_)))
    for id_ in chosen:
        for relation in graph.outgoing(id_):
            if relation.target in records or not isinstance(relation, Follows):
                end = graph.element(relation.target)
                records.setdefault(end.id, end if isinstance(end, Evidence) else _named(end))
                records[relation.id] = relation
    info = MapInfo.model_validate({"top_extras": {CHOSEN: chosen}}, by_name=True)
    whole = [_without_outside_references(record, records) for record in _in_order(graph, records)]
    return Clip(dump_map(JourneyGraph.of(info, whole)).decode(), text(elements))


def with_cards(graph: JourneyGraph, ids: Iterable[RecordId]) -> list[RecordId]:
    """Return the elements among the ids, stages and lanes followed by all the cards in them."""
    clipped: dict[RecordId, None] = {}
    for id_ in ids:
        if graph.has_element(id_):
            clipped[id_] = None
            if isinstance(graph.element(id_), Stage):
                clipped.update(dict.fromkeys(card.id for card in graph.cards(id_)))
            elif isinstance(graph.element(id_), Lane):
                clipped.update(dict.fromkeys(_cards_in_lane(graph, id_)))
    return list(clipped)


def _cards_in_lane(graph: JourneyGraph, lane: RecordId) -> Iterator[RecordId]:
    """Yield the cards that a lane shows, in the order of the map."""
    specs = lane_specs(graph)
    shown = {index for index, spec in enumerate(specs) if spec.key == lane}
    for element in graph.elements():
        own = element.lane
        if is_card(element) and lane_of(element.kind, own, specs) in shown:
            yield element.id


def is_clip(words: str) -> bool:
    return words[:_HEAD].lstrip("\ufeff \t\r\n").startswith("{") and FORMAT in words[:_HEAD]


def text(elements: Iterable[Element]) -> str:
    """Return elements as plain lines: the title and, after a tab, the note."""
    lines = []
    for element in elements:
        cells = [_line(_title(element)), _line(marked(element.note).text)]
        if any(cells):
            lines.append("\t".join(cells).rstrip("\t"))
    return "\n".join(lines)


def _title(element: Element) -> str:
    if isinstance(element, Emotion):
        return element.title or element.reason
    if isinstance(element, Evidence):
        return element.title or element.claim
    return element.title


def _line(words: str) -> str:
    return " ".join(words.split())


def _hanging_on(record: Record) -> list[RecordId]:
    ids: list[RecordId] = []
    for field in _NAMED:
        value: Any = getattr(record, field, None)
        ids += value if isinstance(value, tuple) else [value] if value else []
    return ids


def _named(element: Element) -> Element:
    values = {name: getattr(element, name) for name in _NAME if name in type(element).model_fields}
    return kind_class(element.kind).model_validate({"id": element.id, **values})


def _in_order(graph: JourneyGraph, records: dict[RecordId, Record]) -> list[Record]:
    elements = [record for record in records.values() if isinstance(record, Element)]
    elements.sort(key=lambda element: graph.sort_key(graph.element(element.id)))
    return [*elements, *(r for r in records.values() if isinstance(r, Relation))]


def _without_outside_references(record: Record, records: dict[RecordId, Record]) -> Record:
    """Return a record that names nothing but what comes along."""
    cleared: dict[str, Any] = {}
    for field in _NAMED:
        value: Any = getattr(record, field, None)
        if isinstance(value, tuple) and not all(id_ in records for id_ in value):
            cleared[field] = tuple(id_ for id_ in value if id_ in records)
        elif isinstance(value, str) and value not in records:
            cleared[field] = None
    return record.replaced(**cleared) if cleared else record
