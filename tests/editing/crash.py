"""Kills the program at random moments of random editing and looks at what the next start offers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from journeyeditor.editing.store import Store
from journeyeditor.files import read_map
from tests.editing.crash_child import FAULT, LOG, MAP, WAIT, digest

ROOT = Path(__file__).parents[2]
#: What was committed so long before the kill (seconds) must be there.
PROMISE = 1.0
#: No child edits longer than this (seconds).
LONGEST = 1.7
AT_ONCE = 12


class Outcome(NamedTuple):
    """What a kill did: how many steps were committed and promised, how many came back."""

    committed: int
    promised: int
    came_back: int | None
    way: str

    @property
    def is_kept(self) -> bool:
        """Whether the promise was kept."""
        return self.came_back is not None and self.came_back >= self.promised


class Children:
    """The process that forks children."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.editing.crash_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._turn = Lock()

    def ask(self, order: object, number: int) -> int:
        """Give an order; return the number that comes back."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(f"{order} {number}\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def lives(children: Children, folder: Path, seed: int, count: int) -> list[Outcome]:
    """Kill so many children over one map, each going on where the one before was killed."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    outcomes = []
    before = ""
    for number in range(count):
        (folder / LOG).unlink(missing_ok=True)
        pid = children.ask(folder, seed * 1000 + number)
        # Some die on the way in, most while they edit, however slow the machine is.
        if chance.random() < 0.9:
            wait_for_log(folder)
        time.sleep(chance.uniform(0, LONGEST))
        killed = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        children.ask(WAIT, pid)
        fault = folder / FAULT
        assert not fault.exists(), f"a child ended by itself: {fault.read_text()}"
        outcome, before = judged(folder, killed, before)
        outcomes.append(outcome)
    return outcomes


def judged(folder: Path, killed: float, before: str) -> tuple[Outcome, str]:
    """Return what a kill did, and the digest of the map that came back; `before` was the first."""
    steps = [(float("-inf"), before)]
    if (folder / LOG).exists():
        rows = (folder / LOG).read_text().splitlines()
        steps += [(float(at), there) for at, there in map(str.split, rows)]
    promised = max(i for i, (at, _) in enumerate(steps) if at < killed - PROMISE)
    there, way = found(folder)
    same = [i for i, (_, state) in enumerate(steps) if state == there]
    return Outcome(len(steps) - 1, promised, max(same, default=None), way), there


def wait_for_log(folder: Path) -> None:
    """Return when a child begins to edit."""
    limit = time.monotonic() + 60
    while not (folder / LOG).exists() and time.monotonic() < limit:
        time.sleep(0.005)


def found(folder: Path) -> tuple[str, str]:
    """Return the digest of what the next start offers, else of the file, and which it was."""
    left = Store(folder / "state").recoverable_journals()
    try:
        if left:
            return digest(left[0].recovered().graph), f"journal of {left[0].count}"
    finally:
        for each in left:
            each.release()
    if (folder / MAP).exists():
        return digest(read_map(folder / MAP)), "file"
    return "", "nothing"


def kill(folder: Path, count: int, seed: int) -> list[Outcome]:
    """Kill so many children over several maps at a time."""
    children = Children()
    rows = min(AT_ONCE, count)
    shares = [count // rows + (row < count % rows) for row in range(rows)]
    try:
        with ThreadPoolExecutor(rows) as pool:
            tasks = [
                pool.submit(lives, children, folder / f"m{row}", seed + row, share)
                for row, share in enumerate(shares)
            ]
            return [outcome for task in tasks for outcome in task.result()]
    finally:
        children.close()
