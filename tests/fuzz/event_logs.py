"""Hostile event logs: tables, JSON lines, XES and SQLite with bytes and lines changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.events.logs import events, json_lines, table, xes
from tests.events.logs import sqlite as write_sqlite
from tests.fuzz import mutations

_LINES = (
    '"', '"a,b', "a,b,c,d,e,f,g,h", "1,x,infinity", "1,x,99999-99-99", "<!DOCTYPE a>", "<log>" * 90,
    '{"a": ', '{"event": {"event": {"event": 1}}}', "[[[[", "{}", "null", "1,\0,2026-01-01",
    "x" * 70_000, "," * 3_000, "1e400,1e400,1e400", "2026-01-01;2026-01-01;2026-01-01", "&amp;&lol;",
)  # fmt: skip


@cache
def seeds() -> tuple[bytes, ...]:
    rows = events() * 8
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        write_sqlite(path, rows)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("drop table other")
        database = path.read_bytes()
    texts = (table(rows), table(rows, ";", "%d.%m.%Y %H:%M"), json_lines(rows), xes(rows))
    return (*(text.encode() for text in texts), database)


def make_log(chance: Random) -> bytes:
    data = chance.choice(seeds())
    for _ in range(chance.choice([1, 1, 2, 6])):
        if chance.random() < 0.5 or data.startswith(b"SQLite"):
            data = mutations.broken(data, chance)
        else:
            lines = data.decode("utf-8", "replace").splitlines()
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(_LINES))
            data = "\n".join(lines).encode()
    return data


def judge_log(data: bytes, folder: Path) -> None:
    """It is measured, or refused in a sentence of all languages; nothing is left behind."""
    from journeyeditor.events.database import Limits
    from journeyeditor.events.errors import EventLogError
    from journeyeditor.events.log import inspect, opened_log
    from journeyeditor.events.measures import measure
    from journeyeditor.i18n import texts

    path = folder / "log"
    path.write_bytes(data)
    try:
        inspect(str(path))
        with opened_log(str(path), limits=Limits(256 * 2**20, 1)) as log:
            found = measure(log)
        assert sum(found.starts.values()) == sum(found.ends.values()) == found.cases
        assert sum(each.events for each in found.activities.values()) == found.events
    except EventLogError as error:
        for language in ("en", "sv", "nb", "da", "de", "fi"):
            sentence = error.message(texts(language))
            assert sentence, "no sentence"
            assert "\n" not in sentence, sentence
