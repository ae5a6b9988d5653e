"""The words of a cell without the marks of Markdown, HTML and other markup.

Line breaks, the addresses of links and emoji stay; bold, code and the like are read, not printed.
Every pattern is linear in the length of a cell.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from journeyeditor.exchange.separated_values import MAX_CELL

_BREAK = re.compile(r"<\s*/?\s*(?:br|p|div|li|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|center|cite|code|del|em|font|h[1-6]|hr|i|img|ins|kbd|mark|ol|q|s|samp|small|span|strike|"
    r"strong|sub|sup|u|ul|var|ac|ri|time|input)\b[^<>]*>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*[^()]*\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^()\s<>]+)>?[^()]*\)")
_WIKI = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")
_ANCHOR = re.compile(
    r"""<a\b[^<>]{0,200}\bhref=["']?([^"'\s<>]+)["']?[^<>]{0,200}>([^<>]*)</a>""", re.IGNORECASE
)
_CODE = re.compile(r"(`+)(.+?)\1")
#: Bold before italic; a mark inside a word is none.
_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\*\*\*(?=\S)([^*]+?)(?<=\S)\*\*\*",
        r"\*\*(?=\S)((?:[^*]|\*(?!\*))+?)(?<=\S)\*\*",
        r"(?<!\w)__(?=\S)([^_]+?)(?<=\S)__(?!\w)",
        r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])",
        r"(?<!\w)_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?!\w)",
        r"~~(?=\S)([^~]+?)(?<=\S)~~",
        r"(?<!=)==(?=[^\s=])([^=]+?)(?<=\S)==(?!=)",
    )
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>])")
#: Literal characters on their way through, as private ones.
_HIDDEN = 0xE000
#: "[^1]" behind a word, and an address between angles.
_FOOTNOTE, _ADDRESS = (
    re.compile(r"\[\^[^\[\]\s]{1,40}\]"),
    re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>"),
)
#: Emoji and other signs in front of words, and behind them.
_SIGN = r"(?:[0-9]\ufe0f?\u20e3|[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff])"
_SIGNS_BEFORE = re.compile(rf"^\s*{_SIGN}+\s*(?=[\w*_])")
_SIGNS_BEHIND = re.compile(rf"(?<=\w)\s*{_SIGN}+\s*$")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_BULLET = re.compile(
    r"^(?:[-*+\u2022\u2023\u25aa\u25ab\u25e6\u25cf\u25cb\u25a0\u25a1\u25ba\u25b6\u25b8\u2713\u2714\u00b7]|\d{1,2}[.)])\s+(?:\[[ xX]?\]\s+)?(?=\S)"
)
_EMPTY = frozenset(
    """- -- --- – — ― ‒ − . … ... / x n/a na none nil null nothing (none) (empty) tbd tba ∅ ø × ✗ nan notapplicable nonefound
    ingen inga inget ingenting ikke ei eioo eiole eimitään eitiedossa eisovellu intetillämpligt saknas ejaktuellt ikkeaktuelt ikkerelevant
    keine kein keiner nichts entfällt ka nz nvt geen niet aucun aucune néant so ninguno ninguna nada""".split()
)
#: A rating, such as **** or *.
_STARS = re.compile(r"\*{1,5}")
_DOTS = re.compile(r"(?<=\w)\.|\s+")


class Inline(NamedTuple):
    """Words without their marks, and the addresses of the links in them."""

    text: str
    links: tuple[str, ...] = ()


def inline(words: str) -> Inline:
    """Read the marks of a cell; an escaped mark is a character."""
    if len(words) > MAX_CELL:
        words = words[:MAX_CELL]
    words = _UNPRINTABLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    if not any(sign in words for sign in "<*_`[~=\\&!"):
        return Inline(_lines(words))
    links: list[str] = []
    words = _ESCAPE.sub(lambda mark: chr(_HIDDEN + ord(mark[1])), words)
    words = _CODE.sub(lambda code: _hidden(code[2].strip()), words)
    words = _ANCHOR.sub(lambda a: _linked(a[2], a[1], links), words)
    words = _ADDRESS.sub(r"\1", _FOOTNOTE.sub("", words))
    words = _TAG.sub("", _BREAK.sub("\n", words))
    words = _IMAGE.sub(r"\1", words)
    words = _WIKI.sub(lambda link: link[2] or link[1], words)
    words = _LINK.sub(lambda link: _linked(link[1], link[2], links), words)
    for mark in _MARKS:
        words = mark.sub(r"\1", words)
    words = html.unescape(words) if "&" in words else words
    words = "".join(
        chr(ord(c) - _HIDDEN) if _HIDDEN <= ord(c) < _HIDDEN + 0x80 else c for c in words
    )
    return Inline(_lines(words), tuple(dict.fromkeys(links)))


def plain(words: str) -> str:
    return inline(words).text


def is_empty(words: str) -> bool:
    """Whether a cell says that there is nothing in it."""
    bare = words.strip(" *_")
    if not bare and _STARS.fullmatch(words.strip()):
        return False
    return not bare or (len(bare) < 24 and _DOTS.sub("", bare.casefold()) in _EMPTY)


def without_signs(words: str) -> str:
    """Words without the emoji in front of them."""
    return _SIGNS_BEFORE.sub("", words, count=1)


def bare_name(words: str) -> str:
    """The name of a stage or lane without the emoji before and behind it."""
    return _SIGNS_BEHIND.sub("", without_signs(words)).strip() or words


def lines(words: str) -> list[str]:
    """The lines of a cell without bullets; empty ones and those that say nothing are left out.

    A line that begins with a small letter goes on with a sentence that began with a capital one.
    """
    found: list[str] = []
    for line in words.split("\n"):
        text = _BULLET.sub("", line.strip()).strip()
        is_wrapped = (
            found and text[:1].islower() and found[-1][:1].isupper() and text == line.strip()
        )
        if is_wrapped and not found[-1].endswith((".", "!", "?", ";", ":")):
            found[-1] = f"{found[-1]} {text}"
        elif text and not is_empty(text):
            found.append(text)
    return found


def _hidden(words: str) -> str:
    """Words whose marks are characters."""
    return "".join(chr(_HIDDEN + ord(c)) if c in "*_~=[]<>&!`\\" else c for c in words)


def _linked(words: str, address: str, links: list[str]) -> str:
    if re.match(r"(?:https?|mailto):", address, re.IGNORECASE):
        links.append(address)
    return words


def _lines(words: str) -> str:
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
