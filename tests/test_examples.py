"""Hypothesis draws the same examples in every run, whatever a process imported before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DRAWN = """
from hypothesis import given, settings
from hypothesis import strategies as st

import tests.conftest
from journeyeditor.files import dump_map
from tests.strategies import maps

@settings(max_examples=40)
@given(maps(), st.text(), st.integers())
def draw(graph, text, number):
    print(ascii((dump_map(graph), text, number)))

draw()
"""


def drawn(hash_seed: int, before: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", before + DRAWN],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_examples_do_not_depend_on_hashes_or_on_what_was_imported() -> None:
    expected = drawn(1)
    assert expected.count("\n") >= 40
    assert drawn(2, before="import journeyeditor.poster.preflight, journeyeditor.i18n") == expected
