"""All that is in a file, unpacked: archives, streams, embedded files, base64, in every spelling."""

from __future__ import annotations

import base64
import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
import pypdfium2

_DATA = re.compile(rb"base64,([A-Za-z0-9+/=]{40,})")
#: What this program packs into documents: a deflated map in base64.
_PACKED = re.compile(rb"eN[A-Za-z0-9+/]{40,}={0,2}")
_PNG = b"\x89PNG\r\n\x1a\n"


def contents(data: bytes) -> Iterator[bytes]:
    """Yield a file and, unpacked, whatever it holds."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield entry.filename.encode()
                yield entry.comment
                yield from contents(archive.read(entry))
    elif data.startswith(b"%PDF"):
        yield from _pdf(data)
    elif data.startswith(_PNG):
        yield from _png(data)
    for match in _PACKED.finditer(data):
        with contextlib.suppress(ValueError, zlib.error):
            yield from contents(zlib.decompress(base64.b64decode(match[0])))
    for match in _DATA.finditer(data):
        yield from contents(base64.b64decode(match[1] + b"=" * (-len(match[1]) % 4)))


def everything(data: bytes) -> bytes:
    """All of a file in one piece, in small letters."""
    return b"\n".join(part.lower() for part in contents(data))


def holds(everything: bytes, word: str) -> bool:
    """Whether a word is anywhere in it, in UTF-8 or UTF-16, also as hexadecimal digits."""
    forms = [word.casefold().encode(name) for name in ("utf-8", "utf-16-be", "utf-16-le")]
    forms += [word.encode(name).hex().encode() for name in ("utf-8", "utf-16-be")]
    return any(form in everything for form in forms)


def _pdf(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield from contents(thing.read_bytes())
                except pikepdf.PdfError:  # a picture
                    yield thing.read_raw_bytes()
            yield thing.unparse() if not isinstance(thing, pikepdf.Stream) else b""
        yield str(pdf.open_metadata()).encode()
        yield " ".join(map(str, pdf.docinfo.values())).encode()
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage().get_text_range()
        yield re.sub(r"[\ufffe\u00ad]?\r?\n", "", text).encode("utf-8", "replace")
        yield text.encode("utf-8", "replace")


def _png(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        chunk = data[at + 8 : at + 8 + length]
        if data[at + 4 : at + 8] in {b"zTXt", b"iTXt"}:
            yield zlib.decompress(chunk.split(b"\0", 1)[1].lstrip(b"\0"))
        if data[at + 4 : at + 8] != b"IDAT":
            yield chunk
        at += 12 + length
