"""What reading and writing maps costs, and how it grows: python -m tests.performance.bench_files.

Prints the best of five in seconds, the peak of memory in MiB, and each ratio to a tenth of the
size, which is 10 when the cost is linear.
"""

from __future__ import annotations

import json
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from journeyeditor.files import dump_map, map_hash, parse_map
from journeyeditor.model import Change
from tests.performance.figures import Figure, best
from tests.performance.made_maps import write_made_map

SIZES = (100, 1_000, 10_000, 90_000)


def peak(call: Callable[[], object]) -> float:
    """Return the most memory that a run takes beyond what was there, in MiB."""
    tracemalloc.start()
    call()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 2**20


def costs(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.journey.json"
        write_made_map(path, count)
        data = path.read_bytes()
    graph = parse_map(data, "made")
    card = graph.elements("step")[0]
    edit = Change({card.id: (card, card.replaced(title="x"))})

    def edited() -> None:
        for _ in range(500):
            graph.apply(edit)
            graph.apply(edit.inverted())

    return {
        "read s": best(lambda: parse_map(data, "made")),
        "write s": best(lambda: dump_map(graph)),
        "hash s": best(lambda: map_hash(graph)),
        "1000 edits s": best(edited),
        "read MiB": peak(lambda: parse_map(data, "made")),
        "write MiB": peak(lambda: dump_map(graph)),
    }


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield what reading and writing cost beside bare JSON."""
    del is_quick  # it takes a second
    for count in (1_000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.journey.json"
            write_made_map(path, count)
            data = path.read_bytes()
        graph, rows = parse_map(data, "made"), json.loads(data)
        ours, bare = best(lambda: parse_map(data, "made")), best(lambda: json.loads(data))  # noqa: B023
        yield Figure(f"read {count:,} / JSON", 1000 * ours, 1000 * bare)
        ours, bare = best(lambda: dump_map(graph)), best(lambda: json.dumps(rows))  # noqa: B023
        yield Figure(f"write {count:,} / JSON", 1000 * ours, 1000 * bare)


def main() -> None:
    before: dict[str, float] = {}
    for count in SIZES:
        now = costs(count)
        words = [
            f"{name} {value:.4f}" + (f" (×{value / before[name]:.1f})" if before else "")
            for name, value in now.items()
        ]
        print(f"{count:>6} elements: {' · '.join(words)}")
        before = now


if __name__ == "__main__":
    main()
