"""Tables of text: comma, semicolon, tab and pipe, with or without a header."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from journeyeditor.events.database import Database, literal
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.source import MAX_COLUMNS, Column, Rejected, Source, Unread
from journeyeditor.events.sources.text import TextFile
from journeyeditor.i18n import N_

SEPARATORS = ",;\t|"
#: Lines by which the separator is recognized.
_LINES = 50
_DATA = re.compile(r"^\s*[-+]?[\d][\d .,:/TZ+-]*$")
_UNCLOSED = N_("a quotation mark that is not closed")


def open_delimited(database: Database, text: TextFile) -> Source:
    lines = text.start.removeprefix("\ufeff").splitlines()
    skipped = next(
        (i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), None
    )
    if skipped is None:
        raise EventLogError(N_("The file is empty."))
    body = lines[skipped:]
    separator = separator_of(body[:_LINES])
    first = _cells(body, separator)
    if len(first) < 2:
        raise EventLogError(N_("The file has one column only. Save it with commas or tabs."))
    if len(first) > MAX_COLUMNS:
        raise EventLogError(N_("The file has too many columns."))
    has_header = not any(_DATA.match(cell) for cell in first)
    names = _names(first) if has_header else [f"{i}" for i in range(1, len(first) + 1)]
    path = text.as_utf8()
    columns = [Column(name, "VARCHAR", f"c{i}") for i, name in enumerate(names)]
    types = ", ".join(f"'{column.expression}': 'VARCHAR'" for column in columns)
    options = (
        f"auto_detect = false, header = {str(has_header).lower()}, skip = {skipped}, "
        f"delim = {literal(separator)}, quote = '\"', escape = '\"', columns = {{{types}}}, "
        "null_padding = true, ignore_errors = true, strict_mode = false, parallel = false"
    )
    plain = f"read_csv({literal(str(path))}, {options})"
    head = skipped + has_header

    def rejected(rows: int) -> Rejected:
        too_long = _rejected(database, str(path))
        if text.lines <= rows + head + too_long.count:
            return too_long
        swallowed = _swallowed(database, plain, columns, separator, head + 1)
        return Rejected(too_long.first + swallowed.first, too_long.count + swallowed.count)

    return Source(
        columns,
        f"read_csv({literal(str(path))}, {options}, store_rejects = true)",
        first_row=head + 1,
        sample=plain,
        rejected=rejected,
    )


def separator_of(lines: Sequence[str]) -> str:
    """The separator that most lines have equally often, outside quotes."""

    def agreement(separator: str) -> tuple[int, int]:
        counts = [re.sub(r'"[^"]*"', "", line).count(separator) for line in lines if line]
        common = max(set(counts), key=counts.count, default=0)
        return (counts.count(common) if common else 0, common)

    return max(SEPARATORS, key=agreement)


def _cells(lines: Sequence[str], separator: str) -> list[str]:
    """The cells of the first row."""
    csv.field_size_limit(1024 * 1024)
    try:
        return next(csv.reader(io.StringIO("\n".join(lines[:_LINES])), delimiter=separator), [])
    except csv.Error as error:
        raise EventLogError(N_("The first row cannot be read.")) from error


def _names(header: Sequence[str]) -> list[str]:
    """Distinct names; a column without one is known by its number."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = base = cell.strip() or str(number)
        again = 2
        while name in names:
            name, again = f"{base} ({again})", again + 1
        names.append(name)
    return names


def _rejected(database: Database, path: str) -> Rejected:
    """The lines of a file that the database refused."""
    rows = database.rows(
        "select line, lower(any_value(error_type)::varchar), count(*) over () "
        "from reject_errors join reject_scans using (scan_id, file_id) "
        f"where file_path = {literal(path)} group by line order by line limit 100"
    )
    return Rejected(
        tuple(Unread(line, reason) for line, reason, _ in rows), rows[0][2] if rows else 0
    )


def _swallowed(
    database: Database, relation: str, columns: Sequence[Column], separator: str, first_row: int
) -> Rejected:
    """Rows inside a value, because the quotation mark before them is not closed.

    They are lines of a value that have as many separators as a row.
    """
    mark = literal(separator)
    lines = " + ".join(
        f"len(list_filter(string_split(coalesce({column.expression}, ''), chr(10))[2:], "
        f"lambda x: length(x) - length(replace(x, {mark}, '')) = {len(columns) - 1}))"
        for column in columns
    )
    numbered = f"select row_number() over () as number, {lines} as lines from {relation}"
    rows = database.rows(
        f"select number, sum(lines) over () from ({numbered}) where lines > 0 "
        "order by number limit 100"
    )
    named = tuple(Unread(number - 1 + first_row, _UNCLOSED) for number, _ in rows)
    return Rejected(named, int(rows[0][1]) if rows else 0)
