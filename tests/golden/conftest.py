"""Approval of goldens: `pytest tests/golden --approve` writes what the program draws now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


@pytest.fixture
def approved(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A check that a text is the golden one; with --approve it becomes so."""

    def check(name: str, text: str) -> None:
        file = FOLDER / name
        if request.config.getoption("--approve"):
            file.write_text(text, encoding="utf-8")
            return
        golden = file.read_text(encoding="utf-8") if file.exists() else ""
        assert text.splitlines() == golden.splitlines(), f"{name}: look, then pytest --approve"

    return check
