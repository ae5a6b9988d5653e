"""Hostile inputs at every entrance, within bounds: the same ones each time, and those that once went wrong.

`python -m tests.fuzz --minutes 20` looks for more.
"""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.minimise import minimised
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
#: So many inputs of each target, from so many seeds on; pictures take the longest to be made.
INPUTS = {
    "map": 72,
    "diagram": 180,
    "table": 300,
    "journey": 60,
    "text": 270,
    "html": 120,
    "clip": 240,
    "picture": 24,
    "drop": 18,
    "events": 36,
}
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


@pytest.mark.parametrize(
    "data",
    [
        b"title\n" * 40 + b"section bad\n" + b"A: 5: Me\n" * 40,
        b'{"nodes": [' + b'{"id": "a"},' * 40 + b'{"bad": 1}, {"id": "b"}]}',
        b"x" * 200 + b"bad" + b"y" * 300,
    ],
)
def test_an_input_that_goes_wrong_is_made_as_small_as_it_can_be(data: bytes) -> None:
    assert minimised(data, lambda some: b"bad" in some, math.inf) == b"bad"


def test_nothing_is_left_out_that_the_failure_needs() -> None:
    data = b"".join(b"<%d>" % number for number in range(100))
    needed = (b"<7>", b"<42>", b"<93>")
    small = minimised(data, lambda some: all(each in some for each in needed), math.inf)
    assert small == b"<7><42><93>"


def test_a_failure_is_made_smaller_and_kept_for_the_suite(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from tests.fuzz import __main__ as fuzz
from tests.fuzz.targets import TARGETS, Target
def judge(data, folder):
    if b"planted" in data: raise ValueError("a planted failure")
TARGETS["planted"] = Target(".txt", lambda: b"calm", lambda _: b"a\\n" * 99 + b"planted" + b"b\\n" * 99, judge)
fuzz.REGRESSIONS = Path(sys.argv.pop())
sys.exit(fuzz.main())
"""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, "--target", "planted", *words, str(tmp_path)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    done = run("--cases", "2", "--seed", "5")
    assert done.returncode == 1, done.stderr[-2000:]
    assert "planted 5: ValueError: a planted failure" in done.stdout
    (kept,) = (tmp_path / "planted").iterdir()
    assert kept.read_bytes() == b"planted"
    again = run("--regressions")
    assert again.returncode == 1
    assert f"planted/{kept.name}: ValueError: a planted failure" in again.stdout
