"""Properties of bitmaps that painters need before embedding them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from journeyeditor.display.primitives import Asset, Box, Drawing, Pen, Picture, Stroke
from journeyeditor.geometry import IDENTITY, Transform

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
EXIF_ORIENTATION = 0x0112
#: JPEG: the byte before each marker, the start of the scan, the segment that holds EXIF.
_MARKER, _SCAN, _APP1 = 0xFF, 0xDA, 0xE1

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
    """The chunks of a PNG, up to the first that is truncated."""
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


class Stored(NamedTuple):
    """A bitmap to embed, stripped of its EXIF orientation, and the transform that replaces it."""

    data: bytes
    media_type: str
    placed: Transform


def stored_upright(asset: Asset) -> Stored | None:
    """A bitmap for viewers that ignore EXIF orientation; None if it cannot be read."""
    from PIL import Image

    try:
        with Image.open(BytesIO(asset.data), formats=("PNG", "JPEG")) as picture:
            if picture.format == "PNG":
                return Stored(asset.data, "image/png", IDENTITY)
            orientation = picture.getexif().get(EXIF_ORIENTATION, 1)
    except Exception:  # a damaged picture must not cost the poster
        return None
    placed = ORIENTATIONS.get(orientation, IDENTITY)
    data = asset.data if placed == IDENTITY else _without_exif(asset.data)
    return Stored(data, "image/jpeg", placed)


def missing(picture: Picture) -> Drawing:
    """A crossed box in place of a picture that cannot be read, so that no gap goes unnoticed."""
    x, y, right, bottom = (*picture.rect[:2], picture.rect.right, picture.rect.bottom)
    cross = (("M", x, y), ("L", right, bottom), ("M", right, y), ("L", x, bottom))
    pen = Pen(0.5, "#808080")
    return (Box(picture.rect, 0, None, pen), Stroke(cross, pen))


def _without_exif(data: bytes) -> bytes:
    """The JPEG without its APP1 segments."""
    kept = [data[:2]]
    place = 2
    while place + 4 <= len(data) and data[place] == _MARKER and data[place + 1] != _SCAN:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if data[place + 1] != _APP1:
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, data[place:]])
