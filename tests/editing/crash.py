"""Kills the program in the midst of random editing and looks at what the next start offers.

When a kill comes is told by what the program did, never by a clock: after so many changes, writes
or syncs. What the journal said to be written must come back, whatever the machine is doing.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import NamedTuple, TypeAlias

from journeyeditor.editing.store import Store
from journeyeditor.files import read_map
from tests.editing.crash_child import (
    FAULT,
    MAP,
    PIPE,
    START,
    STATE,
    SYNCED,
    WAIT,
    WRITTEN,
    digest,
)

ROOT = Path(__file__).parents[2]
AT_ONCE = 4


class Row(NamedTuple):
    """What a child told: which thing, its number, when (seconds), and the digest of a state."""

    what: str
    number: int
    at: float
    digest: str


class Outcome(NamedTuple):
    """What a kill did.

    `committed`, `written` and `synced` are the numbers of changes until the kill, `came_back` that
    of the state that came back (None: none that there ever was); `delays` the seconds from each
    change to its write, and `sync_delays` to the disk; `oldest` the age of the oldest change that
    was not written when the kill came.
    """

    committed: int
    written: int
    synced: int
    came_back: int | None
    way: str
    delays: tuple[float, ...] = ()
    sync_delays: tuple[float, ...] = ()
    oldest: float = 0.0

    @property
    def is_kept(self) -> bool:
        return self.came_back is not None and self.came_back >= self.written


#: Tells after each row whether the kill comes now.
When: TypeAlias = Callable[[Row], bool]


class Children:
    """The process that forks children."""

    def __init__(self, *, is_paced: bool) -> None:
        self._is_paced = is_paced
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.editing.crash_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._turn = Lock()

    def start(self, folder: Path, seed: int) -> int:
        """Start a child; return its number."""
        return self._ask(f"{START} {int(self._is_paced)} {seed} {folder}")

    def wait(self, pid: int) -> None:
        self._ask(f"{WAIT} {pid}")

    def close(self) -> None:
        self._process.communicate()

    def _ask(self, order: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(f"{order}\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())


def lives(children: Children, folder: Path, seed: int, whens: list[When]) -> list[Outcome]:
    """Kill a child for each moment over one map, each going on where the one before was killed."""
    folder.mkdir(parents=True)
    os.mkfifo(folder / PIPE)
    outcomes = []
    before = ""
    for number, when in enumerate(whens):
        pid = children.start(folder, seed * 1000 + number)
        with (folder / PIPE).open() as pipe:
            rows = list(until(rows_of(pipe), when))
            killed = time.monotonic()
            os.kill(pid, signal.SIGKILL)
            rows += rows_of(pipe)
        children.wait(pid)
        fault = folder / FAULT
        assert not fault.exists(), f"a child ended by itself: {fault.read_text()}"
        there, way = found(folder)
        outcomes.append(judged(rows, killed, before, there, way))
        before = there
    return outcomes


def rows_of(pipe: Iterator[str]) -> Iterator[Row]:
    for line in pipe:
        what, number, at, *rest = line.split()
        yield Row(what, int(number), float(at), *(rest or [""]))


def until(rows: Iterator[Row], when: When) -> Iterator[Row]:
    """Yield rows up to the moment of the kill."""
    for row in rows:
        yield row
        if when(row):
            return


def judged(rows: list[Row], killed: float, before: str, there: str, way: str) -> Outcome:
    """Return what a kill did; `before` and `there` are the digests of what was found on the disk."""
    states = {row.number: row for row in rows if row.what == STATE}
    written, delays = _reached(rows, states, WRITTEN)
    synced, sync_delays = _reached(rows, states, SYNCED)
    same = [number for number, row in states.items() if row.digest == there]
    # Before its first change a life leaves on the disk what it found there.
    came_back = max(same) if same else 0 if there == before else None
    lost = [row.at for row in states.values() if row.number > max(came_back or 0, 0)]
    oldest = killed - min(lost) if lost else 0.0
    return Outcome(
        max(states, default=0), written, synced, came_back, way, delays, sync_delays, oldest
    )


def _reached(rows: list[Row], states: dict[int, Row], what: str) -> tuple[int, tuple[float, ...]]:
    """Return how many changes reached a stage, and how long (seconds) each took there."""
    reached, delays = 0, []
    for row in rows:
        if row.what == what:
            for number in range(reached + 1, row.number + 1):
                delays.append(row.at - states[number].at)
            reached = max(reached, row.number)
    return reached, tuple(delays)


def found(folder: Path) -> tuple[str, str]:
    """Return the digest of what the next start offers, else of the file, and which it was."""
    left = Store(folder / "state").recoverable_journals()
    try:
        if left:
            # A line may have been torn by the kill; one that was written counts for the judge.
            return digest(left[0].recovered().graph), f"journal of {left[0].count}"
    finally:
        for each in left:
            each.release()
    if (folder / MAP).exists():
        return digest(read_map(folder / MAP)), "file"
    return "", "nothing"


def moments(chance: random.Random, count: int) -> list[When]:
    """Return moments for kills: on the way in, after changes, writes or syncs, and changes after these."""
    return [_moment(chance) for _ in range(count)]


def _moment(chance: random.Random) -> When:
    what = chance.choice((STATE, STATE, WRITTEN, SYNCED))
    reached = chance.choice((0, 1, chance.randint(2, 20)))
    more = chance.choice((0, 1, chance.randint(2, 10)))
    is_reached = False

    def when(row: Row) -> bool:
        nonlocal is_reached, more
        if is_reached:
            more -= row.what == STATE
        elif row.what == what and row.number >= reached:
            is_reached = True
        return is_reached and more <= 0

    return when


def kill(
    folder: Path, whens: list[When], *, is_paced: bool = False, at_once: int = AT_ONCE
) -> list[Outcome]:
    """Kill a child for each moment, over several maps at a time."""
    children = Children(is_paced=is_paced)
    maps = min(at_once, len(whens))
    try:
        with ThreadPoolExecutor(maps) as pool:
            tasks = [
                pool.submit(lives, children, folder / f"m{number}", number, whens[number::maps])
                for number in range(maps)
            ]
            return [outcome for task in tasks for outcome in task.result()]
    finally:
        children.close()
