"""Scales of scores: which one a whole list of scores is on, and what they mean from −2 to +2."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from journeyeditor.i18n import N_, Phrase

#: Our own scores go from −2 to +2.
BEST = 2
#: Avoids 4.3 - 3 becoming 1.2999999999999998.
_DIGITS = 9


class Scale(NamedTuple):
    """The worst and the best score of a scale."""

    worst: float
    best: float

    def valence(self, score: float) -> float:
        """A score as −2 to +2; one beyond the scale is held to its end."""
        span = self.best - self.worst
        value = 2 * BEST * (score - self.worst) / span - BEST if math.isfinite(score) else score
        value = max(-BEST, min(BEST, value))
        return int(value) if value == int(value) else round(value, _DIGITS)

    def holds(self, score: float) -> bool:
        return self.worst <= score <= self.best

    @property
    def phrase(self) -> Phrase:
        worst, best = (f"{end:g}".replace("-", "−") for end in self)
        return Phrase(N_("{worst} to {best}", "scale"), worst=worst, best=best)


OWN = Scale(-BEST, BEST)
FIVE = Scale(1, 5)
#: Scales other than 1 to 5, the narrowest first.
_OTHERS = (OWN, Scale(-5, 5), Scale(1, 10), Scale(0, 10), Scale(0, 100))
#: So many scores beyond 1 to 5 are no slip of the pen.
_MIN_BEYOND = 2


def scale_of(scores: Iterable[float], usual: Scale = FIVE) -> Scale | None:
    """The scale of scores that belong together: the usual one unless several do not fit it.

    None if they fit no scale, such as counts of customers.
    """
    known = [score for score in scores if math.isfinite(score)]
    beyond = [score for score in known if not usual.holds(score)]
    if sum(score > usual.best or score < 0 for score in beyond) < _MIN_BEYOND:
        return usual
    for scale in _OTHERS:
        if all(map(scale.holds, known)):
            return scale
    return None
