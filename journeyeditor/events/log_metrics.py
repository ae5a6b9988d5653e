"""The metrics of a log as a whole, with their series over weeks: new cases, duration, changes of channel."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from journeyeditor.events.evidence import Origin
from journeyeditor.events.measures import shown_groups
from journeyeditor.events.profile import Switches
from journeyeditor.events.words import duration_words
from journeyeditor.i18n import N_

#: The ids of the metrics on a map.
NEW, DURATION, CHANNEL, DEVICE = "new-journeys", "duration", "switches-channel", "switches-device"
#: A series needs so many weeks to say anything.
MIN_WEEKS = 3
#: The most changes from one channel to another that the evidence lists.
MAX_PAIRS = 8
DAY, HOUR = 86_400.0, 3600.0

Series: TypeAlias = tuple[tuple[datetime.date, float], ...]


class LogMetric(NamedTuple):
    """A metric, and its evidence: a claim, a figure, and notes of which the first is the query.

    `activity` is where it belongs, "" for the whole journey.
    """

    key: str
    title: str
    value: float
    unit: str
    series: Series
    claim: str
    figure: str
    notes: tuple[str, ...]
    activity: str = ""


class _Column(NamedTuple):
    """The words of the changes of a column."""

    key: str
    title: str
    claim: str


_COLUMNS: Mapping[str, _Column] = {
    "channel": _Column(
        CHANNEL, N_("Change channel"), N_("{count} of {total} journeys change channel, {period}.")
    ),
    "device": _Column(
        DEVICE, N_("Change device"), N_("{count} of {total} journeys change device, {period}.")
    ),
}


def log_metrics(origin: Origin) -> Iterator[LogMetric]:
    """The metrics of a log that enough cases are in."""
    new, duration = _new(origin), _duration(origin)
    yield from (each for each in (new, duration) if each is not None)
    for name, column in _COLUMNS.items():
        found = origin.facts.switches.get(name)
        if found is not None and found.cases >= origin.min_cases:
            yield _switches(origin, name, column, found)


def weekly_series(origin: Origin, weeks: Mapping[datetime.date, float]) -> Series:
    """The whole weeks of a log, none if there are too few."""
    series = tuple((week, value) for week, value in weeks.items() if origin.facts.has_whole(week))
    return series if len(series) >= MIN_WEEKS else ()


def _new(origin: Origin) -> LogMetric | None:
    series = weekly_series(
        origin, {week: n for week, n in origin.facts.weeks if n >= origin.min_cases}
    )
    if not series:
        return None
    words = origin.texts("{total} journeys began, {period}.")
    claim = words.format(total=origin.texts.number(origin.whole.cases), period=origin.period)
    title, value = origin.texts("New journeys per week"), series[-1][1]
    figure = origin.texts.number(value)
    return LogMetric(NEW, title, value, "", series, claim, figure, (origin.counted(),))


def _duration(origin: Origin) -> LogMetric | None:
    """The median duration, in days or hours."""
    texts, facts, columns = origin.texts, origin.facts, origin.log.layout.columns
    if not facts.duration:
        return None
    unit, words = (DAY, texts("days")) if facts.duration >= DAY else (HOUR, texts("hours"))
    sizes = dict(facts.weeks)
    weeks = {
        week: round(seconds / unit, 1)
        for week, seconds in facts.durations.items()
        if sizes[week] >= origin.min_cases
    }
    figure = duration_words(facts.duration, texts)
    claim = texts("Half of {total} journeys take {time} or less, {period}.").format(
        total=texts.number(origin.whole.cases), time=figure, period=origin.period
    )
    case = " + ".join(columns.case)
    query = f"median(max({columns.time}) - min({columns.time})) by {case}"
    value, series = round(facts.duration / unit, 1), weekly_series(origin, weeks)
    return LogMetric(
        DURATION, texts("Median duration"), value, words, series, claim, figure, (query,)
    )


def _switches(origin: Origin, name: str, column: _Column, found: Switches) -> LogMetric:
    """The share of the cases that change channel or device."""
    texts, columns, total = origin.texts, origin.log.layout.columns, origin.whole.cases
    sizes = dict(origin.facts.weeks)
    weeks = {
        week: round(cases / sizes[week] * 100, 1)
        for week, cases in found.weeks.items()
        if cases >= origin.min_cases
    }
    changed = columns.channel if name == "channel" else columns.device
    where = f"{changed} <> lead({changed}) over (partition by {' + '.join(columns.case)} order by {columns.time})"
    pairs = {f"{before} → {after}": cases for (before, after), cases in found.pairs.items()}
    shown = shown_groups(pairs, origin.min_cases)
    lines = [
        f"- {pair}: {texts.number(cases)} ({texts.percent(cases / total, 1)})"
        for pair, cases in pairs.items()
        if pair in shown
    ]
    claim = texts(column.claim).format(
        count=texts.number(found.cases), total=texts.number(total), period=origin.period
    )
    return LogMetric(
        column.key,
        texts(column.title),
        round(found.cases / total * 100, 1),
        "%",
        weekly_series(origin, weeks),
        claim,
        texts.percent(found.cases / total, 1),
        (origin.counted(where), *lines[:MAX_PAIRS]),
        next(iter(found.after), ""),
    )
