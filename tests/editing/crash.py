"""Kills the program in the midst of random editing and looks at what the next start offers.

The moment of a kill depends on what the program did, never on a clock: after so many changes, writes
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


class ProgressReport(NamedTuple):
    """What a child reported: which thing, its number, when (seconds), and the digest of a state."""

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
    recovered_from: str
    delays: tuple[float, ...] = ()
    sync_delays: tuple[float, ...] = ()
    oldest: float = 0.0

    @property
    def is_kept(self) -> bool:
        return self.came_back is not None and self.came_back >= self.written


#: Whether the kill comes now, after a report.
KillCondition: TypeAlias = Callable[[ProgressReport], bool]


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


def run_and_kill(
    children: Children, folder: Path, seed: int, conditions: list[KillCondition]
) -> list[Outcome]:
    """Kill a child for each moment over one map, each going on where the one before was killed."""
    folder.mkdir(parents=True)
    os.mkfifo(folder / PIPE)
    outcomes = []
    before = ""
    for number, is_time in enumerate(conditions):
        pid = children.start(folder, seed * 1000 + number)
        with (folder / PIPE).open() as pipe:
            reports = list(until(reports_of(pipe), is_time))
            killed = time.monotonic()
            os.kill(pid, signal.SIGKILL)
            reports += reports_of(pipe)
        children.wait(pid)
        fault = folder / FAULT
        assert not fault.exists(), f"a child ended by itself: {fault.read_text()}"
        there, recovered_from = found(folder)
        outcomes.append(outcome_of(reports, killed, before, there, recovered_from))
        before = there
    return outcomes


def reports_of(pipe: Iterator[str]) -> Iterator[ProgressReport]:
    for line in pipe:
        what, number, at, *rest = line.split()
        yield ProgressReport(what, int(number), float(at), *(rest or [""]))


def until(reports: Iterator[ProgressReport], is_time: KillCondition) -> Iterator[ProgressReport]:
    """Yield reports up to the moment of the kill."""
    for report in reports:
        yield report
        if is_time(report):
            return


def outcome_of(
    reports: list[ProgressReport], killed: float, before: str, there: str, recovered_from: str
) -> Outcome:
    """Return what a kill did; `before` and `there` are the digests of what was found on the disk."""
    states = {report.number: report for report in reports if report.what == STATE}
    written, delays = _reached(reports, states, WRITTEN)
    synced, sync_delays = _reached(reports, states, SYNCED)
    same = [number for number, report in states.items() if report.digest == there]
    # Before its first change a run leaves on the disk what it found there.
    came_back = max(same) if same else 0 if there == before else None
    lost = [report.at for report in states.values() if report.number > max(came_back or 0, 0)]
    oldest = killed - min(lost) if lost else 0.0
    return Outcome(
        max(states, default=0),
        written,
        synced,
        came_back,
        recovered_from,
        delays,
        sync_delays,
        oldest,
    )


def _reached(
    reports: list[ProgressReport], states: dict[int, ProgressReport], what: str
) -> tuple[int, tuple[float, ...]]:
    """Return how many changes reached a stage, and how long (seconds) each took there."""
    reached, delays = 0, []
    for report in reports:
        if report.what == what:
            for number in range(reached + 1, report.number + 1):
                delays.append(report.at - states[number].at)
            reached = max(reached, report.number)
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


def kill_conditions(chance: random.Random, count: int) -> list[KillCondition]:
    """Return moments for kills: on the way in, after changes, writes or syncs, and changes after these."""
    return [_kill_condition(chance) for _ in range(count)]


def _kill_condition(chance: random.Random) -> KillCondition:
    what = chance.choice((STATE, STATE, WRITTEN, SYNCED))
    reached = chance.choice((0, 1, chance.randint(2, 20)))
    more = chance.choice((0, 1, chance.randint(2, 10)))
    is_reached = False

    def is_time(report: ProgressReport) -> bool:
        nonlocal is_reached, more
        if is_reached:
            more -= report.what == STATE
        elif report.what == what and report.number >= reached:
            is_reached = True
        return is_reached and more <= 0

    return is_time


def kill(
    folder: Path, conditions: list[KillCondition], *, is_paced: bool = False, at_once: int = AT_ONCE
) -> list[Outcome]:
    """Kill a child for each moment, over several maps at a time."""
    children = Children(is_paced=is_paced)
    maps = min(at_once, len(conditions))
    try:
        with ThreadPoolExecutor(maps) as pool:
            tasks = [
                pool.submit(
                    run_and_kill, children, folder / f"m{number}", number, conditions[number::maps]
                )
                for number in range(maps)
            ]
            return [outcome for task in tasks for outcome in task.result()]
    finally:
        children.close()
