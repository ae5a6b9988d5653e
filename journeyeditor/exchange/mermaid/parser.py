"""Mermaid's journey grammar: it takes what Mermaid 11 takes and refuses what Mermaid refuses."""

from __future__ import annotations

from collections.abc import Iterator

from journeyeditor.exchange.mermaid.diagram import Diagram, Statement
from journeyeditor.exchange.mermaid.front_matter import find_block, read_block
from journeyeditor.exchange.mermaid.lexer import Kind, Token, tokens
from journeyeditor.exchange.mermaid.source import (
    LineCounter,
    MermaidError,
    Source,
    comment_spans,
    directive_spans,
    normalised,
    quoted,
)

HEADER = "journey"


def parse(text: str, first_line: int = 1) -> Diagram:
    """Return what Mermaid makes of a text that is a diagram and nothing else.

    Raises:
        MermaidError: Mermaid refuses the text, or it is beyond the bounds of a map.
    """
    diagram = Diagram()
    source = Source(normalised(text), first_line)
    source = without_directives(without_front_matter(source, diagram), diagram)
    check_header(source)
    for statement in statements(source, len(HEADER)):
        diagram.add(statement)
    return diagram


def without_front_matter(source: Source, diagram: Diagram) -> Source:
    """Return the text behind its front matter, whose title goes to the diagram.

    Raises:
        MermaidError: the block is no YAML.
    """
    block = find_block(source.text)
    if block is None:
        return source
    block = block._replace(first_line=block.first_line + source.first_line - 1)
    front = read_block(block)
    diagram.title = front.title.replace("#", "#35;")  # the peer decodes codes in the diagram only
    if front.others:
        keys = ", ".join(quoted(key) for key in front.others[:10])
        diagram.note(block.first_line, f"settings in the front matter are left out ({keys}).")
    return source.without([(0, block.end)])


def without_directives(source: Source, diagram: Diagram) -> Source:
    """Return the text without directives and comment lines, from its first word on."""
    spans = directive_spans(source.text)
    counter = LineCounter(source)
    for start, _ in spans:
        diagram.note(counter.line(start), "a directive %%{...}%% holds settings only and is left out.")
    source = source.without(spans)
    return source.without(comment_spans(source.text)).trimmed()


def check_header(source: Source) -> None:
    """Refuse a text that does not begin with the word journey, as Mermaid looks for it.

    Raises:
        MermaidError: with what stands there instead.
    """
    first = next(tokens(source.text), None)
    line = LineCounter(source).line(0)
    beginning = source.text[: len(HEADER)]
    if beginning == HEADER and first and first.kind is Kind.HEADER:
        return
    reason = f'a journey diagram begins with the word "journey", but here stands {_first_line(source.text)}.'
    if not source.text:
        reason = 'there is nothing to read; a journey diagram begins with the word "journey".'
    elif beginning == HEADER:
        reason = f'a blank must follow the word "journey", but here stands {_first_line(source.text)}.'
    elif beginning.lower() == HEADER:
        reason = f'write the first word in small letters: "journey", not {quoted(beginning)}.'
    elif source.text.startswith("---"):
        reason = "the front matter is empty or never closed; remove it, or end it with a line of three hyphens."
    elif source.text.startswith("%%"):
        reason = "remove this empty comment; only comments with text may stand in front of the diagram."
    raise MermaidError(reason, line)


def statements(source: Source, start: int = 0) -> Iterator[Statement]:
    """Yield the statements of a text from a position behind the header on.

    Raises:
        MermaidError: at the first token that Mermaid does not expect.
    """
    text = source.text + "\n"  # Mermaid adds it too
    counter = LineCounter(source)
    last: Token | None = None  # the last token that is no comment
    name: Statement | None = None
    for token in tokens(text, start):
        line = counter.line(token.start)
        kind = token.kind
        if name is not None:
            if kind is not Kind.DATA:
                raise MermaidError(_no_data(name, token), line)
            yield name._replace(data=token.text)
            name = None
        elif kind is Kind.NAME:
            name = Statement(kind, token.text, line)
        elif kind is Kind.COMMENT:
            if last and last.kind is not Kind.NEWLINE and "\n" not in text[last.end : token.start]:
                yield Statement(kind, token.text, line)
            continue
        elif kind is not Kind.NEWLINE:
            value = _value(token, last, text, line)
            if kind is not Kind.ACC_BLOCK:
                yield Statement(kind, value, line)
            elif value:
                yield Statement(Kind.ACC_DESCR, value, line)
        last = token
    if name is not None:
        raise MermaidError(_no_data(name, None), name.line)


def _value(token: Token, last: Token | None, text: str, line: int) -> str:
    """Return the value of a statement of one token."""
    match token.kind:
        case Kind.ACC_BLOCK if not token.text.endswith("}"):
            reason = 'the accDescr block is never closed; end it with "}".'
        case Kind.ACC_BLOCK:
            return token.text[:-1]
        case Kind.ACC_TITLE | Kind.ACC_DESCR if token.end == len(text):
            reason = "text is missing behind the last colon; write it there or remove the line."
        case Kind.TITLE | Kind.SECTION | Kind.ACC_TITLE | Kind.ACC_DESCR:
            return token.text
        case Kind.HEADER:
            reason = 'only the first line may begin with the word "journey"; put another word in front of it.'
        case Kind.OTHER:
            reason = 'a bare ";" is not allowed; remove it, or write #59; for it in a name.'
        case _:
            reason = _no_name(last, text, line)
    raise MermaidError(reason, line)


def _no_name(last: Token | None, text: str, line: int) -> str:
    """Say why a colon stands where no name is in front of it."""
    if last is None:
        return 'no colon may follow the word "journey"; remove it.'
    if last.kind is not Kind.SECTION:
        return "the task has no name; write one in front of the colon."
    if text.startswith("\n", last.start + len("section")):
        return f"the section on line {line - 1} has no name; write one behind the word \"section\"."
    return "the name of a section cannot hold a colon; write #58; for it."


def _no_data(name: Statement, token: Token | None) -> str:
    """Say why a task has no data."""
    task = quoted(name.text)
    if token and token.kind is Kind.COLON:
        return f"the score of the task {task} is missing; write a number from 1 to 5 behind the colon."
    if token and token.kind is Kind.COMMENT:
        return f"what stands behind # is a comment, so the task {task} has no score; write #35; for the sign."
    if token and token.kind is Kind.OTHER:
        return 'a bare ";" is not allowed; remove it, or write #59; for it in a name.'
    if name.text.strip().lower() in {"title", "section"}:
        return f"text is missing behind the word {task}; write it on the same line."
    return f"{task} has no score; write it as \"name: score: who\"."


def _first_line(text: str) -> str:
    return quoted(text[:200].split("\n", 1)[0])
