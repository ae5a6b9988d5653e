"""Where words may be broken."""

from __future__ import annotations

import pyphen
import pytest

from journeyeditor.typography.hyphenation import (
    BEFORE,
    BEHIND,
    MAX_KNOWN_WORDS,
    Patterns,
    _places,
    hyphenation,
)


@pytest.mark.parametrize(
    ("word", "language", "hyphenated"),
    [
        ("kundupplevelse", "sv", "kund-upp-le-velse"),
        ("opplevelse", "nb", "opp-le-velse"),
        ("opplevelse", "no", "opp-le-velse"),
        ("oplevelse", "da", "op-le-velse"),
        ("experience", "en-GB", "ex-per-i-ence"),
        ("Erlebnis", "de", "Er-leb-nis"),
        ("verkkosivustolla", "fi", "verk-ko-si-vus-tol-la"),
        ("asiakaspalveluun", "fi-FI", "asia-kas-pal-ve-luun"),
        ("strategia", "fi", "stra-te-gia"),
        ("käyttäjä", "fi", "käyt-tä-jä"),
        ("bord", "sv", "bord"),
        ("kundupplevelse", "", "kundupplevelse"),
        ("kundupplevelse", "tlh", "kundupplevelse"),
    ],
)
def test_hyphenation(word: str, language: str, hyphenated: str) -> None:
    places = hyphenation(word, language)
    for place in reversed(places):
        word = f"{word[:place]}-{word[place:]}"
    assert word == hyphenated


def test_hyphenation_passes_over_what_is_no_letter() -> None:
    assert hyphenation("(upplevelse)", "sv") == [4, 6]
    assert hyphenation("2026:123456789", "sv") == []


def test_words_are_not_remembered_for_ever() -> None:
    for number in range(MAX_KNOWN_WORDS + 100):
        hyphenation(f"customer{number:b}".translate({48: "a", 49: "b"}), "en")
    assert _places.cache_info().currsize <= MAX_KNOWN_WORDS


@pytest.mark.parametrize("language", ["sv", "ca"])
def test_words_are_broken_where_pyphen_breaks_them(language: str) -> None:
    """Catalan has patterns with other spellings."""
    theirs = pyphen.Pyphen(lang=language, left=BEFORE, right=BEHIND)
    ours = Patterns(pyphen.LANGUAGES[language])
    letters = sorted(key.strip(".") for key in theirs.hd.patterns)
    words = [*letters, *map("".join, zip(letters[::3], letters[1::5], letters[2::7], strict=False))]
    assert {word: ours.places(word) for word in words} == {
        word: theirs.positions(word) for word in words
    }


@pytest.mark.parametrize("language", ["he", "ar", "th", "ja", "zh-Hant"])
def test_latin_words_are_english_in_languages_of_other_scripts(language: str) -> None:
    assert hyphenation("Opportunities", language) == hyphenation("Opportunities", "en") != []
    assert hyphenation("הזדמנויות", language) == []
