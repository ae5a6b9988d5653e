"""What deserves attention: pain points and opportunities in order, and the worst moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from journeyeditor.insight.parts import PART, Parts, completed
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import Card, Emotion, Evidence, Opportunity, PainPoint

#: The value of a missing grade: the middle of 1 to 5.
MIDDLE = 3
#: The grades, from the least to the greatest.
LEAST, GREATEST = 1, 5


def ranked_pain_points(graph: JourneyGraph) -> list[PainPoint]:
    """Return the pain points by severity × frequency, then by votes, then in the map's order."""
    return completed(ranked_pain_point_parts(graph))


def ranked_pain_point_parts(graph: JourneyGraph) -> Parts[list[PainPoint]]:
    found: list[PainPoint] = []
    for number, record in enumerate(graph.elements("pain_point"), 1):
        if isinstance(record, PainPoint):
            found.append(record)
        if number % PART == 0:
            yield
    return sorted(found, key=lambda record: (-weight_of(record), -record.votes))


def weight_of(record: PainPoint) -> int:
    """Return severity × frequency, 0 if neither is given."""
    if record.severity is None and record.frequency is None:
        return 0
    return (record.severity or MIDDLE) * (record.frequency or MIDDLE)


def ranked_opportunities(graph: JourneyGraph) -> list[Opportunity]:
    """Return the opportunities by impact ÷ effort, then by votes, then in the map's order."""
    return completed(ranked_opportunity_parts(graph))


def ranked_opportunity_parts(graph: JourneyGraph) -> Parts[list[Opportunity]]:
    found: list[Opportunity] = []
    for number, record in enumerate(graph.elements("opportunity"), 1):
        if isinstance(record, Opportunity):
            found.append(record)
        if number % PART == 0:
            yield
    return sorted(found, key=lambda record: (-return_of(record), -record.votes))


def return_of(record: Opportunity) -> float:
    """Return impact ÷ effort, 0 if neither is given."""
    if record.impact is None and record.effort is None:
        return 0.0
    return (record.impact or MIDDLE) / (record.effort or MIDDLE)


def grades_by_votes(graph: JourneyGraph, kind: str) -> dict[RecordId, int]:
    """Return the grade of each element of a kind by its share of the votes; none if nobody voted.

    The element with the most votes gets 5 and one without votes 1; in between, the grade grows in
    proportion: 1 + 4 × votes ÷ most, rounded half up.
    """
    votes = {card.id: card.votes for card in graph.elements(kind) if isinstance(card, Card)}
    most = max(votes.values(), default=0)
    steps = 2 * (GREATEST - LEAST)
    return {id_: LEAST + (steps * own + most) // (2 * most) for id_, own in votes.items() if most}


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
