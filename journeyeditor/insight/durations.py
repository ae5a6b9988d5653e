"""How long the ways between stages take where only their moments say so.

A way between stages that has no elapsed time of its own takes as long as the drawn ways through
the moments of its stage and into the next one. What nobody says stays nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from journeyeditor.insight.path_graph import Web, length, webs
from journeyeditor.insight.transitions import END, Flow, Way
from journeyeditor.model import JourneyGraph


def timed(
    graph: JourneyGraph, flow: Flow, persona: str = "", *, among: Sequence[Web] | None = None
) -> Flow:
    """Return the flow with the seconds of ways that have none of their own, from their moments.

    Over all it is the mean over the personas of whom the map tells it.
    """
    found = webs(graph, persona) if among is None else among
    if not found:
        return flow
    ways = {
        stage: tuple(
            way if way.seconds else _with_time(found, stage, way) for way in flow.ways[stage]
        )
        for stage in flow.stages
    }
    return flow._replace(ways=ways)


def _with_time(found: Sequence[Web], stage: str, way: Way) -> Way:
    """Return a way with the mean of its times through the webs that lead there."""
    times = [time for web in found if (time := _time(web, stage, way.target)) is not None]
    return way._replace(seconds=sum(times) / len(times)) if times else way


def _time(web: Web, stage: str, target: str) -> float | None:
    """Return the seconds from entering a stage to entering another, or to its end.

    It is the way of fewest moments, of several the quickest; None where the web does not lead there.
    """
    import networkx

    inside = [id_ for id_ in web.order if web.stage_of[id_] == stage]
    goals = [id_ for id_ in web.order if web.stage_of[id_] == target] if target != END else []
    if not inside:
        return None
    if target == END:
        goals = [id_ for id_ in inside if not web.ways.out_degree(id_)]
    # Nobody walks on behind a goal, nor back into the stage from outside.
    part = web.ways.subgraph([*inside, *goals]).copy()
    part.remove_edges_from([pair for pair in part.edges if pair[0] in goals])
    starts = set(_starts(web, inside))
    lengths, routes = networkx.multi_source_dijkstra(part, starts, weight=length)
    there = [goal for goal in goals if goal in lengths]
    if not there:
        return None
    route = routes[min(there, key=lengths.__getitem__)]
    return sum(float(part.edges[pair]["seconds"]) for pair in itertools.pairwise(route))


def _starts(web: Web, inside: Sequence[str]) -> list[str]:
    """Return where a stage is entered: the first of its moments that something outside leads to.

    Who skips the beginning of a stage is no measure for those who do not.
    """
    own = set(inside)
    entered = [
        id_
        for id_ in inside
        if id_ in web.entries or not own.issuperset(web.ways.predecessors(id_))
    ]
    return (entered or list(inside))[:1]
