"""The Qt painter shows what the PDF shows, draws every drawing, and makes nothing twice."""

from __future__ import annotations

import ctypes
from io import BytesIO
from itertools import pairwise
from pathlib import Path as FilePath

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from PIL import Image, ImageChops, ImageOps, ImageStat
from pypdfium2 import raw
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRawFont
from PySide6.QtWidgets import QApplication

from journeyeditor.display.path import circle, polyline, rectangle
from journeyeditor.display.primitives import (
    Asset,
    Bitmap,
    Box,
    Drawing,
    Fill,
    Group,
    Page,
    Pen,
    Stroke,
    TextRun,
)
from journeyeditor.geometry import Rect, Size, Transform, scaling, shift
from journeyeditor.painting.pdf import write_pdf
from journeyeditor.painting.png import write_png
from journeyeditor.painting.qt.marks import LARGEST_GLYPH, Filled, Stroked, Written
from journeyeditor.painting.qt.player import QtPlayer, _image
from journeyeditor.typography import Face, Faces
from tests.painting.drawings import asset, drawings
from tests.painting.reader import Setter
from tests.poster.sheets import SAMPLES, runs, sample_poster

pytestmark = pytest.mark.usefixtures("qapp")

DPI = 144
#: What antialiasing may differ by, as a share of the ink: up to 0.071 where all is in its place, 0.13
#: where all stands a quarter of a point aside.
MOST = 0.075


def picture_of(
    drawing: Drawing, player: QtPlayer, size: tuple[int, int], scale: float = 1.0
) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        player.play(painter, drawing)
    return image


def as_pillow(image: QImage) -> Image.Image:
    """Return Qt's picture as Pillow's."""
    rgb = image.convertToFormat(QImage.Format.Format_RGBX8888)
    data = bytes(rgb.constBits())
    return Image.frombytes("RGBX", (rgb.width(), rgb.height()), data).convert("RGB")


def by_pdfium(page: Page, faces: Faces, dpi: float = DPI) -> Image.Image:
    """Return a page as our PDF shows it."""
    file = BytesIO()
    write_png(page, file, faces, dpi=dpi)
    return Image.open(file).convert("RGB")


def by_qt(page: Page, faces: Faces, dpi: float = DPI) -> Image.Image:
    """Return a page as Qt paints it, as many pixels as by pdfium."""
    width, height = (max(1, round(side * dpi / 72)) for side in page.size)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.scale(width / page.size.width, height / page.size.height)
        QtPlayer(faces).play(painter, page.drawing)
    return as_pillow(image)


def a_page(drawing: Drawing, width: float = 200, height: float = 100) -> Page:
    return Page(Size(width, height), Rect(0, 0, width, height), drawing)


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of what is clearly not white."""
    dark = image.convert("L").point(lambda value: 255 if value < 128 else 0)
    box = dark.getbbox()
    assert box is not None
    return box


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures as a share of the ink on the other one.

    It grows with the words on a page, as what antialiasing differs by does.
    """
    means: list[float] = ImageStat.Stat(ImageChops.difference(one, other)).mean
    ink: list[float] = ImageStat.Stat(ImageOps.invert(other)).mean
    return max(means) / max(ink)


@pytest.mark.parametrize("name", SAMPLES)
def test_screen_and_pdf_are_the_same_picture(name: str, faces: Faces) -> None:
    for page in sample_poster(name).pages:
        assert difference(by_qt(page, faces), by_pdfium(page, faces)) < MOST


def test_a_text_aside_is_seen_by_the_measure_above(faces: Faces) -> None:
    page = sample_poster(SAMPLES[0]).pages[0]
    moved = page._replace(drawing=(Group(page.drawing, shift(0.25, 0)),))
    assert difference(by_qt(moved, faces), by_pdfium(page, faces)) > 1.7 * MOST


@pytest.mark.parametrize("name", SAMPLES)
def test_text_stands_where_it_stands_in_the_pdf(name: str, faces: Faces) -> None:
    poster = sample_poster(name)
    file = BytesIO()
    write_pdf(poster.pages, file, faces, poster.metadata)
    document = pypdfium2.PdfDocument(file.getvalue())
    player = QtPlayer(faces)
    for number, page in enumerate(poster.pages):
        known = {(round(x, 1), round(y, 1)) for x, y in origins(document[number])}
        for run, transform in runs(page):
            for mark in player.marks((run,)):
                if isinstance(mark, Written) and run.text.strip():
                    place = mark._glyphs.positions()[0]
                    x, y = transform.apply(place.x(), place.y())
                    near = [
                        (round(x + dx, 1), round(y + dy, 1))
                        for dx in (-0.05, 0, 0.05)
                        for dy in (-0.05, 0, 0.05)
                    ]
                    assert any(at in known for at in near), (run.text, x, y)


def origins(page_object: pypdfium2.PdfPage) -> list[tuple[float, float]]:
    """Return where the characters of a page stand, as pdfium says."""
    text = page_object.get_textpage()
    height = page_object.get_height()
    found = []
    for i in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text.raw, i, ctypes.byref(x), ctypes.byref(y))
        found.append((x.value, height - y.value))
    return found


@pytest.mark.parametrize("text", ["Återköp ffi AV", "Ελληνικά", "שלום", "مرحبا", "👍🏽 🎉"])
@pytest.mark.parametrize("size", [7.0, 20.0, 90.0])
def test_letters_have_the_extent_they_have_in_the_pdf(
    text: str, size: float, setter: Setter, faces: Faces
) -> None:
    runs_ = tuple(setter(text, 10, 110, size))
    page = a_page(runs_, 800, 150)
    box, other = ink(by_qt(page, faces)), ink(by_pdfium(page, faces))
    assert all(abs(a - b) <= 1 for a, b in zip(box, other, strict=True)), (box, other)


@pytest.mark.parametrize("turn", [(0, -1, 1, 0), (0, 1, -1, 0), (0.8, 0.6, -0.6, 0.8)])
def test_turned_text_is_the_same(
    turn: tuple[float, float, float, float], setter: Setter, faces: Faces
) -> None:
    turned = (Group(tuple(setter("Känslor", 0, 0, 14)), Transform(*turn, 100, 100)),)
    page = a_page(turned, 200, 200)
    box, other = ink(by_qt(page, faces)), ink(by_pdfium(page, faces))
    assert all(abs(a - b) <= 1 for a, b in zip(box, other, strict=True)), (box, other)


def test_large_text_is_painted_as_outlines(setter: Setter, faces: Faces) -> None:
    player = QtPlayer(faces)
    runs_ = tuple(setter("Hm", 1, 9, 10))
    for scale in (1, LARGEST_GLYPH / 10 - 0.01, LARGEST_GLYPH / 10 + 0.01, 40):
        image = as_pillow(picture_of(runs_, player, (int(20 * scale), int(12 * scale)), scale))
        left, top, right, bottom = (value / scale for value in ink(image))
        assert (left, top) == pytest.approx((1.9, 1.7), abs=1 / scale + 0.2)
        assert bottom == pytest.approx(9, abs=1 / scale)
        assert right == pytest.approx(1 + runs_[0].width - 0.8, abs=1 / scale + 0.2)


def test_dashes_are_as_long_as_in_the_pdf(faces: Faces) -> None:
    pens = (
        Pen(2, "#000000", dashes=(8, 4)),
        Pen(4, "#000000", dashes=(8, 4)),
        Pen(3, "#000000", dashes=(10,)),
        Pen(3, "#000000", "round", "round", (0.1, 8)),
        Pen(2, "#000000", dashes=(6, 2, 1, 2)),
    )
    lines = tuple(
        Stroke(polyline([(10, 10 + 15 * i), (190, 10 + 15 * i)]), pen) for i, pen in enumerate(pens)
    )
    assert difference(by_qt(a_page(lines), faces), by_pdfium(a_page(lines), faces)) < 0.3


def test_overlapping_contours_leave_a_hole(faces: Faces) -> None:
    ring = (*rectangle(Rect(10, 10, 80, 80)), *circle((50, 50), 20))
    image = picture_of((Fill(ring, "#102030"),), QtPlayer(faces), (100, 100))
    assert image.pixelColor(20, 20) == QColor("#102030")
    assert image.pixelColor(50, 50) == QColor("white")


def test_boxes_corners_and_clips_are_the_same(faces: Faces) -> None:
    pen = Pen(1.5, "#C8443A")
    drawing: Drawing = (
        Box(Rect(5, 5, 60, 40), 8, "#EEF1F4", pen),
        Box(Rect(70, 5, 60, 40), 0, None, pen),
        Box(Rect(135, 5, 60, 40), 20, "#2667C9", None),
        Stroke(polyline([(10, 90), (30, 60), (35, 95)]), Pen(6, "#1F2933")),
        Group(
            (Box(Rect(0, 0, 40, 20), 0, "#1B8A6B", None),),
            scaling(1.5, 80, 60),
            circle((20, 10), 12),
        ),
        Group((Box(Rect(0, 0, 40, 20), 0, "#1B8A6B", None),), clip=()),
    )
    assert difference(by_qt(a_page(drawing), faces), by_pdfium(a_page(drawing), faces)) < 0.6


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB")])
def test_pictures_are_the_same(kind: str, mode: str, faces: Faces) -> None:
    bitmap = asset(kind, mode, (400, 200))
    page = a_page((Bitmap(Rect(20, 10, 160, 80), bitmap),))
    assert difference(by_qt(page, faces), by_pdfium(page, faces)) < 2


def test_a_large_picture_seen_from_afar_is_smooth(faces: Faces) -> None:
    checks = Image.new("L", (1024, 1024))
    checks.putdata([255 * ((x + y) % 2) for y in range(1024) for x in range(1024)])
    file = BytesIO()
    checks.save(file, "PNG")
    bitmap = Asset("checks", "image/png", file.getvalue(), 1024, 1024)
    image = picture_of((Bitmap(Rect(0, 0, 40, 40), bitmap),), QtPlayer(faces), (40, 40))
    greys = {image.pixelColor(x, y).red() for x in range(4, 36) for y in range(4, 36)}
    assert max(greys) - min(greys) < 40


def test_a_picture_that_nothing_reads_is_crossed_out(faces: Faces) -> None:
    broken = Asset("0" * 64, "image/png", b"nothing", 1, 1)
    image = as_pillow(picture_of((Bitmap(Rect(2, 2, 30, 30), broken),), QtPlayer(faces), (40, 40)))
    assert image.getpixel((17, 17)) != (255, 255, 255)


def test_small_text_is_shown_as_bars(setter: Setter, faces: Faces) -> None:
    runs_ = tuple(setter("Köpbeslut", 2, 12, 10))
    player = QtPlayer(faces, legible=4)
    near = as_pillow(picture_of(runs_, player, (80, 20)))
    far = as_pillow(picture_of(runs_, player, (24, 6), 0.3))
    rows = far.crop((3, 2, 12, 4)).convert("L")
    colours = rows.getcolors()
    assert colours is not None
    assert len(colours) <= 2
    assert len(near.convert("L").getcolors() or ()) > 20


def test_a_file_of_a_font_is_read_once_for_all_sizes(
    setter: Setter, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def raw_font(*words: object) -> QRawFont:
        read.append(words)
        return QRawFont(*words)

    monkeypatch.setattr("journeyeditor.painting.qt.text.QRawFont", raw_font)
    shared = QtPlayer(faces)
    sizes = (6.5, 9.0, 14.25, 40.0)
    for size in sizes:
        runs_ = tuple(setter("Köpbeslut", 2, 50, size))
        one, other = (picture_of(runs_, player, (300, 80)) for player in (shared, QtPlayer(faces)))
        assert one == other
    assert len([words for words in read if len(words) > 1]) == 1 + len(sizes)


def test_what_was_played_is_known_by_its_identity(faces: Faces) -> None:
    player = QtPlayer(faces, cache_size=4)
    stamp: Drawing = (Box(Rect(0, 0, 5, 5), 0, "#000000", None),)
    one: Drawing = (Group(stamp, shift(1, 0)),)
    other: Drawing = (Group(stamp, shift(9, 0)),)
    marks = player.marks(one)
    assert player.marks(one) is marks
    player.marks(other)
    assert player.marks(stamp) is player.marks(stamp)
    for i in range(3):
        player.marks((Box(Rect(i, 0, 5, 5), 0, "#000000", None),))
    assert player.marks(one) is marks, "kept, since it is among the last ones"
    player.forget()
    assert player.marks(one) is not marks


def test_what_is_kept_is_bounded(faces: Faces) -> None:
    player = QtPlayer(faces, cache_size=10)
    for i in range(200):
        player.marks((Box(Rect(i, 0, 5, 5), 0, "#000000", None),))
    assert len(player._young) + len(player._old) <= 20


@pytest.mark.timeout(20)
@pytest.mark.parametrize("width", [0.0, 5e-324, 1e-300, 1e-7, 1e-6])
def test_a_line_of_no_width_has_no_endless_dashes(width: float, faces: Faces) -> None:
    pen = Pen(width, "#000000", "round", "round", (0.1, 3.0))
    picture_of((Box(Rect(0, 0, 50, 50), 4, None, pen),), QtPlayer(faces), (60, 60))


def test_dashes_are_laid_out_for_lines_of_a_bounded_length(faces: Faces) -> None:
    """Thousands of long lines, as from one stage to all others, would take hundreds of megabytes."""
    pen = Pen(1, "#000000", dashes=(5, 3))
    near, far = (
        QtPlayer(faces).marks((Stroke(polyline([(0, 0), (length, 0)]), pen),))[0]
        for length in (5_000, 12_000)
    )
    assert isinstance(near, Filled)
    assert isinstance(far, Stroked)


@hypothesis_settings(max_examples=60)
@given(drawings)
def test_every_drawing_is_played(drawing: Drawing) -> None:
    assert QApplication.instance() is not None
    picture_of(drawing, QtPlayer(Faces(system=False)), (60, 60))


@pytest.fixture
def cff(tmp_path: FilePath) -> FilePath:
    """A font whose outlines are CFF's: A is a box of 500 × 700 units."""
    pen = T2CharStringPen(600, None)
    corners = [(50, 0), (550, 0), (550, 700), (50, 700)]
    pen.moveTo(corners[0])
    for _, corner in pairwise(corners):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.getCharString()
    empty = T2CharStringPen(600, None).getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({0x41: "A"})
    builder.setupCFF("Boxes", {}, {".notdef": empty, "A": box}, {})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path = tmp_path / "boxes.otf"
    builder.save(path)
    return path


@pytest.mark.parametrize("index", [0, 1])
def test_faces_of_other_kinds_are_drawn(cff: FilePath, index: int, setter: Setter) -> None:
    """Index 1 stands for a later face of a collection, which Qt would take for the first."""
    faces = Faces(system=False)
    face = Face("other", cff)
    face.index = index
    faces._faces["other"] = face
    run = setter("A", 10, 90, 100)[0]
    glyph = run.pieces[0].glyphs[0]._replace(id=1, advance=600)
    piece = type(run.pieces[0])("A", "other", (glyph,), 600, 1000)
    run = TextRun(10, 90, "A", "other", 50, "#000000", (piece,), 30)
    box = ink(as_pillow(picture_of((run,), QtPlayer(faces), (60, 100))))
    assert all(abs(a - b) <= 1 for a, b in zip(box, (12, 55, 38, 90), strict=True)), box


def test_a_part_of_a_drawing_may_be_painted(faces: Faces) -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.setClipRect(QRect(0, 0, 20, 40))
        QtPlayer(faces).play(
            painter,
            (Group((Box(Rect(0, 0, 40, 40), 0, "#000000", None),), clip=circle((20, 20), 19)),),
        )
    assert image.pixelColor(15, 20) == QColor("black")
    assert image.pixelColor(25, 20) == QColor("white")


def test_a_huge_bitmap_is_decoded_as_large_as_a_screen_shows_it() -> None:

    for size, shown in [
        ((6000, 3000), (2400, 1200)),
        ((4000, 2000), (2400, 1200)),
        ((3, 2), (3, 2)),
    ]:
        for kind, mode in [("PNG", "RGBA"), ("JPEG", "RGB")]:
            found = _image(asset(kind, mode, size))
            assert found is not None
            image = found[1][0]
            assert (image.width(), image.height()) == shown
