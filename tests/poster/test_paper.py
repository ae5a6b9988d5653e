"""Sheets are as large as asked, to a tenth of a millimetre, with the margins and bleed asked."""

from __future__ import annotations

import pytest

from journeyeditor.geometry import POINTS_PER_MM, Rect
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.poster import PAPERS, PaperError, PosterError, paper_size
from tests.layout.shares import ink_box, walk
from tests.poster.sheets import a_map, millimetres, poster, runs, sample

#: ISO 216, ANSI/ASME Y14.1 and the American office sizes, upright, in millimetres.
WANTED = {
    "A0": (841, 1189),
    "A1": (594, 841),
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Tabloid": (279.4, 431.8),
    "ANSI-C": (431.8, 558.8),
    "ANSI-D": (558.8, 863.6),
    "ANSI-E": (863.6, 1117.6),
}


@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_a_page_is_as_large_as_its_paper(name: str, orientation: str) -> None:
    page = poster(sample("toothbrush.sv"), paper=name, orientation=orientation).pages[0]
    wanted = WANTED[name] if orientation == "portrait" else WANTED[name][::-1]
    assert millimetres(page.trim) == pytest.approx(wanted, abs=0.05)
    assert page.trim == Rect(0, 0, *page.size)


def test_every_paper_is_known() -> None:
    assert set(PAPERS) == set(WANTED)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a3", (420, 297)),
        (" A3 ", (420, 297)),
        ("ansi c", (558.8, 431.8)),
        ("ANSI_C", (558.8, 431.8)),
        ("ansic", (558.8, 431.8)),
        ("LETTER", (279.4, 215.9)),
        ("300x200mm", (300, 200)),
        ("200x300mm", (200, 300)),
        ("200x300", (200, 300)),
        ("200 × 300 mm", (200, 300)),
        ("1000,5x700,25mm", (1000.5, 700.25)),
        ("100.5x70cm", (1005, 700)),
        ("50x5080mm", (50, 5080)),
    ],
)
def test_a_paper_may_be_written_in_many_ways(name: str, wanted: tuple[float, float]) -> None:
    size = paper_size(name)
    assert (size.width / POINTS_PER_MM, size.height / POINTS_PER_MM) == pytest.approx(wanted)


def test_an_orientation_turns_a_sheet_of_ones_own() -> None:
    assert paper_size("300x200mm", "portrait") == paper_size("200x300mm")
    assert paper_size("200x300mm", "landscape") == paper_size("300x200mm")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("B4", 'there is no paper size called "B4"; use one of A0, A1'),
        ("", "there is no paper size called"),
        ("x", "WIDTHxHEIGHTmm"),
        ("10x10mm", "a sheet of 10 × 10 mm is not possible; use sides from 50 to 5080 mm"),
        ("9000x100mm", "use sides from 50 to 5080 mm"),
        ("-100x200mm", "there is no paper size called"),
        ("nanxnan", "there is no paper size called"),
        ("1e9x1e9", "there is no paper size called"),
    ],
)
def test_a_paper_that_is_none_has_claims_in_a_sentence(name: str, words: str) -> None:
    with pytest.raises(PaperError, match=words.replace("(", r"\(")) as caught:
        paper_size(name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("bleed", [0, 3, 5.5])
def test_bleed_surrounds_the_trim(bleed: float) -> None:
    page = poster(sample("toothbrush.sv"), paper="A3", bleed_mm=bleed).pages[0]
    assert millimetres(page.trim) == pytest.approx((420, 297), abs=0.05)
    assert page.size.width / POINTS_PER_MM == pytest.approx(420 + 2 * bleed, abs=0.05)
    assert page.size.height / POINTS_PER_MM == pytest.approx(297 + 2 * bleed, abs=0.05)
    assert (page.trim.x, page.trim.y) == pytest.approx((bleed * POINTS_PER_MM,) * 2)


def test_bleed_moves_the_content_and_changes_nothing_else() -> None:
    plain = poster(sample("toothbrush.sv"), paper="A3").pages[0]
    bled = poster(sample("toothbrush.sv"), paper="A3", bleed_mm=3).pages[0]
    for (one, a), (other, b) in zip(walk(plain.drawing), walk(bled.drawing), strict=True):
        assert type(one) is type(other)
        assert b.e - a.e == pytest.approx(3 * POINTS_PER_MM)
        assert b.f - a.f == pytest.approx(3 * POINTS_PER_MM)


@pytest.mark.parametrize("margin", [5, 12, 30])
def test_a_margin_stays_empty(margin: float) -> None:
    page = poster(sample("toothbrush.sv"), paper="A2", margin_mm=margin).pages[0]
    inside = page.trim.inset(margin * POINTS_PER_MM)
    boxes = [ink_box(run, transform) for run, transform in runs(page)]
    assert all(inside.contains(box, 0.1) for box in boxes)
    # and it is no larger than asked: the title begins at its edge, the map ends at the other
    assert min(box.x for box in boxes) == pytest.approx(inside.x, abs=1)
    assert max(box.right for box in boxes) > inside.right - LABEL_WIDTH * 3


def test_margins_that_leave_no_room_are_reported() -> None:
    with pytest.raises(PosterError, match="the margins leave no room for the map"):
        poster(sample("toothbrush.sv"), paper="A4", margin_mm=95)


def test_the_map_says_its_paper_when_nobody_else_does() -> None:
    from journeyeditor.vocabulary import PosterPreferences

    graph = a_map(poster=PosterPreferences(paper="A5", orientation="portrait"))
    assert millimetres(poster(graph).pages[0].trim) == pytest.approx((148, 210), abs=0.05)
    assert millimetres(poster(graph, paper="A4").pages[0].trim) == pytest.approx(
        (210, 297), abs=0.05
    )
