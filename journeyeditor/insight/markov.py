"""Absorbing Markov chains: what becomes of those who start somewhere.

Sources: Kemeny and Snell, Finite Markov Chains (1960), chapter III: with Q the chances from
transient to transient states and R those to absorbing ones, the expected visits are
N = (I − Q)⁻¹, the chances of absorption B = N R, the chance ever to reach j from i is
N[i,j] / N[j,j]. Chains of stages are nearly a band, so rows are kept as dictionaries.
"""

from __future__ import annotations

from collections.abc import Mapping

Row = dict[str, float]


def solved(rows: Mapping[str, Mapping[str, float]], right: Mapping[str, float]) -> Row:
    """X with (I − A) x = b for a sparse A (row → column → value) and b.

    Gaussian elimination without pivoting: I − A is diagonally dominant for the transient states of a
    chain. Raises ZeroDivisionError when it is singular.
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
        head = system[pivot][pivot]
        for user in [u for u in users[pivot] if place[u] > place[pivot]]:
            factor = system[user].pop(pivot) / head
            users[pivot].discard(user)
            values[user] -= factor * values[pivot]
            for column, value in system[pivot].items():
                if place[column] > place[pivot]:
                    system[user][column] = system[user].get(column, 0.0) - factor * value
                    users[column].add(user)
    found: Row = {}
    for state in reversed(order):
        line = system[state]
        known = sum(value * found[column] for column, value in line.items() if column in found)
        found[state] = (values[state] - known) / line[state]
    return found


def transposed(rows: Mapping[str, Mapping[str, float]]) -> dict[str, Row]:
    """The matrix with rows and columns exchanged."""
    result: dict[str, Row] = {state: {} for state in rows}
    for state, row in rows.items():
        for column, value in row.items():
            result[column][state] = value
    return result


def visits(rows: Mapping[str, Mapping[str, float]], start: str) -> Row:
    """The expected number of visits to each state from a start, the start's first included."""
    return solved(transposed(rows), {start: 1.0})


def chance_to_reach(rows: Mapping[str, Mapping[str, float]], start: str) -> Row:
    """The chance ever to be in each state from a start: N[start, j] / N[j, j].

    Who never comes back to a state is there once at most: N[j, j] is 1 off all circles.
    """
    circling = _circling(rows)
    found: Row = {}
    for state, count in visits(rows, start).items():
        again = visits(rows, state)[state] if state in circling and count > 1e-15 else 1.0
        found[state] = min(1.0, count / again) if count > 1e-15 else 0.0
    return found


def _circling(rows: Mapping[str, Mapping[str, float]]) -> set[str]:
    """The states to which some share comes back (strongly connected parts, Tarjan 1972)."""
    import networkx

    pairs = [
        (state, column) for state, row in rows.items() for column, value in row.items() if value
    ]
    graph = networkx.DiGraph(pairs)
    parts = networkx.strongly_connected_components(graph)
    found = {state for part in parts if len(part) > 1 for state in part}
    return found.union(state for state, column in pairs if state == column)


def absorbed(rows: Mapping[str, Mapping[str, float]], into: Mapping[str, float]) -> Row:
    """From each state the chance to end in one absorbing state; `into` is its column of R."""
    return solved(rows, into)
