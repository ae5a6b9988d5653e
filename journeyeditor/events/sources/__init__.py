"""Where events come from: each format is a relation of the database, with the columns it has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from journeyeditor.events.database import Database, Limits, Progress
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.folder import files_in, only_kind, open_folder
from journeyeditor.events.sources.source import Source
from journeyeditor.i18n import N_

__all__ = ["ONLY_TABLE", "SUFFIXES", "Query", "Source", "database_for", "open_source", "tables_of"]

#: The names of files end so, without the dot.
SUFFIXES = (
    *("csv", "tsv", "txt", "json", "jsonl", "ndjson", "parquet", "xes", "gz"),
    *("sqlite", "sqlite3", "db", "duckdb"),
)


class Query(NamedTuple):
    """What is read of a database file: a table, or the rows of a query."""

    table: str = ""
    query: str = ""


#: The only table there is.
ONLY_TABLE = Query()


def database_for(path: str, limits: Limits, progress: Progress | None) -> Database:
    """A database that can read the log at a path; raises EventLogError."""
    files = [str(each) for each in files_of(path)]
    attached = files[0] if len(files) == 1 and _kind(files[0]) == "duckdb" else ""
    return Database(files, attached, limits, progress)


def open_source(database: Database, path: str, query: Query = ONLY_TABLE) -> Source:
    """The events at a path; raises EventLogError."""
    files = files_of(path)
    if len(files) > 1:
        kind = only_kind([_kind_of_text(database, each) for each in files])
    else:
        kind = _kind(str(files[0]))
    if query != ONLY_TABLE and kind not in ("sqlite", "duckdb"):
        raise EventLogError(
            N_("Only database files have tables and queries; this file is not one.")
        )
    if len(files) > 1 and kind != "parquet":
        return open_folder(
            database, Path(os.path.abspath(path)), files, lambda file: _open_text(database, file)
        )
    return _open(database, files, kind, query)


def tables_of(database: Database, path: str) -> tuple[str, ...]:
    """The tables and views of a database file, none of another; raises EventLogError."""
    files = files_of(path)
    kind = _kind(str(files[0])) if len(files) == 1 else ""
    if kind == "sqlite":
        from journeyeditor.events.sources.sqlite import sqlite_tables

        return sqlite_tables(database, files[0])
    if kind == "duckdb":
        from journeyeditor.events.sources.duckdb_file import duckdb_tables

        return tuple(duckdb_tables(database))
    return ()


def files_of(path: str) -> list[Path]:
    """The files of a log: the file, or those in a folder; raises EventLogError."""
    log = Path(os.path.abspath(path))
    try:
        if log.is_dir():
            return files_in(log)
        if not log.is_file():
            reason = N_("This is not a regular file.") if log.exists() else N_("There is no file.")
            raise EventLogError(reason)
        with log.open("rb"):
            return [log]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EventLogError(N_("The file could not be read: {reason}."), reason=reason) from error


def _open(database: Database, files: list[Path], kind: str, query: Query) -> Source:
    if kind == "parquet":
        from journeyeditor.events.sources.parquet import open_parquet

        return open_parquet(database, files)
    if kind == "sqlite":
        from journeyeditor.events.sources.sqlite import open_sqlite

        return open_sqlite(database, files[0], query.table, query.query)
    if kind == "duckdb":
        from journeyeditor.events.sources.duckdb_file import open_duckdb

        return open_duckdb(database, query.table, query.query)
    return _open_text(database, files[0])


def _open_text(database: Database, file: Path) -> Source:
    from journeyeditor.events.sources.text import TextFile

    text = TextFile(database, file)
    kind = text.kind
    if kind == "xes":
        from journeyeditor.events.sources.xes import open_xes

        return open_xes(database, text)
    if kind == "json":
        from journeyeditor.events.sources.json_lines import open_json

        return open_json(database, text)
    from journeyeditor.events.sources.delimited import open_delimited

    return open_delimited(database, text)


def _kind_of_text(database: Database, file: Path) -> str:
    """What a file is, a text by how it begins."""
    from journeyeditor.events.sources.text import TextFile

    kind = _kind(str(file))
    return TextFile(database, file).kind if kind == "text" else kind


def _kind(path: str) -> str:
    """What a file is, by its first bytes: parquet, sqlite, duckdb, or text."""
    with open(path, "rb") as file:
        start = file.read(16)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"SQLite format 3\0"):
        return "sqlite"
    return "duckdb" if start[8:12] == b"DUCK" else "text"
