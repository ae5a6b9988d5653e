"""The chapters as tokens of Markdown, for the page and the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from journeyeditor.app.handbook.chapters import Chapter, target

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


class Book(NamedTuple):
    """What is printed: the chapters in a language, and the words around them."""

    language: str
    title: str
    contents: str
    version: str
    chapters: Sequence[Chapter]

    def anchor(self, link: str, current: str) -> str:
        """The anchor that a link leads to, "" if it is not in the book."""
        name, section = target(link)
        name = name or current
        known = {chapter.name: chapter for chapter in self.chapters}
        if name not in known:
            return ""
        ids = {each.id for each in known[name].sections}
        return f"{name}-{section}" if section in ids - {""} else name


def tokens(chapter: Chapter) -> Iterator[tuple[Token, str]]:
    """Yield each token with the anchor of the heading that it opens, else ""."""
    sections = iter(chapter.sections)
    for number, token in enumerate(PARSER.parse(chapter.text)):
        anchor = ""
        if token.type == "heading_open":
            section = next(sections)
            anchor = (
                chapter.name if section.level == 1 else f"{chapter.name}-{section.id or number}"
            )
        yield token, anchor
