"""A diagram's text on its way to the lexer, with each character's position in the file.

Mermaid removes front matter, directives and comment lines before it parses, in this order, while
messages must give the line numbers of the file. This module knows nothing of the grammar, and every
scan is linear in the length of the text, whatever its content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.i18n import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yaml import Node, ScalarNode

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

    def __init__(self, reason: str | Phrase, advice: str, line: int | None = None) -> None:
        """The parts are messages that begin with lower-case letters and have no full stop."""
        self.reason = Phrase(reason) if isinstance(reason, str) else reason
        self.line = line
        parts = {"reason": self.reason, "advice": Phrase(advice)}
        if line is None:
            super().__init__(Phrase("{reason}; {advice}.", **parts))
        else:
            super().__init__(Phrase(N_("Line {line}: {reason}; {advice}."), line=line, **parts))


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


#: Diagram settings are a few lines; PyYAML needs about a second for a hundred times this much.
_MAX_CHARACTERS = 64 * 1024

_OPENING = re.compile(rf"([^\S\n]*+)---(?P<run>[{BLANK}]*+)")
_TABS = re.compile(r"(?<=\S) *+\t[ \t]*+|^[ \t]++$", re.MULTILINE)
#: Between these, JavaScript writes a number without an exponent.
_SMALLEST, _LARGEST = 1e-6, 1e21
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_NUMBER = re.compile(
    r"[-+]?(?:(?:0b[01]+|0x[0-9a-fA-F]+|0o[0-7]+)|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
    r"|\.(?:inf|Inf|INF))",
    re.ASCII,
)


class FrontMatterBlock(NamedTuple):
    """The position of a front matter block: its YAML text, its first line, and its end."""

    body: str
    first_line: int
    end: int


class FrontMatter(NamedTuple):
    """The content of a block; `others` are the keys that are not carried over."""

    title: str
    others: tuple[str, ...]


def find_block(text: str) -> FrontMatterBlock | None:
    """The block at the start of a text, or None."""
    opening = _OPENING.match(text)
    if opening is None or "\n" not in opening["run"]:
        return None
    indent, run = opening[1], opening["run"]
    closing = re.compile(rf"\n{re.escape(indent)}---[{BLANK}]*\n")
    body_start = opening.start("run") + run.rindex("\n") + 1
    close = closing.search(text, body_start)
    if close is None:
        # Only white space may separate the hyphens; Mermaid requires it to be on one line.
        close = closing.match(text, body_start - 1)
        body_start = text.rfind("\n", opening.start("run"), body_start - 1) + 1
        if close is None or body_start <= opening.start("run"):
            return None
    body = text[body_start : close.start()] if body_start < close.start() else ""
    lines = body.split("\n") if indent else [body]
    body = "\n".join(line.removeprefix(indent) for line in lines)
    return FrontMatterBlock(body, 1 + text.count("\n", 0, body_start), close.end())


def read_block(block: FrontMatterBlock) -> FrontMatter:
    """The content of a block, of which only the title is carried over.

    PyYAML checks the block (Mermaid rejects a diagram with invalid YAML), but its YAML 1.1 values
    are not used: Mermaid reads JSON-like types, so `on` is a string and 1.0 is the number 1.

    Raises:
        MermaidError: the block is not valid YAML; lines are counted from the start of the text.
    """
    import yaml  # a sixth of all diagrams have a block

    body = _TABS.sub(" ", block.body)  # PyYAML requires a space between a key and its value
    line = block.first_line
    if len(body) > _MAX_CHARACTERS:
        raise MermaidError(N_("the front matter is longer than 64 KiB"), N_("shorten it"), line)
    try:
        root = yaml.compose(body, Loader=yaml.BaseLoader)
        fault = _fault(root) if root else None
        values = _values(root)
        title = _text(values["title"], {}) if "title" in values and not fault else ""
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        line += mark.line if mark else 0
        reason = Phrase(N_("the front matter is not valid YAML ({problem})"), problem=problem)
        advice = N_(
            'put values that contain ": " or start with a special character in double quotes'
        )
        raise MermaidError(reason, advice, line) from error
    except RecursionError as error:
        raise MermaidError(
            N_("the front matter is nested too deeply"), N_("simplify it"), line
        ) from error
    if fault:
        node, reason = fault
        line += node.start_mark.line
        raise MermaidError(reason, N_("remove it"), line)
    if title is None:
        raise MermaidError(N_("the title in the front matter is too long"), N_("shorten it"), line)
    return FrontMatter(title, tuple(key for key in values if key != "title" or not title))


def _values(root: Node | None) -> dict[str, Node]:
    import yaml

    if not isinstance(root, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}


def _fault(root: Node) -> tuple[Node, Phrase] | None:
    """The first node that only Mermaid rejects: a duplicate key, or a custom tag."""
    import yaml

    waiting, met = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            continue
        met.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:"):
            unknown = N_("the tag {tag} in the front matter is unknown")
            return node, Phrase(unknown, tag=quoted(node.tag))
        if isinstance(node, yaml.MappingNode):
            keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            if repeated := _repeated(keys):
                twice = N_("the key {key} appears twice in the front matter")
                return repeated, Phrase(twice, key=quoted(repeated.value))
            waiting.extend(part for pair in reversed(node.value) for part in reversed(pair))
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(reversed(node.value))
    return None


def _repeated(keys: list[ScalarNode]) -> ScalarNode | None:
    met: set[str] = set()
    for key in keys:
        if key.value in met:
            return key
        met.add(key.value)
    return None


def _text(node: Node, lists: dict[int, str | None]) -> str | None:
    """A value as JavaScript converts it to text; falsy values are no title.

    Aliases let a short block expand to an endless text: each list is converted once (`lists`, by
    identity; "" inside itself, as in JavaScript), and None is a text beyond the limit.
    """
    import yaml

    if isinstance(node, yaml.SequenceNode):
        if id(node) not in lists:
            lists[id(node)] = ""
            lists[id(node)] = _joined(_text(item, lists) for item in node.value)
        return lists[id(node)]
    if not isinstance(node, yaml.ScalarNode):
        return ""
    text: str = node.value
    if node.style is not None:
        return text
    if text in _NULL or text in _FALSE or text in {".nan", ".NaN", ".NAN"}:
        return ""
    if text in _TRUE:
        return "true"
    return _number_text(text) if _NUMBER.fullmatch(text) else text


def _joined(texts: Iterable[str | None]) -> str | None:
    lines: list[str] = []
    length = -1
    for text in texts:
        length += 1 + len(text or "")
        if text is None or length > _MAX_CHARACTERS:
            return None
        lines.append(text)
    return ",".join(lines)


def _number_text(text: str) -> str:
    sign = "-" if text.startswith("-") else ""
    if text.lower().endswith("inf"):
        return sign + "Infinity"
    value = number(text.lstrip("+-"))
    if value == 0:
        return ""
    if value == float("inf"):
        return text
    if not _SMALLEST <= value < _LARGEST:
        return sign + repr(value).replace("e-0", "e-")
    digits = f"{Decimal(repr(value)):f}"
    return sign + (digits.rstrip("0").rstrip(".") if "." in digits else digits)


_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)")
_BASES = {
    "0x": (16, re.compile(r"[0-9a-fA-F]++")),
    "0o": (8, re.compile(r"[0-7]++")),
    "0b": (2, re.compile(r"[01]++")),
}


def number(text: str) -> float:
    """JavaScript's `Number(text)`: blank text is 0, invalid text is NaN."""
    text = text.strip(BLANKS)
    if not text:
        return 0.0
    if _DECIMAL.fullmatch(text):
        return float(text)
    base, digits = _BASES.get(text[:2].lower(), (0, _DECIMAL))
    if base and digits.fullmatch(text, 2):
        try:
            return float(int(text[2:], base))
        except OverflowError:
            return float("inf")
    return float("nan")
