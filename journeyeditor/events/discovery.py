"""A map of what customers did: activities become touchpoints in stages, and rare transitions are folded.

A map of everything that ever happened is unreadable, and people in small groups may be recognized.
So what fewer cases do than a share of all is left out, and never shown below five cases; the map
says which share of the cases goes only where it shows.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from journeyeditor.events.errors import EventLogError
from journeyeditor.events.evidence import LOG, PREFIX, Origin
from journeyeditor.events.log import EventLog
from journeyeditor.events.log_metrics import NEW, LogMetric, log_metrics
from journeyeditor.events.measures import (
    Follow,
    Measures,
    follows_of_groups,
    measure,
    shown_groups,
)
from journeyeditor.events.profile import Profile, profile
from journeyeditor.events.remembering import measurement
from journeyeditor.events.stage_words import STAGES, THIRDS, in_order, is_known, stages_of
from journeyeditor.events.words import counted, duration_words, journeys, period, title_of
from journeyeditor.i18n import N_, Texts, window_languages
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.values import rounded_duration
from journeyeditor.vocabulary import (
    At,
    Evidence,
    EvidencedBy,
    Follows,
    MapInfo,
    Metric,
    PainPoint,
    Persona,
    Stage,
    Touchpoint,
)
from journeyeditor.vocabulary.terms import value_of_term
from journeyeditor.vocabulary.touchpoint import CHANNELS

#: A group of fewer cases is not shown: people in it may be recognized.
MIN_CASES = 5
#: The share of all cases (0..1) below which a transition is folded, unless another is chosen.
DEFAULT_SHARE = 0.02
#: The most touchpoints of a readable map, and the most personas.
MAX_TOUCHPOINTS, MAX_PERSONAS = 24, 6
#: A map with more transitions for each touchpoint is spaghetti.
WAYS_PER_TOUCHPOINT = 1.5
#: From this median on a wait may be a pain point (seconds); so many of the longest are.
LONG_WAIT, MAX_WAITS = 86_400.0, 2
#: From this share on, journeys that end before the last stage are a pain point; at most so many.
MANY_EXITS, MAX_EXITS = 0.2, 3
#: Ways between stages from this share on are drawn, if they are not those to the next one.
MIN_STAGE_SHARE = 0.05
#: Shares are kept to so many decimals.
DECIMALS = 4


class Options(NamedTuple):
    """What a discovered map shows: the least share of cases (0..1), the least number of them."""

    min_share: float = DEFAULT_SHARE
    min_cases: int = MIN_CASES


class Discovery(NamedTuple):
    """A discovered map, and what it leaves out.

    `shown_cases` of all `cases` go only where the map shows; `folded` are the activities left out.
    """

    graph: JourneyGraph
    cases: int
    shown_cases: int
    folded: tuple[str, ...]


def discover(
    log: EventLog, texts: Texts, today: datetime.date, options: Options | None = None
) -> Discovery:
    """Make a map of a loaded log, with texts in a language.

    Raises EventLogError, also if no activity is frequent enough to be shown.
    """
    chosen = options or Options()
    whole = measure(log)
    least = max(whole.cases * chosen.min_share, chosen.min_cases)
    kept = [name for name, each in whole.activities.items() if each.cases >= least]
    kept = kept[:MAX_TOUCHPOINTS]
    if not kept:
        raise EventLogError(
            N_("No activity occurs in {count} cases or more, so that a map would show nothing."),
            count=round(least),
        )
    shown = log.grouped({name: name for name in kept}, "shown")
    measures, facts = measure(shown), profile(shown)
    origin = Origin(log, whole, profile(log), texts, chosen.min_cases)
    follows = follows_of_groups(shown, measures, chosen.min_cases)
    transitions = frequent_transitions(follows, least, len(measures.activities))
    cases = _cases_within(log, kept, transitions)
    folded = tuple(name for name in whole.activities if name not in kept)
    events = {name: whole.activities[name].events for name in kept}
    stages = stages_of(facts.places, events)
    has_words = is_known(facts.places, events)
    names = [words for _, words in STAGES] if has_words else THIRDS
    titles = [texts(words) for words in names]
    draft = _Draft(origin, measures, facts, transitions, today)
    draft.add_evidence()
    draft.add_stages(stages, titles, has_words=has_words)
    draft.add_personas()
    draft.add_touchpoints(in_order(facts.places), stages)
    draft.add_transitions()
    draft.add_waits()
    draft.add_metrics()
    note = _left_out(texts, cases / whole.cases, len(folded))
    return Discovery(draft.graph(note), whole.cases, cases, folded)


def frequent_transitions(follows: Iterable[Follow], least: float, activities: int) -> list[Follow]:
    """The transitions to draw: the most frequent ones, and those into and out of each activity."""
    transitions = {(transition.source, transition.target): transition for transition in follows}
    most = round(activities * WAYS_PER_TOUCHPOINT)
    frequent = [
        p for p, transition in transitions.items() if transition.count >= least and p[0] != p[1]
    ]
    chosen = {*frequent[:most], *(pair for pair in transitions if pair[0] == pair[1])}
    for end in (0, 1):
        strongest: dict[str, tuple[str, str]] = {}
        for pair in transitions:  # the most frequent first
            if pair[0] != pair[1]:
                strongest.setdefault(pair[end], pair)
        chosen.update(strongest.values())
    return [transition for pair, transition in transitions.items() if pair in chosen]


def _cases_within(log: EventLog, kept: Sequence[str], transitions: Iterable[Follow]) -> int:
    """How many cases do only what is kept, in transitions that are kept."""
    codes = {name: code for code, name in enumerate(log.activities)}
    activities = ", ".join(str(codes[name]) for name in kept)
    pairs = [
        f"({codes[transition.source]}, {codes[transition.target]})" for transition in transitions
    ]
    is_drawn = f"(code, next) in ({', '.join(pairs)})" if pairs else "false"
    return int(
        log.database.value(
            f"select count(*) from (select case_id from {log.table} group by case_id having "
            f"bool_and(code in ({activities}) and (next is null or {is_drawn})))"
        )
    )


def _left_out(texts: Texts, share: float, folded: int) -> str:
    """A sentence on what a map leaves out."""
    sentence = texts("{share} of the journeys follow only the paths shown here.").format(
        share=texts.percent(share)
    )
    if not folded:
        return sentence
    more = texts.plural(
        "{count} rare activity is left out.", "{count} rare activities are left out.", folded
    )
    return f"{sentence} {more.format(count=texts.number(folded))}"


@dataclass
class _Draft:
    """A map under construction; `facts` are those of what it shows."""

    origin: Origin
    measures: Measures
    facts: Profile
    transitions: Sequence[Follow]
    today: datetime.date

    def __post_init__(self) -> None:
        self.records: list[Record] = []
        self.stage_ids: dict[int, str] = {}
        self.ids: dict[str, str] = {}
        self.stage_of: dict[str, str] = {}
        self.log, self.whole, _, self.texts, self.min_cases = self.origin
        self._numbers: dict[str, int] = defaultdict(int)

    def graph(self, note: str) -> JourneyGraph:
        facts = self.origin.facts
        info = MapInfo(
            title=self.texts("What customers did"),
            subtitle=period(facts.first, facts.last, self.texts),
            note=note,
            language=self.texts.language,
            state="as_is",
            date=self.today,
            measured=measurement(self.log, self.whole, facts, self.today, self.ids),
        )
        elements = [each for each in self.records if each.is_element]
        return JourneyGraph.of(info, [*elements, *(r for r in self.records if r.is_relation)])

    def add_evidence(self) -> None:
        self.records.append(Evidence.model_validate({"id": LOG, **self.origin.of_log()}))

    def add_stages(self, stages: dict[str, int], titles: Sequence[str], *, has_words: bool) -> None:
        """Add the stages that have touchpoints, how many cases enter each, and transitions between them."""
        present = sorted(set(stages.values()))
        groups = {activity: f"{stage:02}" for activity, stage in stages.items()}
        staged = self.log.grouped(groups, "staged")
        found = measure(staged)
        for stage in present:
            self.stage_ids[stage] = self._id("s")
            self.records.append(
                Stage(
                    id=self.stage_ids[stage],
                    title=titles[stage],
                    count=found.activities[f"{stage:02}"].cases,
                    archetype=STAGES[stage][0] if has_words else "",
                )
            )
        self.stage_of = {activity: self.stage_ids[stage] for activity, stage in stages.items()}
        leaving: dict[str, int] = defaultdict(int, found.ends)
        for transition in found.follows:
            leaving[transition.source] += transition.count * (
                transition.source != transition.target
            )
        for transition in follows_of_groups(staged, found, self.min_cases):
            one, other = int(transition.source), int(transition.target)
            share = transition.count / max(leaving[transition.source], 1)
            is_next = present.index(other) - present.index(one) == 1
            if one == other or is_next:
                continue  # the counts of the stages say how many go on to the next
            if share >= MIN_STAGE_SHARE:
                self._follow(
                    self.stage_ids[one], self.stage_ids[other], share, transition.median_seconds
                )

    def add_personas(self) -> None:
        segments = self.facts.segments
        others = self.whole.cases - sum(segments.values())
        shown = shown_groups({**segments, "": others}, self.min_cases)
        for name, cases in [pair for pair in segments.items() if pair[0] in shown][:MAX_PERSONAS]:
            words = journeys(cases, self.texts)
            self.records.append(Persona(id=self._id("p"), title=title_of(name), role=words))

    def add_touchpoints(self, places: Sequence[str], stages: dict[str, int]) -> None:
        """Add a touchpoint for each activity, in its typical order within its stage."""
        exits: list[tuple[float, str]] = []
        for activity in sorted(places, key=lambda name: stages[name]):
            id_ = self.ids[activity] = self._id("t")
            self.records.append(
                Touchpoint(
                    id=id_,
                    title=title_of(activity),
                    note=self._counts(activity),
                    stage=self.stage_of[activity],
                    channel=self._channel(activity),
                )
            )
            self._prove(id_)
            share = self.measures.ends.get(activity, 0) / self._leaving(activity)
            if stages[activity] < max(stages.values()) and share >= MANY_EXITS:
                exits.append((self.measures.ends[activity], activity))
        for ends, activity in sorted(exits, reverse=True)[:MAX_EXITS]:
            if ends >= self.min_cases:
                share = ends / self._leaving(activity)
                words = self.texts("{share} of the journeys end here")
                self._pain(activity, words.format(share=self.texts.percent(share)))

    def add_transitions(self) -> None:
        for transition in self.transitions:
            if transition.source != transition.target:
                share = transition.count / self._leaving(transition.source)
                source, target = self.ids[transition.source], self.ids[transition.target]
                self._follow(source, target, share, transition.median_seconds)

    def add_waits(self) -> None:
        """Add the longest waits between touchpoints as pain points."""
        waits = sorted(
            self.transitions,
            key=lambda transition: (
                -transition.median_seconds,
                transition.source,
                transition.target,
            ),
        )
        long = [transition for transition in waits if transition.median_seconds >= LONG_WAIT]
        for transition in long[:MAX_WAITS]:
            words = self.texts("{time} pass before “{next}”").format(
                time=duration_words(transition.median_seconds, self.texts),
                next=title_of(transition.target),
            )
            self._pain(transition.source, words)

    def add_metrics(self) -> None:
        first, last = min(self.stage_ids.values()), max(self.stage_ids.values())
        for found in log_metrics(self.origin):
            stage = self.stage_of.get(found.activity, first if found.key == NEW else last)
            self._metric(found, stage)

    def _counts(self, activity: str) -> str:
        """How many cases have an activity, and how often it is repeated."""
        cases = self.measures.activities[activity].cases
        again = [w.count for w in self.transitions if w.source == w.target == activity]
        return counted(cases, self.whole.cases, sum(again), self.texts)

    def _channel(self, activity: str) -> str:
        """The key of the usual channel of an activity, or its words; "" if few cases have one."""
        usual = self.facts.channels.get(activity)
        if usual is None or usual.cases < self.min_cases:
            return ""
        words = usual.value
        for language in (self.texts.language, *window_languages()):
            key = value_of_term(words, CHANNELS, texts_of(language))
            if key in CHANNELS:
                return key
        return title_of(words)

    def _leaving(self, activity: str) -> int:
        return max(self.measures.activities[activity].events, 1)

    def _follow(self, source: str, target: str, share: float, seconds: float) -> None:
        elapsed = rounded_duration(seconds) if seconds >= 1 else ""
        self.records.append(
            Follows(
                id=self._id("r"),
                source=source,
                target=target,
                share=round(min(share, 1.0), DECIMALS),
                elapsed=elapsed,
            )
        )

    def _pain(self, activity: str, title: str) -> None:
        id_ = self._id("w")
        self.records.append(PainPoint(id=id_, title=title, stage=self.stage_of[activity]))
        self.records.append(At(id=self._id("r"), source=id_, target=self.ids[activity]))
        self._prove(id_)

    def _metric(self, found: LogMetric, stage: str) -> None:
        values = {"title": found.title, "value": found.value, "unit": found.unit}
        values |= {"series": found.series, "date": self.origin.facts.last}
        self.records.append(Metric.model_validate({"id": found.key, "stage": stage, **values}))
        fields = self.origin.of_figure(found.title, found.claim, found.figure, found.notes)
        evidence = Evidence.model_validate({"id": f"{PREFIX}{found.key}", **fields})
        self.records.append(evidence)
        self._prove(found.key, evidence.id)

    def _prove(self, id_: str, evidence: str = LOG) -> None:
        self.records.append(EvidencedBy(id=self._id("r"), source=id_, target=evidence))

    def _id(self, prefix: str) -> str:
        self._numbers[prefix] += 1
        return f"{prefix}{self._numbers[prefix]}"
