"""Whether a file on disk is still the one that was read or written: asked before it is replaced."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from journeyeditor.files.errors import FileError


class StaleError(FileError):
    """A map that somebody else has written since it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            str(path),
            "was changed on disk by somebody else",
            "keep yours, take theirs, or save a copy",
        )
        self.path = path


class Fingerprint(NamedTuple):
    """What a file was: a digest of its bytes, and marks of the disk that are quicker to compare."""

    sha256: str
    marks: tuple[int, ...] = ()

    def is_stale(self, path: Path) -> bool:
        """Tell whether a file holds other bytes than these; one that is gone does not.

        The bytes are read only when size, time or place on the disk say that they may differ.
        """
        there = marks_of(path)
        if there is None or there == self.marks:
            return False
        found = digest_of(path)
        return found is not None and found != self.sha256


def fingerprint(data: bytes, path: Path | None = None) -> Fingerprint:
    """Return the fingerprint of bytes, and of the file that holds them if there is one."""
    marks = marks_of(path) if path else None
    return Fingerprint(hashlib.sha256(data).hexdigest(), marks or ())


def marks_of(path: Path) -> tuple[int, ...] | None:
    """Return size, times and place on the disk; None for what is no plain file that is there."""
    try:
        if not path.is_file():
            return None
        found = path.stat()
    except (OSError, ValueError):
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a file, None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
