"""The handbook in its window: opened where the reader works, searched, walked, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

from journeyeditor import resources
from journeyeditor.app.docks import PAGES, TABS
from journeyeditor.app.handbook.chapters import (
    REFERENCES,
    Chapter,
    chapters,
    languages,
    references,
    target,
)
from journeyeditor.app.handbook.topics import topic_of
from journeyeditor.app.handbook.window import Handbook
from journeyeditor.i18n import window_languages
from tests.qt.clipping import clipped
from tests.qt.shell import Shell

PARTS = {"keys": "## File\n\nCtrl+S\n", "changes": "## Added\n\n- All of it\n"}
ENGLISH = chapters("en", PARTS)
NAMES = [chapter.name for chapter in ENGLISH]
#: Dialogs, and what their handbook is about.
DIALOGS = {
    "export": "poster",
    "pack": "formats",
    "translations": "formats",
    "new_from_data": "data",
    "measure": "data",
    "import_funnel": "data",
    "open_room": "workshop",
    "carry_stages": "map",
    "shortcuts": "keys",
    "preferences": "privacy",
    "report": "privacy",
}


@pytest.fixture
def book(shell: Shell) -> Iterator[Handbook]:
    shell.window.help.show_handbook("first-map")
    shell.settle()
    yield shell.window.help.handbook
    shell.window.help.handbook.close()


def listed(book: Handbook) -> list[str]:
    tree = book.contents
    return [tree.topLevelItem(at).text(0) for at in range(tree.topLevelItemCount())]  # type: ignore[union-attr]


def anchors(chapter: Chapter) -> set[str]:
    return {section.id for section in chapter.sections} | {""}


@pytest.mark.parametrize("language", languages())
def test_every_link_of_a_language_leads_somewhere(language: str) -> None:

    known = {each.name: each for each in [*chapters(language, PARTS), *references()]}
    for chapter in chapters(language, PARTS):
        for link in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", chapter.text):
            name, section = target(link)
            assert name in known, (chapter.name, link)
            assert section in anchors(known[name]), (chapter.name, link)
        for picture in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", chapter.text):
            assert picture[0], "a picture has words"
            assert (chapter.folder / picture[1]).is_file(), picture


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_a_translation_has_the_chapters_and_sections_of_the_english(language: str) -> None:
    translated = chapters(language, PARTS)
    assert [chapter.name for chapter in translated] == NAMES
    for chapter, english in zip(translated, ENGLISH, strict=True):
        ours = [(section.id, section.level) for section in chapter.sections]
        theirs = [(section.id, section.level) for section in english.sections]
        assert ours == theirs, chapter.name


def test_english_and_swedish_are_whole() -> None:
    for language in ("en", "sv"):
        assert {chapter.language for chapter in chapters(language, PARTS)} == {language}


def test_a_folder_of_the_user_is_a_language_and_gaps_are_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "data_folder", lambda: tmp_path)
    folder = tmp_path / "handbook" / "pl"
    folder.mkdir(parents=True)
    (folder / "05-data.md").write_text("# Dane\n\n## Lejek {#funnel}\n\n#### Liczby\n", "utf-8")
    (folder / "readme.md").write_text("# No chapter\n", "utf-8")
    read = chapters("pl", PARTS)
    assert [chapter.name for chapter in read] == NAMES
    (data,) = [chapter for chapter in read if chapter.language == "pl"]
    assert (data.title, data.sections[1].id) == ("Dane", "funnel")
    assert "{#funnel}" not in data.text
    assert [section.level for section in data.sections] == [1, 2, 3]


def test_a_chapter_in_english_says_so_where_the_language_is_another() -> None:
    parts = {**PARTS, "untranslated": "Not yet"}
    for language, whole in (("de", False), ("sv", True), ("en", True), ("pl", False)):
        told = {each.name for each in chapters(language, parts) if "> Not yet" in each.text}
        ours = {each.name for each in chapters(language, parts) if each.language == language}
        assert told == (set() if whole else set(NAMES) - ours)
        assert language != "de" or {"first-map", "keys", "whats-new"} == ours


def test_headings_in_code_and_unknown_parts_are_text(tmp_path: Path) -> None:
    source = resources.path("handbook", "en", "12-keys.md").read_text("utf-8")
    assert "{{keys}}" in source
    keys = next(chapter for chapter in ENGLISH if chapter.name == "keys")
    assert "Ctrl+S" in keys.text
    python = next(chapter for chapter in ENGLISH if chapter.name == "map-file")
    assert "import json, networkx" in python.text


def test_f1_opens_the_chapter_of_what_has_the_focus(shell: Shell) -> None:
    shell.open_sample()
    shell.window.activateWindow()
    view = shell.window.map_view
    view.show_page("funnel")
    for page in PAGES:
        view.show_page(page.NAME)
        name, section = target(topic_of(view.bottom.page(page)))
        (chapter,) = [each for each in ENGLISH if each.name == name]
        assert section in anchors(chapter), page
        assert page.__dict__.get("HELP"), page
    for tab, _, _ in TABS:
        view.right.show_tab(tab)
        assert target(topic_of(view.right.currentWidget()))[0] in NAMES
        assert topic_of(view.right.currentWidget()) != topic_of(None), tab
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_F1)
    assert shell.window.help.handbook.chapter == "map"
    shell.window.help.handbook.close()


@pytest.mark.parametrize("action", DIALOGS)
def test_f1_opens_the_chapter_of_a_dialog(shell: Shell, action: str) -> None:
    shell.open_sample()
    shell.do(action)
    (dialog,) = [each for each in shell.window.findChildren(QDialog) if each.isVisible()]
    assert shell.window.action_registry["handbook"] in dialog.actions()
    name, section = target(topic_of(QApplication.focusWidget()))
    assert name == DIALOGS[action]
    (chapter,) = [each for each in ENGLISH if each.name == name]
    assert section in anchors(chapter)
    dialog.close()


def test_every_dialog_has_a_topic_and_every_topic_a_section() -> None:
    known = {chapter.name: anchors(chapter) for chapter in ENGLISH}
    for path in sorted((Path(resources.__file__).parent).rglob("*.py")):
        source = path.read_text("utf-8")
        topics = re.findall(r'^    HELP = "([^"]+)"$', source, re.M)
        for name, section in map(target, topics):
            assert section in known[name], (path.name, name, section)
        dialogs = set(re.findall(r"^class (\w+)\((?:Q|Background)Dialog\)", source, re.M))
        dialogs -= {"AboutPage", "BackgroundDialog"}
        assert len(topics) >= len(dialogs), path


def test_a_search_narrows_the_contents_marks_hits_and_walks_them(book: Handbook) -> None:
    assert len(listed(book)) == len(NAMES) + len(REFERENCES)
    QTest.keyClick(book.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert book.search.hasFocus()
    QTest.keyClicks(book.search, "median quartiles")
    QTest.keyClick(book.search, Qt.Key.Key_Return)
    assert listed(book)[0].startswith("The workshop · ")
    assert book.chapter == "workshop"
    marked = [each.cursor.selectedText().casefold() for each in book.view.extraSelections()]
    assert {"median", "quartiles"} == set(marked)
    first = book.count.text()
    assert first.startswith("1 of ")
    QTest.keyClick(book.search, Qt.Key.Key_Return)
    assert book.count.text() != first
    QTest.keyClick(book.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert book.count.text() == first
    book.search.setText("zzzz")
    QTest.keyClick(book.search, Qt.Key.Key_Return)
    assert book.count.text() == "Nothing found"
    QTest.keyClick(book.search, Qt.Key.Key_Escape)
    assert book.isVisible(), "Escape ends the search first"
    QTest.keyClick(book.search, Qt.Key.Key_Return)
    assert not book.view.extraSelections()
    assert len(listed(book)) == len(NAMES) + len(REFERENCES)
    QTest.keyClick(book.view, Qt.Key.Key_Escape)
    assert not book.isVisible()


def test_back_and_forward_return_to_where_the_reader_was(book: Handbook) -> None:
    book.view.verticalScrollBar().setValue(90)
    book.follow(QUrl("05-data.md#funnel"))
    assert book.chapter == "data"
    book.follow(QUrl("domain.md"))
    assert book.chapter == "domain"
    book.back.click()
    book.back.click()
    assert (book.chapter, book.view.verticalScrollBar().value()) == ("first-map", 90)
    assert not book.back.isEnabled()
    book.forward.click()
    assert book.chapter == "data"
    book.follow(QUrl("04-review.md"))
    assert not book.forward.isEnabled(), "a new way begins"


def test_only_a_click_leads_out_and_only_to_the_browser(
    book: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    book.follow(QUrl("https://example.com/"))
    book.follow(QUrl("no-such-chapter.md"))
    book.follow(QUrl("file:///etc/passwd"))
    assert opened == ["https://example.com/"]
    assert book.chapter == "first-map"
    assert book.view.loadResource(2, QUrl("https://example.com/x.png")) is None


def test_pictures_are_no_wider_than_the_text(book: Handbook, shell: Shell) -> None:
    for width in (700, 1500):
        book.resize(width, 700)
        shell.settle()
        picture = book.view.document().resource(2, QUrl("pictures/start.png"))
        assert isinstance(picture, QImage)
        room = book.view.viewport().width() - 2 * book.view.document().documentMargin()
        assert 0 < picture.width() <= room
        assert not book.view.horizontalScrollBar().maximum()
        layout = book.view.document().documentLayout()
        blocks = (book.view.document().findBlockByNumber(at) for at in range(4))
        (shown,) = [block for block in blocks if block.text() == "\ufffc"]
        assert layout.blockBoundingRect(shown).height() < picture.height() + 40, "no gap below"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_follows_language_theme_and_size(book: Handbook, shell: Shell, theme: str) -> None:
    for language in window_languages():
        shell.program.preferences.change(language=language, theme=theme, size=1.3)
        shell.settle()
        assert book.chapter == "first-map"
        assert clipped(book) == []
        ground = shell.window.ui.theme
        heading = book.view.document().begin().begin().fragment().charFormat()
        assert heading.foreground().color().name().upper() == ground["title"].upper()
        assert book.windowTitle().endswith(shell.window.ui.texts("Handbook"))


def test_the_keys_are_those_of_the_actions(book: Handbook) -> None:
    book.open("keys")
    words = book.view.document().toPlainText()
    for key in ("Ctrl+S", "Ctrl+K", "F7", "Shift+F1"):
        assert key in words
    assert "Pain point" in words, "letters of kinds, although no map is open"


def test_the_handbook_closes_with_its_window_and_does_not_hold_the_program(
    book: Handbook, shell: Shell
) -> None:
    assert not book.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    other = shell.program.open_window()
    other.help.show_handbook("data")
    handbook = other.help.handbook
    other.close()
    QApplication.processEvents()
    assert not isValid(handbook)
