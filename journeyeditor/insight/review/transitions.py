"""Checks of the transitions: unreachable elements and dead ends."""

from __future__ import annotations

from collections.abc import Iterator

from journeyeditor.i18n import N_
from journeyeditor.insight.review.findings import Finding
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import MOMENTS, Follows, Stage, Step, Touchpoint


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


def findings(graph: JourneyGraph) -> Iterator[Finding]:
    """The steps and touchpoints that are unreachable, and those where transitions end too early.

    Only elements with transitions are checked: without any, the order of the map is the route.
    """
    stages = [stage.id for stage in graph.stages()]
    if not stages:
        return
    moments = [
        element
        for kind in MOMENTS
        for element in graph.elements(kind)
        if graph.outgoing(element.id, "follows") or graph.incoming(element.id, "follows")
    ]
    reached = _reached(graph, moments, stages[0])
    for element in moments:
        if element.id not in reached:
            yield _finding(
                "unreachable",
                element,
                N_("“{title}” cannot be reached from the first stage."),
            )
        if not graph.outgoing(element.id, "follows") and _breaks_off(graph, element, stages[-1]):
            yield _finding(
                "dead-end",
                element,
                N_("The path ends at “{title}”, before the last stage."),
            )


def _reached(graph: JourneyGraph, moments: list[Element], first: str) -> set[str]:
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
    while open_:
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
