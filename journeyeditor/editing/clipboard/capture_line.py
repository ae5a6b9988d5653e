"""The grammar of a capture line: typed cards in one line, as fast as people talk.

    stage > what the customer does #channel -2 !pain point ?question +opportunity "thought" @persona

Everything but one word is optional. What stands before the first `>` is a stage. A mark counts only
at the beginning of a word: `#` and `@` take that word (or what is in quotes behind them; `_` is a
space), `!`, `?` and `+` all words up to the next mark, quotes a thought. A signed number from -2 to +2
is an emotion. Words without a mark are a step. A backslash takes a mark's meaning away. No line is
wrong, and no word of it is lost.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: A line is read to this length.
MAX_LINE = 2_000

#: Mark → the kind of the words behind it.
KIND_OF_MARK = {
    "#": "touchpoint",
    "@": "persona",
    "!": "pain_point",
    "?": "note",
    "+": "opportunity",
}
#: Marks that take one word only.
_SHORT = "#@"
#: Kinds that take all words up to the next mark.
_LONG = frozenset({"", "pain_point", "note", "opportunity"})
_OPENING, _CLOSING = '"“”„«»', '"“”«»'

_TOKEN = re.compile(
    rf"""
    (?P<score>[-+\u2212][0-2](?:[.,]\d)?)(?=\s|$)
    | (?P<mark>[{re.escape("".join(KIND_OF_MARK))}])(?=[^\s])
        (?:[{_OPENING}](?P<quoted>[^{_CLOSING}]*)(?:[{_CLOSING}]|$) | (?P<word>\S+))
    | [{_OPENING}](?P<thought>[^{_CLOSING}]*)(?:[{_CLOSING}]|$)
    | (?P<plain>\S+)
    """,
    re.VERBOSE,
)
_STAGE = re.compile(r"(?P<stage>[^>]*?)(?<!\\)>\s*")


class Part(NamedTuple):
    """One card of a line, or the persona: its kind, its words, and where they are in the line."""

    kind: str
    text: str
    start: int
    end: int


class CaptureLine(NamedTuple):
    """A line as it was read.

    `stage` is None where none is named, and "" in "> words", which begins in the same stage anew. The
    words without a mark are of the kind "", which is a step unless the line before said otherwise.
    """

    stage: str | None
    stage_end: int
    parts: tuple[Part, ...]


def read_line(line: str) -> CaptureLine:
    """Read a line; never fails."""
    line = line[:MAX_LINE]
    stage, at = _read_stage(line)
    parts: list[Part] = []
    #: The part that words without a mark belong to, if any.
    open_: int | None = None
    for found in _TOKEN.finditer(line, at):
        part = _part(found)
        if not part.kind and open_ is None:
            open_ = _plain_part(parts)
        if not part.kind and open_ is not None:
            parts[open_] = _joined(parts[open_], part)
        else:
            parts.append(part)
            open_ = len(parts) - 1 if part.kind in _LONG else None
    return CaptureLine(stage, at, tuple(part for part in parts if part.text))


def _read_stage(line: str) -> tuple[str | None, int]:
    """Return the stage that a line names, and where the rest begins."""
    found = _STAGE.match(line)
    if found is None:
        return None, 0
    stage = found["stage"]
    is_marked = any(token["plain"] is None for token in _TOKEN.finditer(stage.strip()))
    return (None, 0) if is_marked else (_plain(stage), found.end())


def _part(found: re.Match[str]) -> Part:
    start, end = found.span()
    if found["score"] is not None:
        return Part("emotion", found["score"], start, end)
    if found["mark"] is not None:
        kind = KIND_OF_MARK[found["mark"]]
        words = found["word"]
        if words is None:
            return Part(kind, " ".join(found["quoted"].split()), start, end)
        text = words.replace("_", " ") if found["mark"] in _SHORT else _plain(words)
        return Part(kind, text.strip() if text.strip() else words, start, end)
    if found["thought"] is not None:
        return Part("thought", " ".join(found["thought"].split()), start, end)
    return Part("", _plain(found["plain"]), start, end)


def _plain_part(parts: list[Part]) -> int | None:
    """Return the part without a mark, to which words behind a short mark belong too."""
    return next((i for i, part in enumerate(parts) if part.kind == ""), None)


def _joined(part: Part, more: Part) -> Part:
    return part._replace(text=f"{part.text} {more.text}", end=more.end)


def _plain(words: str) -> str:
    """Return words without the backslashes that take away the meaning of a mark."""
    unmarked = re.sub(rf'\\(?=[{re.escape("".join(KIND_OF_MARK))}>"\-+\\])', "", words)
    return " ".join(unmarked.split())
