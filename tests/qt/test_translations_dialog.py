"""The translations' window: what is typed is in the map, and tables go out and come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from journeyeditor.app.translations import TranslationsDialog
from journeyeditor.editing.session import Session
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
