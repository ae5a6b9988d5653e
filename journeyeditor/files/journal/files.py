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


class LogFiles:
    """A journal on the disk, held by this process; every method may raise OSError."""

    def __init__(self, folder: Path, base: Base, created: datetime) -> None:
        private_folder(folder.parent, folder.name)
        self.token = os.urandom(8).hex()
        #: Bytes of the log, those included that are not written yet.
        self.size = 0
        self._stem = folder / self.token
        self._lock = Lock(self._stem.with_suffix(LOCK))
        self._log = -1
        self._number = 0
        self._waiting = b""
        self._good = 0
        header = header_line(self._header(base, created))
        self._sum = sum_of(header)
        # A log says that there is something to recover; it needs its base, or the file on the disk.
        is_elsewhere = bool(base.disk) and not base.is_unsaved
        try:
            self._take_lock(base.path)
            if not is_elsewhere:
                _write_whole(self._stem.with_suffix(BASE), header + base.data)
            self._log = _created(self._stem.with_suffix(LOG))
            self._waiting = header
            if base.order:
                self.append(ORDER, base.order)
            self.sync()
            if is_elsewhere:
                _write_whole(self._stem.with_suffix(BASE), header + base.data)
            sync_folder(folder)
        except BaseException:
            self.remove()
            raise

    def append(self, type_: str, value: Any) -> None:
        """Take a line, to be written at the next `sync`."""
        self._number += 1
        line = line_of(type_, value, self._number, self._sum)
        self._waiting += line
        self.size += len(line)

    def sync(self) -> None:
        """Bring all lines to the disk; what was written in part is written anew the next time."""
        if not self._waiting:
            return
        os.ftruncate(self._log, self._good)
        os.lseek(self._log, self._good, os.SEEK_SET)
        _write(self._log, self._waiting)
        os.fsync(self._log)
        self._good += len(self._waiting)
        self._waiting = b""

    def close(self) -> None:
        """Let the files go, for another process to find."""
        if self._log >= 0:
            os.close(self._log)
            self._log = -1
        self._lock.release()

    def remove(self) -> None:
        """Take the files away, as far as that can be done."""
        # The log first: without it nothing is offered any more.
        if self._log >= 0:
            os.close(self._log)
            self._log = -1
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


def _created(path: Path) -> int:
    """Return the descriptor of a new file that only its owner can read."""
    binary = getattr(os, "O_BINARY", 0)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | binary, 0o600)


def _write_whole(path: Path, data: bytes) -> None:
    """Write a new file to the disk."""
    descriptor = _created(path)
    try:
        _write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    """Write all of some bytes."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
