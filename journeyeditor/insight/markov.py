"""Absorbing Markov chains: reach, visits and exits of those who enter.

Source: Kemeny and Snell, Finite Markov Chains (1960), chapter III. With Q the probabilities from
transient to transient states and R those to absorbing ones, the expected visits are
N = (I − Q)⁻¹, the absorption probabilities B = N R, and the probability of ever reaching j from i
is N[i,j] / N[j,j]. Chains of stages are nearly banded, so rows are stored as dictionaries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from journeyeditor.insight.parts import Parts, completed

Row = dict[str, float]


class Elimination(NamedTuple):
    """A state that was eliminated: its pivot, its row right of it, and its column below it.

    The row is divided by the pivot, and so is the column: they are U and L of I − A = L D U.
    """

    state: str
    pivot: float
    right: Row
    below: Row


def factored(rows: Mapping[str, Mapping[str, float]]) -> list[Elimination]:
    """Factor I − A for a sparse A (row → column → value).

    Gaussian elimination, in any order of the states: I − A is diagonally dominant for the transient
    states of a chain. The next state is one that adds few entries to the rows that are left
    (Markowitz 1957), or long loops would fill the whole system. Raises ZeroDivisionError if it is
    singular.
    """
    system: dict[str, Row] = {}
    users: dict[str, set[str]] = {state: set() for state in rows}
    for state, row in rows.items():
        line = {column: -value for column, value in row.items() if value}
        line[state] = line.get(state, 0.0) + 1.0
        system[state] = line
        for column in line:
            users[column].add(state)
    steps = []
    for state in _fewest_entries(system, users):
        line = system.pop(state)
        pivot = line.pop(state)
        right = {column: value / pivot for column, value in line.items()}
        below = {}
        for column in right:
            users[column].discard(state)
        for user in users.pop(state) - {state}:
            left = system[user]
            value = left.pop(state)
            below[user] = value / pivot
            for column, share in right.items():
                left[column] = left.get(column, 0.0) - value * share
                users[column].add(user)
        steps.append(Elimination(state, pivot, right, below))
    return steps


def _fewest_entries(
    system: Mapping[str, Row], users: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Yield the states as they are to be eliminated, while each one is."""

    def entries(state: str) -> int:
        return (len(system[state]) - 1) * (len(users[state]) - 1)

    waiting = [(entries(state), number, state) for number, state in enumerate(system)]
    heapify(waiting)
    while waiting:
        count, number, state = heappop(waiting)
        if (now := entries(state)) > count:
            heappush(waiting, (now, number, state))
        else:
            yield state


def solved(steps: list[Elimination], right: Mapping[str, float]) -> Row:
    """Solve (I − A) x = b for a factored I − A."""
    values = {step.state: right.get(step.state, 0.0) for step in steps}
    for step in steps:
        if value := values[step.state]:
            for state, share in step.below.items():
                values[state] -= share * value
    for step in reversed(steps):
        rest = sum(share * values[column] for column, share in step.right.items())
        values[step.state] = values[step.state] / step.pivot - rest
    return values


def inverse_diagonal(steps: list[Elimination]) -> Row:
    """The diagonal of the inverse of a factored I − A.

    Of the inverse Z, only entries at places of L and U are computed (Takahashi, Fagan and Chin 1973):
    Z = D⁻¹ L⁻¹ + (I − U) Z and Z = U⁻¹ D⁻¹ + Z (I − L), from the last state to the first.
    """
    inverse: dict[str, Row] = {step.state: {} for step in steps}
    for state, pivot, right, below in reversed(steps):
        own = inverse[state]
        for row in right:
            known = inverse[row]
            known[state] = -sum(known[column] * share for column, share in below.items())
        for column in below:
            own[column] = -sum(share * inverse[row][column] for row, share in right.items())
        own[state] = 1 / pivot - sum(share * inverse[row][state] for row, share in right.items())
    return {state: inverse[state][state] for state in inverse}


def transposed(rows: Mapping[str, Mapping[str, float]]) -> dict[str, Row]:
    result: dict[str, Row] = {state: {} for state in rows}
    for state, row in rows.items():
        for column, value in row.items():
            result[column][state] = value
    return result


def visits(rows: Mapping[str, Mapping[str, float]], start: str) -> Row:
    """The expected number of visits to each state from a start, including the initial one."""
    return solved(factored(transposed(rows)), {start: 1.0})


def chance_to_reach(rows: Mapping[str, Mapping[str, float]], start: str) -> Row:
    """The probability of ever being in each state from a start: N[start, j] / N[j, j]."""
    return completed(chance_to_reach_parts(rows, start))


def chance_to_reach_parts(rows: Mapping[str, Mapping[str, float]], start: str) -> Parts[Row]:
    """Compute the chances in three parts."""
    steps = factored(transposed(rows))
    yield
    expected = solved(steps, {start: 1.0})
    yield
    again = inverse_diagonal(steps)
    return {
        state: min(1.0, count / again[state]) if count > 1e-15 else 0.0
        for state, count in expected.items()
    }


def absorbed(rows: Mapping[str, Mapping[str, float]], into: Mapping[str, float]) -> Row:
    """The probability of each state to end in one absorbing state; `into` is its column of R."""
    return solved(factored(rows), into)
