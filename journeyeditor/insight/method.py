"""The methods of three of the founding articles, as steps whose progress is measured on the map.

No step is checked off manually: its progress is computed from the map. Each unfinished step names
where to continue.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from journeyeditor.i18n import N_
from journeyeditor.insight.evidence import evidence_by_stage_parts
from journeyeditor.insight.parts import PART, Parts, completed
from journeyeditor.insight.review_dates import next_review
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import Metric, Persona, Stage, Touchpoint, info_of


class NextAction(NamedTuple):
    """Where to continue: "add" a kind (in a stage), an "element", a "field" of one, or a "page"."""

    how: str
    target: str = ""
    place: str = ""


class Progress(NamedTuple):
    """The progress of a step: `done` of `of` things, and where to continue (None: nowhere)."""

    done: int
    of: int
    next_action: NextAction | None = None

    @property
    def is_done(self) -> bool:
        return self.done >= self.of


Measure: TypeAlias = Callable[[JourneyGraph, datetime.date], Parts[Progress]]


class MethodStep(NamedTuple):
    """A step of a method: its name, its instructions, and its measure."""

    title: str
    hint: str
    look: Measure


class StepProgress(NamedTuple):
    """A step and its progress on the map."""

    step: MethodStep
    progress: Progress


def progress_of_steps(graph: JourneyGraph, method: str, today: datetime.date) -> list[StepProgress]:
    return completed(progress_of_steps_parts(graph, method, today))


def progress_of_steps_parts(
    graph: JourneyGraph, method: str, today: datetime.date
) -> Parts[list[StepProgress]]:
    """Measure step by step, those of large maps part by part."""
    measured = []
    for step in METHODS[method]:
        measured.append(StepProgress(step, (yield from step.look(graph, today))))
        yield
    return measured


def _each(
    items: Iterable[Element],
    is_done: Callable[[Element], bool],
    next_action: Callable[[Element], NextAction],
    first: NextAction,
) -> Parts[Progress]:
    """Count how many things are done; if there are none, `first` is where to start."""
    items = list(items)
    if not items:
        return Progress(0, 1, first)
    left = []
    for number, item in enumerate(items, 1):
        if not is_done(item):
            left.append(item)
        if number % PART == 0:
            yield
    return Progress(len(items) - len(left), len(items), next_action(left[0]) if left else None)


def _at_once(measure: Callable[[JourneyGraph], Progress]) -> Measure:
    """Return the measure of few things, in one part."""

    def look(graph: JourneyGraph, _: datetime.date) -> Parts[Progress]:
        yield
        return measure(graph)

    return look


@_at_once
def _personas(graph: JourneyGraph) -> Progress:
    people = [p for p in graph.personas() if isinstance(p, Persona)]
    if not people:
        return Progress(0, 2, NextAction("add", "persona"))
    with_goals = [p for p in people if p.goals or p.needs or p.frustrations]
    based = [p for p in people if graph.has_outgoing(p.id, "evidenced_by")]
    done = len(with_goals) + len(based)
    without_goal = next((p for p in people if p not in with_goals), None)
    if without_goal is not None:
        return Progress(done, 2 * len(people), NextAction("field", without_goal.id, "goals"))
    bare = next((p for p in people if p not in based), None)
    next_action = NextAction("page", "evidence", bare.id) if bare is not None else None
    return Progress(done, 2 * len(people), next_action)


#: The least number of stages that structures a journey.
MIN_STAGES = 3


@_at_once
def _stages(graph: JourneyGraph) -> Progress:
    stages = graph.stages()
    named = [stage for stage in stages if stage.title.strip()]
    bare = next((stage for stage in stages if not stage.title.strip()), None)
    next_action = (
        NextAction("field", bare.id, "title") if bare is not None else NextAction("add", "stage")
    )
    of = max(MIN_STAGES, len(stages))
    return Progress(len(named), of, next_action if len(named) < of else None)


def _with_card(*kinds: str) -> Measure:
    def look(graph: JourneyGraph, _: datetime.date) -> Parts[Progress]:
        return (
            yield from _each(
                graph.stages(),
                lambda stage: any(card.kind in kinds for card in graph.cards(stage.id)),
                lambda stage: NextAction("add", kinds[0], stage.id),
                NextAction("add", "stage"),
            )
        )

    return look


def _data(graph: JourneyGraph, _: datetime.date) -> Parts[Progress]:
    """Stages that have a figure, or a card with a source."""
    evidence = yield from evidence_by_stage_parts(graph)
    sourced = {f.stage.id for f in evidence if f.stage is not None and f.sourced}
    return (
        yield from _each(
            graph.stages(),
            lambda s: s.id in sourced or (isinstance(s, Stage) and s.count is not None),
            lambda s: NextAction("field", s.id, "count"),
            NextAction("add", "stage"),
        )
    )


def _claims(graph: JourneyGraph, _: datetime.date) -> Parts[Progress]:
    evidence = yield from evidence_by_stage_parts(graph)
    claims, sourced = sum(f.claims for f in evidence), sum(f.sourced for f in evidence)
    next_action = NextAction("page", "evidence") if sourced < claims or not claims else None
    return Progress(sourced, max(1, claims), next_action)


def _actions(graph: JourneyGraph, _: datetime.date) -> Parts[Progress]:
    """Pain points that an opportunity with an owner addresses."""

    def is_owned(pain: Element) -> bool:
        solutions = [
            graph.element(relation.source) for relation in graph.incoming(pain.id, "addresses")
        ]
        return any(solution.owner.strip() for solution in solutions)

    def next_action(pain: Element) -> NextAction:
        solution = next((relation.source for relation in graph.incoming(pain.id, "addresses")), "")
        return (
            NextAction("field", solution, "owner") if solution else NextAction("element", pain.id)
        )

    return (
        yield from _each(
            graph.elements("pain_point"), is_owned, next_action, NextAction("add", "pain_point")
        )
    )


def _measured(graph: JourneyGraph, _: datetime.date) -> Parts[Progress]:
    return (
        yield from _each(
            graph.elements("metric"),
            lambda m: isinstance(m, Metric) and len(m.series) > 1,
            lambda m: NextAction("field", m.id, "series"),
            NextAction("add", "metric"),
        )
    )


def _watched(graph: JourneyGraph, today: datetime.date) -> Parts[Progress]:
    """Stages with customer feedback, and a map whose review is not overdue."""
    has_thoughts = yield from _with_card("thought")(graph, today)
    info = info_of(graph)
    due = next_review(info)
    is_fresh = due is not None and today <= due
    next_action = has_thoughts.next_action or (None if is_fresh else NextAction("page", "review"))
    return Progress(has_thoughts.done + is_fresh, has_thoughts.of + 1, next_action)


def _channels(graph: JourneyGraph, _: datetime.date) -> Parts[Progress]:
    return (
        yield from _each(
            graph.elements("touchpoint"),
            lambda t: isinstance(t, Touchpoint) and bool(t.channel),
            lambda t: NextAction("field", t.id, "channel"),
            NextAction("add", "touchpoint"),
        )
    )


#: Method → its steps: the seven of source 000, the five of 003, the three of 004.
METHODS: Mapping[str, tuple[MethodStep, ...]] = {
    "seven": (
        MethodStep(N_("Target group"), N_("Personas with goals, based on data"), _personas),
        MethodStep(N_("Stages"), N_("A journey with at least three named stages"), _stages),
        MethodStep(
            N_("Touchpoints"),
            N_("Every contact between customer and organisation, in each stage"),
            _with_card("touchpoint"),
        ),
        MethodStep(N_("Collect data"), N_("A count or a sourced card in each stage"), _data),
        MethodStep(
            N_("Feedback and insights"),
            N_("What customers say in their own words, in each stage"),
            _with_card("thought"),
        ),
        MethodStep(
            N_("Adapt the strategy"),
            N_("An opportunity with an owner for each pain point"),
            _actions,
        ),
        MethodStep(N_("Measure and analyse"), N_("Metrics that are measured regularly"), _measured),
    ),
    "five": (
        MethodStep(N_("Research"), N_("Cards based on sources rather than opinion"), _claims),
        MethodStep(
            N_("Define touchpoints"),
            N_("Every contact between customer and organisation, in each stage"),
            _with_card("touchpoint"),
        ),
        MethodStep(N_("Analyse data"), N_("A count or a sourced card in each stage"), _data),
        MethodStep(
            N_("Create personas"),
            N_("Personas with goals, based on data"),
            _personas,
        ),
        MethodStep(
            N_("Monitor feedback"),
            N_("The customer's voice in each stage, and an up-to-date review"),
            _watched,
        ),
    ),
    "three": (
        MethodStep(
            N_("Identify key stages"),
            N_("A journey with at least three named stages"),
            _stages,
        ),
        MethodStep(N_("Analyse touchpoints"), N_("Touchpoints with a known channel"), _channels),
        MethodStep(
            N_("Map experiences"),
            N_("What works and what does not: an emotion or a pain point in each stage"),
            _with_card("emotion", "pain_point"),
        ),
    ),
}
