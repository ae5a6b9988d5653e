"""Checks of one element and its relations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from journeyeditor.i18n import N_
from journeyeditor.insight.evidence import is_assumption
from journeyeditor.insight.review.findings import Finding, Percent, Term
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import (
    Emotion,
    Follows,
    Opportunity,
    PainPoint,
    Persona,
    Picture,
    Step,
    Touchpoint,
    kind_class,
)

Check: TypeAlias = Callable[[JourneyGraph, Element], Iterator[Finding]]

#: This many messages of the organisation at one moment are perceived as noise (docs/domain.md,
#: Review).
MAX_PUSHES = 2


def assumption(graph: JourneyGraph, element: Element) -> Iterator[Finding]:
    if is_assumption(graph, element):
        yield Finding(
            "assumption",
            "info",
            element.id,
            N_("Evidence"),
            N_("{kind} “{title}” is an assumption without evidence."),
            _named(element),
        )


def pain_without_opportunity(graph: JourneyGraph, element: Element) -> Iterator[Finding]:
    if isinstance(element, PainPoint) and not graph.incoming(element.id, "addresses"):
        yield Finding(
            "pain-without-opportunity",
            "warning",
            element.id,
            N_("Opportunities"),
            N_("No opportunity addresses the pain point “{title}”."),
            {"title": element.title},
        )


def opportunity_without_owner(graph: JourneyGraph, element: Element) -> Iterator[Finding]:
    if isinstance(element, Opportunity) and not element.owner:
        yield Finding(
            "opportunity-without-owner",
            "info",
            element.id,
            N_("Responsibility"),
            N_("The opportunity “{title}” has no owner."),
            {"title": element.title},
        )


def emotion_without_score(graph: JourneyGraph, element: Element) -> Iterator[Finding]:
    if isinstance(element, Emotion) and element.score is None:
        yield Finding(
            "emotion-gap",
            "warning",
            element.id,
            N_("Emotion"),
            N_("An emotion has no score, which leaves a gap in the curve."),
        )


def share_sum(graph: JourneyGraph, element: Element) -> Iterator[Finding]:
    """Flag an element whose outgoing shares add up to more than 1."""
    sums: dict[str | None, float] = {}
    for transition in graph.outgoing(element.id, "follows"):
        assert isinstance(transition, Follows)
        if transition.share is not None:
            sums[transition.persona] = sums.get(transition.persona, 0.0) + transition.share
    everybody = sums.pop(None, 0.0)
    most = max([everybody, *(everybody + own for own in sums.values())])
    if most > 1 + 1e-9:
        yield Finding(
            "share-sum",
            "error",
            element.id,
            N_("Paths"),
            N_("The shares leaving “{title}” add up to {sum}, which is more than everyone."),
            {"title": element.title, "sum": Percent(most)},
        )


def picture_text(graph: JourneyGraph, element: Element) -> Iterator[Finding]:
    if isinstance(element, Persona | Picture) and element.image and not element.alt:
        yield Finding(
            "missing-picture-text",
            "warning",
            element.id,
            N_("Accessibility"),
            N_("The picture of “{title}” has no alternative text."),
            {"title": element.title},
        )


def pushes(graph: JourneyGraph, element: Element) -> Iterator[Finding]:
    """Flag several messages at one moment, which overload customers."""
    if not isinstance(element, Step):
        return
    count = sum(
        isinstance(target, Touchpoint) and target.direction == "organisation"
        for target in (graph.element(each.target) for each in graph.outgoing(element.id, "follows"))
    )
    if count > MAX_PUSHES:
        yield Finding(
            "overload",
            "warning",
            element.id,
            N_("Touchpoints"),
            N_("The customer receives {count} messages at “{title}”. Keep the most helpful one."),
            {"count": count, "title": element.title},
        )


def _named(element: Element) -> dict[str, str]:
    return {"kind": Term(kind_class(element.kind).look.title), "title": element.title}


CHECKS: tuple[Check, ...] = (
    assumption,
    pain_without_opportunity,
    opportunity_without_owner,
    emotion_without_score,
    share_sum,
    picture_text,
    pushes,
)
