"""A folder of files of one kind and with the same columns: one log, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from journeyeditor.events.database import Database
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.source import Column, Part, Source
from journeyeditor.i18n import N_

#: The names of events' files end so; without any of them, files without an ending are read.
_SUFFIXES = ("csv", "tsv", "json", "jsonl", "ndjson", "parquet", "xes")
_DATABASES = ("sqlite", "sqlite3", "db", "duckdb")
_ENDINGS = (*_SUFFIXES, *(f"{suffix}.gz" for suffix in _SUFFIXES), *_DATABASES)
#: A folder has no more files: each is a part of one query.
MAX_FILES = 1000
#: The kinds as people name them.
NAMES = {
    "delimited": "CSV",
    "json": "JSON",
    "xes": "XES",
    "parquet": "Parquet",
    "sqlite": "SQLite",
    "duckdb": "DuckDB",
}
_TOGETHER = ("delimited", "json", "parquet")


def files_in(folder: Path) -> list[Path]:
    """The files of a log below a folder; raises EventLogError if there are none, and OSError.

    What programs leave beside the data begins with a dot or an underscore and is passed over.
    """
    named, unnamed = [], []
    for parent, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for name in sorted(names):
            path = Path(parent, name)
            if name.startswith((".", "_")) or not path.is_file():
                continue
            if name.casefold().endswith(tuple(f".{ending}" for ending in _ENDINGS)):
                named.append(path)
            elif not path.suffix:
                unnamed.append(path)
    if not named and not unnamed:
        raise EventLogError(
            N_("The folder holds no CSV, JSON or Parquet files. Choose another one.")
        )
    return named or unnamed


def only_kind(kinds: Sequence[str]) -> str:
    """The kind that all files of a folder are of; raises EventLogError."""
    found = sorted(set(kinds), key=list(NAMES).index)
    if len(found) > 1:
        raise EventLogError(
            N_(
                "The folder mixes files of several kinds: {kinds}. Choose a file, or a folder of one kind."
            ),
            kinds=", ".join(NAMES[kind] for kind in found),
        )
    (kind,) = found
    if len(kinds) > 1 and kind not in _TOGETHER:
        raise EventLogError(
            N_("A folder of {kind} files cannot be read as one log. Choose one of the files."),
            kind=NAMES[kind],
        )
    if kind != "parquet" and len(kinds) > MAX_FILES:
        raise EventLogError(
            N_("The folder holds more than {most} files. Join some of them, or choose one."),
            most=MAX_FILES,
        )
    return kind


def open_folder(
    database: Database, folder: Path, files: Sequence[Path], open_file: Callable[[Path], Source]
) -> Source:
    """The rows of several files, each opened by `open_file`; columns are the same by their names."""
    parts = []
    for number, file in enumerate(files):
        database.begin(0.1 * number / len(files), 0.1 * (number + 1) / len(files))
        name = file.relative_to(folder).as_posix()
        try:
            parts.append(Part(name, open_file(file)))
        except EventLogError as error:
            raise EventLogError(N_("“{file}”: {reason}"), file=name, reason=error.phrase) from error
        if not parts[-1].source.columns.keys() & parts[0].source.columns.keys():
            raise EventLogError(
                N_("“{file}” has none of the columns of “{first}”."),
                file=name,
                first=parts[0].name,
            )
    names = list(dict.fromkeys(name for part in parts for name in part.source.columns))
    columns = [Column(name, "VARCHAR", f"c{i}") for i, name in enumerate(names)]
    return Source(
        columns,
        _union(parts, names, lambda part: part.relation),
        sample=_union(parts, names, lambda part: part.sample),
        parts=parts,
    )


def _union(parts: Sequence[Part], names: Sequence[str], relation: Callable[[Source], str]) -> str:
    """The rows of all parts: the number of the part as `part`, and the columns as c0, c1 and so on."""
    selects = []
    for number, part in enumerate(parts):
        shown = [f"{number} as part"]
        for i, name in enumerate(names):
            column = part.source.columns.get(name)
            value = f"({column.expression})::varchar" if column else "null::varchar"
            shown.append(f"{value} as c{i}")
        selects.append(f"select {', '.join(shown)} from {relation(part.source)}")
    return f"({' union all '.join(selects)})"


def _refuse(error: OSError) -> None:
    raise error
