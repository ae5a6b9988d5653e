"""Mermaid's journey grammar: accepts what Mermaid 11 accepts and rejects what it rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyeditor.exchange.mermaid.diagram import Diagram, Statement
from journeyeditor.exchange.mermaid.front_matter import find_block, read_block
from journeyeditor.exchange.mermaid.lexer import Token, TokenKind, tokens
from journeyeditor.exchange.mermaid.source import (
    LineCounter,
    MermaidError,
    Source,
    comment_spans,
    directive_spans,
    normalised,
    quoted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = "journey"


def parse(text: str, first_line: int = 1) -> Diagram:
    """Parse a text that is a diagram and nothing else.

    Raises:
        MermaidError: Mermaid rejects the text, or it exceeds the limits of a map.

    """
    diagram = Diagram()
    source = Source(normalised(text), first_line)
    source = without_directives(without_front_matter(source, diagram), diagram)
    check_header(source)
    for statement in statements(source, len(HEADER)):
        diagram.add(statement)
    return diagram


def begins(text: str, *, any_case: bool = False) -> bool:
    text = normalised(text)
    block = find_block(text)
    source = without_directives(Source(text[block.end :] if block else text), Diagram())
    word = source.text[: len(HEADER)]
    return (word.lower() if any_case else word) == HEADER


def without_front_matter(source: Source, diagram: Diagram) -> Source:
    """The text after its front matter, whose title is set on the diagram.

    Raises:
        MermaidError: the block is not valid YAML.

    """
    block = find_block(source.text)
    if block is None:
        return source
    block = block._replace(first_line=block.first_line + source.first_line - 1)
    front = read_block(block)
    diagram.title = front.title.replace("#", "#35;")  # Mermaid decodes codes in the diagram only
    diagram.title_line = block.first_line
    if front.others:
        keys = ", ".join(quoted(key) for key in front.others[:10])
        diagram.note(block.first_line, f"settings in the front matter were skipped ({keys}).")
    return source.without([(0, block.end)])


def without_directives(source: Source, diagram: Diagram) -> Source:
    """The text without directives and comment lines, from its first word on."""
    spans = directive_spans(source.text)
    counter = LineCounter(source)
    for start, _ in spans:
        diagram.note(counter.line(start), "a directive, %%{...}%%, was skipped.")
    source = source.without(spans)
    return source.without(comment_spans(source.text)).trimmed()


def check_header(source: Source) -> None:
    """Reject a text that does not begin with the word journey, as Mermaid looks for it.

    Raises:
        MermaidError: names what was found instead.

    """
    first = next(tokens(source.text), None)
    line = LineCounter(source).line(0)
    beginning = source.text[: len(HEADER)]
    if beginning == HEADER and first and first.kind is TokenKind.HEADER:
        return
    excerpt = quoted(source.text[:200].split("\n", 1)[0])
    reason = f'a journey diagram starts with the word "journey", but found {excerpt}'
    advice = "start with that word, or put the diagram in a Markdown code block of type mermaid"
    if not source.text:
        reason, advice = (
            "there is no diagram",
            'start it with the word "journey"',
        )
    elif beginning == HEADER:
        reason = f'the word "journey" must stand alone, but found {excerpt}'
        advice = "add a space after it"
    elif beginning.lower() == HEADER:
        reason = f"Mermaid does not know {quoted(beginning)}"
        advice = 'write "journey" in lower case'
    elif source.text.startswith("---"):
        reason = "the front matter is empty or never closed"
        advice = "remove it, or end it with a line of three hyphens"
    elif source.text.startswith("%%"):
        reason, advice = "there is an empty comment before the diagram", "remove it"
    raise MermaidError(reason, advice, line)


def statements(source: Source, start: int = 0) -> Iterator[Statement]:
    """The statements of a text from a position after the header on.

    Raises:
        MermaidError: at the first token that Mermaid does not expect.

    """
    text = source.text + "\n"  # Mermaid adds it too
    counter = LineCounter(source)
    # The last token that is not a comment: the header, or nothing if a single line is read.
    last = Token(TokenKind.HEADER, HEADER, 0, start) if start else None
    name: Statement | None = None
    for token in tokens(text, start):
        kind, line = token.kind, counter.line(token.start)
        if name is not None:
            yield _task(name, token, line)
            name = None
        elif kind is TokenKind.NAME:
            name = Statement(kind, token.text, line)
        elif kind is TokenKind.COMMENT:
            if _shares_line(last, token, text):
                yield Statement(kind, token.text, line)
            continue
        elif kind is not TokenKind.NEWLINE:
            yield from _statement(token, last, text, line)
        last = token
    if name is not None:
        raise MermaidError(*_no_data(name, None), name.line)


_BARE_SEMICOLON = ('a bare ";" is not allowed', "remove it, or write #59; in a name")


def _task(name: Statement, token: Token, line: int) -> Statement:
    if token.kind is not TokenKind.DATA:
        raise MermaidError(*_no_data(name, token), line)
    return name._replace(data=token.text)


def _shares_line(last: Token | None, comment: Token, text: str) -> bool:
    if last is None or last.kind is TokenKind.NEWLINE:
        return False
    return "\n" not in text[last.end : comment.start]


def _statement(token: Token, last: Token | None, text: str, line: int) -> Iterator[Statement]:
    match token.kind:
        case TokenKind.ACC_BLOCK if token.text == "}":
            return
        case TokenKind.ACC_BLOCK if token.text.endswith("}"):
            yield Statement(TokenKind.ACC_DESCR, token.text[:-1], line)
            return
        case TokenKind.ACC_BLOCK:
            fault = "the accDescr block is never closed", 'end it with "}"'
        case TokenKind.ACC_TITLE | TokenKind.ACC_DESCR if token.end == len(text):
            fault = "text is missing after the colon", "add it or remove the line"
        case TokenKind.TITLE | TokenKind.SECTION | TokenKind.ACC_TITLE | TokenKind.ACC_DESCR:
            yield Statement(token.kind, token.text, line)
            return
        case TokenKind.HEADER:
            fault = 'only the diagram itself can start with "journey"', "put another word before it"
        case TokenKind.OTHER:
            fault = _BARE_SEMICOLON
        case _:
            fault = _no_name(last, text, line)
    raise MermaidError(*fault, line)


def _no_name(last: Token | None, text: str, line: int) -> tuple[str, str]:
    """Reason and remedy for a colon without a name before it."""
    if last and last.kind is TokenKind.HEADER:
        return 'no colon may follow the word "journey"', "remove it"
    if last is None or last.kind is not TokenKind.SECTION:
        return "the task has no name", "add one before the colon"
    if text.startswith("\n", last.start + len("section")):
        return f"the section on line {line - 1} has no name", 'add one after the word "section"'
    return "a section name cannot contain a colon", "write #58; instead"


def _no_data(name: Statement, token: Token | None) -> tuple[str, str]:
    task = quoted(name.text)
    if token and token.kind is TokenKind.OTHER:
        return _BARE_SEMICOLON
    if token and token.kind is TokenKind.COMMENT:
        reason = f"text after # is a comment, so the task {task} has no score"
        return reason, "write #35; for the character"
    if name.text.strip().lower() in {"title", "section"}:
        return f"text is missing after the word {task}", "write it on the same line"
    return f"the task {task} has no score", "add a colon and a number from 1 to 5 after its name"
