"""A folder of files of one kind is one log."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import inspect, opened_log
from journeyeditor.events.measures import measure
from journeyeditor.events.sources import folder
from journeyeditor.i18n import texts
from tests.events.logs import (
    GA4,
    Event,
    comparable,
    events,
    json_lines,
    measured,
    parquet,
    sqlite,
    table,
    xes,
)

ROWS = events()
ONE, OTHER = ROWS[:5], ROWS[5:]
Write = Callable[[Path, list[Event]], Any]


def json_array(rows: list[Event]) -> str:
    return json.dumps([json.loads(line) for line in json_lines(rows).splitlines()])


#: Two files of a log: their names, and how each is written.
FOLDERS: dict[str, tuple[tuple[str, Write], tuple[str, Write]]] = {
    "csv": (
        ("2026-01.csv", lambda p, rows: p.write_text(table(rows), "utf-8")),
        ("2026-02.csv", lambda p, rows: p.write_text(table(rows), "utf-8")),
    ),
    "csv of several origins": (
        ("a.csv.gz", lambda p, rows: p.write_bytes(gzip.compress(table(rows).encode()))),
        ("b.tsv", lambda p, rows: p.write_text("# exported\n" + table(rows, "\t"), "utf-16")),
    ),
    "json lines": (
        ("a.jsonl", lambda p, rows: p.write_text(json_lines(rows), "utf-8")),
        ("b.json.gz", lambda p, rows: p.write_bytes(gzip.compress(json_lines(rows).encode()))),
    ),
    "json lines and an array": (
        ("a.json", lambda p, rows: p.write_text(json_array(rows), "utf-8")),
        ("b.ndjson", lambda p, rows: p.write_text(json_lines(rows), "utf-8")),
    ),
    "parquet without endings": (
        ("000000000000", parquet),
        ("000000000001", parquet),
    ),
    "analytics": (
        ("events_20260101.parquet", lambda p, rows: parquet(p, rows, GA4)),
        ("events_20260102.parquet", lambda p, rows: parquet(p, rows, GA4)),
    ),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_files_of_a_folder_are_one_log(name: str, tmp_path: Path) -> None:
    first, second = FOLDERS[name]
    (tmp_path / "later").mkdir()
    for (file, write), rows in ((first, ONE), (second, OTHER)):
        write(tmp_path / ("later" if rows is OTHER else "") / file, rows)
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / ".part.crc").write_text("x")
    (tmp_path / "notes.txt").write_text("no event")
    with opened_log(str(tmp_path)) as log:
        assert log.unread_count == 0
        assert comparable(measure(log).as_json()) == measured(ROWS)
    assert inspect(str(tmp_path)).rows


def test_events_of_one_time_keep_the_order_of_the_files(tmp_path: Path) -> None:
    for number in range(60):
        text = f"case,event,time\n1,e{number:02},2026-01-01\n"
        (tmp_path / f"{number:02}.csv").write_text(text)
    with opened_log(str(tmp_path)) as log:
        (variant,) = measure(log).top_variants
    assert variant.path == tuple(f"e{number:02}" for number in range(60))


def test_columns_are_found_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("case,event,time\n1,a,2026-01-01\n")
    (tmp_path / "b.csv").write_text("time;channel;event;case\n2026-01-02;web;b;1\n")
    with opened_log(str(tmp_path)) as log:
        assert log.layout.columns.channel == "channel"
        assert measure(log).top_variants[0].path == ("a", "b")


def test_rows_that_cannot_be_read_are_named_with_their_file(tmp_path: Path) -> None:
    head, long = "case,event,time,note\n", "x" * 3_000_000
    good = "1,a,2026-01-01,\n"
    (tmp_path / "a.csv").write_text(f"{head}{good}2,,2026-01-01,\n")
    (tmp_path / "b.csv").write_text(f"{head}{good}3,b,soon,\n{good}4,b,2026-01-01,{long}\n{good}")
    (tmp_path / "c.csv").write_text(head + good + ",c,2026-01-01,\n")
    with opened_log(str(tmp_path)) as log:
        assert (log.events, log.unread_count) == (5, 4)
        assert [(each.place, each.reason) for each in log.unread] == [
            ("a.csv: 3", "no activity"),
            ("b.csv: 3", "no time that can be read"),
            ("b.csv: 5", "line size over maximum"),
            ("c.csv: 3", "no case"),
        ]


def refused(path: Path) -> str:
    with pytest.raises(EventLogError) as refusal, opened_log(str(path)) as log:
        measure(log)
    words = str(refusal.value)
    assert "\n" not in words
    assert refusal.value.message(texts("sv")) != words
    return words


def test_a_folder_that_cannot_be_one_log_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.txt").write_text("no event")
    assert refused(tmp_path) == (
        "The folder holds no CSV, JSON or Parquet files. Choose another one."
    )
    (tmp_path / "a.csv").write_text(table(ONE), "utf-8")
    (tmp_path / "b.json").write_text(json_lines(OTHER), "utf-8")
    (tmp_path / "c.csv").write_text(xes(OTHER), "utf-8")
    sqlite(tmp_path / "d.db", OTHER)
    assert refused(tmp_path) == (
        "The folder mixes files of several kinds: CSV, JSON, XES, SQLite. "
        "Choose a file, or a folder of one kind."
    )
    for name in ("b.json", "c.csv", "d.db"):
        (tmp_path / name).unlink()
    (tmp_path / "b.csv").write_text("country,capital\nSE,Stockholm\n")
    assert refused(tmp_path) == "“b.csv” has none of the columns of “a.csv”."
    (tmp_path / "b.csv").write_text("nothing\n")
    assert refused(tmp_path) == (
        "“b.csv”: The file has one column only. Save it with commas or tabs."
    )
    monkeypatch.setattr(folder, "MAX_FILES", 1)
    assert "more than 1 files" in refused(tmp_path)
    monkeypatch.undo()
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(xes(ONE), "utf-8")
    assert refused(tmp_path) == (
        "A folder of XES files cannot be read as one log. Choose one of the files."
    )


def test_a_folder_of_one_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a.xes").write_text(xes(ROWS), "utf-8")
    with opened_log(str(tmp_path)) as log:
        assert comparable(measure(log).as_json()) == measured(ROWS)
