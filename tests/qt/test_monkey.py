"""Random input to the whole window breaks nothing.

Exceptions and warnings of Qt fail the test by themselves. The seeds are fixed; more of them run
with JOURNEYEDITOR_MONKEYS=NUMBER in the environment.
"""

from __future__ import annotations

import os

import pytest

from journeyeditor.files import dump_map, parse_map
from tests.qt.monkey import Monkey
from tests.qt.shell import Shell

SEEDS = range(int(os.environ.get("JOURNEYEDITOR_MONKEYS", "3")))
STEPS = 50


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.open_sample()
    return shell


@pytest.mark.parametrize("seed", SEEDS)
def test_random_input_breaks_nothing(shell: Shell, seed: int) -> None:
    session, monkey = shell.session, Monkey(shell, seed)
    empty = dump_map(session.graph)
    for _ in range(STEPS):
        monkey.step()
        assert all(session.graph.record(id_) is not None for id_ in session.selection.ids)
        assert not session.transactions.is_open or monkey.canvas.toolbox.is_busy
    shell.window.map_view.settle()
    shell.settle()
    full, steps = dump_map(session.graph), session.transactions.history.position
    assert dump_map(parse_map(full, "map")) == full
    while session.undo():
        pass
    assert dump_map(session.graph) == empty
    for _ in range(steps):
        session.redo()
    assert dump_map(session.graph) == full
    shell.do("theme_light")
    shell.do("language_en")
