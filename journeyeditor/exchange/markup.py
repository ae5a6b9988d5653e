"""Plain text from names with HTML and Mermaid's entity codes.

Tags are removed before codes are decoded, so an escaped `#lt;b#gt;` is kept as literal text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Possessive, so that many unclosed tags cost one pass.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)[^<>]*+>")
_CODE = re.compile(r"#(\w+);", re.ASCII)
_MAX_DIGITS = 100
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_INTERESTING = re.compile(r"[<#\n\r]")
#: Elements whose content is not displayed.
_HIDDEN = re.compile("script|style|iframe|object|template|noscript")
#: Other tags that occur in names; anything else, like List<String> or <customer>, is text.
_KNOWN = re.compile(
    "a|abbr|b|big|blockquote|center|cite|code|del|div|em|embed|font|form|h[1-6]|hr|i|img|input|ins|kbd"
    "|li|link|mark|meta|ol|p|pre|q|s|samp|small|span|strike|strong|sub|sup|svg|table|tbody|td|th|thead"
    "|tr|tt|u|ul|var|wbr"
)
_MAX_DIGITS = 100


class PlainText(NamedTuple):
    """A text without markup, and the tags and codes in it that were dropped."""

    text: str
    lost: tuple[str, ...]


def plain(text: str) -> PlainText:
    """The displayed text: `<br>` is a line break, other HTML is removed, codes are decoded."""
    lost: list[str] = []
    if _INTERESTING.search(text):
        text = _without_tags(text, lost)
        text = _CODE.sub(lambda code: _decoded(code, lost), text)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "\n".join(line.strip() for line in _UNPRINTABLE.sub(" ", text).split("\n"))
    return PlainText(_UNPRINTABLE.sub(" ", text).strip(), tuple(lost))


def _without_tags(text: str, lost: list[str]) -> str:
    pieces: list[str] = []
    hidden = ""
    done = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if hidden:
            if tag[1] and name == hidden:
                hidden, done = "", tag.end()
            continue
        is_hidden = _HIDDEN.fullmatch(name) is not None
        if name != "br" and not is_hidden and not _KNOWN.fullmatch(name):
            continue
        pieces.append(text[done : tag.start()])
        done = tag.end()
        if name == "br":
            pieces.append("\n")
        elif not tag[1]:
            lost.append(f"<{name}>")
            hidden = name if is_hidden else ""
    return "".join(pieces) + ("" if hidden else text[done:])


def _decoded(code: re.Match[str], lost: list[str]) -> str:
    import html  # loads a table of 2 000 names, which few maps need

    name = code[1]
    if name.isdecimal():
        # Python's int() rejects texts of more than 4 300 digits.
        return html.unescape(f"&#{name};") if len(name) <= _MAX_DIGITS else "\ufffd"
    character = html.unescape(f"&{name};")
    if character == f"&{name};":
        lost.append(code.group())
    return character
