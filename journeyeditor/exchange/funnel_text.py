"""Tables in text of any origin: encodings, separators, titles and several tables in one file.

Formats: comma, semicolon, tab and pipe tables (with Markdown's delimiter row and trailing pipes).
Lines that begin with # are comments; a line with a single cell before a table is its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from journeyeditor.exchange.separated_values import is_ruler, rows_of, separator_of
from journeyeditor.exchange.sources import decoded as decode
from journeyeditor.i18n import N_, Phrase, Texts
from journeyeditor.values import composed

#: Limits for untrusted files.
MAX_BYTES = 16 * 2**20
_NOTHING = re.compile(r"^(no data available|ingen data|keine daten|inga data)\.?$", re.IGNORECASE)

_NO_TEXT = N_("This is not a text file, or its encoding is not supported. Save it as UTF-8.")


class TableError(ValueError):
    """Text in which no table can be read; its message says why."""

    def __init__(self, sentence: str, **values: str | int) -> None:
        """The arguments are an English message id, and the values of its placeholders."""
        self._phrase = Phrase(sentence, **values)
        super().__init__(str(self._phrase))

    def message(self, texts: Texts) -> str:
        return self._phrase.text(texts)


class Table(NamedTuple):
    """One table: `line` is the line number of its header (from 1), `title` may be ""."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


def decoded(data: bytes) -> str:
    """The text of a file in any encoding; raises TableError if it is too large or not text."""
    if len(data) > MAX_BYTES:
        raise TableError(N_("The table is larger than {most} MiB."), most=MAX_BYTES // 2**20)
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        raise TableError(_NO_TEXT) from error
    if "\0" in text:
        raise TableError(_NO_TEXT)
    return composed(text)


def read_tables(text: str) -> list[Table]:
    """The tables of a text, except those without rows.

    Raises TableError if there are none.
    """
    tables = [table for block in _blocks(text) for table in _tables(*block)]
    if not tables:
        raise TableError(N_("No table with at least two columns and two rows was found."))
    return tables


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield runs of lines between empty lines and comments, with their first line number."""
    start, lines = 1, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        is_break = not line.strip(" \t,;|") or line.lstrip(' "').startswith(("#", "```", "~~~"))
        if is_break:
            if lines:
                yield start, lines
            lines = []
            continue
        if not lines:
            start = number
        lines.append(line)
    if lines:
        yield start, lines


def _tables(start: int, lines: list[str]) -> Iterator[Table]:
    """The table of a run of lines; preceding lines with a single cell are its title."""
    separator = separator_of("\n".join(lines)) or ","
    rows = [row for row in _records(lines, separator) if row and not is_ruler(row)]
    titles = []
    skipped = 0
    while rows and sum(bool(cell) for cell in rows[0]) <= 1:
        titles.append(next((cell for cell in rows[0] if cell), ""))
        rows.pop(0)
        skipped += 1
    if len(rows) < 2 or len(rows[0]) < 2:
        return
    width = len(rows[0])
    body = [tuple((row + [""] * width)[:width]) for row in rows[1:]]
    title = " ".join(words for words in titles if words and not _NOTHING.match(words))
    yield Table(title, tuple(rows[0]), tuple(body), start + skipped)


def _records(lines: list[str], separator: str) -> list[list[str]]:
    """The rows of cells; raises TableError for a cell that is too long."""
    rows = rows_of("\n".join(lines), separator)
    if not rows:
        raise TableError(N_("A cell is too long."))
    return [[cell.strip('"') for cell in row] for row in rows]
