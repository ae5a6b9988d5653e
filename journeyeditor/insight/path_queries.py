"""The drawn transitions between steps and touchpoints as a graph, and queries on it.

Common moments, dead ends, channel switches and shortest routes; probabilities between stages are in
paths.py. A moment is a step or touchpoint at either end of a drawn transition (`follows`). A
touchpoint that only its step leads to belongs to the step: whoever takes the step meets it, and no
route ends there. Must not depend on shares or drawings. A caller with several queries builds the path
graphs once and passes them (`among`, `path_graph`).
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.insight.parts import PART, Parts, completed
from journeyeditor.insight.stage_models import archetype
from journeyeditor.model import JourneyGraph
from journeyeditor.values import duration_seconds
from journeyeditor.vocabulary import Follows, Stage, Step, Touchpoint

if TYPE_CHECKING:
    import networkx

#: Weight of seconds against a step: so small that it only breaks ties between equally many steps.
_TIE_BREAK = 1e-13


class PathGraph(NamedTuple):
    """The drawn transitions of one persona ("" for all transitions of the map) between its moments.

    `transitions` is a networkx DiGraph whose edges carry "seconds" and "relation", the quickest of
    parallel transitions; `met` holds the touchpoints that belong to a step; `by_stage` the
    moments of each stage; everything is in map order.
    """

    persona: str
    order: tuple[str, ...]
    transitions: networkx.DiGraph
    met: dict[str, tuple[str, ...]]
    stage_of: dict[str, str | None]
    entries: tuple[str, ...]
    ends: tuple[str, ...]
    by_stage: dict[str | None, tuple[str, ...]]


def path_graphs(graph: JourneyGraph, persona: str = "") -> list[PathGraph]:
    """The non-empty path graphs of one persona, or of each persona.

    Transitions of different personas are never combined into one route.
    """
    return completed(path_graphs_parts(graph, persona))


def path_graphs_parts(graph: JourneyGraph, persona: str = "") -> Parts[list[PathGraph]]:
    """Compute the path graphs part by part; the map must not change meanwhile."""
    wanted = [persona] if persona else [each.id for each in graph.personas()] or [""]
    graphs = []
    for each in wanted:
        graphs.append((yield from path_graph_parts(graph, each)))
    return [path_graph for path_graph in graphs if path_graph.order]


def path_graph_of(graph: JourneyGraph, persona: str = "") -> PathGraph:
    """A persona's path graph: its own transitions and the shared ones; "" for all transitions."""
    return completed(path_graph_parts(graph, persona))


def path_graph_parts(graph: JourneyGraph, persona: str = "") -> Parts[PathGraph]:
    """Compute a path graph part by part; the map must not change meanwhile."""
    drawn = []
    for number, transition in enumerate(graph.relations("follows"), 1):
        if isinstance(transition, Follows) and _is_used_by(graph, transition, persona):
            drawn.append(transition)
        if number % PART == 0:
            yield
    belonging = yield from _belonging(graph, drawn)
    yield
    transitions = yield from _transitions(drawn, belonging)
    _drop_apart(
        transitions,
        {transition.source for transition in drawn if persona and transition.persona == persona},
    )
    yield
    stages = {stage.id: number for number, stage in enumerate(graph.stages())}
    met = _met(graph, transitions, drawn, _in_order(graph, belonging, stages))
    yield
    order = tuple(_in_order(graph, transitions, stages))
    yield
    stage_of = {id_: _stage(graph, id_) for id_ in order}
    by_stage: dict[str | None, list[str]] = {}
    for id_ in order:
        by_stage.setdefault(stage_of[id_], []).append(id_)
    return PathGraph(
        persona,
        order,
        transitions,
        met,
        stage_of,
        _entries(transitions, order, stage_of),
        _ends(transitions, order, stage_of),
        {stage: tuple(moments) for stage, moments in by_stage.items()},
    )


def _transitions(drawn: Sequence[Follows], belonging: Collection[str]) -> Parts[networkx.DiGraph]:
    """The graph of all transitions but those to what belongs to a step."""
    import networkx

    transitions = networkx.DiGraph()
    for number, transition in enumerate(drawn, 1):
        if number % PART == 0:
            yield
        if transition.target in belonging or transition.source == transition.target:
            continue
        existing = transitions.get_edge_data(transition.source, transition.target)
        time = duration_seconds(transition.elapsed)
        if existing is None or time < existing["seconds"]:
            transitions.add_edge(
                transition.source, transition.target, seconds=time, relation=transition.id
            )
    return transitions


def _met(
    graph: JourneyGraph,
    transitions: networkx.DiGraph,
    drawn: Iterable[Follows],
    belonging: Iterable[str],
) -> dict[str, tuple[str, ...]]:
    """The touchpoints that belong to each step, in the given order."""
    drawn_ids = {transition.id for transition in drawn}
    met: dict[str, list[str]] = {}
    for card in belonging:
        for incoming in graph.incoming(card, "follows"):
            if incoming.source in transitions and incoming.id in drawn_ids:
                met.setdefault(incoming.source, []).append(card)
    return {step: tuple(cards) for step, cards in met.items()}


def _drop_apart(transitions: networkx.DiGraph, own: Collection[str]) -> None:
    """Remove components without any of the persona's own transitions, if it has some."""
    import networkx

    if any(id_ in transitions for id_ in own):
        for part in list(networkx.weakly_connected_components(transitions)):
            if part.isdisjoint(own):
                transitions.remove_nodes_from(part)


def _is_used_by(graph: JourneyGraph, transition: Follows, persona: str) -> bool:
    if persona and transition.persona not in (None, persona):
        return False
    for end in (graph.element(transition.source), graph.element(transition.target)):
        personas = end.persona
        if not end.is_moment or (persona and personas and persona not in personas):
            return False
    return True


def _belonging(graph: JourneyGraph, drawn: Iterable[Follows]) -> Parts[set[str]]:
    """The touchpoints that only belong to steps of their stage: no transition leaves them."""
    leaving = {transition.source for transition in drawn if transition.source != transition.target}
    seen: set[str] = set()
    others: set[str] = set()
    for number, transition in enumerate(drawn, 1):
        if number % PART == 0:
            yield
        source, target = graph.element(transition.source), graph.element(transition.target)
        at_step = isinstance(source, Step) and _stage(graph, transition.source) == _stage(
            graph, transition.target
        )
        is_all = transition.share is None or transition.share >= 1
        if (
            isinstance(target, Touchpoint)
            and at_step
            and is_all
            and transition.target not in leaving
        ):
            seen.add(transition.target)
        else:
            others.add(transition.target)
    return seen - others


def _in_order(graph: JourneyGraph, ids: Iterable[str], stages: dict[str, int]) -> list[str]:
    """Moments in map order: by stage, then by position."""

    def key(id_: str) -> tuple[object, ...]:
        place = stages.get(_stage(graph, id_) or "", len(stages))
        return (place, *graph.sort_key(graph.element(id_))[2:])

    return sorted(ids, key=key)


def _stage(graph: JourneyGraph, id_: str) -> str | None:
    stage = graph.element(id_).stage
    return stage if isinstance(stage, str) else None


def _entries(
    transitions: networkx.DiGraph, order: Sequence[str], stage_of: dict[str, str | None]
) -> tuple[str, ...]:
    """The entries: in the first stage that has moments, those without an incoming transition."""
    first = [id_ for id_ in order if stage_of[id_] == stage_of[order[0]]]
    ids = tuple(id_ for id_ in first if not set(transitions.predecessors(id_)).intersection(first))
    return ids or tuple(first[:1])


def _ends(
    transitions: networkx.DiGraph, order: Sequence[str], stage_of: dict[str, str | None]
) -> tuple[str, ...]:
    """The ends: moments without an outgoing transition; in a cycle, the last stage's moments."""
    found = tuple(id_ for id_ in order if not transitions.out_degree(id_))
    return found or tuple(id_ for id_ in order if stage_of[id_] == stage_of[order[-1]])


def reached(path_graph: PathGraph, closed: Collection[str] = ()) -> set[str]:
    """The moments reachable from the entries without passing `closed`."""
    open_ = [entry for entry in path_graph.entries if entry not in closed]
    found = set(open_)
    while open_:
        for there in path_graph.transitions.successors(open_.pop()):
            if there not in found and there not in closed:
                found.add(there)
                open_.append(there)
    return found


def with_met(path_graph: PathGraph, moments: Iterable[str]) -> Iterator[str]:
    """Yield moments, each followed by the touchpoints that belong to it."""
    for moment in moments:
        yield moment
        yield from path_graph.met.get(moment, ())


def shortest_route(
    transitions: networkx.DiGraph,
    starts: Iterable[str],
    goals: Sequence[str],
    within: Collection[str] | None = None,
) -> Parts[list[str] | None]:
    """Find the route from a start to the nearest goal, None if there is none.

    Dijkstra (1959) with a step as unit; of equally short routes the quicker one, of equally near
    goals the first. Only moments in `within` are passed through, if given.
    """
    rank = {goal: number for number, goal in enumerate(goals)}
    before: dict[str, str | None] = dict.fromkeys(starts)
    lengths = dict.fromkeys(before, 0.0)
    open_ = [(0.0, rank.get(id_, len(rank)), id_) for id_ in before]
    done: set[str] = set()
    while open_:
        far, _, here = heapq.heappop(open_)
        if here in rank:
            return _back(before, here)
        if here in done:
            continue
        done.add(here)
        if len(done) % PART == 0:
            yield
        for there, data in transitions.adj[here].items():
            length = far + 1 + data["seconds"] * _TIE_BREAK
            if within is not None and there not in within and there not in rank:
                continue
            if length < lengths.get(there, math.inf):
                lengths[there], before[there] = length, here
                heapq.heappush(open_, (length, rank.get(there, len(rank)), there))
    return None


def _back(before: Mapping[str, str | None], goal: str) -> list[str]:
    """The moments from a start to a goal, by the moment before each."""
    route, at = [goal], before[goal]
    while at is not None:
        route.append(at)
        at = before[at]
    return route[::-1]


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

    Depth-first (Sedgewick 2001, part 5).
    """
    return completed(
        simple_routes_parts(graph, path_graphs(graph, persona) if among is None else among, most)
    )


def simple_routes_parts(
    graph: JourneyGraph, among: Sequence[PathGraph], most: int = MAX_CHAINS
) -> Parts[list[MomentRoute]]:
    """Find the routes one by one."""
    result = []
    for path_graph in among:
        leading = _leading_to(path_graph, path_graph.ends)
        yield
        count = 0
        for route in _routes(path_graph, leading):
            if route is not None:
                result.append(moment_route(graph, path_graph, route))
                count += 1
            yield
            if count == most:
                break
    return result


def _routes(path_graph: PathGraph, leading: Collection[str]) -> Iterator[list[str] | None]:
    """Yield the routes through moments that lead to an end, and None now and then in between."""
    ends = set(path_graph.ends)
    for entry in path_graph.entries:
        if entry in ends:
            yield [entry]
        elif entry in leading:
            yield from _routes_from(entry, ends, path_graph.transitions, leading)


def _routes_from(
    entry: str, ends: Collection[str], transitions: networkx.DiGraph, leading: Collection[str]
) -> Iterator[list[str] | None]:
    """Search depth-first without repetition, and without networkx's cost of a long route's steps."""
    route = {entry: iter(transitions.adj[entry])}
    number = 0
    while route:
        number += 1
        if number % PART == 0:
            yield None
        there = next(next(reversed(route.values())), None)
        if there is None:
            route.popitem()
        elif there not in route and there in leading:
            route[there] = iter(transitions.adj[there])
            if there in ends:
                yield list(route)


def _leading_to(path_graph: PathGraph, ends: Collection[str]) -> set[str]:
    """The ends and all moments from which one is reachable."""
    found, open_ = set(ends), list(ends)
    while open_:
        for before in path_graph.transitions.predecessors(open_.pop()):
            if before not in found:
                found.add(before)
                open_.append(before)
    return found


def shortest(
    graph: JourneyGraph, persona: str = "", *, among: Sequence[PathGraph] | None = None
) -> MomentRoute | None:
    """The route with the fewest moments from an entry through the purchase, None if there is none.

    Dijkstra (1959) with a step as unit; of equally short routes the quicker one. For all personas
    it starts at an entry of the first stage: someone who joins later does not count as short.
    """
    return completed(shortest_parts(graph, path_graphs(graph, persona) if among is None else among))


def shortest_parts(graph: JourneyGraph, among: Sequence[PathGraph]) -> Parts[MomentRoute | None]:
    """Find the shortest route part by part."""
    best: MomentRoute | None = None
    places: dict[str | None, int] = {s.id: number for number, s in enumerate(graph.stages())}
    first = min(
        (places.get(path_graph.stage_of[path_graph.order[0]], 0) for path_graph in among),
        default=0,
    )
    for path_graph in among:
        ends = purchase_moments(graph, path_graph)
        if not ends or places.get(path_graph.stage_of[path_graph.order[0]], 0) > first:
            continue
        route = yield from shortest_route(path_graph.transitions, path_graph.entries, ends)
        if route is not None:
            found = moment_route(graph, path_graph, route)
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
