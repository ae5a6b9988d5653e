"""Hostile inputs at every entrance, within bounds: the same ones each time, and those that once went wrong.

`python -m tests.fuzz --minutes 20` looks for more.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
#: So many inputs of each target, from so many seeds on; pictures take the longest to be made.
INPUTS = {"map": 72, "diagram": 180, "table": 330, "text": 270, "clip": 240, "picture": 24}
SHARDS = 6


def fuzz(*words: str) -> None:
    """Run the fuzzer in a process that has no threads, so that it may fork."""
    command = [sys.executable, "-m", "tests.fuzz", "--no-keep", "--verbose", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("target", TARGETS)
def test_hostile_inputs_end_in_success_or_one_sentence(target: str, shard: int) -> None:
    count = INPUTS[target] // SHARDS
    fuzz("--target", target, "--cases", str(count), "--seed", str(shard * count))


def test_there_are_more_than_a_thousand() -> None:
    assert set(INPUTS) == set(TARGETS)
    assert sum(INPUTS.values()) > 1000


def test_what_once_went_wrong() -> None:
    fuzz("--regressions")


def test_the_sandbox_sees_what_goes_wrong() -> None:
    """A fuzzer that sees nothing proves nothing."""
    ends = """
from tests.fuzz.sandbox import run
def spin():
    while True: pass
def fill(): bytearray(700 << 20)[::4096] and bytes(bytearray(b"x") * (700 << 20))
def fail(): raise ValueError("wrong")
for function in (spin, fill, fail, lambda: None): print(run(function).kind)
"""
    done = subprocess.run(
        [sys.executable, "-c", ends], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "takes more than 10 s",
        "takes more than 500 MB",
        "ValueError: wrong",
        "",
    ]
