"""Bitmaps in the PDF: as they stand in the map's file, once, the right way up."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageOps

from journeyeditor.display.primitives import Asset, Bitmap, Group
from journeyeditor.geometry import Rect, shift
from journeyeditor.typography import Faces
from tests.painting.drawings import asset
from tests.painting.reader import Opener, pdf_of


@pytest.mark.parametrize(
    ("picture", "filter_name"),
    [
        (asset("JPEG"), "/DCTDecode"),
        (asset("JPEG", "L"), "/DCTDecode"),
        (asset("JPEG", "CMYK"), "/FlateDecode"),
        (asset(), "/FlateDecode"),
        (asset(mode="P"), "/FlateDecode"),
        (asset(mode="1"), "/FlateDecode"),
        (asset(mode="RGBA"), "/FlateDecode"),
        (asset(mode="LA"), "/FlateDecode"),
    ],
)
def test_a_bitmap_is_embedded_once_as_it_is(
    picture: Asset, filter_name: str, faces: Faces, opened: Opener
) -> None:
    place = Bitmap(Rect(10, 10, 50, 30), picture, "alt")
    data = pdf_of([place, Group((place,), shift(100, 0))], faces)
    images = opened(data).pages[0].Resources.XObject
    assert len(images) == 1
    image = images.Im1
    assert str(image.Filter) == filter_name
    assert (int(image.Width), int(image.Height)) == (5, 3)
    if filter_name == "/DCTDecode":
        assert image.read_raw_bytes() == picture.data
    pixels = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")
    top, bottom = pixels.getpixel((30, 12)), pixels.getpixel((30, 38))
    assert isinstance(top, int)
    assert isinstance(bottom, int)
    assert top < bottom  # the gradient runs from black down to white


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_lies_as_its_camera_says(orientation: int, faces: Faces) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("black", (0, 0, 20, 10))
    file = BytesIO()
    picture.save(file, "JPEG", quality=95, exif=exif)
    upright = ImageOps.exif_transpose(Image.open(BytesIO(file.getvalue())))
    photograph = Asset("k", "image/jpeg", file.getvalue(), *upright.size)
    place = Bitmap(Rect(0, 0, *upright.size), photograph)
    data = pdf_of([place], faces, *upright.size)
    shown = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")
    for x, y in [(2, 2), (2, -3), (-3, 2), (-3, -3)]:
        position = (x % upright.width, y % upright.height)
        want, have = upright.convert("L").getpixel(position), shown.getpixel(position)
        assert isinstance(want, int)
        assert isinstance(have, int)
        assert abs(want - have) < 40, position


def test_a_damaged_picture_leaves_a_crossed_box(faces: Faces) -> None:
    broken = Asset("k", "image/png", b"nothing", 9, 9)
    data = pdf_of([Bitmap(Rect(10, 10, 50, 50), broken)], faces)
    pixels = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L")
    assert pixels.getpixel((70, 70)) != 255
