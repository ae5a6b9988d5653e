"""The program's own folders: for their owner only, within bounds, and no link leads out of them."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyeditor.files import FileError, upkeep
from journeyeditor.files.atomic import write_private
from journeyeditor.files.backup import keep_numbered
from journeyeditor.files.journal.recovery import recoverable_journals
from journeyeditor.files.journal.writer import Base, JournalFiles
from journeyeditor.files.locks import Lock, lock_of
from journeyeditor.files.private import open_private, private_folder
from tests.files.journaling import NOON

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
DAY = 86_400


@pytest.fixture(autouse=True)
def loose_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def tidy(folder: Path) -> None:
    journals = (folder / "journals", folder / "recovery")
    upkeep.tidy(folder, backups=folder / "backups", journals=journals, locks=folder / "locks")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def aged(path: Path, seconds: float) -> Path:
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_folders_are_made_for_their_owner_and_loose_ones_tightened(tmp_path: Path) -> None:
    loose = tmp_path / "state" / "locks"
    loose.mkdir(parents=True)
    assert mode(loose) == 0o777
    folder = private_folder(tmp_path / "state", "locks", "more")
    assert [mode(path) for path in (folder, loose, tmp_path / "state")] == [0o700] * 3


def test_a_folder_that_is_a_link_is_replaced_and_the_root_may_be_one(tmp_path: Path) -> None:
    elsewhere, disk = tmp_path / "elsewhere", tmp_path / "disk"
    elsewhere.mkdir()
    disk.mkdir()
    (tmp_path / "state").symlink_to(disk)
    (disk / "journals").symlink_to(elsewhere)
    folder = private_folder(tmp_path / "state", "journals")
    (folder / "file").write_bytes(b"")
    assert list(elsewhere.iterdir()) == []
    assert (disk / "journals" / "file").exists()
    assert (tmp_path / "state").is_symlink()
    assert mode(disk) == 0o700


@pytest.mark.parametrize("way", ["write", "open"])
def test_a_file_is_for_its_owner_and_a_link_in_its_place_is_replaced(
    tmp_path: Path, way: str
) -> None:
    victim, path = tmp_path / "victim", tmp_path / "own"
    victim.write_bytes(b"precious")

    def written() -> None:
        if way == "write":
            write_private(path, b"new")
            return
        descriptor = open_private(path, os.O_WRONLY | os.O_APPEND)
        os.write(descriptor, b"new")
        os.close(descriptor)

    path.symlink_to(victim)
    written()
    assert (path.read_bytes(), victim.read_bytes()) == (b"new", b"precious")
    assert mode(path) == 0o600
    path.chmod(0o666)
    written()
    assert mode(path) == 0o600
    path.unlink()
    os.mkfifo(path)
    written()
    assert path.read_bytes() == b"new"


def test_a_private_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match="could not be written"):
        write_private(tmp_path / "file" / "own", b"new")


def test_a_journal_is_private_and_leaves_through_no_link(tmp_path: Path) -> None:
    elsewhere, state = tmp_path / "elsewhere", tmp_path / "state"
    elsewhere.mkdir()
    state.mkdir()
    (state / "journals").symlink_to(elsewhere)
    files = JournalFiles(state / "journals", Base(b"{}"), NOON)
    assert list(elsewhere.iterdir()) == []
    found = {path.suffix: mode(path) for path in (state / "journals").iterdir()}
    assert found == {".base": 0o600, ".jsonl": 0o600, ".lock": 0o600}
    files.remove()


def test_tidying_tightens_all_that_is_loose_and_follows_no_link(tmp_path: Path) -> None:
    state, outside = tmp_path / "state", tmp_path / "outside"
    (state / "backups" / "a").mkdir(parents=True)
    (state / "backups" / "a" / "a.1.json").write_bytes(b"one")
    outside.mkdir()
    (outside / "file").write_bytes(b"")
    (state / "link").symlink_to(outside)
    (state / "file").symlink_to(outside / "file")
    tidy(state)
    assert {mode(path) for path in state.rglob("*") if not path.is_symlink()} == {0o700, 0o600}
    assert (mode(outside), mode(outside / "file")) == (0o777, 0o666)


def test_all_backups_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    for number in range(8):
        path = tmp_path / f"{number}.json"
        path.write_bytes(b"x" * 100)
        assert keep_numbered(path, state / "backups") is not None
    aside = sorted((state / "backups").rglob("*.json"), key=lambda path: path.stat().st_ctime_ns)
    monkeypatch.setattr(upkeep, "MAX_BACKUPS", 5)
    tidy(state)
    assert sorted((state / "backups").rglob("*.json")) == sorted(aside[-5:])
    monkeypatch.setattr(upkeep, "MAX_BACKUP_BYTES", 250)
    tidy(state)
    assert sorted((state / "backups").rglob("*.json")) == sorted(aside[-2:])
    assert len(list((state / "backups").iterdir())) == 2
    monkeypatch.setattr(upkeep, "MAX_BACKUP_BYTES", 1)
    tidy(state)
    assert list((state / "backups").rglob("*.json")) == aside[-1:]


def test_only_old_journals_beyond_the_bound_that_nobody_holds_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journals = tmp_path / "journals"
    made = [JournalFiles(journals, Base(b"{}"), NOON) for _ in range(6)]
    for each in made[:4]:
        each.close()
    ages = (50, 40, 35, 10, 60, 60)
    for each, days in zip(made, ages, strict=True):
        for path in journals.glob(f"{each.token}.*"):
            aged(path, days * DAY)
    # A file's time can be set, and the time of that can not.
    monkeypatch.setattr(upkeep, "_written", lambda marks: marks.st_mtime)
    tidy(tmp_path)
    assert len(list(journals.glob("*.jsonl"))) == 6
    monkeypatch.setattr(upkeep, "MAX_JOURNALS", 1)
    tidy(tmp_path)
    left = {path.stem for path in journals.glob("*.jsonl")}
    assert left == {made[number].token for number in (3, 4, 5)}
    for each in made[4:]:
        each.remove()


def test_locks_of_processes_that_are_gone_go_after_a_day(tmp_path: Path) -> None:
    locks = tmp_path / "locks"
    held = lock_of(tmp_path / "held.json", locks)
    assert held.acquire()
    aged(held.path, 2 * DAY)
    (locks / "new.lock").write_bytes(b"")
    aged(locks / "new.lock", 60)
    (locks / "old.lock").write_bytes(b"")
    aged(locks / "old.lock", 2 * DAY)
    tidy(tmp_path)
    assert {path.name for path in locks.iterdir()} == {held.path.name, "new.lock"}
    assert not Lock(held.path).acquire()
    held.release()


def test_a_folder_that_is_not_there_needs_no_tidying(tmp_path: Path) -> None:
    tidy(tmp_path / "nowhere")


def test_a_log_that_is_a_link_is_not_offered(tmp_path: Path) -> None:
    JournalFiles(tmp_path / "elsewhere", Base(b"{}", is_unsaved=True), NOON).close()
    (log,) = (tmp_path / "elsewhere").glob("*.jsonl")
    journals = private_folder(tmp_path, "journals")
    (journals / log.name).symlink_to(log)
    assert recoverable_journals(journals, tmp_path / "kept") == []
