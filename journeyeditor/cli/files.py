"""Files of a command: comparing paths, making folders, and backing up files before they are replaced."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from journeyeditor.cli.errors import CommandError


def same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two paths lead to one file, also through links."""
    return identity(one) == identity(other)


def identity(path: str | Path) -> object:
    """A key that is equal for all paths to one file, whether it exists or not."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return os.path.realpath(path)
    return (status.st_dev, status.st_ino)


def make_folder(path: Path) -> None:
    """Create a folder before its first file is written; raises CommandError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"the folder could not be created ({error.strerror}); choose another"
        raise CommandError(f"{path}: {reason}") from error


def keep_old_file(path: Path, data: bytes) -> Path | None:
    """Link the file at a path to an unused name beside it, before `data` replaces it.

    Returns the new path; None if there is nothing to keep. Raises CommandError.
    """
    try:
        if not os.path.isfile(path):
            return None
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return None
        old = Path(os.path.realpath(path))
        for number in itertools.count(1):
            backup = old.with_name(f"{old.name}.bak{number if number > 1 else ''}")
            try:
                _link(old, backup)
            except FileExistsError:
                continue
            return backup
    except OSError as error:
        reason = f"could not be kept as a backup ({error.strerror}); choose another name"
        raise CommandError(f"{path}: the existing file {reason}") from error
    raise AssertionError("numbers do not end")


def _link(old: Path, backup: Path) -> None:
    """Give a file a second name; raises FileExistsError instead of replacing a file."""
    try:
        os.link(old, backup)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # not every file system has hard links
        import shutil

        with old.open("rb") as source, backup.open("xb") as copy:
            shutil.copyfileobj(source, copy)
