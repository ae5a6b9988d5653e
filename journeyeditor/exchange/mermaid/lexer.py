"""Mermaid's journey lexer: ordered rules, the first match wins.

Two differences from the original, neither visible outside: entity codes stay as written (`#35;` is
part of a name, where Mermaid substitutes a placeholder first), and the value of accTitle or accDescr
is one token with its keyword. Not reproduced is Mermaid's quirk that a line with "style", ":" and
"#" loses its last semicolon, which is meant for other diagram types.
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
    """JavaScript's `Number(text)`: blank text is 0, invalid text is NaN."""
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


class TokenKind(Enum):
    """The kind of a token."""

    NEWLINE = "newline"
    COMMENT = "comment"  # after "#"; kept so that the reader can report what is lost
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
    """A token: its value `text`, and the span from `start` to `end` in the source."""

    kind: TokenKind
    text: str
    start: int
    end: int


# Possessive throughout, so that a long line costs one pass and no memory.
_ENTITY = r"#\w++;"
_NAME = rf"(?:[^#:\n;]++|{_ENTITY})++"
_TEXT = rf"(?:[^#\n;]++|{_ENTITY})++"
_SKIPPED = (
    # An astral character is two code units in JavaScript, so it never directly precedes a "%%".
    r"%(?!\{)[^\n]*+|[^}\U00010000-\U0010ffff]%%[^\n]*+",
    rf"(?!\n)[{BLANK}]++",
)
_RULES = {
    TokenKind.NEWLINE: r"\n++",
    TokenKind.COMMENT: rf"(?!{_ENTITY})#(?P<comment_text>[^\n]*+)",
    TokenKind.HEADER: r"journey\b",
    TokenKind.TITLE: rf"title[{BLANK}](?P<title_text>{_TEXT})",
    TokenKind.ACC_TITLE: rf"accTitle[{BLANK}]*+:[{BLANK}]*+(?P<acc_title_text>[^\n]*+)",
    TokenKind.ACC_DESCR: rf"accDescr[{BLANK}]*+:[{BLANK}]*+(?P<acc_descr_text>[^\n]*+)",
    TokenKind.ACC_BLOCK: rf"accDescr[{BLANK}]*+\{{[{BLANK}]*+(?P<acc_block_text>[^}}]*+\}}?)",
    TokenKind.SECTION: rf"section[{BLANK}](?P<section_text>{_NAME})",
    TokenKind.NAME: rf"(?P<name_text>{_NAME})",
    TokenKind.DATA: rf":(?P<data_text>{_TEXT})",
    TokenKind.COLON: r":",
    TokenKind.OTHER: r"(?s:.)",
}
_TOKEN = re.compile(
    "|".join((*_SKIPPED, *(f"(?P<{kind.value}>{rule})" for kind, rule in _RULES.items()))),
    re.ASCII | re.IGNORECASE,
)


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens from a position on; skips what Mermaid skips too."""
    for match in _TOKEN.finditer(text, start):
        if match.lastgroup is not None:
            kind = TokenKind(match.lastgroup)
            value = match[f"{kind.value}_text"] if _HAS_TEXT[kind] else match.group()
            yield Token(kind, value, match.start(), match.end())


_HAS_TEXT = {kind: f"{kind.value}_text" in _TOKEN.groupindex for kind in TokenKind}
