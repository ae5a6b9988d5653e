"""Workbooks (XLSX) as grids, one for each sheet, with the colours of their cells.

Values are read as they were last computed, never formulas. What a workbook unpacks to is bounded
before anything of it is parsed, and its XML is read without entities (openpyxl uses defusedxml).
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.exchange.tables.blocks import (
    MAX_COLUMNS,
    Block,
    Document,
    Grid,
    Heading,
    grid_of,
)
from journeyeditor.i18n import N_, Phrase

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = N_("is a damaged workbook; open it in a spreadsheet program and save it again.")
#: Bounds on what is unpacked (bytes) and read.
MAX_UNPACKED, MAX_PARTS, MAX_SHEETS, MAX_SHEET_ROWS = 64 * 2**20, 2_000, 50, 5_000


def is_workbook(data: bytes) -> bool:
    """Whether data is a workbook of any age."""
    if data.startswith(_OLE):
        return True
    if not data.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return any(name.startswith("xl/") for name in file.namelist()[:MAX_PARTS])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_workbook(data: bytes) -> Document:
    """The visible sheets of a workbook; raises ImportFailure."""
    if data.startswith(_OLE):
        raise ImportFailure(
            Phrase(
                N_(
                    "is a file of an old Office format or protected by a password; save it as XLSX or DOCX without a password."
                )
            )
        )
    with opened_workbook(data) as book:
        blocks = [block for sheet in book.worksheets[:MAX_SHEETS] for block in _sheet(sheet)]
    return Document(tuple(blocks))


@contextmanager
def opened_workbook(data: bytes) -> Iterator[Any]:
    """A workbook of openpyxl, for values only; raises ImportFailure, also for damage met while it is read."""
    from warnings import catch_warnings

    from openpyxl import load_workbook

    _check_size(data)
    try:
        with catch_warnings(action="ignore"):  # on parts that nobody here reads
            yield load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except ImportFailure:
        raise
    except Exception as error:  # a stranger's XML can raise anything in the library
        raise ImportFailure(Phrase(_DAMAGED)) from error


def _check_size(data: bytes) -> None:
    """Refuse an archive that unpacks to more than any workbook of a journey."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = file.infolist()
            size = sum(part.file_size for part in parts)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ImportFailure(Phrase(_DAMAGED)) from error
    if len(parts) > MAX_PARTS or size > MAX_UNPACKED:
        raise ImportFailure(
            Phrase(
                N_("unpacks to more than {count} MiB; save only the sheets with the journey."),
                count=MAX_UNPACKED // 2**20,
            )
        )


def _sheet(sheet: Any) -> Iterator[Block]:
    """A heading and the grid of a sheet, unless it is hidden or empty."""
    if getattr(sheet, "sheet_state", "visible") != "visible" or not hasattr(sheet, "iter_rows"):
        return
    rows: list[list[str]] = []
    fills: list[tuple[int, int, str]] = []
    cells_of_rows = sheet.iter_rows(max_row=MAX_SHEET_ROWS, max_col=MAX_COLUMNS)
    for number, cells in enumerate(checkpoints(cells_of_rows)):
        row = []
        for column, cell in enumerate(cells):
            row.append(_words(cell))
            if colour := _fill(cell):
                fills.append((number, column, colour))
        rows.append(row)
    grid = grid_of(rows, place=Phrase(N_("sheet “{sheet}”"), sheet=sheet.title), fills=tuple(fills))
    if grid is not None:
        yield Heading(1, str(sheet.title), 1)
        yield from _tables(grid)


def _tables(grid: Grid) -> Iterator[Grid]:
    """The parts of a sheet between two or more empty rows."""
    start, empty = 0, 0
    for number, row in enumerate((*grid.rows, *[("",)] * 2)):
        empty = 0 if any(cell.strip() for cell in row) else empty + 1
        if empty == 2:
            part = grid.rows[start : number - 1]
            if any(any(row) for row in part):
                fills = tuple((r - start, c, fill) for r, c, fill in grid.fills if r >= start)
                yield Grid(part, start + 1, grid.place, fills=fills)
            start = number + 1
        elif empty > 2:
            start = number + 1


def _words(cell: Any) -> str:
    """The value of a cell as it is shown, as far as that can be known."""
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, int | float):
        style = str(getattr(cell, "number_format", ""))
        return f"{value * 100:g} %" if "%" in style else f"{value:.12g}"
    return str(value)


def _fill(cell: Any) -> str:
    """The background of a cell as #RRGGBB, "" if it has none of its own."""
    fill = getattr(cell, "fill", None) if getattr(cell, "has_style", False) else None
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    value = getattr(colour, "rgb", None) if getattr(colour, "type", "") == "rgb" else None
    return f"#{value[-6:].upper()}" if isinstance(value, str) and len(value) >= 6 else ""
