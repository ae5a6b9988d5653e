"""The texts on the finished sheets, by the record they show."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from unicodedata import normalize

from journeyeditor.display.primitives import Drawing, Group, Page, TextRun

_SOFT_HYPHEN = "\u00ad"
_BETWEEN_WORDS = re.compile(r"\W+|_+")
#: A text that was cut off is printed nevertheless: it is known by so many of its words.
_FIRST = 2


class PrintedTexts:
    """What is printed, as words without case and punctuation."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._parts: dict[str, list[str]] = defaultdict(list)
        self._words: dict[str, str] = {}
        for page in pages:
            self._collect(page.drawing, "")

    def shows(self, record: str) -> bool:
        """Whether a part of a sheet is this record's own."""
        return record in self._parts

    def has(self, record: str, text: str, *, is_own: bool = False) -> bool:
        """Whether a text is printed with its record, or in what is no card of another one.

        With `is_own`, only with its record.
        Addresses do not count: a link may be shown by its host.
        """
        plain = " ".join(word for word in text.split() if "://" not in word)
        words = _words_of(plain).split()[:_FIRST]
        wanted = f" {' '.join(words)} "
        if not words or wanted in self._printed(record):
            return True
        return not is_own and wanted in self._printed("")

    def _printed(self, record: str) -> str:
        if record not in self._words:
            self._words[record] = f" {_words_of(''.join(self._parts.get(record, ())))} "
        return self._words[record]

    def _collect(self, drawing: Drawing, record: str) -> None:
        for primitive in drawing:
            if isinstance(primitive, Group):
                own = primitive.tag.record if primitive.tag else ""
                self._collect(primitive.children, own or record)
            elif isinstance(primitive, TextRun):
                is_broken = primitive.text.endswith(_SOFT_HYPHEN)
                self._parts[record].append(primitive.text + ("" if is_broken else " "))


def _words_of(text: str) -> str:
    text = normalize("NFC", text).replace(_SOFT_HYPHEN, "").casefold()
    return _BETWEEN_WORDS.sub(" ", text).strip()
