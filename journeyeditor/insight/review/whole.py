"""Checks of the map as a whole: its transitions, seven common mistakes and the last review (docs/domain.md, Review)."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from journeyeditor.i18n import N_, N_plural
from journeyeditor.insight.funnel import Verdict, funnel
from journeyeditor.insight.parts import PART, Parts
from journeyeditor.insight.review.findings import Finding, Percent
from journeyeditor.insight.review.stages import StageFacts
from journeyeditor.insight.review_dates import last_review, months_between, next_review
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import MOMENTS, Follows, MapInfo, Stage, Step, Touchpoint

#: A stage is worked out once it holds cards of so many kinds.
KINDS_OF_A_STAGE = 2


def is_draft(graph: JourneyGraph) -> bool:
    """Whether fewer than half of the stages hold cards of two kinds."""
    stages = graph.stages()
    complete = sum(
        len({card.kind for card in graph.cards(stage.id)}) >= KINDS_OF_A_STAGE for stage in stages
    )
    return not stages or 2 * complete < len(stages)


#: Below this share of evidenced cards a map is mostly opinion.
MIN_SOURCED = 0.5
#: Maps with fewer cards are just begun and not checked for what a complete map should have.
BEGUN = 8


class MapFacts(NamedTuple):
    """The input of the checks of the whole map; `is_straight`: the journey is linear."""

    info: MapInfo
    stages: Sequence[StageFacts]
    personas: int
    is_straight: bool
    today: datetime.date


def findings(whole: MapFacts) -> Iterator[Finding]:
    if sum(facts.cards for facts in whole.stages) >= BEGUN:
        yield from _founding(whole)
        yield from _experience(whole)
        yield from _teams(whole)
        yield from _transitions(whole)
        yield from _after_sale(whole)
    yield from _clock(whole)


def figures(graph: JourneyGraph) -> Iterator[Finding]:
    """Where stated and computed figures of the funnel disagree, and where counts rise."""
    rows = funnel(graph)
    before = None
    for row in rows:
        if row.verdict is Verdict.MISMATCH and row.stated is not None and row.computed is not None:
            yield Finding(
                "funnel-mismatch",
                "error",
                row.stage.id,
                N_("Funnel"),
                N_("{title}: the stated rate ({stated}) does not match the counts ({computed})."),
                {
                    "title": row.stage.title,
                    "stated": Percent(row.stated),
                    "computed": Percent(row.computed),
                },
            )
        if row.count is not None:
            if before is not None and row.count > before:
                yield Finding(
                    "funnel-rising",
                    "warning",
                    row.stage.id,
                    N_("Funnel"),
                    N_("{title}: more customers ({count}) than in the previous stage ({before})."),
                    {"title": row.stage.title, "count": row.count, "before": before},
                )
            before = row.count
    if before is not None:
        for row in rows:
            if row.count is None:
                yield Finding(
                    "funnel-missing",
                    "info",
                    row.stage.id,
                    N_("Funnel"),
                    N_("{title}: the customer count is missing."),
                    {"title": row.stage.title},
                )


def _founding(whole: MapFacts) -> Iterator[Finding]:
    claims = sum(facts.claims for facts in whole.stages)
    sourced = sum(facts.sourced for facts in whole.stages)
    if claims and sourced / claims < MIN_SOURCED:
        yield Finding(
            "no-data",
            "warning",
            "",
            N_("Evidence"),
            N_("Only {share} of cards have a source. The map is mostly opinion."),
            {"share": Percent(sourced / claims)},
        )


def _experience(whole: MapFacts) -> Iterator[Finding]:
    bad = sum(facts.bad_moments + facts.pains for facts in whole.stages)
    if not bad:
        yield Finding(
            "no-bad-experiences",
            "warning",
            "",
            N_("Emotion"),
            N_("No pain points or negative emotions: bad experiences may be missing."),
        )


def _teams(whole: MapFacts) -> Iterator[Finding]:
    owners = frozenset().union(*(facts.owners for facts in whole.stages))
    if len(owners) == 1:
        yield Finding(
            "one-team",
            "info",
            "",
            N_("Responsibility"),
            N_("Everything has the same owner, but journeys cross teams."),
        )


def _transitions(whole: MapFacts) -> Iterator[Finding]:
    if whole.is_straight and whole.personas < 2:
        yield Finding(
            "one-track",
            "info",
            "",
            N_("Paths"),
            N_("One persona on one straight path: no skips, loops or branches."),
        )
    if whole.info.map_type == "b2b" and whole.personas == 1:
        yield Finding(
            "b2b-single-actor",
            "warning",
            "",
            N_("Personas"),
            N_("B2B purchases have several decision-makers, but the map has only one persona."),
        )


def _after_sale(whole: MapFacts) -> Iterator[Finding]:
    stages = [facts for facts in whole.stages if facts.stage is not None]
    sales = [i for i, facts in enumerate(stages) if facts.is_sale]
    if not sales:
        return
    later = stages[sales[-1] + 1 :]
    if not sum(facts.cards for facts in later):
        yield Finding(
            "only-the-sale",
            "warning",
            stages[sales[-1]].stage.id,  # type: ignore[union-attr]
            N_("Stages"),
            N_("The map ends with the sale, but loyalty depends on what happens afterwards."),
        )
    elif not sum(facts.helping for facts in later):
        yield Finding(
            "no-support-after-purchase",
            "warning",
            stages[sales[-1]].stage.id,  # type: ignore[union-attr]
            N_("Touchpoints"),
            N_("No touchpoint offers help after the purchase."),
        )


def _clock(whole: MapFacts) -> Iterator[Finding]:
    seen, due = last_review(whole.info), next_review(whole.info)
    if seen and due and whole.today > due:
        months = months_between(seen, whole.today)
        one, many = N_plural(
            "The map was last reviewed {count} month ago. A new review is due.",
            "The map was last reviewed {count} months ago. A new review is due.",
        )
        yield Finding("review-overdue", "warning", "", N_("Review"), one, {"count": months}, many)


def is_straight(graph: JourneyGraph) -> bool:
    """Whether the journey is linear: no transition skips, loops, branches or belongs to a persona."""
    for transition in graph.relations("follows"):
        assert isinstance(transition, Follows)
        if transition.persona is not None or transition.share is not None:
            return False
        if len(graph.outgoing(transition.source, "follows")) > 1:
            return False
        if isinstance(graph.element(transition.source), Stage):
            return False
    return True


def transition_parts(graph: JourneyGraph) -> Parts[list[Finding]]:
    """Find the steps and touchpoints that are unreachable, and those where transitions end too early.

    Only elements with transitions are checked: without any, the order of the map is the route.
    """
    stages = [stage.id for stage in graph.stages()]
    if not stages:
        return []
    moments: list[Element] = []
    for number, element in enumerate(chain.from_iterable(map(graph.elements, MOMENTS)), 1):
        if number % PART == 0:
            yield
        if graph.outgoing(element.id, "follows") or graph.incoming(element.id, "follows"):
            moments.append(element)
    reached = yield from _reached(graph, moments, stages[0])
    findings: list[Finding] = []
    for number, element in enumerate(moments, 1):
        if number % PART == 0:
            yield
        findings += _path_findings(graph, element, reached, stages[-1])
    return findings


def _path_findings(
    graph: JourneyGraph, element: Element, reached: Container[str], last: str
) -> Iterator[Finding]:
    if element.id not in reached:
        yield _finding(
            "unreachable",
            element,
            N_("“{title}” cannot be reached from the first stage."),
        )
    if not graph.outgoing(element.id, "follows") and _breaks_off(graph, element, last):
        yield _finding(
            "dead-end",
            element,
            N_("The path ends at “{title}”, before the last stage."),
        )


def _reached(graph: JourneyGraph, moments: list[Element], first: str) -> Parts[set[str]]:
    open_ = [
        element.id
        for element in moments
        if element.stage == first
        and not any(
            graph.element(transition.source).stage == first
            for transition in graph.incoming(element.id, "follows")
            if transition.source != element.id
        )
    ]
    if not open_:
        open_ = [e.id for e in moments if e.stage == first]
    reached = set(open_)
    number = 0
    while open_:
        number += 1
        if number % PART == 0:
            yield
        for transition in graph.outgoing(open_.pop(), "follows"):
            if transition.target not in reached:
                reached.add(transition.target)
                open_.append(transition.target)
    return reached


def _breaks_off(graph: JourneyGraph, element: Element, last: str) -> bool:
    """Whether an element without outgoing transition ends the journey too early.

    A touchpoint at a step is no dead end: the step goes on.
    """
    if element.stage in (last, None):
        return False
    if isinstance(element, Touchpoint):
        return not any(
            isinstance(graph.element(transition.source), Step)
            for transition in graph.incoming(element.id, "follows")
        )
    return True


def _finding(rule: str, element: Element, text: str) -> Finding:
    return Finding(rule, "warning", element.id, N_("Paths"), text, {"title": element.title})
