"""How many of the journeys take each drawn transition: what a simulation of all of them comes to.

The expected visits to each moment follow from the shares, as an absorbing Markov chain (`insight.markov`);
a transition is taken as often as its moment is visited times its share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from journeyeditor.insight.markov import factored, solved, transposed
from journeyeditor.insight.replay.simulation import Chain, leaves, model
from journeyeditor.insight.transitions import END, LOST
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Follows


class Outflow(NamedTuple):
    """One move out of a moment: where to (a moment's id, END or LOST), its share, and its relation."""

    target: str
    share: float
    relation: str


class Volumes(NamedTuple):
    """How often a journey takes each transition on average, and how many journeys there are.

    Only those with a title or a figure of their own are counted.

    `total` is None if the map does not say it.
    """

    per_journey: dict[str, float]
    total: float | None

    @property
    def most(self) -> float:
        return max(self.per_journey.values(), default=0.0)


def volumes(graph: JourneyGraph, persona: str = "") -> Volumes:
    """Return the volumes of the transitions, of one persona or the mean over all."""
    of = model(graph)
    # Every persona has a chain, or the map has no stages and none has.
    chains = [
        chain
        for name, chain in zip(of.personas or ("",), of.chains, strict=False)
        if persona in ("", name)
    ]
    found: dict[str, float] = defaultdict(float)
    for chain in chains:
        rows = {moment: list(_moves(chain, moment)) for moment in chain.moves}
        shares = {
            moment: _summed((m.target, m.share) for m in moves if m.target not in (END, LOST))
            for moment, moves in rows.items()
        }
        try:
            times = _visits(chain, shares)
        except ZeroDivisionError:  # a loop that nobody leaves has no mean
            continue
        for moment, moves in rows.items():
            for move in moves:
                if move.relation:
                    found[move.relation] += times[moment] * move.share / len(chains)
    shown = {id_: volume for id_, volume in found.items() if _is_drawn(graph, id_)}
    return Volumes(shown, chains[0].total if chains else None)


def _is_drawn(graph: JourneyGraph, id_: str) -> bool:
    """Return whether a transition says anything; the map shows others by position alone."""
    relation = graph.relation(id_)
    assert isinstance(relation, Follows)
    return bool(relation.title or relation.elapsed or relation.share is not None)


def _visits(chain: Chain, shares: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return the expected visits of a journey to each moment."""
    starts: dict[str, float] = defaultdict(float)
    for stage, share in chain.starts.items():
        starts[chain.entries[stage]] += share
    return solved(factored(transposed(shares)), starts)


def _moves(chain: Chain, moment: str) -> Iterator[Outflow]:
    """Yield the moves out of a moment, those out of its stage resolved."""
    stage = chain.stage_of[moment]
    for drawn in chain.moves[moment].transitions:
        if not leaves(chain, stage, drawn.target):
            yield Outflow(drawn.target, drawn.share, drawn.relation)
            continue
        for out in chain.exits[stage].transitions:
            share = drawn.share * out.share
            if out.target in (END, LOST):
                yield Outflow(out.target, share, "")
            elif drawn.target != END and chain.order[out.target] == chain.order[stage] + 1:
                yield Outflow(drawn.target, share, drawn.relation)
            else:
                yield Outflow(chain.entries[out.target], share, out.relation)


def _summed(pairs: Iterator[tuple[str, float]]) -> dict[str, float]:
    row: dict[str, float] = defaultdict(float)
    for target, share in pairs:
        row[target] += share
    return dict(row)
