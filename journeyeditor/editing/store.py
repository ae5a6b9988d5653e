"""Where the program keeps what protects maps: journals, locks and backups, in one folder."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from journeyeditor.files import FileError
from journeyeditor.files.backup import MAX_BACKUPS
from journeyeditor.files.journal.journal import Clock, MakeBeat, now, pulse
from journeyeditor.files.journal.recovery import RecoverableJournal, recoverable_journals
from journeyeditor.files.locks import HeldError, Lock, lock_of
from journeyeditor.files.reader import check_plain
from journeyeditor.model import Signal

Deed: TypeAlias = Callable[[], None]

log = logging.getLogger(__name__)


def at_once(deed: Deed) -> None:
    """Do a deed on the thread that asks for it, where there is no window."""
    deed()


@dataclass
class Store:
    """The folder, and the ways of the program in which it is used.

    `post` does a deed later on the thread of the window; `beat` sees to the journals' writing;
    of each map the last `most_backups` saves are kept.
    """

    folder: Path
    post: Callable[[Deed], None] = at_once
    beat: MakeBeat = pulse
    clock: Clock = now
    most_backups: int = MAX_BACKUPS

    @property
    def journals(self) -> Path:
        """The folder of the journals."""
        return self.folder / "journals"

    @property
    def backups(self) -> Path:
        """The folder of the numbered backups."""
        return self.folder / "backups"

    def recoverable_journals(self) -> list[RecoverableJournal]:
        """Return what crashes left behind, the latest first; each is held until it is let go."""
        return recoverable_journals(self.journals)

    def tell(self, signal: Signal[FileError], error: FileError) -> None:
        """Tell on the window's thread what went wrong on another."""
        self.post(partial(signal.emit, error))

    def lock(self, path: Path) -> Lock | None:
        """Take the lock of a map; raises HeldError when another window has it.

        What is no file has none, and is refused with FileError: to write into a pipe may never end.
        None where no lock can be written: a full disk is no reason not to open a map.
        """
        check_plain(path)
        try:
            lock = lock_of(path, self.folder / "locks")
            if lock.acquire(str(path)):
                return lock
        except OSError:
            log.warning("no lock could be written for %s", path, exc_info=True)
            return None
        raise HeldError(path, lock.holder())
