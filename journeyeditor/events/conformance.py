"""Expected against actual: how far customers follow the map, and where they do not.

A case conforms if every move of it is a transition of the map. Moments that no activity is, such as a talk
with a friend, are passed over: a transition through them is allowed. The fitness of a log is the share of
cases that conform, after the fitting traces of W. van der Aalst, *Process Mining*, 2nd edition 2016,
chapter 8.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.events.discovery import LONG_WAIT, MANY_EXITS, MIN_CASES
from journeyeditor.events.log import EventLog
from journeyeditor.events.measures import (
    Follow,
    Measures,
    follows_of_groups,
    measure,
    shown_groups,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.values import duration_seconds
from journeyeditor.vocabulary import Deviation, Follows

#: The most deviations of one kind that are reported, the most frequent first.
MOST = 5
#: A wait is long if it takes so many times what the map says.
TIMES_EXPECTED = 3.0


class Fitness(NamedTuple):
    """How many of some cases conform; `group` is a segment or a period, "" for all."""

    group: str
    cases: int
    conforming: int

    @property
    def share(self) -> float:
        return self.conforming / self.cases if self.cases else 0.0


class Conformance(NamedTuple):
    """The fitness of all cases, of each segment, and before and after a day; and the deviations."""

    whole: Fitness
    segments: tuple[Fitness, ...]
    periods: tuple[Fitness, ...]
    deviations: tuple[Deviation, ...]


def path_moments(graph: JourneyGraph, mapping: Mapping[str, str]) -> dict[str, str]:
    """The activities that are moments with a place in the order of the map.

    Those are the moments that transitions lead to or from, or all of them in a map without transitions.
    """
    ends = {end for each in _transitions(graph) for end in (each.source, each.target)}
    return {activity: id_ for activity, id_ in mapping.items() if id_ and (not ends or id_ in ends)}


def conformance(
    log: EventLog,
    graph: JourneyGraph,
    mapping: Mapping[str, str],
    split: datetime.date | None = None,
    min_cases: int = MIN_CASES,
) -> Conformance:
    """Compare a log with a map; `split` is the first day of "after"."""
    paths = path_moments(graph, mapping)
    walked = log.grouped(paths, "walked")
    measures = measure(walked)
    follows = follows_of_groups(walked, measures, min_cases)
    allowed = allowed_moves(graph, set(paths.values()))
    _mark_conforming(walked, allowed, log, mapping)
    whole = _fitness(log, "''")
    segments = _fitness(log, "segment")
    periods = (
        _fitness(log, f"case when start < date '{split}' then 'before' else 'after' end")
        if split
        else []
    )
    deviations = [
        *_untaken(graph, mapping),
        *_missing(measure(log), mapping, min_cases),
        *_moves(follows, allowed),
        *_ends(graph, measures, min_cases),
        *_waits(graph, follows),
    ]
    return Conformance(
        whole[0],
        _of_groups(segments, min_cases),
        tuple(sorted(_of_groups(periods, min_cases), key=lambda each: each.group != "before")),
        tuple(deviations),
    )


def allowed_moves(graph: JourneyGraph, measured: set[str]) -> set[tuple[str, str]]:
    """The moves that a map allows between measured moments, passing over those that are not."""
    after: dict[str, list[str]] = defaultdict(list)
    for transition in _transitions(graph):
        after[transition.source].append(transition.target)
    if not after:  # a map without transitions means its order from left to right
        order = [card.id for stage in graph.stages() for card in graph.cards(stage.id)]
        return set(pairwise(id_ for id_ in order if id_ in measured))
    moves = set()
    for start in measured:
        open_, seen = list(after[start]), set[str]()
        while open_:
            id_ = open_.pop()
            if id_ in seen:
                continue
            seen.add(id_)
            if id_ in measured:
                moves.add((start, id_))
            else:
                open_ += after[id_]
    return moves


def _transitions(graph: JourneyGraph) -> Iterable[Follows]:
    for each in graph.relations("follows"):
        if isinstance(each, Follows) and graph.element(each.source).is_moment:
            yield each


def _mark_conforming(
    walked: EventLog, allowed: set[tuple[str, str]], log: EventLog, mapping: Mapping[str, str]
) -> None:
    """Make a table of cases: whether each conforms, its segment and the time of its first event."""
    codes = {id_: code for code, id_ in enumerate(walked.activities)}
    pairs = ", ".join(f"({codes[a]}, {codes[b]})" for a, b in allowed if a in codes and b in codes)
    is_allowed = f"(code, next) in ({pairs})" if pairs else "false"
    lacking = [code for code, name in enumerate(log.activities) if not mapping.get(name)]
    is_known = f"code not in ({', '.join(map(str, lacking))})" if lacking else "true"
    segment = "arg_min(segment, position)" if "segment" in log.extras else "null::varchar"
    log.database.create(
        "conforming",
        f"select case_id, coalesce(moves, true) and known as conforms, segment, start from ("
        f"select case_id, bool_and({is_known}) as known, {segment} as segment, "
        f"make_timestamp(min(time))::date as start from {log.table} group by case_id) "
        f"left join (select case_id, bool_and(next is null or {is_allowed}) as moves "
        f"from {walked.table} group by case_id) using (case_id)",
    )


def _fitness(log: EventLog, group: str) -> list[Fitness]:
    rows = log.database.rows(
        f"select {group} as grouped, count(*), count(*) filter (where conforms) from conforming "
        "group by 1 order by 2 desc, 1"
    )
    return [Fitness(name or "", cases, fits) for name, cases, fits in rows]


def _of_groups(found: Sequence[Fitness], least: int) -> tuple[Fitness, ...]:
    shown = shown_groups({each.group: each.cases for each in found}, least)
    return tuple(each for each in found if each.group in shown)


def _untaken(graph: JourneyGraph, mapping: Mapping[str, str]) -> list[Deviation]:
    """Touchpoints that no activity is; steps are often what no system sees."""
    taken = set(mapping.values())
    return [
        Deviation(kind="untaken", source=each.id)
        for each in graph.elements("touchpoint")
        if each.id not in taken
    ]


def _missing(measures: Measures, mapping: Mapping[str, str], least: int) -> list[Deviation]:
    found = [
        Deviation(kind="missing", source=name, count=each.cases, share=each.cases / measures.cases)
        for name, each in measures.activities.items()
        if not mapping.get(name) and each.cases >= least
    ]
    return sorted(found, key=lambda each: -each.count)[:MOST]


def _moves(follows: Iterable[Follow], allowed: set[tuple[str, str]]) -> list[Deviation]:
    moves = list(follows)
    other = [w for w in moves if w.source != w.target and (w.source, w.target) not in allowed]
    again = [w for w in moves if w.source == w.target and (w.source, w.target) not in allowed]
    return [
        *(
            Deviation(kind="order", source=w.source, target=w.target, count=w.count)
            for w in other[:MOST]
        ),
        *(Deviation(kind="repeated", source=w.source, count=w.count) for w in again[:MOST]),
    ]


def _ends(graph: JourneyGraph, measures: Measures, least: int) -> list[Deviation]:
    """Moments before the last stage at which many cases end."""
    stages = graph.stages()
    last = stages[-1].id if stages else None
    found = []
    for id_, ends in measures.ends.items():
        share = ends / measures.activities[id_].cases
        if ends >= least and share >= MANY_EXITS and graph.element(id_).stage != last:
            found.append(Deviation(kind="end", source=id_, count=ends, share=share))
    return found[:MOST]


def _waits(graph: JourneyGraph, follows: Iterable[Follow]) -> list[Deviation]:
    """The longest waits, and those that are much longer than the map says."""
    expected = {
        (transition.source, transition.target): duration_seconds(transition.elapsed)
        for transition in _transitions(graph)
        if transition.elapsed
    }
    found = []
    for transition in follows:
        said = expected.get((transition.source, transition.target), 0.0)
        is_longer = said and transition.median_seconds >= said * TIMES_EXPECTED
        if not (is_longer or (not said and transition.median_seconds >= LONG_WAIT)):
            continue
        found.append(
            Deviation(
                kind="longer" if is_longer else "wait",
                source=transition.source,
                target=transition.target,
                count=transition.count,
                seconds=transition.median_seconds,
                expected=said,
            )
        )
    return sorted(found, key=lambda each: (each.kind, -each.seconds))[:MOST]
