"""The funnel with other rates: figures next to the map, never stored in it (docs/domain.md, What-if)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeyeditor.insight.paths import paths
from journeyeditor.insight.transitions import Flow, flow
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Stage


class Loss(NamedTuple):
    """How many customers leave between two counted stages, and their share (0..1)."""

    source: Stage
    target: Stage
    lost: float
    share: float


def counted(graph: JourneyGraph) -> tuple[Stage, ...]:
    return tuple(s for s in graph.stages() if isinstance(s, Stage) and s.count is not None)


def rates_to_next(stages: Sequence[Stage]) -> list[float | None]:
    """For each counted stage except the last count(next) ÷ count(this); None after a count of 0."""
    rates: list[float | None] = []
    for stage, following in itertools.pairwise(stages):
        assert stage.count is not None
        assert following.count is not None
        rates.append(following.count / stage.count if stage.count else None)
    return rates


def carried(graph: JourneyGraph) -> dict[str, float]:
    """The counts that the stated rates give, carried forward from the first count.

    Ends at the first stage without a stated rate.
    """
    stages = counted(graph)
    if not stages:
        return {}
    assert stages[0].count is not None
    count: float = stages[0].count
    counts = {stages[0].id: count}
    for stage, following in itertools.pairwise(stages):
        if stage.stated_rate is None:
            break
        count *= stage.stated_rate
        counts[following.id] = count
    return counts


def onward(graph: JourneyGraph) -> dict[str, float]:
    """The current rate of each stage whose rate can be changed."""
    stages = counted(graph)
    rates = zip(stages, rates_to_next(stages), strict=False)
    return {stage.id: rate for stage, rate in rates if rate is not None}


def what_if(graph: JourneyGraph, rates: Mapping[str, float]) -> dict[str, float]:
    """The counts if some stages have another rate (stage id → 0..1 or more).

    A rate is count(next) ÷ count(this), so it gives the next count. Further on customers continue as
    now: along the drawn transitions, in the shares of transitions.py, so that the map's own counts
    result without `rates`. If a stage's rate differs, its transitions past the next stage are scaled
    in proportion, up to what remains. Backward transitions bring customers who have been counted
    before. On a map without branches this is count × rate from stage to stage. Raises KeyError for a
    stage without a count or a next one.
    """
    stages = counted(graph)
    own = dict(zip((stage.id for stage in stages), rates_to_next(stages), strict=False))
    for stage_id in rates:
        _ = own[stage_id]
    transitions = _ahead(flow(graph))
    now: dict[str, float] = defaultdict(float)
    then: dict[str, float] = defaultdict(float)
    counts: dict[str, float] = {}
    asked: float | None = None
    for stage in graph.stages():
        assert isinstance(stage, Stage)
        count, after = now[stage.id], then[stage.id]
        if stage.count is not None:
            after = stage.count * after / count if count else stage.count
            after = after if asked is None else asked
            count = stage.count
            counts[stage.id] = after
            rate = rates.get(stage.id)
            asked = None if rate is None else after * rate
        for target, share in transitions[stage.id]:
            now[target] += count * share
        for target, share in _changed(
            transitions[stage.id], rates.get(stage.id), own.get(stage.id)
        ):
            then[target] += after * share
    return counts


def _ahead(flow_: Flow) -> dict[str, list[tuple[str, float]]]:
    """Each stage's transitions to later stages, the one to the next stage first."""
    place = {stage: i for i, stage in enumerate(flow_.stages)}
    return {
        stage: sorted(
            (
                (transition.target, transition.share)
                for transition in flow_.transitions[stage]
                if place.get(transition.target, -1) > place[stage]
            ),
            key=lambda transition: place[transition[0]],
        )
        for stage in flow_.stages
    }


def _changed(
    transitions: Sequence[tuple[str, float]], rate: float | None, usual: float | None
) -> list[tuple[str, float]]:
    if rate is None or not usual or not transitions:
        return list(transitions)
    factor = rate / usual
    (target, share), *past = transitions
    skipping = sum(share for _, share in past) * factor
    room = max(0.0, 1.0 - rate)
    part = factor * (min(1.0, room / skipping) if skipping else 1.0)
    return [(target, share * factor), *((other, share * part) for other, share in past)]


def expected(graph: JourneyGraph) -> dict[str, float]:
    """The number of customers who ever reach each stage, by the shares of the transitions alone.

    The first stage's count times the probability of ever being in a stage (paths.py): skips, branches
    and loops included, nobody counted twice. Empty if no stage that is reached has a count.
    """
    reach = paths(flow(graph)).reach
    first = next((s for s in counted(graph) if s.count and reach.get(s.id)), None)
    if first is None or first.count is None:
        return {}
    entered = first.count / reach[first.id]
    return {stage: entered * chance for stage, chance in reach.items()}


def branches(graph: JourneyGraph) -> bool:
    """Whether some customers skip the next stage or go back, so that shares matter besides order."""
    flow_ = flow(graph)
    following = dict(itertools.pairwise(flow_.stages))
    return any(
        transition.target in flow_.transitions and transition.target != following.get(stage)
        for stage, transitions in flow_.transitions.items()
        for transition in transitions
    )


def with_less_loss(graph: JourneyGraph, stage_id: str, factor: float) -> float:
    """A stage's rate if its loss is multiplied: 0.5 halves it (70 % lost → 35 %).

    A stage without loss keeps its rate. Raises KeyError if the stage has no rate.
    """
    rate = onward(graph)[stage_id]
    return 1 - (1 - rate) * factor if rate < 1 else rate


def losses(graph: JourneyGraph) -> list[Loss]:
    """The losses between counted stages, the largest first."""
    stages = counted(graph)
    changes = []
    for stage, following in itertools.pairwise(stages):
        assert stage.count is not None
        assert following.count is not None
        if stage.count > following.count:
            lost = stage.count - following.count
            changes.append(Loss(stage, following, lost, lost / stage.count))
    return sorted(changes, key=lambda loss: -loss.lost)
