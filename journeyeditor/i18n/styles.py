"""How a language writes numbers, percentages and dates, as the head of its catalogue shows it.

The head holds samples rather than codes: `X-Numbers: 1234,5 | 12.345,6`, `X-Percent: 12 %` and
`X-Date: d. MMMM y` (a pattern of the CLDR). `packaging/dev.py messages` writes them from the CLDR.
`X-Nouns: capitalised` is for languages that write them so inside sentences, as German does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_SHORT = re.compile(r"1(\D?)234(\D)5")
_LONG = re.compile(r"12(\D?)345(\D)6")


class Style(NamedTuple):
    """Signs and patterns; `grouped_from` counts the characters of a number with group separators."""

    thousands: str
    decimal: str
    percent: str
    date: str
    grouped_from: int = 0
    capitalises_nouns: bool = False


ENGLISH = Style(",", ".", "{}%", "d MMMM y")


def style_of(header: Mapping[str, str]) -> Style:
    """Read the style from the head of a catalogue; what is missing or unclear is English."""
    short, _, long = header.get("X-Numbers", "").partition(" | ")
    first, second = _SHORT.fullmatch(short), _LONG.fullmatch(long)
    thousands, decimal, grouped_from = ENGLISH.thousands, ENGLISH.decimal, 0
    if first and second and second[1] != second[2]:
        thousands, decimal = second[1], second[2]
        grouped_from = 0 if first[1] else len("12,345")
    percent = header.get("X-Percent", "")
    is_clear = percent.count("12") == 1 and not set(percent) & set("{}")
    return Style(
        thousands,
        decimal,
        percent.replace("12", "{}") if is_clear else ENGLISH.percent,
        header.get("X-Date") or ENGLISH.date,
        grouped_from,
        header.get("X-Nouns") == "capitalised",
    )
