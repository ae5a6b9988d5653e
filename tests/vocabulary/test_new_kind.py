"""A new kind is one module and its place in the list: forms, files, canvas and poster follow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_new_kind_is_one_module_and_a_line() -> None:
    command = [sys.executable, "-m", "tests.vocabulary.new_kind.drive"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stderr, done.returncode) == ("", 0)
