"""Keeps the program's own folders within bounds, and to their owner.

Done once a run, beside the window. What another process uses is left alone, and nothing goes that
somebody may still want: journals of the last month hold words that are saved nowhere else.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from journeyeditor.files.locks import Lock
from journeyeditor.files.private import tighten

#: All backups of all maps: more files or bytes than this and those not written for longest go.
MAX_BACKUPS = 2000
MAX_BACKUP_BYTES = 1 << 30
#: Seconds for which journals that were not recovered or discarded are kept in any case.
MAX_JOURNALS = 200
MAX_JOURNAL_BYTES = 1 << 30
RETIRED_JOURNAL_S = 30 * 86_400
#: A lock file of a process that ended without tidying up goes after this (s).
STALE_LOCK_S = 86_400

log = logging.getLogger(__name__)


class _Group(NamedTuple):
    """Files that belong together, their size, and when one of them was last written."""

    files: tuple[Path, ...]
    size: int
    written: float


def tidy(folder: Path, *, backups: Path, journals: Iterable[Path], locks: Path) -> None:
    try:
        for path in _walk(folder):
            tighten(path)
        _tidy_backups(backups)
        for each in journals:
            _tidy_journals(each)
        _tidy_locks(locks)
    except OSError as error:
        log.warning("%s could not be tidied: %s", folder, error)


def _tidy_backups(folder: Path) -> None:
    groups = [_group([path]) for path in _walk(folder) if path.is_file()]
    for each in _surplus(groups, MAX_BACKUPS, MAX_BACKUP_BYTES):
        each.files[0].unlink(missing_ok=True)
    for home in _entries(folder):
        with suppress(OSError):
            home.rmdir()


def _tidy_journals(folder: Path) -> None:
    """Delete old journals beyond the bounds, unless a process has them open."""
    stems = {path.with_suffix("") for path in _entries(folder) if path.suffix == ".jsonl"}
    groups = [_group(sorted(folder.glob(f"{stem.name}.*"))) for stem in stems]
    for each in _surplus(groups, MAX_JOURNALS, MAX_JOURNAL_BYTES):
        if time.time() - each.written < RETIRED_JOURNAL_S:
            break
        lock = Lock(each.files[0].with_suffix(".lock"))
        if lock.acquire():
            for path in each.files:
                path.unlink(missing_ok=True)
            lock.release()


def _tidy_locks(folder: Path) -> None:
    for path in _entries(folder):
        if time.time() - path.stat().st_mtime < STALE_LOCK_S:
            continue
        lock = Lock(path)
        if lock.acquire():
            lock.release()


def _surplus(groups: Iterable[_Group], most: int, max_bytes: int) -> Iterator[_Group]:
    ordered = sorted(groups, key=lambda group: group.written)
    count, size = len(ordered), sum(group.size for group in ordered)
    for group in ordered[:-1]:
        if count <= most and size <= max_bytes:
            return
        count, size = count - 1, size - group.size
        yield group


def _group(files: Iterable[Path]) -> _Group:
    statuses = {path: path.lstat() for path in files}
    size = sum(status.st_size for status in statuses.values())
    return _Group(tuple(statuses), size, max(map(_written, statuses.values())))


def _written(status: os.stat_result) -> float:
    """When a file was last written; a backup has the time of what it is a copy of."""
    return max(status.st_mtime, status.st_ctime)


def _walk(folder: Path) -> Iterator[Path]:
    for name, folders, files in os.walk(folder):
        path = Path(name)
        yield path
        yield from (path / each for each in (*folders, *files) if not (path / each).is_symlink())


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in sorted(folder.iterdir()) if not path.is_symlink()]
    except OSError:
        return []
