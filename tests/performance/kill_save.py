"""Kills the program while it saves, as often as wanted: python -m tests.performance.kill_save 200.

A child edits a map of some size and saves it, again and again, each time with a higher number,
and says so when the document says that it is saved. It is killed at a random moment. On the disk
there must be a whole map, not older than what was said to be saved, nor newer than what was begun.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from journeyeditor.editing.document import Document
from journeyeditor.editing.store import Store
from journeyeditor.files import dump_map, read_map
from journeyeditor.model import MAP_ID, Change, TransactionManager
from tests.builders import a_map

ROOT = Path(__file__).parents[2]
MAP = "map.journey.json"
#: Saves until the kill at the longest (seconds); the first one is begun before.
LONGEST = 0.25


class Outcome(NamedTuple):
    """What a kill left: the last number said to be saved, begun, and found; temporary files."""

    saved: int
    begun: int
    found: int
    temporary: int

    @property
    def is_kept(self) -> bool:
        return self.saved <= self.found <= self.begun and self.temporary <= 1


def live(folder: Path) -> None:
    """Edit and save until the end, telling on standard output what was begun and saved."""
    posted: SimpleQueue[Callable[[], None]] = SimpleQueue()
    document = Document.open(folder / MAP, Store(folder / "state", post=posted.put))
    transactions = TransactionManager(document.graph)
    document.follow(transactions)
    number = 0
    while True:
        number += 1
        info = document.graph.info
        with transactions.transaction("Edit") as transaction:
            change = Change({MAP_ID: (info, info.replaced(title=str(number)))})
            transaction.write(change)
        os.write(1, b"begun\n")
        document.save()
        while document.is_dirty:
            posted.get()()
        os.write(1, b"saved\n")


def kill(folder: Path, count: int, seed: int) -> list[Outcome]:
    chance = random.Random(seed)
    return [_killed(folder / f"m{number}", chance) for number in range(count)]


def _killed(folder: Path, chance: random.Random) -> Outcome:
    folder.mkdir()
    graph = a_map(title="0").with_("note", "x" * 30_000)
    for _ in range(chance.choice((0, 5, 20))):
        graph = graph.with_("note", "x" * 30_000)
    (folder / MAP).write_bytes(dump_map(graph.built()))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.performance.kill_save", "child", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said == "begun\n", "the child did not save"
        time.sleep(chance.uniform(0, LONGEST))
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
    words = Counter((said + rest).splitlines())
    title = getattr(read_map(folder / MAP).info, "title", "")
    return Outcome(
        saved=words["saved"],
        begun=words["begun"],
        found=int(title),
        temporary=len(list(folder.glob(".journey-*"))),
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = kill(Path(folder), count, seed)
    took = time.perf_counter() - start
    broken = [outcome for outcome in outcomes if not outcome.is_kept]
    during = sum(outcome.begun > outcome.saved for outcome in outcomes)
    print(f"seed {seed}: {count} kills in {took:.0f} s, {during} of them during a save")
    print(f"{sum(outcome.begun for outcome in outcomes)} saves begun, {len(broken)} files broken")
    print(f"{sum(outcome.found > outcome.saved for outcome in outcomes)} newer than was said")
    print(f"{sum(outcome.temporary for outcome in outcomes)} temporary files left")
    for outcome in broken:
        print(outcome)
    sys.exit(bool(broken))


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        try:
            live(Path(sys.argv[2]))
        except BaseException:
            traceback.print_exc()
            raise
    main()
