"""The small part of Markdown that notes may use: **bold**, and lists of lines that begin with "- "."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

BULLET = "•"
_MARK = re.compile(r"\*\*(?=[^\s*])([^\n]*?[^\s*])\*\*(?!\*)|^[ \t]*[-*][ \t]+(?=\S)", re.MULTILINE)


class MarkedText(NamedTuple):
    """A text without marks, and where it is bold: starts and ends, in characters."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()

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
    place = length = 0
    for match in _MARK.finditer(text):
        parts.append(text[place : match.start()])
        length += len(parts[-1])
        parts.append(f"{BULLET} " if match[1] is None else match[1])
        if match[1] is not None:
            bold.append((length, length + len(match[1])))
        length += len(parts[-1])
        place = match.end()
    return MarkedText("".join([*parts, text[place:]]), tuple(bold))


def toggled(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a text with a part made bold, or no longer bold, and where the part is then."""
    before, part, after = text[:start], text[start:end], text[end:]
    if before.endswith("**") and after.startswith("**"):
        return before[:-2] + part + after[2:], start - 2, end - 2
    if len(part) > 4 and part.startswith("**") and part.endswith("**"):
        return before + part[2:-2] + after, start, end - 4
    return f"{before}**{part}**{after}", start + 2, end + 2
