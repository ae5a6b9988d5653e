"""A small event log in every format, and its measures computed the plain way."""

from __future__ import annotations

import csv
import datetime
import io
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

import duckdb


class Event(NamedTuple):
    case: str
    activity: str
    time: datetime.datetime


START = datetime.datetime(2026, 3, 1, 8, 0, tzinfo=datetime.UTC)
#: What each customer did, and the minutes between.
CASES = {
    "Åsa": ("Search", "View; compare", "Buy"),
    "Bo": ("Search", "View; compare", "Search", "View; compare"),
    "Søren, jr": ("Search", "Buy", "Buy"),
    "Dag": ("Complain",),
}


def events() -> list[Event]:
    """Return the events in the order of time; the first two of a case happen at once."""
    made = [
        Event(case, activity, START + datetime.timedelta(minutes=7 * max(i, 1) + 60 * number))
        for number, (case, path) in enumerate(CASES.items())
        for i, activity in enumerate(path)
    ]
    return sorted(made, key=lambda each: each.time)


def measured(rows: Iterable[Event]) -> dict[str, Any]:
    """Measure events as the definitions say: sorted by time in each case, ties as they come."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in rows:
        cases[event.case].append(event)
    for path in cases.values():
        path.sort(key=lambda each: each.time)
    every = [event for path in cases.values() for event in path]
    gaps: dict[tuple[str, str], list[float]] = defaultdict(list)
    for path in cases.values():
        for one, other in pairwise(path):
            gaps[one.activity, other.activity].append((other.time - one.time).total_seconds())
    variants = Counter(tuple(event.activity for event in path) for path in cases.values())
    return {
        "events": len(every),
        "cases": len(cases),
        "activities": {
            name: {
                "events": sum(event.activity == name for event in every),
                "cases": sum(any(e.activity == name for e in path) for path in cases.values()),
            }
            for name in {event.activity for event in every}
        },
        "starts": dict(Counter(path[0].activity for path in cases.values())),
        "ends": dict(Counter(path[-1].activity for path in cases.values())),
        "follows": {
            pair: (len(times), round(median(times), 6), round(fmean(times), 6))
            for pair, times in gaps.items()
        },
        "variants": len(variants),
        "top": dict(variants),
    }


def comparable(values: dict[str, Any]) -> dict[str, Any]:
    """Put what `measure --json` prints into the form of `measured`."""
    follows = {
        (each["from"], each["to"]): (
            each["count"],
            round(each["median_seconds"], 6),
            round(each["mean_seconds"], 6),
        )
        for each in values["follows"]
    }
    top = {tuple(each["path"]): each["cases"] for each in values["top_variants"]}
    kept = ("events", "cases", "activities", "starts", "ends", "variants")
    return {**{name: values[name] for name in kept}, "follows": follows, "top": top}


HEADER = ("Kundnummer", "Händelse", "Tidpunkt", "Belopp")


def table(rows: Sequence[Event], separator: str = ",", time: str = "%Y-%m-%d %H:%M:%S%z") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(HEADER)
    for event in rows:
        writer.writerow((event.case, event.activity, event.time.strftime(time), "12,50"))
    return out.getvalue()


def json_lines(rows: Sequence[Event]) -> str:
    return "".join(
        json.dumps(
            {"customer": {"id": e.case}, "event": e.activity, "ts": int(e.time.timestamp() * 1000)},
            ensure_ascii=False,
        )
        + "\n"
        for e in rows
    )


def xes(rows: Sequence[Event], doctype: str = "") -> str:
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in rows:
        cases[event.case].append(event)
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>{doctype}']
    parts.append('<log xmlns="http://www.xes-standard.org/"><string key="creator" value="x">')
    parts.append('<event/><int key="deep" value="1"/></string>')
    for case, path in cases.items():
        parts.append(f'<trace><string key="concept:name" value={quoteattr(case)}/>')
        for e in path:
            parts.append(
                f'<event><string key="concept:name" value={quoteattr(e.activity)}/>'
                f'<date key="time:timestamp" value="{e.time.isoformat()}"/></event>'
            )
        parts.append("</trace>")
    return "\n".join([*parts, "</log>"])


def sqlite(path: Path, rows: Sequence[Event]) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute('create table "my events" (user_id text, event text, at text)')
        connection.execute("create table other (x int)")
        values = [(e.case, e.activity, e.time.isoformat()) for e in rows]
        connection.executemany('insert into "my events" values (?, ?, ?)', values)
    connection.close()


def fill(connection: duckdb.DuckDBPyConnection, rows: Sequence[Event]) -> None:
    """Make the table `visits` in a database."""
    connection.execute(
        "create table visits (session_id varchar, page varchar, event_time timestamp)"
    )
    for e in rows:
        connection.execute(
            "insert into visits values (?, ?, ?)", [e.case, e.activity, e.time.replace(tzinfo=None)]
        )


def parquet(path: Path, rows: Sequence[Event], select: str = "select * from visits") -> None:
    with duckdb.connect() as connection:
        fill(connection, rows)
        connection.execute(f"copy ({select}) to '{path}' (format parquet)")


#: The rows of Google Analytics' export to BigQuery.
GA4 = """
select strftime(event_time, '%Y%m%d') as event_date, epoch_us(event_time) as event_timestamp,
  page as event_name, session_id as user_pseudo_id, {'category': 'mobile'} as device,
  [{'key': 'ga_session_id', 'value': {'string_value': null::varchar, 'int_value': 17}},
   {'key': 'page_location', 'value': {'string_value': 'https://x/' || page, 'int_value': null::int}}
  ] as event_params
from visits
"""
