"""The names of kinds and fields in all languages, as people write them above a table."""

from __future__ import annotations

from functools import cache

from journeyeditor.i18n import STYLES, texts
from journeyeditor.vocabulary import KINDS, Common, kind_class

#: Other words for the kinds, from the sources of the subject.
_ALSO = {
    "stage": "phase fas faser fase faser steg",
    "step": "action activity actions activities steps handling handlinger aktivitet aktiviteter",
    "touchpoint": "beröringspunkt beröringspunkter touchpoint touchpoints kontaktpunkt",
    "thought": "quote quotes citat sitat sitater citater tanke tankar tanker",
    "emotion": "feeling feelings känsla känslor følelse følelser",
    "pain_point": "pain pains smärta smerte smärtor",
    "opportunity": "idea ideas idé idéer ideer",
    "backstage": "process processes processer",
    "metric": "kpi kpis nyckeltal nøkkeltall nøgletal",
}
_MORE_FIELDS = {"title": "name namn navn", "note": "notes description beskrivning beskrivelse"}


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
    """Return the kinds by their names."""
    found: dict[str, str] = {}
    for kind, words in _ALSO.items():
        for word in words.split():
            found.setdefault(word, kind)
    for cls in KINDS:
        name = cls.model_fields["kind"].default
        for language in STYLES:
            say = texts(language)
            for title in (name, cls.look.title, cls.look.plural):
                found[_plain(say(title))] = name
    return found


@cache
def _fields(cls: type[Common]) -> dict[str, str]:
    """Return the fields of a kind by their titles."""
    found: dict[str, str] = {}
    for field, info in cls.model_fields.items():
        if info.title is None:
            continue
        names = [field, *(texts(language)(info.title) for language in STYLES)]
        for name in [*names, *_MORE_FIELDS.get(field, "").split()]:
            found.setdefault(_plain(name), field)
    return found
