"""The files of one journal: NAME.jsonl grows by a line a change, NAME.base holds where they begin.

The base is a copy of the map's bytes, so that nothing that happens to the file of the user can
make the changes worthless; its own first line repeats the journal's header. NAME.lock tells that
the process lives. All can be read by their owner only.
"""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock as Guard
from typing import Any, NamedTuple

from journeyeditor.files.atomic import sync_folder
from journeyeditor.files.journal.format import (
    ORDER,
    Header,
    header_line,
    line_of,
    sum_of,
)
from journeyeditor.files.locks import Lock
from journeyeditor.files.private import private_folder

LOG, BASE, LOCK = ".jsonl", ".base", ".lock"
_MAX_TRIES = 1000


class Base(NamedTuple):
    """The map from which changes begin.

    `data` is its file, `order` its elements in the order of their coming when the file does not
    tell it; `path`, `title` and `disk` as in the header of a journal; `is_unsaved` tells that it
    stands nowhere else.
    """

    data: bytes
    path: str = ""
    title: str = ""
    disk: str = ""
    order: tuple[str, ...] = ()
    is_unsaved: bool = False
    replaces: str = ""


class JournalFiles:
    """A journal on the disk, held by this process; every method may raise OSError.

    `write` hands lines to the operating system, where they survive the end of this process, and
    `sync` brings them to the disk, where they survive a power cut. The second may take long, so
    both may be called at the same time, each by a thread of its own.
    """

    def __init__(self, folder: Path, base: Base, created: datetime) -> None:
        private_folder(folder.parent, folder.name)
        self.token = os.urandom(8).hex()
        #: Bytes of the log, those included that are not written yet.
        self.size = 0
        #: Whether the map that the changes begin from is on the disk.
        self.is_base_synced = False
        self._stem = folder / self.token
        self._lock = Lock(self._stem.with_suffix(LOCK))
        self._log = -1
        self._number = 0
        self._guard = Guard()
        # The log consists of `_synced` bytes that are on the disk, those that were written since,
        # and those that are to be written.
        self._synced = 0
        self._written = b""
        # Whether something may stand behind these that is not written whole.
        self._is_torn = False
        self._waiting = header = header_line(self._header(base, created))
        self._sum = sum_of(header)
        if base.order:
            self.append(ORDER, base.order)
        try:
            self._take_lock(base.path)
            # A log says that there is something to recover, for which it needs its base.
            _write_whole(self._stem.with_suffix(BASE), header + base.data)
            self._log = _created(self._stem.with_suffix(LOG), os.O_APPEND)
            self.write()
        except BaseException:
            self.remove()
            raise

    def append(self, type_: str, value: Any) -> None:
        """Take a line, to be written by the next `write`."""
        self._number += 1
        line = line_of(type_, value, self._number, self._sum)
        self._waiting += line
        self.size += len(line)

    def write(self) -> None:
        """Write all lines; what was written in part is written anew the next time."""
        with self._guard:
            if not self._waiting or self._log < 0:
                return
            # One call to the system where nothing went wrong: each may wait its turn for long, as
            # other threads of a busy program hold Python's lock meanwhile.
            if self._is_torn:
                os.ftruncate(self._log, self._synced + len(self._written))
            self._is_torn = True
            _write(self._log, self._waiting)
            self._is_torn = False
            self._written += self._waiting
            self._waiting = b""

    def sync(self) -> None:
        """Bring all that was written to the disk; what could not be brought there is written anew."""
        with self._guard:
            if self._log < 0:
                return
            log, count = os.dup(self._log), len(self._written)
        try:
            if not self.is_base_synced:
                _sync_file(self._stem.with_suffix(BASE))
            if count:
                os.fsync(log)
            if not self.is_base_synced:
                sync_folder(self._stem.parent)
        except OSError:
            with self._guard:
                self._waiting, self._written = self._written + self._waiting, b""
                self._is_torn = True
            raise
        finally:
            os.close(log)
        self.is_base_synced = True
        with self._guard:
            self._synced += count
            self._written = self._written[count:]

    def close(self) -> None:
        """Let the files go, for another process to find."""
        with self._guard:
            if self._log >= 0:
                os.close(self._log)
                self._log = -1
        self._lock.release()

    def remove(self) -> None:
        """Delete the files, as far as that can be done."""
        with self._guard:
            if self._log >= 0:
                os.close(self._log)
                self._log = -1
        # The log first: without it nothing is offered any more.
        for suffix in (LOG, BASE):
            with suppress(OSError):
                self._stem.with_suffix(suffix).unlink()
        self._lock.release()

    def _take_lock(self, subject: str) -> None:
        """Take the lock of a name that nobody else has; who sweeps the folder may for a moment."""
        for _ in range(_MAX_TRIES):
            if self._lock.acquire(subject):
                return
            time.sleep(0.001)

    def _header(self, base: Base, created: datetime) -> Header:
        """Return the header of the journal."""
        return Header(
            token=self.token,
            path=base.path,
            title=base.title,
            disk=base.disk,
            base=hashlib.sha256(base.data).hexdigest(),
            is_unsaved=base.is_unsaved,
            replaces=base.replaces,
            created=created.isoformat(timespec="seconds"),
            pid=os.getpid(),
        )


def _created(path: Path, flags: int = 0) -> int:
    """Return the descriptor of a new file that only its owner can read."""
    binary = getattr(os, "O_BINARY", 0)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | binary | flags, 0o600)


def _write_whole(path: Path, data: bytes) -> None:
    """Write a new file."""
    descriptor = _created(path)
    try:
        _write(descriptor, data)
    finally:
        os.close(descriptor)


def _sync_file(path: Path) -> None:
    """Bring a file to the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    """Write all of some bytes."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
