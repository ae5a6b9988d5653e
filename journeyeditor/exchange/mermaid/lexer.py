"""Mermaid's journey lexer: ordered rules, the first that matches wins.

Two liberties are taken with the original, neither to be seen from outside: entity codes stay as
they are written (`#35;` is one sign of a name, where Mermaid puts a placeholder first), and the
value of accTitle or accDescr comes in one token with its keyword. Left out is the accident that a
line with "style", ":" and "#" loses its last semicolon, which Mermaid means for other diagrams.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.exchange.mermaid.source import BLANK, BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class Kind(Enum):
    """What a token is."""

    NEWLINE = "newline"
    COMMENT = "comment"  # after "#"; kept only so that the reader can tell what is lost
    HEADER = "header"
    TITLE = "title"
    ACC_TITLE = "acc_title"
    ACC_DESCR = "acc_descr"
    ACC_BLOCK = "acc_block"
    SECTION = "section"
    NAME = "name"
    DATA = "data"
    COLON = "colon"
    OTHER = "other"


class Token(NamedTuple):
    """A piece of the text: `text` is its value, `start` and `end` say where all of it stands."""

    kind: Kind
    text: str
    start: int
    end: int


# Possessive throughout, so that a long line costs one pass and no memory.
_ENTITY = r"#\w++;"
_NAME = rf"(?:[^#:\n;]++|{_ENTITY})++"
_TEXT = rf"(?:[^#\n;]++|{_ENTITY})++"
_SKIPPED = (
    # An astral character is two units to JavaScript, so it never stands directly before a "%%".
    r"%(?!\{)[^\n]*+|[^}\U00010000-\U0010ffff]%%[^\n]*+",
    rf"(?!\n)[{BLANK}]++",
)
_RULES = {
    Kind.NEWLINE: r"\n++",
    Kind.COMMENT: rf"(?!{_ENTITY})#(?P<comment_text>[^\n]*+)",
    Kind.HEADER: r"journey\b",
    Kind.TITLE: rf"title[{BLANK}](?P<title_text>{_TEXT})",
    Kind.ACC_TITLE: rf"accTitle[{BLANK}]*+:[{BLANK}]*+(?P<acc_title_text>[^\n]*+)",
    Kind.ACC_DESCR: rf"accDescr[{BLANK}]*+:[{BLANK}]*+(?P<acc_descr_text>[^\n]*+)",
    Kind.ACC_BLOCK: rf"accDescr[{BLANK}]*+\{{[{BLANK}]*+(?P<acc_block_text>[^}}]*+\}}?)",
    Kind.SECTION: rf"section[{BLANK}](?P<section_text>{_NAME})",
    Kind.NAME: rf"(?P<name_text>{_NAME})",
    Kind.DATA: rf":(?P<data_text>{_TEXT})",
    Kind.COLON: r":",
    Kind.OTHER: r"(?s:.)",
}
_TOKEN = re.compile(
    "|".join((*_SKIPPED, *(f"(?P<{kind.value}>{rule})" for kind, rule in _RULES.items()))),
    re.ASCII | re.IGNORECASE,
)


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens from a position on; what is in none of them is skipped by Mermaid too."""
    for found in _TOKEN.finditer(text, start):
        if found.lastgroup is not None:
            kind = Kind(found.lastgroup)
            value = found[f"{kind.value}_text"] if _HAS_TEXT[kind] else found.group()
            yield Token(kind, value, found.start(), found.end())


_HAS_TEXT = {kind: f"{kind.value}_text" in _TOKEN.groupindex for kind in Kind}
