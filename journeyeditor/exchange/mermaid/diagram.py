"""A parsed Mermaid journey diagram, independent of the vocabulary.

Texts are raw, with entity codes and HTML; `markup.plain` converts them to names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from journeyeditor.exchange.mermaid.lexer import TokenKind, number
from journeyeditor.exchange.mermaid.source import BLANKS, MermaidError, quoted

#: Sections, tasks and people together; the map file has the same limit.
MAX_PARTS = 100_000


class Note(NamedTuple):
    """One sentence on what is not carried over, and its line in the file."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text}"


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
    """A diagram, built statement by statement."""

    title: str = ""
    title_line: int = 1
    acc_title: str = ""
    acc_title_line: int = 1
    acc_descr: str = ""
    acc_descr_line: int = 1
    sections: list[Section] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    #: A sentence on each thing that is read in one of several possible ways.
    guesses: list[str] = field(default_factory=list)
    _parts: int = 0

    def note(self, line: int, text: str) -> None:
        self.notes.append(Note(line, text))

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
            self.note(line, f"text after # is a comment and was skipped ({quoted(text)}).")
        else:
            self._add_task(statement)

    def _replaced(self, old: str, line: int, what: str) -> None:
        if old:
            self.note(line, f"this {what} replaces an earlier one ({quoted(old)}).")

    def _add_task(self, statement: Statement) -> None:
        _, name, line, data = statement
        score, *rest = (data or "").split(":", 2)
        people = rest[0].split(",", MAX_PARTS) if rest else []
        if len(rest) > 1:
            self.note(line, f"text after a third colon was skipped ({quoted(rest[1])}).")
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
            reason = f"a map cannot hold more than {MAX_PARTS} sections, tasks and actors"
            raise MermaidError(reason, "split the diagram", line)
