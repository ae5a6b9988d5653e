"""A save that is killed leaves the old file or the new one, whole: at every system call of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.performance.kill_save import kill

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="ptrace of Linux")
def test_a_save_can_be_killed_at_every_system_call(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.editing.killed_saves", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "lets no process be traced" in done.stderr:
        pytest.skip("this machine lets no process be traced")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["over"] == 1
    assert found["old"] > 50
    assert found["new"] > 5


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_program_can_be_killed_while_it_saves(tmp_path: Path) -> None:
    outcomes = kill(tmp_path, 6, seed=1)
    assert len(outcomes) == 6
    assert all(outcome.is_kept for outcome in outcomes), outcomes
