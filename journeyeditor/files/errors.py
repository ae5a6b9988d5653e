"""Why a file cannot be read or written: one sentence with the file, the place and the advice."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

#: No name or value takes more of a sentence than this many characters.
_LONGEST = 60


class FileError(Exception):
    """A problem with a file; `str()` is the sentence for the user."""

    def __init__(self, name: str, fault: str, advice: str) -> None:
        """Make the sentence `name: fault; advice`, on one line whatever the file holds."""
        super().__init__(f"{printable(name)}: {printable(fault)}; {printable(advice)}")
        self.name = name
        self.fault = fault
        self.advice = advice


class Cause(Enum):
    """Why something could not be written, as far as it decides what a person can do about it."""

    FULL = "full"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    NO_FOLDER = "no folder"
    LONG_NAME = "long name"
    TOO_LARGE = "too large"
    DEVICE = "device"


_CAUSES = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EACCES: Cause.FORBIDDEN,
    errno.EPERM: Cause.FORBIDDEN,
    errno.EROFS: Cause.FORBIDDEN,
    errno.ENOENT: Cause.MISSING,
    errno.ENOTDIR: Cause.NO_FOLDER,
    errno.ENAMETOOLONG: Cause.LONG_NAME,
    errno.EFBIG: Cause.TOO_LARGE,
}
_ADVICE = {
    Cause.FULL: "free up disk space or save elsewhere",
    Cause.FORBIDDEN: "save it where you have write permission",
    Cause.MISSING: "create the folder first or save elsewhere",
    Cause.NO_FOLDER: "choose an existing folder",
    Cause.LONG_NAME: "choose a shorter name",
    Cause.TOO_LARGE: "save on another disk",
    Cause.DEVICE: "save elsewhere",
}


class WriteError(FileError):
    """A file that could not be written, for a `reason` in the system's words."""

    def __init__(self, name: str, error: OSError) -> None:
        self.reason = reason_of(error)
        self.cause = cause_of(error)
        fault = f"could not be written ({self.reason})"
        super().__init__(name, fault, _ADVICE[self.cause])


class JournalError(FileError):
    """A journal that cannot be written, for a `reason` in the system's words."""

    def __init__(self, reason: str, cause: Cause = Cause.DEVICE) -> None:
        fault = (
            f"could not be written ({reason}), so unsaved changes are not protected against a crash"
        )
        super().__init__("the journal", fault, "save now and free up disk space")
        self.reason = reason
        self.cause = cause


def cause_of(error: OSError) -> Cause:
    return _CAUSES.get(error.errno or 0, Cause.DEVICE)


def reason_of(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


def place(row: Mapping[str, Any], part: str, number: int | None = None) -> str:
    """Describe a "node" or "edge" by its kind, title and id, or else by its number."""
    kind, title, id_ = row.get("kind"), row.get("title"), row.get("id" if part == "node" else "key")
    words = short(kind.replace("_", " ")) if isinstance(kind, str) and kind else part
    if part == "edge":
        words = f"relation {words}" if words != part else "relation"
    if isinstance(title, str) and title:
        words = f"{words} “{short(title)}”"
    if isinstance(id_, str) and id_:
        return f"{words} ({short(id_)})"
    return words if number is None else f"{words} (number {number + 1} of the {part}s)"


def place_of(path: Iterable[str | int], values: object) -> str:
    """Describe a place in the values of a whole file."""
    keys = list(path)
    part = keys[0] if keys else ""
    if part in ("nodes", "edges") and len(keys) > 1 and isinstance(keys[1], int):
        row = values[part][keys[1]]  # type: ignore[index]
        if isinstance(row, dict):
            return _with_field(place(row, str(part)[:-1], keys[1]), keys[2:])
    if part == "graph":
        return _with_field("the map", keys[1:])
    return _with_field("the top", keys) if keys else "the file"


def field_words(path: Iterable[str | int]) -> str:
    """The name of a field and of what is in it: brand.colour, goals (entry 2)."""
    keys = list(path)
    names = ".".join(short(key) for key in keys if isinstance(key, str))
    entries = ", ".join(str(key + 1) for key in keys if isinstance(key, int))
    return f"{names} (entry {entries})" if entries else names


def short(text: str) -> str:
    words = printable(" ".join(text.split()))
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _with_field(where: str, keys: list[str | int]) -> str:
    return f"{where}: {field_words(keys)}" if keys else where
