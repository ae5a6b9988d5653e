"""Kills the program as often as wanted: python -m tests.performance.crash 500."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.editing.crash import kill


def main() -> None:
    """Print what became of all that was committed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = kill(Path(folder), count, seed)
    took = time.perf_counter() - start
    promised = sum(outcome.promised for outcome in outcomes)
    late = sum(outcome.committed - outcome.promised for outcome in outcomes)
    extra = sum((outcome.came_back or 0) - outcome.promised for outcome in outcomes)
    lost = [outcome for outcome in outcomes if not outcome.is_kept]
    print(f"seed {seed}: {count} kills in {took:.0f} s, {len(lost)} broke the promise")
    print(f"{promised} steps older than a second, all back: {not lost}")
    print(f"{late} younger steps, {extra} of them back")
    print(Counter(outcome.way.split()[0] for outcome in outcomes))
    for outcome in lost:
        print(outcome)
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
