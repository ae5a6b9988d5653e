"""The last few saves are kept, numbered; and whether a file is still the one that was read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journeyeditor.files.backup import keep_numbered, numbered
from journeyeditor.files.fingerprint import Fingerprint, digest_of, fingerprint


def texts(backups: list[Path]) -> list[bytes]:
    return [path.read_bytes() for path in backups]


@pytest.mark.parametrize(
    "name", ["a.b.journey.json", "map.json", "map", "ö" * 80 + ".journey.json"]
)
def test_the_last_saves_are_kept(tmp_path: Path, name: str) -> None:
    path, folder = tmp_path / name, tmp_path / "backups"
    assert keep_numbered(path, folder) is None
    for number in range(9):
        path.write_bytes(b"%d" % number)
        os.utime(path, ns=(number, number * 10**9))
        backup = keep_numbered(path, folder, most=4)
        assert backup is not None
        assert f".{number + 1}" in backup.name
        assert backup.stat().st_mtime_ns == path.stat().st_mtime_ns
        assert keep_numbered(path, folder, most=4) is None
    assert texts(list(numbered(path, folder))) == [b"8", b"7", b"6", b"5"]
    assert len([file for file in folder.rglob("*") if file.is_file()]) == 4


def test_maps_of_one_name_have_backups_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    paths = [tmp_path / sub / "map.json" for sub in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(str(path))
        keep_numbered(path, folder)
    assert [texts(list(numbered(path, folder))) for path in paths] == [
        [str(path).encode()] for path in paths
    ]


def test_other_bytes_of_a_map_can_be_kept_or_none_at_all(tmp_path: Path) -> None:
    path, folder = tmp_path / "map.json", tmp_path / "backups"
    assert keep_numbered(path, folder, b"mine", most=0) is None
    assert keep_numbered(path, folder, b"mine", most=1) is not None
    assert texts(list(numbered(path, folder))) == [b"mine"]
    (numbered(path, folder)[0].parent / "stranger.txt").write_text("left alone")
    assert len(numbered(path, folder)) == 1


def test_a_file_is_stale_when_its_bytes_are_others(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(b"one")
    known = fingerprint(b"one")
    assert not known.is_stale(path)
    os.utime(path, ns=(1, 1))
    assert not known.is_stale(path)
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    assert known.is_stale(path)
    path.unlink()
    assert not known.is_stale(path)
    path.mkdir()
    assert not known.is_stale(path)
    assert digest_of(path) is None
    assert not Fingerprint("").is_stale(tmp_path / "nul\0")


def test_a_calm_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(b"one")
    clock = iter([0.0, 3.0])
    known = Fingerprint(digest_of(path) or "", clock=lambda: next(clock))
    assert not known.is_stale(path)
    assert not known.is_stale(path)
    monkeypatch.setattr("journeyeditor.files.fingerprint.digest_of", pytest.fail)
    assert not known.is_stale(path)


@pytest.mark.parametrize("wall", [0.0, 4e9])
def test_a_change_within_one_tick_of_a_coarse_clock_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wall: float
) -> None:
    monkeypatch.setattr("time.time", lambda: wall)  # whatever the clock on the wall was set to
    monkeypatch.setattr(
        "journeyeditor.files.fingerprint.marks_of",
        lambda path: (path.stat().st_size, 0) if path.is_file() else None,
    )
    path = tmp_path / "map.json"
    path.write_bytes(b"one")
    clock = iter([0.0, 1.9, 2.1])
    known = Fingerprint(digest_of(path) or "", clock=lambda: next(clock))
    assert not known.is_stale(path)
    assert not known.is_stale(path)
    path.write_bytes(b"two")
    assert known.is_stale(path)


def test_a_file_that_is_gone_is_missing_however_it_went(tmp_path: Path) -> None:
    path = tmp_path / "stick" / "map.json"
    path.parent.mkdir()
    path.write_bytes(b"one")
    known = fingerprint(b"one")
    assert not known.is_missing(path)
    path.rename(tmp_path / "moved.json")
    assert known.is_missing(path)
    path.symlink_to("nowhere")
    assert known.is_missing(path)
    path.unlink()
    path.parent.rmdir()
    assert known.is_missing(path)
    path.parent.write_bytes(b"no folder")
    assert known.is_missing(path)


def test_a_backup_never_goes_where_a_link_leads(tmp_path: Path) -> None:
    path, folder, elsewhere = tmp_path / "map.json", tmp_path / "backups", tmp_path / "elsewhere"
    path.write_bytes(b"one")
    first = keep_numbered(path, folder)
    assert first is not None
    elsewhere.mkdir()
    victim = elsewhere / "victim"
    victim.write_bytes(b"precious")
    (first.parent / "map.2.json").symlink_to(victim)
    path.write_bytes(b"two")
    second = keep_numbered(path, folder)
    assert second is not None
    assert not second.is_symlink()
    assert victim.read_bytes() == b"precious"
    home = first.parent
    for each in home.iterdir():
        each.unlink()
    home.rmdir()
    home.symlink_to(elsewhere)
    assert keep_numbered(path, folder) == home / "map.1.json"
    assert [each.name for each in elsewhere.iterdir()] == ["victim"]
