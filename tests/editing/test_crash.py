"""What the journal has written is never lost, whenever and however often the program is killed."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.editing.crash import ProgressReport, kill, kill_conditions, outcome_of
from tests.editing.crash_child import STATE, WRITTEN

KILLS = int(os.environ.get("JOURNEYEDITOR_KILLS", "40"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
def test_nothing_is_lost_however_often_the_program_is_killed(tmp_path: Path) -> None:
    outcomes = kill(tmp_path, kill_conditions(random.Random(KILLS), KILLS))
    assert len(outcomes) == KILLS
    assert [outcome for outcome in outcomes if not outcome.is_kept] == []
    # The test tests something: many kills came after changes that had to come back.
    assert sum(outcome.written > 0 for outcome in outcomes) >= KILLS // 10
    assert any(outcome.recovered_from.startswith("journal") for outcome in outcomes)


def reports(*states: str, written: int = 0) -> list[ProgressReport]:
    reported = [
        ProgressReport(STATE, number, float(number), state) for number, state in enumerate(states)
    ]
    return [*reported, ProgressReport(WRITTEN, written, 9.0, "")]


@pytest.mark.parametrize(
    ("there", "written", "came_back", "is_kept"),
    [
        ("c", 2, 2, True),
        ("c", 1, 2, True),
        ("b", 2, 1, False),
        ("a", 1, 0, False),
        ("a", 0, 0, True),
        ("", 0, 0, True),  # born in this life, and nothing written yet
        ("", 1, 0, False),
        ("z", 0, None, False),
    ],
)
def test_the_judge_knows_what_is_lost(
    there: str, written: int, came_back: int | None, is_kept: bool
) -> None:
    outcome = outcome_of(reports("a", "b", "c", written=written), 10.0, "", there, "file")
    assert (outcome.came_back, outcome.is_kept) == (came_back, is_kept)
    assert outcome.delays == (8.0, 7.0)[:written]
