"""A loaded event log: its steps in a table, in the order of each case, ready for queries.

The table of a log has a row for each event: `case_id`, a number in the order of the cases' names,
`code` of the activity, `time` (microseconds since 1970, UTC), `position` in the case from 1, `next`
(the code that follows, null at the end) and `gap` (microseconds to it). If the log has them, also
`channel`, `device` and `segment`, and the first two of the next event. Events of one time keep the
order of the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from journeyeditor.events.columns import GUESSED, Columns, Layout, guess, layout
from journeyeditor.events.database import DEFAULT_LIMITS, Database, Limits, Progress, Queries
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources import (
    ONLY_TABLE,
    Query,
    Source,
    database_for,
    open_source,
    tables_of,
)
from journeyeditor.events.sources.milestones import as_events
from journeyeditor.events.sources.source import MAX_SAMPLE, Unread
from journeyeditor.i18n import N_

#: Rows that cannot be read and are named; the others are counted.
MAX_NAMED = 5
#: Beyond so many activities a column holds something else, such as the addresses of all pages.
MAX_ACTIVITIES = 100_000
#: The years 1 to 9999, which dates can have (microseconds since 1970).
_FIRST_TIME, _LAST_TIME = -62_135_596_800_000_000, 253_402_300_799_999_999
#: The condition of rows that are events.
_READ = (
    "case_id is not null and activity is not null "
    f"and time is not null and time between {_FIRST_TIME} and {_LAST_TIME}"
)
_NO_CASE = N_("no case")
_NO_ACTIVITY = N_("no activity")
_NO_TIME = N_("no time that can be read")


@dataclass(frozen=True, slots=True)
class EventLog:
    """A loaded log. `unread` are the first rows that could not be read, of `unread_count`.

    `example` is the first time that could be read, as it is written and as it was read (UTC).

    `left_out` counts events that are not complete, where only complete ones are wanted.
    """

    name: str
    database: Queries
    layout: Layout
    activities: tuple[str, ...]
    events: int
    unread_count: int
    unread: tuple[Unread, ...]
    left_out: int
    query: Query = ONLY_TABLE
    complete_only: bool = False
    table: str = "steps"
    example: tuple[str, datetime.datetime] | None = None

    @property
    def extras(self) -> tuple[str, ...]:
        """The columns that the table has beside those of every log."""
        return _extras(self.layout.columns)

    def grouped(self, groups: Mapping[str, str], table: str) -> EventLog:
        """The log with groups of activities for activities; events of no group are left out.

        `groups` names the group of an activity, `table` the new log's table, which replaces one of
        that name.
        """
        names = tuple(sorted(set(groups.values())))
        codes = {name: code for code, name in enumerate(names)}
        pairs = [
            (code, codes[groups[activity]])
            for code, activity in enumerate(self.activities)
            if activity in groups
        ] or [(-1, -1)]
        values = ", ".join(f"({old}, {new})" for old, new in pairs)
        columns = "".join(f", {name}" for name in self.extras)
        events = (
            f"select case_id, new as code, time, position as place{columns} from {self.table} "
            f"join (select * from (values {values}) as pairs(old, new)) as pairs on code = old"
        )
        self.database.create(table, _steps(events, self.extras))
        count = self.database.value(f"select count(*) from {table}")
        return replace(self, activities=names, events=count, table=table)


@contextmanager
def opened_log(
    path: str,
    chosen: Columns = GUESSED,
    query: Query = ONLY_TABLE,
    *,
    remembered: Columns = GUESSED,
    complete_only: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Iterator[EventLog]:
    """A log for as long as the context lasts.

    Raises EventLogError, or what `progress` raised to cancel.
    """
    with database_for(path, limits, progress) as database:
        database.begin(0.0, 0.1)
        source = as_events(database, open_source(database, path, query), chosen.names)
        found = layout(database, source, chosen, remembered)
        log = load_table(database, source, found, Path(path).name, complete_only=complete_only)
        yield replace(log, query=query, complete_only=complete_only)


class Inspection(NamedTuple):
    """What a file has: the tables to choose from, the likely columns, and the first rows.

    `tables` is empty for files without tables, `header` if one of several has to be chosen first.
    """

    tables: tuple[str, ...]
    columns: Columns
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def inspect(path: str, query: Query = ONLY_TABLE, remembered: Columns = GUESSED) -> Inspection:
    """Look into a log without loading it; raises EventLogError."""
    with database_for(path, DEFAULT_LIMITS, None) as database:
        tables = tables_of(database, path)
        is_chosen = query.query or query.table in tables
        if len(tables) > 1 and not is_chosen:
            return Inspection(tables, GUESSED)
        source = as_events(database, open_source(database, path, query))
        found = guess(database, source, remembered=remembered)
        header = tuple(source.columns)
        count = max(map(len, found.samples.values()), default=0)
        rows = tuple(tuple(found.samples[name][i] for name in header) for i in range(count))
        return Inspection(tables, found.columns, header, rows)


def load_table(
    database: Queries,
    source: Source,
    found: Layout,
    name: str,
    *,
    complete_only: bool,
    place: str = "",
) -> EventLog:
    """Load a log from a source; raises EventLogError.

    `place` is the expression that orders the events of one case at one time; "" for a source whose
    rows have the order of a file.
    """
    columns = found.columns
    if complete_only and not columns.lifecycle:
        raise EventLogError(N_("The log does not say which events are complete."))
    database.begin(0.1, 0.4)
    source.prepare(columns.names)
    database.begin(0.4, 0.6)
    database.create("events", _selection(source, found, place))
    example = _example(database, source, found)
    unread, rejected = _unread(database, source)
    count = database.value(f"select count(*) from events where not ({_READ})") + rejected
    kept, left_out = _READ, 0
    if complete_only:
        incomplete = f"{kept} and lower(lifecycle) is distinct from 'complete'"
        left_out = database.value(f"select count(*) from events where {incomplete}")
        kept += " and lower(lifecycle) = 'complete'"
    activities = _activities(database, columns.activity, kept)
    database.begin(0.6, 0.85)
    extras = _extras(columns)
    read = (_read if place else _read_in_order)(database, extras, kept)
    database.create("steps", _steps(read, extras))
    for table in ("events",) if place else ("events", "cases"):
        database.drop(table)
    database.begin(0.85, 1.0)
    events = database.value("select count(*) from steps")
    if not events:
        raise EventLogError(N_("No row could be read. Check the columns that were chosen."))
    return EventLog(
        name,
        database,
        found,
        activities,
        events,
        count,
        tuple(unread[:MAX_NAMED]),
        left_out,
        example=example,
    )


def _activities(database: Queries, column: str, kept: str) -> tuple[str, ...]:
    """Number the activities in the order of their names, which are returned."""
    database.create(
        "activities",
        "select activity, (row_number() over (order by activity) - 1)::integer as code "
        f"from (select distinct activity from events where {kept}) as names",
    )
    if database.value("select count(*) from activities") > MAX_ACTIVITIES:
        raise EventLogError(
            N_("“{column}” has more than {most} different values. Choose another activity."),
            column=column,
            most=MAX_ACTIVITIES,
        )
    names = database.rows("select activity, code from activities order by code")
    return tuple(name for name, _ in names)


def _read(_: Queries, extras: Sequence[str], kept: str) -> str:
    """The events with a place of their own."""
    return (
        f"select case_id, code, time, place{''.join(f', {name}' for name in extras)} "
        f"from events join activities using (activity) where {kept}"
    )


def _read_in_order(database: Queries, extras: Sequence[str], kept: str) -> str:
    """The events in the order of the file; their cases as numbers.

    Sorting numbers takes half the time of sorting names.
    """
    database.create(
        "cases",
        "select case_id, (row_number() over (order by case_id))::integer as number "
        f"from (select distinct case_id from events where {kept})",
    )
    return (
        "select number as case_id, code, time, events.rowid as place"
        f"{''.join(f', {name}' for name in extras)} from events join activities using (activity) "
        f"join cases using (case_id) where {kept}"
    )


def _extras(columns: Columns) -> tuple[str, ...]:
    found = {"channel": columns.channel, "device": columns.device, "segment": columns.segment}
    return tuple(name for name, column in found.items() if column)


def _steps(events: str, extras: Sequence[str]) -> str:
    """The events of each case by time; those of one time by their `place` in the file."""
    in_order = "over (partition by case_id order by time, place)"
    columns = ["case_id", "code", "time", *extras]
    after = [f"lead({name}) {in_order} as next_{name}" for name in extras if name != "segment"]
    return (
        f"select {', '.join([*columns, *after])}, row_number() {in_order} as position, "
        f"lead(code) {in_order} as next, lead(time) {in_order} - time as gap "
        f"from ({events}) as events"
    )


def _selection(source: Source, found: Layout, place: str) -> str:
    """The rows of a source as the columns that a log is made of."""
    columns = found.columns

    def text(name: str) -> str:
        column = source.columns[name]
        is_text = column.type == "VARCHAR"
        value = column.expression if is_text else f"({column.expression})::varchar"
        # Nearly all values begin with a letter or digit, and trimming takes longer than comparing.
        return f"case when {value} >= '!' or trim({value}) <> '' then {value} end"

    cases = [text(name) for name in columns.case]
    names = {
        "lifecycle": columns.lifecycle,
        "channel": columns.channel,
        "device": columns.device,
        "segment": columns.segment,
    }
    others = [f", {text(column)} as {name}" for name, column in names.items() if column]
    if place:
        others.append(f", {place} as place")
    if source.is_folder:
        others.append(", part")
    if source.row:
        others.append(f", {source.row} as source_row")
    case = cases[0] if len(cases) == 1 else " || chr(31) || ".join(cases)
    return (
        f"select {case} as case_id, {text(columns.activity)} as activity, "
        f"{found.time.expression} as time{''.join(others)} from {source.relation}"
    )


def _example(
    database: Queries, source: Source, found: Layout
) -> tuple[str, datetime.datetime] | None:
    """The first time of a file that can be read, as it is written and as it is read."""
    if not isinstance(database, Database):
        return None
    columns = (found.columns.time, found.columns.clock)
    texts = [f"({source.columns[name].expression})::varchar" for name in columns if name]
    time = found.time.expression
    rows = database.rows(
        f"select left(concat_ws(' ', {', '.join(texts)}), {MAX_SAMPLE}), {time} from {source.sample} "
        f"where {time} between {_FIRST_TIME} and {_LAST_TIME} limit 1"
    )
    start = datetime.datetime(1970, 1, 1)
    return (rows[0][0], start + datetime.timedelta(microseconds=rows[0][1])) if rows else None


def _unread(database: Queries, source: Source) -> tuple[list[Unread], int]:
    """The first rows that could not be read, and how many are not even in the table of events."""
    if not isinstance(database, Database):
        return [], 0  # the rows of an engine have no numbers
    reason = (
        f"case when case_id is null then '{_NO_CASE}' when activity is null "
        f"then '{_NO_ACTIVITY}' else '{_NO_TIME}' end"
    )
    part = "part" if source.is_folder else "0"
    row, size = ("source_row - 1", "max(source_row)") if source.row else ("rowid", "count(*)")
    sizes = dict(database.rows(f"select {part}, {size} from events group by 1"))
    rows = database.rows(
        f"select {part}, {row}, {reason} from events where not ({_READ}) "
        f"order by rowid limit {MAX_NAMED}"
    )
    found: list[Unread] = []
    before = rejected = 0
    for number, (name, each) in enumerate(source.parts):
        refused = each.rejected(sizes.get(number, 0))
        rejected += refused.count
        own = [Unread(row - before + each.first_row, why) for at, row, why in rows if at == number]
        found += [unread._replace(file=name) for unread in sorted([*refused.first, *own])]
        before += sizes.get(number, 0)
    return found, rejected
