"""A log on an engine is measured as a file is, by the same queries; its rows stay there."""

from __future__ import annotations

import datetime
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot.errors import ErrorLevel

from journeyeditor.events.columns import Columns
from journeyeditor.events.conformance import conformance
from journeyeditor.events.discovery import Options, discover
from journeyeditor.events.engine import Connection, engine_log
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import EventLog, opened_log
from journeyeditor.events.map_measures import measure_map
from journeyeditor.events.matching import match
from journeyeditor.events.measures import measure
from journeyeditor.i18n import texts
from tests.events.logs import CASES, comparable, events, measured

TODAY = datetime.date(2026, 11, 30)
#: Engines that people keep logs in.
DIALECTS = ("spark", "databricks", "trino", "postgres", "bigquery", "snowflake")
HAS_SPARK = bool(shutil.which("java")) and bool(importlib.util.find_spec("pyspark"))


class Local:
    """DuckDB in the place of an engine: it notes what is asked, and what comes back."""

    dialect = "duckdb"

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self.asked: list[str] = []
        self.returned: list[tuple[Any, ...]] = []
        self._kept = 0

    def columns(self, table: str) -> tuple[str, Mapping[str, str]]:
        self._connection.execute(f"create table given as select * from read_parquet('{table}')")
        rows = self._connection.execute("describe given").fetchall()
        return "given", {name: type_ for name, type_, *_ in rows}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        self.asked.append(sql)
        rows = self._connection.execute(sql).fetchall()
        self.returned += rows
        return rows

    def keep(self, sql: str) -> str:
        self.asked.append(sql)
        self._kept += 1
        self._connection.execute(f"create table kept{self._kept} as {sql}")
        return f"kept{self._kept}"


@pytest.fixture
def parquet(tmp_path: Path) -> str:
    """The small log as Parquet: the columns row, customer, event, at and segment."""
    path = str(tmp_path / "visits.parquet")
    made = duckdb.connect()
    made.execute(
        'create table log (row int, customer text, event text, "at" timestamp, segment text)'
    )
    for row, event in enumerate(events()):
        segment = "returning" if event.case.startswith("S") else "new"
        values = [row, event.case, event.activity, event.time.replace(tzinfo=None), segment]
        made.execute("insert into log values (?, ?, ?, ?, ?)", values)
    made.execute(f"copy log to '{path}' (format parquet)")
    return path


def on_engine(connection: Connection, path: str) -> EventLog:
    return engine_log(connection, path, Columns(("customer",), "event", "at"), order="row")


def test_the_measures_are_those_of_the_definitions(parquet: str) -> None:
    found = comparable(measure(on_engine(Local(), parquet)).as_json())
    assert found == measured(events())


def test_a_map_is_discovered_and_measured_as_from_a_file(parquet: str) -> None:
    chosen = Columns(("customer",), "event", "at", segment="segment")
    made = []
    with opened_log(parquet, chosen) as from_file:
        for log in (from_file, on_engine(Local(), parquet)):
            graph = discover(log, texts("en"), TODAY, Options(0.0, 1)).graph
            mapping = match(log.activities, graph, {})
            figures = measure_map(log, graph, mapping, texts("en"), TODAY, 1).figures
            found = conformance(log, graph, mapping, datetime.date(2026, 3, 1), 1)
            made.append((graph.elements(), graph.relations(), figures, found))
    assert made[0] == made[1]


def test_no_row_and_no_case_leaves_the_engine(parquet: str) -> None:
    engine = Local()
    log = on_engine(engine, parquet)
    discover(log, texts("en"), TODAY, Options(0.0, 1))
    returned = {value for row in engine.returned for value in row if isinstance(value, str)}
    assert not returned & set(CASES)
    assert returned <= {event.activity for event in events()} | {"new", "returning"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_query_can_be_said_in_the_dialects_of_engines(parquet: str, dialect: str) -> None:
    engine = Local()
    log = on_engine(engine, parquet)
    graph = discover(log, texts("en"), TODAY, Options(0.0, 1)).graph
    conformance(log, graph, match(log.activities, graph, {}), datetime.date(2026, 3, 1), 1)
    for sql in engine.asked:
        (said,) = sqlglot.transpile(
            sql, read="duckdb", write=dialect, unsupported_level=ErrorLevel.RAISE
        )
        assert "EPOCH_US" not in said.upper()
        assert "UBIGINT" not in said.upper()
        sqlglot.parse_one(said, read=dialect)


def test_columns_are_recognized_by_their_names(parquet: str) -> None:
    assert engine_log(Local(), parquet).layout.columns[:3] == (("customer",), "event", "at")


@pytest.mark.parametrize(
    ("columns", "order", "sentence"),
    [
        (Columns(("row",), "customer", "event"), "", "“event” holds varchar, not timestamps."),
        (Columns(("who",)), "", "There is no column “who”; the log has row, customer"),
        (Columns(), "line", "There is no column “line”; the log has row, customer"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    parquet: str, columns: Columns, order: str, sentence: str
) -> None:
    with pytest.raises(EventLogError) as caught:
        engine_log(Local(), parquet, columns, order=order)
    assert str(caught.value).startswith(sentence)


def test_a_table_that_is_missing_is_one_sentence() -> None:
    with pytest.raises(EventLogError, match=r"^The engine refused: IO Error: No files found"):
        engine_log(Local(), "/nowhere/log.parquet")


@pytest.mark.skipif(not HAS_SPARK, reason="Spark, Java or Ibis is not installed")
def test_spark_answers_the_same(parquet: str, tmp_path: Path) -> None:
    """By a process of its own: Java and the sockets to it end with it."""
    command = [sys.executable, "-m", "journeyeditor", "measure", parquet]
    columns = ["--case", "customer", "--activity", "event", "--time", "at", "--order", "row"]
    engine = ["--engine", "pyspark://?spark.master=local[2]&spark.sql.shuffle.partitions=2"]
    done = subprocess.run([*command, *columns, *engine, "--json"], capture_output=True, check=True)
    assert comparable(json.loads(done.stdout)) == measured(events())
    made = [tmp_path / "spark.journey.json", tmp_path / "file.journey.json"]
    every = ["--min-share", "0", "--min-cases", "1", "-o"]
    subprocess.run([*command, *columns, *engine, *every, made[0]], check=True)
    subprocess.run([*command, *columns[:-2], *every, made[1]], check=True)
    assert made[0].read_bytes() == made[1].read_bytes()
