"""Absorbing Markov chains: reach, visits and exits of those who enter.

Source: Kemeny and Snell, Finite Markov Chains (1960), chapter III. With Q the probabilities from
transient to transient states and R those to absorbing ones, the expected visits are
N = (I − Q)⁻¹, the absorption probabilities B = N R, and the probability of ever reaching j from i
is N[i,j] / N[j,j]. Chains of stages are nearly banded, so rows are stored as dictionaries.
"""

from __future__ import annotations

from collections.abc import Mapping

from journeyeditor.insight.parts import Parts, completed

Row = dict[str, float]


def solved(rows: Mapping[str, Mapping[str, float]], right: Mapping[str, float]) -> Row:
    """Solve (I − A) x = b for a sparse A (row → column → value) and b.

    Gaussian elimination without pivoting: I − A is diagonally dominant for the transient states of a
    chain. Raises ZeroDivisionError if it is singular.
    """
    order = list(rows)
    place = {state: i for i, state in enumerate(order)}
    system: dict[str, Row] = {}
    values = {state: right.get(state, 0.0) for state in order}
    users: dict[str, set[str]] = {state: set() for state in order}
    for state, row in rows.items():
        line = {column: -value for column, value in row.items() if value}
        line[state] = line.get(state, 0.0) + 1.0
        system[state] = line
        for column in line:
            users[column].add(state)
    for pivot in order:
        divisor = system[pivot][pivot]
        for user in [u for u in users[pivot] if place[u] > place[pivot]]:
            factor = system[user].pop(pivot) / divisor
            users[pivot].discard(user)
            values[user] -= factor * values[pivot]
            for column, value in system[pivot].items():
                if place[column] > place[pivot]:
                    system[user][column] = system[user].get(column, 0.0) - factor * value
                    users[column].add(user)
    solution: Row = {}
    for state in reversed(order):
        line = system[state]
        fixed = sum(
            value * solution[column] for column, value in line.items() if column in solution
        )
        solution[state] = (values[state] - fixed) / line[state]
    return solution


def transposed(rows: Mapping[str, Mapping[str, float]]) -> dict[str, Row]:
    result: dict[str, Row] = {state: {} for state in rows}
    for state, row in rows.items():
        for column, value in row.items():
            result[column][state] = value
    return result


def visits(rows: Mapping[str, Mapping[str, float]], start: str) -> Row:
    """The expected number of visits to each state from a start, including the initial one."""
    return solved(transposed(rows), {start: 1.0})


def chance_to_reach(rows: Mapping[str, Mapping[str, float]], start: str) -> Row:
    """The probability of ever being in each state from a start: N[start, j] / N[j, j].

    N[j, j] is 1 for states that are on no cycle.
    """
    return completed(chance_to_reach_parts(rows, start))


def chance_to_reach_parts(rows: Mapping[str, Mapping[str, float]], start: str) -> Parts[Row]:
    """Compute the chances, one state that is on a cycle in each part."""
    circling = _circling(rows)
    pivots: Row = {}
    for state, count in visits(rows, start).items():
        again = 1.0
        if state in circling and count > 1e-15:
            yield
            again = visits(rows, state)[state]
        pivots[state] = min(1.0, count / again) if count > 1e-15 else 0.0
    return pivots


def _circling(rows: Mapping[str, Mapping[str, float]]) -> set[str]:
    """The states on a cycle (strongly connected components, Tarjan 1972)."""
    import networkx

    pairs = [
        (state, column) for state, row in rows.items() for column, value in row.items() if value
    ]
    graph = networkx.DiGraph(pairs)
    parts = networkx.strongly_connected_components(graph)
    endless = {state for part in parts if len(part) > 1 for state in part}
    return endless.union(state for state, column in pairs if state == column)


def absorbed(rows: Mapping[str, Mapping[str, float]], into: Mapping[str, float]) -> Row:
    """The probability of each state to end in one absorbing state; `into` is its column of R."""
    return solved(rows, into)
