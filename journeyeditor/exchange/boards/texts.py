"""The words on a shape, from Markdown or HTML, as the title and the note of a card."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from journeyeditor.values import composed

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_WIKI_LINK = re.compile(r"!?\[\[([^\[\]|\n]*)(?:\|([^\[\]\n]*))?\]\]")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"(\*\*|__|~~|==|`)(?=\S)(.+?)(?<=\S)\1")
#: Elements that begin a line of their own, and those whose content is not shown.
_BLOCKS = frozenset("p div li br tr h1 h2 h3 h4 h5 h6 ul ol hr table blockquote".split())
_HIDDEN = frozenset({"script", "style", "head", "title", "template"})


class Words(NamedTuple):
    """What a shape says: its first line, and the lines below it."""

    title: str
    note: str = ""


def clean(text: str) -> str:
    """Return a text as maps hold them: composed, without control characters and halves of characters."""
    text = _SURROGATE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    return composed(_UNPRINTABLE.sub(" ", text)).strip()


def from_markdown(text: str) -> Words:
    """Return the words of a Markdown text; a heading or the first line is the title."""
    lines = [line.rstrip() for line in clean(text).split("\n")]
    title = _without_marks(lines[0]) if lines else ""
    note = "\n".join(_HEADING.sub("", _WIKI_LINK.sub(_shown, line)) for line in lines[1:])
    return Words(title, note.strip())


def from_html(text: str) -> Words:
    """Return the words of a label, which may be HTML."""
    if "<" in text or "&" in text:
        reader = _LabelReader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    lines = [" ".join(line.split()) for line in clean(text.replace("\xa0", " ")).split("\n")]
    lines = [line for line in lines if line]
    return Words(lines[0], "\n".join(lines[1:])) if lines else Words("")


def _without_marks(line: str) -> str:
    line = _WIKI_LINK.sub(_shown, _HEADING.sub("", line.strip()))
    return _MARKS.sub(r"\2", _LINK.sub(r"\1", line)).strip()


def _shown(link: re.Match[str]) -> str:
    return link[2] if link[2] is not None else link[1]


class _LabelReader(HTMLParser):
    """Collects the text of a label, with a line break before each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
