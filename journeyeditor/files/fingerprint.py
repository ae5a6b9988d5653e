"""Whether a file on disk is still the one that was read or written: asked before it is replaced."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from journeyeditor.files.errors import FileError
from journeyeditor.files.system_paths import system_path
from journeyeditor.i18n import N_

#: The coarsest clock of a file system: FAT's, on sticks. Within it a file can change twice and
#: bear one time (s).
_TICK_S = 2.0


class StaleError(FileError):
    """A map that another program changed since it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            str(path),
            N_("was changed on disk by another program"),
            N_("keep your version, use the one on disk, or save a copy"),
        )
        self.path = path


class MissingError(FileError):
    """A map that is no longer where it was read or written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            str(path),
            N_("was moved or deleted, or its disk was removed"),
            N_("save it there again, or elsewhere"),
        )
        self.path = path


class Fingerprint:
    """The bytes of a file as they are known, and whether they are still in the file.

    Bytes are read only where the marks of the disk (size, times, place) do not prove that they
    need not be: marks that were seen with these bytes, and seen again after more than a tick of
    the file system's clock. What the clock on the wall says does not matter.
    """

    def __init__(self, sha256: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.sha256 = sha256
        self._clock = clock
        self._marks: tuple[int, ...] | None = None
        self._since = 0.0
        self._is_proven = False

    def is_missing(self, path: Path) -> bool:
        """Whether the file is gone or cannot be reached."""
        return not os.path.exists(system_path(path))

    def is_stale(self, path: Path) -> bool:
        """Whether the file has other content; a missing file has not."""
        marks = marks_of(path)
        if marks is None or (self._is_proven and marks == self._marks):
            return False
        digest = digest_of(path)
        if digest is None or digest != self.sha256:
            return digest is not None
        now = self._clock()
        if marks == self._marks:
            self._is_proven = now - self._since > _TICK_S
        else:
            self._marks, self._since, self._is_proven = marks, now, False
        return False


def fingerprint(data: bytes) -> Fingerprint:
    return Fingerprint(hashlib.sha256(data).hexdigest())


def marks_of(path: Path) -> tuple[int, ...] | None:
    """Size, times and place on the disk; None if there is no regular file."""
    try:
        place = system_path(path)
        if not place.is_file():
            return None
        status = place.stat()
    except (OSError, ValueError):
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file, None if it cannot be read."""
    try:
        with system_path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
