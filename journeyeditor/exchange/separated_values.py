"""Cells of text between tabs, semicolons, commas or pipes: the one reader of them.

Journeys, funnels, our own tables and what is pasted as cards begin here.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.guarded_cells import unguarded

SEPARATORS, PIPE = ("\t", ";", ","), "|"
#: Limits for untrusted files; more rows than a map has elements are no journey.
MAX_ROWS, MAX_CELL = 100_000, 100_000
#: A pipe that is not escaped.
UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
#: The share of rows that are of one width.
_ALIKE = 0.6
_ITEM = re.compile(r"^[ \t]*(?:[-*]|\d+\.)[ ][^\n]*", re.MULTILINE)
_QUOTED = re.compile(r'"[^"]*"')
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


def separator_of(text: str) -> str:
    """The sign between the cells of a text that is a table, "" if it is none: prose, a list, one column.

    Single cells may stand above and below it; most rows are of one width, and all have several
    cells. Commas and semicolons are prose unless they stand alike in the lines.
    """
    items = _ITEM.findall(text)
    best, found = 0.0, ""
    for sign in (SEPARATORS[0], PIPE, *SEPARATORS[1:]):
        is_list = any(sign == "," or sign not in item for item in items)
        rows = rows_of(text, sign) if sign in text and not is_list else []
        fitness = _fitness(rows)
        if fitness > best and not (sign == "," and _is_prose(text)):
            best, found = fitness, sign
    return found


def _fitness(rows: Sequence[Sequence[str]]) -> float:
    """How alike rows are, without the single cells above and below them: 0 if they are no table."""
    filled = [row for row in rows if any(row) and not is_ruler(row)]
    inner = [i for i, row in enumerate(filled) if len(row) > 1]
    if not inner:
        return 0.0
    body = filled[inner[0] : inner[-1] + 1]
    width, count = Counter(len(row) for row in body).most_common(1)[0]
    several = sum(sum(map(bool, row)) > 1 for row in body)
    is_alike = count >= _ALIKE * len(body) and several * 2 >= len(body)
    is_table = width > 1 and len(body) > 1 and is_alike and len(inner) == len(body)
    return count / len(body) if is_table else 0.0


def _is_prose(text: str) -> bool:
    """Whether the commas of a text are those of sentences: with blanks behind most of them."""
    bare = _QUOTED.sub("", text)
    return bare.count(", ") * 2 >= max(bare.count(","), 1)


def piped_cells(line: str) -> list[str]:
    """The cells between the pipes of a line; an escaped pipe belongs to a cell."""
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in UNESCAPED_PIPE.split(inner)]


def is_ruler(row: Sequence[str]) -> bool:
    """Whether a row is the one below the header of a Markdown table."""
    return any(row) and all(_DASHES.match(cell) for cell in row if cell)
