"""Bitmaps as image XObjects: as they stand in the map's file where PDF can read them so."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import NamedTuple

from journeyeditor.display.primitives import Asset
from journeyeditor.geometry import IDENTITY, Transform
from journeyeditor.painting.bitmaps import (
    EXIF_ORIENTATION,
    ORIENTATIONS,
    PNG_SIGNATURE,
    PngHeader,
    png_chunks,
    png_header,
)
from journeyeditor.painting.pdf.document import Document, Reference

#: PNG colour type → PDF colour space and components; the palette's is made from PLTE.
_COLOUR_SPACES = {0: ("/DeviceGray", 1), 2: ("/DeviceRGB", 3)}


class Image(NamedTuple):
    """An embedded bitmap and how it lies in its unit square (y downwards)."""

    name: str
    placed: Transform


class Images:
    """The bitmaps of one document, each embedded once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._images: dict[str, Image | None] = {}
        self._references: dict[str, Reference] = {}

    def image(self, asset: Asset) -> Image | None:
        """The image XObject of an asset; None if it cannot be read."""
        if asset.key not in self._images:
            self._images[asset.key] = self._embedded(asset)
        return self._images[asset.key]

    def resources(self) -> str:
        """The entries of the XObject resources."""
        return "".join(f"/{name} {reference}" for name, reference in self._references.items())

    def _embedded(self, asset: Asset) -> Image | None:
        placed = IDENTITY
        reference = self._png(asset.data) if asset.data.startswith(PNG_SIGNATURE) else None
        if reference is None:
            try:
                reference, placed = self._decoded(asset.data)
            except Exception:  # a damaged picture must not cost the poster
                return None
        name = f"Im{len(self._references) + 1}"
        self._references[name] = reference
        return Image(name, placed)

    def _png(self, data: bytes) -> Reference | None:
        """Embed a PNG's own compressed rows; None where alpha or interlacing forbid it."""
        parts: dict[bytes, bytes] = {}
        for kind, chunk in png_chunks(data):
            parts[kind] = parts.get(kind, b"") + chunk
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
            pixels = picture.convert("RGBA")
        mask = self._image(
            width, height, pixels.getchannel("A").tobytes(), "/ColorSpace/DeviceGray" + _EIGHT_BITS
        )
        entries = f"/ColorSpace/DeviceRGB{_EIGHT_BITS}/SMask {mask}"
        return self._image(width, height, pixels.convert("RGB").tobytes(), entries), IDENTITY

    def _image(self, width: int, height: int, data: bytes, entries: str) -> Reference:
        head = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}{entries}"
        return self._document.stream(data, head, compressed="/Filter" not in entries)


_EIGHT_BITS = "/BitsPerComponent 8"


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
