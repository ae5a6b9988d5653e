"""The drawn transitions between steps and touchpoints as a graph.

A moment is a step or touchpoint at either end of a drawn transition (`follows`). A touchpoint that
only its step leads to belongs to the step: whoever takes the step meets it, and no route ends
there. Must not depend on shares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.model import JourneyGraph
from journeyeditor.values import duration_seconds
from journeyeditor.vocabulary import Follows, Step, Touchpoint

if TYPE_CHECKING:
    import networkx

#: Weight of seconds against a step: so small that it only breaks ties between equally many steps.
_TIE_BREAK = 1e-13


class PathGraph(NamedTuple):
    """The drawn transitions of one persona ("" for all transitions of the map) between its moments.

    `transitions` is a networkx DiGraph whose edges carry "seconds" and "relation", the quickest of
    parallel transitions; `met` holds the touchpoints that belong to a step; everything is in map order.
    """

    persona: str
    order: tuple[str, ...]
    transitions: networkx.DiGraph
    met: dict[str, tuple[str, ...]]
    stage_of: dict[str, str | None]
    entries: tuple[str, ...]
    ends: tuple[str, ...]


def path_graphs(graph: JourneyGraph, persona: str = "") -> list[PathGraph]:
    """The non-empty path graphs of one persona, or of each persona.

    Transitions of different personas are never combined into one route.
    """
    wanted = [persona] if persona else [each.id for each in graph.personas()] or [""]
    graphs = [path_graph_of(graph, each) for each in wanted]
    return [path_graph for path_graph in graphs if path_graph.order]


def path_graph_of(graph: JourneyGraph, persona: str = "") -> PathGraph:
    """A persona's path graph: its own transitions and the shared ones; "" for all transitions."""
    import networkx

    drawn = [
        transition
        for transition in graph.relations("follows")
        if isinstance(transition, Follows) and _is_used_by(graph, transition, persona)
    ]
    belonging = _belonging(graph, drawn)
    transitions = networkx.DiGraph()
    for transition in drawn:
        if transition.target in belonging or transition.source == transition.target:
            continue
        existing = transitions.get_edge_data(transition.source, transition.target)
        time = duration_seconds(transition.elapsed)
        if existing is None or time < existing["seconds"]:
            transitions.add_edge(
                transition.source, transition.target, seconds=time, relation=transition.id
            )
    _drop_apart(
        transitions,
        {transition.source for transition in drawn if persona and transition.persona == persona},
    )
    stages = {stage.id: number for number, stage in enumerate(graph.stages())}
    drawn_ids = {transition.id for transition in drawn}
    met: dict[str, list[str]] = {}
    for card in _in_order(graph, belonging, stages):
        for incoming in graph.incoming(card, "follows"):
            if incoming.source in transitions and incoming.id in drawn_ids:
                met.setdefault(incoming.source, []).append(card)
    order = tuple(_in_order(graph, transitions, stages))
    stage_of = {id_: _stage(graph, id_) for id_ in order}
    return PathGraph(
        persona,
        order,
        transitions,
        {step: tuple(cards) for step, cards in met.items()},
        stage_of,
        _entries(transitions, order, stage_of),
        _ends(transitions, order, stage_of),
    )


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


def _belonging(graph: JourneyGraph, drawn: Iterable[Follows]) -> set[str]:
    """The touchpoints that only belong to steps of their stage: no transition leaves them."""
    leaving = {transition.source for transition in drawn if transition.source != transition.target}
    seen: set[str] = set()
    others: set[str] = set()
    for transition in drawn:
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


def length(source: str, target: str, data: dict[str, float]) -> float:
    """The length of a transition: one, plus a tie-breaking fraction of its time."""
    return 1 + data["seconds"] * _TIE_BREAK
