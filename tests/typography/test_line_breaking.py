"""Where lines may end inside a stretch without spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.typography import Faces, Typesetter
from journeyeditor.typography.hyphenation import hyphenation
from journeyeditor.typography.line_breaking import breakable_parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kundresa", ["kundresa"]),
        ("före-efter", ["före-", "efter"]),
        ("kund/partner", ["kund/", "partner"]),
        ("köp–använd—lova", ["köp–", "använd—", "lova"]),
        ("e-post", ["e-post"]),
        ("B2B/B2C", ["B2B/B2C"]),
        ("https://exempel.se/kund", ["https://", "exempel.se/", "kund"]),
        ("A/B-testning", ["A/B-", "testning"]),
        ("-rabatt", ["-rabatt"]),
        ("2020–2024", ["2020–2024"]),
        ("2026-11-21", ["2026-11-21"]),
        ("10\u202f000\xa0kr", ["10\u202f000\xa0kr"]),
        ("icke\u2011brytande", ["icke\u2011brytande"]),
        ("noll\u200bbredd", ["noll\u200b", "bredd"]),
        ("日本語。", ["日", "本", "語。"]),
        ("「日本」", ["「日", "本」"]),
        ("カード", ["カー", "ド"]),
        ("きゃっと", ["きゃっ", "と"]),
        ("100円です", ["100", "円", "で", "す"]),
        ("한국어", ["한국어"]),
        ("a\u2060日本", ["a\u2060日", "本"]),
        ("😀😀a", ["😀", "😀", "a"]),
    ],
)
def test_parts(text: str, expected: list[str]) -> None:
    assert breakable_parts(text) == expected


@given(st.text(st.characters(exclude_characters=" "), min_size=1))
def test_parts_lose_nothing(text: str) -> None:
    assert "".join(breakable_parts(text)) == text


def test_thai_lines_end_between_phrases_without_hyphens() -> None:
    text = "ลูกค้าไม่ทราบราคาสุทธิจนกว่าจะถึงหน้าชำระเงิน"
    parts = breakable_parts(text)
    assert "".join(parts) == text
    assert {"ลูกค้า", "ราคา", "หน้า", "ชำระเงิน"} <= set(parts)
    assert hyphenation(text, "th") == []
    setter = Typesetter(Faces(system=False), "th")
    for width in (20, 45, 70, 110):
        for line in setter.typeset(text, 10, width).lines:
            assert "\u00ad" not in line.text


def test_thai_signs_stay_with_the_word_before_them() -> None:
    for text in ("เด็กๆชอบอ่านหนังสือ", "กรุงเทพฯเป็นเมืองหลวง"):
        assert not [part for part in breakable_parts(text) if part[0] in "ๆฯะาำ"]


def test_thai_beside_other_scripts_keeps_to_their_rules() -> None:
    text = "ราคา(100บาท)และe-post日本語"
    parts = breakable_parts(text)
    assert "".join(parts) == text
    assert not [part for part in parts if part[0] in ")日" and len(part) > 2]


@pytest.mark.parametrize("text", ["プロジェクト", "日本語「テスト」です。", "ーやゃ、。」"])
def test_nothing_that_may_not_begin_a_line_does(text: str) -> None:
    for part in breakable_parts(text)[1:]:
        assert part[0] not in "ー、。」ャェッょ"
