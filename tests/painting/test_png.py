"""PNG: the PDF's picture, in bands that leave no seam."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Fill, Page, Primitive
from journeyeditor.geometry import Rect, Size
from journeyeditor.painting import png
from journeyeditor.typography import Faces
from tests.painting.reader import Setter, pdf_of


@pytest.fixture
def page(setter: Setter) -> Page:
    """A page with something at every height."""
    drawing: list[Primitive] = [Fill(circle((100, 75), 60), "#3366CC")]
    drawing += [run for i in range(9) for run in setter("Ålesund 👍🏽", 20, 20 + 15 * i)]
    return Page(Size(200, 150), Rect(0, 0, 200, 150), tuple(drawing))


def painted(page: Page, faces: Faces, dpi: float) -> Image.Image:
    file = BytesIO()
    png.write_png(page, file, faces, dpi=dpi)
    picture = Image.open(file)
    picture.load()
    return picture


@pytest.mark.parametrize("band", [1, 1000, 7777, 10**9])
def test_bands_leave_no_seam(
    band: int, page: Page, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png, "BAND_PIXELS", band)
    page_object = pypdfium2.PdfDocument(pdf_of(page.drawing, faces, 200, 150))[0]
    whole = page_object.render(scale=2).to_pil().convert("RGB")
    difference = ImageChops.difference(painted(page, faces, 144), whole)
    # pdfium rounds the shades of edges by one where a band begins elsewhere
    assert all(most <= 2 for _, most in ImageStat.Stat(difference).extrema)


def test_it_says_how_large_it_is(page: Page, faces: Faces) -> None:
    picture = painted(page, faces, 300)
    assert picture.size == (833, 625)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)


def test_the_same_page_gives_the_same_bytes(page: Page, faces: Faces) -> None:
    first, second = BytesIO(), BytesIO()
    png.write_png(page, first, faces)
    png.write_png(page, second, faces)
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize("dpi", [0, -1, 1e6, float("nan")])
def test_impossible_resolutions_are_refused(dpi: float, page: Page, faces: Faces) -> None:
    file = BytesIO()
    with pytest.raises(ValueError, match="dpi"):
        png.write_png(page, file, faces, dpi=dpi)
    assert not file.getvalue()


def test_a_large_sheet_takes_little_memory() -> None:
    program = (
        "import os, sys; sys.path.insert(0, '.')\n"
        "from journeyeditor.display.primitives import *\n"
        "from journeyeditor.display.path import circle\n"
        "from journeyeditor.geometry import *\n"
        "from journeyeditor.painting.png import write_png\n"
        "size = Size(841 * POINTS_PER_MM, 1189 * POINTS_PER_MM)\n"
        "page = Page(size, Rect(0, 0, *size), (Fill(circle((1200, 1700), 1000), '#3366CC'),))\n"
        "with open(os.devnull, 'wb') as file: write_png(page, file, None, dpi=300)\n"
        # ru_maxrss would count the memory of the process that started this one.
        "print(*(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))"
    )
    if sys.platform != "linux":
        pytest.skip("asks the proc file system of Linux")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert int(done.stdout) < 400 * 1024
