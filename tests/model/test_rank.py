"""Ranks between neighbours, or the word that there is no room left."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.model import ranks_between
from tests.strategies import numbers


@given(st.none() | numbers, st.none() | numbers, st.integers(1, 50))
def test_ranks_rise_strictly_between_their_neighbours(
    low: float | None, high: float | None, count: int
) -> None:
    ranks = ranks_between(low, high, count)
    if ranks is None:
        return
    assert len(ranks) == count
    ends = [end for end in (low, high) if end is not None]
    moment_route = [*ends[: low is not None], *ranks, *ends[len(ends) - (high is not None) :]]
    assert all(a < b for a, b in pairwise(moment_route))
    assert all(abs(rank) <= 2**53 for rank in ranks)


@pytest.mark.parametrize(
    ("low", "high", "count", "ranks"),
    [
        (None, None, 3, [1, 2, 3]),
        (None, 1, 2, [-1, 0]),
        (None, 0.5, 1, [0]),
        (2.5, None, 2, [3, 4]),
        (1, 2, 1, [1.5]),
        (1, 10, 2, [4, 7]),
        (2, 1, 1, None),
        (1, 1, 1, None),
        (-1e308, 1e308, 1, None),
        (1e300, None, 1, None),
    ],
)
def test_ranks_are_whole_where_there_is_room(
    low: float | None, high: float | None, count: int, ranks: list[float] | None
) -> None:
    found = ranks_between(low, high, count)
    assert found == ranks
    assert [type(rank) for rank in found or ()] == [type(rank) for rank in ranks or ()]


def test_there_is_room_for_fifty_halvings() -> None:
    low, high = 1.0, 2.0
    for _ in range(50):
        found = ranks_between(low, high)
        assert found is not None
        high = found[0]
    for _ in range(20):
        found = ranks_between(low, high)
        if found is None:
            return
        high = found[0]
    raise AssertionError("floats never ran out")
