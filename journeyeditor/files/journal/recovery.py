"""What crashes left behind: journals whose process is gone, and the maps that are in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from journeyeditor.files.document import MAX_BYTES
from journeyeditor.files.errors import FileError
from journeyeditor.files.fingerprint import digest_of
from journeyeditor.files.journal.files import BASE, LOCK, LOG
from journeyeditor.files.journal.lines import (
    MAX_HEAD,
    MAX_LINES,
    Head,
    Line,
    lines,
    read_head,
    read_log,
    sum_of,
)
from journeyeditor.files.journal.rows import Sheet
from journeyeditor.files.locks import Lock
from journeyeditor.files.reader import parse_map
from journeyeditor.model import JourneyGraph

#: No more journals are looked at.
_MAX_JOURNALS = 200
#: So many changes are left out when the newest state cannot be read, which ours can; at last all.
_STRIDES = (0, 1, 2, 4, 8, 32, 128, 512, MAX_LINES)

#: What plain values raise that are not as we write them.
_UNSOUND = (AttributeError, LookupError, TypeError, ValueError, RecursionError)


class Recovered(NamedTuple):
    """The map that was in a journal, and how many changes of it had to be left out."""

    graph: JourneyGraph
    lost: int


class RecoverableJournal:
    """A journal whose process is gone; held until it is discarded or released."""

    def __init__(self, path: Path, lock: Lock) -> None:
        """Read a journal; what is wrong with it is told by `fault`."""
        self.token = path.stem
        #: Where the map was saved last, None if never; the SHA-256 of that file.
        self.path: Path | None = None
        self.disk = ""
        self.title = ""
        #: When the last change was made.
        self.changed = datetime.fromtimestamp(0, UTC)
        #: Whether all of the journal can be trusted; else its end is lost.
        self.is_whole = True
        self.fault: FileError | None = None
        self._file = path
        self._lock = lock
        self.head = Head("")
        self._version = 0
        self._order: list[str] = []
        self._todo: list[dict[str, Any]] = []
        try:
            self._read()
        except FileError as error:
            self.fault = error
        except OSError as error:
            reason = error.strerror or str(error)
            self.fault = FileError(str(path), f"cannot be read ({reason})", "check the disk")

    @property
    def name(self) -> str:
        """What sentences call the map."""
        return str(self.path or self.title or "the unsaved map")

    @property
    def count(self) -> int:
        """How many changes there are."""
        return len(self._todo)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to recover, or to tell."""
        return bool(self.fault or self.count or self.head.is_unsaved or not self.is_whole)

    def recovered(self) -> Recovered:
        """Return the map as it was; raises FileError when nothing of it can be had."""
        if self.fault is not None:
            raise self.fault
        base = self._base()
        first: FileError | None = None
        for left_out in sorted({min(stride, self.count) for stride in _STRIDES}):
            try:
                return self._replayed(base, left_out)
            except FileError as error:
                first = first or error
        assert first is not None
        raise first

    def discard(self) -> None:
        """Take the files away."""
        for suffix in (LOG, BASE):
            with suppress(OSError):
                self._file.with_suffix(suffix).unlink()
        self.release()

    def release(self) -> None:
        """Leave the journal for another time."""
        self._lock.release()

    def _read(self) -> None:
        """Read head and lines; raises FileError and OSError."""
        self.changed = datetime.fromtimestamp(self._file.stat().st_mtime, UTC)
        data = read_log(self._file)
        name = str(self._file)
        try:
            self.head, self._version, start = read_head(data, name)
            own = data[:start]
        except FileError:
            # The base begins with the same line.
            with self._file.with_suffix(BASE).open("rb") as file:
                own = file.read(MAX_HEAD)
            self.head, self._version, end = read_head(own, name)
            own = own[:end]
            start = data.find(b"\n") + 1 or len(data)
            self.is_whole = False
        self._take_origin(self.head.path, self.head.disk)
        self.title = self.head.title
        end = start
        for line in lines(data, start, sum_of(own)):
            self._note(line)
            end = line.end
        self.is_whole = self.is_whole and end == len(data)

    def _note(self, line: Line) -> None:
        """Take what a line says of the journal as a whole."""
        saved, attributes = line.value.get("saved"), line.value.get("map")
        if isinstance(saved, dict):
            self._take_origin(saved.get("path"), saved.get("disk"))
        elif "order" in line.value:
            self._order = line.value["order"]
        else:
            self._todo.append(line.value)
        if isinstance(attributes, dict):
            self.title = str(attributes.get("title", ""))

    def _take_origin(self, path: Any, disk: Any) -> None:
        """Take where the map was saved."""
        if isinstance(path, str) and path and "\0" not in path:
            self.path = Path(path)
            self.disk = disk if isinstance(disk, str) else ""

    def _base(self) -> bytes:
        """Return the map that the changes begin from; raises FileError."""
        base = self._file.with_suffix(BASE)
        with suppress(OSError, FileError), base.open("rb") as file:
            data = file.read(MAX_BYTES + MAX_HEAD)
            data = data[data.find(b"\n") + 1 :]
            if hashlib.sha256(data).hexdigest() == self.head.base:
                return data
        if self.head.path and digest_of(Path(self.head.path)) == self.head.base:
            with suppress(OSError):
                return Path(self.head.path).read_bytes()
        fault = "cannot be recovered: the map it is based on is damaged"
        raise FileError(self.name, fault, "use the last saved file or one of its backups")

    def _replayed(self, base: bytes, left_out: int) -> Recovered:
        """Return the map with all changes but the last ones; raises FileError."""
        todo = self._todo[: self.count - left_out]
        try:
            done = self._fitting(base, todo)
            sheet = Sheet(base, self._version, self._order, self.name)
            for rows in todo[:done]:
                sheet.apply(rows)
            data = sheet.data()
        except _UNSOUND:
            raise FileError(self.name, "has no valid journal", "use the last saved file") from None
        return Recovered(parse_map(data, self.name), self.count - done)

    def _fitting(self, base: bytes, todo: list[dict[str, Any]]) -> int:
        """Return how many changes can be done again; of ours that is all of them."""
        sheet = Sheet(base, self._version, self._order, self.name)
        for number, rows in enumerate(todo):
            try:
                sheet.apply(rows)
            except _UNSOUND:
                return number
        return len(todo)


def recoverable_journals(folder: Path) -> list[RecoverableJournal]:
    """Return the journals that are to be offered, the latest first; each is held by us now."""
    found = []
    for path in _logs(folder):
        lock = Lock(path.with_suffix(LOCK))
        try:
            if not lock.acquire():
                continue
        except OSError:
            continue
        if path.exists():
            found.append(RecoverableJournal(path, lock))
        else:
            lock.release()
    replaced = {each.head.replaces for each in found if each.fault is None}
    needed = []
    for each in found:
        if each.is_needed and each.token not in replaced:
            needed.append(each)
        else:
            each.discard()
    return sorted(needed, key=lambda each: each.changed, reverse=True)


def _logs(folder: Path) -> Iterator[Path]:
    """Yield the logs in a folder, and take away what has lost its log."""
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return
    logs = [path for path in names if path.suffix == LOG]
    stems = {path.stem for path in logs}
    for path in names:
        if path.suffix in {BASE, LOCK} and path.stem not in stems:
            _sweep(path)
    yield from logs[:_MAX_JOURNALS]


def _sweep(path: Path) -> None:
    """Take away a file without a log, unless its process is only about to write one."""
    lock = Lock(path.with_suffix(LOCK))
    with suppress(OSError):
        if lock.acquire():
            if not path.with_suffix(LOG).exists():
                path.with_suffix(BASE).unlink(missing_ok=True)
            lock.release()
