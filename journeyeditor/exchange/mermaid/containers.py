"""Where a Mermaid diagram stands in a page: fences, HTML, shortcodes, directives, cells of notebooks.

A diagram in a code fence of type mermaid goes before all others; fences of plain text and other
containers are looked into where there is none.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from journeyeditor.exchange.code_fences import Fence, fences
from journeyeditor.exchange.mermaid.parser import begins
from journeyeditor.i18n import N_, Phrase, Sentence

LANGUAGES = frozenset({"mermaid", "mmd", "mermaidjs", "mermaid-js", "mermaid-example", "mmdc"})
_SHOWN, _MAX_DEPTH = frozenset({"markdown", "md", "mdx"}), 3
_PLAIN = frozenset({"", "text", "txt", "plain", "plaintext", "none"})

#: The line before a diagram that opens its container, and what ends it.
_OPENING = re.compile(
    r"""(?P<html><(?P<tag>pre|div|code|script)\b[^<>]*\bmermaid\b[^<>]*>(?:\s*<code[^<>]*>)?)
    | \{\{[<%]\s*/?mermaid\b[^{}]*[>%]\}\}          # Hugo
    | \{%-?\s*mermaid\b[^{}]*%\}                    # GitBook, Jekyll, Hexo
    | ^[ \t]*\[(?:source,\s*)?mermaid\b[^\]\n]*\][ \t]*$   # AsciiDoc
    | ^[ \t]*\.\.[ \t]+(?:mermaid|code-block::[ \t]*mermaid)\b.*$   # Sphinx
    | \bac:name=["']mermaid[^<>]*>.{0,400}?<!\[CDATA\[   # Confluence
    | ^[ \t]*@startmermaid\b.*$""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^\s*`\s*\}|\]\]>|</(?:pre|div|code|script)>|\{\{[<%]\s*/\s*mermaid|\{%-?\s*end|\{%-?\s*/mermaid|@endmermaid",
    re.IGNORECASE,
)
#: A line of one sign repeated: the delimiter of a block, or a rule between diagrams.
_RULE = re.compile(r"[ \t]*([.\-=*_~`+#])\1{2,}[ \t]*")
_OPTION = re.compile(r"[ \t]*:[\w-]+:.*|[ \t]*%%\|.*|[ \t]*")
_BARE = re.compile(r"[ \t]*journey[ \t]*", re.IGNORECASE)
_MAX_INDENT = 1_000
#: Notebooks are as large as their pictures; their text is not.
_MAX_CELLS = 10_000


class Container(NamedTuple):
    """The text of a diagram, the line number where it begins (from 1), and what it is named by.

    `place` is where it stands, in words.
    """

    text: str
    first_line: int
    place: Sentence


def is_notebook(text: str) -> bool:
    return text.lstrip()[:1] == "{" and '"cells"' in text and '"cell_type"' in text


def containers(text: str, *, lenient: bool) -> Iterator[Container]:
    """The texts in a page that may be diagrams: those in named fences, or else all others."""
    if is_notebook(text):
        for number, cell in enumerate(_cells(text), 1):
            for found in containers(cell, lenient=lenient) if cell.strip() else ():
                yield found._replace(place=Phrase(N_("cell {number}"), number=number))
            if begins(cell):
                yield Container(cell, 1, Phrase(N_("cell {number}"), number=number))
        return
    blocks = list(_with_inner(fences(text)))
    named = [block for block in blocks if block.language in LANGUAGES]
    others = [block for block in blocks if lenient or block.language in _PLAIN]
    chosen = named or [block for block in others if begins(block.text)]
    for block in chosen:
        words, skipped = _without_options(block.text)
        yield Container(words, block.first_line + skipped, "")
    if not chosen:
        bare = list(_open_containers(_without_fences(text, blocks)))
        if len(bare) > 1 or not begins(text):  # a text that is a diagram needs no container
            yield from bare


def _with_inner(blocks: Iterable[Fence], depth: int = 0) -> Iterator[Fence]:
    """Fences, and those within them, as in an admonition; but not those that a page only shows."""
    for block in blocks:
        yield block
        if depth < _MAX_DEPTH and block.language not in _SHOWN:
            for inner in _with_inner(fences(block.text), depth + 1):
                yield inner._replace(first_line=block.first_line + inner.first_line - 1)


def _without_fences(text: str, blocks: list[Fence]) -> str:
    """A text with empty lines for those of fences, as of other languages."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for block in blocks:
        first, count = block.first_line - 1, block.text.count("\n") + 1
        lines[first : first + count] = [""] * len(lines[first : first + count])
    return "\n".join(lines)


def _cells(text: str) -> Iterator[str]:
    """The cells of a notebook; none if it is not valid JSON."""
    try:
        cells = json.loads(text).get("cells", [])
    except (ValueError, AttributeError, RecursionError):
        return
    for cell in cells[:_MAX_CELLS] if isinstance(cells, list) else ():
        source = cell.get("source", "") if isinstance(cell, dict) else ""
        yield "".join(map(str, source)) if isinstance(source, list) else str(source)


def _without_options(text: str) -> tuple[str, int]:
    """A directive's text without its options, and how many lines these were."""
    lines = text.split("\n")
    count = 0
    if lines and lines[0].lstrip().startswith((":", "%%|")):
        while count < len(lines) and _OPTION.fullmatch(lines[count]):
            count += 1
    return "\n".join(lines[count:]), count


def _open_containers(text: str) -> Iterator[Container]:
    """Diagrams in containers other than fences, and bare ones between other lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    opened = {text.count("\n", 0, match.end()): match for match in _OPENING.finditer(text)}
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        first = number
        opening = opened.get(number)
        number += 1
        if opening is None and not _BARE.fullmatch(lines[first]):
            continue
        body = [] if opening else [lines[first]]
        start = number if opening else first
        if opening and (rest := text[opening.end() :].split("\n", 1)[0].strip()):
            body, start = [rest], first
        number = _collect(lines, number, body)
        words, skipped = _without_options("\n".join(body))
        words = html.unescape(words) if opening and opening["html"] else words
        if begins(words, any_case=bool(opening)):
            yield Container(words, start + 1 + skipped, "")


def _collect(lines: list[str], number: int, body: list[str]) -> int:
    """Add the lines of a container to its body; return the number of the line after it."""
    margin = _Margin()
    while number < len(lines):
        line = lines[number]
        if margin.is_left(line):
            return number
        if closing := _CLOSING.search(line):
            body.append(line[: closing.start()])
            return number + 1
        is_blank = not any(each.strip() for each in body)
        is_other = _BARE.fullmatch(line) and any(_BARE.fullmatch(each) for each in body)
        if is_other or line.startswith("#"):
            return number
        if _RULE.fullmatch(line):
            is_front_matter = line.strip() == "---"
            if not is_blank and not (is_front_matter and body[0].strip() == "---"):
                return number + 1
            body.append(line if is_front_matter else "")
        else:
            body.append(line)
        number += 1
    return number


class _Margin:
    """The indent of the lines of a diagram, which those of the page below it do not have."""

    def __init__(self) -> None:
        self._least = _MAX_INDENT
        self._is_below_blank = False

    def is_left(self, line: str) -> bool:
        """Whether a line, the next one, is of the page again: set out below an empty line."""
        is_below, self._is_below_blank = self._is_below_blank, not line.strip()
        if self._is_below_blank or _BARE.fullmatch(line):
            return False
        indent = len(line) - len(line.lstrip())
        is_left = is_below and indent < self._least < _MAX_INDENT
        self._least = min(self._least, indent)
        return is_left
