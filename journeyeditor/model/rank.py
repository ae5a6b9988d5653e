"""Order keys: numbers between two neighbours, so that moving one card touches one record."""

from __future__ import annotations


def ranks_between(low: float | None, high: float | None, count: int = 1) -> list[float] | None:
    """Return `count` increasing ranks strictly between two neighbours (None: no neighbour).

    Whole numbers where there is room. None when the floats between are used up: the caller
    then gives the whole cell new ranks 1, 2, 3 …
    """
    if low is None and high is None:
        return [float(i + 1) for i in range(count)]
    if low is None:
        assert high is not None
        return [high - count + i for i in range(count)]
    if high is None:
        return [low + i + 1 for i in range(count)]
    step = (high - low) / (count + 1)
    ranks = [low + step * (i + 1) for i in range(count)]
    chain = [low, *ranks, high]
    if any(a >= b for a, b in zip(chain, chain[1:], strict=False)):
        return None
    return ranks
