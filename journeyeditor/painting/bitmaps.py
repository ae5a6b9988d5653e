"""What the painters need to know of a bitmap before they embed it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from journeyeditor.geometry import Transform

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

#: EXIF orientation → how the stored picture lies in the unit square, y downwards.
ORIENTATIONS = {
    1: Transform(1, 0, 0, 1, 0, 0),
    2: Transform(-1, 0, 0, 1, 1, 0),
    3: Transform(-1, 0, 0, -1, 1, 1),
    4: Transform(1, 0, 0, -1, 0, 1),
    5: Transform(0, 1, 1, 0, 0, 0),
    6: Transform(0, 1, -1, 0, 1, 0),
    7: Transform(0, -1, -1, 0, 1, 1),
    8: Transform(0, -1, 1, 0, 0, 1),
}


class PngHeader(NamedTuple):
    """The fields of a PNG's IHDR chunk."""

    width: int
    height: int
    depth: int
    colour_type: int
    compression: int
    filters: int
    interlace: int


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG; stops at the first that is cut short."""
    place = len(PNG_SIGNATURE)
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        if place + 12 + length > len(data):
            return
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += 12 + length


def png_header(chunk: bytes) -> PngHeader:
    """Read an IHDR chunk; raises struct.error if it is too short."""
    return PngHeader(*struct.unpack(">IIBBBBB", chunk[:13]))
