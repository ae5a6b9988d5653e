"""What the funnel would be if a rate were another: figures beside the map, never in it (domain.md 2.1)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Stage


class Loss(NamedTuple):
    """How many customers leave between two counted stages, and what share (0..1) of those there."""

    source: Stage
    target: Stage
    lost: float
    share: float


def counted(graph: JourneyGraph) -> tuple[Stage, ...]:
    """Return the stages that have a count, in order."""
    return tuple(s for s in graph.stages() if isinstance(s, Stage) and s.count is not None)


def onward_rates(stages: Sequence[Stage]) -> list[float | None]:
    """Return for each counted stage but the last count(next) ÷ count(this); None after nobody."""
    rates: list[float | None] = []
    for here, there in itertools.pairwise(stages):
        assert here.count is not None
        assert there.count is not None
        rates.append(there.count / here.count if here.count else None)
    return rates


def carried(graph: JourneyGraph) -> dict[str, float]:
    """Return the counts that the stated rates give, carried forward from the first count.

    Ends at the first stage without a stated rate.
    """
    stages = counted(graph)
    if not stages:
        return {}
    assert stages[0].count is not None
    count: float = stages[0].count
    found = {stages[0].id: count}
    for here, there in itertools.pairwise(stages):
        if here.stated_rate is None:
            break
        count *= here.stated_rate
        found[there.id] = count
    return found


def what_if(graph: JourneyGraph, rates: Mapping[str, float]) -> dict[str, float]:
    """Return the counts when some stages send on another share (stage id → 0..1 or more).

    The other stages keep the rates that the map's counts give; where nobody comes through, nobody goes on.
    Raises KeyError on a stage without a count or without a next one.
    """
    stages = counted(graph)
    own = dict(zip((stage.id for stage in stages), onward_rates(stages), strict=False))
    for stage_id in rates:
        _ = own[stage_id]
    if not stages:
        return {}
    assert stages[0].count is not None
    count: float = stages[0].count
    found = {stages[0].id: count}
    for here, there in itertools.pairwise(stages):
        count *= rates.get(here.id, own[here.id] or 0.0)
        found[there.id] = count
    return found


def with_less_loss(graph: JourneyGraph, stage_id: str, factor: float) -> float:
    """Return the rate of a stage when its loss is multiplied: 0.5 halves it (70 % lost → 35 %).

    Raises KeyError where the stage has no rate.
    """
    stages = counted(graph)
    own = dict(zip((stage.id for stage in stages), onward_rates(stages), strict=False))
    rate = own[stage_id]
    if rate is None:
        raise KeyError(stage_id)
    return 1 - (1 - rate) * factor


def losses(graph: JourneyGraph) -> list[Loss]:
    """Return the losses between counted stages, the most customers first."""
    stages = counted(graph)
    found = []
    for here, there in itertools.pairwise(stages):
        assert here.count is not None
        assert there.count is not None
        if here.count > there.count:
            lost = here.count - there.count
            found.append(Loss(here, there, lost, lost / here.count))
    return sorted(found, key=lambda loss: -loss.lost)
