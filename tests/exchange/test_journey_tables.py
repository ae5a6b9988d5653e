"""Tables and lists as people write them become the map that a person would draw of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor.exchange.importers import ImportFailure, find_journeys
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.files import dump_map, parse_map
from tests.exchange.outlines import outline

CORPUS = Path(__file__).parent / "corpus" / "tables"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix != ".expected")


def imported(name: str, data: bytes) -> str:
    """Return each journey of a file as an outline, with what was lost and guessed."""
    parts = []
    try:
        for journey in find_journeys(SourceFile(name, data)):
            found = journey.read()
            saved = dump_map(found.graph)
            assert dump_map(parse_map(saved, name)) == saved
            notes = [f"lost: {note}" for note in found.notes]
            notes += [f"guessed: {guess}" for guess in found.guesses]
            parts.append(outline(found.graph) + "".join(f"{note}\n" for note in notes))
    except ImportFailure as error:
        parts.append(f"refused: {error}\n")
    return "---\n".join(parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_of_the_corpus_becomes_its_map(path: Path) -> None:
    expected = path.with_name(f"{path.name}.expected").read_text(encoding="utf-8")
    assert imported(path.name, path.read_bytes()) == expected
