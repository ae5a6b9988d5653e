"""What every end-to-end test gets: a screen, and the program on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.screen import Program, missing, screen


@pytest.fixture
def program(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Program]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    home = tmp_path / "home"
    home.mkdir()
    with screen() as display:
        running = Program(display, home)
        failed = request.session.testsfailed
        try:
            yield running
        finally:
            if request.session.testsfailed > failed:
                running.photograph(tmp_path)
                print(running.said())
            running.close()
