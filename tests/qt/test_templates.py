"""Templates of the user's own: saved from a map, offered on the start page, renamed and deleted there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from journeyeditor.app.start.cards import MapCard
from journeyeditor.app.start.template_dialog import TemplateDialog
from journeyeditor.editing import operations
from journeyeditor.files import read_map
from tests.qt.shell import Shell


def begin(shell: Shell) -> TemplateDialog:
    """Open the sample of a client, and the dialog."""
    shell.open_sample()
    operations.set_info(shell.session, "client", "Secret Ltd")
    shell.do("save_as_template")
    (dialog,) = shell.window.findChildren(TemplateDialog)
    assert dialog.focusWidget() is dialog.name
    return dialog


def save(shell: Shell, title: str, *, keeps_cards: bool = False) -> Path:
    """Save a template and return its file."""
    before = set(shell.places.templates.glob("*.json"))
    shell.script.answers = ["discard"] * shell.window.isWindowModified()
    dialog = begin(shell)
    QTest.keyClicks(dialog.name, title)
    if keeps_cards:
        dialog.cards.click()
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    (file,) = set(shell.places.templates.glob("*.json")) - before
    return file


def own(shell: Shell) -> list[MapCard]:
    """Return the cards of the user's own templates."""
    words = shell.window.ui.texts("Your template")
    page = shell.window.start_page
    return [card for card in page._grids["new"].cards if card._note == words]


def show_start(shell: Shell, qtbot: QtBot) -> None:
    shell.do("new")
    qtbot.waitUntil(lambda: len(shell.window.start_page._grids["new"].cards) > 1)
    shell.settle()


def menu_of(card: MapCard) -> QMenu:
    """Return the menu of a card, open for a moment."""
    card.customContextMenuRequested.emit(card.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_dialog_previews_what_is_saved(shell: Shell) -> None:
    dialog = begin(shell)
    stages = tuple(stage.title for stage in shell.session.graph.stages())
    assert dialog.preview.preview is not None
    assert dialog.preview.preview.stages == stages
    assert set(dialog.preview.preview.scores) == {None}
    dialog.cards.click()
    assert set(dialog.preview.preview.scores) != {None}
    dialog.name.clear()
    assert not dialog.ok.isEnabled()
    dialog.reject()
    assert not shell.places.templates.exists()


def test_a_template_keeps_stages_and_lanes_and_no_client(shell: Shell) -> None:
    graph = read_map(save(shell, "Our model"))
    assert graph.info.replaced(title="Our model", client="") == graph.info
    titles = [stage.title for stage in shell.session.graph.stages()]
    assert [stage.title for stage in graph.stages()] == titles
    assert {element.kind for element in graph.elements()} <= {"stage", "lane"}
    assert all(getattr(stage, "count", None) is None for stage in graph.stages())
    assert "Our model" in shell.window.status.words()
    assert shell.session.info.client == "Secret Ltd"


def test_a_template_keeps_the_cards_if_wanted(shell: Shell) -> None:
    graph = read_map(save(shell, "With cards", keeps_cards=True))
    assert len(graph.elements()) == len(shell.session.graph.elements())
    assert b"Secret" not in next(shell.places.templates.glob("*.json")).read_bytes()


def test_a_template_is_on_the_start_page_and_makes_maps(shell: Shell, qtbot: QtBot) -> None:
    first = save(shell, "Our model")
    second = save(shell, "Our model")
    assert first != second
    show_start(shell, qtbot)
    cards = own(shell)
    assert [card.text() for card in cards] == ["Our model", "Our model"]
    page = shell.window.start_page
    assert page._grids["new"].cards[1] is cards[0], "right behind the blank map"
    qtbot.waitUntil(lambda: own(shell)[0].preview is not None)
    shell.script.answers = ["discard"]
    QTest.mouseClick(own(shell)[0], Qt.MouseButton.LeftButton)
    shell.settle()
    assert shell.session.info.title == "Our model"
    assert shell.window.documents.document is not None
    assert shell.window.documents.document.path is None
    assert not shell.window.isWindowModified()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # a menu grabs the keyboard
def test_a_template_is_renamed_and_deleted(shell: Shell, qtbot: QtBot) -> None:
    file = save(shell, "Our model")
    show_start(shell, qtbot)
    menu = menu_of(own(shell)[0])
    assert [action.text() for action in menu.actions()] == ["Rename…", "Delete…"]
    shell.script.answers = ["Better model"]
    menu.actions()[0].trigger()
    menu.close()
    assert [card.text() for card in own(shell)] == ["Better model"]
    assert read_map(file).info.replaced(title="Better model") == read_map(file).info
    shell.script.answers = [""]
    QTest.keyClick(own(shell)[0], Qt.Key.Key_Delete)
    assert file.exists()
    shell.script.answers = ["delete"]
    QTest.keyClick(own(shell)[0], Qt.Key.Key_Delete)
    assert not file.exists()
    assert own(shell) == []


@pytest.mark.parametrize(
    "data", [b"{", b"[]", b'{"graph": 3}', b'{"graph": {"title": 3}}', b"\xff"]
)
def test_a_broken_template_is_left_out(shell: Shell, qtbot: QtBot, data: bytes) -> None:
    file = save(shell, "Our model")
    (file.parent / "broken.journey.json").write_bytes(data)
    show_start(shell, qtbot)
    assert [card.text() for card in own(shell)] == ["Our model"]


def test_a_template_that_became_unreadable_is_reported(shell: Shell, qtbot: QtBot) -> None:
    file = save(shell, "Our model")
    show_start(shell, qtbot)
    (card,) = own(shell)
    file.write_text('{"graph": {}}')
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    (message,) = shell.script.reported
    assert file.name in message


def test_a_folder_that_cannot_be_written_is_reported(shell: Shell) -> None:
    shell.places.templates.write_text("a file in its place")
    dialog = begin(shell)
    dialog.ok.click()
    (message,) = shell.script.reported
    assert "templates" in message


def test_a_sample_opens_as_a_copy_that_is_not_unsaved(shell: Shell) -> None:
    shell.open_sample()
    assert not shell.window.isWindowModified()
    assert "New map, no changes yet" in shell.window.status.words()
    assert "Unsaved" not in shell.window.status.words()
    operations.set_info(shell.session, "title", "Mine")
    shell.settle()
    assert shell.window.isWindowModified()
    assert "Unsaved changes" in shell.window.status.words()
    shell.do("undo")
    assert shell.window.documents.may_close(), "and nothing is asked for"
    assert shell.script.asked == []
