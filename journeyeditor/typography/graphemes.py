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
PLAIN = r"[ -~¡-¬®-ʯΆ-ΊΌΎ-ΡΣ-ώЀ-҂Ҋ-ԯḀ-ỿ‐-‧‰-⁞\u202f₠-₿№™←-↓≈≠≤≥−\xa0]*"

_PICTURE = "[©®‼⁉™ℹ←-⇿⌀-⏿Ⓜ▪-◾☀-➿⤴⤵⬀-⯿〰〽㊗㊙🀀-🃿🄍-🇥🈀-🫿🰀-🿽]"
_REGIONAL = "[🇦-🇿]"
_PREPENDED = "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]"
#: Joiners, tags, skin tones, and vowel signs whose category does not show that they extend.
_EXTENDING = "[\u200c\u200d\U000e0020-\U000e007f🏻-🏿ﾞﾟ\u0e33\u0eb3]"
#: Signs that bind the next consonant of the same script (Indic conjuncts).
_BINDING = "[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]"
_LEADING_JAMO = "[\u1100-\u115f\ua960-\ua97c]"
_LATER_JAMO = "[\u1160-\u11ff\ud7b0-\ud7fb]"
_HANGUL = "[\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb]"


def clusters(text: str) -> list[str]:
    """Split the text into grapheme clusters; joined again they are the text."""
    if re.fullmatch(PLAIN, text):
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
    if re.match(_PREPENDED, before) or before + char == "\r\n":
        return True
    steers = category(before) in ("Cc", "Cf", "Zl", "Zp") and not re.match(_EXTENDING, before)
    if steers or char < "\u0300":
        return False
    if category(char)[0] == "M" or re.match(_EXTENDING, char):
        return True
    if re.match(_REGIONAL, char):
        return place - start == 1 and re.match(_REGIONAL, before) is not None
    if re.match(_PICTURE, char):
        return before == ZWJ and re.match(_PICTURE, text[start]) is not None
    return _joins_syllable(before, char) or _joins_conjunct(text[start:place], char)


def _joins_syllable(before: str, char: str) -> bool:
    if re.match(_LEADING_JAMO, before):
        return re.match(_HANGUL, char) is not None
    return re.match(_LATER_JAMO, char) is not None and re.match(_HANGUL, before) is not None


def _joins_conjunct(cluster: str, char: str) -> bool:
    end = cluster.rstrip("\u200d\u093c\u09bc\u0abc\u0b3c")
    return (
        re.match(_BINDING, end[-1:]) is not None
        and category(char) == "Lo"
        and ord(char) >> 7 == ord(end[-1]) >> 7
    )
