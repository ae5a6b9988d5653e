"""The funnel: rates computed from the stages' counts, next to the stated ones (docs/domain.md, Funnel).

Counts and stated rates are separate facts; the computed rate never replaces the stated one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

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
    """How many customers go on from a stage; None if it or the next one has no count."""
    stages = [each for each in graph.stages() if isinstance(each, Stage)]
    following = next((b for a, b in pairwise(stages) if a.id == stage.id), None)
    if stage.count is None or following is None or following.count is None:
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
