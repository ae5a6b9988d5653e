"""What a map remembers of the log that it was measured with, and how such a log is read again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from journeyeditor.events.columns import OPTIONAL, Columns
from journeyeditor.events.log import EventLog
from journeyeditor.events.measures import Measures
from journeyeditor.events.profile import Profile
from journeyeditor.events.sources import ONLY_TABLE, Query
from journeyeditor.vocabulary import Measurement


class Reading(NamedTuple):
    """How a log is read: its columns, the table or query of a database, and which events count."""

    columns: Columns
    query: Query
    complete_only: bool


def measurement(
    log: EventLog,
    whole: Measures,
    facts: Profile,
    today: datetime.date,
    activities: Mapping[str, str],
) -> Measurement:
    """What a map remembers of a log; `activities` says which element each is, by its id."""
    columns = log.layout.columns
    return Measurement(
        source=log.name,
        date=today,
        first=facts.first,
        last=facts.last,
        cases=whole.cases,
        events=whole.events,
        case=columns.case,
        activity=columns.activity,
        time=columns.time,
        clock=columns.clock,
        lifecycle=columns.lifecycle,
        channel=columns.channel,
        device=columns.device,
        segment=columns.segment,
        table=log.query.table,
        query=log.query.query,
        complete=log.complete_only,
        activities=dict(activities),
    )


def remembered(measured: Measurement, name: str) -> Reading:
    """How a log of a name is read: columns as those of the last one, a table if it is the same one."""
    known = {field: getattr(measured, field) for field in OPTIONAL}
    columns = Columns(
        measured.case,
        measured.activity,
        measured.time,
        **{field: column or "" for field, column in known.items()},
        without=frozenset(field for field, column in known.items() if column == ""),
    )
    if measured.source != name:
        return Reading(columns, ONLY_TABLE, complete_only=False)
    query = Query("" if measured.query else measured.table, measured.query)
    return Reading(columns, query, measured.complete)
