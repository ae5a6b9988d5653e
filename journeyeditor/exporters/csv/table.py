"""A table of ours as it came back, and the elements that only it knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.exporters.csv.ids import TableFacts, WrittenLine, WrittenRow, line_checksum
from journeyeditor.exporters.grid import FIGURES, SCALE
from journeyeditor.exporters.grid.edits import figure, plain, scored, whose
from journeyeditor.exporters.revision import refusal
from journeyeditor.i18n import N_, Phrase, Texts
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.values import UnreadableError
from journeyeditor.vocabulary import Lane, Stage, kind_class

_ElementT = TypeVar("_ElementT", bound=Element)


class Row(NamedTuple):
    """A row with its number in the file, its title, and its cells, parallel with the columns."""

    number: int
    title: str
    cells: Sequence[str]
    written: WrittenRow | None

    def lines(self) -> Iterator[WrittenLine]:
        for lines in self.written.cells.values() if self.written else ():
            yield from lines


class Column(NamedTuple):
    """A column: its stage (None for cards in no stage), its title, and the checksum it had."""

    stage: RecordId | None
    title: str
    checksum: str
    is_new: bool = False


class Table(NamedTuple):
    """`head` is the number of the row with the stages, `data` the map that travels with the table."""

    facts: TableFacts
    head: int
    columns: Sequence[Column]
    rows: Sequence[Row]
    data: bytes = b""


def lines_of(cell: str) -> list[str]:
    return [plain(line) for line in cell.split("\n") if line.strip()]


def lines_by_checksum(cell: str, written: WrittenRow, texts: Texts) -> dict[str, str]:
    """The lines that may be as they were written; what is no figure never was one."""
    found = {}
    for line in lines_of(cell):
        with suppress(UnreadableError):
            found[line_checksum(line, written.field, written.kinds, texts)] = line
    return found


def place_of(row: int) -> Phrase:
    return Phrase(N_("row {row}"), row=row)


class Missing:
    """The elements of a table that a map does not have, with what their cells say.

    Raises ImportFailure if a cell says what cannot be in a map.
    """

    def __init__(self, graph: JourneyGraph, table: Table, texts: Texts) -> None:
        self._graph, self._table, self._texts = graph, table, texts

    def elements(self) -> list[Element]:
        found: dict[RecordId, Element] = {}
        for rank, column in enumerate(self._table.columns, 1):
            if column.stage:
                found[column.stage] = self._stage(column, rank)
        for rank, row in enumerate(self._table.rows, 1):
            if row.written is not None and row.written.kinds:
                found |= {each.id: each for each in self._lane(row, row.written, rank)}
                found |= {each.id: each for each in self._cards(row, row.written)}
        return [each for id_, each in found.items() if id_ not in self._graph]

    def _stage(self, column: Column, rank: int) -> Stage:
        fields: dict[str, Any] = {}
        rows: dict[object, int] = {}
        index = self._table.columns.index(column)
        for row in self._table.rows:
            written = row.written
            if written is None or written.kinds:
                continue
            lines = lines_by_checksum(row.cells[index], written, self._texts)
            for line in written.cells.get(column.stage, ()):
                words = lines.get(line.checksum)
                if words is not None:
                    is_figure = written.field in FIGURES
                    value = figure(written.field, words, self._texts) if is_figure else words
                    fields[written.field], rows[written.field] = value, row.number
        fields |= {"id": column.stage, "title": column.title, "rank": rank}
        return _validated(Stage, fields, self._table.head, rows)

    def _lane(self, row: Row, written: WrittenRow, rank: int) -> Iterator[Lane]:
        if written.lane:
            title = plain(row.title).removesuffix(f" ({SCALE})")
            is_own = title != self._texts(kind_class(written.kinds[0]).look.plural)
            yield Lane(
                id=written.lane, title=title if is_own else "", kinds=written.kinds, rank=rank
            )

    def _cards(self, row: Row, written: WrittenRow) -> Iterator[Element]:
        stages = [column.stage for column in self._table.columns]
        for stage, cell in zip(stages, row.cells, strict=True):
            lines = lines_by_checksum(cell, written, self._texts)
            for rank, line in enumerate(written.cells.get(stage, ()), 1):
                fields: dict[str, Any] = {
                    "id": line.id,
                    "stage": stage,
                    "lane": written.lane,
                    "rank": rank,
                }
                words = lines.get(line.checksum, "")
                if line.kind == "emotion":
                    fields["persona"], words = whose(self._graph, words)
                    words, fields["score"] = scored(words)
                cls = kind_class(line.kind)
                shown = line.field if line.field in cls.model_fields else "title"
                yield _validated(cls, {**fields, shown: words}, row.number, {})


def _validated(
    cls: type[_ElementT], fields: Mapping[str, Any], row: int, rows: Mapping[object, int]
) -> _ElementT:
    """The element of a row; `rows` are those of fields that are elsewhere. Raises ImportFailure."""
    try:
        return cls.model_validate(fields)
    except ValidationError as error:
        place = place_of(rows.get(error.errors()[0]["loc"][0], row))
        raise ImportFailure(refusal(error, place).words) from error
