"""The names of kinds and fields in all languages, as people write them above a table."""

from __future__ import annotations

from functools import cache

from journeyeditor.i18n import languages, texts
from journeyeditor.vocabulary import KINDS, Common, declaration, kind_class


def kind_named(words: str) -> str:
    """Return the kind that words name in any language, or ""."""
    return _kinds().get(_plain(words), "")


def field_named(kind: str, words: str) -> str:
    """Return the field of a kind that words name in any language, or ""."""
    return _fields(kind_class(kind)).get(_plain(words), "")


def _plain(words: str) -> str:
    return " ".join(words.replace("_", " ").casefold().split())


@cache
def _kinds() -> dict[str, str]:
    words: dict[str, str] = {}
    for cls in KINDS:
        name = cls.kind_name()
        for word in cls.look.aliases.split():
            words.setdefault(word, name)
    for cls in KINDS:
        name = cls.kind_name()
        for language in languages():
            translated = texts(language)
            for title in (name, cls.look.title, cls.look.plural):
                words[_plain(translated(title))] = name
    return words


@cache
def _fields(cls: type[Common]) -> dict[str, str]:
    words: dict[str, str] = {}
    for field, info in cls.model_fields.items():
        declared = declaration(info)
        if declared is None or info.title is None:
            continue
        names = [field, *(texts(language)(info.title) for language in languages())]
        for name in [*names, *declared.aliases]:
            words.setdefault(_plain(name), field)
    return words
