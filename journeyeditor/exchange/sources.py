"""Untrusted source files: bounded in size, in any Unicode encoding."""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass
from functools import cached_property

from journeyeditor.i18n import N_, Phrase, PhraseError
from journeyeditor.values import composed


class SourceError(PhraseError):
    """A file that cannot be read as text; the message is one sentence that begins with its name."""


STANDARD_INPUT = "-"
#: Larger than any diagram; stops at an endless pipe or a video before memory is full.
MAX_BYTES = 16 * 1024 * 1024
#: A document with the map inside it may be larger: both hold pictures.
MAX_POSTER_BYTES = 128 * 1024 * 1024
_WITH_MAP = (".pdf", ".xlsx", ".pptx")

#: Longer byte-order marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> str:
    """Text in its own encoding: by the byte-order mark, else UTF-16 by its zeros, UTF-8, Windows-1252.

    Raises UnicodeDecodeError; binary data may pass with null characters in the text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    sample = data[:4096]
    if len(sample) // 4 < sample.count(0) <= len(sample) // 2 + 1:
        high = sample[1::2].count(0) > sample[::2].count(0)
        return data.decode("utf-16-le" if high else "utf-16-be")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            raise error from None


@dataclass(frozen=True)
class SourceFile:
    """A file's content as bytes; `name` is its name in messages."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The file name extension in lower case, without its dot."""
        return self.name.rpartition(".")[2].casefold() if "." in self.name else ""

    @cached_property
    def text(self) -> str:
        """The content as Unicode text; raises SourceError."""
        try:
            text = decoded(self.data)
        except UnicodeDecodeError as error:
            line = self.data[: error.start].count(b"\n") + 1
            words = error.encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
            reason = Phrase(
                N_("{name}: is not {encoding} text (line {line}); save it as UTF-8"),
                name=self.name,
                encoding=words.upper(),
                line=line,
            )
            raise SourceError(reason) from error
        if "\0" in text:
            reason = Phrase(
                N_("{name}: is not UTF-8 text (it contains null bytes); save it as UTF-8"),
                name=self.name,
            )
            raise SourceError(reason)
        return composed(text)


def at_line(line: int) -> Phrase:
    """A place in a text."""
    return Phrase(N_("line {line}"), line=line)


def read_source(path: str) -> SourceFile:
    """The file at a path, or standard input for "-"; raises SourceError."""
    name = "standard input" if path == STANDARD_INPUT else path
    most = MAX_POSTER_BYTES if path.casefold().endswith(_WITH_MAP) else MAX_BYTES
    return SourceFile(name, read_bytes(path, most))


def read_bytes(path: str, most: int) -> bytes:
    """At most `most` bytes of a file, or of standard input for "-"; raises SourceError."""
    name = "standard input" if path == STANDARD_INPUT else path
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                reason = Phrase(N_("{name}: is closed; pipe a diagram into it"), name=name)
                raise SourceError(reason)
            data = sys.stdin.buffer.read(most + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = Phrase(
            N_("{name}: cannot be read ({reason}); check the name and permissions"),
            name=name,
            reason=getattr(error, "strerror", None) or error,
        )
        raise SourceError(reason) from error
    if len(data) > most:
        reason = Phrase(
            N_("{name}: is larger than {count} MiB; choose another file"),
            name=name,
            count=most // 1024 // 1024,
        )
        raise SourceError(reason)
    return data
