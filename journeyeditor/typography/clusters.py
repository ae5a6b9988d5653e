"""Grapheme clusters: what a reader takes for one character, never to be torn apart.

The rules of UAX 29 (extended clusters), stated over general categories instead of its tables;
where they differ (a few spacing marks of South-East Asia), they join more, not less.
"""

from __future__ import annotations

import re
from unicodedata import category

ZWJ, KEYCAP = "\u200d", "\u20e3"
TEXT_STYLE, EMOJI_STYLE = "\ufe0e", "\ufe0f"

#: Text in which every character is a cluster of its own: Latin, Greek, Cyrillic, punctuation.
PLAIN = re.compile(r"[ -~¡-¬®-ʯΆ-ΊΌΎ-ΡΣ-ώЀ-҂Ҋ-ԯḀ-ỿ‐-‧‰-⁞\u202f₠-₿№™←-↓≈≠≤≥−\xa0]*")

_PICTURE = re.compile("[©®‼⁉™ℹ←-⇿⌀-⏿Ⓜ▪-◾☀-➿⤴⤵⬀-⯿〰〽㊗㊙🀀-🃿🄍-🇥🈀-🫿🰀-🿽]")
_REGIONAL = re.compile("[🇦-🇿]")
_PREPENDED = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
#: Joiners, tags, skin tones, and vowel signs whose category does not show that they extend.
_EXTENDING = re.compile("[\u200c\u200d\U000e0020-\U000e007f🏻-🏿ﾞﾟ\u0e33\u0eb3]")
#: Signs that bind the next consonant of the same script (Indic conjuncts).
_BINDING = re.compile("[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]")
_LEADING_JAMO = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_LATER_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")
_HANGUL = re.compile("[\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb]")


def clusters(text: str) -> list[str]:
    """Split the text into grapheme clusters; joined again they are the text."""
    if PLAIN.fullmatch(text):
        return list(text)
    result, start = [], 0
    for place in range(1, len(text)):
        if not _continues(text, start, place):
            result.append(text[start:place])
            start = place
    return [*result, text[start:]]


def _continues(text: str, start: int, place: int) -> bool:
    """Tell whether the character at `place` belongs to the cluster begun at `start`."""
    before, char = text[place - 1], text[place]
    if char < "\u0300":
        return (before == "\r" and char == "\n") or _PREPENDED.match(before) is not None
    if _PREPENDED.match(before):
        return True
    if category(before) in ("Cc", "Cf", "Zl", "Zp") and not _EXTENDING.match(before):
        return False
    if category(char)[0] == "M" or _EXTENDING.match(char):
        return True
    if _REGIONAL.match(char):
        return _REGIONAL.match(text[start]) is not None and place - start == 1
    if _PICTURE.match(char):
        return before == ZWJ and _PICTURE.match(text[start]) is not None
    return _joins_syllable(before, char) or _joins_conjunct(text[start:place], char)


def _joins_syllable(before: str, char: str) -> bool:
    if _LEADING_JAMO.match(before):
        return _HANGUL.match(char) is not None
    return _LATER_JAMO.match(char) is not None and _HANGUL.match(before) is not None


def _joins_conjunct(cluster: str, char: str) -> bool:
    end = cluster.rstrip("\u200d\u093c\u09bc\u0abc\u0b3c")
    return (
        _BINDING.match(end[-1:]) is not None
        and category(char) == "Lo"
        and ord(char) >> 7 == ord(end[-1]) >> 7
    )
