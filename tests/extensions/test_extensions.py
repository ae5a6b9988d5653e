"""A format from another package works like our own, and what it raises becomes a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from journeyeditor import extensions
from journeyeditor.app.file_messages import extension_words
from journeyeditor.exchange.importers import read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import BUILT_IN, export_formats
from journeyeditor.extensions import ExtensionError
from journeyeditor.files import dump_map
from journeyeditor.i18n import english, texts
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo, Stage, Step
from tests.cli.program import Answer, Program

EXAMPLE = Path(__file__).parent / "example"
OUTLINE = "# outline\nSök\n  Fråga vänner\nKöp\n"


class WithExtension(Program):
    """The command line with the example package beside it."""

    environment = {  # noqa: RUF012 (replaces the base class's)
        **Program.environment,
        "PYTHONPATH": os.pathsep.join([Program.environment["PYTHONPATH"], str(EXAMPLE)]),
    }


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WithExtension:
    monkeypatch.chdir(tmp_path)
    return WithExtension()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    extensions.entry_points.cache_clear()
    yield
    extensions.entry_points.cache_clear()
    sys.modules.pop("journey_outline", None)


def write_map(title: str = "T") -> Path:
    graph = JourneyGraph.of(
        MapInfo(title=title),
        [Stage(id="a", title="Sök"), Step(id="b", title="Fråga vänner", stage="a")],
    )
    path = Path("map.journey.json")
    path.write_bytes(dump_map(graph))
    return path


def test_it_exports(run: WithExtension) -> None:
    answer: Answer = run("export", write_map(), "-o", "map.outline")
    assert (answer.status, answer.err) == (0, "")
    assert Path("map.outline").read_text("utf-8") == "# outline\nSök\n  Fråga vänner"


def test_it_exports_into_a_folder(run: WithExtension) -> None:
    write_map()
    assert run("export", ".", "-o", "out/", "--format", "outline").status == 0
    assert Path("out", "map.outline").exists()


def test_it_imports_and_its_notes_are_shown(run: WithExtension) -> None:
    Path("journey.txt").write_text(OUTLINE, "utf-8")
    answer = run("import", "journey.txt", "-o", "map.journey.json")
    assert (answer.status, answer.sentence) == (0, "journey.txt: 1 note")
    assert "Fråga vänner" in Path("map.journey.json").read_text("utf-8")


def test_its_sentences_are_in_the_language_of_the_window(installed: None) -> None:
    imported = read_map_from(SourceFile("journey.txt", OUTLINE.encode()))
    assert imported.lost(texts("sv")) == ["1 anteckning"]
    assert imported.lost(texts("fi")) == ["1 note"]


def test_that_it_failed_is_said_in_the_language_of_the_window(installed: None) -> None:
    with pytest.raises(ExtensionError) as error:
        read_map_from(SourceFile("journey.txt", b"# outline\nStage\n  fail\n"))
    assert extension_words(english(), error.value) == str(error.value)
    words = extension_words(texts("sv"), error.value)
    assert "journey-outline" in words
    assert "ZeroDivisionError: by zero" in words
    assert "failed" not in words


def test_its_refusals_are_passed_on(run: WithExtension) -> None:
    Path("journey.txt").write_text("# outline\n  step\n", "utf-8")
    answer = run("import", "journey.txt", "-o", "map.journey.json")
    assert answer.status == 1
    assert answer.sentence.startswith("journey.txt: line 2: a step comes before the first stage")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("export", "map.journey.json", "-o", "map.outline"), "RuntimeError: no such colour"),
        (("import", "fail.txt", "-o", "new.journey.json"), "ZeroDivisionError: by zero"),
        (("export", "map.journey.json", "-o", "map.broken"), "TypeError"),
        (("export", "map.journey.json", "-o", "map.missing"), "ModuleNotFoundError"),
    ],
)
def test_its_errors_become_a_sentence(
    run: WithExtension, words: tuple[str, ...], error: str
) -> None:
    write_map("Fail")
    Path("fail.txt").write_text("# outline\nStage\n  fail\n", "utf-8")
    before = sorted(os.listdir())
    answer = run(*words)
    assert answer.status == 1
    assert "of journey-outline failed" in answer.sentence
    assert error in answer.sentence
    assert sorted(os.listdir()) == before


def test_one_that_cannot_be_loaded_does_not_hide_the_others(installed: None) -> None:
    assert [each.name for each in export_formats()] == [*BUILT_IN, "outline"]


def test_the_export_window_offers_it(installed: None, qtbot: QtBot) -> None:
    from journeyeditor.app.export.form import ExportForm
    from tests.qt.panel_fixtures import a_ui_context
    from tests.qt.test_export_dialog import Scripted

    form = ExportForm(a_ui_context(), Scripted())
    qtbot.addWidget(form)
    form.format.choose("outline")
    assert form.format_.title == "Outline"
    assert form.settings().format == "outline"


def test_an_unknown_format_lists_those_there_are(run: WithExtension) -> None:
    answer = run("export", write_map(), "-o", "map.docs")
    assert answer.status == 2
    assert ".pdf, .svg, " in answer.sentence
    assert " or .outline" in answer.sentence
