"""Numbers as JavaScript reads them from text, because that is how Mermaid reads a score."""

from __future__ import annotations

import re

from journeyeditor.exchange.mermaid.source import BLANKS

_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)")
_BASES = {
    "0x": (16, re.compile(r"[0-9a-fA-F]++")),
    "0o": (8, re.compile(r"[0-7]++")),
    "0b": (2, re.compile(r"[01]++")),
}


def number(text: str) -> float:
    """What `Number(text)` is: blank text is 0, and what is no number is NaN."""
    text = text.strip(BLANKS)
    if not text:
        return 0.0
    if _DECIMAL.fullmatch(text):
        return float(text)
    base, digits = _BASES.get(text[:2].lower(), (0, _DECIMAL))
    if base and digits.fullmatch(text, 2):
        try:
            return float(int(text[2:], base))
        except OverflowError:
            return float("inf")
    return float("nan")
