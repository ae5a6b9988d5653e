"""One map in several languages: its texts, what is translated, and the map in another language.

A translation belongs to a text, not to a place: once the text changes it is missing again, and the
same text is translated once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.vocabulary import (
    Common,
    Editor,
    MapInfo,
    declaration,
    info_of,
    kind_class,
)

#: The editors of fields that hold words, and the fields among them that hold names or keys.
_WORDED = frozenset({Editor.LINE, Editor.LINES, Editor.LIST})
_NAMES = frozenset({"author", "client", "version_label", "kinds", "source", "proposed_stage"})


class MapText(NamedTuple):
    """A text of a map, and where it first is, such as "Pain point · Severity"."""

    text: str
    place: str


def texts_in(graph: JourneyGraph, language: str = "") -> list[MapText]:
    """Return all texts of a map that are translated, each once, in the order of the map.

    Their places are named in a language, by default that of the map.
    """
    found: dict[str, str] = {}
    said = texts_of(language or info_of(graph).language)
    for record in _records(graph):
        for name in _fields(record):
            for text in _words(getattr(record, name)):
                field = said(type(record).model_fields[name].title or name)
                found.setdefault(text, f"{_kind(record, said)} · {field}")
    for term, meaning in info_of(graph).glossary.items():
        for text in (term, *_words(meaning)):
            found.setdefault(text, said("Glossary"))
    return [MapText(text, place) for text, place in found.items()]


def languages_of(graph: JourneyGraph) -> tuple[str, ...]:
    """Return the languages besides the map's own that it has texts in."""
    return tuple(sorted(info_of(graph).translations))


def missing(graph: JourneyGraph, language: str) -> list[MapText]:
    """Return the texts that are not translated into a language."""
    known = info_of(graph).translations.get(language, {})
    return [each for each in texts_in(graph) if not known.get(each.text)]


def with_translations(
    graph: JourneyGraph, language: str, translations: Mapping[str, str]
) -> MapInfo:
    """Return a map's attributes with translations of its texts; an empty one takes the old one away."""
    info = info_of(graph)
    mine = {each.text for each in texts_in(graph)}
    known = dict(info.translations.get(language, {}))
    for text, words in translations.items():
        if text in mine and words.strip():
            known[text] = words
        elif text in mine:
            known.pop(text, None)
    others = {name: words for name, words in info.translations.items() if name != language}
    return info.replaced(translations={**others, **({language: known} if known else {})})


def with_translation(info: MapInfo, language: str, text: str, words: str) -> MapInfo:
    """Return a map's attributes with one translation; empty words take it away."""
    known = dict(info.translations.get(language, {}))
    if words.strip():
        known[text] = words.strip()
    else:
        known.pop(text, None)
    others = {name: each for name, each in info.translations.items() if name != language}
    return info.replaced(translations={**others, **({language: known} if known else {})})


def translations_of(record: Record, known: Mapping[str, str]) -> dict[str, Any]:
    """Return the translated values of a record by field, without those that have no translation."""
    values = {name: _translation(getattr(record, name), known) for name in _fields(record)}
    return {name: value for name, value in values.items() if value}


def translated(graph: JourneyGraph, language: str) -> JourneyGraph:
    """Return a map in another language; texts without a translation stay as they are."""
    info = info_of(graph)
    known = info.translations.get(language, {})
    info = _translated(info, known).replaced(
        language=language,
        glossary={
            known.get(term) or term: _changed(meaning, known)
            for term, meaning in info.glossary.items()
        },
    )
    records = [_translated(each, known) for each in (*graph.elements(), *graph.relations())]
    return JourneyGraph.of(info, records)


def _records(graph: JourneyGraph) -> Iterator[Record]:
    """Yield everything with words, stages with their cards first."""
    yield info_of(graph)
    for stage in graph.stages():
        yield stage
        yield from graph.cards(stage.id)
    yield from (each for each in graph.elements() if not each.stage and each.kind != "stage")
    yield from graph.relations()


def _fields(record: Record) -> list[str]:
    """Return the fields of a record with words that are translated."""
    return [
        name
        for name, info in type(record).model_fields.items()
        if (declared := declaration(info)) is not None
        and declared.editor in _WORDED
        and name not in _NAMES
    ]


def _words(value: Any) -> Iterator[str]:
    """Yield the texts in a value; what has no letters reads the same in all languages."""
    for text in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
        if any(letter.isalpha() for letter in text):
            yield text


def _translated(record: Any, known: Mapping[str, str]) -> Any:
    changes = {
        name: _changed(getattr(record, name), known)
        for name in _fields(record)
        if name in record.__pydantic_fields_set__
    }
    changes = {name: value for name, value in changes.items() if value != getattr(record, name)}
    return record.replaced(**changes) if changes else record


def _changed(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(known.get(each) or each for each in value)
    return (known.get(value) or value) if isinstance(value, str) else value


def _translation(value: Any, known: Mapping[str, str]) -> Any:
    """A text or a tuple of texts in another language, empty without translations."""
    if isinstance(value, tuple):
        return tuple(known[each] for each in value if known.get(each))
    return known.get(value, "") if isinstance(value, str) else ""


def _kind(record: Record, said: Texts) -> str:
    if isinstance(record, Common):
        return said(kind_class(record.kind).look.title)
    return said("Map" if isinstance(record, MapInfo) else "Connection")
