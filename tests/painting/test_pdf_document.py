"""The file round the drawing: it opens everywhere, is the same each time, and says what it is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import (
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
from journeyeditor.painting.pdf import write_pdf
from journeyeditor.typography import Faces
from tests.painting.drawings import asset, pages
from tests.painting.reader import Opener, Setter, pdf_of, pdfium_lines, sound


def written(sheets: list[Page], faces: Faces, metadata: Metadata | None = None) -> bytes:
    file = BytesIO()
    write_pdf(sheets, file, faces, metadata or Metadata("Prov"))
    return file.getvalue()


def sheet(*drawing: Primitive, width: float = 600, height: float = 800, label: str = "") -> Page:
    return Page(Size(width, height), Rect(0, 0, width, height), drawing, label)


@given(page=pages)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_any_drawing_gives_a_sound_file(page: Page) -> None:
    data = written([page, page], Faces(system=False), Metadata("T\ud800\x00(", "\\", ")", "sv"))
    assert len(sound(data).pages) == 2
    page_object = pypdfium2.PdfDocument(data)[0]
    page_object.render(scale=0.02)
    page_object.get_textpage().get_text_range()


def test_the_same_pages_give_the_same_bytes(setter: Setter, faces: Faces) -> None:
    drawing: list[Primitive] = [
        *setter("Ålesund 👍🏽 שלום", 30, 40),
        Bitmap(Rect(0, 0, 9, 9), asset(mode="RGBA")),
    ]
    assert pdf_of(drawing, faces) == pdf_of(drawing, Faces(system=False))


def test_bytes_do_not_depend_on_the_seed_of_hashes() -> None:
    program = (
        "import sys, hashlib; sys.path.insert(0, '.')\n"
        "from journeyeditor.typography import Faces\n"
        "from tests.painting.drawings import text_runs\n"
        "from tests.painting.reader import Setter, pdf_of\n"
        "data = pdf_of(text_runs('Ål 👍🏽 שָׁלוֹם fin', 9, 40, 12, '#123456'), Faces(system=False))\n"
        "print(hashlib.sha256(data).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


@pytest.mark.parametrize(("width", "height"), [(841, 1189), (297, 210), (1234.5, 99.9)])
def test_the_media_box_is_the_paper_to_a_tenth_of_a_millimetre(
    width: float, height: float, faces: Faces, opened: Opener
) -> None:
    size = Size(width * POINTS_PER_MM, height * POINTS_PER_MM)
    page_object = opened(written([Page(size, Rect(0, 0, *size), ())], faces)).pages[0]
    assert [float(v) / POINTS_PER_MM for v in page_object.mediabox] == pytest.approx(
        [0, 0, width, height], abs=0.001
    )
    assert page_object.TrimBox == page_object.BleedBox == page_object.mediabox


def test_boxes_tell_sheet_bleed_and_paper_apart(faces: Faces, opened: Opener) -> None:
    page = Page(Size(620, 820), Rect(10, 12, 590, 800), (), bleed=6, background="#FF0000")
    data = written([page], faces)
    page_object = opened(data).pages[0]
    assert [float(v) for v in page_object.TrimBox] == [10, 8, 600, 808]
    assert [float(v) for v in page_object.BleedBox] == [4, 2, 606, 814]
    pixels = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil()
    # The background goes on to the end of the bleed and no farther.
    colours = [pixels.getpixel((x, 400)) for x in (2, 6, 12, 603, 612)]
    red, white = (255, 0, 0), (255, 255, 255)
    assert colours == [white, red, red, red, white]


def test_no_line_is_thinner_than_a_press_holds(faces: Faces, opened: Opener) -> None:
    thin = Stroke((("M", 0, 0), ("L", 50, 0)), Pen(0.1, "#000000"))
    bar = Box(Rect(0, 10, 50, 0.1), 0, "#000000", None)
    data = pdf_of((thin, bar, Group((thin, bar), Transform(0.5, 0, 0, 0.5, 90, 0))), faces)
    content = pikepdf.parse_content_stream(opened(data).pages[0])
    operators = [
        (str(each.operator), [float(value) for value in each.operands])
        for each in content
        if str(each.operator) in ("w", "re")
    ]
    assert [values[0] for name, values in operators if name == "w"] == [0.25, 0.5]
    assert [values[3] for name, values in operators if name == "re"][1:] == [0.25, 0.5]


def test_the_document_says_what_it_is(faces: Faces, opened: Opener) -> None:
    metadata = Metadata("Kundresa 😀 (v\\1)\nrad", "Åsa Öberg", "Tandborste", "sv-SE")
    document = opened(written([sheet(label="A1"), sheet()], faces, metadata))
    assert str(document.docinfo.Title) == "Kundresa 😀 (v\\1) rad"
    assert str(document.docinfo.Author) == "Åsa Öberg"
    assert str(document.docinfo.Subject) == "Tandborste"
    assert str(document.docinfo.Creator).startswith("Journey Editor")
    assert str(document.Root.Lang) == "sv-SE"
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert str(document.pages[0].label) == "A1"


def test_fonts_are_embedded_subsets_and_helvetica_is_not_asked_for(
    setter: Setter, faces: Faces, opened: Opener
) -> None:
    drawing = [
        *setter("Ålesund", 30, 40),
        *setter("Fet", 30, 80, weight=700),
        *setter("👍🏽", 9, 99),
    ]
    data = pdf_of(drawing, faces)
    assert b"Helvetica" not in data
    assert b"Type1" not in data
    fonts = opened(data).pages[0].Resources.Font
    kinds = []
    for font in fonts.values():
        kinds.append(str(font.Subtype))
        assert "/ToUnicode" in font
        if font.Subtype == "/Type0":
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert str(descriptor.FontName)[7] == "+"
            assert len(descriptor.FontFile2.read_bytes()) < 8000
    assert kinds == ["/Type0", "/Type0", "/Type3"]


def test_no_text_asks_for_no_font(faces: Faces, opened: Opener) -> None:
    assert len(opened(pdf_of([], faces)).pages[0].Resources.Font) == 0


def test_the_outline_is_a_tree_that_leads_to_places(faces: Faces, opened: Opener) -> None:
    marks = [("Sök 😀", 0), ("a", 1), ("b", 3), ("c", 1), ("Köp", 0)]
    drawing = [Bookmark(title, Point(10 + i, 20), level) for i, (title, level) in enumerate(marks)]
    outside = Bookmark("borta", Point(5000, 0), 0)
    with opened(pdf_of([Group((*drawing, outside), shift(5, 5))], faces)).open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Sök 😀", "Köp"]
        assert [entry.title for entry in outline.root[0].children] == ["a", "c"]
        assert [entry.title for entry in outline.root[0].children[0].children] == ["b"]
        destination = outline.root[1].destination
        assert isinstance(destination, pikepdf.Array)
        assert [str(v) for v in list(destination)[1:4]] == ["/XYZ", "19", "775"]


@pytest.mark.parametrize(
    ("target", "written_as"),
    [
        ("https://example.org/å b", None),
        ("https://example.org/å(b)", "https://example.org/%C3%A5(b)"),
        ("HTTP://EXAMPLE.ORG/?q=1&r=%20#s", "HTTP://EXAMPLE.ORG/?q=1&r=%20#s"),
        ("mailto:åsa@example.org", "mailto:%C3%A5sa@example.org"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://a\x00b", None),
        ("https://a\ud800b", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        (" https://example.org", None),
        ("", None),
    ],
)
def test_links_lead_to_the_web_and_to_mail_only(
    target: str, written_as: str | None, faces: Faces, opened: Opener
) -> None:
    drawing = [Group((Link(Rect(10, 20, 30, 40), target),), Transform(2, 0, 0, 2, 5, 5))]
    page_object = opened(pdf_of(drawing, faces)).pages[0]
    if written_as is None:
        assert "/Annots" not in page_object
        return
    (link,) = page_object.Annots
    assert str(link.A.URI) == written_as
    assert [float(v) for v in link.Rect] == [25, 800 - 125, 85, 800 - 45]


def test_a_clipped_link_ends_at_the_clip(faces: Faces, opened: Opener) -> None:
    link = Link(Rect(0, 0, 100, 100), "https://example.org")
    inside = Group((link,), clip=circle((50, 50), 10))
    outside = Group((link,), clip=circle((500, 500), 10))
    page_object = opened(pdf_of([inside, outside], faces)).pages[0]
    (annotation,) = page_object.Annots
    assert [float(v) for v in annotation.Rect] == [40, 740, 60, 760]


def test_what_recurs_is_written_once(setter: Setter, faces: Faces, opened: Opener) -> None:
    icon = (Fill(circle((0, 0), 5), "#AA0000"), Fill(circle((9, 9), 5), "#00AA00"))
    drawing: Drawing = (*icon, *setter("ikon", 0, 0, 4), Group(icon, shift(0, 9)))
    shown = [Group(drawing, shift(50 + 20 * i, 50)) for i in range(3)]
    alone = [Group((*drawing[:-1], Group((*icon,)[:], shift(0, 9))), g.transform) for g in shown]
    document = opened(pdf_of(shown, faces))  # the inner group stands in the form once: no form
    assert list(document.pages[0].Resources.XObject.keys()) == ["/X1"]
    assert pixels_of(shown, faces) == pixels_of(alone, faces)
    assert "ikon" in pdfium_lines(pdf_of(shown, faces))[0]


def test_records_that_are_alike_differ_in_their_place(
    setter: Setter, faces: Faces, opened: Opener
) -> None:
    def card(x: float, y: float, tag: Tag | None) -> Group:
        box = Group((Box(Rect(0, 0, 40, 20), 3, "#AA0000", Pen(1, "#00AA00")),), shift(x, y))
        corner = Fill((("M", x, y), ("L", x + 5, y), ("L", x, y + 5), ("Z",)), "#0000AA")
        return Group((box, *setter("kort", x + 4, y + 12, 8), corner), tag=tag)

    places = [(50.5, 60.25), (150, 300), (301.75, 77)]
    cards = [card(x, y, Tag("P", record=f"c{x}")) for x, y in places]
    plain = [card(x, y, Tag("P")) for x, y in places]
    assert pixels_of(cards, faces) == pixels_of(plain, faces)
    content = opened(pdf_of(cards, faces)).pages[0].Contents.read_bytes()
    start = rb"q 1 0 0 1 ([\d. ]+) cm\nq 1 0 0 1 0 0 cm\n"
    _, *parts = re.split(start, re.sub(rb"MCID \d+", b"MCID", content))
    assert parts[::2] == [b"50.5 60.25", b"150 300", b"301.75 77"]
    assert len({part.strip() for part in parts[1::2]}) == 1


def test_a_form_reaches_as_far_as_what_it_draws(faces: Faces) -> None:
    corner: tuple[Primitive, ...] = (
        Box(Rect(0, 0, 10, 10), 0, None, Pen(4, "#000000")),
        Group((Fill(circle((20, 20), 9), "#000000"),), Transform(0, 3, -3, 0, 100, 0)),
        Stroke((("M", 0, 90), ("L", 50, 91), ("L", 0, 92)), Pen(3, "#000000")),
    )
    shown = [Group(corner, shift(50, y)) for y in (50, 400)]
    alone = [Group((*corner, Fill((), "#000000")), group.transform) for group in shown]
    assert pixels_of(shown, faces) == pixels_of(alone, faces)


def pixels_of(drawing: Iterable[Primitive], faces: Faces) -> bytes:
    picture = pypdfium2.PdfDocument(pdf_of(drawing, faces))[0].render(scale=1).to_pil()
    return bytes(picture.tobytes())
