"""Rows that Python reads, handed to the database as a table of text in its private folder."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from journeyeditor.events.database import Database, literal
from journeyeditor.events.errors import EventLogError
from journeyeditor.i18n import N_

_NAME = "rows.csv"
#: Rows between two looks at whether the work was cancelled.
_AT_ONCE = 2000


def relation_of(database: Database, count: int) -> str:
    """The relation of rows that `write` has written, with columns c0, c1 and so on."""
    types = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(count))
    path = literal(str(database.folder / _NAME))
    return (
        f"read_csv({path}, auto_detect = false, header = false, delim = ',', quote = '\"', "
        f"escape = '\"', columns = {{{types}}}, max_line_size = {64 * 1024 * 1024}, parallel = false)"
    )


def write(database: Database, rows: Iterable[Sequence[object]]) -> None:
    """Write rows; raises EventLogError if the disk is full, and what cancelled the work."""
    try:
        with (database.folder / _NAME).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            for number, row in enumerate(rows):
                writer.writerow(row)
                if number % _AT_ONCE == 0:
                    database.check()
    except OSError as error:
        reason = error.strerror or str(error)
        raise EventLogError(
            N_("The event log does not fit on the disk: {reason}."), reason=reason
        ) from error
