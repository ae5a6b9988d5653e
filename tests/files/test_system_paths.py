"""What Windows asks of paths, as far as another system can tell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journeyeditor.files import system_paths, write_atomically
from journeyeditor.files.errors import WriteError

LONG = "\\".join(["a folder of many words"] * 12)


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        (r"C:\maps\map.journey", r"C:\maps\map.journey"),
        (rf"C:\{LONG}\map.journey", rf"\\?\C:\{LONG}\map.journey"),
        (rf"C:/{LONG}/./map.journey", rf"\\?\C:\{LONG}\map.journey"),
        (rf"\\server\share\{LONG}\map.journey", rf"\\?\UNC\server\share\{LONG}\map.journey"),
        (rf"\\?\C:\{LONG}\map.journey", rf"\\?\C:\{LONG}\map.journey"),
    ],
)
def test_only_a_long_path_gets_a_prefix(path: str, opened: str) -> None:
    assert system_paths.prefixed(path) == opened


class Held:
    """A file that somebody reads for a while."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, looks: int) -> None:
        self.looks = looks
        self.paused: list[float] = []
        self._replace = os.replace
        monkeypatch.setattr(os, "replace", self._try)
        monkeypatch.setattr("time.sleep", self.paused.append)

    def _try(self, source: Path, target: Path) -> None:
        if self.looks > 0:
            self.looks -= 1
            raise PermissionError(13, "The process cannot access the file")
        self._replace(source, target)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "map.journey"
    found.write_bytes(b"old")
    return found


def test_a_save_waits_until_nobody_holds_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, looks=3)
    monkeypatch.setattr(system_paths, "_IS_WINDOWS", True)
    monkeypatch.setattr(system_paths, "prefixed", str)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(held.paused) == 3
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_stays_held_is_left_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, looks=100)
    monkeypatch.setattr(system_paths, "_IS_WINDOWS", True)
    monkeypatch.setattr(system_paths, "prefixed", str)
    with pytest.raises(WriteError):
        write_atomically(path, b"new")
    assert sum(held.paused) < 1
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows tries again")
def test_elsewhere_a_refusal_is_final(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, looks=1)
    with pytest.raises(WriteError):
        write_atomically(path, b"new")
    assert held.paused == []


def test_a_path_longer_than_windows_allows_without_a_prefix(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["a folder of many words"] * 12)
    system_paths.system_path(folder).mkdir(parents=True)
    path = folder / "map.journey"
    write_atomically(path, b"new")
    assert system_paths.system_path(path).read_bytes() == b"new"
