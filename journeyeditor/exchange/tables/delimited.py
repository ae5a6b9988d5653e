"""Comma, semicolon and tab separated values as grids, with breaks and quotes in cells."""

from __future__ import annotations

import re
from collections import Counter

from journeyeditor.exchange.separated_values import SEPARATORS, rows_of
from journeyeditor.exchange.tables.blocks import Block, Document, Prose, grid_of

_PROSE_SHARE = 0.5
_ITEM = re.compile(r"^[ \t]*(?:[-*]|\d+\.)[ ][^\n]*", re.MULTILINE)


def read_delimited(text: str) -> Document | None:
    """The tables of a text of separated values, apart where a line is empty; None if it is none."""
    if re.search(r"^[ \t]*(?:\||#{1,6} |```|~~~|\+[-=]{3})", text, re.MULTILINE):
        return None
    items = _ITEM.findall(text)
    for separator in SEPARATORS:
        if any(separator == "," or separator not in item for item in items):
            continue  # a list
        rows = rows_of(text, separator) if separator in text else []
        if rows and _is_table(rows, separator, text):
            return Document(tuple(_blocks(rows)))
    return None


def _is_table(rows: list[list[str]], separator: str, text: str) -> bool:
    """Whether most rows have the same number of cells, and commas are no prose."""
    filled = [row for row in rows if any(row)]
    widths = Counter(len(row) for row in filled)
    width, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1]), default=(0, 0))
    if width < 2 or len(filled) < 2 or count < 0.6 * len(filled):
        return False
    if sum(sum(map(bool, row)) > 1 for row in filled) * 2 < len(filled):
        return False  # such as an outline by tabs
    if separator != ",":
        return True
    commas = text.count(",")
    return text.count(", ") < _PROSE_SHARE * commas or '"' in text


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
