"""How customers go from stage to stage: the shares out of each stage add up to 1.

The transitions drawn from a stage (`follows`) take their shares. The remainder goes on to the next
stage as far as the counts allow, and the rest leaves the journey there: no share is ever made up.
Transitions without a share divide what is left evenly with the transition to the next stage,
whether that one is drawn or not.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.insight.parts import Parts, completed
from journeyeditor.insight.path_queries import PathGraph, path_graphs, shortest_route
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.values import duration_seconds
from journeyeditor.vocabulary import Follows, Stage

#: Where a journey ends: at the last stage, or before it.
END, LOST = "@end", "@lost"


class Transition(NamedTuple):
    """One way out of a stage: its share (0..1) of those who are there, and its duration.

    `target` is a stage's id, END or LOST; `relation` the id of the drawn transition, "" for the
    implicit one to the next stage; `seconds` is 0 if unknown.
    """

    target: str
    share: float
    relation: str = ""
    seconds: float = 0.0


class Flow(NamedTuple):
    """The stages in order, and the transitions out of each; the shares of each add up to 1."""

    stages: tuple[str, ...]
    transitions: Mapping[str, tuple[Transition, ...]]

    @property
    def entry(self) -> str:
        """The stage in which journeys begin, "" without stages."""
        return self.stages[0] if self.stages else ""


def flow(graph: JourneyGraph, persona: str = "") -> Flow:
    """The flow of all customers, or of one persona (an id).

    Shared transitions count for each persona; a persona's own count for it alone, and for all
    customers by the persona's fraction of all personas.
    """
    stages = [stage for stage in graph.stages() if isinstance(stage, Stage)]
    personas = max(len(graph.personas()), 1)
    transitions = {}
    earlier: dict[str, float] = {}
    for i, stage in enumerate(stages):
        follower = stages[i + 1] if i + 1 < len(stages) else None
        drawn = [
            (transition, 1.0 if persona or transition.persona is None else 1 / personas)
            for transition in _drawn(graph, stage)
            if not persona or transition.persona in (None, persona)
        ]
        most = _rate(graph, earlier, stage, follower, personas) if follower else 0.0
        transitions[stage.id] = shares_out_of(follower, drawn, most)
        earlier[stage.id] = stage.count or 0
    return Flow(tuple(stage.id for stage in stages), transitions)


def _drawn(graph: JourneyGraph, stage: Stage) -> Iterator[Follows]:
    for transition in graph.outgoing(stage.id, "follows"):
        assert isinstance(transition, Follows)
        yield transition


def shares_out_of(
    follower: Element | None, drawn: Sequence[tuple[Follows, float]], most: float
) -> tuple[Transition, ...]:
    """The transitions out of a stage; `drawn` are its `follows`, each with its fraction of the customers.

    At most the share `most` goes on to the next stage, unless a drawn transition says otherwise. The
    same holds for a moment and the one after it.
    """
    shared = [
        (transition, transition.share * part)
        for transition, part in drawn
        if transition.share is not None
    ]
    unshared = [transition for transition, _ in drawn if transition.share is None]
    total = sum(share for _, share in shared)
    # Shares above 1 in total are a finding of the review; here they are normalised.
    scale = 1 / total if total > 1 else 1.0
    transitions = [
        Transition(
            transition.target, share * scale, transition.id, duration_seconds(transition.elapsed)
        )
        for transition, share in shared
        if share
    ]
    rest = max(0.0, 1.0 - total)
    onward = [
        transition
        for transition in unshared
        if follower is not None and transition.target == follower.id
    ]
    others = [transition for transition in unshared if transition not in onward]
    is_said = any(
        follower is not None and transition.target == follower.id for transition, _ in shared
    )
    continues = bool(onward) or (follower is not None and not is_said)
    each = rest / (len(others) + continues) if others or continues else 0.0
    transitions += [
        Transition(transition.target, each, transition.id, duration_seconds(transition.elapsed))
        for transition in others
    ]
    rest -= each * len(others)
    if continues and follower is not None:
        going = min(each, most)
        rest -= going
        for transition in onward:
            transitions.append(
                Transition(
                    follower.id,
                    going / len(onward),
                    transition.id,
                    duration_seconds(transition.elapsed),
                )
            )
        if not onward:
            transitions.append(Transition(follower.id, going))
    if rest > 1e-12:
        transitions.append(Transition(LOST if follower else END, rest))
    return tuple(transition for transition in transitions if transition.share > 0)


def _rate(
    graph: JourneyGraph, earlier: Mapping[str, float], stage: Stage, follower: Stage, personas: int
) -> float:
    """The share of a stage's customers that the next one's count allows to continue.

    Customers that drawn transitions bring from earlier stages (counts by id) are in its count
    already. 1 if a count is missing.
    """
    if not stage.count or follower.count is None:
        return 1.0
    brought = 0.0
    for transition in graph.incoming(follower.id, "follows"):
        assert isinstance(transition, Follows)
        part = 1.0 if transition.persona is None else 1 / personas
        brought += earlier.get(transition.source, 0) * (transition.share or 0.0) * part
    return min(1.0, max(0.0, follower.count - brought) / stage.count)


def timed(
    graph: JourneyGraph, flow: Flow, persona: str = "", *, among: Sequence[PathGraph] | None = None
) -> Flow:
    """The flow with missing durations computed from the moments.

    For all customers it is the mean over the personas that have one.
    """
    return completed(timed_parts(flow, path_graphs(graph, persona) if among is None else among))


def timed_parts(flow: Flow, graphs: Sequence[PathGraph]) -> Parts[Flow]:
    """Compute the durations stage by stage."""
    if not graphs:
        return flow
    transitions = {}
    for stage in flow.stages:
        transitions[stage] = tuple(
            transition if transition.seconds else _with_time(graphs, stage, transition)
            for transition in flow.transitions[stage]
        )
        yield
    return flow._replace(transitions=transitions)


def _with_time(graphs: Sequence[PathGraph], stage: str, transition: Transition) -> Transition:
    times = [
        time
        for path_graph in graphs
        if (time := _time(path_graph, stage, transition.target)) is not None
    ]
    return transition._replace(seconds=sum(times) / len(times)) if times else transition


def _time(path_graph: PathGraph, stage: str, target: str) -> float | None:
    """The seconds from entering a stage to entering another, or to its end.

    It is that of the route with the fewest moments, of several the quickest; None if there is none.
    """
    inside = path_graph.by_stage.get(stage, ())
    goals = path_graph.by_stage.get(target, ()) if target != END else ()
    if not inside:
        return None
    if target == END:
        goals = tuple(id_ for id_ in inside if not path_graph.transitions.out_degree(id_))
    # Do not continue past a target, nor re-enter the stage.
    starts = _starts(path_graph, inside)
    route = completed(shortest_route(path_graph.transitions, starts, goals, within=set(inside)))
    if route is None:
        return None
    edges = path_graph.transitions.edges
    return sum(float(edges[pair]["seconds"]) for pair in itertools.pairwise(route))


def _starts(path_graph: PathGraph, inside: Sequence[str]) -> list[str]:
    """The entry moments of a stage: the first one reached from outside.

    Later entries skip part of the stage, so they would distort its duration.
    """
    own = set(inside)
    entered = [
        id_
        for id_ in inside
        if id_ in path_graph.entries or not own.issuperset(path_graph.transitions.predecessors(id_))
    ]
    return (entered or list(inside))[:1]
