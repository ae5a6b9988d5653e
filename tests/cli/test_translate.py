"""Translators get a table and give it back; each language has its own poster."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from journeyeditor import resources
from journeyeditor.cli import main
from journeyeditor.files import read_map
from journeyeditor.vocabulary import info_of


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    path = tmp_path / "map.journey.json"
    shutil.copy(resources.path("samples", "toothbrush.sv.journey.json"), path)
    return path


def test_a_workbook_goes_to_the_translator_and_a_poster_comes_of_it(
    map_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, poster = tmp_path / "texts.xlsx", tmp_path / "poster.pdf"
    assert main(["translate", str(map_), "--language", "en", "-o", str(table), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["texts"] == len(report["missing"]) > 100
    book = openpyxl.load_workbook(table)
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows(min_row=2):
        if row[1].value == "Dolda avgifter i kassan":
            row[2].value = "Hidden fees at the checkout"
        elif row[1].value == "Att köpa en ny eltandborste":
            row[2].value = "Buying an electric toothbrush"
    book.save(table)
    before = read_map(map_)
    assert main(["translate", str(map_), "--language", "en", "--from", str(table)]) == 0
    said = capsys.readouterr()
    assert f"{report['texts']} texts, {report['texts'] - 2} not translated into en" in said.out
    after = read_map(map_)
    assert [each.title for each in after.elements()] == [each.title for each in before.elements()]
    assert len(info_of(after).translations["en"]) == 2
    assert main(["export", str(map_), "-o", str(poster), "--language", "en", "--json"]) == 0
    losses = json.loads(capsys.readouterr().out)["losses"]
    assert losses == [f"{report['texts'] - 2} texts are not translated."]
    text = pypdfium2.PdfDocument(poster)[0].get_textpage().get_text_range()
    assert "Buying an electric toothbrush" in text.replace("\r\n", " ")
    assert "Pain" in text
    assert "Smärt" not in text


def test_a_catalogue_is_filled_in_steps(map_: Path, tmp_path: Path) -> None:
    table = tmp_path / "texts.po"
    assert main(["translate", str(map_), "--language", "nb", "-o", str(table)]) == 0
    text = table.read_text("utf-8").replace(
        'msgid "Betalar"\nmsgstr ""', 'msgid "Betalar"\nmsgstr "Betaler"'
    )
    table.write_text(text, "utf-8")
    assert main(["translate", str(map_), "--language", "nb", "--from", str(table)]) == 0
    assert main(["translate", str(map_), "--language", "nb", "-o", str(table)]) == 0
    assert 'msgid "Betalar"\nmsgstr "Betaler"' in table.read_text("utf-8")


def test_a_language_that_the_map_does_not_have_is_named(
    map_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["export", str(map_), "-o", str(tmp_path / "a.pdf"), "--language", "fi"]
    assert main(arguments) == 1
    assert "has no texts in fi; it has sv" in capsys.readouterr().err
    assert main([*arguments[:-1], "sv"]) == 0


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        (("-o", "texts.doc"), 2, "ends with .po or .xlsx"),
        (("--from", "missing.po"), 1, "missing.po"),
        ((), 2, "required"),
    ],
)
def test_mistakes_are_one_sentence(
    map_: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], status: int, words: str
) -> None:
    data = map_.read_bytes()
    assert main(["translate", str(map_), "--language", "en", *more]) == status
    assert words in capsys.readouterr().err
    assert map_.read_bytes() == data
