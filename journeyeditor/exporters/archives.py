"""Documents that are archives: bounded before they are parsed, and written without times."""

from __future__ import annotations

import base64
import zipfile
import zlib
from io import BytesIO

from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.files.document import MAX_BYTES
from journeyeditor.i18n import N_, Phrase

#: Bytes and parts of a document when unpacked; the largest map with its pictures is smaller.
MAX_UNPACKED, MAX_PARTS = 256 * 1024 * 1024, 2000
_TIME = (1980, 1, 1, 0, 0, 0)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)


def part_of(source: SourceFile, name: str, most: int = MAX_UNPACKED) -> bytes | None:
    """The first bytes of a part; None if the document has none, or is no archive."""
    if not source.data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive, archive.open(name) as part:
            return part.read(most)
    except (KeyError, *_UNREADABLE):
        return None


def check_unpacked(source: SourceFile) -> None:
    """Raises ImportFailure for a document that unpacks to too much."""
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            parts = archive.infolist()
    except _UNREADABLE as error:
        raise ImportFailure(
            Phrase(N_("is damaged; save it again, or export the map again"))
        ) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        most = MAX_UNPACKED // 1024 // 1024
        raise ImportFailure(
            Phrase(
                N_(
                    "is larger than {count} MiB when unpacked; remove what does not belong to the map"
                ),
                count=most,
            )
        )


def timeless(data: bytes) -> bytes:
    """An archive without the times at which its parts were written, so that it is the same each time."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return file.getvalue()


def packed(data: bytes) -> str:
    """A map as text, for a place in a document that holds no bytes."""
    return base64.b64encode(zlib.compress(data, 9)).decode()


def unpacked(text: str) -> bytes | None:
    """What was packed; None if that is damaged, or larger than any map."""
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(base64.b64decode(text, validate=True), MAX_BYTES + 1)
    except (ValueError, zlib.error):
        return None
    return data if len(data) <= MAX_BYTES else None
