"""The command line in this process, where that shows all there is, and as a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor import resources
from journeyeditor.cli import main
from tests.cli.program import DIAGRAM, Answer, Program, Run


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object) -> Answer:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        return Answer(status, *capfd.readouterr())

    return run


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def map_(work: Path) -> Path:
    path = work / "map.journey.json"
    path.write_bytes(resources.path("templates", "001.en.journey.json").read_bytes())
    return path


@pytest.fixture
def diagram(work: Path) -> Path:
    path = work / "day.mmd"
    path.write_text(DIAGRAM, encoding="utf-8")
    return path
