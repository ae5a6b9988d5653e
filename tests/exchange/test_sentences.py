"""What an import says is in the language of the window: every sentence is a message of the catalogues."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import journeyeditor
from journeyeditor.exchange.importers import ImportFailure, find_journeys, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.i18n import texts

PACKAGE = Path(journeyeditor.__file__).parent
ERRORS = {"ImportFailure", "SourceError", "RevisionError", "CellError", "PhraseError"}
LISTS = {"notes", "guesses"}
TABLE = (
    "| Stage | Actions | Emotions |\n|---|---|---|\n| A | Looks | puzzled 7 |\n| B | Buys | 9 |\n"
)


def modules() -> list[Path]:
    return sorted([*PACKAGE.glob("exchange/**/*.py"), *PACKAGE.glob("exporters/**/*.py")])


def untranslated(tree: ast.AST) -> Iterator[int]:
    """Yield the lines with words that no catalogue has: of errors, notes and guesses."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        owner = called.value if isinstance(called, ast.Attribute) else None
        is_noted = name == "append" and getattr(owner, "attr", "") in LISTS
        if (name in ERRORS or is_noted) and isinstance(node.args[0], ast.Constant | ast.JoinedStr):
            yield node.lineno


def test_no_sentence_is_english_only() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in modules()
        for line in untranslated(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []
    assert list(untranslated(ast.parse("ImportFailure(f'{1} x'); self.notes.append('x')"))) == [
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "tabellen (rad 1) nämner varken steg eller rader;"),
        ("nb", "tabellen (linje 1) nevner verken faser eller rader;"),
        ("da", "tabellen (linje 1) nævner hverken faser eller rækker;"),
        ("de", "die Tabelle (Zeile 1) nennt weder Phasen noch Zeilen;"),
        ("fi", "taulukossa (rivi 1) ei nimetä vaiheita eikä rivejä;"),
    ],
)
def test_a_refusal_is_said_in_the_language_of_the_window(language: str, words: str) -> None:
    with pytest.raises(ImportFailure) as failure:
        find_journeys(SourceFile("x.csv", b"Price,Colour\n12,red\n14,blue\n"))
    assert failure.value.sentence(texts(language)).startswith(words)
    assert "names no stages" in str(failure.value)


def test_guesses_and_notes_are_too() -> None:
    imported = read_map_from(SourceFile("x.md", f"Around it.\n\n{TABLE}".encode()))
    assert imported.lost(texts("de")) == [
        "Text um die Tabellen und Listen herum wurde nicht importiert."
    ]
    assert imported.guessed(texts("sv"))
    assert not set(imported.guessed(texts("sv"))) & set(map(str, imported.guesses))


def test_counted_things_have_the_form_of_the_language() -> None:
    canvas = '{"nodes": [{"id": "a", "type": "text", "x": 0, "y": 0, "width": 1, "height": 1, "text": "x"}%s]}'
    for many, words in ((1, "1 nod hoppades över"), (1200, "1 200 noder hoppades över")):
        source = SourceFile("x.canvas", (canvas % (', {"id": 1}' * many)).encode())
        assert read_map_from(source).lost(texts("sv"))[0].replace("\u00a0", " ").startswith(words)
