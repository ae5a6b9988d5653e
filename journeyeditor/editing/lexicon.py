"""The words that are right in a map, though no dictionary has them: its names and its terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import Change, JourneyGraph, Record
from journeyeditor.model.record import RecordId
from journeyeditor.spelling.words import parts_of, plain, words_of
from journeyeditor.vocabulary import KINDS, MapInfo, info_of

#: Fields with names of people, companies, systems and channels.
_NAME_FIELDS = frozenset(
    {"author", "channel", "client", "owner", "project", "source", "system", "tags"}
)
#: The kinds whose titles are names that other texts mention.
_NAMED_KINDS = frozenset({"persona", "stage"})


def holds_names(kind: str, field: str) -> bool:
    """Whether a field is not checked, because what it holds are names."""
    return field in _NAME_FIELDS or (kind, field) == ("persona", "title")


class KnownWords:
    """The words of a map's names, by the records that have them; an edit costs what it changes."""

    def __init__(self, graph: JourneyGraph) -> None:
        self._records: defaultdict[str, set[RecordId]] = defaultdict(set)
        for record in (info_of(graph), *graph.elements()):
            self._enter(record)

    def knows(self, word: str, *, edited: Collection[RecordId], language: str) -> bool:
        """Whether a word (in lower case) is a term, or in a name of a record that is not edited."""
        records = self._records.get(word)
        is_named = records is not None and not records.issubset(edited)
        return is_named or word in _kind_words(language)

    def follow(self, change: Change) -> None:
        for before, after in change.entries.values():
            if before is not None:
                self._drop(before)
            if after is not None:
                self._enter(after)

    def _drop(self, record: Record) -> None:
        for word in set(_known(record)):
            self._records[word].discard(record.id)
            if not self._records[word]:
                del self._records[word]

    def _enter(self, record: Record) -> None:
        for word in _known(record):
            self._records[word].add(record.id)


def _known(record: Record) -> Iterator[str]:
    for name in _fields(type(record)):
        value = getattr(record, name)
        for text in (value,) if isinstance(value, str) else value:
            yield from _words(text)
    if isinstance(record, MapInfo):
        for term in record.glossary:
            yield from _words(term)


@cache
def _fields(cls: type[Record]) -> tuple[str, ...]:
    """Return the fields of a kind whose words are known."""
    names = _NAME_FIELDS | {"title"} if _kind(cls) in _NAMED_KINDS else _NAME_FIELDS
    return tuple(sorted(names & cls.model_fields.keys()))


def _kind(cls: type[Record]) -> str:
    return str(cls.model_fields["kind"].default)


@lru_cache(4096)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text, and the parts of those with hyphens, in lower case."""
    words = words_of(text, "") if text else ()
    parts = (part for word in words for part in (plain(word.text), *parts_of(word.text)))
    return tuple(part.casefold() for part in parts)


@cache
def _kind_words(language: str) -> frozenset[str]:
    """Return the words for kinds, such as "touchpoint", in a language."""
    texts = texts_of(language)
    titles = (words for kind in KINDS for words in (kind.look.title, kind.look.plural))
    return frozenset(word for title in titles for word in _words(texts(title)))
