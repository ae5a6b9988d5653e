"""Order of drawing where directions mix; capitals stand for Hebrew, as in UAX 9."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journeyeditor.typography import bidi

_HEBREW = {chr(ord("A") + n): chr(0x5D0 + n) for n in range(26)}
_LATIN = {hebrew: latin for latin, hebrew in _HEBREW.items()}
_NAMED = {"›": "\u2067", "‹": "\u2069", "→": "\u202b", "⇉": "\u202e", "■": "\u202c"}
_MIRRORED = str.maketrans("()[]", ")(][")


def shown(text: str) -> str:
    hebrew = "".join(_NAMED.get(char, _HEBREW.get(char, char)) for char in text)
    levels, _ = bidi.levels(hebrew)
    turned = hebrew.translate(_MIRRORED)
    faced = [(turned if level % 2 else hebrew)[at] for at, level in enumerate(levels)]
    drawn = bidi.reordered(faced, levels)
    return "".join(_LATIN.get(char, char) for char in drawn if char not in _NAMED.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("car is THE CAR in arabic", "car is RAC EHT in arabic"),
        ("CAR IS the car IN ENGLISH", "HSILGNE NI the car SI RAC"),
        ("he said THE VALUES ARE 123, 456, 789, OK", "he said KO ,789 ,456 ,123 ERA SEULAV EHT"),
        ("PRICE 12.50 TOTAL", "LATOT 12.50 ECIRP"),
        ("PRICE -5% OFF", "FFO 5%- ECIRP"),
        ("AB(CD[&ef]!)gh", "gh(![ef&]DC)BA"),
        ("smith (fabrikam ARABIC) HEBREW", "smith (fabrikam CIBARA) WERBEH"),
        ("ARABIC book(s)", "book(s) CIBARA"),
        ("a ›BC d‹ e", "a d CB e"),
        ("a →BC d■ e", "a d CB e"),
        ("a ⇉bc d■ e", "a d cb e"),
        ("", ""),
    ],
)
def test_order(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_the_first_strong_character_decides() -> None:
    assert bidi.levels("123 אב")[1] == 1
    assert bidi.levels("123 ab אב")[1] == 0
    assert bidi.levels("\u2067אב\u2069 ab")[1] == 0
    assert bidi.levels("...")[1] == 0


def test_arabic_letters_make_numbers_arabic() -> None:
    levels, base = bidi.levels("سعر 12")
    assert (levels, base) == ([1, 1, 1, 1, 2, 2], 1)


def test_nesting_beyond_the_limit_is_survived() -> None:
    levels, _ = bidi.levels(
        "\u202b" * 200 + "א" + "\u202c" * 200 + "b" + "\u2067" * 300 + "\u2069" * 9
    )
    assert max(levels) <= 125


@given(
    st.text(
        st.sampled_from(
            "ab 12,.()[]אבتي٣\u2066\u2067\u2068\u2069\u202a\u202b\u202e\u202c\u200f\u05b0"
        )
    )
)
def test_reordering_is_a_permutation(text: str) -> None:
    levels, base = bidi.levels(text)
    assert len(levels) == len(text)
    assert base in (0, 1)
    assert sorted(bidi.reordered(range(len(text)), levels)) == list(range(len(text)))


@given(st.text(st.characters(max_codepoint=0x58F)))
@example("\xa0\u0344")
def test_left_to_right_text_stays(text: str) -> None:
    assert bidi.has_right_to_left(text) is False
    assert bidi.reordered(text, bidi.levels(text)[0]) == list(text)
