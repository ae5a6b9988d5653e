"""Kills the program as often as wanted: python -m tests.performance.crash [KILLS] [SEED] [loaded].

Prints, by the program's own clocks, how long changes take to be written and to reach the disk, and
how old the oldest change was that a kill cost. "loaded" keeps both processors and the disk busy
meanwhile with other programs.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from journeyeditor.files.journal.writer import MAX_DELAY
from tests.editing.crash import KillCondition, ProgressReport, kill

#: No child edits longer than this (seconds).
LONGEST = 1.7
AT_ONCE = 12
BUSY_PROCESSOR = "while True: pass"
BUSY_DISK = """
import os, sys
file = os.open(sys.argv[1], os.O_CREAT | os.O_RDWR)
while True:
    for number in range(32):
        os.pwrite(file, os.urandom(1 << 20), number << 20)
    os.fsync(file)
"""


def at_some_time(chance: random.Random) -> KillCondition:
    """Return the moment some time after a child begins to edit, now and then at once."""
    wait = chance.uniform(0, LONGEST) if chance.random() < 0.9 else 0.0
    first: list[float] = []

    def is_time(report: ProgressReport) -> bool:
        first.append(report.at)
        return report.at - first[0] >= wait

    return is_time


@contextmanager
def load(folder: Path) -> Iterator[None]:
    """Keep processors and disk busy."""
    orders = [[BUSY_PROCESSOR] for _ in range(2 * (os.cpu_count() or 1))]
    orders += [[BUSY_DISK, str(folder / f"busy{number}")] for number in range(2)]
    busy = [subprocess.Popen([sys.executable, "-c", *order]) for order in orders]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def spread(values: Iterable[float]) -> str:
    """Return how values are spread, in milliseconds."""
    ordered = sorted(values) or [0.0]
    parts = {"half": 0.5, "90 %": 0.9, "99 %": 0.99, "all": 1.0}
    picked = {
        name: ordered[min(len(ordered) - 1, int(len(ordered) * part))]
        for name, part in parts.items()
    }
    return ", ".join(f"{name} within {value * 1000:.0f}" for name, value in picked.items())


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "loaded"]
    count = int(words[0]) if words else 500
    seed = int(words[1]) if len(words) > 1 else random.randrange(10**6)
    is_loaded = "loaded" in sys.argv
    chance = random.Random(seed)
    conditions = [at_some_time(chance) for _ in range(count)]
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if is_loaded:
            with load(folder):
                outcomes = kill(folder / "maps", conditions, is_paced=True, at_once=AT_ONCE)
        else:
            outcomes = kill(folder / "maps", conditions, is_paced=True, at_once=AT_ONCE)
    took = time.perf_counter() - start
    lost = [outcome for outcome in outcomes if not outcome.is_kept]
    late = [outcome for outcome in outcomes if outcome.oldest > MAX_DELAY]
    machine = "loaded" if is_loaded else "idle"
    print(f"seed {seed}: {count} kills in {took:.0f} s on a machine otherwise {machine}")
    committed = sum(outcome.committed for outcome in outcomes)
    written = sum(outcome.written for outcome in outcomes)
    print(f"{committed} changes, {written} written, all of them back: {not lost}")
    print("from change to write (ms):", spread(d for o in outcomes for d in o.delays))
    print("from change to disk (ms): ", spread(d for o in outcomes for d in o.sync_delays))
    print("oldest lost change (ms):  ", spread(outcome.oldest for outcome in outcomes))
    print(f"kills that cost a change older than {MAX_DELAY:g} s: {len(late)}")
    print(Counter(outcome.recovered_from.split()[0] for outcome in outcomes))
    for outcome in (*lost, *late):
        print(outcome._replace(delays=(), sync_delays=()))
    sys.exit(bool(lost or late))


if __name__ == "__main__":
    main()
