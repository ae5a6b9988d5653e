"""The page of settings: each holds at once, by keys as by mouse, and what menus change shows there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from journeyeditor.app.preferences import MAX_BACKUPS, PreferencesPage
from journeyeditor.app.settings import SIZES, Settings
from tests.qt.shell import Shell


@pytest.fixture
def page(shell: Shell) -> PreferencesPage:
    shell.do("preferences")
    page = shell.window.findChild(PreferencesPage)
    assert isinstance(page, PreferencesPage)
    return page


def settings(shell: Shell) -> Settings:
    return shell.program.preferences.value


def test_the_language_holds_at_once(shell: Shell, page: PreferencesPage) -> None:
    page.language.setFocus()
    for _ in range(page.language.findData("sv")):
        QTest.keyClick(page.language, Qt.Key.Key_Down)
    assert settings(shell).language == "sv"
    assert page.windowTitle() == "Inställningar"
    assert page.language.currentText() == "Svenska"
    assert shell.window.menuBar().actions()[0].text() == "Arkiv"
    QTest.keyClick(page.language, Qt.Key.Key_Home)
    assert settings(shell).language == ""


def test_theme_size_movement_and_backups_hold_at_once(shell: Shell, page: PreferencesPage) -> None:
    dark = page.theme.findChild(QPushButton, "dark")
    assert isinstance(dark, QPushButton)
    QTest.mouseClick(dark, Qt.MouseButton.LeftButton)
    assert settings(shell).theme == "dark"
    assert shell.window.ui.theme.name == "dark"
    narrow = page.width()
    QTest.keyClick(page.extent, Qt.Key.Key_End)
    assert settings(shell).size == SIZES[-1]
    assert page.width() == narrow * SIZES[-1]
    QTest.keyClick(page.animation, Qt.Key.Key_Space)
    assert not settings(shell).animation
    page.backups.setFocus()
    QTest.keyClick(page.backups, Qt.Key.Key_Up)
    assert settings(shell).backups == Settings().backups + 1
    assert shell.program.store().max_backups == Settings().backups + 1


def test_what_is_set_elsewhere_shows(shell: Shell, page: PreferencesPage) -> None:
    shell.do("larger")
    shell.do("theme_light")
    shell.do("animate")
    shell.program.preferences.change(backups=MAX_BACKUPS + 30)
    assert page.extent.currentData() == settings(shell).size > 1
    assert page.theme.choice() == "light"
    assert page.animation.isChecked() == settings(shell).animation
    assert page.backups.value() == MAX_BACKUPS + 30
    assert settings(shell).backups == MAX_BACKUPS + 30, "shown, not cut"


@pytest.mark.parametrize("language", ["en", "sv", "nb", "da"])
@pytest.mark.parametrize("size", [SIZES[0], 1.0, SIZES[-1]])
def test_no_word_is_cut(shell: Shell, page: PreferencesPage, language: str, size: float) -> None:
    shell.program.preferences.change(language=language, size=size)
    shell.settle()
    for button in page.findChildren(QPushButton):
        room = button.width() - 2 * round(8 * size)
        assert button.fontMetrics().horizontalAdvance(button.text()) <= room, button.text()
    assert page.animation.width() >= page.animation.sizeHint().width()
