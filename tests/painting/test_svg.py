"""SVG: sound XML for any drawing, text that can be found, the same picture as the PDF."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from PIL import Image, ImageChops, ImageStat

from journeyeditor.display.path import circle, polyline
from journeyeditor.display.primitives import (
    Asset,
    Bitmap,
    Bookmark,
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Metadata,
    Page,
    Pen,
    Primitive,
    Stroke,
    Tag,
)
from journeyeditor.geometry import POINTS_PER_MM, Point, Rect, Size, Transform, shift
from journeyeditor.painting.svg import svg
from journeyeditor.typography import Faces
from tests.painting.drawings import NO_METADATA, asset, pages
from tests.painting.reader import Setter, pdf_of

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.encode("utf-8"))


def sheet(*drawing: Primitive, width: float = 300, height: float = 200) -> Page:
    return Page(Size(width, height), Rect(0, 0, width, height), drawing)


@given(page=pages)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_any_drawing_gives_sound_xml(page: Page) -> None:
    root = parsed(svg(page, Faces(system=False), Metadata("\x00<\ud800>", "", "", "sv")))
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
    for element in root.iter():
        target = element.get(f"{XLINK}href", "")
        assert not target.startswith("#") or target[1:] in names
        clip = element.get("clip-path")
        assert clip is None or clip[5:-1] in names


def test_it_is_the_same_each_time_and_needs_nothing_else(setter: Setter, faces: Faces) -> None:
    page = sheet(*setter("Ålesund 👍🏽", 9, 40), Bitmap(Rect(0, 0, 9, 9), asset()))
    text = svg(page, faces, NO_METADATA)
    assert text == svg(page, Faces(system=False), NO_METADATA)
    assert not re.search(r'(?:href|src|url)\s*[=(]\s*"?(?!#|data:image/)[^"#]', text)
    assert "/usr" not in text


def test_the_size_is_the_paper(faces: Faces) -> None:
    size = Size(841 * POINTS_PER_MM, 1189 * POINTS_PER_MM)
    root = parsed(svg(Page(size, Rect(0, 0, *size), ()), faces, NO_METADATA))
    assert (root.get("width"), root.get("height")) == ("841mm", "1189mm")
    assert root.get("viewBox") == "0 0 2383.94 3370.39"


def test_text_stays_text(setter: Setter, faces: Faces) -> None:
    lines = ["Tom & <b>Jerry</b>  ]]>", "שלום עולם", "👨‍👩‍👧‍👦 🇸🇪", "a\x00b\x0bc"]
    drawing = [run for i, line in enumerate(lines) for run in setter(line, 10, 30 + 30 * i)]
    root = parsed(svg(sheet(*drawing), faces, NO_METADATA))
    assert [element.text for element in root.iter(f"{SVG}text")] == [
        run.text for run in drawing if run.text.strip()
    ]


def test_words_are_defined_once(setter: Setter, faces: Faces) -> None:
    text = svg(sheet(*setter("kund kund", 0, 20), *setter("kund", 0, 50, 40)), faces, NO_METADATA)
    root = parsed(text)
    assert len(root.findall(f".//{SVG}defs/{SVG}g")) == 1
    assert len(root.findall(f".//{SVG}defs/{SVG}path")) == 4


def test_a_small_drawing_reads_well(faces: Faces) -> None:
    pen = Pen(0.5, "#CED4DA", "round", "round", (2, 1))
    drawing: Drawing = (
        Box(Rect(10, 20, 100, 50.128), 4, "#FFFFFF", pen),
        Group(
            (
                Fill(polyline([(0, 0), (10, 0), (5, 8)], closed=True), "#D9480F"),
                Stroke(polyline([(0, 0), (-0.001, 12.3456)]), Pen(1, "#1971C2")),
                Link(Rect(0, 0, 9, 9), "https://example.org/?a=1&b=å"),
                Link(Rect(0, 0, 9, 9), "javascript:alert(1)"),
                Bookmark("Sök", Point(0, 0), 0),
            ),
            shift(12, 30),
            circle((5, 5), 5),
            "icon",
        ),
    )
    text = svg(sheet(*drawing), faces, Metadata("Resa & <1>", language="sv"))
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' width="105.8333mm" height="70.5556mm" viewBox="0 0 300 200" stroke-miterlimit="10"'
        ' xml:space="preserve" xml:lang="sv" lang="sv">\n'
        " <title>Resa &amp; &lt;1&gt;</title>\n"
        " <defs>\n"
        '  <clipPath id="clip1"><path clip-rule="evenodd" d="M10 5C10 7.76 7.76 10 5 10'
        'C2.24 10 0 7.76 0 5C0 2.24 2.24 0 5 0C7.76 0 10 2.24 10 5Z"/></clipPath>\n'
        " </defs>\n"
        ' <rect x="0" y="0" width="300" height="200" fill="#FFFFFF"/>\n'
        ' <rect x="10" y="20" width="100" height="50.13" rx="4" fill="#FFFFFF" stroke="#CED4DA"'
        ' stroke-width="0.5" stroke-linecap="round" stroke-linejoin="round"'
        ' stroke-dasharray="2 1"/>\n'
        ' <g transform="translate(12 30)" clip-path="url(#clip1)">\n'
        '  <path fill="#D9480F" fill-rule="evenodd" d="M0 0L10 0L5 8Z"/>\n'
        '  <path fill="none" stroke="#1971C2" stroke-width="1" d="M0 0L0 12.35"/>\n'
        '  <a xlink:href="https://example.org/?a=1&amp;b=%C3%A5"><rect x="0" y="0" width="9"'
        ' height="9" fill="none" pointer-events="all"/></a>\n'
        " </g>\n"
        "</svg>\n"
    )


def test_pictures_are_embedded_once_and_said_in_words(faces: Faces) -> None:
    place = Bitmap(Rect(10, 10, 50, 30), asset(), 'säger "hej" & mer')
    root = parsed(svg(sheet(place, Group((place,), shift(9, 9))), faces, NO_METADATA))
    assert len(root.findall(f".//{SVG}image")) == 1
    uses = root.findall(f".//{SVG}use")
    assert [use.get("aria-label") for use in uses] == ['säger "hej" & mer'] * 2


def test_a_photograph_is_turned_by_us_and_not_by_the_viewer(faces: Faces) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = BytesIO()
    Image.new("RGB", (4, 2), "red").save(file, "JPEG", exif=exif)
    photograph = Asset("k", "image/jpeg", file.getvalue(), 2, 4)
    text = svg(sheet(Bitmap(Rect(0, 0, 20, 40), photograph)), faces, NO_METADATA)
    assert 'transform="matrix(0 40 -20 0 20 0)"' in text
    assert b"Exif" in file.getvalue()
    assert "RXhpZ" not in text


_RENDER = """
import sys
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
application = QGuiApplication([])
image = QImage(1200, 800, QImage.Format.Format_RGB32)
image.fill(0xFFFFFFFF)
painter = QPainter(image)
QSvgRenderer(sys.argv[1]).render(painter)
painter.end()
image.save(sys.argv[2])
"""


def test_svg_and_pdf_show_the_same(setter: Setter, faces: Faces, tmp_path: Path) -> None:
    star = (("M", 450, 20), ("L", 550, 20), ("L", 470, 90), ("L", 500, 0), ("L", 530, 90), ("Z",))
    drawing: Drawing = (
        Box(Rect(30, 10, 540, 380), 10, "#EEEEEE", Pen(1, "#FF0000", dashes=(4, 2))),
        *setter("Ålesund AVATAR office 👨‍👩‍👧‍👦 🇸🇪 שָׁלוֹם مرحبا हिन्दी é", 40, 60, 14),
        *setter("Rubrik", 40, 120, 48, weight=700),
        Group(
            (Fill(circle((0, 0), 40), "#AA3300"), *setter("snurrad", -30, 3, 15)),
            Transform(0.8, 0.6, -0.6, 0.8, 120, 280),
        ),
        Bitmap(Rect(220, 220, 100, 80), asset(size=(100, 80))),
        Bitmap(Rect(340, 220, 100, 80), asset("JPEG", size=(100, 80))),
        Stroke(polyline([(450, 220), (550, 240), (460, 260)]), Pen(4, "#0000FF", "round")),
        Fill(star, "#008800"),
    )
    page = sheet(*drawing, width=600, height=400)
    (tmp_path / "x.svg").write_text(svg(page, faces, NO_METADATA), encoding="utf-8")
    pytest.importorskip("PySide6.QtSvg")
    subprocess.run(
        [sys.executable, "-c", _RENDER, str(tmp_path / "x.svg"), str(tmp_path / "x.png")],
        env={"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
    )
    ours = Image.open(tmp_path / "x.png").convert("RGB")
    page_object = pypdfium2.PdfDocument(pdf_of(drawing, faces, 600, 400))[0]
    theirs = page_object.render(scale=2).to_pil().convert("RGB")
    difference = ImageChops.difference(ours, theirs)
    assert max(ImageStat.Stat(difference).mean) < 1.0
    # nothing of any size is missing in one of them: in no tile does much of the ink differ
    coarse = difference.convert("L").resize((60, 40), Image.Resampling.BOX)
    assert ImageStat.Stat(coarse).extrema[0][1] < 60


def test_groups_say_what_they_show(setter: Setter, faces: Faces) -> None:
    data = (("kind", "step"), ("stage", "s1"), ("persona", "sara per"))
    card = Group((*setter("Betalar", 5, 20),), tag=Tag("P", record="t 1&", data=data))
    again = Group((*setter("Betalar", 5, 40),), tag=Tag("P", record="t2"))
    curve = Group((*setter("+2", 5, 60),), tag=Tag("Figure", "Känslan stiger"))
    page = sheet(card, again, again, curve)._replace(background="#FAFAFA")
    root = parsed(svg(page, faces, Metadata("Resa", subject="Kundresekarta", language="sv")))
    assert root.findtext(f"{SVG}desc") == "Kundresekarta"
    assert root.get("lang") == "sv"
    background = root.find(f"{SVG}rect")
    assert background is not None
    assert background.get("fill") == "#FAFAFA"
    groups = [group for group in root.findall(f"{SVG}g") if not group.get("fill")]
    assert [group.get("data-id") for group in groups] == ["t 1&", "t2", "t2", None]
    assert [group.get("id") for group in groups] == [None, "record-t2", None, None]
    assert [groups[0].get(f"data-{name}") for name, _ in data] == ["step", "s1", "sara per"]
    assert groups[3].get("aria-label") == "Känslan stiger"


def test_text_may_bring_its_font(setter: Setter, faces: Faces) -> None:
    drawing = (*setter("Åsa köper fil 👍🏽", 5, 20, 12), *setter("שלום", 5, 50, 12, 700))
    text = svg(sheet(*drawing), faces, Metadata("Resa"), has_fonts=True)
    root = parsed(text)
    written = [each.text for each in root.findall(f"{SVG}text") if each.get("fill")]
    assert "Åsa köper fil " in written
    styles = [each.text or "" for each in root.findall(f"{SVG}style")]
    [source] = [style for style in styles if '"font1"' in style]
    data = b64decode(source.partition("base64,")[2].partition(")")[0])
    font = TTFont(BytesIO(data))
    assert {ord(letter) for letter in "Åsaköperfil "} <= set(font.getBestCmap())
    assert len(font.getGlyphOrder()) < 60
    assert "GSUB" in font or "GPOS" in font
    assert len(text) < 60_000
