"""The review kept up to date with the map: an edit is checked at the cost of what it touches.

Findings are stored by source: an element, a stage, the funnel, the transitions, the whole map. A
change marks the sources it affects, and only these are checked again. Transitions (`follows`) are
traversed again when one of them changed and findings are wanted, part by part, as one edge may cut
off everything behind it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import itemgetter
from typing import TypeAlias

from journeyeditor.insight.parts import PART, Parts, completed
from journeyeditor.insight.review import deviations, elements, stages, whole
from journeyeditor.insight.review.findings import SEVERITIES, Finding
from journeyeditor.model import MAP_ID, Change, Element, JourneyGraph, Record, Relation
from journeyeditor.vocabulary import MOMENTS, Follows, Stage, info_of

#: The sources of findings: ("element", id), ("stage", id or None), ("funnel",), ("ways", id),
#: ("whole",).
Source: TypeAlias = tuple[str | None, ...]

FUNNEL: Source = ("funnel",)
MEASURED: Source = ("measured",)
TRANSITIONS = "ways"
WHOLE: Source = ("whole",)
#: The stage fields that the funnel is computed from.
FIGURES = ("count", "stated_rate", "rank", "title")
_FLOWING = ("stage", *MOMENTS)


def review(graph: JourneyGraph, today: datetime.date | None = None) -> list[Finding]:
    """All findings on a map, the most severe first, then in map order."""
    return Review(graph, today=today).findings()


class Review:
    """The findings on a map, kept up to date by `update` once they have been asked for."""

    def __init__(self, graph: JourneyGraph, *, today: datetime.date | None = None) -> None:
        self._graph = graph
        self._clock: Callable[[], datetime.date] = datetime.date.today
        if today is not None:
            self._clock = lambda: today
        self._findings: dict[Source, tuple[Finding, ...]] = {}
        self._facts: dict[str | None, stages.StageFacts] = {}
        self._had_curve = False
        self._is_straight = True
        self._is_new = self._has_new_transitions = self._is_whole_stale = True
        self._day = self._clock()

    def findings(self) -> list[Finding]:
        """All findings, the most severe first, then in map order."""
        return completed(self.findings_parts())

    def findings_parts(self) -> Parts[list[Finding]]:
        """Find what is left and sort all, part by part; the map must not change meanwhile."""
        if self._is_new:
            yield from self._check_all()
        if self._has_new_transitions:
            yield from self._check_transitions()
        if self._is_whole_stale or self._clock() != self._day:
            self._whole()
            yield
        place = {"": -1} | {e.id: i for i, e in enumerate(self._graph.elements())}
        yield
        keyed = []
        for number, findings in enumerate(self._findings.values(), 1):
            if number % PART == 0:
                yield
            for each in findings:
                severity = SEVERITIES.index(each.severity)
                keyed.append((severity, place.get(each.element, -1), each.rule, each.text, each))
        keyed.sort(key=itemgetter(0, 1, 2, 3))
        yield
        return [each[-1] for each in keyed]

    def update(self, change: Change) -> None:
        """Check what a change affects; it has already been applied to the graph."""
        if self._is_new:
            return
        affected = _Affected(self._graph)
        for id_, (before, after) in change.entries.items():
            affected.add(id_, before, after)
        for id_ in affected.elements:
            self._check(id_)
        says_more = self._count(affected.stages)
        if affected.figures:
            self._store(FUNNEL, whole.figures(self._graph))
        if MEASURED in self._findings or info_of(self._graph).measured.deviations:
            self._store(MEASURED, deviations.findings(self._graph))
        self._has_new_transitions |= affected.has_changed_transitions
        self._is_whole_stale |= says_more or affected.whole

    def _check_all(self) -> Parts[None]:
        """Check a map that nothing is known of."""
        self._findings.clear()
        self._facts.clear()
        for number, element in enumerate(self._graph.elements(), 1):
            if number % PART == 0:
                yield
            self._check(element.id)
        yield
        for stage in (None, *(stage.id for stage in self._graph.stages())):
            self._count([stage])
            yield
        self._store(FUNNEL, whole.figures(self._graph))
        yield
        self._store(MEASURED, deviations.findings(self._graph))
        self._is_new = False
        yield

    def _check(self, id_: str) -> None:
        source: Source = ("element", id_)
        if not self._graph.has_element(id_):
            self._findings.pop(source, None)
            return
        element = self._graph.element(id_)
        self._store(source, (r for check in elements.CHECKS for r in check(self._graph, element)))
        # A new title does not change where transitions lead, only the findings' text.
        transitions: Source = (TRANSITIONS, id_)
        named = [
            replace(r, values={"title": element.title}) for r in self._findings.get(transitions, ())
        ]
        self._store(transitions, named)

    def _count(self, ids: Iterable[str | None]) -> bool:
        before = {id_: self._facts.get(id_) for id_ in ids}
        for id_ in ids:
            stage = self._graph.element(id_) if id_ and self._graph.has_element(id_) else None
            if isinstance(stage, Stage) or id_ is None:
                assert stage is None or isinstance(stage, Stage)
                self._facts[id_] = stages.facts_of(self._graph, stage)
            else:
                self._facts.pop(id_, None)
                self._findings.pop(("stage", id_), None)
        has_curve = bool(self._graph.elements("emotion"))
        changed = self._facts if has_curve != self._had_curve else ids
        self._had_curve = has_curve
        for id_ in list(changed):
            if id_ in self._facts:
                found = stages.findings(self._facts[id_], has_curve=has_curve)
                self._store(("stage", id_), found)
        return any(not _says_same(old, self._facts.get(id_)) for id_, old in before.items())

    def _whole(self) -> None:
        """Check the map as a whole, from its stages' facts."""
        graph, self._day = self._graph, self._clock()
        facts = [self._facts[None], *(self._facts[stage.id] for stage in graph.stages())]
        map_facts = whole.MapFacts(
            info_of(graph), facts, len(graph.personas()), self._is_straight, self._day
        )
        self._store(WHOLE, whole.findings(map_facts))
        self._is_whole_stale = False

    def _check_transitions(self) -> Parts[None]:
        self._is_straight = whole.is_straight(self._graph)
        yield
        findings = yield from whole.transition_parts(self._graph)
        for source in [source for source in self._findings if source[0] == TRANSITIONS]:
            del self._findings[source]
        for finding in findings:
            source = (TRANSITIONS, finding.element)
            self._findings[source] = (*self._findings.get(source, ()), finding)
        self._has_new_transitions, self._is_whole_stale = False, True

    def _store(self, source: Source, findings: Iterable[Finding]) -> None:
        replacement = tuple(findings)
        if replacement:
            self._findings[source] = replacement
        else:
            self._findings.pop(source, None)


class _Affected:
    """The sources that have to be checked again after a change."""

    def __init__(self, graph: JourneyGraph) -> None:
        self.elements: set[str] = set()
        self.stages: set[str | None] = set()
        self.figures = False
        self.has_changed_transitions = False
        self.whole = False
        self._graph = graph

    def add(self, id_: str, before: Record | None, after: Record | None) -> None:
        """Mark what one entry of a change affects."""
        if id_ == MAP_ID:
            self.figures = self.whole = True
            return
        for record in (before, after):
            if isinstance(record, Relation):
                self._relation(record)
        if any(record is not None and record.is_element for record in (before, after)):
            self._element(id_, before, after)

    def _relation(self, relation: Relation) -> None:
        self.has_changed_transitions |= isinstance(relation, Follows)
        for end in (relation.source, relation.target):
            self.elements.add(end)
            if self._graph.has_element(end):
                self.stages.add(self._graph.element(end).stage)

    def _element(self, id_: str, before: Record | None, after: Record | None) -> None:
        """Mark an element, its stages, and related elements whose checks read its fields."""
        self.elements.add(id_)
        for record in (before, after):
            if isinstance(record, Element):
                self.stages.add(record.stage)
        kind = (after or before).kind  # type: ignore[union-attr]
        self.whole |= kind == "persona"
        if kind == "stage":
            self.whole = True
            self.stages.add(id_)
            self.figures |= any(
                getattr(before, name, None) != getattr(after, name, None) for name in FIGURES
            )
        if kind in _FLOWING:
            self.has_changed_transitions |= (
                not isinstance(before, Element)
                or not isinstance(after, Element)
                or _place(before) != _place(after)
            )
        if kind == "touchpoint":
            self.elements.update(
                transition.source for transition in self._graph.incoming(id_, "follows")
            )


def _place(record: Element) -> tuple[object, object, object]:
    """The values of an element that the transition checks depend on."""
    return record.stage, record.rank, record.kind


def _says_same(old: stages.StageFacts | None, new: stages.StageFacts | None) -> bool:
    """Whether the checks of the whole map are unaffected; texts of the stage itself do not count."""
    if old is None or new is None:
        return old is new
    return old[1:] == new[1:]
