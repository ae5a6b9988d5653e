"""Read an edited table: cells whose checksum is another one are what somebody edited.

Columns and rows may be elsewhere, as their ids go with them. What is gone from a cell is deleted,
what is in another one is moved, and a column without an id is a new stage.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from journeyeditor.exchange.importers import Imported, ImportFailure
from journeyeditor.exchange.separated_values import SEPARATORS, rows_of
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.exporters.actions import ACTION_LIST
from journeyeditor.exporters.archives import unpacked
from journeyeditor.exporters.csv.ids import (
    ID,
    TableFacts,
    WrittenLine,
    WrittenRow,
    checksum,
    facts_in,
    row_in,
    stage_in,
)
from journeyeditor.exporters.csv.signature import MAP_ROW, MARK
from journeyeditor.exporters.csv.table import (
    Column,
    Missing,
    Row,
    Table,
    lines_by_checksum,
    place_of,
)
from journeyeditor.exporters.grid import GridLine, GridRow, line_of, stage_line
from journeyeditor.exporters.grid.edits import GridEdits, plain
from journeyeditor.exporters.revision import Revision, copy_of, imported
from journeyeditor.files import FileError, parse_map
from journeyeditor.i18n import N_, Phrase
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import Element, JourneyGraph, RecordId, ranks_between
from journeyeditor.vocabulary import Common, MapInfo, Persona, Stage


def recognizes(source: SourceFile) -> bool:
    """Whether a file is a table that this program wrote."""
    try:
        return _table(source) is not None
    except SourceError:
        return False


def read(source: SourceFile) -> Imported:
    """The map of a table; raises ImportFailure."""
    table = _table(source)
    assert table is not None, "recognized"
    try:
        exported = parse_map(table.data, source.name) if table.data else None
    except FileError as error:
        raise ImportFailure(error.words) from error
    return _Edits(source, exported).imported()


def read_into(source: SourceFile, graph: JourneyGraph) -> Imported:
    """A map with what was edited in a table; raises ImportFailure."""
    return _Edits(source, graph).imported()


def _table(source: SourceFile) -> Table | None:
    """The parts of a table; None if its last column or row is not ours any more."""
    for separator in SEPARATORS:
        rows, data = _without_map(rows_of(source.text, separator))
        for below in rows:
            corner = next((i for i, cell in enumerate(below) if cell.startswith(MARK)), 0)
            facts = facts_in(below[corner]) if corner and below[0] == ID else None
            if facts is not None:
                table = _parts(facts, rows, below, corner)
                return table and table._replace(data=data)
    return None


def _without_map(rows: Iterable[Sequence[str]]) -> tuple[list[Sequence[str]], bytes]:
    """The rows of the table, and the map that travels with them; b"" if there is none."""
    rest, data = [], b""
    for row in rows:
        if row and row[0] == MAP_ROW:
            data = unpacked("".join(map(str.strip, row[1:]))) or b""
        else:
            rest.append(row)
    return rest, data


def _parts(
    facts: TableFacts, rows: Sequence[Sequence[str]], below: Sequence[str], corner: int
) -> Table | None:
    heads = (n for n, row in enumerate(rows) if len(row) > corner and row[corner] == ID)
    head = next(heads, None)
    if head is None:
        return None
    places = [i for i in range(1, max(len(rows[head]), len(below))) if i != corner]
    columns = {i: _column(_cell(rows[head], i), _cell(below, i)) for i in places}
    shown = {i: column for i, column in columns.items() if column is not None}
    found = []
    for number, row in enumerate(_without_actions(rows, below, facts), 1):
        if row is below or number == head + 1 or not any(row):
            continue
        words = _cell(row, corner)
        written = row_in(words) if words else None
        found.append(Row(number, _cell(row, 0), [_cell(row, i) for i in shown], written))
    return Table(facts, head + 1, list(shown.values()), found)


def _without_actions(
    rows: Sequence[Sequence[str]], below: Sequence[str], facts: TableFacts
) -> Iterator[Sequence[str]]:
    """Yield the rows before the action list, which only repeats what the map has."""
    title, is_over = texts_of(facts.language)(ACTION_LIST), False
    for row in rows:
        is_over = is_over or row is below
        if is_over and _cell(row, 0) == title:
            return
        yield row


def _column(title: str, below: str) -> Column | None:
    if below:
        id_, crc = stage_in(below)
        return Column(id_, plain(title), crc)
    return Column(None, plain(title), "", is_new=True) if plain(title) else None


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


class _Edits:
    """A table, and the map with which it is compared.

    The base is that map, with what only the table knows: all of it where there is no map.
    """

    def __init__(self, source: SourceFile, graph: JourneyGraph | None) -> None:
        table = _table(source)
        assert table is not None, "recognized"
        self._table, self._target = table, graph
        self._texts = texts_of(table.facts.language)
        self._is_unicode = _is_unicode(source.data)
        self._stage_ids = {column.stage for column in table.columns}
        if graph is not None and not self._is_of(graph):
            raise ImportFailure(
                Phrase(
                    N_("is a table of another map, “{title}”; import it as a map of its own"),
                    title=table.facts.title,
                )
            )
        info = MapInfo(language=self._texts.language, title=table.facts.title)
        base = graph if graph is not None else JourneyGraph.of(info, self._personas())
        missing = Missing(base, table, self._texts).elements()
        self._base = JourneyGraph.of(base.info, (*base.elements(), *missing, *base.relations()))
        if not all(isinstance(self._base.element(id_), Stage) for id_ in self._stage_ids if id_):
            raise ImportFailure(Phrase(N_("is damaged; save it again, or export the map again")))
        self._revision = Revision()
        self._taken = {each.id for each in (*self._base.elements(), *self._base.relations())}

    def _personas(self) -> Iterator[Element]:
        for id_, title in self._table.facts.personas.items():
            yield Persona(id=id_, title=title)

    def _is_of(self, graph: JourneyGraph) -> bool:
        ids = {column.stage for column in self._table.columns if column.stage}
        ids |= {line.id for row in self._table.rows for line in row.lines()}
        return not ids or not len(graph) or any(graph.has_element(id_) for id_ in ids)

    def imported(self) -> Imported:
        edits = GridEdits(self._base, self._revision, self._texts, self._new_id, is_whole=True)
        stages = self._stages(edits)
        for row in self._table.rows:
            place = place_of(row.number)
            if row.written is not None:
                edits.row(*self._written(row, row.written, stages), place)
            elif any(map(plain, row.cells)):
                other = N_("{place}: “{title}” is not a row of the journey; left out")
                edits.note(Phrase(other, place=place, title=row.title))
        edits.settle()
        target = self._base if self._target is None else self._target
        self._revision.removed = [id_ for id_ in self._revision.removed if id_ in target]
        return imported(copy_of(target), self._revision)

    def _new_id(self, kind: str) -> RecordId:
        numbers = (f"{kind[0]}{number}" for number in count(1))
        id_ = next(each for each in numbers if each not in self._taken)
        self._taken.add(id_)
        return id_

    # ---- stages

    def _stages(self, edits: GridEdits) -> list[RecordId | None]:
        """The stages of the columns: new ones are added, those whose column is gone removed."""
        place = place_of(self._table.head)
        stages: list[RecordId | None] = []
        for number, column in enumerate(self._table.columns):
            if column.is_new:
                stages.append(self._add_stage(number, column.title))
                continue
            if column.stage and checksum(column.title) != column.checksum:
                title = plain(self._base.element(column.stage).title)
                edits.stage(column.stage, title, column.title, place)
            stages.append(column.stage)
        written = (row.written.cells for row in self._table.rows if row.written)
        gone = {stage for cells in written for stage in cells if stage} - self._stage_ids
        self._revision.removed += sorted(gone)
        return stages

    def _add_stage(self, number: int, title: str) -> RecordId:
        columns = self._table.columns
        ranks = ranks_between(self._rank(columns[:number][::-1]), self._rank(columns[number:]), 1)
        row: dict[str, Any] = {"id": self._new_id("stage"), "kind": "stage", "title": title}
        if ranks:
            row["rank"] = ranks[0]
        self._revision.added.append(row)
        self._revision.places[row["id"]] = place_of(self._table.head)
        return str(row["id"])

    def _rank(self, columns: Sequence[Column]) -> float | None:
        ids = [column.stage for column in columns if column.stage]
        return self._base.element(ids[0]).rank if ids else None

    # ---- rows

    def _written(
        self, row: Row, written: WrittenRow, stages: Sequence[RecordId | None]
    ) -> tuple[GridRow, list[RecordId | None], list[str]]:
        """A row as it was written, and the stages and cells where it is now, which are parallel."""
        gone = [stage for stage in written.cells if stage not in self._stage_ids]
        now = [*row.cells, *[""] * len(gone)]
        cells = []
        for stage, cell in zip([*stages, *gone], now, strict=True):
            lines = lines_by_checksum(cell, written, self._texts)
            present = [each for each in written.cells.get(stage, ()) if each.id in self._base]
            cells.append(tuple(self._line(written.field, each, lines) for each in present))
        title, kinds, lane, field = row.title, written.kinds, written.lane, written.field
        return GridRow(title, kinds, lane, field, tuple(cells)), [*stages, *gone], now

    def _line(self, field: str, written: WrittenLine, lines: Mapping[str, str]) -> GridLine:
        """A line as it was written, as far as it is there; else as the map has it now."""
        element = self._base.element(written.id)
        if isinstance(element, Stage):
            now = stage_line(element, field, self._texts)
        else:
            assert isinstance(element, Common)
            now = line_of(self._base, element, self._texts)
        words = lines.get(written.checksum)
        if words is None and not self._is_unicode:
            words = next(
                (each for each in lines.values() if _narrowed(each) == _narrowed(now.words)), None
            )
        return now if words is None else now._replace(words=words)


def _is_unicode(data: bytes) -> bool:
    """Whether a file can have all characters."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return True


def _narrowed(words: str) -> str:
    """Words as Windows' own encoding has them: a question mark for what it lacks."""
    return re.sub(r"\?+", "?", words.encode("cp1252", "replace").decode("cp1252"))
