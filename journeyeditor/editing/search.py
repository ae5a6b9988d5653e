"""Find and replace anywhere on a map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.fields import set_value
from journeyeditor.model import Change, JourneyGraph, Record, RecordId
from journeyeditor.values import composed
from journeyeditor.vocabulary import Editor, MapInfo, declaration

#: Editors of fields that hold free text, unlike choices and pickers.
_WORDS = {Editor.LINE, Editor.LINES, Editor.LIST}
_INFO = "title subtitle note client project author version_label goal confidentiality".split()


class Hit(NamedTuple):
    """An occurrence: the record ("@map": the map itself), its field, and the range.

    `entry` is the index in a list field, -1 in a text; `words` is the text found.
    """

    id: RecordId
    field: str
    start: int
    end: int
    entry: int = -1
    words: str = ""


def find(
    graph: JourneyGraph,
    words: str,
    *,
    match_case: bool = False,
    whole_words: bool = False,
) -> tuple[Hit, ...]:
    """Return the occurrences of words on a map, in reading order; none for no words."""
    pattern = _pattern(words, match_case=match_case, whole_words=whole_words)
    if pattern is None:
        return ()
    return tuple(
        Hit(record.id, field, match.start(), match.end(), entry, match[0])
        for record in _in_reading_order(graph)
        for field, entry, text in _texts(record)
        for match in pattern.finditer(text)
    )


def replaced(graph: JourneyGraph, hits: Iterable[Hit], words: str) -> tuple[Change, int]:
    """Return the change that writes other words at hits, and at how many; raises FieldError.

    Hits whose text has changed are skipped.
    """
    by_field: dict[tuple[RecordId, str], list[Hit]] = {}
    for hit in hits:
        by_field.setdefault((hit.id, hit.field), []).append(hit)
    draft = Draft(graph)
    count = 0
    for (id_, field), spans in by_field.items():
        record = graph.record(id_)
        if record is None or field not in _fields(type(record)):
            continue
        value = getattr(record, field)
        texts = list(value) if isinstance(value, tuple) else [value]
        for hit in sorted(set(spans), key=lambda hit: (hit.entry, hit.start), reverse=True):
            place = max(hit.entry, 0)
            text = str(texts[place]) if place < len(texts) else ""
            if hit.words and text[hit.start : hit.end] == hit.words:
                texts[place] = text[: hit.start] + words + text[hit.end :]
                count += 1
        set_value(draft, id_, field, tuple(texts) if isinstance(value, tuple) else texts[0])
    return draft.change(), count


def _pattern(words: str, *, match_case: bool, whole_words: bool) -> re.Pattern[str] | None:
    """Return what finds the words; a blank between them may be any blank."""
    parts = [re.escape(part) for part in composed(words).split()]
    if not parts:
        return None
    inner = r"\s+".join(parts)
    if whole_words:
        inner = rf"(?<!\w){inner}(?!\w)"
    return re.compile(inner, 0 if match_case else re.IGNORECASE)


def _in_reading_order(graph: JourneyGraph) -> Iterator[Record]:
    """Yield the map, personas, lanes, stages with their cards, unplaced cards, and relations."""
    yield graph.info
    yield from graph.personas()
    yield from graph.lanes()
    for stage in graph.stages():
        yield stage
        yield from graph.cards(stage.id)
    yield from graph.cards(None)
    yield from graph.relations()


def _texts(record: Record) -> Iterator[tuple[str, int, str]]:
    """Yield field, place in the list (-1: none) and text of all that people wrote."""
    for field in _fields(type(record)):
        value: Any = getattr(record, field)
        if isinstance(value, tuple):
            for entry, text in enumerate(value):
                yield field, entry, text
        elif isinstance(value, str) and value:
            yield field, -1, value


@cache
def _fields(cls: type[Record]) -> tuple[str, ...]:
    if cls is MapInfo:
        return tuple(_INFO)
    results = []
    for name, info in cls.model_fields.items():
        declared = declaration(info)
        if declared and declared.editor in _WORDS and name != "kinds":
            results.append(name)
    return tuple(results)
