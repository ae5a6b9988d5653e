"""Cases made up from the shares and times of a map, so that a change of a figure can be watched.

Within a stage a case goes from moment to moment: by the drawn transitions, else from left to right. Where it
leaves a stage, the shares between the stages decide (`insight.transitions`): whether the case is lost,
jumps along a drawn transition, or goes on. A drawn transition between moments that leads to an earlier
stage is taken as it is.

Times vary exponentially about the map's figure, which is their median, as in a continuous-time Markov
chain. Where a stage has a higher count than the stages before send there, the others begin in it.
Each case has random numbers of its own, so that after a change of one figure all cases do as
before that it does not concern.
"""

from __future__ import annotations

import math
import random
import statistics
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from journeyeditor.insight.markov import chance_to_reach
from journeyeditor.insight.replay.traces import MAX_VISITS, Traces
from journeyeditor.insight.transitions import END, LOST, Flow, Transition, flow, shares_out_of
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.values import duration_seconds
from journeyeditor.vocabulary import MOMENTS, Follows, Stage

#: Simulated cases of all personas together.
CASES = 5_000
#: How long a move takes on a map without any times (seconds).
UNKNOWN_TIME = 86_400.0
#: The most stages that journeys begin in.
MAX_STARTS = 20
#: The longest move, as a multiple of its median.
LONGEST = 6.0
_SEED = 20_261


class Choice(NamedTuple):
    """The transitions out of a moment or a stage, and their shares added up."""

    transitions: tuple[Transition, ...]
    sums: tuple[float, ...]

    def draw(self, number: float) -> Transition:
        """Return the transition for a random number (0..1)."""
        return self.transitions[min(bisect(self.sums, number), len(self.sums) - 1)]


class Chain(NamedTuple):
    """Where cases of one persona go from each moment, and out of each stage.

    A stage without moments is a moment itself. `starts` are the shares of the journeys that begin in each
    stage, `entries` the first moments of the stages, `usual` the seconds of moves from a stage's
    moments that have no time. `total` is how many journeys there are, None if the map does not say it.
    """

    starts: Mapping[str, float]
    total: float | None
    moves: Mapping[str, Choice]
    exits: Mapping[str, Choice]
    stage_of: Mapping[str, str]
    entries: Mapping[str, str]
    order: Mapping[str, int]
    usual: Mapping[str, float]


class Model(NamedTuple):
    """What is simulated: a chain for each persona, or one; `is_timed` if the map says any time."""

    personas: tuple[str, ...]
    chains: tuple[Chain, ...]
    is_timed: bool


def model(graph: JourneyGraph) -> Model:
    """Return what the map says about moves, free of the map: it can be simulated on any thread."""
    personas = tuple(persona.id for persona in graph.personas())
    times = [
        seconds
        for each in graph.relations("follows")
        if isinstance(each, Follows) and (seconds := duration_seconds(each.elapsed))
    ]
    usual = statistics.median(times) if times else UNKNOWN_TIME
    chains = tuple(
        chain for persona in personas or ("",) if (chain := _chain(graph, persona, usual))
    )
    return Model(personas, chains, bool(times))


def simulate(of: Model, cases: int = CASES, seed: int = _SEED) -> Traces:
    """Simulate about this many cases, equally many of each persona; the same for the same map and seed.

    They begin evenly until the longest of them, had it begun first, would end.
    """
    moments = tuple(dict.fromkeys(id_ for chain in of.chains for id_ in chain.moves))
    code_of = {id_: code for code, id_ in enumerate(moments)}
    each = cases // max(len(of.chains), 1)
    made = []
    for group, chain in enumerate(of.chains):
        for number in range(each):
            chance = random.Random((seed * 1_000_003 + group) * 1_000_003 + number)
            made.append((group, number, *_walk(chain, chance)))
    spread = max((visits[-1][1] for _, _, visits, _ in made), default=0.0)
    traces = Traces(moments, of.personas, len(made))
    for group, number, visits, is_completed in made:
        start = spread * number / each
        timed = [(code_of[id_], start + time) for id_, time in visits]
        traces.add(timed, group if of.personas else -1, is_completed=is_completed)
    return traces


def _walk(chain: Chain, chance: random.Random) -> tuple[list[tuple[str, float]], bool]:
    """Return the visits of a case, from time 0 on, and whether it reaches the end."""
    stages, sums = list(chain.starts), list(accumulate(chain.starts.values()))
    first = stages[min(bisect(sums, chance.random()), len(stages) - 1)]
    here, time = chain.entries[first], 0.0
    visits = [(here, time)]
    while len(visits) < MAX_VISITS:
        move = chain.moves[here].draw(chance.random())
        stage = chain.stage_of[here]
        leaving = chance.random()
        if leaves(chain, stage, move.target):
            move = _exit(chain, stage, move, leaving)
        median = move.seconds or chain.usual[stage]
        time += median * min(-math.log2(1.0 - chance.random()), LONGEST)
        if move.target in (END, LOST):
            return visits, move.target == END
        here = move.target
        visits.append((here, time))
    return visits, False


def leaves(chain: Chain, stage: str, target: str) -> bool:
    """Return whether the shares between the stages decide about a move."""
    if target == END:
        return True
    return target != LOST and chain.order[chain.stage_of[target]] > chain.order[stage]


def _exit(chain: Chain, stage: str, move: Transition, number: float) -> Transition:
    """Return how a case leaves a stage; one that goes on to the next takes the drawn move there."""
    out = chain.exits[stage].draw(number)
    if out.target in (END, LOST):
        return out
    is_next = chain.order[out.target] == chain.order[stage] + 1
    if is_next and move.target != END:
        return move
    return out._replace(target=chain.entries[out.target])


def _chain(graph: JourneyGraph, persona: str, usual: float) -> Chain | None:
    stages = [stage for stage in graph.stages() if isinstance(stage, Stage)]
    if not stages:
        return None
    between = flow(graph, persona)
    inside = {stage.id: list(_moments(graph, stage.id, persona)) for stage in stages}
    everywhere = {each.id for moments in inside.values() for each in moments}
    counted = {one.id for one, other in pairwise(stages) if one.count and other.count is not None}
    moves: dict[str, Choice] = {}
    usual_in = {}
    for stage in stages:
        moments = inside[stage.id]
        known = [move.seconds for move in between.transitions[stage.id] if move.seconds]
        usual_in[stage.id] = known[0] / max(len(moments), 1) if known else usual
        if not moments:
            moves[stage.id] = _choice([Transition(END, 1.0)])
        for moment, after in zip(moments, [*moments[1:], None], strict=False):
            drawn = _drawn(graph, moment, everywhere, persona)
            found = shares_out_of(after, drawn, 1.0)
            # Where counts say how many are lost, those that no transition takes leave the stage.
            lost = END if stage.id in counted else LOST
            moves[moment.id] = _choice(
                each._replace(target=lost) if each.target == LOST else each for each in found
            )
    starts = _starts(stages, between)
    total = sum(starts.values())
    return Chain(
        {id_: count / total for id_, count in starts.items()},
        total if stages[0].count else None,
        moves,
        {id_: _choice(between.transitions[id_]) for id_ in between.stages},
        {
            **{stage.id: stage.id for stage in stages},
            **{each.id: id_ for id_, moments in inside.items() for each in moments},
        },
        {stage.id: _entry(graph, stage.id, inside) for stage in stages},
        {stage.id: number for number, stage in enumerate(stages)},
        usual_in,
    )


def _starts(stages: Sequence[Stage], between: Flow) -> dict[str, float]:
    """Return how many journeys begin in each stage: those in its count that no earlier stage sends there.

    All begin in the first stage if it has no count.
    """
    rows = {
        id_: {each.target: each.share for each in ways if each.target in between.transitions}
        for id_, ways in between.transitions.items()
    }
    starts = {stages[0].id: float(stages[0].count or 1)}
    if not stages[0].count:
        return starts
    reach: dict[str, float] = defaultdict(float)
    for stage in stages:
        here = (stage.count or 0) - reach[stage.id]
        if here <= 0 or len(starts) == MAX_STARTS:
            continue
        starts[stage.id] = here
        try:
            found = chance_to_reach(rows, stage.id)
        except ZeroDivisionError:  # nobody leaves a loop
            return {stages[0].id: float(stages[0].count)}
        for id_, share in found.items():
            reach[id_] += here * share
    return starts


def _moments(graph: JourneyGraph, stage: str, persona: str) -> Iterator[Element]:
    """Yield the moments of a stage that a persona meets, from left to right.

    A touchpoint stands below the step that leads to it, else below the step of its number.
    """
    cards = [
        card
        for card in graph.cards(stage)
        if card.kind in MOMENTS and (not persona or not card.persona or persona in card.persona)
    ]
    places: dict[str, int] = {}
    for kind in MOMENTS:
        for number, card in enumerate(each for each in cards if each.kind == kind):
            before = (places.get(each.source) for each in graph.incoming(card.id, "follows"))
            above = next((place for place in before if place is not None), number)
            places[card.id] = number if kind == MOMENTS[0] else above
    yield from sorted(cards, key=lambda card: (places[card.id], MOMENTS.index(card.kind)))


def _drawn(
    graph: JourneyGraph, moment: Element, known: Collection[str], persona: str
) -> list[tuple[Follows, float]]:
    """Return the transitions from a moment to `known` ones that a persona takes, and its part in each."""
    return [
        (each, 1.0)
        for each in graph.outgoing(moment.id, "follows")
        if isinstance(each, Follows)
        and each.target in known
        and each.target != moment.id
        and (not persona or each.persona in (None, persona))
    ]


def _entry(graph: JourneyGraph, stage: str, inside: Mapping[str, Sequence[Element]]) -> str:
    """Return the first moment of a stage that none of its others leads to; the stage without any."""
    own = [each.id for each in inside[stage]]
    first = (id_ for id_ in own if not any(r.source in own for r in graph.incoming(id_, "follows")))
    return next(first, own[0] if own else stage)


def _choice(transitions: Iterable[Transition]) -> Choice:
    found = tuple(transitions)
    return Choice(found, tuple(accumulate(each.share for each in found)))
