"""Hyphenation: where a word may be broken, by pyphen's patterns (Liang's algorithm)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

#: Letters of scripts that never take a hyphen: South-East Asian ones, ideographs, Hangul.
_UNHYPHENATED = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
#: Languages written in scripts without hyphens: Latin words among theirs are English ones.
_NOT_LATIN = frozenset("ar dv fa he ja km ko ku lo my ps sd th ug ur yi zh".split())
_WORD = rf"[^\W\d_{_UNHYPHENATED}]+"
#: Each keystroke can make another word.
MAX_KNOWN_WORDS = 4096
_VOWEL = re.compile("[aeiouyåäö]", re.IGNORECASE)
_SYLLABLE = re.compile("[bcdfghjklmnpqrstvwxzšž](?=[aeiouyåäö])", re.IGNORECASE)
#: So many letters stay before a hyphen, and come behind it.
BEFORE, BEHIND = 2, 3
_ENCODINGS = {"microsoft-cp1251": "cp1251"}
_DIGIT = re.compile("[0-9]")
#: Each letter with the digit before it, and the last digit.
_VALUED = re.compile(r"(\d?)\D|(\d)")


def hyphenation(text: str, language: str) -> list[int]:
    """Return the indexes in the text where a hyphen may be inserted, in order.

    Words of fewer than five letters are never broken; nor is a language without patterns.
    """
    return [
        word.start() + place
        for word in re.finditer(_WORD, text)
        if len(word[0]) > 4
        for place in _places(word[0], language)
    ]


@lru_cache(maxsize=MAX_KNOWN_WORDS)
def _places(word: str, language: str) -> tuple[int, ...]:
    if language.partition("-")[0] == "fi":
        return tuple(_finnish_syllables(word))
    patterns = _patterns(language)
    return tuple(patterns.places(word)) if patterns else ()


def _finnish_syllables(word: str) -> list[int]:
    """Return where syllables begin; pyphen has no patterns for Finnish.

    A syllable begins at each consonant before a vowel (Kielitoimiston ohjepankki, tavutus).
    """
    first = _VOWEL.search(word)
    return [
        match.start()
        for match in _SYLLABLE.finditer(word)
        if first is not None and max(2, first.end()) <= match.start() <= len(word) - 2
    ]


@lru_cache(maxsize=8)
def _patterns(language: str) -> Patterns | None:
    """Return the patterns of a language, None without any."""
    import pyphen

    if language.partition("-")[0] in _NOT_LATIN:
        language = "en"
    name = pyphen.language_fallback({"no": "nb"}.get(language, language).replace("-", "_"))
    return Patterns(pyphen.LANGUAGES[name]) if name else None


class Patterns:
    """The patterns of one of pyphen's files, each parsed when a word first has its letters.

    Pyphen parses all of them, which takes up to half a second; a poster breaks few words.
    """

    def __init__(self, file: Path) -> None:
        with file.open("rb") as head:
            encoding = head.readline().decode().strip().lower()
        text = file.read_text(_ENCODINGS.get(encoding, encoding))
        sources = [line for line in map(str.strip, text.split("\n")[1:]) if line[:1] not in "%#"]
        if "/" in text:  # how a word is spelt otherwise where it is broken, which is not done here
            sources = [line.partition("/")[0] for line in sources]
        letters = _DIGIT.sub("", "\n".join(sources)).split("\n")
        # A pattern without digits says nothing.
        self._sources = {
            key: source for key, source in zip(letters, sources, strict=True) if key != source
        }
        self._longest = max(map(len, letters), default=0)
        self._parsed: dict[str, list[int]] = {}

    def places(self, word: str) -> list[int]:
        """Return where a word may be broken: at odd values of Liang's algorithm."""
        whole = f".{word.lower()}."
        values = [0] * (len(whole) + 1)
        for start in range(len(whole) - 1):
            for end in range(start + 1, min(start + self._longest, len(whole)) + 1):
                letters = whole[start:end]
                if letters in self._sources:
                    for place, value in zip(
                        range(start, len(values)), self._values(letters), strict=False
                    ):
                        values[place] = max(values[place], value)
        # The first value is that before the dot.
        ends = range(BEFORE, len(word) - BEHIND + 1)
        return [place - 1 for place, value in enumerate(values) if value % 2 and place - 1 in ends]

    def _values(self, letters: str) -> list[int]:
        """Return the values before each letter of a pattern, and behind the last."""
        found = self._parsed.get(letters)
        if found is None:
            pairs = _VALUED.findall(self._sources[letters])
            found = self._parsed[letters] = [int(value or last or "0") for value, last in pairs]
        return found
