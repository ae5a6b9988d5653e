"""The worst moment of a journey: its lowest score, where that is, and what is known about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import Emotion, Evidence, PainPoint

#: A journey whose lowest score is above this one has no moment to point at.
WORST = -0.5
#: The stronger the evidence, the better it explains the moment.
STRENGTHS = ("measured", "quoted", "assumed")


class WorstMoment(NamedTuple):
    """The lowest score with its place (a step, touchpoint or stage), its pain point, and a fact."""

    emotion: Emotion
    place: Element | None
    pain: PainPoint | None
    fact: Evidence | None


def worst_moment(graph: JourneyGraph, emotions: Iterable[Emotion]) -> WorstMoment | None:
    """Return the worst moment among emotions, None if nothing in them is bad; the first of equals."""
    scored = [emotion for emotion in emotions if emotion.score is not None]
    if not scored:
        return None
    emotion = min(scored, key=lambda one: one.score or 0.0)
    if emotion.score is None or emotion.score > WORST:
        return None
    place = next((graph.element(r.target) for r in graph.outgoing(emotion.id, "at")), None)
    if place is None and emotion.stage and graph.has_element(emotion.stage):
        place = graph.element(emotion.stage)
    pain = max(_pains(graph, place), key=lambda one: one.severity or 0, default=None)
    facts = [fact for record in (emotion, place, pain) for fact in _facts(graph, record)]
    fact = min(facts, key=_weakness, default=None)
    return WorstMoment(emotion, place, pain, fact)


def _pains(graph: JourneyGraph, place: Element | None) -> Iterator[PainPoint]:
    for relation in graph.incoming(place.id, "at") if place else ():
        record = graph.element(relation.source)
        if isinstance(record, PainPoint):
            yield record


def _facts(graph: JourneyGraph, record: Element | None) -> Iterator[Evidence]:
    """Yield the evidence of an element that claims something."""
    for relation in graph.outgoing(record.id, "evidenced_by") if record else ():
        fact = graph.element(relation.target)
        if isinstance(fact, Evidence) and fact.claim:
            yield fact


def _weakness(fact: Evidence) -> int:
    return STRENGTHS.index(fact.strength) if fact.strength in STRENGTHS else len(STRENGTHS)
