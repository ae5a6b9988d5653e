"""How long the ways between stages take where only their moments say so.

A way between stages that has no elapsed time of its own takes as long as the drawn ways through
the moments of its stage and into the next one. What nobody says stays nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from journeyeditor.insight.path_graph import PathGraph, length, path_graphs
from journeyeditor.insight.transitions import END, Flow, Transition
from journeyeditor.model import JourneyGraph


def timed(
    graph: JourneyGraph, flow: Flow, persona: str = "", *, among: Sequence[PathGraph] | None = None
) -> Flow:
    """Return the flow with the seconds of ways that have none of their own, from their moments.

    Over all it is the mean over the personas of whom the map tells it.
    """
    found = path_graphs(graph, persona) if among is None else among
    if not found:
        return flow
    transitions = {
        stage: tuple(
            transition if transition.seconds else _with_time(found, stage, transition)
            for transition in flow.transitions[stage]
        )
        for stage in flow.stages
    }
    return flow._replace(transitions=transitions)


def _with_time(found: Sequence[PathGraph], stage: str, transition: Transition) -> Transition:
    """Return a way with the mean of its times through the webs that lead there."""
    times = [
        time
        for path_graph in found
        if (time := _time(path_graph, stage, transition.target)) is not None
    ]
    return transition._replace(seconds=sum(times) / len(times)) if times else transition


def _time(path_graph: PathGraph, stage: str, target: str) -> float | None:
    """Return the seconds from entering a stage to entering another, or to its end.

    It is the way of fewest moments, of several the quickest; None where the web does not lead there.
    """
    import networkx

    inside = [id_ for id_ in path_graph.order if path_graph.stage_of[id_] == stage]
    goals = (
        [id_ for id_ in path_graph.order if path_graph.stage_of[id_] == target]
        if target != END
        else []
    )
    if not inside:
        return None
    if target == END:
        goals = [id_ for id_ in inside if not path_graph.transitions.out_degree(id_)]
    # Nobody walks on behind a goal, nor back into the stage from outside.
    part = path_graph.transitions.subgraph([*inside, *goals]).copy()
    part.remove_edges_from([pair for pair in part.edges if pair[0] in goals])
    starts = set(_starts(path_graph, inside))
    lengths, routes = networkx.multi_source_dijkstra(part, starts, weight=length)
    there = [goal for goal in goals if goal in lengths]
    if not there:
        return None
    route = routes[min(there, key=lengths.__getitem__)]
    return sum(float(part.edges[pair]["seconds"]) for pair in itertools.pairwise(route))


def _starts(path_graph: PathGraph, inside: Sequence[str]) -> list[str]:
    """Return where a stage is entered: the first of its moments that something outside leads to.

    Who skips the beginning of a stage is no measure for those who do not.
    """
    own = set(inside)
    entered = [
        id_
        for id_ in inside
        if id_ in path_graph.entries or not own.issuperset(path_graph.transitions.predecessors(id_))
    ]
    return (entered or list(inside))[:1]
