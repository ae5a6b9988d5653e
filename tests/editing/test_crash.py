"""Nothing committed more than a second before a kill is lost, whenever the kill comes."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.editing.crash import kill


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
def test_nothing_is_lost_however_often_the_program_is_killed(tmp_path: Path) -> None:
    count = int(os.environ.get("JOURNEYEDITOR_KILLS", "50"))
    seed = random.randrange(10**6)
    outcomes = kill(tmp_path, count, seed)
    assert len(outcomes) == count
    assert [outcome for outcome in outcomes if not outcome.is_kept] == [], f"seed {seed}"
    # The test tests something: many kills came after steps that had to come back.
    assert sum(outcome.promised > 0 for outcome in outcomes) >= count // 10
    assert any(outcome.way.startswith("journal") for outcome in outcomes)
