"""The life of a map between memory and disk: opened, journaled, saved, closed, recovered.

No Qt and no dialogs: errors are raised or emitted, and the window asks. Saving runs on another
thread while editing goes on.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from journeyeditor.editing.saving import (
    Saver,
    Task,
    base_of,
    keep_backup,
    opened,
    save_task,
    title_of,
    write,
)
from journeyeditor.editing.store import Store
from journeyeditor.files import FileError, dump_map, read_bytes
from journeyeditor.files.backup import numbered
from journeyeditor.files.document import stem_of
from journeyeditor.files.fingerprint import Fingerprint
from journeyeditor.files.journal.recovery import RecoverableJournal
from journeyeditor.files.journal.writer import MAX_DELAY, Base, Journal
from journeyeditor.files.locks import Lock, LockedError, key_of, release
from journeyeditor.i18n import Texts
from journeyeditor.model import JourneyGraph, Signal, TransactionManager, UndoStep

#: Seconds between reminders that changes cannot be journaled.
REMIND_S = 300.0

log = logging.getLogger(__name__)


class Document:
    """One open map and its file.

    `changed` is emitted when its path or status changes, `failed` with an error of another thread.
    Make one by `new`, `open` or `recover`, then let it `follow` a `TransactionManager`.
    """

    def __init__(
        self,
        graph: JourneyGraph,
        store: Store,
        base: Base,
        fingerprint: Fingerprint | None = None,
        lock: Lock | None = None,
    ) -> None:
        self.graph = graph
        #: Where the map is saved, None if it never was.
        self.path = Path(base.path) if base.path else None
        #: Why changes are not journaled at present, the last save failed, or it kept no backup.
        self.journal_error: FileError | None = None
        self.save_error: FileError | None = None
        self.backup_error: FileError | None = None
        self.changed: Signal[None] = Signal()
        self.failed: Signal[FileError] = Signal()
        self._store = store
        self._transactions: TransactionManager | None = None
        self._is_unsaved = base.is_unsaved
        # Of the file as we know it; written by the thread that saves.
        self._fingerprint = fingerprint
        self._lock = lock
        self._saver = Saver(self._save, self._finish, store.post)
        self._last_status: tuple[object, ...] | None = None
        self._journals = 0
        self._reminded = 0.0
        self._journal = self._journaled(base)

    @classmethod
    def new(cls, graph: JourneyGraph, store: Store, *, is_unsaved: bool = False) -> Self:
        """Return a map that has no file yet.

        One that is unsaved from the beginning, such as an import, is journaled as it is.
        """
        return cls(graph, store, base_of(graph)._replace(is_unsaved=is_unsaved))

    @classmethod
    def open(cls, path: Path, store: Store, *, overrides: bool = False) -> Self:
        """Return the map in a file; raises HeldError when a window has it open, and FileError.

        A lock that may be stale is taken in spite of it by who `overrides`.
        """
        path = Path(os.path.abspath(path))
        if not os.path.exists(path):
            read_bytes(path)
        lock = store.lock(path, overrides=overrides)
        try:
            base, known, graph = opened(path)
        except BaseException:
            release(lock)
            raise
        return cls(graph, store, base, known, lock)

    @classmethod
    def recover(cls, leftover: RecoverableJournal, store: Store) -> Self:
        """Return the map in a journal, unsaved; raises FileError when there is none to be had.

        When another window has its file open meanwhile, the map comes back as one without file.
        A journal that did not come back whole is kept in the store.
        """
        graph = leftover.recovered().graph
        path, lock = leftover.path, None
        try:
            lock = store.lock(path) if path else None
        except LockedError:
            path = None
        fingerprint = Fingerprint(leftover.disk) if path and leftover.disk else None
        base = base_of(graph, path, leftover.disk if path else "", leftover.token)
        document = cls(graph, store, base, fingerprint, lock)
        document._journal.flush()
        if document._journal.is_written:
            leftover.retire(store.retired)
        else:
            leftover.release()
        return document

    @property
    def is_dirty(self) -> bool:
        """Whether the map differs from its file; one that has none differs once it was edited."""
        return self._transactions.history.is_dirty if self._transactions else self._is_unsaved

    @property
    def journal_delay(self) -> float:
        """How long (seconds) the oldest change has waited to be on the disk, in the journal."""
        return self._journal.delay

    @property
    def is_journal_late(self) -> bool:
        """Whether a change has waited longer than the journal promises."""
        return self._journal.delay > MAX_DELAY

    @property
    def is_protected(self) -> bool:
        """Whether all of the map is on the disk, in its file or in the journal."""
        return self._journal.is_written or not self.is_dirty

    @property
    def is_saving(self) -> bool:
        return self._saver.is_busy

    @property
    def is_stale(self) -> bool:
        """Whether another program has written the file since; cheap if none has."""
        fingerprint, path = self._fingerprint, self.path
        return bool(fingerprint and path and not self.is_saving and fingerprint.is_stale(path))

    def check_missing(self) -> bool:
        """Whether the file is gone; if so, the map counts as unsaved from now on."""
        known, path = self._fingerprint, self.path
        is_missing = bool(known and path and not self.is_saving and known.is_missing(path))
        if is_missing:
            self._mark_unsaved()
        return is_missing

    def check_stale(self) -> bool:
        """Whether another program has written the file; if so, the map counts as unsaved from now on."""
        is_stale = self.is_stale
        if is_stale:
            self._mark_unsaved()
        return is_stale

    def name(self, texts: Texts) -> str:
        """Return what the window calls the map: the name of its file, else its title."""
        if self.path is not None:
            return stem_of(self.path.name)
        return " ".join(title_of(self.graph).split()) or texts("Untitled map")

    def title(self, texts: Texts) -> str:
        """Return the name, with a mark while there is something to save."""
        return f"• {self.name(texts)}" if self.is_dirty else self.name(texts)

    def follow(self, transactions: TransactionManager) -> None:
        assert transactions.graph is self.graph, "transactions of another map"
        self._transactions = transactions
        if self._is_unsaved:
            transactions.history.mark_unsaved()
        transactions.committed.connect(self._journal_step)
        self._emit_changed()

    def save(self, *, overwrites: bool = False) -> None:
        """Save the map in the background; `changed` or `failed` tell how it went.

        It fails with StaleError when somebody else changed the file, and with MissingError when
        it is gone, unless it `overwrites`.
        """
        if self._saver.is_moving:
            self.wait()
        assert self.path is not None, "a map without file is saved as something"
        self._start(self.path, self._lock, overwrites=overwrites)

    def save_as(self, path: Path) -> None:
        """Save the map in another file, in the background, and stay there when that went well.

        Raises HeldError when another window has that file open. What stands there is replaced.
        """
        self.wait()
        path = Path(os.path.abspath(path))
        lock = self._lock if self._is_own_file(path) else self._store.lock(path)
        self._start(path, lock, overwrites=True)

    def save_copy(self, path: Path) -> None:
        """Do as `save_as`, but go on with the map's own file."""
        path = Path(os.path.abspath(path))
        if self._is_own_file(path):
            self.save(overwrites=True)
        else:
            self._start(path, self._store.lock(path), overwrites=True, is_copy=True)

    def wait(self) -> None:
        """Wait until all saves are done and reported."""
        self._saver.wait()

    def use_version_on_disk(self) -> JourneyGraph:
        """Return the map as it is in the file now, to be followed instead; raises FileError.

        What was not saved is kept as a backup; without one nothing is taken.
        """
        assert self.path is not None, "a map without file has none of theirs"
        self.wait()
        base, known, graph = opened(self.path)
        if self.is_dirty:
            keep_backup(self.path, self._store, dump_map(self.graph))
        self._unfollow()
        self._journal.discard()
        self.journal_error = self.save_error = None
        self.graph, self._fingerprint, self._is_unsaved = graph, known, False
        self._journal = self._journaled(base)
        self._emit_changed()
        return graph

    def backups(self) -> Sequence[Path]:
        """Earlier saves of the map's file, newest first."""
        return numbered(self.path, self._store.backups) if self.path else ()

    def close(self) -> None:
        """Close a map that is the same on disk; the journal is deleted."""
        self._end(self._journal.discard)

    def close_to_journal(self) -> bool:
        """End without a question; what was not saved is offered at the next start.

        Returns False when it could not be journaled and is lost.
        """
        self._journal.flush()  # first of all: a save under way may take its time
        self.wait()  # what is unsaved is known when the saves under way are over
        is_dirty = self.is_dirty
        self._end(self._journal.close if is_dirty else self._journal.discard)
        return self._journal.is_written or not is_dirty

    def flush(self) -> None:
        """Write all changes to the journal on disk now."""
        self._journal.flush()

    def _journaled(self, base: Base) -> Journal:
        store = self._store
        self._journals += 1
        report_journal = partial(self._on_journal_error, self._journals)

        def report_journal_error(error: FileError | None) -> None:
            store.post(partial(report_journal, error))

        return Journal(
            store.journals,
            base,
            report=report_journal_error,
            timer=store.timer,
            clock=store.clock,
            ticks=store.ticks,
        )

    def _on_journal_error(self, number: int, error: FileError | None) -> None:
        if number != self._journals:
            return  # of one that is discarded
        is_new = self.journal_error is None
        if error is None or str(error) != str(self.journal_error):
            self.journal_error = error
        self._emit_changed()
        if error is not None and self._journal.needs_restart:
            self._restart_journal()
        now = self._store.ticks()
        if error is not None and (is_new or now - self._reminded >= REMIND_S):
            self._reminded = now
            self.failed.emit(error)

    def _journal_step(self, step: UndoStep) -> None:
        self._journal.add(step.change)
        if self._journal.needs_restart:
            self._restart_journal()
        self._emit_changed()

    def _restart_journal(self) -> None:
        disk = self._fingerprint.sha256 if self._fingerprint else ""
        try:
            self._journal.restart(base_of(self.graph, self.path, disk))
        except FileError:
            log.warning("the journal could not begin anew", exc_info=True)

    def _mark_unsaved(self) -> None:
        """Mark the map as not on disk, and protect all of it in the journal."""
        transactions = self._transactions
        if transactions is not None and not (self._is_unsaved or transactions.is_open):
            self._is_unsaved = True
            transactions.history.mark_unsaved()
            self._restart_journal()
            self._emit_changed()

    def _is_own_file(self, path: Path) -> bool:
        return self.path is not None and key_of(path) == key_of(self.path)

    def _start(
        self, path: Path, lock: Lock | None, *, overwrites: bool, is_copy: bool = False
    ) -> None:
        """Take the map as it is now, and let another thread write it."""
        assert self._transactions is not None, "nothing is followed"
        task = save_task(self._transactions, path, self._journal.count, is_copy=is_copy)
        task.lock, task.overwrites = lock, overwrites
        task.is_move = path != self.path and not is_copy
        self._saver.begin(task)
        self._emit_changed()

    def _save(self, task: Task) -> None:
        """Write a map, on another thread; raises FileError."""
        fingerprint, base = write(task, self._fingerprint, self._store)
        if task.is_copy:
            return
        self._fingerprint = fingerprint
        if task.mark is not None:
            self._journal.saved(task.after, base)

    def _finish(self, task: Task) -> None:
        """Apply the result of a save; called on the main thread."""
        stays = task.error is not None or task.is_copy
        if task.lock is not self._lock:
            release(task.lock if stays else self._lock)
        if not task.is_copy:
            self.save_error = task.error
        if task.error is None:
            self.backup_error = task.backup_error
        if stays:
            self._emit_changed()
            if task.error is not None:
                self.failed.emit(task.error)
            return
        self._lock, self.path = task.lock, task.path
        if task.mark is not None and self._transactions is not None:
            self._is_unsaved = False
            self._transactions.history.mark_saved(task.mark)
        self._emit_changed()

    def _emit_changed(self) -> None:
        status = (
            self.is_dirty,
            self.path,
            self.is_saving,
            self.journal_error,
            self.save_error,
            self.backup_error,
        )
        if status != self._last_status:
            self._last_status = status
            self.changed.emit(None)

    def _unfollow(self) -> None:
        if self._transactions is not None:
            self._transactions.committed.disconnect(self._journal_step)
            self._transactions = None

    def _end(self, leave_journal: Callable[[], None]) -> None:
        self.wait()
        self._journals += 1  # what is still on its way from the journal is not heard
        self._unfollow()
        leave_journal()
        release(self._lock)
        self._lock = None
        self._saver.end()
