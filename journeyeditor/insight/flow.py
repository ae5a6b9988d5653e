"""How customers go from stage to stage: shares out of each stage that add up to one.

A stage's drawn ways (`follows`) go by their shares. What they leave over goes on to the next
stage, as far as the counts allow, and the rest leaves the journey there: a share that nobody gave is
never made up. Ways without a share divide what is left evenly with the way to the next stage.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Follows, Stage

#: Where a journey ends: at the last stage, or before it.
END, LOST = "@end", "@lost"
#: Seconds in the parts of an ISO 8601 duration; a year and a month are the calendar's mean.
_SECONDS = {"Y": 31_556_952, "M": 2_629_746, "W": 604_800, "D": 86_400}
_CLOCK = {"H": 3600, "M": 60, "S": 1}


class Way(NamedTuple):
    """One way out of a stage: its share (0..1) of those who are there, and how long it takes.

    `target` is a stage's id, END or LOST; `relation` the id of the drawn way, "" for the way that
    the chevrons draw; `seconds` is 0 where nobody says.
    """

    target: str
    share: float
    relation: str = ""
    seconds: float = 0.0


class Flow(NamedTuple):
    """The stages in order, and the ways out of each; the shares of each add up to 1."""

    stages: tuple[str, ...]
    ways: Mapping[str, tuple[Way, ...]]

    @property
    def entry(self) -> str:
        """The stage in which journeys begin, "" without stages."""
        return self.stages[0] if self.stages else ""


def flow(graph: JourneyGraph, persona: str = "") -> Flow:
    """Return how all customers go, or those of one persona (an id).

    Everybody's ways count for each persona; a persona's own count for it alone, and over all by
    the part that the persona is of all personas.
    """
    stages = [stage for stage in graph.stages() if isinstance(stage, Stage)]
    personas = max(len(graph.personas()), 1)
    ways = {}
    for i, stage in enumerate(stages):
        follower = stages[i + 1] if i + 1 < len(stages) else None
        drawn = []
        for way in graph.outgoing(stage.id, "follows"):
            assert isinstance(way, Follows)
            if persona and way.persona not in (None, persona):
                continue
            part = 1.0 if persona or way.persona is None else 1 / personas
            drawn.append((way, part))
        ways[stage.id] = _out_of(stage, follower, drawn)
    return Flow(tuple(stage.id for stage in stages), ways)


def _out_of(
    stage: Stage, follower: Stage | None, drawn: Sequence[tuple[Follows, float]]
) -> tuple[Way, ...]:
    """Return the ways out of a stage; `drawn` are its `follows`, each with its part of the customers."""
    shared = [(way, way.share * part) for way, part in drawn if way.share is not None]
    unshared = [way for way, _ in drawn if way.share is None]
    total = sum(share for _, share in shared)
    # Shares beyond everybody are a finding of the review; here they are taken in proportion.
    scale = 1 / total if total > 1 else 1.0
    ways = [
        Way(way.target, share * scale, way.id, seconds(way.elapsed))
        for way, share in shared
        if share
    ]
    rest = max(0.0, 1.0 - total)
    goes_on = follower is not None and all(way.target != follower.id for way, _ in drawn)
    each = rest / (len(unshared) + goes_on) if unshared or goes_on else 0.0
    ways += [Way(way.target, each, way.id, seconds(way.elapsed)) for way in unshared if each]
    rest -= each * len(unshared)
    if goes_on and follower is not None and each:
        onward = min(each, _rate(stage, follower))
        ways.append(Way(follower.id, onward))
        rest -= onward
    if rest > 1e-12:
        ways.append(Way(LOST if follower else END, rest))
    return tuple(way for way in ways if way.share > 0)


def _rate(stage: Stage, follower: Stage) -> float:
    """Return the share of a stage's customers that its follower counts, at most 1; 1 if unknown."""
    if not stage.count or follower.count is None:
        return 1.0
    return min(1.0, follower.count / stage.count)


def seconds(duration: str) -> float:
    """Return the length of an ISO 8601 duration such as "P3D" or "PT2H", 0 for "" (ISO 8601-1, 5.5.2)."""
    date, _, clock = duration.removeprefix("P").partition("T")
    total = 0.0
    for part, units in ((date, _SECONDS), (clock, _CLOCK)):
        for number, unit in re.findall(r"([\d.,]+)([A-Z])", part):
            total += float(number.replace(",", ".")) * units[unit]
    return total
