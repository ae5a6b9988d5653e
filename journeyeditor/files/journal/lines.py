"""Lines of a journal: JSON, numbered, each with a checksum that goes on from the line before.

So a line that was torn, changed, moved or taken from another journal is known, and with it where
the part ends that can be trusted.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from journeyeditor.files import document
from journeyeditor.files.errors import FileError
from journeyeditor.files.syntax import parse

FORMAT = "journey-journal"
VERSION = 1

MAX_HEAD = 64 * 1024
MAX_LOG = 256 * 1024 * 1024
MAX_LINES = 2_000_000
_MAX_WORDS = 4096

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Head(NamedTuple):
    """The first line: which map it is, and what its changes begin from.

    `path` is where the map was last saved ("": never), `disk` the SHA-256 of that file, `base`
    the SHA-256 of the map the changes begin from, `is_unsaved` whether that map stands nowhere
    else, and `replaces` the journal whose place this one takes.
    """

    token: str
    path: str = ""
    title: str = ""
    disk: str = ""
    base: str = ""
    is_unsaved: bool = False
    replaces: str = ""
    created: str = ""
    pid: int = 0


class Line(NamedTuple):
    """A line that can be trusted: what it says, and where the next one begins."""

    value: dict[str, Any]
    end: int


def head_line(head: Head) -> bytes:
    """Return the first line."""
    return line_of(
        {
            "format": FORMAT,
            "version": VERSION,
            "map_version": document.VERSION,
            **{
                name: value[:_MAX_WORDS] if isinstance(value, str) else value
                for name, value in head._asdict().items()
            },
        },
        0,
        0,
    )


def line_of(value: dict[str, Any], number: int, seed: int) -> bytes:
    """Return a line; `seed` is the checksum of the one before.

    Half a character cannot be written in UTF-8 and is replaced: all else of the line counts more.
    """
    body = f",{number},{_encode(value)}]\n".encode("utf-8", "replace")
    return b'["%08x"' % zlib.crc32(body, seed) + body


def sum_of(line: bytes) -> int:
    """Return the checksum of a line of ours."""
    return int(line[2:10], 16)


def read_head(data: bytes, name: str) -> tuple[Head, int, int]:
    """Return the head of a journal or of its base, its map version, and where it ends.

    Raises FileError when it is damaged or none of ours.
    """
    end = data.find(b"\n", 0, MAX_HEAD) + 1
    value = _trusted(data[:end], 0, 0)
    if value is None or value.get("format") != FORMAT:
        raise FileError(name, "is damaged at the start", "use the last saved file")
    version, map_version = value.get("version"), value.get("map_version")
    if type(version) is not int or type(map_version) is not int or map_version < 1:
        raise FileError(name, "has no version", "use the last saved file")
    if version > VERSION or map_version > document.VERSION:
        fault = "was written by a newer version of Journey Editor"
        raise FileError(name, fault, "install a newer version of Journey Editor")
    head = Head("")._asdict()
    for key, default in head.items():
        if type(value.get(key)) is not type(default) or len(str(value[key])) > _MAX_WORDS:
            raise FileError(name, f"has no valid {key}", "use the last saved file")
        head[key] = value[key]
    return Head(**head), map_version, end


def lines(data: bytes, start: int, seed: int) -> Iterator[Line]:
    """Yield the lines behind the head, up to the first one that cannot be trusted."""
    for number in range(1, MAX_LINES):
        end = data.find(b"\n", start) + 1
        line = data[start:end]
        value = _trusted(line, number, seed)
        if value is None:
            return
        yield Line(value, end)
        start, seed = end, sum_of(line)


def read_log(path: Path) -> bytes:
    """Return the bytes of a journal, at most as many as are ever written; raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_LOG)


def _trusted(line: bytes, number: int, seed: int) -> dict[str, Any] | None:
    """Return what a line says, None unless checksum and number are right."""
    if line[:11] != b'["%08x"' % zlib.crc32(line[11:], seed):
        return None
    try:
        _, found, value = parse(line, "")
    except (FileError, TypeError, ValueError):
        return None
    return value if found == number and type(value) is dict else None
