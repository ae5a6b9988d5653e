"""The figures of a map that is there, measured: counts, shares, times and weekly series.

Nothing that people wrote is replaced but figures: counts of stages, shares and times of transitions that the
map has, metrics and evidence of an earlier measurement. Each figure has an evidence record.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from journeyeditor.events.conformance import Conformance, conformance, path_moments
from journeyeditor.events.discovery import DECIMALS, MIN_CASES, MIN_WEEKS
from journeyeditor.events.log import EventLog
from journeyeditor.events.measures import Follow, Measures, follows_of_groups, measure
from journeyeditor.events.profile import Profile, measurement, profile, weekly
from journeyeditor.events.words import period, sample
from journeyeditor.i18n import N_, Texts
from journeyeditor.model import MAP_ID, Element, JourneyGraph, Record, Value
from journeyeditor.values import duration_seconds, format_duration, rounded_duration
from journeyeditor.vocabulary import (
    At,
    Evidence,
    EvidencedBy,
    Follows,
    Metric,
    Stage,
    info_of,
)

#: Ids of what a measurement adds begin so, and end with that of what was measured.
_EVIDENCE, _METRIC, _RELATION = "measured-", "weekly-", "measured-by-"
COUNT, SHARE, TIME, WEEKLY = (
    N_("Customers entering"),
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

    `measures` are those of the log itself; `split` is the day that the periods of its conformance are told
    apart by. `matched` counts the events of activities that are on the map, `unmatched` those of others.
    """

    records: tuple[Record, ...]
    figures: tuple[Figure, ...]
    measures: Measures
    conformance: Conformance
    matched: int
    unmatched: Mapping[str, int]
    split: datetime.date

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

    Before and after are told apart by the day `split`, that in the middle of the log unless given.
    """
    meant = {activity: id_ for activity, id_ in mapping.items() if id_}
    draft = _Draft(log, graph, texts, today, min_cases)
    if meant:
        draft.measure_moments(measure(log.grouped(meant, "moments")))
        walked = log.grouped(path_moments(graph, meant), "walked")
        measures = measure(walked)
        draft.measure_transitions(measures, follows_of_groups(walked, measures, min_cases))
        stages = {activity: graph.element(id_).stage for activity, id_ in meant.items()}
        draft.measure_stages({name: stage for name, stage in stages.items() if stage})
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

    @property
    def middle(self) -> datetime.date:
        """The day in the middle of the log."""
        first, last = self._facts.first, self._facts.last
        return first + (last - first + datetime.timedelta(days=1)) // 2

    def measure_moments(self, measures: Measures) -> None:
        """Measure how many cases come to each moment."""
        for id_, count in measures.activities.items():
            if count.cases >= self._min_cases:
                self._prove(self._graph.element(id_), count.cases)

    def measure_transitions(self, measures: Measures, follows: Iterable[Follow]) -> None:
        """Measure the transitions that the map has: their share, and the time they take."""
        transitions = {(transition.source, transition.target): transition for transition in follows}
        for relation in self._graph.relations("follows"):
            transition = transitions.get((relation.source, relation.target))
            if transition is None or not isinstance(relation, Follows):
                continue
            share = round(
                transition.count / measures.activities[transition.source].events, DECIMALS
            )
            seconds = transition.median_seconds
            elapsed = _elapsed(relation.elapsed, seconds)
            self._note(
                relation, SHARE, _percent(relation.share, self._texts), _percent(share, self._texts)
            )
            times = [format_duration(each, self._texts) for each in (relation.elapsed, elapsed)]
            self._note(relation, TIME, *times)
            self._put(relation, share=share, elapsed=elapsed)

    def measure_stages(self, stages: Mapping[str, str]) -> None:
        """Measure how many cases enter each stage, also over the weeks."""
        grouped = self._log.grouped(stages, "staged")
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
            self._prove(stage, cases)
            self._metric(stage, series.get(stage.id, ()))

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

    def _metric(self, stage: Stage, weeks: Iterable[tuple[datetime.date, int]]) -> None:
        """Add the journeys that enter a stage in each week, or bring them up to date."""
        series = tuple(
            (week, cases)
            for week, cases in weeks
            if cases >= self._min_cases and self._facts.has_whole(week)
        )
        if len(series) < MIN_WEEKS:
            return
        id_, values = f"{_METRIC}{stage.id}", {"value": series[-1][1], "series": series}
        values |= {"date": self._facts.last, "source": self._log.name}
        before = self._graph.record(id_)
        if isinstance(before, Metric):
            self._note(
                before,
                WEEKLY,
                self._texts.number(before.value or 0),
                self._texts.number(series[-1][1]),
            )
            self._put(before, **values)
            return
        metric = Metric.model_validate(
            {"id": id_, "title": self._texts(WEEKLY), "stage": stage.id, **values}
        )
        self.records[id_] = metric
        self._note(metric, WEEKLY, "", self._texts.number(series[-1][1]))
        relation = f"{_METRIC}at-{stage.id}"
        self.records[relation] = At(id=relation, source=id_, target=stage.id)
        proof = f"{_METRIC}by-{stage.id}"
        self.records[proof] = EvidencedBy(id=proof, source=id_, target=f"{_EVIDENCE}{stage.id}")

    def _prove(self, element: Element, cases: int) -> None:
        """Add the evidence of an element's figure, or bring it up to date."""
        texts, facts, whole = self._texts, self._facts, self.whole
        id_ = f"{_EVIDENCE}{element.id}"
        when = period(facts.first, facts.last, texts)
        values = {
            "title": f"{self._log.name}: {element.title}",
            "claim": texts("{count} of {total} journeys come here, {period}.").format(
                count=texts.number(cases), total=texts.number(whole.cases), period=when
            ),
            "figure": texts.percent(cases / whole.cases, 1),
            "source": f"{self._log.name}: {element.title}",
            "note": self._query(element),
            "date": facts.last,
            "sample": sample(whole.cases, whole.events, texts),
            "strength": "measured",
        }
        before = self._graph.record(id_)
        if isinstance(before, Evidence):
            self._put(before, **values)
            return
        self.records[id_] = Evidence.model_validate({"id": id_, **values})
        relation = f"{_RELATION}{element.id}"
        if relation not in self._graph:
            self.records[relation] = EvidencedBy(id=relation, source=element.id, target=id_)

    def _query(self, element: Element) -> str:
        """What was counted: distinct cases, and the table or query of a database."""
        columns, query = self._log.layout.columns, self._log.query
        counted = f"count(distinct {' + '.join(columns.case)})"
        origin = query.query or query.table
        return " · ".join(part for part in (counted, columns.activity, origin) if part)

    def _put(self, record: Value, **values: object) -> None:
        assert isinstance(record, Record)
        self.records[record.id] = record.replaced(**values)

    def _note(self, record: Record, field: str, before: str, after: str) -> None:
        if before != after:
            title = _title(self._graph, record)
            self.figures.append(Figure(record.id, title, field, before, after))


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
