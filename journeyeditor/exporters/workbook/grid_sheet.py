"""The sheet of the journey, whose rows are found by their titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from journeyeditor.exporters.grid import GridLine, GridRow, JourneyGrid
from journeyeditor.exporters.grid.edits import GridEdits, plain
from journeyeditor.exporters.workbook.cells import readable, short
from journeyeditor.i18n import N_, Phrase, Texts

#: Rows above the one with the stages, at least.
TITLE_ROWS = 2


def compare_grid(
    grid: JourneyGrid,
    rows: Sequence[Sequence[object]],
    sheet: str,
    texts: Texts,
    edits: GridEdits,
) -> None:
    """Compare the rows of the sheet with the journey that was written to it."""
    word = texts("Stage")
    heads = (n for n, row in enumerate(rows) if n >= TITLE_ROWS and plain(row[0]) == word)
    start = next(heads, None)
    if start is None:
        lost = N_("sheet “{sheet}” has lost its row “{row}” and was left out")
        edits.note(Phrase(lost, sheet=sheet, row=word))
        return
    place = Phrase(N_("sheet “{sheet}”, row {row}"), sheet=sheet, row=start + 1)
    for stage, cell in zip(grid.stages, rows[start][1:], strict=False):
        if stage:
            edits.stage(stage.id, _written(stage.title), plain(cell), place)
    known: dict[str, list[GridRow]] = defaultdict(list)
    for row in grid.rows:
        known[_written(row.title)].append(row)
    stages = [stage.id if stage else None for stage in grid.stages]
    for number, cells in enumerate(rows[start + 1 :], start + 2):
        if not any(plain(cell) for cell in cells):
            continue
        name = plain(cells[0])
        place = Phrase(N_("sheet “{sheet}”, row {row}"), sheet=sheet, row=number)
        if known[name]:
            edits.row(_as_written(known[name].pop(0)), stages, cells[1:], place)
        else:
            other = N_("{place}: “{title}” is not a row of the journey; left out")
            edits.note(Phrase(other, place=place, title=short(name)))


def _as_written(row: GridRow) -> GridRow:
    cells = tuple(
        tuple(GridLine(line.id, _written(line.words), line.field) for line in cell)
        for cell in row.cells
    )
    return row._replace(cells=cells)


def _written(words: str) -> str:
    """A text as it was written to the sheet, in one line."""
    return plain(readable(words))
