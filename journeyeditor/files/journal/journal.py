"""The journal of one open map: every change on the disk before a second has passed.

A change is put into a queue, which costs nothing; a thread writes what has gathered and brings
it to the disk. The files are made at the first change, so who only looks at a map writes nothing.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from journeyeditor.files.errors import JournalError, cause_of, reason_of
from journeyeditor.files.journal.files import Base, LogFiles
from journeyeditor.files.journal.flush_timer import Beat, FlushTimer
from journeyeditor.files.journal.format import CHANGE, SAVED
from journeyeditor.files.journal.rows import rows_of
from journeyeditor.model import Change

#: Seconds in which changes gather before they are written; then comes what the disk takes.
INTERVAL = 0.25
#: A journal that has grown beyond it begins anew from the map as it is.
HEAVY = 64 * 1024 * 1024

MakeBeat: TypeAlias = Callable[[Callable[[], bool]], Beat]
Clock: TypeAlias = Callable[[], datetime]

log = logging.getLogger(__name__)


class _Saved(NamedTuple):
    """The map was saved as it was after so many changes; from there the journal goes on."""

    after: int
    base: Base


def pulse(work: Callable[[], bool]) -> Beat:
    """Return what sees to the writing when nobody beats by hand."""
    return FlushTimer(work, INTERVAL)


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
        beat: MakeBeat = pulse,
        clock: Clock = now,
    ) -> None:
        """Begin a journal in a folder.

        `told` is called on any thread whenever it could not be written, and with None when that
        is over. A base that is unsaved is written at once, as nothing else holds it.
        """
        #: How many changes were added.
        self.count = 0
        #: Whether the journal should begin anew, from the map as it is now.
        self.is_heavy = False
        self._folder = folder
        self._base = base
        self._told = told
        self._clock = clock
        self._queue: deque[Change | _Saved | Base] = deque()
        self._files: LogFiles | None = None
        self._written = 0
        self._is_failing = False
        self._beat = beat(self._work)
        if base.is_unsaved:
            self._queue.append(base)
            self._beat.ask()

    @property
    def is_written(self) -> bool:
        """Whether all that was added is on the disk."""
        return not self._queue and not self._is_failing

    def add(self, change: Change) -> None:
        """Take a change that was committed; it is written soon."""
        self.count += 1
        self._queue.append(change)
        self._beat.ask()

    def saved(self, count: int, base: Base) -> None:
        """Take it that the map was saved as it was after `count` changes; from any thread."""
        self._queue.append(_Saved(count, base))
        self._beat.ask()

    def begin_anew(self, base: Base) -> None:
        """Go on from a map that holds all that was added, and stands nowhere else."""
        self.is_heavy = False
        self._queue.append(base)
        self._beat.ask()

    def flush(self) -> None:
        """Return when all that was added is on the disk, or cannot be brought there."""
        self._beat.run()

    def leave(self) -> None:
        """End with all that was added on the disk, for the next start to find."""
        self.flush()
        self._beat.stop()
        if self._files is not None:
            self._files.close()
            self._files = None

    def discard(self) -> None:
        """End, and take the files away: nothing of them is needed any more."""
        self._beat.stop()
        self._queue.clear()
        self._drop_files()

    def _work(self) -> bool:
        """Write what is in the queue; return whether that could be done."""
        try:
            if self._is_failing:
                self._skip_saved()
            while self._queue:
                self._take(self._queue[0])
                self._queue.popleft()
            if self._files is not None:
                self._files.sync()
        except OSError as error:
            self._fail(JournalError(reason_of(error), cause_of(error)))
            return False
        except Exception as error:
            log.exception("a change could not be journaled")
            self._skip()
            self._fail(JournalError(str(error)))
            return True
        if self._is_failing:
            self._is_failing = False
            self._told(None)
        return True

    def _skip_saved(self) -> None:
        """Leave out what could not be written and has been saved since: it is safe now."""
        written, last, skipped = self._written, 0, 0
        for number, item in enumerate(self._queue.copy()):
            written += isinstance(item, Change)
            if isinstance(item, _Saved) and item.after == written:
                last, skipped = number, written
        for _ in range(last):
            self._queue.popleft()
        self._written = skipped or self._written

    def _skip(self) -> None:
        """Leave out what cannot be put into words: the map as a whole takes the journal's place."""
        if self._queue and isinstance(self._queue.popleft(), Change):
            self._written += 1
        self.is_heavy = True

    def _take(self, item: Change | _Saved | Base) -> None:
        """Write one thing from the queue; raises OSError, with nothing of it done."""
        if isinstance(item, Change):
            rows = rows_of(item)
            self._opened().append(CHANGE, rows)
            self._written += 1
            self.is_heavy = self.is_heavy or self._opened().size > HEAVY
        elif isinstance(item, Base):
            self._files = self._made(item, self._files)
        elif item.after == self._written:
            self._base = item.base
            self._drop_files()
        elif self._files is not None:
            self._files.append(SAVED, {"path": item.base.path, "disk": item.base.disk})

    def _opened(self) -> LogFiles:
        """Return the files of the journal, made when they are first needed."""
        if self._files is None:
            self._files = self._made(self._base, None)
        return self._files

    def _made(self, base: Base, older: LogFiles | None) -> LogFiles:
        """Return files for a journal from a base; those it replaces are taken away after."""
        replaces = older.token if older else base.replaces
        files = LogFiles(self._folder, base._replace(replaces=replaces), self._clock())
        if older is not None:
            older.remove()
        # What stands on the disk need not stay in memory.
        self._base = base._replace(data=b"")
        return files

    def _drop_files(self) -> None:
        """Take the files away, if there are any."""
        if self._files is not None:
            self._files.remove()
            self._files = None

    def _fail(self, error: JournalError) -> None:
        """Tell that the journal cannot be written; it is tried again and again."""
        self._is_failing = True
        self._told(error)
