"""What a reader takes for one character stays together."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.typography.graphemes import PLAIN, clusters

WHOLE = [
    "e\u0301",
    "👩‍👩‍👧‍👦",
    "👍🏽",
    "🇸🇪",
    "1\ufe0f\u20e3",
    "❤\ufe0f\u200d🔥",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "न\u093f",
    "क\u094dष",
    "한",
    "\u1112\u1161\u11ab",
    "กำ",
    "ש\u05c1\u05b8",
    "か\u3099",
    "\r\n",
]


@pytest.mark.parametrize("cluster", WHOLE)
def test_one_cluster(cluster: str) -> None:
    assert clusters(cluster) == [cluster]
    assert clusters(f"a{cluster}b") == ["a", cluster, "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("åäö", ["å", "ä", "ö"]),
        ("🇸🇪🇳🇴🇩", ["🇸🇪", "🇳🇴", "🇩"]),
        ("👍👍🏽", ["👍", "👍🏽"]),
        ("a\u200d👩", ["a\u200d", "👩"]),
        ("한국", ["한", "국"]),
        ("\u200b\u0301", ["\u200b", "\u0301"]),
        ("日本語", ["日", "本", "語"]),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert clusters(text) == expected


@given(st.text())
def test_clusters_lose_nothing(text: str) -> None:
    found = clusters(text)
    assert "".join(found) == text
    assert all(found)


@given(st.text(st.characters(max_codepoint=0x24F, min_codepoint=0x20)))
def test_latin_needs_no_rules(text: str) -> None:
    if re.fullmatch(PLAIN, text):
        assert clusters(text) == list(text)


def test_every_emoji_sequence_is_one_cluster(emoji_sequences: list[tuple[str, str]]) -> None:
    assert [text for text, _ in emoji_sequences if clusters(text) != [text]] == []
    assert len(emoji_sequences) > 4500
