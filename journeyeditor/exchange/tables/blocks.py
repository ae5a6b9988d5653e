"""What a document is made of, whatever it is written in: headings, prose, lists and grids of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from journeyeditor.exchange.separated_values import MAX_ROWS
from journeyeditor.exchange.sources import at_line
from journeyeditor.i18n import Sentence

#: Limits for untrusted files; a larger table is no journey that anybody drew.
MAX_COLUMNS, MAX_BLOCKS = 400, 20_000
#: Tables of plain text may be as wide as the stages of the largest maps, if they have few rows.
MAX_WIDTH, MAX_CELLS = 4_000, 8_000_000


class Heading(NamedTuple):
    """A heading; the first level is 1."""

    level: int
    text: str
    line: int


class Prose(NamedTuple):
    """A line of text outside of tables and lists."""

    text: str
    line: int


class Item(NamedTuple):
    """An item of a list or a line of an outline; the first depth is 0."""

    depth: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A list, with the items of nested ones."""

    items: tuple[Item, ...]

    @property
    def line(self) -> int:
        return self.items[0].line


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of equal length; cells have the marks of their markup still.

    `fills` are the background colours (#RRGGBB) of cells by row and column. `has_header`: the
    markup says that the first row is one. `place` says where it stands in the file.
    """

    rows: tuple[tuple[str, ...], ...]
    line: int = 1
    place: Sentence = ""
    has_header: bool = False
    fills: tuple[tuple[int, int, str], ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


Block: TypeAlias = Heading | Prose | Outline | Grid


class Document(NamedTuple):
    """The blocks of a file in reading order."""

    blocks: tuple[Block, ...]


def grid_of(
    rows: list[list[str]],
    line: int = 1,
    place: Sentence = "",
    *,
    has_header: bool = False,
    fills: tuple[tuple[int, int, str], ...] = (),
) -> Grid | None:
    """A table of rows of any length without empty columns at the end; None if it is too small."""
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell.strip()), default=0)
    rows = rows[:MAX_ROWS]
    width = min(width, MAX_WIDTH, MAX_CELLS // max(len(rows), 1))
    whole = [tuple((row + [""] * width)[:width]) for row in rows]
    if not whole or not width:
        return None
    return Grid(tuple(whole), line, place or at_line(line), has_header, fills)
