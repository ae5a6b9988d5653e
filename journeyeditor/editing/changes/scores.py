"""Emotions: single scores, and whole curves drawn in one stroke."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import TypeAlias

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import DropTarget, add
from journeyeditor.editing.changes.relations import anchor_of, stage_of
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import Emotion, Stage

BEST = 2
#: Steps to which scores are rounded, in one unit.
_STEPS = 10

#: The digit, of 1 to 5, for the score 0.
MIDDLE_DIGIT = 3
_TYPED = re.compile(r"(?P<digit>[1-5])|(?P<number>[-+\u2212]\d(?:[.,]\d)?)")

#: A point of a curve: an emotion, the step or touchpoint that it is felt at, or a stage (None: no
#: stage) and an anchor in it ("": none).
Moment: TypeAlias = RecordId | tuple[RecordId | None, RecordId]


def rounded(score: float) -> int | float:
    """Return a score within −2..2, in tenths; whole ones as whole numbers."""
    if not isfinite(score):
        return 0
    tenths = round(max(-BEST, min(BEST, score)) * _STEPS)
    return tenths // _STEPS if tenths % _STEPS == 0 else tenths / _STEPS


def typed_score(words: str) -> int | float | None:
    """Return the score that is typed for a face: one of the digits 1 to 5, or a signed number.

    None for all other words.
    """
    found = _TYPED.fullmatch(words.strip())
    if found is None:
        return None
    if found["digit"]:
        return int(found["digit"]) - MIDDLE_DIGIT
    number = float(found["number"].replace("\u2212", "-").replace(",", "."))
    return rounded(number) if abs(number) <= BEST else None


def draw(draft: Draft, persona: RecordId | None, scores: Mapping[Moment, float]) -> list[RecordId]:
    """Give a persona's moments their scores, with new emotions where there are none yet.

    Returns the ids of the emotions, in the order of the scores; moments that are not there are
    left out.
    """
    ids: list[RecordId] = []
    made: dict[tuple[RecordId | None, RecordId], RecordId] = {}
    for moment, score in scores.items():
        place = _place(draft.graph, moment)
        if place is None:
            continue
        emotion = made.get(place) or _there(draft.graph, persona, moment, place)
        if emotion:
            draft.set(emotion, score=rounded(score))
        else:
            fields = {"score": rounded(score), "persona": persona}
            (emotion,) = add(
                draft, "emotion", [fields], DropTarget(stage=place[0], anchor=place[1])
            )
            made[place] = emotion
        ids.append(emotion)
    return ids


def curve_persona(graph: JourneyGraph) -> RecordId | None:
    """Return the persona of a new emotion if none is named: that of the other emotions, if any."""
    others = graph.elements("emotion") or graph.personas()
    if not others:
        return None
    first = others[0]
    return first.persona if isinstance(first, Emotion) else first.id


def _place(graph: JourneyGraph, moment: Moment) -> tuple[RecordId | None, RecordId] | None:
    stage, id_ = moment if isinstance(moment, tuple) else (None, moment)
    if id_ and graph.has_element(id_):
        element = graph.element(id_)
        if isinstance(element, Emotion):
            return stage_of(element), anchor_of(graph, element)
        return (stage_of(element), id_) if element.is_moment else None
    if stage is None or (graph.has_element(stage) and isinstance(graph.element(stage), Stage)):
        return (stage, "") if isinstance(moment, tuple) and not id_ else None
    return None


def _there(
    graph: JourneyGraph,
    persona: RecordId | None,
    moment: Moment,
    place: tuple[RecordId | None, RecordId],
) -> RecordId:
    named = moment[1] if isinstance(moment, tuple) else moment
    if named and isinstance(graph.element(named), Emotion):
        return named
    stage, anchor = place
    if anchor:
        felt: list[Element] = [
            graph.element(relation.source) for relation in graph.incoming(anchor, "at")
        ]
    else:
        felt = [card for card in graph.cards(stage) if not anchor_of(graph, card)]
    emotions = (each for each in felt if isinstance(each, Emotion))
    return next((each.id for each in emotions if each.persona == persona), "")
