"""A lenient line-by-line reader for diagrams that Mermaid rejects; notes each correction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.mermaid.parser import (
    Diagram,
    Statement,
    TokenKind,
    check_header,
    parse,
    statements,
    without_directives,
    without_front_matter,
)
from journeyeditor.exchange.mermaid.source import (
    LineCounter,
    MermaidError,
    Source,
    find_block,
    normalised,
    quoted,
)
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The first word of the text, or the only one on its line.
_HEADER = re.compile(
    r"\Ajourney\w*[ \t]*:?|^[ \t]*journey[ \t]*:?(?=[ \t]*$)",
    re.ASCII | re.IGNORECASE | re.MULTILINE,
)
_BLOCK = re.compile(r"\s*accDescr\s*\{", re.IGNORECASE)
_KEYWORD = re.compile(r"(title|section|accTitle|accDescr)(?:$|[\s:{]+)(.*)", re.IGNORECASE)
_HEADER_LINE = re.compile(r"journey\s*:?", re.IGNORECASE)
_HTML_CODE = re.compile(r"&(?:#(\d+)|#x([0-9a-f]{1,6})|(\w+));", re.ASCII | re.IGNORECASE)
_PIECE = re.compile(r"(?:[^;#]++|#\w++;|#)++", re.ASCII)
_COMMENT = re.compile(r"#(?!\w+;).*", re.ASCII)
_KINDS = {
    "title": TokenKind.TITLE,
    "section": TokenKind.SECTION,
    "acctitle": TokenKind.ACC_TITLE,
    "accdescr": TokenKind.ACC_DESCR,
}


def parse_loosely(text: str, first_line: int = 1) -> Diagram:
    """The readable part of a diagram; the notes list what Mermaid rejects.

    Raises:
        MermaidError: there is no journey diagram in the text, or it exceeds the limits of a map.
    """
    try:
        return parse(text, first_line)
    except MermaidError as error:
        refusal = error
    diagram = Diagram()
    source = _without_front_matter(Source(normalised(text), first_line), diagram)
    source = without_directives(source, diagram)
    header = _HEADER.search(source.text)
    if header is None:
        check_header(source)
        raise refusal
    counter = LineCounter(source)
    if before := source.text[: header.start()].strip():
        skipped = N_("text before the diagram was skipped ({text}).")
        diagram.note(counter.line(0), skipped, text=quoted(before))
    if header.group().strip() != "journey":
        line = counter.line(header.start())
        diagram.note(line, N_('{text} was read as "journey".'), text=quoted(header.group()))
    for start, end in checkpoints(_lines(source.text, header.end()), source.text.count("\n")):
        if text := source.text[start:end].strip():
            for statement in _read(text, counter.line(start), diagram):
                diagram.add(statement)
    return diagram


def _without_front_matter(source: Source, diagram: Diagram) -> Source:
    try:
        return without_front_matter(source, diagram)
    except MermaidError as error:
        block = find_block(source.text)
        line = error.line or source.first_line
        diagram.note(line, N_("{reason}; it was skipped."), reason=error.reason)
        return source.without([(0, block.end)]) if block else source


def _lines(text: str, position: int) -> Iterator[tuple[int, int]]:
    """The span of each line from a position on; an accDescr block is one line."""
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if _BLOCK.match(text, position, end):
            closing = text.find("}", position)
            end = closing + 1 if closing >= 0 else end
        yield position, end
        position = end + text.startswith("\n", end)


def _read(line: str, number: int, diagram: Diagram) -> list[Statement]:
    """The statements of a line, as Mermaid reads them or else as they were meant."""
    try:
        return list(statements(Source(line, number)))
    except MermaidError as error:
        corrected = list(_corrected(_HTML_CODE.sub(_mermaid_code, line).strip(), number))
        names = ", ".join(quoted(statement.text) for statement in corrected)
        if corrected:
            corrected_to = N_("{reason}; the line was read as {text}.")
            diagram.note(number, corrected_to, reason=error.reason, text=names)
        else:
            skipped = N_("{reason}; the line was skipped ({text}).")
            diagram.note(number, skipped, reason=error.reason, text=quoted(line))
        return corrected


def _corrected(line: str, number: int) -> Iterator[Statement]:
    if _HEADER_LINE.fullmatch(line):
        return
    if keyword := _KEYWORD.match(line):
        kind, text = _KINDS[keyword[1].lower()], keyword[2].rstrip(" \t;")
        if text or kind is TokenKind.SECTION:
            yield Statement(kind, text, number)
        return
    pieces = [piece.strip() for piece in _PIECE.findall(line) if piece.strip()]
    if not all(":" in piece for piece in pieces):
        pieces = [";".join(pieces)]
    for piece in pieces:
        name, colon, data = piece.partition(":")
        data = _COMMENT.sub("", ",".join(_PIECE.findall(data)))
        if name.strip():
            yield Statement(TokenKind.NAME, name, number, data if colon else None)


def _mermaid_code(code: re.Match[str]) -> str:
    decimal, hexadecimal, name = code.groups()
    return f"#{int(hexadecimal, 16) if hexadecimal else decimal or name};"
