"""One save: what is taken on the window's thread, and what another thread makes of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from journeyeditor.editing.limits import check_size
from journeyeditor.editing.store import Store
from journeyeditor.files import FileError, dump_map, parse_map, read_bytes, write_atomically
from journeyeditor.files.backup import keep_numbered, keep_original
from journeyeditor.files.errors import WriteError
from journeyeditor.files.fingerprint import Fingerprint, MissingError, StaleError, fingerprint
from journeyeditor.files.gc_pause import uncollected
from journeyeditor.files.journal.writer import Base
from journeyeditor.files.locks import Lock
from journeyeditor.files.writer import Listing, Snapshot, element_ids
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph, Mark, RecordId, TransactionManager
from journeyeditor.vocabulary import info_of

log = logging.getLogger(__name__)


@dataclass
class Task:
    """A map to be saved as it was at one moment.

    `mark` is that moment in the history, None while a gesture was under way, whose end the file
    does not know; `after` the number of changes journaled until then; `lock` that of a new path.
    `error` is why it was not saved, `backup_error` why what it replaced could not be kept.
    """

    path: Path
    snapshot: Snapshot
    order: tuple[RecordId, ...]
    mark: Mark | None
    after: int
    is_copy: bool
    overwrites: bool = False
    is_move: bool = False
    lock: Lock | None = None
    error: FileError | None = field(default=None, init=False)
    backup_error: FileError | None = field(default=None, init=False)
    future: Future[None] | None = field(default=None, init=False)


class Saver:
    """The saves of one map that are under way, one after the other on one thread."""

    def __init__(
        self,
        work: Callable[[Task], None],
        finish: Callable[[Task], None],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        """Let `work` be done on the other thread, and `finish` by `post`, each once for a task."""
        self._work = work
        self._finish = finish
        self._post = post
        self._pool: ThreadPoolExecutor | None = None
        self._tasks: dict[int, Task] = {}

    @property
    def is_busy(self) -> bool:
        return bool(self._tasks)

    @property
    def is_moving(self) -> bool:
        return any(task.is_move for task in self._tasks.values())

    def begin(self, task: Task) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "save")
        self._tasks[id(task)] = task
        task.future = self._pool.submit(self._do, task)

    def wait(self) -> None:
        for task in list(self._tasks.values()):
            if task.future is not None:
                task.future.result()
            self._end_of(task)

    def end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _do(self, task: Task) -> None:
        """Do the work on the other thread; whatever goes wrong is kept for the end."""
        try:
            with uncollected:
                self._work(task)
        except FileError as error:
            task.error = error
        except Exception as error:
            log.exception("a save failed")
            fault = Phrase(N_("could not be written ({reason})"), reason=repr(error))
            task.error = FileError(str(task.path), fault, N_("save it elsewhere"))
        self._post(partial(self._end_of, task))

    def _end_of(self, task: Task) -> None:
        if self._tasks.pop(id(task), None) is not None:
            self._finish(task)


def unsaved_order(graph: Listing, order: tuple[RecordId, ...]) -> tuple[RecordId, ...]:
    """Return an insertion order, or () if it is that of the map's file.

    Positions in the file follow ranks. Elements that get equal ranks later, or are restored, need
    the order in which they were inserted.
    """
    return () if order == element_ids(graph) else order


def save_task(transactions: TransactionManager, path: Path, after: int, *, is_copy: bool) -> Task:
    graph = transactions.graph
    knows_end = not (transactions.is_open or is_copy)
    mark = transactions.history.mark() if knows_end else None
    return Task(path, Snapshot(graph), graph.insertion_order(), mark, after, is_copy)


def opened(path: Path) -> tuple[Base, Fingerprint, JourneyGraph]:
    """Return the map in a file, with what a journal begins from; raises FileError."""
    data = read_bytes(path)
    graph = parse_map(data, str(path))
    check_size(graph, str(path))
    written = fingerprint(data)
    return Base(data, path=str(path), title=title_of(graph), disk=written.sha256), written, graph


def base_of(
    graph: JourneyGraph, path: Path | None = None, disk: str = "", replaces: str = ""
) -> Base:
    """Return a journal's beginning from a map that is saved nowhere else; raises FileError."""
    return Base(
        dump_map(graph),
        path=str(path or ""),
        title=title_of(graph),
        disk=disk,
        order=unsaved_order(graph, graph.insertion_order()),
        is_unsaved=True,
        replaces=replaces,
    )


def title_of(graph: JourneyGraph | Snapshot) -> str:
    return info_of(graph).title


def keep_backup(path: Path, store: Store, data: bytes | None = None) -> None:
    """Back up the file at a path, or other bytes of that map; raises FileError.

    What is saved nowhere else is kept whatever the settings say.
    """
    try:
        keep_numbered(path, store.backups, data, max(1, store.max_backups))
    except OSError as error:
        raise WriteError(str(path), error) from None


def write(task: Task, expected: Fingerprint | None, store: Store) -> tuple[Fingerprint, Base]:
    """Write a map; return what is on the disk now, and the base of a journal that begins there.

    Raises StaleError when somebody else wrote the file since it was `known`, MissingError when it
    is gone, and FileError. Somebody else's version is overwritten only once it is kept.
    """
    is_theirs = expected is not None and expected.is_stale(task.path)
    if expected is not None and not task.overwrites:
        if is_theirs:
            raise StaleError(task.path)
        if expected.is_missing(task.path):
            raise MissingError(task.path)
    data = dump_map(task.snapshot)
    keep_original(task.path)
    try:
        if is_theirs or store.max_backups:
            keep_backup(task.path, store)
    except FileError as error:
        if is_theirs:
            raise
        log.warning("no backup could be kept of %s: %s", task.path, error)
        task.backup_error = error
    write_atomically(task.path, data)
    current = fingerprint(data)
    title = title_of(task.snapshot)
    order = unsaved_order(task.snapshot, task.order)
    return current, Base(data, str(task.path), title, disk=current.sha256, order=order)
