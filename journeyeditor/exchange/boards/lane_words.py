"""What the name of a lane says of its cards, in all languages of the program."""

from __future__ import annotations

from functools import cache

from journeyeditor.i18n import languages, texts
from journeyeditor.vocabulary import KINDS, Card


def kind_of_lane(words: str) -> str:
    """Return the kind of the cards in a lane with this name, or ""."""
    plain = _plain(words)
    return _kinds().get(plain) or _kinds().get(plain.removesuffix("s"), "")


def names_stages(words: str) -> bool:
    """Whether a lane holds the names of the stages."""
    return kind_of_lane(words) == "stage"


def _plain(words: str) -> str:
    return " ".join(words.casefold().strip(" :*").split())


@cache
def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for cls in KINDS:
        name = cls.kind_name()
        if not issubclass(cls, Card) and name != "stage":
            continue
        for word in cls.look.aliases.split():
            found.setdefault(word, name)
        for language in languages():
            for title in (cls.look.title, cls.look.plural):
                found[_plain(texts(language)(title))] = name
    return found
