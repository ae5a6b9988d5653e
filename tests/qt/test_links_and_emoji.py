"""Links of cards that open, and emoji by name."""

from __future__ import annotations

import unicodedata

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from journeyeditor.canvas.input_router import link_at
from journeyeditor.display.primitives import Link
from journeyeditor.editing import operations
from journeyeditor.geometry import Rect
from journeyeditor.widgets import emoji
from journeyeditor.widgets.emoji import EmojiPicker
from journeyeditor.widgets.text_input import insert
from tests.qt.shell import Shell


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.open_sample()
    return shell


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []

    def open_url(url: QUrl) -> bool:
        addresses.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return addresses


def click_link(shell: Shell, note: str, modifiers: Qt.KeyboardModifier) -> None:
    """Give a pain point a note and click on the link in it."""
    canvas = shell.window.map_view.canvas
    card = shell.pick("pain_point")
    operations.set_field(shell.session, [card], "note", note)
    place = shell.session.layout.rect(card)
    assert place is not None
    canvas.view.zoom_100()
    canvas.view.reveal(place)
    (rect,) = [
        primitive.rect.translated(*block.origin)
        for block in shell.session.layout.blocks(place)
        for primitive in block.drawing
        if isinstance(primitive, Link)
        and primitive.rect.translated(*block.origin).intersects(place)
    ][:1] or [Rect(place.x + 20, place.y + 30, 1, 1)]
    x, y = canvas.viewport.rect_to_screen(rect).center
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, modifiers, QPoint(round(x), round(y)))


def test_a_link_opens_with_ctrl_and_a_click(shell: Shell, opened: list[str]) -> None:
    click_link(shell, "https://example.com/a", Qt.KeyboardModifier.NoModifier)
    assert not opened, "without Ctrl a click selects"
    click_link(shell, "https://example.com/a", Qt.KeyboardModifier.ControlModifier)
    assert opened == ["https://example.com/a"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "smb://host/x"])
def test_other_addresses_never_open(shell: Shell, opened: list[str], address: str) -> None:
    click_link(shell, address, Qt.KeyboardModifier.ControlModifier)
    assert not opened
    rect = shell.session.layout.rect(shell.session.selection.primary or shell.pick("pain_point"))
    assert rect is not None
    assert link_at(shell.session, rect.center) == ""


def test_words_of_a_note_are_made_bold(shell: Shell) -> None:
    shell.window.map_view.set_open("right", True)
    card = shell.pick("pain_point")
    operations.set_field(shell.session, [card], "note", "🐌 A slow queue")
    shell.do("tab_form")
    form = shell.window.map_view.right.inspector.form
    assert form is not None
    box = form.fields["note"].editor.focus_widgets()[0]
    assert isinstance(box, QPlainTextEdit)
    box.setFocus()
    cursor = box.textCursor()
    cursor.setPosition(box.toPlainText().index("slow") + 2)  # the snail has two units
    box.setTextCursor(cursor)
    for note in ("🐌 A **slow** queue", "🐌 A slow queue"):
        QTest.keyClick(box, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        shell.settle()
        element = shell.session.element(card)
        assert element is not None
        assert element.note == note


def test_every_name_is_that_of_unicode() -> None:
    names = emoji.emoji_names()
    assert len(names) > 900
    assert names["grinning_face"] == "😀"
    for name, character in names.items():
        assert unicodedata.name(character).lower().startswith(name.partition("_")[0])
    assert set(emoji.SHORT.values()) <= set(names.values())


def test_a_name_between_colons_becomes_an_emoji_on_the_map(shell: Shell) -> None:
    canvas = shell.window.map_view.canvas
    card = shell.pick("pain_point")
    canvas.edit_text(card)
    canvas.field.setFocus()
    QTest.keyClicks(canvas.field, "Slow :snail: at 10:30: no :nothing_such: end")
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    element = shell.session.element(card)
    assert element is not None
    assert element.title == "Slow 🐌 at 10:30: no :nothing_such: end"


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_fields_of_forms_replace_names_too(
    shell: Shell, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    shell.window.map_view.set_open("right", True)
    card = shell.pick("pain_point")
    shell.do("tab_form")
    form = shell.window.map_view.right.inspector.form
    assert form is not None
    name = "title" if kind is QLineEdit else "note"
    field = form.fields[name].editor.focus_widgets()[0]
    assert isinstance(field, kind)
    field.setFocus()
    field.selectAll()
    insert(field, "👍🏽 ")  # which QTest cannot type
    QTest.keyClicks(field, ":heart:!")
    shell.settle()
    element = shell.session.element(card)
    assert element is not None
    assert getattr(element, name) == "👍🏽 ❤!"


@pytest.mark.qt_log_ignore("does not support", extend=True)  # a popup grabs the keyboard
def test_an_emoji_is_picked_by_words(shell: Shell) -> None:
    canvas = shell.window.map_view.canvas
    card = shell.pick("pain_point")
    canvas.edit_text(card)
    canvas.field.moveCursor(canvas.field.textCursor().MoveOperation.End)
    picker = emoji.pick(shell.window.ui, canvas.field)
    assert isinstance(picker, EmojiPicker)
    QTest.keyClicks(picker.search, "hourglass")
    names = [name for name, _ in picker._names]
    assert names
    names_of = dict(picker._names)
    assert all("hourglass" in name for name in names)
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert canvas.field.toPlainText().endswith(names_of["hourglass"])


@pytest.mark.qt_log_ignore("does not support", extend=True)  # a popup grabs the keyboard
def test_a_search_without_emoji_says_what_names_to_search(shell: Shell) -> None:
    canvas = shell.window.map_view.canvas
    canvas.edit_text(shell.pick("pain_point"))
    picker = emoji.pick(shell.window.ui, canvas.field)
    assert not picker.hint.isVisible()
    height = picker.height()
    QTest.keyClicks(picker.search, "sydan")
    assert picker.hint.isVisible()
    assert "heart" in picker.hint.text()
    assert picker.height() == height
    picker.search.clear()
    assert not picker.hint.isVisible()
    assert picker.list.isVisible()
    picker.close()
