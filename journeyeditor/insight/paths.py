"""Paths through a nonlinear journey: where it leads, how likely, how long (docs/domain.md, Paths).

Over the stages the journey is an absorbing Markov chain (markov.py): its exits are the end of the
last stage and leaving earlier. Loops are included; a loop without an exit counts as an exit itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import NamedTuple

from journeyeditor.insight.markov import absorbed, chance_to_reach_parts, visits
from journeyeditor.insight.parts import PART, Parts, completed
from journeyeditor.insight.transitions import END, LOST, Flow, Transition

#: The exit of those who never leave a loop.
TRAPPED = "@trapped"
EXITS = (END, LOST, TRAPPED)
#: Less likely routes are summed up in the remainder.
MIN = 1e-6
#: The most partial routes examined: a journey of loops only has no likely route.
MAX_LOOKED_AT = 20_000


class Route(NamedTuple):
    """One route from the entry to an exit: stages in order, its probability, its duration in seconds."""

    stages: tuple[str, ...]
    exit: str
    probability: float
    seconds: float
    relations: tuple[str, ...]

    @property
    def steps(self) -> int:
        return len(self.stages)


class Outcome(NamedTuple):
    """All journeys to one exit: probability, and the mean steps and duration."""

    exit: str
    probability: float
    steps: float
    seconds: float


class Loop(NamedTuple):
    """A backward transition: its relation, and how often a customer takes it on average."""

    relation: str
    source: str
    target: str
    rounds: float


class Paths(NamedTuple):
    """What the shares imply for a journey: `reach` is the probability of ever being in each stage."""

    outcomes: tuple[Outcome, ...]
    reach: dict[str, float]
    visits: dict[str, float]
    loops: tuple[Loop, ...]
    unreachable: tuple[str, ...]


def paths(flow: Flow) -> Paths:
    """The exits, loops and reach of a flow; empty for a map without stages."""
    return completed(paths_parts(flow))


def paths_parts(flow: Flow) -> Parts[Paths]:
    """Compute the exits, loops and reach of a flow part by part."""
    if not flow.stages:
        return Paths((), {}, {}, (), ())
    reachable = _reachable(flow)
    trapped = reachable - _leaving(flow)
    inner = {stage: None for stage in flow.stages if stage in reachable and stage not in trapped}
    if flow.entry in trapped:
        outcome = Outcome(TRAPPED, 1.0, float("inf"), 0.0)
        reach = {stage: float(stage in reachable) for stage in flow.stages}
        return Paths((outcome,), reach, {}, (), _others(flow, reachable))
    rows = {
        stage: _summed(
            (transition.target, transition.share)
            for transition in flow.transitions[stage]
            if transition.target in inner
        )
        for stage in inner
    }
    yield
    expected = visits(rows, flow.entry)
    yield
    reach = yield from chance_to_reach_parts(rows, flow.entry)
    for stage in trapped:
        reach[stage] = _chance_into(flow, stage, expected, trapped)
        yield
    outcomes = []
    for exit_ in EXITS:
        outcomes.append(_outcome(flow, exit_, rows, trapped))
        yield
    return Paths(
        tuple(outcome for outcome in outcomes if outcome.probability > 1e-12),
        {stage: reach.get(stage, 0.0) for stage in flow.stages},
        expected,
        tuple(_loops(flow, expected)),
        _others(flow, reachable),
    )


class _Partial(NamedTuple):
    """The last stage of a partial route, and what came before it."""

    stage: str
    relation: str
    seconds: float
    before: _Partial | None

    def route(self, exit_: str, probability: float, relation: str, seconds: float) -> Route:
        """The whole route, which ends by a relation ("" for none)."""
        stages, relations = [], [relation]
        at: _Partial | None = self
        while at is not None:
            stages.append(at.stage)
            relations.append(at.relation)
            at = at.before
        passed = tuple(relation for relation in reversed(relations) if relation)
        return Route(tuple(reversed(stages)), exit_, probability, seconds, passed)


def likely_routes(flow: Flow, most: int = 20) -> list[Route]:
    """The most probable routes from the entry to an exit, most likely first, loops unrolled.

    Best-first search: extending a route never makes it likelier, so the first `most` to end are the
    result; fewer if more than `MAX_LOOKED_AT` partial routes would have to be examined.
    """
    return completed(likely_routes_parts(flow, most))


def likely_routes_parts(flow: Flow, most: int = 20) -> Parts[list[Route]]:
    """Find the most probable routes part by part."""
    if not flow.stages:
        return []
    routes: list[Route] = []
    number = 0
    # A number that no other entry has keeps the rest from being compared.
    open_: list[tuple[float, int, _Partial | Route]] = [
        (-1.0, 0, _Partial(flow.entry, "", 0.0, None))
    ]
    while open_ and len(routes) < most and number < MAX_LOOKED_AT:
        negative, _, partial = heapq.heappop(open_)
        if isinstance(partial, Route):
            routes.append(partial)
            continue
        for transition in flow.transitions[partial.stage]:
            chance = -negative * transition.share
            if chance < MIN:
                continue
            number += 1
            heapq.heappush(open_, (-chance, number, _extended(partial, transition, chance)))
            if number % PART == 0:
                yield
    return routes


def _extended(partial: _Partial, transition: Transition, probability: float) -> _Partial | Route:
    """A partial route with one more transition, whole if that leads to an exit."""
    seconds = partial.seconds + transition.seconds
    if transition.target in EXITS:
        return partial.route(transition.target, probability, transition.relation, seconds)
    return _Partial(transition.target, transition.relation, seconds, partial)


def _summed(pairs: Iterator[tuple[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for name, value in pairs:
        sums[name] = sums.get(name, 0.0) + value
    return sums


def _reachable(flow: Flow) -> set[str]:
    """The stages that some share of the customers reaches."""
    reached, open_ = {flow.entry}, [flow.entry]
    while open_:
        for transition in flow.transitions[open_.pop()]:
            if transition.target not in EXITS and transition.target not in reached:
                reached.add(transition.target)
                open_.append(transition.target)
    return reached


def _leaving(flow: Flow) -> set[str]:
    sources: dict[str, list[str]] = {}
    for stage, transitions in flow.transitions.items():
        for transition in transitions:
            sources.setdefault(transition.target, []).append(stage)
    reached: set[str] = set()
    open_ = [*sources.get(END, ()), *sources.get(LOST, ())]
    while open_:
        stage = open_.pop()
        if stage not in reached:
            reached.add(stage)
            open_ += sources.get(stage, ())
    return reached


def _exit_of(transition: Transition, trapped: set[str]) -> str:
    """The exit that a transition leads to directly, "" if it leads to another stage."""
    if transition.target in trapped:
        return TRAPPED
    return transition.target if transition.target in EXITS else ""


def _outcome(
    flow: Flow, exit_: str, rows: dict[str, dict[str, float]], trapped: set[str]
) -> Outcome:
    """One exit's probability, and the mean steps and duration of those who take it.

    The chain conditioned on that exit is the h-transform P[i,j] h[j] / h[i] with h the probability of
    ending there (Doob 1957); its expected visits give the steps, and visits times seconds the time.
    """
    into = {
        stage: sum(
            transition.share
            for transition in flow.transitions[stage]
            if _exit_of(transition, trapped) == exit_
        )
        for stage in rows
    }
    chance = absorbed(rows, into)
    probability = chance[flow.entry]
    if probability <= 1e-12:
        return Outcome(exit_, 0.0, 0.0, 0.0)
    bound = {
        stage: {
            target: share * chance[target] / chance[stage]
            for target, share in row.items()
            if chance[target] > 0
        }
        for stage, row in rows.items()
        if chance[stage] > 0
    }
    expected = visits(bound, flow.entry)
    time = 0.0
    for stage, count in expected.items():
        for transition in flow.transitions[stage]:
            onward = chance.get(transition.target, 0.0) if transition.target in rows else 0.0
            onward = 1.0 if _exit_of(transition, trapped) == exit_ else onward
            time += count * transition.share * onward / chance[stage] * transition.seconds
    return Outcome(exit_, min(1.0, probability), sum(expected.values()), time)


def _chance_into(flow: Flow, stage: str, expected: dict[str, float], trapped: set[str]) -> float:
    """The probability of reaching a stage of a closed loop: that of entering the loop anywhere."""
    return min(
        1.0,
        sum(
            count * transition.share
            for source, count in expected.items()
            for transition in flow.transitions[source]
            if transition.target in trapped and _leads(flow, transition.target, stage)
        ),
    )


def _leads(flow: Flow, source: str, target: str) -> bool:
    return target in _reachable(flow._replace(stages=(source, *flow.stages)))


def _loops(flow: Flow, expected: dict[str, float]) -> Iterator[Loop]:
    """The loops, with how often they are taken: visits of their source times their share."""
    place = {stage: i for i, stage in enumerate(flow.stages)}
    for stage, count in expected.items():
        for transition in flow.transitions[stage]:
            if transition.relation and place.get(transition.target, len(place)) <= place[stage]:
                yield Loop(transition.relation, stage, transition.target, count * transition.share)


def _others(flow: Flow, reachable: set[str]) -> tuple[str, ...]:
    return tuple(stage for stage in flow.stages if stage not in reachable)
