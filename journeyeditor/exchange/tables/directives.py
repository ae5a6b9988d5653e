"""Tables in directives of Sphinx and MyST: `list-table`, whose rows are lists within a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from journeyeditor.exchange.tables.blocks import Grid, grid_of

_LIST_TABLE = re.compile(
    r"\s*(?:\.\.\s+list-table::|(?:`{3,}|~{3,}|:{3,})\s*\{list-table\})\s*(.*)"
)
_OPTION = re.compile(r"\s*:([\w-]+):\s*(.*)")
_ROW = re.compile(r"\s*[*-]\s+[*-](?:\s+(?P<text>.*))?")
_CELL = re.compile(r"\s*[*-](?:\s+(?P<text>.*))?")
_END = re.compile(r"\s*(?:`{3,}|~{3,}|:{3,})\s*")


class PlacedGrid(NamedTuple):
    """A table, and the number of the line below it."""

    grid: Grid
    end: int


def is_list_table(line: str) -> bool:
    return bool(_LIST_TABLE.fullmatch(line))


def read_list_table(lines: Sequence[str], start: int) -> PlacedGrid | None:
    """The table of a directive that begins in a line; None if there is none."""
    opening = _LIST_TABLE.fullmatch(lines[start])
    if opening is None:
        return None
    rows: list[list[str]] = []
    has_header = False
    base = _indent(lines[start])
    at = start + 1
    while at < len(lines) and not _is_end(lines[at], base, is_begun=bool(rows)):
        option = _OPTION.fullmatch(lines[at]) if not rows else None
        if option:
            has_header = has_header or (option[1] == "header-rows" and option[2].strip() != "0")
        elif not _read_line(lines[at], rows):
            return None
        at += 1
    grid = grid_of(rows, start + 1, has_header=has_header) if len(rows) > 1 else None
    return PlacedGrid(grid, at) if grid is not None else None


def _is_end(line: str, base: int, *, is_begun: bool) -> bool:
    is_outside = bool(line.strip()) and _indent(line) <= base and not _CELL.fullmatch(line)
    return bool(_END.fullmatch(line)) or (is_begun and is_outside)


def _read_line(line: str, rows: list[list[str]]) -> bool:
    """Add a line to the rows; false for a list that is no table."""
    if row := _ROW.fullmatch(line):
        rows.append([(row["text"] or "").strip()])
    elif cell := _CELL.fullmatch(line):
        if not rows:
            return False
        rows[-1].append((cell["text"] or "").strip())
    elif line.strip() and rows:
        rows[-1][-1] = f"{rows[-1][-1]}\n{line.strip()}".strip()
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
