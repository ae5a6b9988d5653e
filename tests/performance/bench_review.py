"""What the live review costs for each edit, on maps of 100 and more elements.

    python -m tests.performance.bench_review

The floor is the same edit in the graph alone. Wanted: at 10,000 elements at most 1.5 times the
time at 100.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from journeyeditor.files import read_map
from journeyeditor.insight.review import Review
from journeyeditor.model import Change, JourneyGraph, put
from journeyeditor.vocabulary import PainPoint
from tests.performance.figures import Figure
from tests.performance.made_maps import write_made_map

SIZES = (100, 1_000, 10_000, 50_000)
ROUNDS = 200


def titled(graph: JourneyGraph, i: int) -> Change:
    """Return the typing of a letter into a step's title."""
    step = graph.elements("step")[3]
    return Change({step.id: (step, step.replaced(title=f"Step {i}"))})


def scored(graph: JourneyGraph, i: int) -> Change:
    point = graph.elements("emotion")[2]
    return Change({point.id: (point, point.replaced(score=(i % 9 - 4) / 2))})


def moved(graph: JourneyGraph, i: int) -> Change:
    """Return a card's way from the first stage to the second, and back."""
    card = graph.elements("thought")[1]
    stages = graph.stages()
    return Change({card.id: (card, card.replaced(stage=stages[i % 2].id))})


def added(graph: JourneyGraph, i: int) -> Change:
    """Return a new pain point in the first stage."""
    return put(PainPoint(id=f"new{i}", title="Slow", stage=graph.stages()[0].id))


EDITS: tuple[Callable[[JourneyGraph, int], Change], ...] = (titled, scored, moved, added)


def cost(
    graph: JourneyGraph, live: Review, edit: Callable[[JourneyGraph, int], Change]
) -> tuple[float, float]:
    """Return the median times of an edit in the graph and in the review, in microseconds."""
    bare, followed = [], []
    for i in range(ROUNDS):
        change = edit(graph, i)
        if not change:
            continue
        start = time.perf_counter()
        graph.apply(change)
        middle = time.perf_counter()
        live.update(change)
        followed.append(time.perf_counter() - middle)
        bare.append(middle - start)
    return statistics.median(bare) * 1e6, statistics.median(followed) * 1e6


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield what the review of an edit costs at 10,000 elements beside that at 100."""
    rows, _ = _measure((100, 10_000) if is_quick else (100, 10_000, 50_000))
    for name, ((_, least), *larger) in rows.items():
        for size, (_, cost_) in zip((10_000, 50_000), larger, strict=False):
            yield Figure(f"review of {name} at {size:,} / at 100", cost_, least, "µs")


def _measure(sizes: Iterable[int]) -> tuple[dict[str, list[tuple[float, float]]], list[float]]:
    """Return the costs of edits by their names (µs), and those of whole reviews (ms), by size."""
    rows: dict[str, list[tuple[float, float]]] = {edit.__name__: [] for edit in EDITS}
    whole = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / "made.journey.json"
            write_made_map(path, size)
            graph = read_map(path)
            start = time.perf_counter()
            live = Review(graph)
            live.findings()
            whole.append((time.perf_counter() - start) * 1e3)
            for edit in EDITS:
                rows[edit.__name__].append(cost(graph, live, edit))
    return rows, whole


def main() -> None:
    """Print a line for each edit: microseconds at each size, and the ratio to the smallest."""
    rows, whole = _measure(SIZES)
    print("microseconds     " + "".join(f"{size:>10,}" for size in SIZES) + "   ratio to the first")
    for name, times in rows.items():
        ratios = "  ".join(f"{t / times[0][1]:.2f}" for _, t in times[1:])
        print(f"{name:<8} review  " + "".join(f"{t:>10.1f}" for _, t in times) + f"   {ratios}")
        print(f"{'':<8} graph   " + "".join(f"{t:>10.1f}" for t, _ in times))
    print("whole review, ms " + "".join(f"{t:>10.1f}" for t in whole))


if __name__ == "__main__":
    main()
