"""Dumps say everything about a drawing, shortly."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from journeyeditor.display.path import circle, polyline
from journeyeditor.display.primitives import (
    Asset,
    Bitmap,
    Bookmark,
    Box,
    Fill,
    Group,
    Link,
    Page,
    Pen,
    Stroke,
    TextRun,
)
from journeyeditor.geometry import Point, Rect, Size, Transform, shift
from tests.display.dump import dump, dump_page
from tests.painting.drawings import pages

PEN = Pen(0.5, "#CED4DA", "round", "round", (2, 1))
DRAWING = (
    Box(Rect(10, 20, 100, 50.128), 4, "#FFFFFF", PEN),
    Box(Rect(10, 20, 3, 50), 0, None, None),
    TextRun(12, 33.333, "Å \x07\u202e", "text-400", 9, "#212529", (), 40),
    Group(
        (
            Fill(polyline([(0, 0), (10, 0), (5, 8)], closed=True), "#D9480F"),
            Stroke((*circle((0, 0), 5), *circle((20, 0), 5), ("L", -0.001, 2)), Pen(1, "#1971C2")),
            Group((Link(Rect(0, 0, 9, 9), "https://example.org"),), Transform(0, -1, 1, 0, 3, 4)),
        ),
        shift(12, 30),
        polyline([(0, 0), (9, 9)]),
        "icon",
    ),
    Bitmap(Rect(0, 0, 4, 3), Asset("0123456789abcdef", "image/png", b"", 40, 30), "en bild"),
    Bookmark("Sök", Point(1, 2), 0),
)
TEXT = """\
box 10 20 100 50.13 radius 4 fill #FFFFFF stroke #CED4DA 0.5 round round dashes 2 1
box 10 20 3 50
text 12 33.33 40 'Å \\x07\\u202e' text-400 9 #212529
group 'icon' shift 12 30 clip M 0 0 L 9 9
  fill #D9480F M 0 0 L 10 0 L 5 8 Z
  stroke #1971C2 1 in -5 -5 30 10 segments 13 sum 00f48c0b
  group transform 0 -1 1 0 3 4
    link 0 0 9 9 'https://example.org'
picture 0 0 4 3 01234567 image/png 40x30 'en bild'
bookmark 1 2 level 0 'Sök'
"""


def test_a_drawing_as_text() -> None:
    assert dump(DRAWING) == TEXT


def test_a_page_as_text() -> None:
    page = Page(Size(620, 820), Rect(10, 10, 600, 800), DRAWING, "A1")
    assert dump_page(page) == f"page 620 820 trim 10 10 600 800 'A1'\n{TEXT}"
    assert dump_page(Page(Size(9, 9), Rect(0, 0, 9, 9), ())) == "page 9 9\n"


@given(page=pages)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_any_drawing_can_be_dumped(page: Page) -> None:
    dump_page(page).encode("utf-8")
