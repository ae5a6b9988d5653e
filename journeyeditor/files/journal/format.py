"""The lines of a journal: JSON arrays `[checksum, number, type, value]`, each trusted by itself.

The checksum is seeded with that of the header, which includes a random token. A torn or changed
line, or one of another journal, is therefore recognised and costs only itself, and the numbers show
which lines are missing. In version 1 lines had no type, and each seeded the checksum of the next.

A change is written as rows of the map's file, so that journals of older versions are brought up to
date by the same migrations as files.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from journeyeditor.files import document
from journeyeditor.files.errors import FileError
from journeyeditor.files.reader.syntax import parse
from journeyeditor.files.writer import row_of
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import MAP_ID, Change, Record
from journeyeditor.vocabulary import MapInfo

FORMAT = "journey-journal"
VERSION = 2

#: Types of lines: a change, where the map was saved, the order in which elements were added.
CHANGE, SAVED, ORDER = TYPES = ("change", "saved", "order")

MAX_HEADER = 64 * 1024
MAX_LOG = 256 * 1024 * 1024
_MAX_WORDS = 4096
#: Bytes kept of what is in the place of lost lines; places tried to find a line behind foreign bytes.
_MAX_EXCERPT = 64 * 1024
_MAX_STARTS = 8

_START = re.compile(rb'\["[0-9a-f]{8}",')

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Header(NamedTuple):
    """The first line: which map it is, and what its changes are based on.

    `path` is where the map was last saved ("" if never), `disk` the SHA-256 of that file, `base`
    the SHA-256 of the map that changes are based on, `is_unsaved` whether no other file holds that
    map, and `replaces` the token of the journal that this one continues.
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
    """The version of a journal, and of the map format of its changes."""

    journal: int
    map: int


class Line(NamedTuple):
    """A line that can be trusted."""

    number: int
    type: str
    value: Any


class Gap(NamedTuple):
    """Lost lines: the number of the first, how many, and the bytes in their place."""

    number: int
    lost: int
    excerpt: bytes


class Scan(NamedTuple):
    """The lines of a journal by number, each once, and the gaps between and after them."""

    lines: tuple[Line, ...]
    gaps: tuple[Gap, ...]


def header_line(header: Header) -> bytes:
    """Return the first line, which has no type and an unseeded checksum."""
    values = {
        name: value[:_MAX_WORDS] if isinstance(value, str) else value
        for name, value in header._asdict().items()
    }
    about = {"format": FORMAT, "version": VERSION, "map_version": document.VERSION}
    return _summed(f",0,{_encode({**about, **values})}]\n", 0)


def line_of(type_: str, value: Any, number: int, seed: int) -> bytes:
    """`seed` is the checksum of the header."""
    return _summed(f',{number},"{type_}",{_encode(value)}]\n', seed)


def sum_of(line: bytes) -> int:
    return int(line[2:10], 16)


def read_header(data: bytes, name: str) -> tuple[Header, Versions, int]:
    """Return the header at the start of a log or a base, and where it ends; raises FileError."""
    end = data.find(b"\n", 0, MAX_HEADER) + 1
    entries = _trusted(data[:end], 0)
    value = entries[1] if entries is not None and len(entries) == 2 and entries[0] == 0 else None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise FileError(name, N_("is damaged at the start"), N_("use the last saved file"))
    versions = _versions(value, name)
    header = Header("")._asdict()
    for key, default in header.items():
        if type(value.get(key)) is not type(default) or len(str(value[key])) > _MAX_WORDS:
            raise FileError(
                name, Phrase(N_("has no valid {key}"), key=key), N_("use the last saved file")
            )
        header[key] = value[key]
    return Header(**header), versions, end


def read_log(path: Path) -> bytes:
    """Return at most as many bytes as a log may have; raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_LOG)


def scan(data: bytes, start: int, seed: int, version: int) -> Scan:
    """Read all that can be trusted after the header; `seed` is the checksum of the header."""
    lines: dict[int, Line] = {}
    # What could not be read after the line of each number, 0 for the header.
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
    """Put the checksum in front of the rest of a line.

    Lone surrogates cannot be encoded and are replaced: better than to lose the line.
    """
    data = body.encode("utf-8", "replace")
    return b'["%08x"' % zlib.crc32(data, seed) + data


def _versions(value: dict[str, Any], name: str) -> Versions:
    """Return the versions in a header; raises FileError if this program cannot read them."""
    version, map_version = value.get("version"), value.get("map_version")
    if type(version) is not int or type(map_version) is not int or min(version, map_version) < 1:
        raise FileError(name, N_("has no version"), N_("use the last saved file"))
    if version > VERSION or map_version > document.VERSION:
        fault = N_("was written by a newer version of Journey Editor")
        raise FileError(name, fault, N_("install a newer version of Journey Editor"))
    return Versions(version, map_version)


def _pieces(
    data: bytes, start: int, seed: int, version: int
) -> Iterator[tuple[bytes, Line | None]]:
    """Yield what is between line breaks, each with the line in it, if there is a sound one."""
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
            # Even the checksum of a damaged line shows whether the next one is sound.
            seeds = [sum_of(piece[place:]), *([] if line else seeds[-1:])]
        yield piece, line


def _starts(piece: bytes) -> Iterator[int]:
    """Yield where a line may start: at the very start, else after foreign bytes."""
    if _START.match(piece):
        yield 0
    starts = deque((match.start() for match in _START.finditer(piece, 1)), _MAX_STARTS)
    yield from reversed(starts)


def _line(data: bytes, seeds: Iterable[int], version: int) -> Line | None:
    entries = next((entries for seed in seeds if (entries := _trusted(data, seed))), None)
    if entries is None:
        return None
    number, *rest = entries
    if version == 1 and len(rest) == 1 and type(rest[0]) is dict:
        return Line(number, *_typed(rest[0]))
    if version > 1 and len(rest) == 2 and rest[0] in TYPES:
        return Line(number, *rest)
    return None


def _typed(value: dict[str, Any]) -> tuple[str, Any]:
    """The type of a line of version 1, by its keys."""
    for type_ in (SAVED, ORDER):
        if set(value) == {type_}:
            return type_, value[type_]
    return CHANGE, value


def _trusted(data: bytes, seed: int) -> list[Any] | None:
    """Return the values after the checksum, None unless it is right."""
    if data[:11] != b'["%08x"' % zlib.crc32(data[11:], seed):
        return None
    try:
        values = parse(data, "")
    except FileError:
        return None
    is_numbered = type(values) is list and len(values) > 2 and type(values[1]) is int
    return values[1:] if is_numbered else None


def _gaps(lines: tuple[Line, ...], damage: dict[int, bytes]) -> Iterator[Gap]:
    before = 0
    for line in lines:
        if line.number > before + 1:
            yield Gap(before + 1, line.number - before - 1, damage.get(before, b""))
        before = line.number


Row: TypeAlias = dict[str, Any]
#: Fields with new values, and the names of those that have their default again.
Edit: TypeAlias = tuple[Row, list[str]]


def rows_of(change: Change) -> Row:
    """Return a change as plain values, enough to apply it again.

    "nodes" and "edges" each have ids to "drop", whole rows to "put" and fields to "edit" by id;
    "graph" and "own" are the attributes of the map and the x- keys at the top of its file.
    """
    rows: Row = {}
    for id_, (before, after) in change.entries.items():
        if id_ == MAP_ID:
            assert isinstance(after, MapInfo), "a map always has attributes"
            rows["graph"] = row_of(after)
            rows["own"] = after.top_extras or {}
            continue
        if before is not None and (after is None or _part(after) != _part(before)):
            rows.setdefault(_part(before), {}).setdefault("drop", []).append(id_)
        if after is None:
            continue
        part = rows.setdefault(_part(after), {})
        if (edit := _edit(before, after)) is None:
            part.setdefault("put", []).append(row_of(after))
        else:
            part.setdefault("edit", {})[id_] = edit
    return rows


def _part(record: Record) -> str:
    return "edges" if record.is_relation else "nodes"


def _edit(before: Record | None, after: Record) -> Edit | None:
    """Return how two records differ; None if the whole row must be written."""
    # The order of x- keys matters in the file, and edits of single keys would not keep it.
    if before is None or before.kind != after.kind or not _are_same(before.extras, after.extras):
        return None
    old, new = row_of(before), row_of(after)
    other = {key: new[key] for key in new if key not in old or not _are_same(old[key], new[key])}
    return other, [key for key in old if key not in new]


def _are_same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same in JSON; 1 and 1.0 are not."""
    if one is other or (type(one) is str and type(other) is str):
        return bool(one == other)
    return _encode(one) == _encode(other)
