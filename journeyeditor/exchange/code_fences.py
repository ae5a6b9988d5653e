"""Fenced code blocks of Markdown, following CommonMark 0.31 section 4.5, in one pass.

Two extensions: a fence may have any indentation and may be inside a block quote (as in list items),
and `:::`, the fence of some wikis, counts too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTE = r"[ \t]*+(?:>[ \t]?+)*+"
_OPENING = re.compile(rf"({_QUOTE})([ \t]*+)(```+|~~~+|:::+)[ \t]*+([^\n]*+)")
_LANGUAGE = re.compile(r"[{.\s]*([^\s{},.:]*)")


class Fence(NamedTuple):
    """A fenced block: its language in lower case, its text, and the line number where the text begins."""

    language: str
    text: str
    first_line: int


def fences(text: str) -> Iterator[Fence]:
    """The outermost blocks of a text; an unclosed one extends to the end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    opening: re.Match[str] | None = None
    lines: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n"), 1):
        if opening is None:
            match = _OPENING.fullmatch(line)
            if match and not ("`" in match[3] and "`" in match[4]):
                opening, lines, first = match, [], number + 1
            continue
        inner = _unquoted(line, opening[1].count(">"))
        if _closes(inner, opening[3]):
            yield _fence(opening, lines, first)
            opening = None
        else:
            lines.append(_unindented(inner, opening))
    if opening is not None:
        yield _fence(opening, lines, first)


def _unquoted(line: str, depth: int) -> str:
    for _ in range(depth):
        rest = line.lstrip(" \t")
        if not rest.startswith(">"):
            break
        line = rest[1:].removeprefix(" ")
    return line


def _closes(line: str, fence: str) -> bool:
    line = line.strip()
    return len(line) >= len(fence) and not line.strip(fence[0])


def _unindented(line: str, opening: re.Match[str]) -> str:
    indent = len(opening[2] if ">" in opening[1] else opening[1] + opening[2])
    return line[min(indent, len(line) - len(line.lstrip(" \t"))) :]


def _fence(opening: re.Match[str], lines: list[str], first: int) -> Fence:
    language = _LANGUAGE.match(opening[4])
    return Fence(language[1].lower() if language else "", "\n".join(lines), first)
