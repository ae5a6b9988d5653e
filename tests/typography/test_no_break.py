"""Lines never end inside dates, figures and abbreviations, and are about equally long."""

from __future__ import annotations

import pytest

from journeyeditor.typography import Faces, Sizer, Typesetter
from journeyeditor.typography.line_breaking import bound_spaces

FACES = Faces(system=False)


def marked(text: str, language: str) -> str:
    bound = bound_spaces(text, language)
    return "".join("_" if place in bound else char for place, char in enumerate(text))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", "Kassaloggen_· 31_oktober_2026"),
        ("sv", "Leverans 4,3_av_5 och n_=_64_svar"),
        ("sv", "10_% av 10_000_kunder, kl._9 och nr_4, t._ex. i kv_3_2026"),
        ("sv", "År_2026. Sedan"),
        ("en", "Paged at 3_a.m. on November_21,_2026, 7_of_8 say so"),
        ("en", "Asked 64, told none"),
        ("en", "Rang J._Hartley at 9_– never again"),
        ("de", "am 3._Oktober_2026, z._B. 20.000_€"),
        ("fi", "21._marraskuuta_2026 klo_9"),
        ("fr", "«_Pourquoi_?_»_: 10_%"),
        ("en", "Why? «No»"),
        ("pl", "Kawa z_mlekiem i_cukrem"),
        ("sv", "👩‍🔧_Onboarding och 🚚_Leverans"),
        ("en", "🔒_Gate_2: board paper"),
        ("sv", "- två  mellanslag"),
    ],
)
def test_spaces_that_hold(language: str, expected: str) -> None:
    assert marked(expected.replace("_", " "), language) == expected


def lines(text: str, width: float, language: str = "sv") -> list[str]:
    return [line.text for line in Typesetter(FACES, language).typeset(text, 10, width).lines]


def test_a_date_moves_to_the_next_line_as_a_whole() -> None:
    assert lines("Kassaloggen · 31 oktober 2026", 110) == ["Kassaloggen ·", "31 oktober 2026"]


def test_what_is_too_wide_to_hold_is_broken_between_words() -> None:
    assert lines("31 oktober 2026", 60) == ["31 oktober", "2026"]


def test_the_last_line_is_not_one_short_word() -> None:
    assert lines("Visa totalpris redan i varukorgen nu", 165) == [
        "Visa totalpris redan",
        "i varukorgen nu",
    ]


def test_even_lines_take_no_more_of_them() -> None:
    text = "En lång text om hur kunder jämför eltandborstar, tandkrämer och munskölj på nätet"
    setter = Typesetter(FACES, "sv")
    for width in range(60, 400, 7):
        paragraph = setter.typeset(text, 10, width)
        greedy, used = 1, 0.0
        space = setter.measure(" ", 10) or setter.measure("a a", 10) - setter.measure("aa", 10)
        for word in text.split():
            room = setter.measure(word, 10)
            if used and used + space + room > width:
                greedy, used = greedy + 1, 0.0
            used += room + (space if used else 0.0)
        if all(setter.measure(word, 10) <= width for word in text.split()):
            assert len(paragraph.lines) == greedy, width


def test_room_is_kept_behind_the_last_word() -> None:
    setter = Typesetter(FACES, "sv")
    width = setter.measure("Dolda avgifter i kassan", 10)
    assert len(setter.typeset("Dolda avgifter i kassan", 10, width).lines) == 1
    for kind in (setter, Sizer(setter)):
        paragraph = kind.typeset("Dolda avgifter i kassan", 10, width, trailing=12)
        assert len(paragraph.lines) == 2
        assert paragraph.lines[-1].width + 12 <= width
        assert paragraph.trailing == 12


def test_room_beside_a_word_that_fills_the_column_is_below_it() -> None:
    setter = Typesetter(FACES, "sv")
    width = setter.measure("Kassa", 10)
    paragraph = setter.typeset("Kassa", 10, width, trailing=12, max_lines=1)
    assert [line.text for line in paragraph.lines] == ["Kassa", ""]
    assert not paragraph.is_cut


def test_a_long_word_that_fills_the_column_is_broken_for_what_follows() -> None:
    setter = Typesetter(FACES, "nb")
    width = setter.measure("varmepumper", 10)
    for kind in (Sizer(setter), setter):
        paragraph = kind.typeset("Leser om varmepumper", 10, width, trailing=12)
        assert len(paragraph.lines) == 3
        assert 0 < paragraph.lines[-1].width <= width - 12
    assert [line.text for line in paragraph.lines] == ["Leser om", "varme\u00ad", "pumper"]


def test_a_cut_text_keeps_the_room_too() -> None:
    setter = Typesetter(FACES, "sv")
    paragraph = setter.typeset(
        "Dolda avgifter i kassan och frakten", 10, 80, max_lines=2, trailing=20
    )
    assert paragraph.is_cut
    assert paragraph.lines[-1].width + 20 <= 80
