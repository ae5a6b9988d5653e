"""Chains of any shape: the equations hold, and long loops do not fill the system."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.insight.markov import (
    Row,
    absorbed,
    chance_to_reach,
    factored,
    inverse_diagonal,
    solved,
    transposed,
    visits,
)

STATES = [f"s{i}" for i in range(7)]
#: Moves out of each state by weights; one in seven of those there is absorbed, or more.
CHAINS = st.lists(
    st.dictionaries(st.sampled_from(STATES), st.integers(1, 6), max_size=4),
    min_size=len(STATES),
    max_size=len(STATES),
).map(
    lambda weights: {
        state: {to: weight / (sum(row.values()) + 1) for to, weight in row.items()}
        for state, row in zip(STATES, weights, strict=True)
    }
)


@given(CHAINS, st.lists(st.integers(-3, 3), min_size=len(STATES), max_size=len(STATES)))
def test_a_solution_solves_the_equations(rows: dict[str, Row], right: list[int]) -> None:
    b = {state: float(value) for state, value in zip(STATES, right, strict=True)}
    x = solved(factored(rows), b)
    for state, row in rows.items():
        rest = x[state] - sum(value * x[column] for column, value in row.items())
        assert rest == pytest.approx(b[state], abs=1e-9)


@given(CHAINS)
def test_the_chance_to_reach_is_the_visits_by_those_of_who_is_there(rows: dict[str, Row]) -> None:
    chances = chance_to_reach(rows, "s0")
    again = inverse_diagonal(factored(transposed(rows)))
    for state, count in visits(rows, "s0").items():
        returning = visits(rows, state)[state]
        assert again[state] == pytest.approx(returning)
        assert chances[state] == pytest.approx(min(1.0, count / returning), abs=1e-12)


@given(CHAINS)
def test_everybody_is_absorbed_at_last(rows: dict[str, Row]) -> None:
    out = {state: 1.0 - sum(row.values()) for state, row in rows.items()}
    assert list(absorbed(rows, out).values()) == pytest.approx([1.0] * len(STATES))


def test_long_loops_fill_little() -> None:
    """Eliminated from the first state to the last, this chain has a million entries."""
    chance, count = Random(3), 3000
    rows = {f"s{i}": {f"s{i + 1}": 0.6} for i in range(count - 1)} | {f"s{count - 1}": {}}
    for _ in range(count // 10):
        rows[f"s{chance.randrange(count)}"][f"s{chance.randrange(count)}"] = 0.3
    steps = factored(rows)
    assert sum(len(step.right) + len(step.below) for step in steps) < 8 * count
    assert len(inverse_diagonal(steps)) == count
