"""The words for values that the file keeps as keys, in the language of the window."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel

from journeyeditor.i18n import Texts, languages
from journeyeditor.vocabulary import (
    KINDS,
    AgendaStep,
    Brand,
    FunnelRule,
    MapInfo,
    PosterPreferences,
    declaration,
)

_DECLARING: tuple[type[BaseModel], ...] = (
    *KINDS,
    MapInfo,
    Brand,
    FunnelRule,
    PosterPreferences,
    AgendaStep,
)


@cache
def _labels() -> dict[str, str]:
    """The English word for each value that the file keeps as a key."""
    names = {code: language.name for code, language in languages().items()}
    return names | {
        value: label
        for cls in _DECLARING
        for info in cls.model_fields.values()
        if (declared := declaration(info)) is not None
        for value, label in declared.labels.items()
    }


def term(value: str, texts: Texts) -> str:
    """The word for a value of a field; a value that is no key is its own word."""
    label = _labels().get(value)
    return value if label is None else texts(label)


def value_of_term(words: str, suggestions: Iterable[str], texts: Texts) -> str:
    wanted = words.strip().casefold()
    for value in suggestions:
        if wanted in (value.casefold(), term(value, texts).casefold()):
            return value
    return words
