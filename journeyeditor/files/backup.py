"""Keeping the original when a map of an older version is saved as today's for the first time."""

from __future__ import annotations

import re
from pathlib import Path

from journeyeditor.files import document
from journeyeditor.files.atomic import write_atomically
from journeyeditor.files.document import SUFFIX
from journeyeditor.files.errors import FileError
from journeyeditor.files.syntax import parse

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
        data = path.read_bytes()
    except OSError:
        return None
    version = _version(data)
    if version is None or version >= document.VERSION:
        return None
    ending = SUFFIX if path.name.endswith(SUFFIX) else path.suffix
    copy = path.with_name(f"{path.name.removesuffix(ending)}.v{version}{ending}")
    if not copy.exists():
        write_atomically(copy, data)
    return copy


def _version(data: bytes) -> int | None:
    """Return the version of a journey map, None when it is none."""
    if head := _CALM_HEAD.match(data):
        return int(head[1])
    try:
        values = parse(data, "")
    except FileError:
        return None
    if not isinstance(values, dict) or values.get("format") != document.FORMAT:
        return None
    version = values.get("version")
    return version if type(version) is int else None
