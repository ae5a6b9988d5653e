"""The words of a text that can be checked.

Left out is what no dictionary has: addresses, tags and names behind # and @, words with digits,
abbreviations in capitals, names in camel case, and words in another script than the language's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

#: Longer texts are not checked (characters), nor are longer words.
MAX_TEXT, MAX_WORD = 20_000, 60
_CHUNK = re.compile(r"\S+")
_HYPHENS = "\u2010\u2011-"  # the plain one last, as sets of characters want it
#: Behind a letter and a colon is an ending, as in the Swedish "KPI:er".
_WORD = re.compile(rf"(?<![^\W\d_]:)(?<![^\W\d_])[^\W\d_]+(?:['’{_HYPHENS}][^\W\d_]+)*")
_HYPHEN = re.compile(f"[{_HYPHENS}]")
#: What is no sentence: addresses and files, mentions, emoji by name.
_SPECIAL = re.compile(r"://|^www\.|[@\d_\\]|^[(\[]?[#@]|\w\.\w|^:\w+:$", re.IGNORECASE)
#: The script of languages that are not written in Latin letters, as Unicode names it.
_SCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("be", "bg", "kk", "mk", "mn", "ru", "sr", "uk"), "CYRILLIC"),
        **dict.fromkeys(("ar", "fa", "ur"), "ARABIC"),
        **dict.fromkeys(("he", "yi"), "HEBREW"),
        **dict.fromkeys(("hi", "mr", "ne"), "DEVANAGARI"),
        "el": "GREEK",
        "hy": "ARMENIAN",
        "ka": "GEORGIAN",
    }
)


class Word(NamedTuple):
    """A word that can be checked, and where it begins in its text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@lru_cache(512)
def words_of(text: str, language: str) -> tuple[Word, ...]:
    """Return the words of a text that can be checked in a language, given by its tag."""
    if len(text) > MAX_TEXT:
        return ()
    script = _SCRIPTS.get(re.split("[-_]", language)[0].lower(), "LATIN")
    return tuple(
        Word(chunk.start() + word.start(), word[0])
        for chunk in _CHUNK.finditer(text)
        if not _SPECIAL.search(chunk[0])
        for word in _WORD.finditer(chunk[0])
        if _is_checked(word[0], script)
    )


def parts_of(word: str) -> tuple[str, ...]:
    """Return the parts of a word with hyphens that must each be right, if it is not as a whole."""
    return tuple(part for part in _HYPHEN.split(word) if len(part) > 1 and not part.isupper())


def plain(word: str) -> str:
    """Write a word as dictionaries do."""
    return unicodedata.normalize("NFC", _HYPHEN.sub("-", word.replace("’", "'")))


def _is_checked(word: str, script: str) -> bool:
    if not 1 < len(word) <= MAX_WORD:
        return False
    parts = re.split(f"['’{_HYPHENS}]", word)
    return not any(_is_name(part) for part in parts) and all(
        unicodedata.name(letter, "").startswith(script) for letter in set("".join(parts))
    )


def _is_name(part: str) -> bool:
    """Whether a part is an abbreviation or in camel case."""
    return any(letter.isupper() for letter in part[1:])
