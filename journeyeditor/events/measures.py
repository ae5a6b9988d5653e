"""The measures of an event log: counts, what follows what and after how long, and variants.

Times are exact: medians are not estimated. Variants are compared by two sums of hashes of activity
and position (62 bits), which need no list for each case. The hashes are arithmetic that every
database knows: a linear function of both modulo a prime, squared modulo another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from journeyeditor.events.log import EventLog

_MICROSECONDS = 1e6
TOP_VARIANTS = 10
#: A median holds all its values; beyond so many bytes for each, they are sorted on disk instead.
_BYTES_PER_GAP = 24


class ActivityCount(NamedTuple):
    """How often an activity occurs, and in how many cases."""

    events: int
    cases: int


@dataclass(frozen=True, slots=True)
class Follow:
    """One activity directly after another, in one case: how often, and after how long."""

    source: str
    target: str
    count: int
    median_seconds: float
    mean_seconds: float


class Variant(NamedTuple):
    """A sequence of activities, and how many cases are that sequence."""

    path: tuple[str, ...]
    cases: int


class Measures(NamedTuple):
    """What is measured of a log; the most frequent comes first everywhere."""

    events: int
    cases: int
    activities: Mapping[str, ActivityCount]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    follows: tuple[Follow, ...]
    variants: int
    top_variants: tuple[Variant, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "events": self.events,
            "cases": self.cases,
            "activities": {name: each._asdict() for name, each in self.activities.items()},
            "starts": dict(self.starts),
            "ends": dict(self.ends),
            "follows": [
                {
                    "from": each.source,
                    "to": each.target,
                    "count": each.count,
                    "median_seconds": each.median_seconds,
                    "mean_seconds": each.mean_seconds,
                }
                for each in self.follows
            ],
            "variants": self.variants,
            "top_variants": [
                {"path": list(each.path), "cases": each.cases} for each in self.top_variants
            ],
        }


_EVENTS = "select code, count(*) from {steps} group by code order by code"
#: The cases of each activity, from the activities of each variant as bits, and for more of them.
_IN_MASK = "sum(cases) filter (where mask & (1::bigint << {code}) <> 0)::bigint"
_CASES = "select code, count(*) from (select distinct case_id, code from {steps}) group by code"
MAX_BITS = 62
_STARTS = "select code, count(*) from {steps} where position = 1 group by code"
_ENDS = "select code, count(*) from {steps} where next is null group by code"
_FOLLOWS = """
select code, next, count(*), median(gap), avg(gap)
from {steps} where next is not null group by code, next
"""
#: The same with sorts that spill to disk: the median is where half of the gaps are reached.
_FOLLOWS_ON_DISK = """
select code, next, max(total),
  avg(gap) filter (where place in ((total + 1) // 2, total // 2 + 1)), avg(gap)
from (
  select code, next, gap,
    row_number() over (partition by code, next order by gap) as place,
    count(*) over (partition by code, next) as total
  from {steps} where next is not null
)
group by code, next
"""
#: What follows what in fewer cases: one that goes in circles counts once here.
_FOLLOWS_OF_FEW = """
select code, next
from (select distinct case_id, code, next from {steps} where next is not null) as made
group by code, next having count(*) < {least}
"""
_LINEAR = "(code::bigint * {0} + position::bigint * {1}) % 2147483647"
_VARIANTS = f"""
select one, other, count(*) as cases, min(case_id) as example, min(mask) as mask
from (
  select case_id, sum((one * one) % 2147483629)::bigint as one,
    sum((other * other) % 2147483629)::bigint as other, bit_or(1::bigint << (code % {MAX_BITS})) as mask
  from (
    select case_id, code, {_LINEAR.format(1103515245, 668265263)} as one,
      {_LINEAR.format(374761393, 1566083941)} as other
    from {{steps}}
  )
  group by case_id
)
group by one, other
"""
#: The steps of an example of each of the most frequent variants; no case leaves the database.
_TOP_VARIANTS = f"""
select place, cases, code, position
from (
  select cases, example, row_number() over (order by cases desc, example) as place
  from (select cases, example from variants order by cases desc, example limit {TOP_VARIANTS}) as top
) as top join {{steps}} on case_id = example
order by place, position
"""


def measure(log: EventLog) -> Measures:
    """Measure a loaded log; raises EventLogError."""
    names = log.activities

    def rows(query: str) -> list[tuple[Any, ...]]:
        return log.database.rows(query.format(steps=log.table))

    log.database.create("variants", _VARIANTS.format(steps=log.table))
    cases_of = _cases(log)
    activities = {
        names[code]: ActivityCount(events, cases_of[code]) for code, events in rows(_EVENTS)
    }
    starts = _by_count({names[code]: count for code, count in rows(_STARTS)})
    ends = _by_count({names[code]: count for code, count in rows(_ENDS)})
    follows = [
        Follow(names[code], names[after], count, median / _MICROSECONDS, mean / _MICROSECONDS)
        for code, after, count, median, mean in rows(_follows_query(log))
    ]
    top = tuple(
        Variant(tuple(names[step[2]] for step in steps), cases)
        for (_, cases), steps in groupby(rows(_TOP_VARIANTS), itemgetter(0, 1))
    )
    return Measures(
        log.events,
        sum(starts.values()),
        dict(sorted(activities.items(), key=lambda item: (-item[1].events, item[0]))),
        starts,
        ends,
        tuple(sorted(follows, key=lambda each: (-each.count, each.source, each.target))),
        log.database.value("select count(*) from variants"),
        top,
    )


def follows_of_groups(log: EventLog, measures: Measures, least: int) -> tuple[Follow, ...]:
    """Return what follows what in at least so many cases; one case may repeat it often.

    `measures` are those of the log. Raises EventLogError.
    """
    names = log.activities
    few = {
        (names[code], names[after])
        for code, after in log.database.rows(_FOLLOWS_OF_FEW.format(steps=log.table, least=least))
    }
    return tuple(each for each in measures.follows if (each.source, each.target) not in few)


def shown_groups(cases: Mapping[str, int], least: int) -> frozenset[str]:
    """Return which groups of all cases may be shown; "" are the cases of no group.

    What is hidden is the rest of the whole: if that is fewer than `least`, the smallest group is
    hidden with it (complementary suppression: Cox, Journal of the ASA 75, 1980).
    """
    shown = sorted(
        (name for name, n in cases.items() if name and n >= least), key=cases.__getitem__
    )
    rest = sum(cases.values()) - sum(cases[name] for name in shown)
    return frozenset(shown[1:] if 0 < rest < least else shown)


def _cases(log: EventLog) -> dict[int, int]:
    """How many cases each activity occurs in, by its code."""
    count = len(log.activities)
    if not count:
        return {}
    if count > MAX_BITS:
        return dict(log.database.rows(_CASES.format(steps=log.table)))
    sums = ", ".join(_IN_MASK.format(code=code) for code in range(count))
    return dict(enumerate(log.database.rows(f"select {sums} from variants")[0]))


def _follows_query(log: EventLog) -> str:
    most = log.database.memory // 3
    return _FOLLOWS if log.events * _BYTES_PER_GAP < most else _FOLLOWS_ON_DISK


def _by_count(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
