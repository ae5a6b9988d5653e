"""Locks between windows and between processes, which no crash leaves behind.

The operating system lets a lock go when its process ends, however it ends; the file only tells
who holds it. Lock files stand in a folder of the program's own, so that no folder of the user's
fills with them.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from journeyeditor.files.errors import FileError

#: Nobody's note about the holder is longer.
_MAX_NOTE = 8192
#: What a system says that has no locks on this kind of disk.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL})


class Holder(NamedTuple):
    """Who holds a lock: a process of a machine, and for what."""

    pid: int
    host: str
    path: str

    @property
    def is_this_process(self) -> bool:
        """Whether it is this very process: another of its windows."""
        return self.pid == os.getpid() and self.host == _host()


class HeldError(FileError):
    """A map that another window has open."""

    def __init__(self, path: Path, holder: Holder | None) -> None:
        number = f" (process {holder.pid})" if holder and not holder.is_this_process else ""
        super().__init__(
            str(path),
            f"is open in another window{number}",
            "go on in that window, or open a copy",
        )
        self.path = path
        self.holder = holder


class Lock:
    """One lock file; held from `acquire` to `release`, or to the end of the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self, subject: str = "") -> bool:
        """Take the lock and note for what; return False when somebody else has it.

        Raises OSError when the lock file cannot be written at all.
        """
        while True:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                is_ours = _take(descriptor)
                if is_ours and not _is_there(self.path, descriptor):
                    continue  # Whoever held it took the file away just now: try the new one.
                if is_ours:
                    _note(descriptor, subject)
                    self._descriptor, descriptor = descriptor, -1
                return is_ours
            finally:
                if descriptor >= 0:
                    os.close(descriptor)

    def release(self) -> None:
        """Let the lock go and take its file away; nothing happens if it is not held."""
        if self._descriptor is None:
            return
        if sys.platform != "win32":
            with suppress(OSError):
                self.path.unlink()
        os.close(self._descriptor)
        self._descriptor = None
        if sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink()

    def holder(self) -> Holder | None:
        """Return who noted themselves last, None if nobody can be told."""
        try:
            with self.path.open("rb") as file:
                note = json.loads(file.read(_MAX_NOTE))
            return Holder(int(note["pid"]), str(note["host"]), str(note["path"]))
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None


def lock_of(path: Path, folder: Path) -> Lock:
    """Return the lock of a map, wherever links and spellings lead to it; raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Lock(folder / f"{key_of(path)}.lock")


def release(lock: Lock | None) -> None:
    """Let a lock go, if there is one."""
    if lock is not None:
        lock.release()


def key_of(path: Path) -> str:
    """Return sixteen hexadecimal digits that stand for a place on the disk."""
    real = unicodedata.normalize("NFC", os.path.realpath(path))
    if sys.platform in {"win32", "darwin"}:  # the same name in capitals is the same file
        real = real.casefold()
    return hashlib.sha256(real.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _host() -> str:
    """Return the name of this machine."""
    import socket  # only a window that locks pays for it

    return socket.gethostname()


def _take(descriptor: int) -> bool:
    """Lock an open file without waiting; on a disk without locks the note must do."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # far behind the note, which others read
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NO_LOCKS and not _is_noted_alive(descriptor)
    return True


def _is_noted_alive(descriptor: int) -> bool:
    """Tell whether the process that noted itself still runs on this machine."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        note = json.loads(os.read(descriptor, _MAX_NOTE))
        if note["host"] != _host():
            return True
        os.kill(int(note["pid"]), 0)
    except PermissionError:
        return True
    except (OSError, ValueError, TypeError, LookupError, OverflowError):
        return False
    return True


def _is_there(path: Path, descriptor: int) -> bool:
    """Tell whether a name still leads to the file that is open."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _note(descriptor: int, subject: str) -> None:
    """Write down who holds the lock."""
    note = {"pid": os.getpid(), "host": _host(), "path": subject[:4096]}
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, json.dumps(note).encode()[:_MAX_NOTE])
