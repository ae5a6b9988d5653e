"""Two windows on one file are noticed, also across processes, and no crash leaves a lock behind."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from journeyeditor.files.locks import Lock, LockedError, LockOwner, key_of, lock_of

ROOT = Path(__file__).parents[2]
HOLDING = """
import sys
from pathlib import Path
from journeyeditor.files.locks import lock_of
lock = lock_of(Path(sys.argv[1]), Path(sys.argv[2]))
print(lock.acquire("a map"), flush=True)
sys.stdin.readline()
if sys.argv[3] == "ends":
    lock.release()
"""


@pytest.fixture
def map_path(tmp_path: Path) -> Path:
    path = tmp_path / "map.journey.json"
    path.write_bytes(b"{}")
    return path


def test_a_lock_is_taken_once_and_let_go(map_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "state" / "locks"
    one, other = lock_of(map_path, folder), lock_of(map_path, folder)
    assert one.acquire("it")
    assert not other.acquire()
    holder = other.holder()
    assert holder is not None
    assert holder.is_this_process
    assert holder.path == "it"
    one.release()
    one.release()
    assert list(folder.iterdir()) == []
    assert other.holder() is None
    assert other.acquire()
    other.release()


@pytest.mark.parametrize("end", ["ends", "dies"])
def test_another_process_is_noticed_until_it_ends(map_path: Path, tmp_path: Path, end: str) -> None:
    folder = tmp_path / "locks"
    program = [sys.executable, "-c", HOLDING, str(map_path), str(folder), end]
    with subprocess.Popen(
        program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        lock = lock_of(map_path, folder)
        assert not lock.acquire()
        holder = lock.holder()
        assert holder is not None
        assert (holder.pid, holder.is_this_process) == (process.pid, False)
        assert f"process {process.pid}" in str(LockedError(map_path, holder))
        if end == "dies":
            process.kill()
        process.communicate("\n")
    assert lock.acquire()
    lock.release()


def test_all_ways_to_a_file_lead_to_one_lock(map_path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(map_path)
    (tmp_path / "sub").mkdir()
    ways = [map_path, link, tmp_path / "sub" / ".." / map_path.name]
    assert len({key_of(way) for way in ways}) == 1
    assert key_of(tmp_path / "other.json") != key_of(map_path)


def test_a_note_that_is_garbage_tells_nobody(tmp_path: Path) -> None:
    path = tmp_path / "0.lock"
    for note in (b"", b"[]", b"{}", b"\xff", b'{"pid": []}', b"[" * 9000):
        path.write_bytes(b" " + note)
        assert Lock(path).holder() is None
        assert Lock(path).acquire()
        path.unlink()


@pytest.mark.skipif(os.name != "posix", reason="flock")
@pytest.mark.parametrize(
    ("note", "is_free"),
    [
        ("", True),
        ("garbage", True),
        ('{"pid": 4194305, "host": "HERE", "path": ""}', True),
        ('{"pid": OWN, "host": "HERE", "path": ""}', False),
        ('{"pid": 1, "host": "elsewhere", "path": ""}', False),
    ],
)
def test_on_a_disk_without_locks_the_note_must_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, note: str, is_free: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", refuse)
    monkeypatch.setattr("socket.gethostname", lambda: "HERE")
    path = tmp_path / "0.lock"
    path.write_text(f" {note.replace('OWN', str(os.getpid()))}")
    lock = Lock(path)
    assert lock.acquire() is is_free
    assert lock.is_only_noted
    if not is_free:
        assert lock.acquire(overrides=True)
        assert (holder := lock.holder()) is not None
        assert holder.pid == os.getpid()
    lock.release()


@pytest.mark.skipif(os.name != "posix", reason="flock")
def test_a_lock_that_the_system_knows_of_is_never_overridden(tmp_path: Path) -> None:
    one, other = Lock(tmp_path / "0.lock"), Lock(tmp_path / "0.lock")
    assert one.acquire()
    assert not other.acquire(overrides=True)
    assert not other.is_only_noted
    one.release()


def test_a_full_disk_takes_the_note_and_not_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    one, other = Lock(tmp_path / "0.lock"), Lock(tmp_path / "0.lock")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        assert one.acquire()
    assert not other.acquire()
    assert other.holder() is None
    one.release()


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_stands_in_the_place_of_a_lock_is_taken_away(tmp_path: Path, kind: str) -> None:
    path, victim = tmp_path / "0.lock", tmp_path / "victim"
    victim.write_bytes(b"precious")
    path.symlink_to(victim) if kind == "link" else os.mkfifo(path)
    lock = Lock(path)
    assert lock.acquire("a map")
    assert victim.read_bytes() == b"precious"
    lock.release()


def test_whoever_waits_on_a_file_that_is_gone_takes_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "0.lock"
    real, tries = os.open, []

    def opened(name: Path, flags: int, mode: int) -> int:
        descriptor = real(name, flags, mode)
        tries.append(descriptor)
        if len(tries) == 1:
            path.unlink()  # its holder let it go just now
        return descriptor

    monkeypatch.setattr(os, "open", opened)
    lock = Lock(path)
    assert lock.acquire()
    assert len(tries) == 2
    assert not Lock(path).acquire()
    lock.release()


def test_a_window_of_this_process_is_not_reported_by_number(map_path: Path) -> None:
    own = LockOwner(os.getpid(), socket.gethostname(), "")
    for holder in (own, None):
        sentence = str(LockedError(map_path, holder))
        assert sentence.endswith(
            "is open in another window; continue in that window or open a copy"
        )
