"""Comma, semicolon and tab separated values as grids, with breaks and quotes in cells."""

from __future__ import annotations

import re

from journeyeditor.exchange.separated_values import PIPE, rows_of, separator_of
from journeyeditor.exchange.tables.blocks import Block, Document, Prose, grid_of

#: Tables of other markup, whose lines may have these signs too.
_MARKUP = re.compile(r"^[ \t]*(?:\||#{1,6} |```|~~~|\+[-=]{3})", re.MULTILINE)


def read_delimited(text: str) -> Document | None:
    """The tables of a text of separated values, apart where a line is empty; None if it is none."""
    separator = "" if _MARKUP.search(text) else separator_of(text)
    if not separator or separator == PIPE:
        return None
    return Document(tuple(_blocks(rows_of(text, separator))))


def _blocks(rows: list[list[str]]) -> list[Block]:
    """Tables apart at lines without any cell; a single cell before a table is its title."""
    blocks: list[Block] = []
    part: list[list[str]] = []
    start = 1
    for number, row in enumerate([*rows, []], 1):
        if len(row) > 1 or any(row):
            if not part:
                start = number
            part.append(row)
            continue
        blocks += _part(part, start)
        part = []
    return blocks


def _part(rows: list[list[str]], start: int) -> list[Block]:
    if len(rows) == 1:
        return [Prose(" ".join(filter(None, rows[0])), start)] if any(rows[0]) else []
    grid = grid_of(rows, start)
    return [grid] if grid is not None else []
