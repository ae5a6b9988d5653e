"""Text files of any origin: compressed or not, in any encoding, made UTF-8 where they are not."""

from __future__ import annotations

import codecs
import gzip
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from journeyeditor.events.database import Database
from journeyeditor.events.errors import EventLogError
from journeyeditor.i18n import N_

_CHUNK = 1024 * 1024
_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What a legacy file without a mark is read as; it knows the letters of all Nordic languages.
LEGACY = "cp1252"


class TextFile:
    """A text file; `start` is its beginning."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self.path = path
        self.is_compressed = _first(path, 2) == _GZIP
        #: Line ends that were read.
        self.lines = 0
        try:
            with self.opened() as file:
                sample = file.read(_CHUNK)
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(error) from error
        self.encoding = _encoding(sample)
        if self.encoding == "utf-8" and not _is_utf8(sample):
            self.encoding = LEGACY
        self.start = sample.decode(self.encoding, "replace")
        if "\0" in self.start[:4096]:
            raise EventLogError(
                N_(
                    "This is not an event log: it is neither text nor Parquet, SQLite, DuckDB or XES."
                )
            )

    @property
    def kind(self) -> str:
        """What the text is by how it begins: xes, json or delimited."""
        start = self.start.lstrip("\ufeff \t\r\n")[:1]
        return {"<": "xes", "{": "json", "[": "json"}.get(start, "delimited")

    def opened(self) -> IO[bytes]:
        """The bytes of the text, uncompressed."""
        if self.is_compressed:
            return cast("IO[bytes]", gzip.open(self.path))
        return self.path.open("rb")

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces; notes progress, and raises what cancelled it, or EventLogError."""
        size = max(self.path.stat().st_size, 1)
        self.lines = 0
        try:
            with self.opened() as file:
                while chunk := file.read(_CHUNK):
                    self._database.advance(min(_place(file) / size, 1.0))
                    self.lines += chunk.count(b"\n")
                    yield chunk
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(error) from error

    def as_utf8(self) -> Path:
        """The text as a file in UTF-8 without compression: itself, or a private copy."""
        if not self.is_compressed and self.encoding in ("utf-8", "utf-8-sig") and self._is_utf8():
            return self.path
        copy = _unused(self._database.folder)
        try:
            self._write(copy, self.encoding)
        except UnicodeDecodeError:
            self._write(copy, LEGACY)
        return copy

    def _is_utf8(self) -> bool:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for chunk in self.chunks():
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            self.encoding = LEGACY
            return False
        return True

    def _write(self, copy: Path, encoding: str) -> None:
        """Decode into a file; what the legacy encoding does not define becomes a question mark."""
        errors = "replace" if encoding == LEGACY else "strict"
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        free = shutil.disk_usage(copy.parent).free * 3 // 4
        with copy.open("w", encoding="utf-8", newline="") as file:
            for chunk in self.chunks():
                free -= file.write(decoder.decode(chunk))
                if free < 0:
                    raise EventLogError(N_("The event log does not fit on the disk uncompressed."))
            file.write(decoder.decode(b"", final=True))


def _encoding(sample: bytes) -> str:
    """The likely encoding by a byte-order mark, else UTF-16 by its zeros, else UTF-8."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    start = sample[:4096]
    if start.count(0) > len(start) // 4:
        is_little = start[1::2].count(0) > start[::2].count(0)
        return "utf-16-le" if is_little else "utf-16-be"
    return "utf-8"


def _unused(folder: Path) -> Path:
    number = sum(each.name.startswith("text-") for each in folder.iterdir())
    return folder / f"text-{number}"


def _is_utf8(sample: bytes) -> bool:
    """Whether the beginning of a text, which may end inside a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _place(file: IO[bytes]) -> int:
    """How much of the file on disk has been read."""
    raw = getattr(file, "fileobj", None)
    return raw.tell() if raw is not None else file.tell()


def _first(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        return file.read(count)


def _unreadable(error: Exception) -> EventLogError:
    reason = getattr(error, "strerror", None) or str(error)
    return EventLogError(N_("The file could not be read: {reason}."), reason=reason)
