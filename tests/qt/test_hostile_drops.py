"""Whatever is dropped on the window or imported is opened or refused in one sentence, at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journeyeditor.app.importing.import_map import import_path
from tests.qt.shell import Shell


@pytest.fixture
def things(tmp_path: Path) -> list[str]:
    """A folder, a pipe that nobody writes to, endless and missing files, odd names."""
    (tmp_path / "folder.journey.json").mkdir()
    (tmp_path / "broken.journey.json").write_bytes(b"\xff\xfe{")
    found = [str(tmp_path / name) for name in ("folder.journey.json", "broken.journey.json")]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.mmd")
        found.append(str(tmp_path / "pipe.mmd"))
    endless = [name for name in ("/dev/zero", "/dev/null") if Path(name).exists()]
    odd = ["a" * 5000, "a\0b", "\ud800", "", "line\nbreak.journey.json"]
    return [*found, *endless, *(str(tmp_path) + "/" + name for name in odd)]


def test_dropped(shell: Shell, things: list[str]) -> None:
    for path in things:
        before = len(shell.script.reported)
        shell.window.documents.open_path(path)
        shell.settle()
        reported = shell.script.reported[before:]
        assert len(reported) == 1, path
        assert len(reported[0]) < 6000


def test_imported(shell: Shell, things: list[str]) -> None:
    for path in things:
        before = len(shell.script.reported)
        shell.script.answers = [""]
        import_path(shell.window, lambda graph, *, is_unsaved: False, path)
        shell.settle()
        assert len(shell.script.reported[before:]) + len(shell.script.asked) >= 1, path
        shell.script.asked.clear()
