"""The figures of a map that is there, measured: counts, rates, shares, times, switches and weekly series.

Nothing that people wrote is replaced but figures: counts of stages, shares and times of transitions that the
map has, metrics and evidence of an earlier measurement. Each figure has an evidence record.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.events.conformance import Conformance, conformance, path_moments
from journeyeditor.events.discovery import DECIMALS, MIN_CASES
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.evidence import LOG, PREFIX, Origin
from journeyeditor.events.log import EventLog
from journeyeditor.events.log_metrics import NEW, LogMetric, Series, log_metrics, weekly_series
from journeyeditor.events.measures import (
    Follow,
    Measures,
    follows_of_groups,
    measure,
    shown_groups,
)
from journeyeditor.events.profile import Profile, profile, weekly
from journeyeditor.events.remembering import measurement
from journeyeditor.events.words import counted, is_counted, is_journeys, journeys, title_of
from journeyeditor.i18n import N_, NO_BREAK_SPACE, Texts
from journeyeditor.insight.funnel import funnel_of
from journeyeditor.model import MAP_ID, Element, JourneyGraph, Record, Value
from journeyeditor.values import duration_seconds, format_duration, rounded_duration
from journeyeditor.vocabulary import (
    At,
    Evidence,
    EvidencedBy,
    Follows,
    MapInfo,
    Measurement,
    Metric,
    Stage,
    info_of,
)

#: Ids of what a measurement adds begin so, and end with that of what was measured.
_METRIC, _RELATION = "weekly-", "measured-by-"
COUNT, COUNTED, RATE, SHARE, TIME, WEEKLY = (
    N_("Customers entering"),
    N_("Journeys"),
    N_("Conversion rate"),
    N_("Share"),
    N_("Elapsed time"),
    N_("Journeys per week"),
)


#: Times that differ by no more than this share are the same.
SAME_TIME = 0.1


class Figure(NamedTuple):
    """One figure before and after: `id` is the record's, `field` an English message id.

    `before` is "" for a figure that the map did not have.
    """

    id: str
    title: str
    field: str
    before: str
    after: str


class MeasuredMap(NamedTuple):
    """What a measurement changes: records, which replace those of their id, and the figures.

    `measures` are those of the log itself; `split` is the day between the periods of its conformance.
    `matched` counts the events of activities that are on the map, `unmatched` those of others.
    """

    records: tuple[Record, ...]
    figures: tuple[Figure, ...]
    measures: Measures
    conformance: Conformance
    matched: int
    unmatched: Mapping[str, int]
    split: datetime.date

    @property
    def measurement(self) -> Measurement:
        """What the map will remember of the log."""
        info = next(each for each in self.records if isinstance(each, MapInfo))
        return info.measured

    def applied(self, graph: JourneyGraph) -> JourneyGraph:
        """The map with its figures measured."""
        new = {record.id: record for record in self.records}
        info = new.pop(MAP_ID, graph.info)
        kept = [new.pop(each.id, each) for each in (*graph.elements(), *graph.relations())]
        records = [*kept, *new.values()]
        elements = [each for each in records if each.is_element]
        return JourneyGraph.of(info, [*elements, *(r for r in records if r.is_relation)])


def measure_map(
    log: EventLog,
    graph: JourneyGraph,
    mapping: Mapping[str, str],
    texts: Texts,
    today: datetime.date,
    min_cases: int = MIN_CASES,
    split: datetime.date | None = None,
) -> MeasuredMap:
    """Measure a map; `mapping` says which moment each activity is. Raises EventLogError.

    `split` is the first day of the period after; by default the middle of the log.
    """
    meant = {activity: id_ for activity, id_ in mapping.items() if id_}
    draft = _Draft(log, graph, texts, today, min_cases)
    if draft.whole.cases < min_cases:
        raise EventLogError(
            N_(
                "The log has {count} cases. Figures of fewer than {least} are not shown, because they could reveal who the customers are."
            ),
            count=draft.whole.cases,
            least=min_cases,
        )
    if meant:
        draft.measure_transitions(log.grouped(path_moments(graph, meant), "walked"))
        draft.measure_moments(log.grouped(meant, "moments"), meant)
        stages = {activity: graph.element(id_).stage for activity, id_ in meant.items()}
        draft.measure_stages({name: stage for name, stage in stages.items() if stage})
        draft.measure_rates()
        draft.measure_journeys(meant)
        draft.measure_segments()
    day = split or draft.middle
    found = conformance(log, graph, mapping, day, min_cases)
    draft.remember(mapping, found)
    counts = {name: each.events for name, each in draft.whole.activities.items()}
    return MeasuredMap(
        tuple(draft.records.values()),
        tuple(draft.figures),
        draft.whole,
        found,
        sum(counts[name] for name in meant),
        {name: count for name, count in counts.items() if name not in meant},
        day,
    )


class _Draft:
    """Records as they will be."""

    def __init__(
        self,
        log: EventLog,
        graph: JourneyGraph,
        texts: Texts,
        today: datetime.date,
        min_cases: int,
    ) -> None:
        self.records: dict[str, Record] = {}
        self.figures: list[Figure] = []
        self._log, self._graph, self._texts = log, graph, texts
        self._today, self._min_cases = today, min_cases
        self.whole: Measures = measure(log)
        self._facts: Profile = profile(log)
        self._origin = Origin(log, self.whole, self._facts, texts, min_cases)
        #: What the evidence of a moment says of the ways that lead from it.
        self._ways: dict[str, list[str]] = defaultdict(list)

    @property
    def middle(self) -> datetime.date:
        """The day in the middle of the log."""
        first, last = self._facts.first, self._facts.last
        return first + (last - first + datetime.timedelta(days=1)) // 2

    def measure_transitions(self, log: EventLog, *, of_stages: bool = False) -> None:
        """Measure the transitions that the map has: their share, and the time they take.

        A way out of a stage is one of those that leave it; one out of a moment, of all its events. The
        counts of the stages say how many go on to the next, unless the map has a share of its own there.
        """
        measures = measure(log)
        follows = follows_of_groups(log, measures, self._min_cases)
        transitions = {(each.source, each.target): each for each in follows}
        sources = {name: each.events for name, each in measures.activities.items()}
        if of_stages:
            sources = _leaving(measures)
        onward = {(a.id, b.id) for a, b in pairwise(self._graph.stages())}
        for relation in self._graph.relations("follows"):
            found = transitions.get((relation.source, relation.target))
            if found is None or not isinstance(relation, Follows):
                continue
            is_counted = relation.share is None and (relation.source, relation.target) in onward
            self._transition(relation, found, sources[found.source], has_share=not is_counted)

    def _transition(self, relation: Follows, found: Follow, total: int, *, has_share: bool) -> None:
        texts, share = self._texts, min(round(found.count / max(total, 1), DECIMALS), 1.0)
        elapsed = _elapsed(relation.elapsed, found.median_seconds)
        if has_share:
            self._note(relation, SHARE, _percent(relation.share, texts), _percent(share, texts))
            self._put(relation, share=share)
        times = [format_duration(each, texts) for each in (relation.elapsed, elapsed)]
        self._note(relation, TIME, *times)
        self._put(relation, elapsed=elapsed)
        title = self._graph.element(relation.target).title
        numbers = f"{texts.percent(share, 1)} ({texts.number(found.count)})"
        self._ways[relation.source].append(
            f"- → {title}: {', '.join(part for part in (numbers, times[1]) if part)}"
        )

    def measure_moments(self, log: EventLog, mapping: Mapping[str, str]) -> None:
        """Measure how many cases come to each moment."""
        measures = measure(log)
        again = {
            each.source: each.count
            for each in follows_of_groups(log, measures, self._min_cases)
            if each.source == each.target
        }
        for id_, count in measures.activities.items():
            if count.cases < self._min_cases:
                continue
            moment = self._graph.element(id_)
            names = [activity for activity, meant in mapping.items() if meant == id_]
            self._prove(moment, count.cases, names)
            note = getattr(moment, "note", "")
            if is_counted(note):  # as discovered, and not written by hand
                words = counted(count.cases, self.whole.cases, again.get(id_, 0), self._texts)
                self._note(moment, COUNTED, note, words)
                self._put(moment, note=words)

    def measure_stages(self, stages: Mapping[str, str]) -> None:
        """Measure how many cases enter each stage, also over the weeks, and where they go on."""
        grouped = self._log.grouped(stages, "staged")
        self.measure_transitions(grouped, of_stages=True)
        counts = measure(grouped).activities
        series = weekly(grouped)
        for stage in self._graph.stages():
            if stage.id not in counts or not isinstance(stage, Stage):
                continue
            cases = counts[stage.id].cases
            if cases < self._min_cases:
                continue
            before = "" if stage.count is None else self._texts.number(stage.count)
            self._note(stage, COUNT, before, self._texts.number(cases))
            self._put(stage, count=cases)
            self._prove(stage, cases, [name for name, id_ in stages.items() if id_ == stage.id])
            self._weekly(stage, dict(series.get(stage.id, ())))

    def measure_rates(self) -> None:
        """Note how the rates from stage to stage change that are computed from the counts."""
        before = [each for each in self._graph.stages() if isinstance(each, Stage)]
        after = [record for each in before if isinstance(record := self._now(each), Stage)]
        rule = info_of(self._graph).funnel
        for old, new in zip(funnel_of(before, rule), funnel_of(after, rule), strict=True):
            if new.computed is not None:
                rates = [_percent(each.computed, self._texts) for each in (old, new)]
                self._note(new.stage, RATE, *rates)

    def measure_journeys(self, mapping: Mapping[str, str]) -> None:
        """Measure whole journeys: their duration, and changes of channel and device."""
        if LOG in self._graph:  # of a discovered map
            self._put(self._graph.element(LOG), **self._origin.of_log())
        stages = [each for each in self._graph.stages() if isinstance(each, Stage)]
        for metric in log_metrics(self._origin) if stages else ():
            if metric.key == NEW and NEW not in self._graph:
                continue  # each stage has its own
            moment = mapping.get(metric.activity, "")
            stage = self._graph.element(moment).stage if moment else None
            self._journeys(metric, stage or stages[-1].id)

    def measure_segments(self) -> None:
        """Bring the personas of a discovered map up to date, which say how many journeys they are."""
        segments, texts = self._facts.segments, self._texts
        others = self.whole.cases - sum(segments.values())
        shown = shown_groups({**segments, "": others}, self._min_cases)
        counts = {title_of(name): cases for name, cases in segments.items() if name in shown}
        for persona in self._graph.personas():
            role = getattr(persona, "role", "")
            if persona.title in counts and is_journeys(role, texts):
                words = journeys(counts[persona.title], texts)
                self._note(persona, COUNTED, role, words)
                self._put(persona, role=words)

    def _journeys(self, found: LogMetric, stage: str) -> None:
        """Enter a metric of whole journeys with its evidence; the stage is that of a new one."""
        self._metric(found.key, found.title, stage, found.value, found.series, found.unit)
        values = self._origin.of_figure(found.title, found.claim, found.figure, found.notes)
        self._enter_evidence(found.key, values)

    def remember(self, mapping: Mapping[str, str], found: Conformance) -> None:
        """Keep in the map how it was measured."""
        activities = {
            activity: id_
            for activity, id_ in mapping.items()
            if id_ or self.whole.activities[activity].cases >= self._min_cases
        }
        measured = measurement(self._log, self.whole, self._facts, self._today, activities)
        fitness = round(found.whole.share, DECIMALS)
        measured = measured.model_copy(update={"fitness": fitness, "deviations": found.deviations})
        self.records[MAP_ID] = info_of(self._graph).replaced(measured=measured)

    def _weekly(self, stage: Stage, weeks: Mapping[datetime.date, int]) -> None:
        """Enter the journeys that come to a stage in each week."""
        enough = {week: cases for week, cases in weeks.items() if cases >= self._min_cases}
        series = weekly_series(self._origin, enough)
        if not series:
            return
        id_, title = f"{_METRIC}{stage.id}", self._texts(WEEKLY)
        if id_ not in self._graph:
            proof = f"{_METRIC}by-{stage.id}"
            self.records[proof] = EvidencedBy(id=proof, source=id_, target=f"{PREFIX}{stage.id}")
        self._metric(id_, title, stage.id, series[-1][1], series)

    def _metric(
        self, id_: str, title: str, stage: str, value: float, series: Series, unit: str = ""
    ) -> None:
        """Enter a metric at a stage, or bring it up to date where it is."""
        values = {"value": value, "unit": unit, "series": series}
        values |= {"date": self._facts.last}
        before = self._graph.record(id_)
        if isinstance(before, Metric):
            self._note(before, before.title, self._figure(before), self._figure(value, unit))
            self._put(before, **values)
            return
        metric = Metric.model_validate({"id": id_, "title": title, "stage": stage, **values})
        self.records[id_] = metric
        self._note(metric, title, "", self._figure(value, unit))
        relation = f"{_METRIC}at-{stage}" if id_ == f"{_METRIC}{stage}" else f"{id_}-at"
        self.records[relation] = At(id=relation, source=id_, target=stage)

    def _figure(self, value: Metric | float, unit: str = "") -> str:
        if isinstance(value, Metric):
            return "" if value.value is None else self._figure(value.value, value.unit)
        words = self._texts.number(value)
        return f"{words}{NO_BREAK_SPACE}{unit}" if unit else words

    def _prove(self, element: Element, cases: int, activities: Iterable[str]) -> None:
        """Add the evidence of an element's figures, or bring it up to date."""
        texts, origin = self._texts, self._origin
        claim = texts("{count} of {total} journeys come here, {period}.").format(
            count=texts.number(cases), total=texts.number(self.whole.cases), period=origin.period
        )
        notes = (origin.counted(origin.is_any_of(activities)), *self._ways[element.id])
        figure = texts.percent(cases / self.whole.cases, 1)
        self._enter_evidence(element.id, origin.of_figure(element.title, claim, figure, notes))

    def _enter_evidence(self, of: str, values: Mapping[str, object]) -> None:
        id_ = f"{PREFIX}{of}"
        before = self._graph.record(id_)
        if isinstance(before, Evidence):
            self._put(before, **values)
            return
        self.records[id_] = Evidence.model_validate({"id": id_, **values})
        relation = f"{_RELATION}{of}"
        if relation not in self._graph:
            self.records[relation] = EvidencedBy(id=relation, source=of, target=id_)

    def _now(self, record: Record) -> Record:
        return self.records.get(record.id, record)

    def _put(self, record: Value, **values: object) -> None:
        assert isinstance(record, Record)
        self.records[record.id] = self._now(record).replaced(**values)

    def _note(self, record: Record, field: str, before: str, after: str) -> None:
        if before != after:
            title = _title(self._graph, record)
            self.figures.append(Figure(record.id, title, field, before, after))


def _leaving(measures: Measures) -> dict[str, int]:
    """How often each stage is left, for another one or at the end."""
    leaving = defaultdict(int, measures.ends)
    for each in measures.follows:
        leaving[each.source] += each.count * (each.source != each.target)
    return leaving


def _elapsed(before: str, seconds: float) -> str:
    """The time a transition takes; what the map says stays if it is about as much."""
    said = duration_seconds(before)
    is_same = abs(said - seconds) <= seconds * SAME_TIME
    return before if seconds < 1 or is_same else rounded_duration(seconds)


def _title(graph: JourneyGraph, record: Record) -> str:
    """How a record is called: a transition by its ends."""
    if isinstance(record, Follows):
        return f"{graph.element(record.source).title} → {graph.element(record.target).title}"
    if isinstance(record, Metric) and record.stage:
        return graph.element(record.stage).title
    return getattr(record, "title", "")


def _percent(share: float | None, texts: Texts) -> str:
    return "" if share is None else texts.percent(share, 1)
