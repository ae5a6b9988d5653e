"""Blocks of text and signs, and how they follow one another in columns and on pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from journeyeditor.display.primitives import Bookmark, Group, Primitive, Role, Tag
from journeyeditor.display.theme import READABLE, legible
from journeyeditor.geometry import Point, shift
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BOLD

#: Type size of headings.
HEADING = 8.0
#: Space above a section, between a heading and its list, and between two items.
SECTION, UNDER, BETWEEN = 13.0, 3.6, 2.4


class Block(NamedTuple):
    """What is not divided: its drawing at (0, 0), its height, and the gap above it.

    `is_head` keeps it with the next block; the gap is dropped at the top of a column. `role` is what
    it is to readers who do not see it.
    """

    drawing: tuple[Primitive, ...]
    height: float
    gap: float = 0.0
    is_head: bool = False
    bookmark: str = ""
    role: Role = ""

    def at(self, x: float, y: float) -> Group:
        """Return the drawing with its upper left corner at (x, y)."""
        return Group(self.drawing, shift(x, y), tag=Tag(self.role) if self.role else None)


#: The blocks of a column or page with their upper edges.
Column: TypeAlias = list[tuple[Block, float]]


def total_height(blocks: Sequence[Block]) -> float:
    gaps = sum(block.gap for block in blocks[1:])
    return sum(block.height for block in blocks) + gaps


def columns_of(blocks: Sequence[Block], room: float) -> list[Column]:
    """Distribute blocks over columns or pages of one height.

    A head never ends one, and no item of a list is alone at the end or the top of one.
    """
    columns: list[Column] = [[]]
    y = 0.0
    waiting: list[Block] = []
    for place, block in enumerate(blocks):
        waiting.append(block)
        if block.is_head or _is_kept_with_next(blocks, place):
            continue
        needed = total_height(waiting) + (waiting[0].gap if columns[-1] else 0.0)
        if columns[-1] and y + needed > room:
            columns.append([])
            y = 0.0
        for each in waiting:
            y += each.gap if columns[-1] else 0.0
            columns[-1].append((each, y))
            y += each.height
        waiting = []
    return columns


def _is_kept_with_next(blocks: Sequence[Block], place: int) -> bool:
    """Whether a block is the first of a list, or the last but one, with another item after it."""
    block, after = blocks[place], blocks[place + 1 : place + 2]
    if block.role != "LI" or not after or after[0].role != "LI":
        return False
    is_first = not place or blocks[place - 1].role != "LI"
    is_last_but_one = place + 2 == len(blocks) or blocks[place + 2].role != "LI"
    return is_first or is_last_but_one


def balanced(blocks: Sequence[Block], count: int) -> tuple[list[Column], float]:
    """Distribute blocks over at most `count` columns of the least height; also return that height."""
    low, high = total_height(blocks) / count, total_height(blocks)
    for _ in range(12):
        middle = (low + high) / 2
        if len(columns_of(blocks, middle)) <= count:
            high = middle
        else:
            low = middle
    # What is not divided may be higher than that, and leaves room in other columns.
    columns = columns_of(blocks, max(high, height_of(columns_of(blocks, high))))
    return columns, height_of(columns)


def height_of(columns: Iterable[Column]) -> float:
    """Return the height of the longest column."""
    ends = [y + block.height for column in columns for block, y in column[-1:]]
    return max(ends, default=0.0)


def drawn(column: Column, x: float = 0.0) -> list[Primitive]:
    """Return the drawing of a column whose upper left corner is at (x, 0)."""
    drawing: list[Primitive] = []
    for block, y in column:
        if block.bookmark:
            drawing.append(Bookmark(block.bookmark, Point(x, y), 0))
        drawing.append(block.at(x, y))
    return drawing


def heading_block(
    words: str,
    width: float,
    context: RenderContext,
    gap: float = SECTION,
    role: Role = "H2",
) -> Block:
    line = context.text(words, HEADING, width, weight=BOLD, max_lines=2)
    drawing = context.place(line, 0, 0, brand_colour(context), width=width)
    return Block(tuple(drawing), line.height, gap, is_head=True, role=role)


def brand_colour(context: RenderContext) -> str:
    return legible(context.theme["brand"], context.theme["paper"], READABLE)
