"""Grapheme clusters, the characters of a reader (UAX 29), and which of them are emoji.

The rules of extended clusters are stated over general categories instead of Unicode's tables, so
that they follow Python's Unicode version; where they differ, they join more, not less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category

ZWJ, KEYCAP = "\u200d", "\u20e3"
TEXT_STYLE, EMOJI_STYLE = "\ufe0e", "\ufe0f"

#: Text in which every character is a cluster: Latin, Greek, Cyrillic, punctuation.
PLAIN = r"[ -~¡-¬®-ʯΆ-ΊΌΎ-ΡΣ-ώЀ-҂Ҋ-ԯḀ-ỿ‐-‧‰-⁞\u202f₠-₿№™←-↓≈≠≤≥−\xa0]*"

_PICTURE = "[©®‼⁉™ℹ←-⇿⌀-⏿Ⓜ▪-◾☀-➿⤴⤵⬀-⯿〰〽㊗㊙🀀-🃿🄍-🇥🈀-🫿🰀-🿽]"
_REGIONAL = "[🇦-🇿]"
_PREPENDED = (
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3"
    "\U0001193f\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46]"
)
#: Joiners, tags, skin tones, and vowel signs whose category does not show that they extend.
_EXTENDING = "[\u200c\u200d\U000e0020-\U000e007f🏻-🏿ﾞﾟ\u0e33\u0eb3]"
#: Viramas, which join the next consonant of the same script (Indic conjuncts).
_VIRAMA = "[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]"
_LEADING_JAMO = "[\u1100-\u115f\ua960-\ua97c]"
_VOWEL_JAMO = "[\u1160-\u11a7\ud7b0-\ud7c6]"
_TRAILING_JAMO = "[\u11a8-\u11ff\ud7cb-\ud7fb]"
_SYLLABLE = "[\uac00-\ud7a3]"
_JOINING = re.compile(
    "|".join(
        (
            _PICTURE,
            _REGIONAL,
            _PREPENDED,
            _EXTENDING,
            _LEADING_JAMO,
            _VOWEL_JAMO,
            _TRAILING_JAMO,
            _SYLLABLE,
        )
    )
)
#: Syllables without and with a trailing consonant alternate with this period.
_TRAILING_COUNT = 28


def clusters(text: str) -> list[str]:
    """Split a text into grapheme clusters; joined again they are the text."""
    if re.fullmatch(PLAIN, text):
        return list(text)
    result, start = [], 0
    alone = list(map(_stands_alone, text))
    for place in range(1, len(text)):
        if (alone[place] and alone[place - 1]) or not _continues(text, start, place):
            result.append(text[start:place])
            start = place
    return [*result, text[start:]]


@lru_cache(maxsize=1 << 16)
def _stands_alone(char: str) -> bool:
    """Whether a character is a cluster beside others of this kind: nearly all letters and signs are."""
    return category(char)[0] in "LNPSZ" and not _JOINING.match(char)


def _continues(text: str, start: int, place: int) -> bool:
    before, char = text[place - 1], text[place]
    if before + char == "\r\n":
        return True
    if _is_control(before) or _is_control(char):
        return False
    if re.match(_PREPENDED, before):
        return True
    if char < "\u0300":
        return False
    if category(char)[0] == "M" or re.match(_EXTENDING, char):
        return True
    if re.match(_REGIONAL, char):
        return place - start == 1 and re.match(_REGIONAL, before) is not None
    if re.match(_PICTURE, char):
        return before == ZWJ and re.match(_PICTURE, text[start]) is not None
    return _joins_syllable(before, char) or _joins_conjunct(text[start:place], char)


def _is_control(char: str) -> bool:
    return category(char) in ("Cc", "Cf", "Zl", "Zp") and not (
        re.match(_EXTENDING, char) or re.match(_PREPENDED, char)
    )


def _joins_syllable(before: str, char: str) -> bool:
    """Return whether two characters belong to one Hangul syllable (GB6 to GB8)."""
    if re.match(_TRAILING_JAMO, char):
        return re.match(f"{_VOWEL_JAMO}|{_TRAILING_JAMO}|{_SYLLABLE}", before) is not None
    if re.match(_VOWEL_JAMO, char):
        is_open = re.match(_SYLLABLE, before) and (ord(before) - 0xAC00) % _TRAILING_COUNT == 0
        return bool(is_open or re.match(f"{_LEADING_JAMO}|{_VOWEL_JAMO}", before))
    return bool(re.match(_LEADING_JAMO, before) and re.match(f"{_LEADING_JAMO}|{_SYLLABLE}", char))


def _joins_conjunct(cluster: str, char: str) -> bool:
    end = cluster.rstrip("\u200d\u093c\u09bc\u0abc\u0b3c")
    return (
        re.match(_VIRAMA, end[-1:]) is not None
        and category(char) == "Lo"
        and ord(char) >> 7 == ord(end[-1]) >> 7
    )


#: Characters with emoji presentation by default. From U+1F000 on everything counts: a few are
#: text by default there, but 🌡 is expected in colour.
_PICTORIAL = (
    "[⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨"
    "❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕🀀-\U0001ffff]"
)
#: A text character inside a sequence that lacks its variation selector.
_UNQUALIFIED = "([☠♀♂⚕⚖⚧⛓⛹❄❤✈➡↔↕🌫🏋🏌🏳👁🕵🗨])(?=\u200d|$)|([#*0-9])(?=\u20e3)"


def is_emoji(cluster: str) -> bool:
    """Return whether a cluster is drawn as a picture rather than as text."""
    if TEXT_STYLE in cluster:
        return False
    sequence = qualified(cluster)
    return EMOJI_STYLE in sequence or KEYCAP in sequence or bool(re.search(_PICTORIAL, sequence))


def without_emoji(chars: Iterable[str]) -> frozenset[str]:
    """Return the characters that are not emoji by themselves."""
    return frozenset(re.sub(_PICTORIAL, "", "".join(chars)))


def qualified(cluster: str) -> str:
    if len(cluster) == 1:
        return cluster
    return re.sub(_UNQUALIFIED, lambda match: match[0] + EMOJI_STYLE, cluster)
