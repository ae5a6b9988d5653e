"""Finds the journals that a crash left behind, and recovers the maps in them."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from journeyeditor.files.atomic import write_atomically
from journeyeditor.files.document import MAX_BYTES
from journeyeditor.files.errors import FileError
from journeyeditor.files.fingerprint import digest_of
from journeyeditor.files.journal.format import (
    CHANGE,
    MAX_HEADER,
    ORDER,
    SAVED,
    Header,
    Scan,
    Versions,
    read_header,
    read_log,
    scan,
    sum_of,
)
from journeyeditor.files.journal.replay import MALFORMED_ERRORS, Loss, MapRows, replay
from journeyeditor.files.journal.writer import BASE, LOCK, LOG
from journeyeditor.files.locks import Lock
from journeyeditor.files.private import private_folder
from journeyeditor.files.system_paths import system_path
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph

_MAX_JOURNALS = 200


class Recovered(NamedTuple):
    """The map in a journal of `total` changes, and what of them is not in it.

    `detached` counts relations and references that were removed because a card is missing.
    """

    graph: JourneyGraph
    total: int
    losses: tuple[Loss, ...]
    detached: int

    @property
    def lost(self) -> int:
        """How many changes are missing from the map, at least in part."""
        return sum(loss.lost for loss in self.losses)

    @property
    def is_whole(self) -> bool:
        return not (self.losses or self.detached)


class RecoverableJournal:
    """A journal whose process has ended; locked until it is discarded, kept or released."""

    def __init__(self, path: Path, lock: Lock | None = None) -> None:
        """Read a log; `fault` says why nothing can be recovered."""
        self.token = path.stem
        #: Where the map was last saved, None if never, and the SHA-256 of that file.
        self.path: Path | None = None
        self.disk = ""
        self.title = ""
        #: When the log was last written.
        self.changed = datetime.fromtimestamp(0, UTC)
        self.fault: FileError | None = None
        self.header = Header("")
        #: The log; the base is beside it.
        self.file = path
        self._lock = lock
        self._versions = Versions(0, 0)
        self._scan = Scan((), ())
        self._order: list[str] = []
        self._recovered: Recovered | None = None
        try:
            self._read()
        except FileError as error:
            self.fault = error
        except OSError as error:
            reason = error.strerror or str(error)
            self.fault = FileError(
                str(path),
                Phrase(N_("cannot be read ({reason})"), reason=reason),
                N_("check the disk"),
            )

    @property
    def name(self) -> str:
        return str(self.path or self.title or "the unsaved map")

    @property
    def count(self) -> int:
        """How many changes there are, including those that cannot be read."""
        lost = sum(gap.lost for gap in self._scan.gaps)
        return sum(line.type == CHANGE for line in self._scan.lines) + lost

    @property
    def is_whole(self) -> bool:
        return not self._scan.gaps

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to recover or report."""
        return bool(self.fault or self.count or self.header.is_unsaved)

    @property
    def is_usable(self) -> bool:
        """Whether changes can be applied to a sound base."""
        try:
            self._base()
        except FileError:
            return False
        return self.fault is None

    def recovered(self) -> Recovered:
        if self.fault is not None:
            raise self.fault
        if self._recovered is None:
            base = self._base()
            try:
                rows = MapRows(base, self._versions.map, self._order, self.name)
            except MALFORMED_ERRORS:
                fault = N_("is based on an invalid map")
                raise FileError(self.name, fault, N_("use the last saved file")) from None
            replayed = replay(rows, self._scan, self._versions.journal, self.name)
            self._recovered = Recovered(
                replayed.graph, self.count, replayed.losses, replayed.detached
            )
        return self._recovered

    def discard(self) -> None:
        for suffix in (LOG, BASE):
            with suppress(OSError):
                self.file.with_suffix(suffix).unlink()
        self.release()

    def retire(self, folder: Path) -> bool:
        """Delete the files if all changes were recovered, else move them to a folder.

        For when the recovered map is on the disk. Returns whether the files are kept.
        """
        try:
            is_whole = self.recovered().is_whole
        except FileError:
            is_whole = False
        if is_whole:
            self.discard()
            return False
        base = self.file.with_suffix(BASE)
        with suppress(OSError):
            private_folder(folder.parent, folder.name)
            # First copy the base, so that the log has it beside it at any moment.
            if base.exists():
                shutil.copy(base, folder / base.name)
            self.file = self.file.replace(folder / self.file.name)
            base.unlink(missing_ok=True)
        self.release()
        return True

    def save_copy(self, path: Path, report: str) -> None:
        """Write the files and a report to a ZIP archive; raises FileError."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("report.txt", report)
            for suffix in (LOG, BASE):
                with suppress(OSError):
                    archive.write(self.file.with_suffix(suffix), f"journal{suffix}")
        write_atomically(path, buffer.getvalue())

    def release(self) -> None:
        """Unlock the files and leave them as they are."""
        if self._lock is not None:
            self._lock.release()

    def _read(self) -> None:
        """Raises FileError and OSError."""
        self.changed = datetime.fromtimestamp(self.file.stat().st_mtime, UTC)
        data = read_log(self.file)
        name = str(self.file)
        try:
            self.header, self._versions, start = read_header(data, name)
            own = data[:start]
        except FileError:
            # The base starts with the same line.
            with self.file.with_suffix(BASE).open("rb") as file:
                own = file.read(MAX_HEADER)
            self.header, self._versions, end = read_header(own, name)
            own = own[:end]
            start = 0
        self._take_origin(self.header.path, self.header.disk)
        self.title = self.header.title
        self._scan = scan(data, start, sum_of(own), self._versions.journal)
        for line in self._scan.lines:
            self._note(line.type, line.value)

    def _note(self, type_: str, value: Any) -> None:
        if type_ == SAVED and isinstance(value, dict):
            self._take_origin(value.get("path"), value.get("disk"))
        elif type_ == ORDER and isinstance(value, list):
            self._order = [id_ for id_ in value if isinstance(id_, str)]
        elif isinstance(value, dict):
            attributes = value.get("graph" if self._versions.journal > 1 else "map")
            if isinstance(attributes, dict):
                self.title = str(attributes.get("title", ""))

    def _take_origin(self, path: Any, disk: Any) -> None:
        if isinstance(path, str) and path and "\0" not in path:
            self.path = Path(path)
            self.disk = disk if isinstance(disk, str) else ""

    def _base(self) -> bytes:
        base = self.file.with_suffix(BASE)
        with suppress(OSError), base.open("rb") as file:
            data = file.read(MAX_BYTES + MAX_HEADER)
            data = data[data.find(b"\n") + 1 :]
            if hashlib.sha256(data).hexdigest() == self.header.base:
                return data
        if self.header.path and digest_of(Path(self.header.path)) == self.header.base:
            with suppress(OSError):
                return system_path(Path(self.header.path)).read_bytes()
        fault = N_("cannot be recovered: the map it is based on is damaged")
        raise FileError(self.name, fault, N_("use the last saved file or one of its backups"))


def recoverable_journals(folder: Path, retired: Path) -> list[RecoverableJournal]:
    """Lock and return the journals of ended processes that need recovery, the latest first.

    A journal that another continues is deleted, or moved to the folder `kept` if it is damaged.
    """
    journals = []
    for path in _logs(folder):
        lock = Lock(path.with_suffix(LOCK))
        try:
            if not lock.acquire():
                continue
        except OSError:
            continue
        if path.exists():
            journals.append(RecoverableJournal(path, lock))
        else:
            lock.release()
    replaced = {
        each.header.replaces for each in journals if each.header.replaces and each.is_usable
    }
    needed = []
    for each in journals:
        if each.token in replaced:
            each.retire(retired)
        elif each.is_needed:
            needed.append(each)
        else:
            each.discard()
    return sorted(needed, key=lambda each: each.changed, reverse=True)


def retired_journals(folder: Path) -> list[RecoverableJournal]:
    journals = [RecoverableJournal(path) for path in sorted(folder.glob(f"*{LOG}"))[:_MAX_JOURNALS]]
    return sorted(journals, key=lambda each: each.changed, reverse=True)


def _logs(folder: Path) -> Iterator[Path]:
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return
    # A symbolic link is not ours: what it leads to is not read.
    logs = [path for path in names if path.suffix == LOG and not path.is_symlink()]
    stems = {path.stem for path in logs}
    for path in names:
        if path.suffix in {BASE, LOCK} and path.stem not in stems:
            _delete_orphan(path)
    yield from logs[:_MAX_JOURNALS]


def _delete_orphan(path: Path) -> None:
    """Delete a file without a log, unless a process is about to write the log."""
    lock = Lock(path.with_suffix(LOCK))
    with suppress(OSError):
        if lock.acquire():
            if not path.with_suffix(LOG).exists():
                path.with_suffix(BASE).unlink(missing_ok=True)
            lock.release()
