"""Tables whose first row is no header: spreadsheets begin with figures as often as with words."""

from __future__ import annotations

from journeyeditor.exchange.funnel.words import COUNT, FIGURE, RATE, SEGMENT, STEP
from journeyeditor.exchange.tables import Table
from journeyeditor.values import read_column


def headed(table: Table) -> Table:
    """A table whose first row is no header with letters for one, as spreadsheets have."""
    figures = read_column(table.header)
    below = [read_column(row[i] for row in table.rows) for i in range(len(table.header))]
    is_named = any(
        known.search(cell)
        for cell in table.header
        for known in (STEP, COUNT, RATE, SEGMENT)
        if not FIGURE.match(cell)
    )
    is_data = any(
        figure is not None and sum(cell is not None for cell in column) * 2 > len(column)
        for figure, column in zip(figures, below, strict=True)
    )
    if is_named or not is_data:
        return table
    letters = tuple(_letter(i) for i in range(len(table.header)))
    return table._replace(header=letters, rows=(table.header, *table.rows))


def _letter(index: int) -> str:
    """The name of a column, from A to Z, then AA and so on."""
    rest, digit = divmod(index, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("A") + digit)
