"""Bitmaps as image XObjects: the bytes of the map's file where PDF can use them."""

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

#: PNG colour type → PDF colour space ("" is the document's RGB) and components.
_COLOUR_SPACES = {0: ("/DeviceGray", 1), 2: ("", 3)}
#: The colour type whose space is made from PLTE.
_PALETTE = 3


class Image(NamedTuple):
    """An embedded bitmap and how it lies in its unit square (y downwards)."""

    name: str
    placed: Transform


class Images:
    """The bitmaps of one document, each embedded once, as sharp as its largest place shows.

    `sizes` are the bitmaps' largest sizes in points, by key. Colours are sRGB: with `profile` (ICC)
    they say so themselves, as they must where the document's own colours are CMYK.
    """

    def __init__(
        self,
        document: Document,
        sizes: Mapping[str, Size],
        dpi: float,
        profile: bytes | None = None,
    ) -> None:
        self._document = document
        self._rgb = "/DeviceRGB"
        if profile is not None:
            self._rgb = f"[/ICCBased {document.stream(profile, '/N 3')}]"
        self._sizes, self._dpi = sizes, dpi
        self._images: dict[str, Image | None] = {}
        self._references: dict[str, Reference] = {}

    def image(self, asset: Asset) -> Image | None:
        """The image XObject of an asset; None if it cannot be read."""
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
        parts = {kind: b"".join(found) for kind, found in chunks.items()}
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
            f"/ColorSpace {space}/BitsPerComponent {header.depth}/Filter/FlateDecode"
            f"/DecodeParms<</Predictor 15/Colors {components}"
            f"/BitsPerComponent {header.depth}/Columns {header.width}>>",
        )

    def _colour_space(self, header: PngHeader, parts: dict[bytes, bytes]) -> tuple[str, int]:
        """Colour space and number of components; raises KeyError where there is alpha."""
        if header.colour_type != _PALETTE:
            space, components = _COLOUR_SPACES[header.colour_type]
            return space or self._rgb, components
        palette = parts[b"PLTE"]
        return f"[/Indexed {self._rgb} {len(palette) // 3 - 1}<{palette.hex()}>]", 1

    def _decoded(self, data: bytes) -> tuple[Reference, Transform]:
        """Embed a JPEG untouched, anything else as pixels; raises what Pillow raises.

        A JPEG in CMYK becomes sRGB: nobody knows for which press its inks were meant.
        """
        from PIL import Image as Pillow

        with Pillow.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            placed = IDENTITY
            if picture.format == "JPEG":
                placed = ORIENTATIONS.get(picture.getexif().get(EXIF_ORIENTATION, 1), IDENTITY)
            if picture.format == "JPEG" and picture.mode != "CMYK":
                space = {"L": "/DeviceGray", "RGB": self._rgb}[picture.mode]
                entries = f"/ColorSpace {space}/BitsPerComponent 8/Filter/DCTDecode"
                return self._image(width, height, data, entries), placed
            colours, opacities = _deflated(picture)
        entries = f"/ColorSpace {self._rgb}{_EIGHT_BITS}"
        if opacities:
            mask = self._image(width, height, opacities, "/ColorSpace/DeviceGray" + _EIGHT_BITS)
            entries += f"/SMask {mask}"
        return self._image(width, height, colours, entries), placed

    def _image(self, width: int, height: int, data: bytes, entries: str) -> Reference:
        head = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}{entries}"
        return self._document.stream(data, head, compressed=False)


_EIGHT_BITS = "/BitsPerComponent 8/Filter/FlateDecode"


def _deflated(picture: Bitmap) -> tuple[bytes, bytes]:
    """The compressed colours and opacities of a picture, without a copy of all its pixels.

    Opacities are empty where the picture has none.
    """
    level = 9 if picture.width * picture.height < 1 << 18 else 6
    colours, opacities = zlib.compressobj(level), zlib.compressobj(level)
    pieces: tuple[list[bytes], list[bytes]] = [], []
    has_opacity = picture.mode != "CMYK"
    for _, band in bands(picture):
        pixels = band
        if has_opacity:
            pixels = band.convert("RGBA")
            pieces[1].append(opacities.compress(pixels.getchannel("A").tobytes()))
        pieces[0].append(colours.compress(pixels.convert("RGB").tobytes()))
    pieces[0].append(colours.flush())
    if has_opacity:
        pieces[1].append(opacities.flush())
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
