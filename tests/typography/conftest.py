"""Bundled fonts only, so that results are the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor.typography import Faces, Typesetter

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def faces() -> Faces:
    return Faces(system=False)


@pytest.fixture(scope="session")
def typesetter(faces: Faces) -> Typesetter:
    return Typesetter(faces, "sv")


@pytest.fixture(scope="session")
def emoji_sequences() -> list[tuple[str, str]]:
    found = []
    for line in (DATA / "emoji-test.txt").read_text(encoding="utf-8").splitlines():
        points, semicolon, rest = line.partition(";")
        if semicolon and not line.startswith("#"):
            text = "".join(chr(int(point, 16)) for point in points.split())
            found.append((text, rest.partition("#")[0].strip()))
    return found


@pytest.fixture(scope="session")
def naughty_strings() -> list[str]:
    lines = (DATA / "naughty-strings.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="session", params=["hebrew", "arabic"])
def declaration(request: pytest.FixtureRequest) -> list[str]:
    """Give the paragraphs of the declaration of human rights in a right-to-left language."""
    text = (DATA / f"udhr-{request.param}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]
