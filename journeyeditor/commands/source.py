"""Files around a command: text of any origin read with suspicion, old files kept, names compared."""

from __future__ import annotations

import codecs
import itertools
import os
import sys
from pathlib import Path

from journeyeditor.commands import Refusal

STANDARD_INPUT = "-"
#: More than any diagram; an endless pipe or a film is noticed before the memory is full.
MAX_BYTES = 16 * 1024 * 1024

#: The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: str) -> str:
    """Return a file's text, or that of standard input for "-"; raises Refusal."""
    data = read_bytes(path, MAX_BYTES)
    name = "standard input" if path == STANDARD_INPUT else path
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        words = encoding.removesuffix("-sig").upper()
        raise Refusal(f"{name}: is not {words} text (line {line}); save it as UTF-8") from error
    if "\0" in text:
        raise Refusal(f"{name}: is not UTF-8 text (it holds zero bytes); save it as UTF-8")
    return text


def read_bytes(path: str, most: int) -> bytes:
    """Return a file's bytes, or those of standard input for "-"; raises Refusal."""
    name = "standard input" if path == STANDARD_INPUT else path
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise Refusal("standard input: is closed; lead a diagram into it")
            data = sys.stdin.buffer.read(most + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(most + 1)
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); check the name and your rights"
        raise Refusal(f"{name}: {reason}") from error
    if len(data) > most:
        raise Refusal(f"{name}: is larger than {most // 1024 // 1024} MiB; name another file")
    return data


def same_file(one: str | Path, other: str | Path) -> bool:
    """Tell whether two names lead to one file, through links too."""
    return identity(one) == identity(other)


def identity(path: str | Path) -> object:
    """Return what two names of one file have in common, whether it is there yet or not."""
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
        reason = f"cannot be kept beside the new one ({error.strerror}); write to another name"
        raise Refusal(f"{path}: the file that stands here {reason}") from error
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
