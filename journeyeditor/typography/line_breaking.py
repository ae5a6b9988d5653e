"""Where a line may end: a light UAX 14, and spaces at which none ends.

The typesetter handles spaces; inside a stretch without spaces, Thai lines end between phrases, which
BudouX finds; in other scripts that are written without spaces and without ideographs (Lao, Khmer, …)
at zero-width spaces, else between clusters. No hyphen is inserted in any of these.

No line ends in dates, between a number and its unit, and inside abbreviations. The text keeps its plain
spaces there, so that it is found and copied as it was written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any
from unicodedata import category

from journeyeditor.typography.graphemes import clusters, is_emoji

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
#: A number of something that is said after it, such as "Gate 2: board paper".
_ORDINAL = re.compile(r"\d{1,2}:")


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
    """Return whether a word stays with the figure after it: "October 2026", "no. 4", "Gate 2:"."""
    before, after = words[number], words[number + 1]
    if not _NUMBER.fullmatch(after.rstrip(_CLOSING)):
        return False
    if _ORDINAL.fullmatch(after) and before.isalpha():
        return True
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
