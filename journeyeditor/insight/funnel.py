"""The funnel: rates computed from the stages' counts, next to the stated ones (docs/domain.md, Funnel).

Counts and stated rates are separate facts; the computed rate never replaces the stated one. A
what-if gives figures with other rates, never stored in the map (docs/domain.md, What-if).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.insight.paths import paths
from journeyeditor.insight.transitions import Flow, flow
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import FunnelRule, Stage, info_of


class Verdict(Enum):
    """The result of comparing a stated with a computed rate."""

    UNSTATED = "unstated"
    MATCH = "match"
    MISMATCH = "mismatch"
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One stage of the funnel; rates are shares of 1, None if the divisor is missing or zero."""

    stage: Stage
    count: float | None
    computed: float | None
    stated: float | None
    verdict: Verdict

    @property
    def gap(self) -> float:
        """The stated rate minus the computed one, in percentage points; 0 if one is missing."""
        if self.stated is None or self.computed is None:
            return 0.0
        return round((self.stated - self.computed) * 100, 9)


def funnel(graph: JourneyGraph) -> tuple[FunnelRow, ...]:
    """The rows of all stages in order, with the map's convention."""
    info = info_of(graph)
    return funnel_of([s for s in graph.stages() if isinstance(s, Stage)], info.funnel)


class Continuing(NamedTuple):
    """How many of a stage's customers enter the next one."""

    passed: float
    total: float
    next_title: str


def continuing(graph: JourneyGraph, stage: Stage) -> Continuing | None:
    """How many customers go on from a stage.

    None if it or the next one has no count, or the next one a higher count: then others enter it too.
    """
    stages = [each for each in graph.stages() if isinstance(each, Stage)]
    following = next((b for a, b in pairwise(stages) if a.id == stage.id), None)
    if stage.count is None or following is None or following.count is None:
        return None
    if following.count > stage.count:
        return None
    return Continuing(following.count, stage.count, following.title)


def funnel_of(stages: Sequence[Stage], rule: FunnelRule) -> tuple[FunnelRow, ...]:
    """The rows of the given stages.

    To next: count(next) ÷ count(this). From previous: count(this) ÷ count(previous). Share of
    top: count(this) ÷ count(first). Next and previous are the nearest stages that have a count,
    so that one missing count leaves one gap instead of two.
    """
    counted = [stage for stage in stages if stage.count is not None]
    place = {stage.id: i for i, stage in enumerate(counted)}
    rows = []
    for stage in stages:
        computed = None
        if stage.id in place:
            computed = _rate(counted, place[stage.id], rule.convention)
        verdict = _verdict(stage.stated_rate, computed, rule.tolerance)
        rows.append(FunnelRow(stage, stage.count, computed, stage.stated_rate, verdict))
    return tuple(rows)


def _rate(counted: Sequence[Stage], index: int, convention: str) -> float | None:
    """The computed rate of a counted stage; None if undefined."""
    if convention == "to_next":
        above, below = index, index + 1
    elif convention == "from_previous":
        above, below = index - 1, index
    else:
        above, below = 0, index
    if above < 0 or below >= len(counted):
        return None
    whole, part = counted[above].count, counted[below].count
    return part / whole if whole and part is not None else None


def _verdict(stated: float | None, computed: float | None, tolerance: float) -> Verdict:
    """Compare two rates; `tolerance` is in percentage points, inclusive."""
    if stated is None:
        return Verdict.UNSTATED
    if computed is None:
        return Verdict.UNDEFINED
    # Rounded, because 0.31 − 0.30 is not 0.01 in binary floating point.
    return (
        Verdict.MATCH if round(abs(stated - computed) * 100, 9) <= tolerance else Verdict.MISMATCH
    )


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
