"""Large bitmaps get the pixels that their place shows in print; the others stay as they are."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from journeyeditor.display.primitives import Asset, Bitmap, Group, Metadata, Page
from journeyeditor.geometry import Rect, Size, Transform
from journeyeditor.painting.bitmaps import placed_sizes, reduced
from journeyeditor.painting.pdf import write_pdf
from journeyeditor.painting.svg import svg
from journeyeditor.typography import Faces
from tests.painting.reader import Opener, pdf_of

INCH = 72.0
#: Of 255; a JPEG of the same pixels differs by as much.
CLOSE = 4.0


def bitmap(kind: str, mode: str, size: tuple[int, int], **options: object) -> Asset:
    """Return a bitmap with waves of many lengths, so that a bad scaling is seen."""
    waves = Image.radial_gradient("L").resize(size, Image.Resampling.BICUBIC)
    waves = waves.point([(i * 7) % 256 for i in range(256)])
    picture = Image.merge(
        "RGB", (waves, ImageChops.invert(waves), waves.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    )
    picture = Image.merge("LA", (waves, waves)) if mode == "LA" else picture.convert(mode)
    if mode == "RGBA":
        picture.putalpha(waves)
    file = BytesIO()
    picture.save(file, kind, **options)
    data = file.getvalue()
    return Asset(sha256(data).hexdigest(), f"image/{kind.lower()}", data, *size)


def on_white(picture: Image.Image) -> Image.Image:
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")


def placed(asset: Asset, width: float = INCH, height: float = INCH * 2 / 3) -> Bitmap:
    return Bitmap(Rect(10, 10, width, height), asset, "alt")


def embedded(data: bytes, opened: Opener) -> pikepdf.Stream:
    image = opened(data).pages[0].Resources.XObject.Im1
    assert isinstance(image, pikepdf.Stream)
    return image


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "L"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("PNG", "LA"),
    ],
)
def test_print_resolution_at_the_placed_size(
    kind: str, mode: str, faces: Faces, opened: Opener
) -> None:
    asset = bitmap(kind, mode, (2400, 1600))
    image = embedded(pdf_of([placed(asset)], faces), opened)
    assert (int(image.Width), int(image.Height)) == (300, 200)
    is_copied = kind == "JPEG" and mode != "CMYK"
    assert str(image.Filter) == ("/DCTDecode" if is_copied else "/FlateDecode")
    source = on_white(Image.open(BytesIO(asset.data)))
    wanted = source.resize((300, 200), Image.Resampling.LANCZOS)
    have = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    mask = image.get("/SMask")
    if isinstance(mask, pikepdf.Stream):
        have.putalpha(pikepdf.PdfImage(mask).as_pil_image())
    difference = ImageStat.Stat(ImageChops.difference(wanted, on_white(have))).mean
    assert max(difference) < CLOSE


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_seen_through_keeps_its_mask(mode: str, faces: Faces, opened: Opener) -> None:
    image = embedded(pdf_of([placed(bitmap("PNG", mode, (2400, 1600)))], faces), opened)
    assert (int(image.SMask.Width), int(image.SMask.Height)) == (300, 200)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA")])
def test_a_bitmap_with_less_than_twice_the_pixels_is_not_touched(kind: str, mode: str) -> None:
    asset = bitmap(kind, mode, (599, 399))
    assert reduced(asset, {asset.key: Size(INCH, INCH * 2 / 3)}) is asset.data


def test_the_largest_place_decides(faces: Faces, opened: Opener) -> None:
    asset = bitmap("PNG", "RGB", (2400, 1600))
    small = placed(asset, INCH / 4, INCH / 6)
    doubled = Group((placed(asset),), Transform(2, 0, 0, 2, 0, 0))
    assert placed_sizes([(small, doubled)]) == {asset.key: Size(2 * INCH, INCH * 4 / 3)}
    image = embedded(pdf_of([small, doubled], faces), opened)
    assert (int(image.Width), int(image.Height)) == (600, 400)


def test_a_finer_resolution_is_kept(faces: Faces, opened: Opener) -> None:
    asset = bitmap("PNG", "RGB", (2400, 1600))
    file = BytesIO()
    page = Page(Size(200, 200), Rect(0, 0, 200, 200), (placed(asset),))
    write_pdf([page], file, faces, Metadata("", "", "", ""), dpi=600)
    image = embedded(file.getvalue(), opened)
    assert (int(image.Width), int(image.Height)) == (600, 400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_in_a_vector_picture_too(kind: str, faces: Faces) -> None:
    page = Page(Size(200, 200), Rect(0, 0, 200, 200), (placed(bitmap(kind, "RGB", (2400, 1600))),))
    found = re.search('base64,([^"]+)', svg(page, faces, Metadata("", "", "", "")))
    assert found is not None
    assert Image.open(BytesIO(base64.b64decode(found[1]))).size == (300, 200)


@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_a_photograph_on_its_side(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    asset = bitmap("JPEG", "RGB", (2400, 1600), exif=exif)
    upright = Size(INCH, INCH * 2 / 3) if orientation == 1 else Size(INCH * 2 / 3, INCH)
    small = Image.open(BytesIO(reduced(asset, {asset.key: upright})))
    assert small.size == (300, 200)
    assert small.getexif().get(0x0112, 1) == orientation


def test_the_smallest_place_and_the_longest_side() -> None:
    asset = bitmap("PNG", "RGB", (4000, 2))
    small = Image.open(BytesIO(reduced(asset, {asset.key: Size(INCH / 100, INCH / 100)})))
    assert small.size == (4000, 2)  # two rows are as few as its place shows
    small = Image.open(BytesIO(reduced(asset, {asset.key: Size(INCH, INCH / 2000)})))
    assert small.size == (300, 1)


def test_many_chunks_are_joined_once(faces: Faces, opened: Opener) -> None:
    asset = bitmap("PNG", "RGB", (5, 3))
    head, _, rest = asset.data.partition(b"IDAT")
    length = int.from_bytes(head[-4:], "big")
    pieces = b"".join(
        struct.pack(">I", 1) + b"IDAT" + byte + struct.pack(">I", zlib.crc32(b"IDAT" + byte))
        for byte in (rest[i : i + 1] for i in range(length))
    )
    empty = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    data = head[:-4] + empty * 100_000 + pieces + rest[length + 4 :]
    image = embedded(pdf_of([placed(asset._replace(data=data))], faces), opened)
    assert (int(image.Width), int(image.Height)) == (5, 3)
