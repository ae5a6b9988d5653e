"""Read an edited workbook: what differs from the map that was exported is what somebody edited.

Only our own workbooks are read here. Formulas are not computed: their last values count. What is
unpacked, and how many cells are read, is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count
from typing import Any, NamedTuple

from journeyeditor.exchange.importers import Imported, ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters.archives import check_unpacked, part_of
from journeyeditor.exporters.grid import journey_grid
from journeyeditor.exporters.grid.edits import GridEdits
from journeyeditor.exporters.revision import Revision, copy_of, imported
from journeyeditor.exporters.workbook import source as hidden
from journeyeditor.exporters.workbook.cells import (
    Cell,
    CellError,
    FieldColumn,
    Names,
    are_alike,
    from_cell,
    same,
    short,
    to_cell,
)
from journeyeditor.exporters.workbook.columns import (
    ID,
    SheetPlan,
    Titles,
    info_columns,
    info_values,
    names_of,
    sheet_plans,
    titles_of,
    values_of,
)
from journeyeditor.exporters.workbook.grid_sheet import compare_grid
from journeyeditor.i18n import N_, Phrase, Sentence, Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import MAP_ID, JourneyGraph, Record
from journeyeditor.vocabulary import Editor, MapInfo, info_of

#: Columns and rows that are looked at.
MAX_COLUMNS, MAX_ROWS = 80, 320_000
#: Rows in which a sheet's heads may be.
MAX_HEAD_ROW = 10
#: The part that lists the sheets, and how much of it is read.
_WORKBOOK, MAX_LISTED = "xl/workbook.xml", 1_000_000


def recognizes(source: SourceFile) -> bool:
    """Whether a file is a workbook that this program wrote."""
    listed = part_of(source, _WORKBOOK, MAX_LISTED)
    return listed is not None and f'name="{hidden.SHEET}"'.encode() in listed


def read(source: SourceFile, lenient: bool) -> Imported:
    """The map of a workbook, with what was edited; raises ImportFailure."""
    return _Edits(source, None, lenient=lenient).imported()


def read_into(source: SourceFile, graph: JourneyGraph, lenient: bool) -> Imported:
    """A map with what was edited in a workbook; raises ImportFailure."""
    return _Edits(source, graph, lenient=lenient).imported()


class _Book(NamedTuple):
    source: hidden.SourceSheet
    sheets: Mapping[str, Sequence[Sequence[Cell]]]


class _Edits:
    """A workbook, and the map with which it is compared."""

    def __init__(self, source: SourceFile, graph: JourneyGraph | None, *, lenient: bool) -> None:
        self._lenient = lenient
        self._book = _book(source)
        self._texts: Texts = texts_of(self._book.source.language)
        exported = _exported(self._book.source, source.name)
        if exported is not None and graph is not None and not _are_related(exported, graph):
            raise ImportFailure(
                Phrase(
                    N_("is a workbook of another map, “{title}”; import it as a map of its own"),
                    title=short(info_of(exported).title),
                )
            )
        bases = (exported, graph, JourneyGraph.of(MapInfo(language=self._book.source.language), ()))
        self._base = next(each for each in bases if each is not None)
        self._target = copy_of(self._base if graph is None else graph)
        self._revision = Revision()
        self._taken = {
            record.id
            for each in (self._base, self._target)
            for record in (*each.elements(), *each.relations())
        }
        self._old_names = names_of(titles_of(self._base))
        self._names: Names = self._old_names

    def imported(self) -> Imported:
        tables = [
            (plan, table)
            for plan in sheet_plans(None, self._texts)
            if (table := self._table(plan)) is not None
        ]
        rows = [(plan, self._identified(plan, table)) for plan, table in tables]
        self._names = names_of(self._titles(rows), self._old_names)
        for plan, identified in rows:
            self._compare(plan, identified)
        self._compare_info()
        self._compare_grid()
        return imported(self._target, self._revision)

    # ---- sheets

    def _table(self, plan: SheetPlan) -> _Table | None:
        """The rows of a plan's sheet; None if the workbook has none any more."""
        names = [name for name, kind in self._book.source.sheets.items() if kind == plan.kind]
        found = [self._book.sheets[name] for name in names if name in self._book.sheets]
        if not found:
            return None
        columns = {_key(column.title): column for column in plan.columns}
        for number, row in enumerate(found[0][:MAX_HEAD_ROW]):
            heads = [columns.get(_key(cell)) for cell in row]
            if any(head is not None and head.name == "id" for head in heads):
                rows = list(enumerate(found[0][number + 1 :], number + 2))
                return _Table(names[0], heads, rows)
        raise ImportFailure(
            Phrase(
                N_("sheet “{sheet}” has no column “{column}”; undo that, or export the map again"),
                sheet=names[0],
                column=ID,
            )
        )

    def _identified(self, plan: SheetPlan, table: _Table) -> list[_Row]:
        """The rows of a sheet, each with its id; new rows, and copies of rows, get a new one."""
        taken, rows = set(), []
        for number, cells in table.rows:
            values = {
                head.name: cell
                for head, cell in zip(table.heads, cells, strict=False)
                if head is not None
            }
            id_ = str(self._plain(plan, "id", values.pop("id", None)))
            if id_ or any(cell not in (None, "") for cell in values.values()):
                id_ = "" if id_ in taken else id_
                taken.add(id_)
                rows.append(_Row(id_, _place(table.name, number), values))
        self._taken |= taken
        return [row if row.id else row._replace(id=self._new_id(plan.kind)) for row in rows]

    def _plain(self, plan: SheetPlan, name: str, cell: Cell) -> Any:
        column = next(column for column in plan.columns if column.name == name)
        return from_cell(column, cell, {}, self._texts)

    def _new_id(self, kind: str) -> str:
        prefix = (kind or "r")[0]
        numbers = (f"{prefix}{number}" for number in count(1))
        id_ = next(each for each in numbers if each not in self._taken)
        self._taken.add(id_)
        return id_

    def _titles(self, rows: Sequence[tuple[SheetPlan, Sequence[_Row]]]) -> Titles:
        titles = dict(titles_of(self._base))
        for plan, identified in rows:
            if plan.kind:
                titles[plan.kind] = {
                    row.id: str(self._plain(plan, "title", row.cells.get("title")))
                    for row in identified
                }
        return titles

    # ---- records

    def _compare(self, plan: SheetPlan, rows: Sequence[_Row]) -> None:
        present = self._base.elements(plan.kind) if plan.kind else self._base.relations()
        records = {record.id: record for record in present}
        for row in rows:
            self._revision.places[row.id] = row.place
            if row.id in records:
                self._compare_row(plan, row, records[row.id])
            else:
                self._add(plan, row)
        there = {row.id for row in rows}
        self._revision.removed += [id_ for id_ in records if id_ not in there]

    def _compare_row(self, plan: SheetPlan, row: _Row, record: Record) -> None:
        values = values_of(record, plan.columns)
        edited = dict(self._edited(plan.columns, row, values))
        if "kind" in edited:
            self._revision.removed.append(record.id)
            self._add(plan, row._replace(id=self._new_id(plan.kind)))
            return
        for name, value in edited.items():
            self._revision.edit(record.id, name, value)

    def _edited(
        self, columns: Sequence[FieldColumn], row: _Row, values: Mapping[str, Any]
    ) -> Iterator[tuple[str, Any]]:
        """Yield the fields whose cells are not those that were written."""
        for column in columns:
            if column.name == "id" or column.name not in row.cells:
                continue
            cell, value = row.cells[column.name], values[column.name]
            if are_alike(cell, to_cell(column, value, self._old_names, self._texts)):
                continue
            for new in self._value(column, cell, row.place):
                if not same(new, value):
                    yield column.name, new

    def _add(self, plan: SheetPlan, row: _Row) -> None:
        values: dict[str, Any] = {"id": row.id, "kind": plan.kind}
        for column in plan.columns:
            cell = row.cells.get(column.name)
            if cell in (None, ""):
                continue
            if column.editor is Editor.PICTURE and not str(cell).startswith("data:"):
                lost = N_("{place}: the picture is not in the workbook")
                self._revision.notes.append(Phrase(lost, place=row.place))
                continue
            values.update((column.name, value) for value in self._value(column, cell, row.place))
        missing = [name for name in ("source", "kind", "target") if not values.get(name)]
        if not plan.kind and missing:
            incomplete = N_("{place}: a connection needs both ends and its kind; fill them in")
            self._refuse(Phrase(incomplete, place=row.place))
        else:
            self._revision.added.append(values)

    def _value(self, column: FieldColumn, cell: Cell, place: Phrase) -> Iterator[Any]:
        """Yield the value of a cell, none if it is refused."""
        try:
            yield from_cell(column, cell, self._names, self._texts)
        except CellError as error:
            self._refuse(
                Phrase(
                    "{place}, “{column}”: {fault}",
                    place=place,
                    column=column.title,
                    fault=error.words,
                )
            )

    def _refuse(self, sentence: Sentence) -> None:
        if not self._lenient:
            raise ImportFailure(sentence)
        self._revision.notes.append(sentence)

    # ---- the map

    def _compare_info(self) -> None:
        names = [name for name, kind in self._book.source.sheets.items() if kind == hidden.INFO]
        sheet = next((self._book.sheets[name] for name in names if name in self._book.sheets), ())
        columns = info_columns(self._texts)
        fields = {_key(column.title): column.name for column in columns}
        cells = {fields[_key(row[0])]: row[1] for row in sheet if _key(row[0]) in fields}
        place = Phrase(N_("sheet “{sheet}”"), sheet=names[0] if names else "")
        row = _Row(MAP_ID, place, cells)
        self._revision.places[MAP_ID] = row.place
        values = info_values(info_of(self._base), columns)
        for name, value in self._edited(columns, row, values):
            self._revision.edit(MAP_ID, name, value)

    def _compare_grid(self) -> None:
        """Compare the journey; what was edited on a sheet of its kind counts before it."""
        names = [name for name, kind in self._book.source.sheets.items() if kind == hidden.GRID]
        rows = self._book.sheets.get(names[0]) if names else None
        if rows is not None and len(self._base):
            edits = GridEdits(self._base, self._revision, self._texts, self._new_id)
            compare_grid(journey_grid(self._base, self._texts), rows, names[0], self._texts, edits)
            edits.settle()


class _Table(NamedTuple):
    """A sheet below its heads: rows with their numbers, counted from 1."""

    name: str
    heads: Sequence[FieldColumn | None]
    rows: Sequence[tuple[int, Sequence[Cell]]]


class _Row(NamedTuple):
    id: str
    place: Phrase
    cells: Mapping[str, Cell]


def _book(source: SourceFile) -> _Book:
    """The cells of a workbook; raises ImportFailure."""
    from openpyxl import load_workbook

    check_unpacked(source)
    try:
        book = load_workbook(BytesIO(source.data), read_only=True, data_only=True, keep_links=False)
        sheets = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
    except ImportFailure:
        raise
    except Exception as error:  # openpyxl fails in many ways on a damaged file
        raise ImportFailure(
            Phrase(N_("is a damaged workbook; save it again, or export the map again"))
        ) from error
    first = [row[0] for row in sheets.pop(hidden.SHEET, ()) if row and row[0] is not None]
    found = hidden.source_in(first)
    if found is None:
        raise ImportFailure(
            Phrase(
                N_("has a damaged sheet “{sheet}”; export the map again and edit that workbook"),
                sheet=hidden.SHEET,
            )
        )
    return _Book(found, sheets)


def _rows(sheet: Any) -> Iterator[Sequence[Cell]]:
    sheet.reset_dimensions()  # programs may write wrong ones
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)):
        if number >= MAX_ROWS:
            many = N_("sheet “{sheet}” has too many rows; remove empty ones")
            raise ImportFailure(Phrase(many, sheet=sheet.title))
        yield (*row, *[None] * (2 - len(row)))


def _exported(source: hidden.SourceSheet, name: str) -> JourneyGraph | None:
    from journeyeditor.files import FileError

    try:
        return hidden.map_in(source, name)
    except FileError as error:
        raise ImportFailure(error.words) from error


def _are_related(one: JourneyGraph, other: JourneyGraph) -> bool:
    ids = {element.id for element in one.elements()}
    return not ids or not len(other) or any(each.id in ids for each in other.elements())


def _place(sheet: str, row: int) -> Phrase:
    return Phrase(N_("sheet “{sheet}”, row {row}"), sheet=sheet, row=row)


def _key(cell: Cell) -> str:
    return " ".join(str(cell).split()).casefold() if cell is not None else ""
