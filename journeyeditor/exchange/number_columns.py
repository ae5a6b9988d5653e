"""Numbers as people write them: thousands and decimals by any mark, per cent, currencies.

One cell can be ambiguous ("1.204"); a column rarely is. So a column is read as a whole: one cell
that can only be read one way decides for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: Spaces that group thousands: plain, no-break, narrow no-break, thin; apostrophes do it too.
_GROUPING = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_CELL = re.compile(
    r"""^[\s~≈]*(?P<sign>[-−+]?)\s*(?:[$€£¥]|kr\.?|SEK|NOK|DKK|EUR|USD)?\s*
    (?P<digits>\d[\d.,\s'’]*)\s*
    (?P<unit>%|[$€£¥]|kr\.?|SEK|NOK|DKK|EUR|USD|,-|:-)?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


class Figure(NamedTuple):
    """A number read from a cell; `is_percent` tells that it stood with a per cent sign."""

    value: float
    is_percent: bool


def read_column(cells: Iterable[str]) -> list[Figure | None]:
    """Return the figures of a column, None where a cell holds no number."""
    matches = [_CELL.match(cell) for cell in cells]
    digits = [m["digits"].translate(_GROUPING).rstrip(".,") if m else "" for m in matches]
    decimal = _decimal_mark(digits)
    return [
        Figure(_value(word, decimal, m["sign"]), m["unit"] == "%") if m and word else None
        for m, word in zip(matches, digits, strict=True)
    ]


def _decimal_mark(words: Sequence[str]) -> str:
    """Return the decimal mark of a column: "." or ",", or "" when its marks only group."""
    for word in words:
        marks = [letter for letter in word if letter in ".,"]
        if len(set(marks)) == 2:
            return marks[-1]
        if len(marks) == 1 and not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", word):
            return marks[0]
    grouped = {mark for word in words for mark in re.findall(r"[.,]", word) if word.count(mark) > 1}
    if len(grouped) == 1:
        return "," if grouped == {"."} else "."
    return ""


def _value(word: str, decimal: str, sign: str) -> float:
    """Return the number of digits and marks."""
    whole, mark, rest = word.rpartition(decimal) if decimal else (word, "", "")
    if not mark:
        whole, rest = word, ""
    text = re.sub(r"[.,]", "", whole) + (f".{rest}" if rest else "")
    value = float(text)
    value = int(value) if value.is_integer() and not rest else value
    return -value if sign in {"-", "−"} and sign else value
