"""How far the people of a workshop agree on how a stage feels.

Spread is the distance between the quartiles. Agreement is r_wg: 1 − s² / σ², with the variance s² of
the ratings and the variance σ² = 4² / 12 that ratings spread evenly from −2 to +2 would have
(L. R. James, R. G. Demaree and G. Wolf, Journal of Applied Psychology 69, 1984, 85-98). 1 is full
agreement; 0, the least, is no more than chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles, variance
from typing import NamedTuple

from journeyeditor.i18n import N_
from journeyeditor.insight.parts import Parts
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import Emotion

#: The variance of ratings that are spread evenly over the scale.
EVEN_VARIANCE = 4**2 / 12
#: From this spread on a stage is worth talking about, in steps of the scale.
WIDE = 1.0
#: What the figures are, and who introduced them.
SOURCE = N_(
    "Spread is the distance between the quartiles. Agreement is r_wg = 1 − s² ÷ σ², where σ² = 4² ÷ 12 is the variance of evenly spread ratings (James, Demaree and Wolf, 1984)."
)
#: How many emotions are looked at in one part: their variances take long.
PART = 10


class Agreement(NamedTuple):
    """The ratings of one emotion: their median, quartiles and raters, and r_wg (0 to 1)."""

    emotion: RecordId
    stage: RecordId | None
    persona: RecordId | None
    median: float
    low: float
    high: float
    raters: int
    agreement: float

    @property
    def spread(self) -> float:
        return self.high - self.low


def quartiles(scores: Sequence[float]) -> tuple[float, float]:
    """Return the lower and the upper quartile; both are the score if there is only one."""
    if len(scores) < 2:
        return scores[0], scores[0]
    low, _, high = quantiles(scores, n=4, method="inclusive")
    return low, high


def agreement_among(scores: Sequence[float]) -> float | None:
    """Return r_wg of scores; None without two of them."""
    if len(scores) < 2:
        return None
    return max(0.0, 1 - variance(scores) / EVEN_VARIANCE)


def agreement_of(emotion: Emotion) -> Agreement | None:
    """Return how far the raters of an emotion agree; None without two of them."""
    scores = [score for _, score in emotion.ratings]
    r_wg = agreement_among(scores)
    if r_wg is None:
        return None
    low, high = quartiles(scores)
    place = (emotion.id, emotion.stage, emotion.persona)
    return Agreement(*place, median(scores), low, high, len(scores), r_wg)


def disagreements_parts(graph: JourneyGraph) -> Parts[list[Agreement]]:
    """Return the rated emotions, those on which people disagree most first."""
    found: list[Agreement] = []
    for number, emotion in enumerate(graph.elements("emotion")):
        assert isinstance(emotion, Emotion)
        agreement = agreement_of(emotion)
        if agreement is not None:
            found.append(agreement)
        if number % PART == PART - 1:
            yield
    return sorted(found, key=lambda each: (-each.spread, each.agreement))
