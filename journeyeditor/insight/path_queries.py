"""Queries on the drawn transitions: common moments, dead ends, channel switches, shortest routes.

Probabilities between stages are in paths.py; this module finds the steps and touchpoints of a
route. Must not depend on shares or drawings. A caller with several queries builds the path graphs
once and passes them (`among`, `path_graph`).
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from journeyeditor.insight.path_graph import (
    PathGraph,
    length,
    path_graph_of,
    path_graphs,
    reached,
    with_met,
)
from journeyeditor.insight.stage_models import archetype
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Stage, Touchpoint

#: The most routes listed per persona; there can be more than anyone could read.
MAX_CHAINS = 12


class MomentRoute(NamedTuple):
    """One route from moment to moment; `touchpoints` are those met on it, `relations` its transitions."""

    persona: str
    moments: tuple[str, ...]
    touchpoints: tuple[str, ...]
    relations: tuple[str, ...]
    seconds: float
    switches: int


class ChannelSwitch(NamedTuple):
    """Two consecutive touchpoints with different channels."""

    source: str
    target: str


def common_moments(
    graph: JourneyGraph,
    persona: str = "",
    *,
    to_purchase: bool = False,
    among: Sequence[PathGraph] | None = None,
) -> list[str]:
    """The moments on every route from an entry to an end, or into the purchase.

    These are the dominators of the ends in the flow graph (Lengauer and Tarjan 1979; computed as
    networkx does, after Cooper, Harvey and Kennedy 2001). For all: those common to all path graphs.
    """
    shared: list[str] | None = None
    for path_graph in path_graphs(graph, persona) if among is None else among:
        seen = reached(path_graph)
        ends = purchase_moments(graph, path_graph) if to_purchase else path_graph.ends
        ends = tuple(end for end in ends if end in seen)
        if ends:
            passed = _dominators(path_graph, ends)
            shared = passed if shared is None else [id_ for id_ in shared if id_ in passed]
    return shared or []


def _dominators(path_graph: PathGraph, ends: Sequence[str]) -> list[str]:
    """The moments on every route from the entries to the ends, in map order."""
    import networkx

    # One source before all entries and one sink behind all ends; bare objects never equal an id.
    source, sink = object(), object()
    transitions = networkx.DiGraph(path_graph.transitions.edges)
    transitions.add_edges_from((source, entry) for entry in path_graph.entries)
    transitions.add_edges_from((end, sink) for end in ends)
    above = networkx.immediate_dominators(transitions, source)
    passed: set[object] = set()
    at: object = above[sink]
    while at is not source:
        passed.add(at)
        at = above[at]
    shared = {*passed, *_met_by_all(path_graph, passed, ends)}
    return [id_ for id_ in dict.fromkeys(with_met(path_graph, path_graph.order)) if id_ in shared]


def _met_by_all(
    path_graph: PathGraph, passed: Collection[object], ends: Sequence[str]
) -> Iterator[str]:
    """The touchpoints met by everybody, directly or as one of a step's."""
    steps: dict[str, set[str]] = {}
    for step, cards in path_graph.met.items():
        for card in cards:
            steps.setdefault(card, set()).add(step)
    for card, owners in steps.items():
        if owners & set(passed) or (len(owners) > 1 and not _passes(path_graph, owners, ends)):
            yield card


def _passes(path_graph: PathGraph, closed: Collection[str], ends: Sequence[str]) -> bool:
    """Whether an end is reachable without passing `closed`."""
    return not reached(path_graph, closed).isdisjoint(ends)


def unreachable(
    graph: JourneyGraph, persona: str = "", *, path_graph: PathGraph | None = None
) -> list[str]:
    """The moments not reachable from an entry (breadth-first search)."""
    path_graph = path_graph or path_graph_of(graph, persona)
    seen = reached(path_graph)
    return [id_ for id_ in path_graph.order if id_ not in seen]


def dead_ends(
    graph: JourneyGraph, persona: str = "", *, path_graph: PathGraph | None = None
) -> list[str]:
    """The moments where transitions end before the last stage."""
    path_graph = path_graph or path_graph_of(graph, persona)
    stages = graph.stages()
    last = stages[-1].id if stages else None
    return [
        id_
        for id_ in path_graph.order
        if not path_graph.transitions.out_degree(id_)
        and path_graph.stage_of[id_] not in (last, None)
    ]


def switches(
    graph: JourneyGraph, persona: str = "", *, among: Sequence[PathGraph] | None = None
) -> list[ChannelSwitch]:
    """Every change of channel between touchpoints, each once (docs/domain.md, Channel switches).

    Moments without a channel are skipped: a customer switches from the last channel used.
    """
    switches: dict[ChannelSwitch, None] = {}
    for path_graph in path_graphs(graph, persona) if among is None else among:
        for moment in path_graph.order:
            used = _channels(graph, path_graph, moment)
            for here, there in itertools.pairwise(used):
                switches.update(_switch(graph, here, there))
            if used:
                for there in _next_channels(graph, path_graph, moment):
                    switches.update(_switch(graph, used[-1], there))
    return list(switches)


def simple_routes(
    graph: JourneyGraph,
    persona: str = "",
    most: int = MAX_CHAINS,
    *,
    among: Sequence[PathGraph] | None = None,
) -> list[MomentRoute]:
    """The routes from an entry to an end without repetition, at most `most` per persona.

    Depth-first, as networkx lists simple paths (Sedgewick 2001, part 5).
    """
    import networkx

    result = []
    for path_graph in path_graphs(graph, persona) if among is None else among:
        ends = set(path_graph.ends)
        leading = ends.union(*(networkx.ancestors(path_graph.transitions, end) for end in ends))
        part = path_graph.transitions.subgraph(leading)
        transitions = (
            transition
            for entry in path_graph.entries
            if entry in leading
            for transition in (
                [[entry]] if entry in ends else networkx.all_simple_paths(part, entry, ends)
            )
        )
        result += [
            moment_route(graph, path_graph, transition)
            for transition in itertools.islice(transitions, most)
        ]
    return result


def shortest(
    graph: JourneyGraph, persona: str = "", *, among: Sequence[PathGraph] | None = None
) -> MomentRoute | None:
    """The route with the fewest moments from an entry through the purchase, None if there is none.

    Dijkstra (1959) with a step as unit; of equally short routes the quicker one. For all personas
    it starts at an entry of the first stage: someone who joins later does not count as short.
    """
    import networkx

    best: MomentRoute | None = None
    candidates = path_graphs(graph, persona) if among is None else among
    places: dict[str | None, int] = {s.id: number for number, s in enumerate(graph.stages())}
    first = min(
        (places.get(path_graph.stage_of[path_graph.order[0]], 0) for path_graph in candidates),
        default=0,
    )
    for path_graph in candidates:
        ends = set(purchase_moments(graph, path_graph))
        if not ends or places.get(path_graph.stage_of[path_graph.order[0]], 0) > first:
            continue
        lengths, transitions = networkx.multi_source_dijkstra(
            path_graph.transitions, set(path_graph.entries), weight=length
        )
        there = [id_ for id_ in path_graph.order if id_ in ends and id_ in lengths]
        if there:
            found = moment_route(
                graph, path_graph, transitions[min(there, key=lengths.__getitem__)]
            )
            if best is None or _length(found) < _length(best):
                best = found
    return best


def moment_route(graph: JourneyGraph, path_graph: PathGraph, moments: Sequence[str]) -> MomentRoute:
    """The route along moments of a path graph, with everything met on it."""
    links = [path_graph.transitions.edges[pair] for pair in itertools.pairwise(moments)]
    used = [id_ for moment in moments for id_ in _channels(graph, path_graph, moment)]
    changes = sum(bool(_switch(graph, a, b)) for a, b in itertools.pairwise(used))
    kinds = {id_: graph.element(id_).kind for id_ in with_met(path_graph, moments)}
    touchpoints = tuple(id_ for id_ in with_met(path_graph, moments) if kinds[id_] == "touchpoint")
    relations = tuple(link["relation"] for link in links)
    time = sum(link["seconds"] for link in links)
    return MomentRoute(path_graph.persona, tuple(moments), touchpoints, relations, time, changes)


def purchase_stage(graph: JourneyGraph) -> str:
    kinds: dict[str, str] = {}
    for stage in graph.stages():
        assert isinstance(stage, Stage)
        kinds.setdefault(archetype(stage), stage.id)
    return kinds.get("purchase") or kinds.get("decision", "")


def purchase_moments(graph: JourneyGraph, path_graph: PathGraph) -> tuple[str, ...]:
    """The moments that complete the purchase: those that lead out of its stage."""
    stage = purchase_stage(graph)
    within = [id_ for id_ in path_graph.order if stage and path_graph.stage_of[id_] == stage]
    leaving = [
        id_
        for id_ in within
        if not path_graph.transitions.out_degree(id_)
        or any(
            path_graph.stage_of[there] != stage for there in path_graph.transitions.successors(id_)
        )
    ]
    return tuple(leaving or within)


def _length(moment_route: MomentRoute) -> tuple[int, float]:
    return len(moment_route.moments), moment_route.seconds


def _channels(graph: JourneyGraph, path_graph: PathGraph, moment: str) -> list[str]:
    """The touchpoints with a channel in a moment."""
    return [id_ for id_ in with_met(path_graph, [moment]) if _channel(graph, id_)]


def _channel(graph: JourneyGraph, id_: str) -> str:
    element = graph.element(id_)
    return element.channel if isinstance(element, Touchpoint) else ""


def _next_channels(graph: JourneyGraph, path_graph: PathGraph, moment: str) -> Iterator[str]:
    """The next touchpoints with a channel, skipping those without."""
    open_, seen = [moment], {moment}
    while open_:
        for there in path_graph.transitions.successors(open_.pop()):
            used = _channels(graph, path_graph, there)
            if used:
                yield used[0]
            elif there not in seen:
                seen.add(there)
                open_.append(there)


def _switch(graph: JourneyGraph, source: str, target: str) -> dict[ChannelSwitch, None]:
    """The change of channel between two touchpoints, if there is one."""
    if _channel(graph, source) == _channel(graph, target):
        return {}
    return {ChannelSwitch(source, target): None}
