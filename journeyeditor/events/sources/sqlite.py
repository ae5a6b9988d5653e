"""SQLite files, read by Python's own library: no extension of the database is needed.

The file may come from a stranger: it is opened read-only, and an authorizer permits nothing but to
read its tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from journeyeditor.events.database import Database, quoted
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.rows import relation_of, write
from journeyeditor.events.sources.source import MAX_SAMPLE, SAMPLE_ROWS, Column, Source
from journeyeditor.events.sources.tables import chosen_table
from journeyeditor.i18n import N_

_PERMITTED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
#: Functions that reach beyond the file.
_FORBIDDEN = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
#: Instructions of SQLite between two looks at whether the work was cancelled.
_STEPS = 20_000
#: The longest value that a query may make (bytes).
_LONGEST = 16 * 1024 * 1024


def open_sqlite(database: Database, path: Path, table: str, query: str) -> Source:
    with closing(_connect(database, path)) as connection:
        try:
            selected = query.strip().rstrip(";") or _select_all(connection, table)
            cursor = connection.execute(f"select * from ({selected})")
            names = [str(each[0]) for each in cursor.description]
            sample = [
                [text[:MAX_SAMPLE] for text in _texts(row)] for row in islice(cursor, SAMPLE_ROWS)
            ]
        except sqlite3.Error as error:
            raise _unreadable(database, error) from error

    def prepare(_: Sequence[str]) -> None:
        write(database, _rows(database, path, selected))

    write(database, sample)
    relation = relation_of(database, len(names))
    columns = [Column(name, "VARCHAR", f"c{i}") for i, name in enumerate(names)]
    return Source(columns, relation, prepare=prepare)


def sqlite_tables(database: Database, path: Path) -> tuple[str, ...]:
    """The tables and views of a file; raises EventLogError."""
    with closing(_connect(database, path)) as connection:
        try:
            return _tables(connection)
        except sqlite3.Error as error:
            raise _unreadable(database, error) from error


def _tables(connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = connection.execute(
        "select name from sqlite_master where type in ('table', 'view') "
        "and name not like 'sqlite\\_%' escape '\\' order by name"
    )
    return tuple(str(name) for (name,) in rows)


def _select_all(connection: sqlite3.Connection, table: str) -> str:
    return f"select * from {quoted(chosen_table(_tables(connection), table))}"


def _rows(database: Database, path: Path, selected: str) -> Iterator[Sequence[object]]:
    with closing(_connect(database, path)) as connection:
        try:
            yield from map(_texts, connection.execute(f"select * from ({selected})"))
        except sqlite3.Error as error:
            raise _unreadable(database, error) from error


def _connect(database: Database, path: Path) -> sqlite3.Connection:
    def is_cancelled() -> bool:
        try:
            database.check()
        except BaseException:  # raised again where the query ends
            return True
        return False

    def authorize(action: int, first: str | None, second: str | None, *_: object) -> int:
        is_permitted = action in _PERMITTED and second not in _FORBIDDEN
        return sqlite3.SQLITE_OK if is_permitted else sqlite3.SQLITE_DENY

    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute("pragma trusted_schema = off")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.set_authorizer(authorize)
    connection.set_progress_handler(is_cancelled, _STEPS)
    return connection


def _texts(row: Sequence[object]) -> list[str]:
    return [_text(value) for value in row]


def _text(value: object) -> str:
    if value is None or isinstance(value, bytes):
        return ""
    return str(value).replace("\0", "")


def _unreadable(database: Database, error: sqlite3.Error) -> EventLogError:
    database.check()
    # Ctrl-C within the progress handler; what does not come from SQLite has no code.
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
        raise KeyboardInterrupt from None
    return EventLogError(N_("The database cannot be read: {reason}"), reason=str(error)[:200])
