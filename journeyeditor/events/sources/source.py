"""A source: a relation of the database, its columns, and the rows that could not be read from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from journeyeditor.events.database import Queries, quoted

#: Rows by which columns are recognized.
SAMPLE_ROWS = 1000
#: Longer values are cut where they are shown or tried.
MAX_SAMPLE = 200
#: A file of more columns is no event log.
MAX_COLUMNS = 2000


class Column(NamedTuple):
    """A column as the user knows it: its name, its type, and the expression that reads it."""

    name: str
    type: str
    expression: str


class Unread(NamedTuple):
    """A row that could not be read: its number, from 1, as a spreadsheet counts; and why.

    `file` is its file in a folder, "" if the log is a file.
    """

    row: int
    reason: str
    file: str = ""

    @property
    def place(self) -> str:
        """The row as people find it."""
        return f"{self.file}: {self.row}" if self.file else str(self.row)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows that are not in a relation: the first of them, and how many there are."""

    first: tuple[Unread, ...] = ()
    count: int = 0


class Source:
    """A relation with a row for each event, in the order of the file.

    `prepare` writes the named columns to where `relation` finds them, for formats that the database
    does not read itself. `first_row` is the number of the first event for people. `rejected` tells
    what is not in the relation, once it has been read; it gets the number of rows that are. `sample`
    is a relation of the same rows that notes nothing. `row` is the expression of the row that an event
    is from, counted from 1, where a row has several; "" where each has one. `parts` are the files of a folder; the relation
    then has a column `part` with their numbers.
    """

    def __init__(
        self,
        columns: Iterable[Column],
        relation: str,
        *,
        first_row: int = 1,
        sample: str = "",
        row: str = "",
        prepare: Callable[[Sequence[str]], None] | None = None,
        rejected: Callable[[int], Rejected] | None = None,
        parts: Sequence[Part] = (),
    ) -> None:
        self.columns = {column.name: column for column in columns}
        self.relation = relation
        self.first_row = first_row
        self.prepare = prepare or _nothing
        self.rejected = rejected or _none
        self.sample = sample or relation
        self.row = row
        self.parts = parts or (Part("", self),)
        self.is_folder = bool(parts)

    def samples(self, database: Queries) -> dict[str, list[str]]:
        """The first values of each column as text; a missing value is empty."""
        columns = list(self.columns.values())
        shown = ", ".join(
            f"left(coalesce(({column.expression})::varchar, ''), {MAX_SAMPLE})"
            for column in columns
        )
        rows = database.rows(f"select {shown} from {self.sample} limit {SAMPLE_ROWS}")
        return {column.name: [row[i] for row in rows] for i, column in enumerate(columns)}


class Part(NamedTuple):
    """A file of a folder: its name in it, and what is read of it; "" where the log is one file."""

    name: str
    source: Source


def nested_columns(name: str, type_: str, expression: str) -> Iterable[Column]:
    """A column, or the fields of a record in it."""
    yield Column(name, type_, expression)
    if type_.startswith("STRUCT(") and not type_.endswith("[]"):
        for field, field_type in _fields(type_):
            yield Column(f"{name}.{field}", field_type, f"{expression}.{quoted(field)}")


def _fields(type_: str) -> Iterable[tuple[str, str]]:
    """The fields of a STRUCT type, with their types."""
    inner, start, depth, is_quoted = type_[len("STRUCT(") : -1], 0, 0, False
    for i, letter in enumerate(f"{inner},"):
        is_quoted ^= letter == '"'
        depth += 0 if is_quoted else (letter == "(") - (letter == ")")
        if letter == "," and depth == 0 and not is_quoted:
            name, _, field_type = _name_and_type(inner[start:i].strip())
            yield name, field_type
            start = i + 1


def _name_and_type(text: str) -> tuple[str, str, str]:
    if text.startswith('"'):
        end = text.index('"', 1)
        return text[1:end], " ", text[end + 1 :].strip()
    return text.partition(" ")


def _nothing(_: Sequence[str]) -> None: ...


def _none(_: int) -> Rejected:
    return Rejected()
