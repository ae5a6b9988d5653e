"""Which words of a text are checked, and which no dictionary would have."""

from __future__ import annotations

import pytest

from journeyeditor.spelling.trade_words import trade_words
from journeyeditor.spelling.words import MAX_TEXT, parts_of, plain, words_of


def checked(text: str, language: str = "en") -> list[str]:
    return [word.text for word in words_of(text, language)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Teh shop, which is “closed”.", ["Teh", "shop", "which", "is", "closed"]),
        ("see https://example.com/pathh or www.exampel.se", ["see", "or"]),
        ("mail to jane.doee@example.com now", ["mail", "to", "now"]),
        ("#onbording @Tomasz (#tagg) done", ["done"]),
        ("KPI NPS KPI-erna iPhone JavaScript ok", ["ok"]),
        ("24h i2 room12 B2B sold", ["sold"]),
        ("file_name report.pdff :snail: left", ["left"]),
        (
            "the customer's e-handel, **bolld** word",
            ["the", "customer's", "e-handel", "bolld", "word"],
        ),
        ("NPS:et och KPI:er gick ned: igen", ["och", "gick", "ned", "igen"]),
        ("a b c", []),
        ("äpple é naïve", ["äpple", "naïve"]),
        ("東京 Москва καφές shop", ["shop"]),
        ("back and/or forth…then", ["back", "and", "or", "forth", "then"]),
    ],
)
def test_what_is_checked(text: str, words: list[str]) -> None:
    assert checked(text) == words


def test_the_script_is_that_of_the_language() -> None:
    assert checked("Москва shop", "ru-RU") == ["Москва"]
    assert checked("καφές shop", "el") == ["καφές"]


def test_places_are_those_in_the_text() -> None:
    text = "🐌 Teh snail’s pace"
    for word in words_of(text, "en"):
        assert text[word.start : word.end] == word.text


def test_long_texts_and_words_cost_nothing() -> None:
    assert words_of("word " * MAX_TEXT, "en") == ()
    assert words_of("w" * 5000, "en") == ()


def test_parts_and_plain_words() -> None:
    assert parts_of("e-handel") == ("handel",)
    assert parts_of("touchpoint\u2011analys") == ("touchpoint", "analys")
    assert plain("customer’s") == "customer's"
    assert plain("a\u030angest") == "ångest"


def test_trade_words_are_those_of_the_language_and_english() -> None:
    assert {"touchpoints", "onboarding", "kundresa"} <= trade_words("sv-SE")
    assert "kundresa" not in trade_words("da")
    assert "touchpoint" in trade_words("pt-BR")


@pytest.mark.parametrize("language", ["en", "sv", "nb", "da", "de", "fi"])
def test_trade_words_can_be_asked_for(language: str) -> None:
    """A word that is never checked, or only in parts, would be a line without an effect."""
    for word in trade_words(language):
        assert checked(word, language) == [word], word
