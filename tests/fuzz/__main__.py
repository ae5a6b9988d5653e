"""Hostile inputs at every entrance: python -m tests.fuzz --minutes N [--seed S] [--target NAME].

Each input is made from a seed, tried in a child process with bounds on time and memory, and must
end in success or in one sentence. One that does not is made smaller and written into
tests/fuzz/regressions, which the suite tries from then on. Exit status 1 if there was one.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.fuzz import sandbox
from tests.fuzz.minimise import minimised
from tests.fuzz.targets import TARGETS

REGRESSIONS = Path(__file__).parent / "regressions"
#: A judge does several things with an input; commands have a bound each of their own.
_OPERATIONS = 3
#: So long one failure is made smaller.
_MINIMISING = 60


class Case(NamedTuple):
    """One input: for which target, from which seed or file, its bytes."""

    target: str
    source: str
    data: bytes


@dataclass
class Report:
    """What was tried of a target, and what it cost at most."""

    inputs: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    slowest: str = ""
    memory: int = 0
    largest: str = ""

    def add(self, case: Case, outcome: sandbox.Outcome) -> None:
        self.inputs += 1
        if outcome.seconds > self.seconds:
            self.seconds, self.slowest = outcome.seconds, case.source
        if outcome.memory > self.memory:
            self.memory, self.largest = outcome.memory, case.source


def made(target: str, seed: int) -> Case:
    return Case(target, f"{target} {seed}", TARGETS[target].make(Random(f"{target} {seed}")))


def regressions(names: Sequence[str]) -> Iterator[Case]:
    """The inputs that once went wrong."""
    for name in names:
        for path in sorted((REGRESSIONS / name).glob("*")):
            yield Case(name, str(path.relative_to(REGRESSIONS)), path.read_bytes())


def tried(case: Case) -> sandbox.Outcome:
    """Try an input in a child process and an empty folder."""
    target = TARGETS[case.target]
    seconds, memory = sandbox.bounds(len(case.data), target.memory)
    with tempfile.TemporaryDirectory() as folder:
        return sandbox.run(
            lambda: target.judge(case.data, Path(folder)),
            seconds=_OPERATIONS * seconds,
            memory=memory,
        )


def warm(names: Sequence[str]) -> None:
    """Import what children need, so that each need not; but Qt's application cannot be forked."""
    for name in {*names, "map"} - {"picture", "drop"}:
        with tempfile.TemporaryDirectory() as folder:
            TARGETS[name].judge(TARGETS[name].calm(), Path(folder))


def smaller(case: Case, kind: str) -> Case:
    """The smallest input found that goes wrong in the same way."""
    data = minimised(
        case.data, lambda data: tried(case._replace(data=data)).kind == kind, _MINIMISING
    )
    return case._replace(data=data)


def keep(case: Case) -> Path:
    """Write an input where the suite finds it."""
    folder = REGRESSIONS / case.target
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256(case.data).hexdigest()[:12]}{TARGETS[case.target].suffix}"
    path.write_bytes(case.data)
    return path


def cases(options: argparse.Namespace, names: Sequence[str]) -> Iterator[Case]:
    """The inputs that are asked for: those kept, or from ever new seeds."""
    if options.regressions:
        yield from regressions(names)
        return
    end = time.monotonic() + options.minutes * 60
    for number in range(options.cases or sys.maxsize):
        for name in names:
            if not options.cases and time.monotonic() > end:
                return
            yield made(name, options.seed + number)


def main() -> int:
    """Try inputs and print a table."""
    options = _options()
    names = options.target or list(TARGETS)
    reports = {name: Report() for name in names}
    known: set[tuple[str, str]] = set()
    print(f"seed {options.seed}", flush=True)
    warm(names)
    for case in cases(options, names):
        outcome = tried(case)
        reports[case.target].add(case, outcome)
        if not outcome.fault:
            continue
        reports[case.target].failures.append(case.source)
        print(f"{case.source}: {outcome.fault if options.verbose else outcome.kind}", flush=True)
        if options.keep and (case.target, outcome.kind) not in known:
            known.add((case.target, outcome.kind))
            print(f"  kept as {keep(smaller(case, outcome.kind))}", flush=True)
    print("target   inputs failures  slowest               largest")
    for name, found in reports.items():
        print(
            f"{name:<8} {found.inputs:>6} {len(found.failures):>8}"
            f"  {found.seconds:5.1f} s {found.slowest:<12}  {found.memory:4} MB {found.largest}"
        )
    return int(any(found.failures for found in reports.values()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--cases", type=int, default=0, help="so many of each target instead")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32))
    parser.add_argument("--target", action="append", choices=TARGETS)
    parser.add_argument("--regressions", action="store_true", help="try those kept instead")
    parser.add_argument("--keep", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--verbose", action="store_true", help="print tracebacks whole")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
