"""Files around a command: names compared, and old files kept when new ones take their place."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from journeyeditor.cli.errors import Refusal


def same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two names lead to one file, through links too."""
    return identity(one) == identity(other)


def identity(path: str | Path) -> object:
    """What two names of one file have in common, whether it is there yet or not."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return os.path.realpath(path)
    return (found.st_dev, found.st_ino)


def keep(path: Path, data: bytes) -> Path | None:
    """Give the file at a path a second, unused name beside it before `data` takes its place.

    Returns the new name; None if there is nothing to keep. Raises Refusal.
    """
    try:
        if not os.path.isfile(path):
            return None
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return None
        old = Path(os.path.realpath(path))
        for number in itertools.count(1):
            kept = old.with_name(f"{old.name}.bak{number if number > 1 else ''}")
            try:
                _link(old, kept)
            except FileExistsError:
                continue
            return kept
    except OSError as error:
        reason = f"could not be kept as a backup ({error.strerror}); choose another name"
        raise Refusal(f"{path}: the existing file {reason}") from error
    raise AssertionError("numbers do not end")


def _link(old: Path, kept: Path) -> None:
    """Give a file a second name; raises FileExistsError rather than take another file's."""
    try:
        os.link(old, kept)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # not every file system has hard links
        import shutil

        with old.open("rb") as source, kept.open("xb") as copy:
            shutil.copyfileobj(source, copy)
