"""A diagram's text on its way to the lexer, with each character's position in the file.

Mermaid removes front matter, directives and comment lines before it parses, in this order, while
messages must give the line numbers of the file. This module knows nothing of the grammar, and every
scan is linear in the length of the text, whatever its content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeyeditor.exchange.importers import ImportFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

#: JavaScript's white space, for use in a character class (Python's own `\s` differs).
BLANK = "\\t-\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
#: The same characters, for str.strip().
BLANKS = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
#: Mermaid limits a diagram to 50 000 characters; a longer text than this is no diagram.
MAX_CHARACTERS = 4 * 1024 * 1024

_QUOTED = 40
_LINE_BREAKS = "\n\r\u2028\u2029"
_TAG = re.compile(r"<\w[^>]*>", re.ASCII)
_COMMENT = re.compile(r"%%(?!\{)(?=[^\n])")
_DIRECTIVE = re.compile(rf"%%\{{[{BLANK}]*+\w++(?:[{BLANK}]*+:)?+[{BLANK}]*+", re.ASCII)
_DIRECTIVE_WORD = re.compile(r"\w++", re.ASCII)
_DIRECTIVE_END = re.compile(r"\}%%|[\u2028\u2029]")
_DIRECTIVE_TAIL = re.compile(rf"[{BLANK}]*+(?:\}}%%)?")


class MermaidError(ImportFailure):
    """A text that cannot be imported; the message is one sentence with line, reason and remedy."""

    def __init__(self, reason: str, advice: str, line: int | None = None) -> None:
        """The parts begin with lower-case letters and have no full stop."""
        super().__init__(("" if line is None else f"Line {line}: ") + f"{reason}; {advice}.")
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Source:
    """A text, and how many lines of the file were removed before its positions."""

    text: str
    first_line: int = 1
    #: (position, number of lines removed there), ascending.
    cuts: tuple[tuple[int, int], ...] = ()

    def without(self, spans: Iterable[tuple[int, int]]) -> Source:
        """The text with ascending, disjoint spans removed."""
        pieces: list[str] = []
        cuts: list[tuple[int, int]] = []
        waiting = list(reversed(self.cuts))
        done = removed = 0
        for start, end in spans:
            pieces.append(self.text[done:start])
            while waiting and waiting[-1][0] < start:
                position, lines = waiting.pop()
                cuts.append((position - removed, lines))
            lines = self.text.count("\n", start, end)
            while waiting and waiting[-1][0] <= end:
                lines += waiting.pop()[1]
            cuts.append((start - removed, lines))
            removed += end - start
            done = end
        pieces.append(self.text[done:])
        cuts.extend((position - removed, lines) for position, lines in reversed(waiting))
        return Source("".join(pieces), self.first_line, tuple(cuts))

    def trimmed(self) -> Source:
        blank = len(self.text) - len(self.text.lstrip(BLANKS))
        return self.without([(0, blank)]) if blank else self


class LineCounter:
    """The line numbers of ascending positions of a source, in one pass."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._position = 0
        self._line = source.first_line
        self._cuts = list(reversed(source.cuts))

    def line(self, position: int) -> int:
        """The line, counted from 1; positions must not decrease from call to call."""
        self._line += self._text.count("\n", self._position, position)
        self._position = position
        while self._cuts and self._cuts[-1][0] <= position:
            self._line += self._cuts.pop()[1]
        return self._line


def normalised(text: str) -> str:
    """The text with LF line ends and single quotes around attributes of HTML tags."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # No tag ends after the last ">"; without this cut each of many "<" would cost a search.
    head, bracket, tail = text.rpartition(">")
    return _TAG.sub(_with_single_quotes, head + bracket) + tail


def _with_single_quotes(tag: re.Match[str]) -> str:
    return re.sub(r'="([^"]*)"', r"='\1'", tag.group())


def directive_spans(text: str) -> list[tuple[int, int]]:
    """The spans of directives, %%{ ... }%%; an unclosed one extends to the end."""
    spans = []
    match = _DIRECTIVE.search(text)
    while match:
        end = match.end()
        if word := _DIRECTIVE_WORD.match(text, end):
            end = word.end()
        else:
            closing = _DIRECTIVE_END.search(text, end)
            end = closing.start() if closing else len(text)
        tail = _DIRECTIVE_TAIL.match(text, end)
        end = tail.end() if tail else end
        spans.append((match.start(), end))
        match = _DIRECTIVE.search(text, end)
    return spans


def comment_spans(text: str) -> list[tuple[int, int]]:
    """The lines whose first word begins with %%, each with the blank lines before it."""
    spans = []
    done = 0
    for mark in _COMMENT.finditer(text):
        start = mark.start()
        if start < done:
            continue
        blank = text[done:start]
        blank = blank[len(blank.rstrip(BLANKS)) :]
        first = start - len(blank)
        if first and text[first - 1] not in _LINE_BREAKS:
            ends = [at for at in map(blank.find, _LINE_BREAKS) if at >= 0]
            if not ends:
                done = mark.end()
                continue
            first += min(ends) + 1
        done = text.find("\n", start) + 1 or len(text)
        spans.append((first, done))
    return spans


def quoted(text: str) -> str:
    """A text for use in a sentence: on one line, in quotes, not too long."""
    text = " ".join(text[:200].split())
    return f'"{text}"' if len(text) <= _QUOTED else f'"{text[: _QUOTED - 1].rstrip()}…"'
