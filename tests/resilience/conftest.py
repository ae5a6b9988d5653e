"""What every test of the program in trouble gets: a home, disks that misbehave, and the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from journeyeditor import resources
from tests.resilience import sandbox as sandboxes
from tests.resilience.program import Program
from tests.resilience.sandbox import Sandbox

SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    if reason := sandboxes.missing():
        pytest.skip(reason)
    with sandboxes.sandbox() as made:
        yield made


@pytest.fixture
def started(tmp_path: Path, home: Path) -> Iterator[Callable[..., Program]]:
    """A function that starts the program, to which the test puts an end."""
    programs: list[Program] = []

    def start(*arguments: object, enter: Sequence[str] = (), **environment: str) -> Program:
        folder = tmp_path / f"run-{len(programs)}"
        folder.mkdir()
        program = Program(folder, home, enter)
        programs.append(program)
        program.start(*arguments, environment=environment)
        return program

    yield start
    for program in programs:
        program.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "documents" / "map.journey.json"
    path.parent.mkdir()
    path.write_bytes(SAMPLE.read_bytes())
    return path
