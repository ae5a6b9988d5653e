"""What a log says beyond its measures: order, places, segments, changes of channel, and time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from journeyeditor.events.log import EventLog

_START = datetime.datetime(1970, 1, 1)


class Switches(NamedTuple):
    """Changes of channel or device: the cases with any, in all and by the week in which they began.

    `after` counts those after each activity, `pairs` those from one value to another, the most
    frequent first.
    """

    cases: int
    after: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    weeks: Mapping[datetime.date, int]


class Usual(NamedTuple):
    """The most frequent value of an activity, and how many cases have it there."""

    value: str
    cases: int


class Profile(NamedTuple):
    """The profile of a log.

    `places` are the mean places of the activities' first events in their cases (0 first, 1 last),
    `channels` the most frequent of each activity. `segments` counts the cases of each;
    `switches` are the changes of "channel" and "device", as far as the log has these. `weeks` counts
    the cases that began in each week, by its Monday. Durations are medians in seconds, of all cases
    and of those that began in each week.
    """

    first: datetime.date
    last: datetime.date
    duration: float
    places: Mapping[str, float]
    channels: Mapping[str, Usual]
    segments: Mapping[str, int]
    switches: Mapping[str, Switches]
    weeks: tuple[tuple[datetime.date, int], ...]
    durations: Mapping[datetime.date, float]

    def has_whole(self, week: datetime.date) -> bool:
        """Whether the log covers a week from Monday to Sunday."""
        return self.first <= week and self.last - week >= datetime.timedelta(days=6)


_PERIOD = "select min(time), max(time) from {steps}"
_DURATION = (
    "select median(duration) from "
    "(select max(time) - min(time) as duration from {steps} group by case_id)"
)
_PLACES = """
select code, avg(place) from (
  select code, (min(position) - 1) / greatest(max(length) - 1, 1) as place
  from {steps} join (select case_id, count(*) as length from {steps} group by case_id)
    using (case_id)
  group by case_id, code
) group by code
"""
_CHANNELS = """
select code, channel, cases from (
  select code, channel, cases,
    row_number() over (partition by code order by cases desc, channel) as place
  from (
    select code, channel, count(distinct case_id) as cases from {steps}
    where channel is not null group by code, channel
  ) as counted
) as ranked where place = 1
"""
_SEGMENTS = """
select segment, count(*) from (
  select case_id, arg_min(segment, position) as segment from {steps}
  where segment is not null group by case_id
) group by segment order by 2 desc, 1
"""
_SWITCHED = "{column} <> next_{column}"
_SWITCHES = """
select code, count(distinct case_id) from {steps} where {switched} group by code order by 2 desc, 1
"""
_SWITCHING = """
select week, count(*) from (
  select date_trunc('week', make_timestamp(min(time)))::date as week, bool_or({switched}) as has_any
  from {steps} group by case_id
) where has_any group by week order by week
"""
_PAIRS = """
select {column}, next_{column}, count(distinct case_id) from {steps}
where {switched} group by 1, 2 order by 3 desc, 1, 2
"""
_DURATIONS = """
select week, median(duration) from (
  select date_trunc('week', make_timestamp(min(time)))::date as week, max(time) - min(time) as duration
  from {steps} group by case_id
) group by week order by week
"""
_WEEKS = """
select week, count(*) from (
  select date_trunc('week', make_timestamp(time))::date as week from {steps} where position = 1
) group by week order by week
"""


#: Cases by the week in which they first come to each activity.
_WEEKLY = """
select code, week, count(*) from (
  select code, date_trunc('week', make_timestamp(min(time)))::date as week
  from {steps} group by case_id, code
) group by code, week order by code, week
"""


def weekly(log: EventLog) -> dict[str, list[tuple[datetime.date, int]]]:
    """The cases that come to each activity for the first time, by week (its Monday)."""
    series: dict[str, list[tuple[datetime.date, int]]] = {}
    for code, week, cases in log.database.rows(_WEEKLY.format(steps=log.table)):
        series.setdefault(log.activities[code], []).append((week, cases))
    return series


def profile(log: EventLog) -> Profile:
    """The profile of a loaded log; raises EventLogError."""
    names = log.activities

    def rows(query: str, **parts: str) -> list[tuple[Any, ...]]:
        return log.database.rows(query.format(steps=log.table, **parts))

    usual = rows(_CHANNELS) if "channel" in log.extras else []
    switches: dict[str, Switches] = {}
    for column in ("channel", "device"):
        if column in log.extras:
            switched = _SWITCHED.format(column=column)
            weeks = dict(rows(_SWITCHING, switched=switched))
            switches[column] = Switches(
                sum(weeks.values()),
                {names[code]: cases for code, cases in rows(_SWITCHES, switched=switched)},
                {(a, b): n for a, b, n in rows(_PAIRS, switched=switched, column=column)},
                weeks,
            )
    ((first, last),) = rows(_PERIOD)
    return Profile(
        _date(first),
        _date(last),
        (rows(_DURATION)[0][0] or 0) / 1e6,
        {names[code]: place for code, place in rows(_PLACES)},
        {names[code]: Usual(value, cases) for code, value, cases in usual},
        dict(rows(_SEGMENTS)) if "segment" in log.extras else {},
        switches,
        tuple(rows(_WEEKS)),
        {week: duration / 1e6 for week, duration in rows(_DURATIONS)},
    )


def _date(microseconds: int) -> datetime.date:
    return (_START + datetime.timedelta(microseconds=microseconds)).date()
