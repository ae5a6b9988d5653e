"""Properties of bitmaps that painters need before embedding them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from math import ceil, sqrt
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.display.primitives import Asset, Bitmap, Box, Drawing, Group, Pen, Stroke
from journeyeditor.geometry import IDENTITY, Size, Transform
from journeyeditor.scaling import scaled_down

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

#: Pixels to the inch that print shows.
PRINT_DPI = 300
#: A bitmap is scaled down when it has so many times the pixels of its place in each direction:
#: from there on no loss is visible, and below it the map's own bytes are embedded.
_SPARE = 2
_QUALITY = 92

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


def placed_sizes(drawings: Iterable[Drawing]) -> dict[str, Size]:
    """The largest size, in points, at which each bitmap (by its key) is drawn."""
    sizes: dict[str, Size] = {}
    scales: dict[int, float] = {}
    waiting = [(drawing, 1.0) for drawing in drawings]
    while waiting:
        drawing, scale = waiting.pop()
        if scale <= scales.get(id(drawing), 0.0):
            continue
        scales[id(drawing)] = scale
        for primitive in drawing:
            if isinstance(primitive, Group):
                a, b, c, d, _, _ = primitive.transform
                waiting.append((primitive.children, scale * sqrt(abs(a * d - b * c))))
            elif isinstance(primitive, Bitmap):
                width, height = (abs(side) * scale for side in primitive.rect[2:])
                largest = sizes.get(primitive.asset.key, Size(0, 0))
                larger = Size(max(width, largest.width), max(height, largest.height))
                sizes[primitive.asset.key] = larger
    return sizes


def reduced(asset: Asset, sizes: Mapping[str, Size], dpi: float = PRINT_DPI) -> bytes:
    """The bytes of a bitmap, or of a smaller one that is as sharp at its largest size.

    Raises what Pillow raises.
    """
    from PIL import Image

    size = sizes.get(asset.key)
    if size is None:
        return asset.data
    with Image.open(BytesIO(asset.data), formats=("PNG", "JPEG")) as picture:
        width, height = picture.size
        placed_width, placed_height = size[::-1] if _lies_on_its_side(picture) else size
        share = max(placed_width / width, placed_height / height) * dpi / 72
        if share * _SPARE > 1 or share <= 0:
            return asset.data
        return _resized(picture, ceil(width * share), ceil(height * share))


def _lies_on_its_side(picture: ImageFile) -> bool:
    if picture.format != "JPEG":
        return False
    return ORIENTATIONS.get(picture.getexif().get(EXIF_ORIENTATION, 1), IDENTITY).a == 0


def _resized(picture: ImageFile, width: int, height: int) -> bytes:
    metadata = {key: picture.info[key] for key in ("icc_profile", "exif") if key in picture.info}
    is_jpeg = picture.format == "JPEG"
    small = scaled_down(picture, width, height)
    file = BytesIO()
    if is_jpeg:
        small.save(file, "JPEG", quality=_QUALITY, subsampling=0, **metadata)
    else:
        small.save(file, "PNG", **metadata)
    return file.getvalue()


class Stored(NamedTuple):
    """A bitmap to embed, stripped of its EXIF orientation, and the transform that replaces it."""

    data: bytes
    media_type: str
    placed: Transform


def stored_upright(asset: Asset, sizes: Mapping[str, Size] = {}) -> Stored | None:
    """A bitmap for viewers that ignore EXIF orientation; None if it cannot be read.

    With `sizes` it has no more pixels than its place shows.
    """
    from PIL import Image

    try:
        data = reduced(asset, sizes)
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.format == "PNG":
                return Stored(data, "image/png", IDENTITY)
            orientation = picture.getexif().get(EXIF_ORIENTATION, 1)
    except Exception:  # a damaged picture must not cost the poster
        return None
    placed = ORIENTATIONS.get(orientation, IDENTITY)
    data = data if placed == IDENTITY else _without_exif(data)
    return Stored(data, "image/jpeg", placed)


def missing(picture: Bitmap) -> Drawing:
    """A crossed box in place of a picture that cannot be read, so that no gap goes unnoticed."""
    x, y, right, bottom = (*picture.rect[:2], picture.rect.right, picture.rect.bottom)
    cross = (("M", x, y), ("L", right, bottom), ("M", right, y), ("L", x, bottom))
    pen = Pen(0.5, "#808080")
    return (Box(picture.rect, 0, None, pen), Stroke(cross, pen))


def _without_exif(data: bytes) -> bytes:
    pieces = [data[:2]]
    place = 2
    while place + 4 <= len(data) and data[place] == _MARKER and data[place + 1] != _SCAN:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if data[place + 1] != _APP1:
            pieces.append(data[place:end])
        place = end
    return b"".join([*pieces, data[place:]])
