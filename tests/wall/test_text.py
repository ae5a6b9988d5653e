"""Words are read where they are clear and somebody can read them; else there are none."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from journeyeditor.wall import text
from journeyeditor.wall.photo import read_wall
from tests.wall.photos import Wall, sticky

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)


@needs_tesseract
def test_printed_words_are_read_and_scribbles_are_not() -> None:
    wall = Wall(500, 300)
    wall.hang(sticky("yellow", "Free returns"), 100, 120, 3)
    wall.hang(sticky("green", "Slow delivery"), 250, 130, -4)
    wall.hang(sticky("pink", "~ , . ~"), 400, 120)
    photo = read_wall(wall.photo(width=2000), (), "en")
    assert {find.words for find in photo.finds} == {"Free returns", "Slow delivery", ""}


def test_without_tesseract_notes_have_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "installed_languages", frozenset)
    cutouts = [np.zeros((40, 40, 3), np.uint8)] * 3
    assert text.read_all(cutouts, "sv", lambda _: None) == ["", "", ""]


def test_a_reader_that_fails_costs_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise subprocess.TimeoutExpired("tesseract", 1)

    monkeypatch.setattr(text, "installed_languages", lambda: frozenset({"eng"}))
    monkeypatch.setattr(text, "_run", fail)
    assert text.read_all([np.zeros((40, 40, 3), np.uint8)], "en", lambda _: None) == [""]


@pytest.mark.parametrize(
    ("there", "language", "wanted"),
    [
        ({"swe", "eng"}, "sv", "swe+eng"),
        ({"swe", "eng"}, "sv-FI", "swe+eng"),
        ({"eng"}, "fi", "eng"),
        ({"eng"}, "en", "eng"),
        ({"fra"}, "sv", "fra"),
        ({"swe", "eng", "dan"}, "", "dan+eng+swe"),
        (set(), "sv", ""),
    ],
)
def test_a_map_is_read_in_its_language(
    monkeypatch: pytest.MonkeyPatch, there: set[str], language: str, wanted: str
) -> None:
    monkeypatch.setattr(text, "installed_languages", lambda: frozenset(there))
    assert text.languages_for(language) == wanted
