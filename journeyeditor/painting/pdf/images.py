"""Bitmaps as image XObjects: as they stand in the map's file where PDF can read them so."""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.display.primitives import Asset
from journeyeditor.geometry import IDENTITY, Size, Transform
from journeyeditor.painting.bitmaps import (
    EXIF_ORIENTATION,
    ORIENTATIONS,
    PNG_SIGNATURE,
    PngHeader,
    png_chunks,
    png_header,
    reduced,
)
from journeyeditor.painting.pdf.document import Document, Reference
from journeyeditor.scaling import bands

if TYPE_CHECKING:
    from PIL.Image import Image as Bitmap

#: PNG colour type → PDF colour space and components; the palette's is made from PLTE.
_COLOUR_SPACES = {0: ("/DeviceGray", 1), 2: ("/DeviceRGB", 3)}


class Image(NamedTuple):
    """An embedded bitmap and how it lies in its unit square (y downwards)."""

    name: str
    placed: Transform


class Images:
    """The bitmaps of one document, each embedded once, as sharp as its largest place shows.

    `sizes` are the bitmaps' largest sizes in points, by key.
    """

    def __init__(self, document: Document, sizes: Mapping[str, Size], dpi: float) -> None:
        self._document = document
        self._sizes, self._dpi = sizes, dpi
        self._images: dict[str, Image | None] = {}
        self._references: dict[str, Reference] = {}

    def image(self, asset: Asset) -> Image | None:
        if asset.key not in self._images:
            self._images[asset.key] = self._embedded(asset)
        return self._images[asset.key]

    def resources(self) -> str:
        return "".join(f"/{name} {reference}" for name, reference in self._references.items())

    def _embedded(self, asset: Asset) -> Image | None:
        placed = IDENTITY
        try:
            data = reduced(asset, self._sizes, self._dpi)
            reference = self._png(data) if data.startswith(PNG_SIGNATURE) else None
            if reference is None:
                reference, placed = self._decoded(data)
        except Exception:  # a damaged picture must not cost the poster
            return None
        name = f"Im{len(self._references) + 1}"
        self._references[name] = reference
        return Image(name, placed)

    def _png(self, data: bytes) -> Reference | None:
        """Embed a PNG's own compressed rows; None where alpha or interlacing forbid it."""
        chunks = defaultdict[bytes, list[bytes]](list)
        for kind, chunk in png_chunks(data):
            chunks[kind].append(chunk)
        parts = {kind: b"".join(pieces) for kind, pieces in chunks.items()}
        try:
            header = png_header(parts[b"IHDR"])
            space, components = self._colour_space(header, parts)
            if header.interlace or b"tRNS" in parts:
                return None
            row_bytes = 1 + (header.width * components * header.depth + 7) // 8
            if not _inflates_to(parts[b"IDAT"], row_bytes * header.height):
                return None
        except (KeyError, struct.error):
            return None
        return self._image(
            header.width,
            header.height,
            parts[b"IDAT"],
            f"/ColorSpace{space}/BitsPerComponent {header.depth}/Filter/FlateDecode"
            f"/DecodeParms<</Predictor 15/Colors {components}"
            f"/BitsPerComponent {header.depth}/Columns {header.width}>>",
        )

    def _colour_space(self, header: PngHeader, parts: dict[bytes, bytes]) -> tuple[str, int]:
        """Colour space and number of components; raises KeyError where there is alpha."""
        if header.colour_type != 3:
            return _COLOUR_SPACES[header.colour_type]
        palette = parts[b"PLTE"]
        return f"[/Indexed/DeviceRGB {len(palette) // 3 - 1}<{palette.hex()}>]", 1

    def _decoded(self, data: bytes) -> tuple[Reference, Transform]:
        """Embed a JPEG untouched, anything else as pixels; raises what Pillow raises."""
        from PIL import Image as Pillow

        with Pillow.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if picture.format == "JPEG":
                placed = ORIENTATIONS.get(picture.getexif().get(EXIF_ORIENTATION, 1), IDENTITY)
                space = {"L": "Gray", "RGB": "RGB", "CMYK": "CMYK"}[picture.mode]
                inverted = picture.mode == "CMYK" and "adobe" in picture.info
                entries = f"/ColorSpace/Device{space}/BitsPerComponent 8/Filter/DCTDecode"
                entries += "/Decode[1 0 1 0 1 0 1 0]" if inverted else ""
                return self._image(width, height, data, entries), placed
            colours, opacities = _deflated(picture)
        mask = self._image(width, height, opacities, "/ColorSpace/DeviceGray" + _EIGHT_BITS)
        entries = f"/ColorSpace/DeviceRGB{_EIGHT_BITS}/SMask {mask}"
        return self._image(width, height, colours, entries), IDENTITY

    def _image(self, width: int, height: int, data: bytes, entries: str) -> Reference:
        dictionary = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}{entries}"
        return self._document.stream(data, dictionary, compressed=False)


_EIGHT_BITS = "/BitsPerComponent 8/Filter/FlateDecode"


def _deflated(picture: Bitmap) -> tuple[bytes, bytes]:
    """The compressed colours and opacities of a picture, without a copy of all its pixels."""
    level = 9 if picture.width * picture.height < 1 << 18 else 6
    deflaters = zlib.compressobj(level), zlib.compressobj(level)
    pieces: tuple[list[bytes], list[bytes]] = [], []
    for _, band in bands(picture):
        pixels = band.convert("RGBA")
        channels = pixels.convert("RGB").tobytes(), pixels.getchannel("A").tobytes()
        for piece, deflater, channel in zip(pieces, deflaters, channels, strict=True):
            piece.append(deflater.compress(channel))
    for piece, deflater in zip(pieces, deflaters, strict=True):
        piece.append(deflater.flush())
    return b"".join(pieces[0]), b"".join(pieces[1])


def _inflates_to(data: bytes, length: int) -> bool:
    """Whether compressed data is complete and has this length, without keeping the result."""
    inflater = zlib.decompressobj()
    count = 0
    try:
        while data and count <= length:
            count += len(inflater.decompress(data, 1 << 20))
            data = inflater.unconsumed_tail
    except zlib.error:
        return False
    return inflater.eof and count == length
