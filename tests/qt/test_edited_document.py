"""What was edited in an exported document is shown, and taken into the open map in one step."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from journeyeditor.app.importing.import_map import import_path
from journeyeditor.exporters import Export
from journeyeditor.exporters.workbook.writer import write
from journeyeditor.files import dump_map
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions
from tests.qt.shell import Shell


def never(*_: object, **__: object) -> bool:
    raise AssertionError("a new map was opened")


@pytest.fixture
def workbook(shell: Shell, tmp_path: Path) -> Path:
    """The workbook of the open map, in which one title was edited."""
    session = shell.open_sample()
    (data,) = write(Export(session.graph, PosterOptions(), session.faces))
    book = openpyxl.load_workbook(BytesIO(data))
    book["Smärtpunkter"]["A2"].value = "Testerna är oense"
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_edits_are_shown_and_taken_in_one_step(shell: Shell, workbook: Path) -> None:
    before = dump_map(shell.session.graph)
    shell.script.answers = ["take"]
    import_path(shell.window, never, str(workbook))
    shell.settle()
    assert "Bring 1 change into it?" in shell.script.asked[-1]
    assert shell.session.graph.element("p1").title == "Testerna är oense"
    shell.session.undo()
    assert dump_map(shell.session.graph) == before


def test_edits_can_be_left(shell: Shell, workbook: Path) -> None:
    before = dump_map(shell.session.graph)
    shell.script.answers = [""]
    import_path(shell.window, never, str(workbook))
    shell.settle()
    assert dump_map(shell.session.graph) == before


def test_a_workbook_can_be_opened_as_a_map_of_its_own(shell: Shell, workbook: Path) -> None:
    shell.script.answers = ["open"]
    opened: list[JourneyGraph] = []

    def begin(graph: JourneyGraph, *, is_unsaved: bool) -> bool:
        opened.append(graph)
        return is_unsaved

    import_path(shell.window, begin, str(workbook))
    shell.settle()
    (graph,) = opened
    assert graph.element("p1").title == "Testerna är oense"
