"""Writing the journal of one open map: every change is on the disk within a second.

A change is put into a queue, which costs nothing. One thread writes what has gathered: it is safe
then whatever becomes of this process. Another brings it to the disk, which may take its time: it
is safe then whatever becomes of the machine. The files are made at the first change, so who only
looks at a map writes nothing.

NAME.jsonl grows by a line a change, NAME.base is a copy of the map they begin from, so that nothing
that happens to the user's file can make them worthless, and NAME.lock shows that the process lives.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

from journeyeditor.files import locks
from journeyeditor.files.atomic import sync_folder
from journeyeditor.files.errors import JournalError, cause_of, reason_of
from journeyeditor.files.gc_pause import uncollected
from journeyeditor.files.journal.format import (
    CHANGE,
    ORDER,
    SAVED,
    Header,
    header_line,
    line_of,
    rows_of,
    sum_of,
)
from journeyeditor.files.locks import Lock
from journeyeditor.files.private import private_folder
from journeyeditor.model import Change

#: Seconds for which changes gather before they are written, and written ones before they are synced.
WRITE_DELAY, SYNC_DELAY = 0.1, 0.15
#: Seconds after which a change that is not on the disk is late.
MAX_DELAY = 1.0
#: Bytes after which a journal should restart from the map as it is.
MAX_SIZE = 64 * 1024 * 1024

LOG, BASE, LOCK = ".jsonl", ".base", ".lock"
_MAX_TRIES = 1000

log = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


class Base(NamedTuple):
    """The map that changes are based on.

    `data` is its file, and `order` the order in which its elements were added, if the file does
    not show it. `path`, `title`, `disk` and `replaces` are those of the journal's header;
    `is_unsaved` means that no other file holds this map.
    """

    data: bytes
    path: str = ""
    title: str = ""
    disk: str = ""
    order: tuple[str, ...] = ()
    is_unsaved: bool = False
    replaces: str = ""


class JournalFiles:
    """The files of a journal, locked by this process; every method may raise OSError.

    `write` passes lines to the operating system, where they survive the end of this process;
    `sync` brings them to the disk, where they survive a power failure. Syncing can take long, so
    two threads may call them at the same time.
    """

    def __init__(self, folder: Path, base: Base, created: datetime) -> None:
        private_folder(folder.parent, folder.name)
        self.token = os.urandom(8).hex()
        #: Bytes of the log, including those not yet written.
        self.size = 0
        #: Whether the base is on the disk.
        self.is_base_synced = False
        self._stem = folder / self.token
        self._lock = Lock(self._stem.with_suffix(LOCK))
        self._log = -1
        self._number = 0
        self._guard = threading.Lock()
        # The log is `_synced` bytes on the disk, then those written since, then those waiting.
        self._synced = 0
        self._written = bytearray()
        header = header_line(self._header(base, created))
        self._waiting = bytearray(header)
        # Whether the file may hold more than what was written, such as part of a line.
        self._is_torn = False
        self._seed = sum_of(header)
        if base.order:
            self.append(ORDER, base.order)
        try:
            self._take_lock(base.path)
            # The base first: a log without its base is of little use.
            _write_file(self._stem.with_suffix(BASE), header + base.data)
            self._log = _open_new(self._stem.with_suffix(LOG), os.O_APPEND)
            self.write()
        except BaseException:
            self.remove()
            raise

    def append(self, type_: str, value: Any) -> None:
        """Add a line, for the next `write`."""
        self._number += 1
        line = line_of(type_, value, self._number, self._seed)
        with self._guard:
            self._waiting += line
        self.size += len(line)

    def write(self) -> None:
        """Write all lines; after an error the next call starts where the last good line ends."""
        with self._guard:
            if not self._waiting or self._log < 0:
                return
            # A single system call if nothing went wrong before: after each one the thread must get
            # the interpreter lock again, which takes long on a busy machine.
            if self._is_torn:
                os.ftruncate(self._log, self._synced + len(self._written))
            self._is_torn = True
            _write_all(self._log, self._waiting)
            self._is_torn = False
            self._written += self._waiting
            self._waiting = bytearray()

    def sync(self) -> None:
        """Bring to the disk what was written; after an error `write` writes it again."""
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
                self._waiting, self._written = self._written + self._waiting, bytearray()
                self._is_torn = True
            raise
        finally:
            os.close(log)
        self.is_base_synced = True
        with self._guard:
            self._synced += count
            del self._written[:count]

    def close(self) -> None:
        """Unlock the files and leave them for another process."""
        self._close_log()
        self._lock.release()

    def remove(self) -> None:
        self._close_log()
        # The log first: without it nothing is offered for recovery.
        for suffix in (LOG, BASE):
            with suppress(OSError):
                self._stem.with_suffix(suffix).unlink()
        self._lock.release()

    def _close_log(self) -> None:
        with self._guard:
            if self._log >= 0:
                os.close(self._log)
                self._log = -1

    def _take_lock(self, subject: str) -> None:
        """Lock a name that no other journal has; a process that tidies the folder may hold it briefly."""
        for _ in range(_MAX_TRIES):
            if self._lock.acquire(subject):
                return
            time.sleep(0.001)

    def _header(self, base: Base, created: datetime) -> Header:
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


def _open_new(path: Path, flags: int = 0) -> int:
    binary = getattr(os, "O_BINARY", 0)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | binary | flags, 0o600)


def _write_file(path: Path, data: bytes) -> None:
    descriptor = _open_new(path)
    try:
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes | bytearray) -> None:
    with memoryview(data) as view:
        start = 0
        while start < len(view):
            start += os.write(descriptor, view[start:])


class Timer(Protocol):
    """Runs work when it is requested; tests run it by hand."""

    def request(self) -> None:
        """Have the work done soon; costs next to nothing."""

    def run(self) -> None:
        """Do the work now, on the calling thread."""

    def stop(self) -> None:
        """Do no more work unless `run` is called."""


class FlushTimer:
    """A thread that does work after a delay from the first request, and retries when it fails."""

    def __init__(self, work: Callable[[], bool], delay: float, retry: float = 2.0) -> None:
        """`work` returns whether all of it is done; times are in seconds."""
        self._work = work
        self._delay = delay
        self._retry = retry
        self._is_requested = False
        self._is_stopped = False
        self._condition = threading.Condition()
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None

    def request(self) -> None:
        """Have the work done after the delay."""
        # Read without the lock: the thread clears the request before it looks for work.
        if self._is_requested or self._is_stopped:
            return
        with self._condition:
            self._is_requested = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="journal", daemon=True)
                self._thread.start()
            self._condition.notify()

    def run(self) -> None:
        """Do the work on the calling thread, once it is not under way on the other."""
        with self._turn:
            is_done = self._work()
        if not is_done:
            self.request()

    def stop(self) -> None:
        """End the thread once work under way is done."""
        with self._condition:
            self._is_stopped = True
            self._condition.notify()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _loop(self) -> None:
        wait = self._delay
        while self._is_due(wait):
            with self._turn, uncollected:
                is_done = self._work()
            wait = self._delay if is_done else self._retry
            if not is_done:
                self._is_requested = True

    def _is_due(self, wait: float) -> bool:
        """Wait for a request and for the delay; return False when the timer is stopped."""
        with self._condition:
            self._condition.wait_for(lambda: self._is_requested or self._is_stopped)
            self._condition.wait_for(lambda: self._is_stopped, timeout=wait)
            self._is_requested = False
            return not self._is_stopped


MakeTimer: TypeAlias = Callable[[Callable[[], bool], float], Timer]
Clock: TypeAlias = Callable[[], datetime]


class _Saved(NamedTuple):
    """The map was saved as it was after `after` changes, and is the base of later ones."""

    after: int
    base: Base


class Journal:
    """The journal of a map while it is open, across saves."""

    def __init__(
        self,
        folder: Path,
        base: Base,
        *,
        report: Callable[[JournalError | None], None],
        timer: MakeTimer = FlushTimer,
        clock: Clock = now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Write to a folder.

        `report` is called on any thread with each error, and with None when writing works again.
        An unsaved base is written at once. `ticks` is a clock for durations (seconds).
        """
        #: How many changes were added, and how many of these are written and synced.
        self.count = self.written = self.synced = 0
        #: Whether `restart` should be called with the map as it is.
        self.needs_restart = False
        self._folder = folder
        self._base = base
        self._report = report
        self._clock = clock
        self._ticks = ticks
        self._queue: deque[Change | _Saved | Base] = deque()
        # When each change was added that is not synced yet.
        self._added: deque[float] = deque()
        self._files: JournalFiles | None = None
        # Files that others replace, as long as these are not on the disk.
        self._replaced: list[JournalFiles] = []
        self._appended = 0
        self._failing: set[str] = set()
        self._guard = threading.Lock()
        self._writer = timer(self._write, WRITE_DELAY)
        self._syncer = timer(self._sync, SYNC_DELAY)
        if base.is_unsaved:
            self._queue.append(base)
        # Even if there is nothing to write yet, imports are done before the first change.
        self._writer.request()

    @property
    def is_written(self) -> bool:
        return not self._queue and not self._failing and self.synced == self.count

    @property
    def delay(self) -> float:
        """The age (seconds) of the oldest change that is not on the disk; 0 if all are."""
        try:
            return self._ticks() - self._added[0]
        except IndexError:
            return 0.0

    def add(self, change: Change) -> None:
        """Add a committed change, to be written soon."""
        self._added.append(self._ticks())
        self.count += 1
        self._queue.append(change)
        self._writer.request()

    def saved(self, count: int, base: Base) -> None:
        """Note, from any thread, that the map was saved as it was after `count` changes."""
        self._queue.append(_Saved(count, base))
        self._writer.request()

    def restart(self, base: Base) -> None:
        """Continue from a map that includes all changes added so far and is not saved elsewhere."""
        self.needs_restart = False
        self._queue.append(base)
        self._writer.request()

    def flush(self) -> None:
        """Bring all changes to the disk now, or fail to."""
        self._writer.run()
        self._syncer.run()

    def close(self) -> None:
        """Flush, and leave the files for the next start to find."""
        self.flush()
        self._stop()
        for files in (*self._replaced, self._files):
            if files is not None:
                files.close()
        self._files = None

    def discard(self) -> None:
        """Delete the files: nothing in them is needed any more."""
        self._stop()
        self._queue.clear()
        self._drop_files()

    def _stop(self) -> None:
        self._writer.stop()
        self._syncer.stop()

    def _write(self) -> bool:
        locks.preload()
        try:
            if self._failing:
                self._skip_saved()
            while self._queue:
                self._process(self._queue[0])
                self._queue.popleft()
            if self._files is not None:
                self._files.write()
        except OSError as error:
            self._fail("write", JournalError(reason_of(error), cause_of(error)))
            return False
        except Exception as error:
            log.exception("a change could not be journaled")
            self._skip()
            self._fail("write", JournalError(str(error)))
            return True
        self.written = self._appended
        self._succeed("write")
        self._syncer.request()
        return True

    def _sync(self) -> bool:
        # Read in this order: what was written, or replaced other files, is in these files or in
        # later ones, whose base includes it.
        written, replaced, files = self.written, list(self._replaced), self._files
        try:
            if files is not None:
                files.sync()
        except OSError as error:
            self._fail("sync", JournalError(reason_of(error), cause_of(error)))
            # Lines are written again; a base that may be lost takes the map itself.
            self.needs_restart = self.needs_restart or not (files and files.is_base_synced)
            self._writer.request()
            return False
        for each in replaced:
            each.remove()
            with suppress(ValueError):
                self._replaced.remove(each)
        self._mark_synced(written)
        self._succeed("sync")
        return True

    def _mark_synced(self, synced: int) -> None:
        with self._guard:
            for _ in range(synced - self.synced):
                self._added.popleft()
            self.synced = max(synced, self.synced)

    def _skip_saved(self) -> None:
        """Drop changes that could not be written and have been saved since."""
        taken, last, skipped = self._appended, 0, 0
        for number, item in enumerate(self._queue.copy()):
            taken += isinstance(item, Change)
            if isinstance(item, _Saved) and item.after == taken:
                last, skipped = number, taken
        for _ in range(last):
            self._queue.popleft()
        self._appended = skipped or self._appended

    def _skip(self) -> None:
        """Drop a change that cannot be encoded; restarting from the whole map makes up for it."""
        if self._queue and isinstance(self._queue.popleft(), Change):
            self._appended += 1
        self.needs_restart = True

    def _process(self, item: Change | _Saved | Base) -> None:
        """Process one item of the queue; after OSError it can be tried again."""
        if isinstance(item, Change):
            rows = rows_of(item)
            self._open_files().append(CHANGE, rows)
            self._appended += 1
            self.needs_restart = self.needs_restart or self._open_files().size > MAX_SIZE
        elif isinstance(item, Base):
            self._files = self._new_files(item, self._files)
        elif item.after == self._appended:
            self._base = item.base
            self._drop_files()
            self._mark_synced(item.after)
        elif self._files is not None:
            self._files.append(SAVED, {"path": item.base.path, "disk": item.base.disk})

    def _open_files(self) -> JournalFiles:
        if self._files is None:
            self._files = self._new_files(self._base, None)
        return self._files

    def _new_files(self, base: Base, older: JournalFiles | None) -> JournalFiles:
        """Create files; those they replace stay until the new ones are on the disk."""
        replaces = older.token if older else base.replaces
        files = JournalFiles(self._folder, base._replace(replaces=replaces), self._clock())
        if older is not None:
            self._replaced.append(older)
        # What is in a file need not stay in memory.
        self._base = base._replace(data=b"")
        return files

    def _drop_files(self) -> None:
        """Delete the files: the map is saved elsewhere."""
        files, self._files = self._files, None
        for each in (*self._replaced, files):
            if each is not None:
                each.remove()
        self._replaced.clear()

    def _fail(self, step: str, error: JournalError) -> None:
        self._failing.add(step)
        self._report(error)

    def _succeed(self, step: str) -> None:
        """Report that writing works again, once no step fails any more."""
        if step in self._failing:
            self._failing.remove(step)
            if not self._failing:
                self._report(None)
