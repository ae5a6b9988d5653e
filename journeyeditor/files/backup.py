"""What a save replaces is kept: the original of an older version, and the last few saves.

The original stands beside the map, as it is the last of its version. The numbered saves stand in a
folder of the program's own: beside the map they would fill the user's folder, and would be sent
to clients along with it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from journeyeditor.files import document
from journeyeditor.files.atomic import write_atomically, write_private
from journeyeditor.files.document import suffix_of
from journeyeditor.files.errors import FileError
from journeyeditor.files.locks import key_of
from journeyeditor.files.private import private_folder
from journeyeditor.files.reader.syntax import parse
from journeyeditor.files.system_paths import system_path

#: The head of a file as we write it, so that most files need not be read to the end.
_CALM_HEAD = re.compile(rb'\{\s*"format":\s*"journey-map",\s*"version":\s*(\d{1,9})\s*,')


def keep_original(path: Path) -> Path | None:
    """Copy a map of an older version that is about to be replaced; return the copy beside it.

    The copy is NAME.v1.journey.json for version 1, and so on; one that is there already is left
    alone, as it is nearer to the original. Nothing is done while there is only one version.
    """
    if document.VERSION == 1:
        return None
    try:
        data = system_path(path).read_bytes()
    except OSError:
        return None
    version = _version(data)
    if version is None or version >= document.VERSION:
        return None
    stem, ending = _parts(path)
    copy = path.with_name(f"{stem}.v{version}{ending}")
    if not copy.exists():
        write_atomically(copy, data)
    return copy


#: How many backups are kept by default.
MAX_BACKUPS = 5
#: Characters of a map's name in those of its backups.
_MAX_STEM = 40


def keep_numbered(
    path: Path, folder: Path, data: bytes | None = None, most: int = MAX_BACKUPS
) -> Path | None:
    """Keep the file at a path, or other bytes of that map, as its newest backup.

    Backups keep the time of what they are of. They are numbered upwards (NAME.7.journey.json),
    and the oldest beyond `most` go. Returns the backup; None when there is nothing to keep, or it
    is kept already. Raises OSError and FileError.
    """
    if most < 1:
        return None
    written: tuple[int, int] | None = None
    if data is None:
        place = system_path(path)
        if not place.is_file():
            return None
        data, marks = place.read_bytes(), place.stat()
        written = (marks.st_atime_ns, marks.st_mtime_ns)
    backups = numbered(path, folder)
    if backups and backups[0].read_bytes() == data:
        return None
    home = private_folder(folder.parent, folder.name, _home(path, folder).name)
    stem, ending = _parts(path)
    newest = _number(backups[0], ending) if backups else 0
    backup = home / f"{stem[:_MAX_STEM]}.{newest + 1}{ending}"
    write_private(backup, data)
    if written is not None:
        os.utime(backup, ns=written)  # people know a version by its time
    for old in backups[most - 1 :]:
        with suppress(OSError):
            old.unlink()
    return backup


def numbered(path: Path, folder: Path) -> Sequence[Path]:
    _, ending = _parts(path)
    home = _home(path, folder)
    try:
        if home.is_symlink():
            return []
        numbers = {file: _number(file, ending) for file in home.iterdir() if not file.is_symlink()}
    except OSError:
        return []
    return sorted((file for file in numbers if numbers[file]), key=numbers.__getitem__)[::-1]


def _home(path: Path, folder: Path) -> Path:
    return folder / f"{_parts(path)[0][:_MAX_STEM]}-{key_of(path)}"


def _parts(path: Path) -> tuple[str, str]:
    """The name of a map without its suffix, and the suffix."""
    ending = suffix_of(path.name) or path.suffix
    return path.name.removesuffix(ending), ending


def _number(backup: Path, ending: str) -> int:
    digits = backup.name.removesuffix(ending).rpartition(".")[2]
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def _version(data: bytes) -> int | None:
    """The version of a journey map, None if it is none."""
    if match := _CALM_HEAD.match(data):
        return int(match[1])
    try:
        values = parse(data, "")
    except FileError:
        return None
    if not isinstance(values, dict) or values.get("format") != document.FORMAT:
        return None
    version = values.get("version")
    return version if type(version) is int else None
