"""What a record says besides its title and note, as labels and values in the words of a language."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from journeyeditor.i18n import Texts
from journeyeditor.model import JourneyGraph, Relation
from journeyeditor.values import format_duration
from journeyeditor.vocabulary import (
    RELATIONS,
    Common,
    Editor,
    Emotion,
    Follows,
    declaration,
    kind_class,
)
from journeyeditor.vocabulary.terms import term

#: Fields that say where and how a record is drawn, or are elsewhere on the page.
_LEFT_OUT = frozenset(
    {"title", "note", "rank", "stage", "lane", "slots", "archetype", "tint", "marker", "alt"}
    | {"kinds", "height", "visible", "collapsed", "speaker_notes", "score", "reason", "quote"}
    | {"customer_goal", "value", "unit", "ratings"}
)
#: Fields that are seen, not read.
_PICTURED = frozenset({Editor.PICTURE, Editor.COLOUR, Editor.POSITION})
_HIGHEST_GRADE = 5
_NAMES = {cls.kind_name(): cls.name for cls in RELATIONS}


class Fact(NamedTuple):
    """A label and its values; `records` are the ids of the records that the values name, or "" each."""

    label: str
    values: tuple[str, ...]
    records: tuple[str, ...] = ()


def facts_of(record: Common, graph: JourneyGraph, texts: Texts) -> Iterator[Fact]:
    """Yield what a record says in its fields, then what it is connected with."""
    for name, info in type(record).model_fields.items():
        declared = declaration(info)
        if declared is None or name in _LEFT_OUT or declared.editor in _PICTURED:
            continue
        value = getattr(record, name)
        if not value and (
            value is None or isinstance(value, bool | str | tuple) or name == "votes"
        ):
            continue
        yield _fact(texts(info.title or name), value, declared.editor, graph, texts)
    yield from _relations(record, graph, texts)


def _fact(label: str, value: Any, editor: Editor, graph: JourneyGraph, texts: Texts) -> Fact:
    if editor in {Editor.ELEMENT, Editor.ELEMENTS}:
        ids = (value,) if isinstance(value, str) else tuple(value)
        ids = tuple(id_ for id_ in ids if graph.has_element(id_))
        return Fact(label, tuple(graph.element(id_).title for id_ in ids), ids)
    if editor is Editor.LIST:
        return Fact(label, tuple(value))
    if editor is Editor.SERIES:
        return Fact(
            label, tuple(f"{_date(day, texts)}: {texts.number(figure)}" for day, figure in value)
        )
    return Fact(label, (_FORMATS.get(editor, _plain)(value, texts),))


def _plain(value: Any, texts: Texts) -> str:
    return value if isinstance(value, str) else texts.number(value)


def _date(value: datetime.date, texts: Texts) -> str:
    return texts.date(value)


_FORMATS: Mapping[Editor, Callable[[Any, Texts], str]] = MappingProxyType(
    {
        Editor.PIPS: lambda value, texts: f"{texts.number(value)} / {_HIGHEST_GRADE}",
        Editor.SLIDER: lambda value, texts: texts.signed(value),
        Editor.PERCENT: lambda value, texts: texts.percent(value, 1),
        Editor.DATE: _date,
        Editor.DURATION: format_duration,
        Editor.SWITCH: lambda *_: "✓",
        Editor.CHOICE: term,
        Editor.SUGGESTION: term,
    }
)


def _relations(record: Common, graph: JourneyGraph, texts: Texts) -> Iterator[Fact]:
    """Yield the relations that start here, and the opportunities that address a pain point."""
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for relation in graph.outgoing(record.id):
        label = texts(_NAMES[relation.kind])
        target = graph.element(relation.target)
        words = target.title or texts(kind_class(target.kind).look.title)
        entry = (words + _conditions(relation, texts), target.id)
        by_kind.setdefault(label[:1].upper() + label[1:], []).append(entry)
    for relation in graph.incoming(record.id, "addresses"):
        source = graph.element(relation.source)
        label = texts(kind_class(source.kind).look.title)
        by_kind.setdefault(label, []).append((source.title, source.id))
    for label, entries in by_kind.items():
        yield Fact(label, tuple(words for words, _ in entries), tuple(id_ for _, id_ in entries))


def _conditions(relation: Relation, texts: Texts) -> str:
    """How often and how soon the customer goes on, in brackets."""
    if not isinstance(relation, Follows):
        return ""
    parts = [
        texts.percent(relation.share, 1) if relation.share is not None else "",
        format_duration(relation.elapsed, texts) if relation.elapsed else "",
        relation.title,
    ]
    words = " · ".join(part for part in parts if part)
    return f" ({words})" if words else ""


def heading_of(record: Common, texts: Texts) -> str:
    """What a record is called: its title, an emotion's score and title, or else its kind."""
    if isinstance(record, Emotion) and record.score is not None:
        return " ".join(filter(None, (texts.signed(record.score), record.title)))
    return record.title or texts(kind_class(record.kind).look.title)
