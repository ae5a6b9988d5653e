"""The translations' window: what is typed is in the map, and tables go out and come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from journeyeditor.app.translations import TranslationsDialog
from journeyeditor.editing.session import Session
from journeyeditor.model import MAP_ID, Change
from journeyeditor.vocabulary import info_of
from journeyeditor.widgets.ui_context import UiContext
from tests.qt.test_export_dialog import Scripted


class Reporting(Scripted):
    """Remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        self.told.append(f"{severity}: {sentence}")


@pytest.fixture
def dialogs() -> Reporting:
    return Reporting()


@pytest.fixture
def window(
    qtbot: QtBot, ui: UiContext, dialogs: Reporting, session: Session
) -> Iterator[TranslationsDialog]:
    opened = TranslationsDialog(ui, dialogs, session)
    qtbot.addWidget(opened)
    opened.show()
    choose(opened, "en")
    yield opened
    opened.close()


def choose(window: TranslationsDialog, language: str) -> None:
    window.language.setCurrentIndex(window.language.findData(language))
    window.language.activated.emit(window.language.currentIndex())


def row_of(window: TranslationsDialog, text: str) -> int:
    rows = range(window.table.rowCount())
    return next(row for row in rows if (item := window.table.item(row, 1)) and item.text() == text)


def english(session: Session) -> dict[str, str]:
    return dict(info_of(session.graph).translations.get("en", {}))


def test_what_is_typed_is_one_step_of_undo(window: TranslationsDialog, session: Session) -> None:
    window.table.setCurrentCell(row_of(window, "Betalar"), 2)
    assert window.original.text() == "Betalar"
    window.field.setPlainText("Pays")
    window.table.setCurrentCell(row_of(window, "Packar upp"), 2)
    assert english(session) == {"Betalar": "Pays"}
    item = window.table.item(row_of(window, "Betalar"), 2)
    assert item is not None
    assert item.text() == "Pays"
    assert window.count.text().startswith("1 of ")
    session.undo()
    assert english(session) == {}


def test_closing_keeps_what_was_typed(window: TranslationsDialog, session: Session) -> None:
    window.table.setCurrentCell(row_of(window, "Betalar"), 2)
    window.field.setPlainText("Pays")
    window.close()
    assert english(session) == {"Betalar": "Pays"}


def test_ctrl_enter_goes_from_gap_to_gap(window: TranslationsDialog, session: Session) -> None:
    window.table.setCurrentCell(0, 2)
    window.field.setFocus()
    for number in range(3):
        row = window.table.currentRow()
        window.field.setPlainText(f"Text {number}")
        QTest.keyClick(window.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert window.table.currentRow() == row + 1
    assert len(english(session)) == 3
    window.table.setCurrentCell(window.table.rowCount() - 1, 2)
    window.field.setPlainText("Last")
    QTest.keyClick(window.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.table.currentRow() == 3


def test_each_language_has_its_own(window: TranslationsDialog, session: Session) -> None:
    window.table.setCurrentCell(row_of(window, "Betalar"), 2)
    window.field.setPlainText("Pays")
    choose(window, "de")
    assert english(session) == {"Betalar": "Pays"}
    window.table.setCurrentCell(row_of(window, "Betalar"), 2)
    assert window.field.toPlainText() == ""
    choose(window, "en")
    window.table.setCurrentCell(row_of(window, "Betalar"), 2)
    assert window.field.toPlainText() == "Pays"


@pytest.mark.parametrize("suffix", ["xlsx", "po"])
def test_a_table_goes_out_and_comes_in(
    window: TranslationsDialog, session: Session, dialogs: Reporting, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"texts.{suffix}"
    dialogs.file = str(path)
    window.give.click()
    if suffix == "xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.active
        assert sheet is not None
        next(row for row in sheet.iter_rows() if row[1].value == "Betalar")[2].value = "Pays"
        book.save(path)
    else:
        text = path.read_text("utf-8")
        path.write_text(text.replace('"Betalar"\nmsgstr ""', '"Betalar"\nmsgstr "Pays"'), "utf-8")
    window.take.click()
    assert english(session) == {"Betalar": "Pays"}
    assert dialogs.told == []


def test_a_table_that_cannot_be_read_is_reported(
    window: TranslationsDialog, session: Session, dialogs: Reporting, tmp_path: Path
) -> None:
    path = tmp_path / "empty.po"
    path.write_text("nothing", "utf-8")
    dialogs.file = str(path)
    window.take.click()
    assert "holds no translations" in dialogs.told[0]
    assert english(session) == {}


# ---- the glossary


def put(window: TranslationsDialog, row: int, column: int, words: str) -> None:
    item = window.glossary.table.item(row, column)
    assert item is not None
    item.setText(words)


def shown(window: TranslationsDialog) -> list[list[str]]:
    table = window.glossary.table
    cells = [
        [table.item(r, c) for c in range(table.columnCount())] for r in range(table.rowCount())
    ]
    return [[cell.text() if cell else "" for cell in row] for row in cells]


@pytest.fixture
def terms(window: TranslationsDialog, session: Session) -> TranslationsDialog:
    window.pages.setCurrentIndex(1)
    while window.glossary.terms():
        window.glossary.table.selectAll()
        window.glossary.remove_chosen()
    put(window, 0, 0, "Smärtpunkt")
    put(window, 0, 1, "Det som kostar tid")
    put(window, 1, 0, "Köp")
    return window


def test_terms_are_written_in_a_table_of_languages(
    terms: TranslationsDialog, session: Session
) -> None:
    put(terms, 0, 2, "Pain point")
    info = info_of(session.graph)
    assert info.glossary == {"Smärtpunkt": "Det som kostar tid", "Köp": ""}
    assert english(session)["Smärtpunkt"] == "Pain point"
    assert shown(terms)[:2] == [["Smärtpunkt", "Det som kostar tid", "Pain point"], ["Köp", "", ""]]
    assert terms.glossary.count.text() == "2 terms · 1 translation missing"
    assert row_of(terms, "Smärtpunkt") >= 0  # it is one of the texts, too


def test_each_edit_of_the_glossary_is_one_step_of_undo(
    terms: TranslationsDialog, session: Session
) -> None:
    put(terms, 0, 2, "Pain point")
    put(terms, 0, 0, "Problem")
    assert list(info_of(session.graph).glossary) == ["Problem", "Köp"]
    assert english(session) == {"Problem": "Pain point"}
    session.undo()
    assert list(info_of(session.graph).glossary) == ["Smärtpunkt", "Köp"]
    assert english(session) == {"Smärtpunkt": "Pain point"}
    session.undo()
    assert english(session) == {}


def test_a_term_is_there_once(
    terms: TranslationsDialog, dialogs: Reporting, session: Session
) -> None:
    put(terms, 2, 0, "Köp")
    put(terms, 0, 0, "Köp")
    assert dialogs.told == ["error: “Köp” is in the glossary already."] * 2
    assert list(info_of(session.graph).glossary) == ["Smärtpunkt", "Köp"]
    assert shown(terms)[0][0] == "Smärtpunkt"


def test_terms_are_removed_with_what_only_they_need(
    terms: TranslationsDialog, session: Session
) -> None:
    put(terms, 0, 2, "Pain point")
    terms.glossary.table.setCurrentCell(0, 1)
    assert terms.glossary.remove.isEnabled()
    terms.glossary.remove.click()
    assert list(info_of(session.graph).glossary) == ["Köp"]
    assert english(session) == {}
    terms.glossary.table.setCurrentCell(1, 0)
    assert not terms.glossary.remove.isEnabled()


def test_a_cell_is_typed_into(terms: TranslationsDialog, session: Session, qtbot: QtBot) -> None:
    table = terms.glossary.table
    table.setFocus()
    table.setCurrentCell(1, 2)
    QTest.keyClicks(table.viewport(), "P")
    editor = table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "urchase")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: english(session).get("Köp") == "Purchase")


def test_synonyms_stay_a_list(terms: TranslationsDialog, session: Session) -> None:
    info = info_of(session.graph)
    session.commit("x", Change({MAP_ID: (info, info.replaced(glossary={"Köp": ("beställa",)}))}))
    choose(terms, "en")
    put(terms, 0, 1, "beställa, handla")
    assert info_of(session.graph).glossary == {"Köp": ("beställa", "handla")}


def test_places_are_named_in_the_language_of_the_window(
    qtbot: QtBot, ui: UiContext, dialogs: Reporting, session: Session
) -> None:
    assert ui.texts.language != info_of(session.graph).language
    opened = TranslationsDialog(ui, dialogs, session)
    qtbot.addWidget(opened)
    rows = range(opened.table.rowCount())
    places = {item.text() for row in rows if (item := opened.table.item(row, 0))}
    assert f"{ui.texts('Map')} · {ui.texts('Title')}" in places
