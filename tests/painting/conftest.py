"""Fixtures of the painters' tests: the bundled faces, and lines of real text."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
import pytest

from journeyeditor.display.primitives import TextRun
from journeyeditor.typography import Faces, Typesetter
from tests.painting.reader import Opener, Setter, sound


@pytest.fixture(scope="session")
def faces() -> Faces:
    """The bundled faces only: the same on every machine."""
    return Faces(system=False)


@pytest.fixture(scope="session")
def setter(faces: Faces) -> Setter:
    """A function that sets one line of text at (x, y)."""
    typesetter = Typesetter(faces, "sv")

    def set_line(
        text: str, x: float = 0, y: float = 0, size: float = 12, weight: int = 400
    ) -> list[TextRun]:
        paragraph = typesetter.typeset(text, size, 1e6, weight=weight)
        return [
            TextRun(x + run.x, y, run.text, run.face, size, "#222222", run.pieces, run.width)
            for line in paragraph.lines
            for run in line.runs
        ]

    return set_line


@pytest.fixture
def opened() -> Iterator[Opener]:
    """A function that opens a PDF for the time of the test."""
    held: list[pikepdf.Pdf] = []

    def open_and_hold(data: bytes) -> pikepdf.Pdf:
        held.append(sound(data))
        return held[-1]

    yield open_and_hold
    held.clear()
