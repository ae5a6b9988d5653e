"""An edited workbook brings its edits into the map from which it was exported."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from journeyeditor import resources
from journeyeditor.files import read_map
from tests.cli.program import Run

pytestmark = pytest.mark.usefixtures("work")
SAMPLE = resources.path("samples", "predictive_maintenance.en.journey.json")


def a_workbook(run: Run, *, title: str) -> str:
    assert run("export", str(SAMPLE), "-o", "book.xlsx").status == 0
    book = openpyxl.load_workbook("book.xlsx")
    book["Pain points"]["A2"].value = title
    file = BytesIO()
    book.save(file)
    Path("book.xlsx").write_bytes(file.getvalue())
    return "book.xlsx"


def test_the_edits_are_listed_and_written(run: Run) -> None:
    book = a_workbook(run, title="The guide is too thin")
    answer = run("import", book, "--into", str(SAMPLE), "-o", "new.journey.json")
    assert (answer.status, answer.err) == (0, "")
    assert "The guide is too thin" in answer.out.splitlines()[0]
    titles = {each.title for each in read_map(Path("new.journey.json")).elements("pain_point")}
    assert "The guide is too thin" in titles


def test_without_edits_nothing_changes(run: Run) -> None:
    assert run("export", str(SAMPLE), "-o", "book.xlsx").status == 0
    answer = run("import", "book.xlsx", "--into", str(SAMPLE), "-o", "new.journey.json")
    assert answer.out.splitlines()[0] == "Nothing was edited."
    assert Path("new.journey.json").read_bytes() == SAMPLE.read_bytes()


def test_what_was_not_exported_from_a_map_is_refused(run: Run) -> None:
    Path("x.md").write_text("# Nothing\n", "utf-8")
    answer = run("import", "x.md", "--into", str(SAMPLE), "-o", "new.journey.json")
    assert answer.status == 1
    assert "x.md: holds nothing that was exported from a map" in answer.sentence
