"""Finding words in the pages of the handbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtGui import QTextCursor

from journeyeditor.app.handbook.page import Page

#: Shorter words are not looked for: they are everywhere.
MIN_LETTERS = 2


class Hit(NamedTuple):
    """A place where a word was found: its page, the index of its section, the selected word."""

    page: Page
    section: int
    cursor: QTextCursor


def find(pages: Iterable[Page], query: str) -> list[Hit]:
    """Find the sections that have all words of a query; a hit for each word in them."""
    words = [word for word in dict.fromkeys(query.casefold().split()) if len(word) >= MIN_LETTERS]
    hits: list[Hit] = []
    if not words:
        return hits
    for page in pages:
        by_word = [list(_hits(page, word)) for word in words]
        common = set.intersection(*({hit.section for hit in found} for found in by_word))
        all_ = [hit for found in by_word for hit in found if hit.section in common]
        hits += sorted(all_, key=lambda hit: hit.cursor.position())
    return hits


def _hits(page: Page, word: str) -> Iterator[Hit]:
    cursor = page.document.find(word)
    while not cursor.isNull():
        yield Hit(page, page.section_at(cursor.selectionStart()), cursor)
        cursor = page.document.find(word, cursor)
