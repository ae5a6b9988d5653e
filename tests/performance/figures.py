"""Measured figures, each beside a floor that was measured in the same run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tests.performance.made_maps import MadeMap


class Figure(NamedTuple):
    """A cost, what the least that could do the same costs, and what is wanted at most, in `unit`."""

    name: str
    value: float
    floor: float
    unit: str = "ms"
    wanted: float | None = None

    @property
    def ratio(self) -> float:
        return self.value / self.floor


def best(call: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of some runs, in seconds."""
    costs = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        costs.append(time.perf_counter() - start)
    return min(costs)


def processor_floor() -> float:
    """Return what plain work of Python costs here (ms): 1,000 elements to JSON and back.

    For costs that have no floor of their own, so that machines can be compared.
    """
    made = MadeMap(1)
    stage = ""
    while len(made.nodes) < 1_000:
        stage = made.stage(stage)
        made.moment(stage)
    return 1000 * best(lambda: json.loads(json.dumps(made.nodes)), 15)


def print_figures(figures: Iterable[Figure]) -> None:
    """Print a line for each figure as soon as it is measured."""
    for figure in figures:
        print(line_of(figure), flush=True)


def line_of(figure: Figure) -> str:
    value, floor = (f"{number:10,.3g}" for number in (figure.value, figure.floor))
    wanted = "" if figure.wanted is None else f"{figure.wanted:,.4g}"
    sign = "!" if figure.wanted is not None and figure.value > figure.wanted else " "
    return f"{figure.name:58} {value} {floor} {figure.unit:4} {wanted:>7}{sign} {figure.ratio:8.2f}"
