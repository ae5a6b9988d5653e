"""The PNG painter: the PDF of a page, rasterised by pdfium band by band.

A0 at 300 dpi is 140 million pixels; in bands it takes the memory of a few hundred rows.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from journeyeditor.display.primitives import Metadata, Page
from journeyeditor.painting.bitmaps import PNG_SIGNATURE, PRINT_DPI, PngHeader

if TYPE_CHECKING:
    from journeyeditor.typography import Faces

#: How many pixels a band holds at most; each takes about 15 bytes while it passes through.
BAND_PIXELS = 4_000_000
#: The longest side in pixels that common viewers still open.
LONGEST_SIDE = 65_500
_INCHES_IN_A_METRE = 1 / 0.0254
#: Eight bits of red, green and blue; each row stored as its difference from the row above.
_DEPTH, _TRUE_COLOUR, _UP = 8, 2, b"\2"


def write_png(page: Page, file: BinaryIO, faces: Faces, *, dpi: float = 150) -> None:
    """Write a page as PNG on white, `dpi` pixels to the inch.

    Raises ValueError if that makes no picture, or one with a side beyond `LONGEST_SIDE`.
    """
    if not 0 < dpi * max(page.size) / 72 <= LONGEST_SIDE:
        raise ValueError(f"at {dpi:g} dpi the picture has no pixels or too many to be opened")
    width, height = (max(1, round(side * dpi / 72)) for side in page.size)
    density = round(dpi * _INCHES_IN_A_METRE)
    header = PngHeader(width, height, _DEPTH, _TRUE_COLOUR, 0, 0, 0)
    file.write(PNG_SIGNATURE)
    file.write(_chunk(b"IHDR", struct.pack(">IIBBBBB", *header)))
    file.write(_chunk(b"sRGB", b"\0"))
    file.write(_chunk(b"pHYs", struct.pack(">IIB", density, density, 1)))
    deflater = zlib.compressobj(6)
    for rows in _bands(page, faces, width, height):
        file.write(_chunk(b"IDAT", deflater.compress(rows)))
    file.write(_chunk(b"IDAT", deflater.flush()))
    file.write(_chunk(b"IEND", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(data, zlib.crc32(kind))
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def _bands(page: Page, faces: Faces, width: int, height: int) -> Iterator[bytes]:
    """The filtered rows of the picture from top to bottom, a few hundred at a time."""
    import pypdfium2
    from PIL import Image, ImageChops
    from pypdfium2 import raw

    from journeyeditor.painting.pdf import write_pdf

    pdf = BytesIO()
    dpi = max(PRINT_DPI, width * 72 / page.size.width)
    write_pdf([page], pdf, faces, Metadata(page.label), dpi=dpi)
    document = pypdfium2.PdfDocument(pdf.getvalue())
    leaf = document[0]
    step = min(height, max(1, BAND_PIXELS // width))
    bitmap = pypdfium2.PdfBitmap.new_native(width, step, raw.FPDFBitmap_BGRx, rev_byteorder=True)
    last = Image.new("RGB", (width, 1))
    for top in range(0, height, step):
        count = min(step, height - top)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, step)
        flags = raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap(bitmap, leaf, 0, -top, width, height, 0, flags)
        rows = bitmap.to_pil().convert("RGB").crop((0, 0, width, count))
        above = Image.new("RGB", rows.size)
        above.paste(last, (0, 0))
        above.paste(rows, (0, 1))
        last = rows.crop((0, count - 1, width, count))
        data = ImageChops.subtract_modulo(rows, above).tobytes()
        stride = 3 * width
        yield b"".join(
            [part for i in range(0, len(data), stride) for part in (_UP, data[i : i + stride])]
        )
    bitmap.close()
    document.close()
