"""Cells of text between tabs, semicolons, commas or pipes: the one reader of them.

Journeys, funnels, our own tables and what is pasted as cards begin here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from itertools import islice

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.guarded_cells import unguarded

SEPARATORS, PIPE = ("\t", ";", ","), "|"
#: Limits for untrusted files; a larger table is no journey that anybody drew.
MAX_ROWS, MAX_CELL = 20_000, 100_000
#: A pipe that is not escaped.
UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"^(?:(?=.*--)[\s|:-]++|:?-:?)$", re.DOTALL)


def rows_of(text: str, separator: str) -> list[list[str]]:
    """The rows of a text as if cells were apart by this sign; none if a cell is too long.

    Cells may be quoted and hold several lines, unless a quote has no end. Pipes follow Markdown,
    whose rows are lines.
    """
    if separator == PIPE:
        lines = text.split("\n", MAX_ROWS)[:MAX_ROWS]
        return [piped_cells(line) for line in checkpoints(lines) if line.strip()]
    csv.field_size_limit(MAX_CELL)
    file = io.StringIO(text, newline="")
    if text.count('"') % 2:
        reader = csv.reader(file, delimiter=separator, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(file, delimiter=separator)
    try:
        rows = islice(checkpoints(reader, text.count("\n")), MAX_ROWS + 1)
        return [[unguarded(cell.strip()) for cell in row] for row in rows]
    except csv.Error:
        return []


def piped_cells(line: str) -> list[str]:
    """The cells between the pipes of a line; an escaped pipe belongs to a cell."""
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in UNESCAPED_PIPE.split(inner)]


def is_ruler(row: Sequence[str]) -> bool:
    """Whether a row is the one below the header of a Markdown table."""
    return any(row) and all(_DASHES.match(cell) for cell in row if cell)
