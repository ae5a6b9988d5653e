"""Locks between windows and between processes, which no crash leaves behind.

The operating system lets a lock go when its process ends, however it ends; the file only tells
who holds it. Lock files stand in a folder of the program's own, so that no folder of the user's
fills with them. On a disk without locks that note has to do, and one that may be stale can be
overridden.
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
from journeyeditor.files.private import open_private, private_folder

#: Where the note begins: the system's lock is on the first byte, which Windows makes unreadable.
_NOTE_START = 1
#: Nobody's note about the holder is longer.
_MAX_NOTE = 8192
#: What a system says that has no locks on this kind of disk.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL})


class LockOwner(NamedTuple):
    """The process that holds a lock, its machine, and the file it is for."""

    pid: int
    host: str
    path: str

    @property
    def is_this_process(self) -> bool:
        return self.pid == os.getpid() and self.is_this_machine

    @property
    def is_this_machine(self) -> bool:
        """Whether the process runs, or ran, on this machine."""
        return self.host == _host()

    @property
    def may_be_running(self) -> bool:
        """Whether the process may still run; unknown for another machine."""
        if not self.is_this_machine or sys.platform == "win32":
            return True
        try:
            os.kill(self.pid, 0)
        except PermissionError:
            return True
        except (OSError, OverflowError):
            return False
        return True


class LockedError(FileError):
    """A map that is open elsewhere; `may_be_stale` if only a note says so."""

    def __init__(self, path: Path, holder: LockOwner | None, *, may_be_stale: bool = False) -> None:
        number = f" (process {holder.pid})" if holder and not holder.is_this_process else ""
        super().__init__(
            str(path),
            f"is open in another window{number}",
            "continue in that window or open a copy",
        )
        self.path = path
        self.holder = holder
        self.may_be_stale = may_be_stale


def preload() -> None:
    """Import what locking needs, ahead of the first lock."""
    import socket

    import filelock

    del socket, filelock


class Lock:
    """A lock file, held from `acquire` to `release` or to the end of the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        #: Whether the system has no locks there, so that only the note says who holds it.
        self.is_only_noted = False
        self._descriptor: int | None = None

    def acquire(self, subject: str = "", *, overrides: bool = False) -> bool:
        """Take the lock and note for what; return False if it is held elsewhere.

        A lock that is only noted can be taken from its holder by one who `overrides`.
        Raises OSError when the lock file cannot be opened at all.
        """
        while True:
            descriptor = open_private(self.path, os.O_RDWR)
            try:
                is_ours = self._take(descriptor, overrides=overrides)
                if is_ours and not _is_there(self.path, descriptor):
                    continue  # Whoever held it took the file away just now: try the new one.
                if is_ours:
                    self._write_note(descriptor, subject)
                    self._descriptor, descriptor = descriptor, -1
                return is_ours
            finally:
                if descriptor >= 0:
                    os.close(descriptor)

    def release(self) -> None:
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

    def holder(self) -> LockOwner | None:
        """Read who acquired the lock last, None if that is unknown."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except OSError:
            return None
        try:
            return _noted(descriptor)
        finally:
            os.close(descriptor)

    def _take(self, descriptor: int, *, overrides: bool) -> bool:
        """Lock an open file without waiting; raises OSError."""
        from filelock import lock_descriptor  # only who opens a map pays for it

        try:
            return lock_descriptor(descriptor, blocking=False)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        self.is_only_noted = True
        holder = _noted(descriptor)
        return overrides or holder is None or not holder.may_be_running

    def _write_note(self, descriptor: int, subject: str) -> None:
        """Note who holds the lock; raises OSError if nothing but the note protects it."""
        note = {"pid": os.getpid(), "host": _host(), "path": subject[:4096]}
        try:
            os.ftruncate(descriptor, _NOTE_START)
            os.lseek(descriptor, _NOTE_START, os.SEEK_SET)
            os.write(descriptor, json.dumps(note).encode()[:_MAX_NOTE])
        except OSError:
            if self.is_only_noted:
                raise


def lock_of(path: Path, folder: Path) -> Lock:
    """The lock of a map, the same for all paths that lead to it; raises OSError."""
    private_folder(folder.parent, folder.name)
    return Lock(folder / f"{key_of(path)}.lock")


def release(lock: Lock | None) -> None:
    if lock is not None:
        lock.release()


def key_of(path: Path) -> str:
    """Sixteen hexadecimal digits that identify a place on the disk."""
    real = unicodedata.normalize("NFC", os.path.realpath(path))
    if sys.platform in {"win32", "darwin"}:  # the same name in capitals is the same file
        real = real.casefold()
    return hashlib.sha256(real.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _host() -> str:
    import socket  # only a window that locks pays for it

    return socket.gethostname()


def _noted(descriptor: int) -> LockOwner | None:
    """Read who holds an open lock file."""
    try:
        os.lseek(descriptor, _NOTE_START, os.SEEK_SET)
        note = json.loads(os.read(descriptor, _MAX_NOTE))
        return LockOwner(int(note["pid"]), str(note["host"]), str(note["path"]))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def _is_there(path: Path, descriptor: int) -> bool:
    """Whether a path still leads to the open file."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False
