"""Ranks: numbers between two neighbours, so that moving a card changes one record."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, isfinite

#: Beyond this, floats cannot represent all whole numbers, and files refuse them.
_MAX_RANK = 2**53


def ranks_between(
    low: float | None, high: float | None, count: int = 1
) -> list[float | int] | None:
    """Return `count` increasing ranks strictly between two neighbours (None: no neighbour).

    Whole numbers where there is room. None when the numbers between are used up, or the
    neighbours are not in order: the caller then renumbers the whole cell 1, 2, 3 …
    """
    if low is None and high is None:
        return [*range(1, count + 1)]
    if low is None:
        assert high is not None
        top = ceil(high)
        return _if_between(None, [*range(top - count, top)], high)
    if high is None:
        bottom = floor(low) + 1
        return _if_between(low, [*range(bottom, bottom + count)], None)
    step = (high - low) / (count + 1)
    if not isfinite(step):
        return None
    ranks = [low + step * (i + 1) for i in range(count)]
    whole = [floor(rank) for rank in ranks] if step > 1 else []
    return _if_between(low, whole, high) if whole else _if_between(low, ranks, high)


def _if_between(
    low: float | None, ranks: list[float | int] | list[int] | list[float], high: float | None
) -> list[float | int] | None:
    """Return the ranks when they rise from `low` to `high` and can be written to a file."""
    chain = [*([] if low is None else [low]), *ranks, *([] if high is None else [high])]
    if any(a >= b for a, b in pairwise(chain)) or any(abs(rank) > _MAX_RANK for rank in ranks):
        return None
    return [*ranks]
