"""The journal of one open map: every change on the disk before a second has passed.

A change is put into a queue, which costs nothing. One thread writes what has gathered: it is safe
then whatever becomes of this process. Another brings it to the disk, which may take its time: it
is safe then whatever becomes of the machine. The files are made at the first change, so who only
looks at a map writes nothing.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock as Guard
from typing import NamedTuple, TypeAlias

from journeyeditor.files import locks
from journeyeditor.files.errors import JournalError, cause_of, reason_of
from journeyeditor.files.journal.files import Base, JournalFiles
from journeyeditor.files.journal.flush_timer import FlushTimer, Timer
from journeyeditor.files.journal.format import CHANGE, SAVED
from journeyeditor.files.journal.rows import rows_of
from journeyeditor.model import Change

#: Seconds in which changes gather before they are written, and then before they are synced.
WRITE_DELAY, SYNC_DELAY = 0.1, 0.15
#: Seconds after which a change that is not on the disk is late.
PROMISE = 1.0
#: A journal that has grown beyond it begins anew from the map as it is.
HEAVY = 64 * 1024 * 1024

MakeTimer: TypeAlias = Callable[[Callable[[], bool], float], Timer]
Clock: TypeAlias = Callable[[], datetime]

log = logging.getLogger(__name__)


class _Saved(NamedTuple):
    """The map was saved as it was after so many changes; from there the journal goes on."""

    after: int
    base: Base


def now() -> datetime:
    """Return the time it is."""
    return datetime.now(UTC)


class Journal:
    """The journal of a map from its opening to its closing, over all saves."""

    def __init__(
        self,
        folder: Path,
        base: Base,
        *,
        told: Callable[[JournalError | None], None],
        timer: MakeTimer = FlushTimer,
        clock: Clock = now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin a journal in a folder.

        `told` is called on any thread whenever it could not be written, and with None when that
        is over. A base that is unsaved is written at once, as nothing else holds it. `ticks` is a
        clock for durations (seconds).
        """
        #: How many changes were added, how many of them are written, and how many synced.
        self.count = self.written = self.synced = 0
        #: Whether the journal should begin anew, from the map as it is now.
        self.is_heavy = False
        self._folder = folder
        self._base = base
        self._told = told
        self._clock = clock
        self._ticks = ticks
        self._queue: deque[Change | _Saved | Base] = deque()
        #: When each change was added that is not synced yet.
        self._added: deque[float] = deque()
        self._files: JournalFiles | None = None
        #: Files that others have replaced, until these are on the disk.
        self._replaced: list[JournalFiles] = []
        self._taken = 0
        self._failing: set[str] = set()
        self._guard = Guard()
        self._writer = timer(self._write, WRITE_DELAY)
        self._syncer = timer(self._sync, SYNC_DELAY)
        if base.is_unsaved:
            self._queue.append(base)
        # Nothing may be there to write yet, but what writing takes is loaded now.
        self._writer.request()

    @property
    def is_written(self) -> bool:
        """Whether all that was added is on the disk."""
        return not self._queue and not self._failing and self.synced == self.count

    @property
    def delay(self) -> float:
        """How long (seconds) the oldest change has waited that is not on the disk; 0 without one."""
        try:
            return self._ticks() - self._added[0]
        except IndexError:
            return 0.0

    def add(self, change: Change) -> None:
        """Take a change that was committed; it is written soon."""
        self._added.append(self._ticks())
        self.count += 1
        self._queue.append(change)
        self._writer.request()

    def saved(self, count: int, base: Base) -> None:
        """Take it that the map was saved as it was after `count` changes; from any thread."""
        self._queue.append(_Saved(count, base))
        self._writer.request()

    def begin_anew(self, base: Base) -> None:
        """Go on from a map that holds all that was added, and stands nowhere else."""
        self.is_heavy = False
        self._queue.append(base)
        self._writer.request()

    def flush(self) -> None:
        """Return when all that was added is on the disk, or cannot be brought there."""
        self._writer.run()
        self._syncer.run()

    def leave(self) -> None:
        """End with all that was added on the disk, for the next start to find."""
        self.flush()
        self._stop()
        for files in (*self._replaced, self._files):
            if files is not None:
                files.close()
        self._files = None

    def discard(self) -> None:
        """End and delete the files: nothing of them is needed any more."""
        self._stop()
        self._queue.clear()
        self._drop_files()

    def _stop(self) -> None:
        """End both threads."""
        self._writer.stop()
        self._syncer.stop()

    def _write(self) -> bool:
        """Write what is in the queue; return whether that could be done."""
        locks.preload()
        try:
            if self._failing:
                self._skip_saved()
            while self._queue:
                self._take(self._queue[0])
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
        self.written = self._taken
        self._succeed("write")
        self._syncer.request()
        return True

    def _sync(self) -> bool:
        """Bring what is written to the disk; return whether that could be done."""
        # Read in this order: what was written, or took the place of other files, stands in these
        # files or in those that replaced them.
        written, replaced, files = self.written, list(self._replaced), self._files
        try:
            if files is not None:
                files.sync()
        except OSError as error:
            self._fail("sync", JournalError(reason_of(error), cause_of(error)))
            # Lines are written anew; what the base lost, only the map itself can tell.
            self.is_heavy = self.is_heavy or not (files and files.is_base_synced)
            self._writer.request()
            return False
        for each in replaced:
            each.remove()
            with suppress(ValueError):
                self._replaced.remove(each)
        self._settle(written)
        self._succeed("sync")
        return True

    def _settle(self, synced: int) -> None:
        """Take it that so many changes are on the disk."""
        with self._guard:
            for _ in range(synced - self.synced):
                self._added.popleft()
            self.synced = max(synced, self.synced)

    def _skip_saved(self) -> None:
        """Leave out what could not be written and has been saved since: it is safe now."""
        taken, last, skipped = self._taken, 0, 0
        for number, item in enumerate(self._queue.copy()):
            taken += isinstance(item, Change)
            if isinstance(item, _Saved) and item.after == taken:
                last, skipped = number, taken
        for _ in range(last):
            self._queue.popleft()
        self._taken = skipped or self._taken

    def _skip(self) -> None:
        """Leave out what cannot be put into words: the map as a whole takes the journal's place."""
        if self._queue and isinstance(self._queue.popleft(), Change):
            self._taken += 1
        self.is_heavy = True

    def _take(self, item: Change | _Saved | Base) -> None:
        """Write one thing from the queue; raises OSError, with nothing of it done."""
        if isinstance(item, Change):
            rows = rows_of(item)
            self._opened().append(CHANGE, rows)
            self._taken += 1
            self.is_heavy = self.is_heavy or self._opened().size > HEAVY
        elif isinstance(item, Base):
            self._files = self._made(item, self._files)
        elif item.after == self._taken:
            self._base = item.base
            self._drop_files()
            self._settle(item.after)
        elif self._files is not None:
            self._files.append(SAVED, {"path": item.base.path, "disk": item.base.disk})

    def _opened(self) -> JournalFiles:
        """Return the files of the journal, made when they are first needed."""
        if self._files is None:
            self._files = self._made(self._base, None)
        return self._files

    def _made(self, base: Base, older: JournalFiles | None) -> JournalFiles:
        """Return files for a journal from a base; those it replaces stay until it is on the disk."""
        replaces = older.token if older else base.replaces
        files = JournalFiles(self._folder, base._replace(replaces=replaces), self._clock())
        if older is not None:
            self._replaced.append(older)
        # What stands on the disk need not stay in memory.
        self._base = base._replace(data=b"")
        return files

    def _drop_files(self) -> None:
        """Delete the files, if there are any: all that was written stands elsewhere."""
        files, self._files = self._files, None
        for each in (*self._replaced, files):
            if each is not None:
                each.remove()
        self._replaced.clear()

    def _fail(self, step: str, error: JournalError) -> None:
        """Tell that the journal cannot be written or synced; it is tried again and again."""
        self._failing.add(step)
        self._told(error)

    def _succeed(self, step: str) -> None:
        """Tell once that all that failed is over."""
        if step in self._failing:
            self._failing.remove(step)
            if not self._failing:
                self._told(None)
