"""Mermaid's journey grammar: accepts what Mermaid 11 accepts and rejects what it rejects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.mermaid.source import (
    BLANK,
    BLANKS,
    LineCounter,
    MermaidError,
    Source,
    comment_spans,
    directive_spans,
    find_block,
    normalised,
    number,
    quoted,
    read_block,
)
from journeyeditor.i18n import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Sections, tasks and people together; the map file has the same limit.
MAX_PARTS = 100_000


class Note(NamedTuple):
    """One sentence on what is not carried over, and its line in the file."""

    line: int
    text: Phrase

    def sentence(self) -> Phrase:
        return Phrase(N_("Line {line}: {text}"), line=self.line, text=self.text)


class Statement(NamedTuple):
    """One statement of a diagram; `data` follows the colon of a task, and is None without one."""

    kind: TokenKind
    text: str
    line: int
    data: str | None = None


class Task(NamedTuple):
    """A task: its score may be NaN or infinite, its people may be repeated or empty."""

    name: str
    score: float
    people: tuple[str, ...]
    line: int
    #: The score as written; None without a colon.
    score_text: str | None


class Section(NamedTuple):
    """A section and its tasks; `line` is 0 for tasks before the first section."""

    name: str
    line: int
    tasks: list[Task]


@dataclass(slots=True)
class Diagram:
    """A diagram, built statement by statement; texts are raw, with entity codes and HTML."""

    title: str = ""
    title_line: int = 1
    acc_title: str = ""
    acc_title_line: int = 1
    acc_descr: str = ""
    acc_descr_line: int = 1
    sections: list[Section] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    #: A sentence on each thing that is read in one of several possible ways.
    guesses: list[Phrase] = field(default_factory=list)
    _parts: int = 0

    def note(self, line: int, message: str, **values: object) -> None:
        """Note what is lost; the arguments are a message and the values of its placeholders."""
        self.notes.append(Note(line, Phrase(message, **values)))

    def add(self, statement: Statement) -> None:
        """Add one statement.

        Raises:
            MermaidError: the diagram is larger than a map may be.
        """
        kind, text, line, _ = statement
        if kind is TokenKind.TITLE:
            self._replaced(self.title, line, "title")
            self.title, self.title_line = text, line
        elif kind is TokenKind.ACC_TITLE:
            self._replaced(self.acc_title, line, "accTitle")
            self.acc_title, self.acc_title_line = text.strip(BLANKS), line
        elif kind is TokenKind.ACC_DESCR:
            self._replaced(self.acc_descr, line, "accDescr")
            lines = text.strip(BLANKS).split("\n")
            self.acc_descr = "\n".join(filter(None, (piece.lstrip(BLANKS) for piece in lines)))
            self.acc_descr_line = line
        elif kind is TokenKind.SECTION:
            self._grow(1, line)
            self.sections.append(Section(text, line, []))
        elif kind is TokenKind.COMMENT:
            comment = N_("text after # is a comment and was skipped ({text}).")
            self.note(line, comment, text=quoted(text))
        else:
            self._add_task(statement)

    def _replaced(self, old: str, line: int, what: str) -> None:
        if old:
            earlier = N_("this {keyword} replaces an earlier one ({text}).")
            self.note(line, earlier, keyword=what, text=quoted(old))

    def _add_task(self, statement: Statement) -> None:
        _, name, line, data = statement
        score, *rest = (data or "").split(":", 2)
        people = rest[0].split(",", MAX_PARTS) if rest else []
        if len(rest) > 1:
            third = N_("text after a third colon was skipped ({text}).")
            self.note(line, third, text=quoted(rest[1]))
        self._grow(1 + len(people), line)
        if not self.sections:
            self.sections.append(Section("", 0, []))
        task = Task(
            name=name,
            score=float("nan") if data is None else number(score),
            people=tuple(person.strip(BLANKS) for person in people),
            line=line,
            score_text=None if data is None else score,
        )
        self.sections[-1].tasks.append(task)

    def _grow(self, parts: int, line: int) -> None:
        self._parts += parts
        if self._parts > MAX_PARTS:
            reason = Phrase(
                N_("a map cannot hold more than {count} sections, tasks and actors"),
                count=MAX_PARTS,
            )
            raise MermaidError(reason, N_("split the diagram"), line)


class TokenKind(Enum):
    """The kind of a token."""

    NEWLINE = "newline"
    COMMENT = "comment"  # after "#"; kept so that the reader can report what is lost
    HEADER = "header"
    TITLE = "title"
    ACC_TITLE = "acc_title"
    ACC_DESCR = "acc_descr"
    ACC_BLOCK = "acc_block"
    SECTION = "section"
    NAME = "name"
    DATA = "data"
    COLON = "colon"
    OTHER = "other"


class Token(NamedTuple):
    """A token: its value `text`, and the span from `start` to `end` in the source."""

    kind: TokenKind
    text: str
    start: int
    end: int


# Possessive throughout, so that a long line costs one pass and no memory.
_ENTITY = r"#\w++;"
_NAME = rf"(?:[^#:\n;]++|{_ENTITY})++"
_TEXT = rf"(?:[^#\n;]++|{_ENTITY})++"
_SKIPPED = (
    # An astral character is two code units in JavaScript, so it never directly precedes a "%%".
    r"%(?!\{)[^\n]*+|[^}\U00010000-\U0010ffff]%%[^\n]*+",
    rf"(?!\n)[{BLANK}]++",
)
_RULES = {
    TokenKind.NEWLINE: r"\n++",
    TokenKind.COMMENT: rf"(?!{_ENTITY})#(?P<comment_text>[^\n]*+)",
    TokenKind.HEADER: r"journey\b",
    TokenKind.TITLE: rf"title[{BLANK}](?P<title_text>{_TEXT})",
    TokenKind.ACC_TITLE: rf"accTitle[{BLANK}]*+:[{BLANK}]*+(?P<acc_title_text>[^\n]*+)",
    TokenKind.ACC_DESCR: rf"accDescr[{BLANK}]*+:[{BLANK}]*+(?P<acc_descr_text>[^\n]*+)",
    TokenKind.ACC_BLOCK: rf"accDescr[{BLANK}]*+\{{[{BLANK}]*+(?P<acc_block_text>[^}}]*+\}}?)",
    TokenKind.SECTION: rf"section[{BLANK}](?P<section_text>{_NAME})",
    TokenKind.NAME: rf"(?P<name_text>{_NAME})",
    TokenKind.DATA: rf":(?P<data_text>{_TEXT})",
    TokenKind.COLON: r":",
    TokenKind.OTHER: r"(?s:.)",
}
_TOKEN = re.compile(
    "|".join((*_SKIPPED, *(f"(?P<{kind.value}>{rule})" for kind, rule in _RULES.items()))),
    re.ASCII | re.IGNORECASE,
)


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens from a position on, by ordered rules; skips what Mermaid skips too.

    Two differences from Mermaid's lexer, neither visible outside: entity codes stay as written
    (`#35;` is part of a name, where Mermaid substitutes a placeholder first), and the value of
    accTitle or accDescr is one token with its keyword. Not reproduced is Mermaid's quirk that a line
    with "style", ":" and "#" loses its last semicolon, which is meant for other diagram types.
    """
    for match in _TOKEN.finditer(text, start):
        if match.lastgroup is not None:
            kind = TokenKind(match.lastgroup)
            value = match[f"{kind.value}_text"] if _HAS_TEXT[kind] else match.group()
            yield Token(kind, value, match.start(), match.end())


_HAS_TEXT = {kind: f"{kind.value}_text" in _TOKEN.groupindex for kind in TokenKind}


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
    for statement in checkpoints(statements(source, len(HEADER)), text.count("\n")):
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
        skipped = N_("settings in the front matter were skipped ({keys}).")
        diagram.note(block.first_line, skipped, keys=keys)
    return source.without([(0, block.end)])


def without_directives(source: Source, diagram: Diagram) -> Source:
    """The text without directives and comment lines, from its first word on."""
    spans = directive_spans(source.text)
    counter = LineCounter(source)
    for start, _ in spans:
        diagram.note(counter.line(start), N_("a directive, %%{...}%%, was skipped."))
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
    reason = Phrase(
        N_('a journey diagram starts with the word "journey", but found {text}'), text=excerpt
    )
    advice = N_("start with that word, or put the diagram in a Markdown code block of type mermaid")
    if not source.text:
        reason = Phrase(N_("there is no diagram"))
        advice = N_('start it with the word "journey"')
    elif beginning == HEADER:
        reason = Phrase(N_('the word "journey" must stand alone, but found {text}'), text=excerpt)
        advice = N_("add a space after it")
    elif beginning.lower() == HEADER:
        reason = Phrase(N_("Mermaid does not know {text}"), text=quoted(beginning))
        advice = N_('write "journey" in lower case')
    elif source.text.startswith("---"):
        reason = Phrase(N_("the front matter is empty or never closed"))
        advice = N_("remove it, or end it with a line of three hyphens")
    elif source.text.startswith("%%"):
        reason = Phrase(N_("there is an empty comment before the diagram"))
        advice = N_("remove it")
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


_BARE_SEMICOLON = (
    Phrase(N_('a bare ";" is not allowed')),
    N_("remove it, or write #59; in a name"),
)


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
            fault = (
                Phrase(N_("the accDescr block is never closed")),
                N_("end it with a closing brace"),
            )
        case TokenKind.ACC_TITLE | TokenKind.ACC_DESCR if token.end == len(text):
            fault = Phrase(N_("text is missing after the colon")), N_("add it or remove the line")
        case TokenKind.TITLE | TokenKind.SECTION | TokenKind.ACC_TITLE | TokenKind.ACC_DESCR:
            yield Statement(token.kind, token.text, line)
            return
        case TokenKind.HEADER:
            reason = Phrase(N_('only the diagram itself can start with "journey"'))
            fault = reason, N_("put another word before it")
        case TokenKind.OTHER:
            fault = _BARE_SEMICOLON
        case _:
            fault = _no_name(last, text, line)
    raise MermaidError(*fault, line)


def _no_name(last: Token | None, text: str, line: int) -> tuple[Phrase, str]:
    """Reason and remedy for a colon without a name before it."""
    if last and last.kind is TokenKind.HEADER:
        return Phrase(N_('no colon may follow the word "journey"')), N_("remove it")
    if last is None or last.kind is not TokenKind.SECTION:
        return Phrase(N_("the task has no name")), N_("add one before the colon")
    if text.startswith("\n", last.start + len("section")):
        reason = Phrase(N_("the section on line {line} has no name"), line=line - 1)
        return reason, N_('add one after the word "section"')
    return Phrase(N_("a section name cannot contain a colon")), N_("write #58; instead")


def _no_data(name: Statement, token: Token | None) -> tuple[Phrase, str]:
    task = quoted(name.text)
    if token and token.kind is TokenKind.OTHER:
        return _BARE_SEMICOLON
    if token and token.kind is TokenKind.COMMENT:
        reason = N_("text after # is a comment, so the task {task} has no score")
        return Phrase(reason, task=task), N_("write #35; for the character")
    if name.text.strip().lower() in {"title", "section"}:
        missing = Phrase(N_("text is missing after the word {word}"), word=task)
        return missing, N_("write it on the same line")
    unscored = Phrase(N_("the task {task} has no score"), task=task)
    return unscored, N_("add a colon and a number from 1 to 5 after its name")
