"""Spaces at which no line ends: in dates, between a number and its unit, inside abbreviations.

The text keeps its plain spaces, so that it is found and copied as it was written.
"""

from __future__ import annotations

import re
from itertools import pairwise

from journeyeditor.typography.graphemes import clusters, is_emoji

#: A text without any of these has no space to keep.
_TRIGGER = re.compile(
    "[0-9=±×≈<>≤≥§#«»–—·•|/→&;:!?]|(?<!\\w)\\w{1,2}\\. |[\u00a9\u203c-\u3299\U0001f000-\U0001ffff]"
)
#: Signs that never begin a line, and signs that never end one.
_BACKWARD = frozenset("– — · • | / → &".split())
_FORWARD = frozenset("= ± × ≈ < > ≤ ≥ § # № « ~".split())
_NUMBER = re.compile(r"[(\[„“”\"'«‹+\-−±≈~<>€$£¥]*\d[\d.,:/–−-]*[%‰°]?[)\]]?")
_YEAR = re.compile(r"[12]\d{3}\b")
_DAY = re.compile(r"\d{1,2},")
#: Abbreviations before a number: "kl. 10", "nr 4", "p. 12", "kv 3".
_COUNTED = frozenset(
    "kl kl. klo nr nr. n:o no. nos. s. p. pp. pg. vol. kap. ch. fig. tab. art. abs. ca ca. c:a ok. env. cca"
    " kv kv. kvartal q fas steg trin § version v. ver. min. max. st. page sid. side seite".split()
)
_SHORT = re.compile(r"[(\[„“\"]?[^\W\d_]{1,2}\.")
_SHORT_AFTER = re.compile(r"[^\W\d_]{1,4}\.")
_INITIAL = re.compile(r"[(\[„“\"]?[^\W\d_]\.")
#: Languages whose prepositions of one letter stay with the next word.
_ONE_LETTER = frozenset({"cs", "pl", "sk", "sl", "hr", "ru", "uk", "be"})
#: What joins a figure to something else.
_CONJUNCTIONS = frozenset("and or och eller og und oder ja tai et ou y en".split())
_HIGH_PUNCTUATION = frozenset("; : ! ? »".split())
_CLOSING = ".,;:!?)]»”“\"'"
_LONG_WORD = 3


def bound_spaces(text: str, language: str) -> frozenset[int]:
    """Return the indexes of the spaces of one line of text at which it must not be broken."""
    language = language.replace("_", "-").partition("-")[0].casefold()
    if not _TRIGGER.search(text) and language not in _ONE_LETTER:
        return frozenset()
    words = text.split(" ")
    places: list[int] = []
    place, was_bound = -1, False
    for number, (before, after) in enumerate(pairwise(words)):
        place += len(before) + 1
        was_bound = bool(before and after) and _is_bound(words, number, was_bound, language)
        if was_bound:
            places.append(place)
    return frozenset(places)


def _is_bound(words: list[str], number: int, was_bound: bool, language: str) -> bool:
    """Return whether the words `number` and `number` + 1 stay on one line.

    `was_bound` says whether the first of them stays with the word before it.
    """
    before, after = words[number], words[number + 1]
    if after in _BACKWARD or before in _BACKWARD:
        return after in _BACKWARD
    is_figure = bool(_NUMBER.fullmatch(before.rstrip(",")))
    return (
        before in _FORWARD
        or (after in _FORWARD and len(before) <= _LONG_WORD)
        or (is_figure and _binds_unit(before, after, was_bound and words[number - 1].isalpha()))
        or (not is_figure and _binds_figure(words, number))
        or _binds_letters(before, after, language)
        or _is_emoji(before)
    )


def _binds_unit(figure: str, after: str, is_complete: bool) -> bool:
    """Return whether a figure stays with the word after it: "10 %", "31 October", "64 answers".

    A figure that completes a phrase, such as "7 of 8", stays only with a sign.
    """
    is_sentence = figure.endswith(".") and len(figure) > _LONG_WORD
    if is_sentence or after in _CONJUNCTIONS or (is_complete and after[0].isalpha()):
        return False
    return not figure.endswith(",") or bool(_YEAR.match(after))


def _binds_figure(words: list[str], number: int) -> bool:
    """Return whether a word stays with the figure after it: "October 2026", "no. 4", "of 8"."""
    before, after = words[number], words[number + 1]
    if not _NUMBER.fullmatch(after.rstrip(_CLOSING)):
        return False
    if before.casefold() in _COUNTED or (_YEAR.match(after) and before[-1] not in ",;:"):
        return True
    if _DAY.fullmatch(after) and number + 2 < len(words) and _YEAR.match(words[number + 2]):
        return True
    is_between = number > 0 and bool(_NUMBER.fullmatch(words[number - 1]))
    return is_between and before.isalpha() and len(before) <= _LONG_WORD


def _binds_letters(before: str, after: str, language: str) -> bool:
    """Return whether the space belongs to an abbreviation, a name or a language's own rule."""
    if _SHORT.fullmatch(before) and _SHORT_AFTER.match(after):
        return True
    if _INITIAL.fullmatch(before) and before[-2].isupper() and after[0].isupper():
        return True
    if language in _ONE_LETTER and len(before) == 1 and before.isalpha():
        return True
    return language == "fr" and (after in _HIGH_PUNCTUATION or after[0] == "»")


def _is_emoji(word: str) -> bool:
    return not word.isascii() and all(map(is_emoji, clusters(word)))
