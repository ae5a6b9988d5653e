"""The small part of Markdown that notes may use: **bold**, and lists of lines that begin with "- "."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import escape
from operator import itemgetter
from typing import NamedTuple

BULLET = "•"
_MARK = re.compile(r"\*\*(?=[^\s*])([^\n]*?[^\s*])\*\*(?!\*)|^[ \t]*[-*][ \t]+(?=\S)", re.MULTILINE)


class MarkedText(NamedTuple):
    """A text without marks, and where it is bold: starts and ends, in characters.

    `parts` are the starts of the parts between the marks, in the text with marks and in this one.
    """

    text: str
    bold: tuple[tuple[int, int], ...] = ()
    parts: tuple[tuple[int, int], ...] = ((0, 0),)

    def index_of(self, index: int) -> int:
        """Return where a character of the text with marks is in this one."""
        start, shown = self.parts[bisect_right(self.parts, index, key=itemgetter(0)) - 1]
        return shown + index - start

    def html(self) -> str:
        """Return the text as HTML, with line breaks and bold."""
        parts, place = [], 0
        for start, end in self.bold:
            parts += [escape(self.text[place:start]), f"<b>{escape(self.text[start:end])}</b>"]
            place = end
        return "".join([*parts, escape(self.text[place:])]).replace("\n", "<br>")


def marked(text: str) -> MarkedText:
    """Return a text as it is read: marks become bold and bullets."""
    if "**" not in text and "- " not in text and "* " not in text:
        return MarkedText(text)
    parts: list[str] = []
    bold: list[tuple[int, int]] = []
    starts = [(0, 0)]
    place = length = 0
    for match in _MARK.finditer(text):
        parts.append(text[place : match.start()])
        length += len(parts[-1])
        parts.append(f"{BULLET} " if match[1] is None else match[1])
        if match[1] is not None:
            bold.append((length, length + len(match[1])))
            starts.append((match.start(1), length))
        length += len(parts[-1])
        place = match.end()
        starts.append((place, length))
    return MarkedText("".join([*parts, text[place:]]), tuple(bold), tuple(starts))


def toggled(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a text with a part made bold, or no longer bold, and where the part is then."""
    before, part, after = text[:start], text[start:end], text[end:]
    if before.endswith("**") and after.startswith("**"):
        return before[:-2] + part + after[2:], start - 2, end - 2
    if len(part) > 4 and part.startswith("**") and part.endswith("**"):
        return before + part[2:-2] + after, start, end - 4
    return f"{before}**{part}**{after}", start + 2, end + 2
