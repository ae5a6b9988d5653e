"""Event logs of every format give the same measures, and what cannot be read is counted and named."""

from __future__ import annotations

import datetime
import gzip
import json
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from journeyeditor.events.columns import Columns
from journeyeditor.events.database import Database, Limits
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import EventLog, inspect, opened_log
from journeyeditor.events.measures import measure
from journeyeditor.events.profile import profile
from journeyeditor.events.sources import Query, open_source
from journeyeditor.events.sources.source import MAX_COLUMNS
from tests.events.logs import (
    GA4,
    comparable,
    events,
    fill,
    json_lines,
    measured,
    parquet,
    sqlite,
    table,
    xes,
)

Write = Callable[[Path], Any]
ROWS = events()

FORMATS: dict[str, Write] = {
    "a.csv": lambda p: p.write_text(table(ROWS), "utf-8"),
    "b.tsv": lambda p: p.write_text(table(ROWS, "\t"), "utf-8"),
    "semicolon.csv": lambda p: p.write_text(table(ROWS, ";"), "utf-8"),
    "comments.csv": lambda p: p.write_text("# exported\n#\n" + table(ROWS), "utf-8"),
    "mark.csv": lambda p: p.write_text(table(ROWS), "utf-8-sig"),
    "legacy.csv": lambda p: p.write_text(table(ROWS, ";"), "cp1252"),
    "utf-16.txt": lambda p: p.write_text(table(ROWS, "\t"), "utf-16"),
    "no mark.txt": lambda p: p.write_text(table(ROWS, "\t"), "utf-16-le"),
    "dots.csv": lambda p: p.write_text(table(ROWS, time="%d.%m.%Y %H:%M"), "utf-8"),
    "packed.csv.gz": lambda p: p.write_bytes(gzip.compress(table(ROWS).encode())),
    "lines.jsonl": lambda p: p.write_text(json_lines(ROWS), "utf-8"),
    "array.json": lambda p: p.write_text(
        json.dumps([json.loads(line) for line in json_lines(ROWS).splitlines()]), "utf-8"
    ),
    "a.parquet": lambda p: parquet(p, ROWS),
    "ga4.parquet": lambda p: parquet(p, ROWS, GA4),
    "a.xes": lambda p: p.write_text(xes(ROWS), "utf-8"),
    "a.xes.gz": lambda p: p.write_bytes(gzip.compress(xes(ROWS).encode())),
    "[odd] *name?'.csv": lambda p: p.write_text(table(ROWS), "utf-8"),
}


def measures_of(path: Path, *arguments: Any, **settings: Any) -> dict[str, Any]:
    with opened_log(str(path), *arguments, **settings) as log:
        assert log.unread == ()
        return comparable(measure(log).as_json())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_measures(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    FORMATS[name](path)
    assert measures_of(path) == measured(ROWS)


def test_a_folder_of_parquet_files_is_one_log(tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    parquet(tmp_path / "1.parquet", ROWS[:5])
    parquet(tmp_path / "later" / "2.parquet", ROWS[5:])
    (tmp_path / "notes.txt").write_text("no event")
    assert measures_of(tmp_path) == measured(ROWS)


@pytest.mark.parametrize(
    "query", [Query("my events"), Query("MY EVENTS"), Query(query='select * from "my events";')]
)
def test_sqlite(query: Query, tmp_path: Path) -> None:
    sqlite(tmp_path / "shop.db", ROWS)
    assert measures_of(tmp_path / "shop.db", query=query) == measured(ROWS)


@pytest.mark.parametrize("query", [Query(), Query("visits"), Query(query="select * from visits")])
def test_duckdb(query: Query, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        fill(connection, ROWS)
    assert measures_of(tmp_path / "shop.duckdb", query=query) == measured(ROWS)


def test_keys_of_the_analytics_export_are_columns(tmp_path: Path) -> None:
    parquet(tmp_path / "ga4.parquet", ROWS, GA4)
    chosen = Columns(("user_pseudo_id", "event_params.ga_session_id"), "event_params.page_location")
    with opened_log(str(tmp_path / "ga4.parquet"), chosen) as log:
        assert log.layout.columns.device == "device.category"
        assert "https://x/Buy" in log.activities
        assert measure(log).cases == 4


# ---- what cannot be read

BROKEN = """\
case,activity,time
1,a,2026-01-01 10:00
2,b,yesterday
3,,2026-01-01 10:00
,d,2026-01-01 10:00
5,e
6,f,2026-01-02 10:00
"""


def test_rows_that_cannot_be_read_are_counted_and_named(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(BROKEN)
    with opened_log(str(tmp_path / "log.csv")) as log:
        assert log.events == 2
        assert log.unread_count == 4
        assert [each[:2] for each in log.unread] == [
            (3, "no time that can be read"),
            (4, "no activity"),
            (5, "no case"),
            (6, "no time that can be read"),
        ]


def test_times_of_years_that_dates_do_not_have_are_not_read(tmp_path: Path) -> None:
    rows = ("0000-01-01 00:00:00", "9999-12-31 23:59:59", "9999-12-27 00:00:00")
    text = "\n".join(f"{number},a,{time}" for number, time in enumerate(rows))
    write(tmp_path / "log.csv", f"case,event,time\n{text}\n")
    with opened_log(str(tmp_path / "log.csv")) as log:
        assert (log.events, log.unread_count) == (2, 1)
        assert [each[:2] for each in log.unread] == [(2, "no time that can be read")]
        facts = profile(log)
    monday = datetime.date(9999, 12, 27)
    assert (facts.first, facts.last) == (monday, datetime.date.max)
    assert not facts.has_whole(monday)
    assert not facts.has_whole(datetime.date(9999, 12, 20))


@pytest.mark.parametrize("end", ["", "\n4,b,2026-01-01,fine"])
def test_rows_inside_an_unclosed_quotation_are_counted(end: str, tmp_path: Path) -> None:
    text = 'case,event,time,note\n1,a,2026-01-01,"two\nlines"\n2,a,2026-01-01,"oops\n'
    text += "".join(f"3,b,2026-01-0{day},x\n" for day in range(1, 5))
    write(tmp_path / "log.csv", text + end)
    with opened_log(str(tmp_path / "log.csv")) as log:
        assert log.events == 2
        assert log.unread_count == 4 + bool(end)
        assert [each[:2] for each in log.unread] == [(3, "a quotation mark that is not closed")]


def test_lines_that_are_no_json_are_counted(tmp_path: Path) -> None:
    lines = json_lines(ROWS).splitlines()
    (tmp_path / "log.jsonl").write_text("\n".join([*lines[:2], "{broken", *lines[2:], "[1]"]))
    with opened_log(str(tmp_path / "log.jsonl")) as log:
        assert log.events == len(ROWS)
        assert [each.row for each in log.unread] == [3, len(ROWS) + 2]
    write(tmp_path / "log.jsonl", "\n".join(['{"case_id": broken', *lines]))
    with opened_log(str(tmp_path / "log.jsonl")) as log:
        assert [each.row for each in log.unread] == [1]


@pytest.mark.parametrize("indent", [None, 2])
def test_the_only_list_of_an_object_is_the_log(indent: int | None, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in json_lines(ROWS).splitlines()]
    whole = {"version": 1, "tags": ["a"], 'the "events"': rows, "page": {"next": None}}
    log = write(tmp_path / "log.json", json.dumps(whole, indent=indent))
    assert measures_of(log) == measured(ROWS)
    write(log, json.dumps({"a": rows, "b": rows}, indent=indent))
    assert "several lists: a, b." in refused(log)
    write(log, json.dumps({"a": {"b": rows}, "c": []}, indent=indent))
    assert refused(log) == "The file is a JSON object without a list of events."


MILESTONES = (
    "Order;Ordered;Paid;Delivered;Returned\n"
    "A1;2026-01-01 10:00;2026-01-01 10:05;03.01.2026 12:00;\n"
    "A2;2026-01-02 10:00;;;\n"
    "A3;2026-01-02 11:00;2026-01-02 10:30;05.01.2026 09:00;\n"
)


def test_a_table_of_milestones_is_a_log(tmp_path: Path) -> None:
    log = write(tmp_path / "log.csv", MILESTONES)
    with opened_log(str(log)) as found:
        assert found.activities == ("Delivered", "Ordered", "Paid")
        assert (found.events, found.unread) == (7, ())
        assert found.layout.columns.case == ("Order",)
        variants = {each.path for each in measure(found).top_variants}
    assert variants == {
        ("Ordered", "Paid", "Delivered"),
        ("Ordered",),
        ("Paid", "Ordered", "Delivered"),
    }
    assert inspect(str(log)).rows[1] == ("A1", "Paid", "2026-01-01 10:05")


def test_a_milestone_that_cannot_be_read_is_named_by_its_row(tmp_path: Path) -> None:
    rows = "".join(f"B{i};2026-02-01;2026-02-02;2026-02-03;\n" for i in range(1200))
    log = write(tmp_path / "log.csv", f"{MILESTONES}{rows}C;2026-02-01;soon;2026-02-03;\n")
    with opened_log(str(log)) as found:
        assert [each.row for each in found.unread] == [1205]


def test_milestones_in_a_database(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute(
            "create table orders as select i as id, timestamp '2026-01-01' + interval (i) hour as paid, "
            "case when i % 2 = 0 then date '2026-02-01' end as sent from range(10) t(i)"
        )
    with opened_log(str(tmp_path / "shop.duckdb")) as found:
        assert (found.activities, found.events) == (("paid", "sent"), 15)


def test_a_table_with_one_column_of_times_is_no_table_of_milestones(tmp_path: Path) -> None:
    assert "looks like the activity" in refused(
        write(tmp_path / "log.csv", "case;time\na;2026-01-01\n")
    )
    rows = "a;b;2026-01-01;2026-01-02\n"
    log = write(tmp_path / "log.csv", f"case;event;start;end\n{rows}")
    with opened_log(str(log)) as found:
        assert found.events == 1


def test_a_time_that_is_the_same_in_all_rows_is_not_that_of_events(tmp_path: Path) -> None:
    rows = "".join(
        f"{i // 2},{'ab'[i % 2]},2026-01-01,2026-02-{1 + i % 2:02}\n" for i in range(2400)
    )
    log = write(tmp_path / "log.csv", f"case,event,Time,Booked\n{rows}")
    with opened_log(str(log)) as found:
        assert found.layout.columns.time == "Booked"
    write(log, f"case,event,Time,Booked\n{rows}9999,a,2026-01-02,2026-02-01\n")
    with opened_log(str(log)) as found:
        assert found.layout.columns.time == "Time"


def lifecycle(path: Path) -> None:
    path.write_text(
        "case,event,time,lifecycle:transition\n"
        "1,a,2026-01-01,start\n1,a,2026-01-02,Complete\n1,b,2026-01-03,COMPLETE\n"
    )


def test_events_that_are_not_complete_can_be_left_out(tmp_path: Path) -> None:
    lifecycle(tmp_path / "log.csv")
    with opened_log(str(tmp_path / "log.csv"), complete_only=True) as log:
        assert (log.events, log.left_out) == (2, 1)
    with opened_log(str(tmp_path / "log.csv")) as log:
        assert (log.events, log.left_out) == (3, 0)


def refused(path: Path, *arguments: Any, **settings: Any) -> str:
    with (
        pytest.raises(EventLogError) as refusal,
        opened_log(str(path), *arguments, **settings) as log,
    ):
        measure(log)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


DOCTYPE = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


SWEDEN = "Ärendenummer;Aktivitet;Datum\n1;a;2026-01-01\n1;b;2026-01-02\n"


def test_names_of_columns_in_old_encodings(tmp_path: Path) -> None:
    with opened_log(str(write(tmp_path / "log.csv", SWEDEN.encode("cp1252")))) as log:
        assert log.layout.columns.case == ("Ärendenummer",)


@pytest.mark.parametrize(
    ("header", "day", "clock"),
    [
        ("asiakas;toiminto;kellonaika;päivä", "%d.%m.%Y", "%H.%M.%S"),
        ("Sagsnr;Aktivitet;Klokkeslæt;Dato", "%d-%m-%Y", "%H:%M:%S"),
        ("customer;event;at;date", "%m/%d/%Y", "%I:%M:%S %p"),
        ("kund;händelse;klockslag;datum", "%Y-%m-%d", "kl. %H.%M.%S"),
        ("Kunde;Ereignis;Uhrzeit;Datum", "%d.%m.%Y", "%H:%M:%S"),
    ],
)
def test_days_and_times_of_day_in_two_columns_are_one_time(
    header: str, day: str, clock: str, tmp_path: Path
) -> None:
    rows = "".join(f"{e.case};{e.activity};{e.time:{clock};{day}}\n" for e in ROWS)
    log = write(tmp_path / "log.csv", f"{header}\n{rows}".replace("; compare", " & compare"))
    local = [e._replace(activity=e.activity.replace("; ", " & ")) for e in ROWS]
    local = [e._replace(time=e.time.replace(tzinfo=datetime.UTC)) for e in local]
    assert measures_of(log) == measured(local)
    with opened_log(str(log), Columns(without=frozenset({"clock"}))) as found:
        assert measure(found).follows[0].median_seconds % 86_400 == 0


@pytest.mark.parametrize(
    ("shape", "last", "expected"),
    [
        ("{day:02}/{month:02}", "25/03/2026", "DD/MM/YYYY"),
        ("{day:02}/{month:02}", "03/25/2026", "MM/DD/YYYY"),
        ("{day:02}/{month:02}", "12/12/2026", "DD/MM/YYYY"),
        ("{month:02}/{day:02}", "12/12/2026", "MM/DD/YYYY"),
        ("{month:02}-{day:02}", "12-12-2026", "MM-DD-YYYY"),
    ],
)
def test_whether_the_month_is_first_is_decided_by_the_whole_column(
    shape: str, last: str, expected: str, tmp_path: Path
) -> None:
    """Thousands of rows leave it open; one at the end, or else the order of the rows, does not."""
    days = [(day, month) for month in range(1, 13) for day in range(1, 13)] * 10
    days.sort(key=lambda pair: pair[1] * 32 + pair[0])
    separator = last[2]
    text = "".join(
        f"{i},a,{shape.format(day=day, month=month)}{separator}2026\n"
        for i, (day, month) in enumerate(days)
    )
    log = write(tmp_path / "log.csv", f"case,event,time\n{text}x,a,{last}\n")
    with opened_log(str(log)) as found:
        assert (found.events, found.unread_count) == (1441, 0)
        assert found.layout.time.name == expected


def test_what_is_no_event_log_is_refused_in_a_sentence(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert "There is no file" in refused(log)
    assert "empty" in refused(write(log, ""))
    assert "one column" in refused(write(log, "hello\nworld\n"))
    assert "neither text" in refused(write(log, bytes(range(256)) * 40))
    assert "looks like the" in refused(write(log, "colour,size\nred,1\nblue,2\n"))
    assert "no column “x”" in refused(write(log, BROKEN), Columns(("x",)))
    assert "cannot be read" in refused(write(log, b"PAR1" + bytes(100)))
    assert "cannot be read" in refused(write(log, b"SQLite format 3\0" + bytes(200)))
    assert "cannot be read" in refused(write(log, bytes(8) + b"DUCK" + bytes(200)))
    assert "DTD" in refused(write(log, xes(ROWS, DOCTYPE)))
    assert "line 5" in refused(write(log, xes(ROWS).replace("<event>", "<event", 1)))
    assert "no events" in refused(write(log, "<log/>"))
    assert "nested" in refused(write(log, "<log>" * 200))
    assert "could not be read" in refused(write(log, gzip.compress(table(ROWS).encode())[:-20]))
    assert "not one" in refused(write(log, BROKEN), query=Query("visits"))
    assert "which events are complete" in refused(write(log, BROKEN), complete_only=True)


def test_a_database_names_its_tables(tmp_path: Path) -> None:
    sqlite(tmp_path / "shop.db", ROWS)
    assert "several tables: my events, other" in refused(tmp_path / "shop.db")
    assert "no table “x”" in refused(tmp_path / "shop.db", query=Query("x"))


# ---- files of strangers

SECRET = "case,event,time\n1,secret,2026-01-01\n2,secret,2026-01-01\n"


def test_a_duckdb_file_reaches_nothing_but_itself(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.csv", SECRET)
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute(f"create view v as select * from read_csv('{secret}')")
    assert "file system operations are disabled" in refused(tmp_path / "shop.duckdb")
    query = Query(query=f"select * from read_csv('{secret}')")
    assert "disabled" in refused(tmp_path / "shop.duckdb", query=query)
    for statement in ("drop view v", "select 1; select 2", f"copy v to '{tmp_path}/x'"):
        assert "single SELECT" in refused(tmp_path / "shop.duckdb", query=Query(query=statement))


def test_a_query_of_sqlite_may_only_read(tmp_path: Path) -> None:
    sqlite(tmp_path / "shop.db", ROWS)
    before = (tmp_path / "shop.db").read_bytes()
    for query in (
        f"select 1); attach '{tmp_path}/other.db' as o; select (1",
        "select load_extension('x')",
        "pragma table_list",
        'delete from "my events"',
    ):
        assert "cannot be read" in refused(tmp_path / "shop.db", query=Query(query=query))
    assert (tmp_path / "shop.db").read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["shop.db"]


# ---- bounds, cancelling, leaving nothing behind


class Cancelled(Exception):
    pass


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_a_log_leaves_no_files_behind(tmp_path: Path, temporary: Path) -> None:
    path = write(tmp_path / "log.csv", table(ROWS))
    with opened_log(str(path)):
        (folder,) = temporary.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
    assert not list(temporary.iterdir())
    refused(write(path, "<log/>"))
    assert not list(temporary.iterdir())


def test_what_is_deleted_is_not_written_first(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "log.csv", table(ROWS))
    left: list[str] = []

    def delete(folder: Path, **_: object) -> None:
        left.extend(each.name for each in Path(folder).iterdir())

    with opened_log(str(path)):
        (folder,) = temporary.iterdir()
        assert (folder / "work.db.wal").stat().st_size
        monkeypatch.setattr("journeyeditor.events.database.shutil.rmtree", delete)
    assert "work.db.wal" in left, "closing has not moved the log of changes into the database"


def test_a_query_is_interrupted_when_it_is_cancelled(tmp_path: Path, temporary: Path) -> None:
    path = write(tmp_path / "log.csv", table(ROWS))
    is_running = False

    def progress(_: float) -> None:
        if is_running:
            raise Cancelled

    def run(log: EventLog) -> None:
        nonlocal is_running
        is_running = True
        log.database.rows("select count(*) from range(1000000000) a, range(1000000000) b")

    with pytest.raises(Cancelled), opened_log(str(path), progress=progress) as log:
        run(log)
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("name", ["a.xes", "shop.db"])
def test_rows_that_python_reads_are_cancelled_too(name: str, tmp_path: Path) -> None:
    many = ROWS * 2000
    if name == "a.xes":
        write(tmp_path / name, xes(many))
    else:
        sqlite(tmp_path / name, many)
    query = Query() if name == "a.xes" else Query("my events")

    def progress(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled), opened_log(str(tmp_path / name), query=query, progress=progress):
        pytest.fail("the log was loaded")


def test_ctrl_c_ends_what_sqlite_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sqlite(tmp_path / "shop.db", ROWS)
    endless = (
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    )

    def interrupt(_: Database) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    with Database() as database:
        monkeypatch.setattr(Database, "check", interrupt)
        with pytest.raises(KeyboardInterrupt):
            open_source(database, str(tmp_path / "shop.db"), Query(query=endless))


def test_ctrl_c_while_a_log_closes_leaves_no_files_behind(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    join = threading.Thread.join

    def interrupted(thread: threading.Thread) -> None:
        join(thread)
        raise KeyboardInterrupt

    database = Database(progress=lambda _: None).__enter__()
    assert list(temporary.iterdir())
    monkeypatch.setattr("threading.Thread.join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        database.__exit__(None, None, None)
    assert not list(temporary.iterdir())


def test_more_than_fits_in_memory_is_measured_on_disk(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"""copy (select 'customer ' || (i * 7919 % 150000) as customer,
                'step ' || (hash(i) % 9) as activity, to_timestamp(1.7e9 + i) as time
                from range(600000) r(i)) to '{tmp_path}/log.parquet' (format parquet)"""
        )
    path = str(tmp_path / "log.parquet")
    with opened_log(path, limits=Limits(memory=2**20, threads=2)) as log:
        assert log.database.memory < 128 * 2**20
        small = measure(log)
    with opened_log(path) as log:
        assert measure(log) == small
    assert small.events == 600000


def test_a_small_file_does_not_become_large_in_memory(tmp_path: Path) -> None:
    log = tmp_path / "log.xes.gz"
    attribute = '<string key="{}" value="v"/>'

    def trace(*parts: str) -> bytes:
        return gzip.compress(f"<log><trace>{''.join(parts)}</trace></log>".encode(), 1)

    endless = "".join(map(attribute.format, range(MAX_COLUMNS + 1)))
    assert "too many columns" in refused(write(log, trace(f"<event>{endless}</event>")))
    repeated = attribute.format("k" * 1000) * 17_000
    assert "too long" in refused(write(log, trace(f"<event>{repeated}</event>")))
    large = f'<string key="k" value="{"v" * 9_000_000}"/>'
    assert "too long" in refused(write(log, trace("<event/>", large, "<event/>", large)))


def test_only_the_beginning_of_sampled_values_is_held(tmp_path: Path) -> None:
    sqlite(tmp_path / "shop.db", [])
    selected = "select printf('%.1000000c', 'x') as c from s"
    numbers = "with recursive s(i) as (select 1 union all select i + 1 from s where i < 30)"
    event = f'<event><string key="concept:name" value="{"x" * 1_000_000}"/></event>'
    write(tmp_path / "a.xes", f"<log><trace>{event * 30}</trace></log>")
    write(tmp_path / "a.jsonl", f'{{"event": "{"x" * 1_000_000}"}}\n' * 60)
    sources = (
        ("shop.db", Query(query=f"{numbers} {selected}")),
        ("a.xes", Query()),
        ("a.jsonl", Query()),
    )
    for name, query in sources:
        tracemalloc.start()
        inspect(str(tmp_path / name), query)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 25_000_000, name
