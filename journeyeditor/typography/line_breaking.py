"""Where a line may end: a light UAX 14, and hyphenation of words wider than their column.

Spaces are handled by the typesetter; the functions here look inside a stretch without spaces.
Thai lines end between phrases, which BudouX finds; in other scripts that are written without spaces
and without ideographs (Lao, Khmer, …) at zero-width spaces, else between clusters. No hyphen is
inserted in any of these.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from unicodedata import category

from journeyeditor.typography.graphemes import clusters

ZERO_WIDTH_SPACE = "\u200b"
#: Ends of lines inside a word: hyphens, dashes, slashes, bars.
_ENDS = "‐–—/|-"
#: Text up to and including a hyphen with two characters before it and two letters after it.
_PART = re.compile(rf"(?s).{{2,}}?(?<=[^{_ENDS}])[{_ENDS}]+(?=[^\W\d_]{{2}})|.+")
#: Text in which only `_ENDS` end a line.
_ALPHABETIC = re.compile("[!-ȿͰ-֏‐-‧‰-⁞₠-₿™]*")

_GLUE = "[\xa0\u202f\u2007\u2011\u2060\ufeff\u034f]"
_IDEOGRAPHIC = (
    "[\u2e80-\u2fdf\u3000-\u303f\u3040-\u312f\u31c0-\u31e3\u31f0-\u4dbf\u4e00-\u9fff\ua000-\ua4cf"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U0001b000-\U0001b2ff"
    "\U0001f000-\U0001ffff\U00020000-\U0003ffff]"
)
#: Never first in a line (JIS X 4051): small kana, marks of length and iteration, stops.
_NOT_FIRST = (
    "[!,.:;?…‥‼⁇⁈⁉゛-ゞァィゥェォッャュョヮヵヶー-ヾぁぃぅぇぉっゃゅょゎゕゖ"
    "ㇰ-ㇿ々〻、。・：；？！，．ｧ-ｰ]"
)
_THAI = "[\u0e01-\u0e3a\u0e40-\u0e4e]"
#: Vowels, marks and signs that belong to what is before them.
_THAI_NOT_FIRST = "[\u0e2f-\u0e3a\u0e45-\u0e4e]"
#: Letters of scripts that never take a hyphen: South-East Asian ones, ideographs, Hangul.
_UNHYPHENATED = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
#: Languages written in scripts without hyphens: Latin words among theirs are English ones.
_NOT_LATIN = frozenset("ar dv fa he ja km ko ku lo my ps sd th ug ur yi zh".split())
_WORD = rf"[^\W\d_{_UNHYPHENATED}]+"
#: Each keystroke can make another word.
MAX_KNOWN_WORDS = 4096
_VOWEL = re.compile("[aeiouyåäö]", re.IGNORECASE)
_SYLLABLE = re.compile("[bcdfghjklmnpqrstvwxzšž](?=[aeiouyåäö])", re.IGNORECASE)


def breakable_parts(text: str) -> list[str]:
    """Split a text without spaces where a line may end; joined again the parts are the text."""
    if _ALPHABETIC.fullmatch(text):
        return [text] if text.isalnum() else _PART.findall(text)
    units = clusters(text)
    ends = _thai_ends(text) if re.search(_THAI, text) else frozenset()
    result, start, offset = [], 0, 0
    for place in range(1, len(units)):
        offset += len(units[place - 1])
        if offset in ends or _may_break(units, start, place):
            result.append("".join(units[start:place]))
            start = place
    return [*result, "".join(units[start:])]


def _thai_ends(text: str) -> frozenset[int]:
    """Return the indexes in a text at which a phrase of Thai ends and another one begins."""
    parser = _thai_parser()
    if parser is None:
        return frozenset()
    ends: set[int] = set()
    for run in re.finditer(f"{_THAI}+", text):
        place = run.start()
        for phrase in parser.parse(run[0])[:-1]:
            place += len(phrase)
            if not re.match(_THAI_NOT_FIRST, text[place]):
                ends.add(place)
    return frozenset(ends)


@lru_cache(maxsize=1)
def _thai_parser() -> Any | None:
    """Return the parser of phrases; None where a distribution leaves BudouX out."""
    try:
        import budoux
    except ImportError:
        return None
    return budoux.load_default_thai_parser()


def _may_break(units: list[str], start: int, place: int) -> bool:
    """Return whether a line may end between clusters `place` − 1 and `place`."""
    before, after = units[place - 1], units[place]
    if before == ZERO_WIDTH_SPACE:
        return True
    if _belong_together(before, after):
        return False
    if before in _ENDS:
        return place - start > 2 and "".join(units[place : place + 2]).isalpha()
    return category(before[0]) == "Zs" or bool(
        re.match(_IDEOGRAPHIC, before) or re.match(_IDEOGRAPHIC, after)
    )


def _belong_together(before: str, after: str) -> bool:
    return bool(
        after == ZERO_WIDTH_SPACE
        or re.match(_GLUE, before)
        or re.match(_GLUE, after)
        or category(after[0]) in ("Pe", "Pf")
        or re.match(_NOT_FIRST, after)
        or category(before[0]) in ("Ps", "Pi", "Sc")
    )


def hyphenation(text: str, language: str) -> list[int]:
    """Return the indexes in the text where a hyphen may be inserted, in order.

    Words of fewer than five letters are never broken; nor is a language without patterns.
    """
    if language.partition("-")[0] == "fi":
        words = (word for word in re.finditer(_WORD, text) if len(word[0]) > 4)
        return [word.start() + place for word in words for place in _finnish_syllables(word[0])]
    patterns = _patterns(language)
    if patterns is None:
        return []
    if len(patterns.hd.cache) > MAX_KNOWN_WORDS:
        patterns.hd.cache.clear()  # pyphen keeps every word it was ever asked for
    return [
        word.start() + place
        for word in re.finditer(_WORD, text)
        if len(word[0]) > 4
        for place in patterns.positions(word[0])
    ]


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
def _patterns(language: str) -> Any:
    """Return pyphen's dictionary, None without one; loading takes 5 to 500 ms."""
    import pyphen

    if language.partition("-")[0] in _NOT_LATIN:
        language = "en"
    name = pyphen.language_fallback({"no": "nb"}.get(language, language).replace("-", "_"))
    return pyphen.Pyphen(lang=name, left=2, right=3) if name else None
