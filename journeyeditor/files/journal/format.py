"""The lines of a journal: JSON arrays `[checksum, number, type, value]`, each trusted by itself.

The checksum begins with that of the header, which holds a random token. So a line that is torn,
changed, or another journal's is recognised and costs only itself, and the numbers tell which lines
are missing. In version 1 a line had no type, and its checksum began with that of the line before.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from journeyeditor.files import document
from journeyeditor.files.errors import FileError
from journeyeditor.files.syntax import parse

FORMAT = "journey-journal"
VERSION = 2

#: What a line is: a change of the map, where the map was saved, the order of its elements.
CHANGE, SAVED, ORDER = TYPES = ("change", "saved", "order")

MAX_HEADER = 64 * 1024
MAX_LOG = 256 * 1024 * 1024
_MAX_WORDS = 4096
#: Bytes kept of what stands in the place of lost lines, and lines looked for behind foreign bytes.
_MAX_EXCERPT = 64 * 1024
_MAX_STARTS = 8

_START = re.compile(rb'\["[0-9a-f]{8}",')

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Header(NamedTuple):
    """The first line: which map it is, and what its changes begin from.

    `path` is where the map was last saved ("": never), `disk` the SHA-256 of that file, `base`
    the SHA-256 of the map the changes begin from, `is_unsaved` whether that map stands nowhere
    else, and `replaces` the token of the journal that this one continues.
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


class Versions(NamedTuple):
    """The versions of a journal and of the map whose changes it holds."""

    journal: int
    map: int


class Line(NamedTuple):
    """A line that can be trusted."""

    number: int
    type: str
    value: Any


class Gap(NamedTuple):
    """Lines that are lost: the number of the first, how many, and what stands in their place."""

    number: int
    lost: int
    excerpt: bytes


class Scan(NamedTuple):
    """What is in a journal: lines by number, each once, and the gaps between and behind them."""

    lines: tuple[Line, ...]
    gaps: tuple[Gap, ...]


def header_line(header: Header) -> bytes:
    """Return the first line; it has no type and its checksum begins with nothing."""
    values = {
        name: value[:_MAX_WORDS] if isinstance(value, str) else value
        for name, value in header._asdict().items()
    }
    about = {"format": FORMAT, "version": VERSION, "map_version": document.VERSION}
    return _summed(f",0,{_encode({**about, **values})}]\n", 0)


def line_of(type_: str, value: Any, number: int, seed: int) -> bytes:
    """Return a line; `seed` is the checksum of the header."""
    return _summed(f',{number},"{type_}",{_encode(value)}]\n', seed)


def sum_of(line: bytes) -> int:
    """Return the checksum that a line states."""
    return int(line[2:10], 16)


def read_header(data: bytes, name: str) -> tuple[Header, Versions, int]:
    """Return the header of a journal or of its base, and where it ends.

    Raises FileError when it is damaged or not ours.
    """
    end = data.find(b"\n", 0, MAX_HEADER) + 1
    found = _trusted(data[:end], 0)
    value = found[1] if found is not None and len(found) == 2 and found[0] == 0 else None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise FileError(name, "is damaged at the start", "use the last saved file")
    versions = _versions(value, name)
    header = Header("")._asdict()
    for key, default in header.items():
        if type(value.get(key)) is not type(default) or len(str(value[key])) > _MAX_WORDS:
            raise FileError(name, f"has no valid {key}", "use the last saved file")
        header[key] = value[key]
    return Header(**header), versions, end


def read_log(path: Path) -> bytes:
    """Return the bytes of a journal, at most as many as are ever written; raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_LOG)


def scan(data: bytes, start: int, seed: int, version: int) -> Scan:
    """Return what can be trusted behind the header; `seed` is the checksum of the header."""
    lines: dict[int, Line] = {}
    #: What could not be read behind the line of a number, 0 for the header.
    damage: dict[int, bytes] = {}
    last, tail = 0, b""
    for piece, line in _pieces(data, start, seed, version):
        if line is None:
            tail = (tail + piece)[:_MAX_EXCERPT]
        else:
            damage[last], tail = damage.get(last, b"") + tail, b""
            lines.setdefault(line.number, line)
            last = line.number
    ordered = tuple(lines[number] for number in sorted(lines))
    gaps = list(_gaps(ordered, damage))
    if tail:
        number = ordered[-1].number + 1 if ordered else 1
        gaps.append(Gap(number, max(1, len(_START.findall(tail))), tail))
    return Scan(ordered, tuple(gaps))


def _summed(body: str, seed: int) -> bytes:
    """Return a line of all behind its checksum.

    Half a character cannot be written in UTF-8 and is replaced: all else of the line counts more.
    """
    data = body.encode("utf-8", "replace")
    return b'["%08x"' % zlib.crc32(data, seed) + data


def _versions(value: dict[str, Any], name: str) -> Versions:
    """Return the versions in a header; raises FileError when they cannot be read by this program."""
    version, map_version = value.get("version"), value.get("map_version")
    if type(version) is not int or type(map_version) is not int or min(version, map_version) < 1:
        raise FileError(name, "has no version", "use the last saved file")
    if version > VERSION or map_version > document.VERSION:
        fault = "was written by a newer version of Journey Editor"
        raise FileError(name, fault, "install a newer version of Journey Editor")
    return Versions(version, map_version)


def _pieces(
    data: bytes, start: int, seed: int, version: int
) -> Iterator[tuple[bytes, Line | None]]:
    """Yield the pieces that end with a line break, each with the line that is in it, if any."""
    seeds = [seed]
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        piece = data[start:end]
        start = end
        place, line = -1, None
        for at in _starts(piece):
            line = _line(piece[at:], seeds, version)
            if line is not None or place < 0:
                place = at
            if line is not None:
                break
        if version == 1 and place >= 0:
            # The checksum of a damaged line still tells whether the next one is sound.
            seeds = [sum_of(piece[place:]), *([] if line else seeds[-1:])]
        yield piece, line


def _starts(piece: bytes) -> Iterator[int]:
    """Yield where a line may begin: first of all at the beginning, then behind foreign bytes."""
    if _START.match(piece):
        yield 0
    found = deque((match.start() for match in _START.finditer(piece, 1)), _MAX_STARTS)
    yield from reversed(found)


def _line(data: bytes, seeds: Iterable[int], version: int) -> Line | None:
    """Return the line, None if it cannot be trusted."""
    found = next((found for seed in seeds if (found := _trusted(data, seed))), None)
    if found is None:
        return None
    number, *rest = found
    if version == 1 and len(rest) == 1 and type(rest[0]) is dict:
        return Line(number, *_typed(rest[0]))
    if version > 1 and len(rest) == 2 and rest[0] in TYPES:
        return Line(number, *rest)
    return None


def _typed(value: dict[str, Any]) -> tuple[str, Any]:
    """Return the type of a line of version 1, which followed from its only key."""
    for type_ in (SAVED, ORDER):
        if set(value) == {type_}:
            return type_, value[type_]
    return CHANGE, value


def _trusted(data: bytes, seed: int) -> list[Any] | None:
    """Return what stands behind the checksum of a line, None unless it is right."""
    if data[:11] != b'["%08x"' % zlib.crc32(data[11:], seed):
        return None
    try:
        values = parse(data, "")
    except FileError:
        return None
    is_numbered = type(values) is list and len(values) > 2 and type(values[1]) is int
    return values[1:] if is_numbered else None


def _gaps(lines: tuple[Line, ...], damage: dict[int, bytes]) -> Iterator[Gap]:
    """Yield what is missing between the numbers of the lines."""
    before = 0
    for line in lines:
        if line.number > before + 1:
            yield Gap(before + 1, line.number - before - 1, damage.get(before, b""))
        before = line.number
