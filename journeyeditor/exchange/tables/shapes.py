"""What the cells of a column look like, where its heading does not say what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyeditor.exchange.scales import FIVE
from journeyeditor.exchange.tables.feelings import (
    begins_with_sign,
    feeling_in,
    feelings_in,
    scale_in,
)
from journeyeditor.exchange.tables.inline import is_empty, plain
from journeyeditor.exchange.tables.words import Role

_ID = re.compile(
    r"(?:[A-Z]{1,5}[-–]?\d{1,5}|#\d{1,6})(?:\s*[,;/]\s*(?:[A-Z]{1,5}[-–]?\d{1,5}|#\d{1,6}))*"
)
_NUMBER = re.compile(r"[+\-−]?[\d\s.,']*\d\s*%?")
_COUNT = re.compile(r"[~≈]?\s*\d[\d\s.,'’]*\s*[kKmM]?")
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:[ T][\d:]+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_QUOTED = re.compile(r"^[\"“”„«»'‘’].*[\"“”„«»'‘’.!?]$", re.DOTALL)


def words_in(cells: Sequence[str]) -> list[str]:
    """The cells that say something, without marks."""
    return [words for cell in cells if not is_empty(words := plain(cell))]


def is_numbers(cells: Sequence[str]) -> bool:
    words = words_in(cells)
    return bool(words) and all(_NUMBER.fullmatch(word) for word in words)


def is_counts(cells: Sequence[str]) -> bool:
    words = words_in(cells)
    return bool(words) and all(_COUNT.fullmatch(word) for word in words)


def is_ids(cells: Sequence[str]) -> bool:
    words = words_in(cells)
    return bool(words) and all(_ID.fullmatch(word) for word in words)


def fitting(role: Role, cells: Sequence[str], title: str = "") -> bool:
    """Whether cells can be what their heading says, with the scale that is in it."""
    words = words_in(cells)
    if not words:
        return True
    if role is Role.COUNT:
        return is_counts(cells)
    if role is Role.RATE:
        return is_numbers(cells)
    if role is Role.SCORE:
        return sum(
            feelings_in(word, scale_in(title) or FIVE)[0].score is not None for word in words
        ) * 2 >= len(words)
    if role is Role.DETAIL:
        return not all(map(begins_with_sign, words))
    if role in {Role.PAIN, Role.OPPORTUNITY, Role.STEP, Role.TOUCHPOINT}:
        return not (is_ids(cells) or is_numbers(cells))
    return True


def shape_role(cells: Sequence[str]) -> Role:
    """The role of cells under a heading that is not known: a lane of their own unless they are figures."""
    words = words_in(cells)
    if words and all(_is_sign(word) or begins_with_sign(word) for word in words):
        return Role.EMOTION
    if words and sum(bool(_QUOTED.match(word)) for word in words) * 4 > len(words) * 3:
        return Role.THOUGHT
    if is_numbers(cells) or (words and all(_DATE.fullmatch(word) for word in words)):
        return Role.DETAIL
    return Role.LANE


def _is_sign(words: str) -> bool:
    """Whether words are a face, stars or an arrow alone."""
    feeling = feeling_in(words, None)
    return feeling.score is not None and not feeling.is_estimate and not re.search(r"\w", words)
