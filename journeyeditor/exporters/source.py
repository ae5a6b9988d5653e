"""The map that travels inside a PDF: how it gets in, and how it comes out again.

Reading looks for embedded files alone, wherever they are in the file: what other programs made of
the document meanwhile does not matter, nothing else of it is interpreted, and time and memory are
bounded by the size of the file and of a map.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from journeyeditor.display.primitives import Attachment
from journeyeditor.exchange.importers import Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.i18n import N_, Phrase

#: The name of the map inside the document; whoever takes it out may rename it.
_NAME, _MEDIA_TYPE = "map.journey.json", "application/json"
_BEGINS = b"%PDF-"
#: A PDF may have bytes before its header (PDF 32000-1, Annex H).
_HEADER_WITHIN = 1024
#: The dictionary of an embedded file, up to its data; longer ones are not ours.
_EMBEDDED = b"/EmbeddedFile"
_MAX_DICTIONARY = 4096
_STREAM = re.compile(rb"stream(?:\r\n|\n)")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?!\s+\d+\s+R)\b")
_IS_DEFLATED = re.compile(rb"/Filter\s*(?:/FlateDecode\b|\[\s*/FlateDecode\s*\])")
#: What a map of any version begins with, before or after white space.
_IS_MAP = re.compile(rb'"format"\s*:\s*"journey-map"')
_SEEN = 4096
#: So many places are looked at, and so many embedded files unpacked.
_MAX_NAMES, _MAX_FILES = 1000, 20


def source_attachment(data: bytes, title: str) -> Attachment:
    """Return the map, as saving writes it, as the file that a document carries."""
    return Attachment(_NAME, _MEDIA_TYPE, data, title)


def embedded_map(source: SourceFile) -> bytes:
    """Return the map in a PDF, the last one if there are several; raises SourceError."""
    if b"/Encrypt" in source.data:
        protected = N_(
            "{name}: is protected by a password; save it without one, or ask for the map itself"
        )
        raise SourceError(Phrase(protected, name=source.name))
    for data in _embedded_files(source.data):
        return data
    none = N_("{name}: holds no journey map; ask for the map's own file (*.journey.json)")
    raise SourceError(Phrase(none, name=source.name))


def _embedded_files(data: bytes) -> Iterator[bytes]:
    """Yield the maps among the embedded files, the last one first: programs add to the end."""
    end, tried = len(data), 0
    for _ in range(_MAX_NAMES):
        end = data.rfind(_EMBEDDED, 0, end)
        if end < 0 or tried == _MAX_FILES:
            return
        begin = data.rfind(b" obj", max(0, end - _MAX_DICTIONARY), end)
        stream = _STREAM.search(data, end, end + _MAX_DICTIONARY)
        if begin >= 0 and stream is not None:
            tried += 1
            content = _content(data, data[begin : stream.start()], stream.end())
            if _IS_MAP.search(content[:_SEEN]):
                yield content


def _content(data: bytes, dictionary: bytes, start: int) -> bytes:
    """Return the unpacked data of a stream; empty if it is broken, or larger than any map."""
    from journeyeditor.files.document import MAX_BYTES

    length = _LENGTH.search(dictionary)
    end = start + int(length[1]) if length else data.find(b"endstream", start)
    packed = data[start : min(end if end >= start else len(data), start + MAX_BYTES)]
    if b"/Filter" not in dictionary:
        return packed
    if not _IS_DEFLATED.search(dictionary):
        return b""
    inflater = zlib.decompressobj()
    try:
        if not _IS_MAP.search(inflater.decompress(packed, _SEEN)):
            return b""
        inflater = zlib.decompressobj()
        content = inflater.decompress(packed, MAX_BYTES + 1)
    except zlib.error:
        return b""
    return content if inflater.eof and len(content) <= MAX_BYTES else b""


def _recognizes(source: SourceFile) -> bool:
    return _BEGINS in source.data[:_HEADER_WITHIN]


def _read(source: SourceFile, lenient: bool) -> Imported:
    from journeyeditor.files import FileError, parse_map

    try:
        return Imported(parse_map(embedded_map(source), source.name))
    except FileError as error:
        raise ImportFailure(error.words) from error


IMPORTER = Importer("poster", N_("Posters with their map"), ("pdf",), _recognizes, _read)
