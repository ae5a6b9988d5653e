"""Where the program keeps what protects maps: journals, locks and backups, in one folder."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from journeyeditor.files.backup import MAX_BACKUPS
from journeyeditor.files.journal.recovery import (
    RecoverableJournal,
    recoverable_journals,
    retired_journals,
)
from journeyeditor.files.journal.writer import Clock, FlushTimer, MakeTimer, now
from journeyeditor.files.locks import Lock, LockedError, lock_of
from journeyeditor.files.reader import check_plain
from journeyeditor.files.upkeep import tidy

Callback: TypeAlias = Callable[[], None]

log = logging.getLogger(__name__)


def at_once(callback: Callback) -> None:
    """Call back at once, on the calling thread: the default without a window."""
    callback()


@dataclass
class Store:
    """The folder, and the ways of the program in which it is used.

    `post` calls back later on the thread of the window; `timer` sees to the journals' writing;
    of each map the last `max_backups` saves are kept; `ticks` is a clock for durations (seconds).
    """

    folder: Path
    post: Callable[[Callback], None] = at_once
    timer: MakeTimer = FlushTimer
    clock: Clock = now
    ticks: Callable[[], float] = time.monotonic
    max_backups: int = MAX_BACKUPS

    @property
    def journals(self) -> Path:
        return self.folder / "journals"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def retired(self) -> Path:
        """The folder of the journals that are kept because not all of them could be read."""
        return self.folder / "recovery"

    @property
    def locks(self) -> Path:
        return self.folder / "locks"

    def tidy(self) -> None:
        """Keep the folder's size and permissions within bounds; safe on any thread."""
        journals = (self.journals, self.retired)
        tidy(self.folder, backups=self.backups, journals=journals, locks=self.locks)

    def recoverable_journals(self) -> list[RecoverableJournal]:
        """Journals left by crashes, latest first; each is locked until it is released."""
        return recoverable_journals(self.journals, self.retired)

    def retired_journals(self) -> list[RecoverableJournal]:
        return retired_journals(self.retired)

    def lock(self, path: Path, *, overrides: bool = False) -> Lock | None:
        """Take the lock of a map; raises HeldError when another window has it.

        One that may be stale is taken in spite of it by who `overrides`. What is no file has none,
        and is refused with FileError: to write into a pipe may never end. None where no lock can
        be written: a full disk is no reason not to open a map.
        """
        check_plain(path)
        try:
            lock = lock_of(path, self.locks)
            if lock.acquire(str(path), overrides=overrides):
                return lock
        except OSError as error:
            log.warning("no lock could be written for %s: %s", path, error)
            return None
        raise LockedError(path, lock.holder(), may_be_stale=lock.is_only_noted)
