"""A whole map made, found, saved and exported without a pointer: each key goes to what has the keys."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from journeyeditor.app.export.dialog import ExportDialog
from journeyeditor.app.start.cards import MapCard
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.text_field import TextField
from journeyeditor.files import read_map
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.panels.outline.view import OutlineView
from tests.qt.shell import Shell

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """Ten fingers; nothing here knows where the keys go."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    @property
    def owner(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nobody has the keys"
        return widget

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(self.owner, key, held)
            self._shell.settle()
            if QApplication.activeWindow() is None:  # a window manager would do so by itself
                self._shell.window.activateWindow()
                self._shell.settle()

    def type(self, words: str) -> None:
        """Type words, or letters that mean something."""
        QTest.keyClicks(self.owner, words)
        self._shell.settle()

    def card(self, letter: str, title: str) -> None:
        self.type(letter)
        assert isinstance(self.owner, TextField)
        self.type(title)
        self.press(Key.Key_Return)
        assert isinstance(self.owner, Canvas)

    def tab_to(self, name: str) -> QWidget:
        """Press Tab until something of a name has the keys."""
        for _ in range(80):
            owner = self.owner
            words = owner.text() if isinstance(owner, QPushButton) else ""
            if name in (owner.accessibleName(), words):
                return owner
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never leads to “{name}”")


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.program.preferences.change(animation=False)
    shell.settle()
    return shell


@pytest.fixture
def keys(shell: Shell) -> Keyboard:
    return Keyboard(shell)


def chosen(shell: Shell) -> str:
    """Return the title of what is selected."""
    element = shell.session.element(shell.session.selection.primary)
    return element.title if element is not None else ""


def begin(keys: Keyboard) -> None:
    """Choose the blank map on the start page, and make two stages in it."""
    assert isinstance(keys.owner, MapCard)
    keys.press(Key.Key_Return)
    assert isinstance(keys.owner, Canvas)
    keys.type("s")
    keys.type("Search")
    keys.press(Key.Key_Tab)
    keys.type("Buy")
    keys.press(Key.Key_Return)


def make(keys: Keyboard, shell: Shell) -> None:
    """Make the map: what happens in its two stages, how it feels, and what leads to what."""
    begin(keys)
    keys.press(Key.Key_Left)
    assert chosen(shell) == "Search"
    keys.type("k")
    keys.type("Web shop")
    keys.press(Key.Key_Tab)
    keys.type("Reviews")
    keys.press(Key.Key_Return)
    keys.card("p", "Too many choices")
    keys.press(Key.Key_Up)
    keys.card("e", "Unsure")
    keys.press(Key.Key_Down, Key.Key_Down, Key.Key_Down, held=ALT)
    keys.press(Key.Key_Home, Key.Key_Right)
    keys.card("k", "Checkout")
    keys.press(Key.Key_Left)
    assert chosen(shell) == "Reviews"


def contents(graph: JourneyGraph) -> set[tuple[str, str, str]]:
    """Return what stands in a map: kind, title (of a feeling: reason), title of the stage."""

    def stage(element: Element) -> str:
        id_ = getattr(element, "stage", None)
        return graph.element(id_).title if id_ else ""

    return {
        (each.kind, each.title or getattr(each, "reason", ""), stage(each))
        for each in graph.elements()
    }


def links(graph: JourneyGraph) -> set[tuple[str, str, str, str]]:
    """Return what leads where in a map: kind, both titles, label."""
    return {
        (
            relation.kind,
            graph.element(relation.source).title
            or getattr(graph.element(relation.source), "reason", ""),
            graph.element(relation.target).title,
            getattr(relation, "title", ""),
        )
        for relation in graph.relations()
    }


MADE = {
    ("stage", "Search", ""),
    ("stage", "Buy", ""),
    ("touchpoint", "Web shop", "Search"),
    ("touchpoint", "Reviews", "Search"),
    ("touchpoint", "Checkout", "Buy"),
    ("pain_point", "Too many choices", "Search"),
    ("emotion", "Unsure", "Search"),
}
LINKED = {
    ("at", "Too many choices", "Reviews", ""),
    ("at", "Unsure", "Reviews", ""),
    ("follows", "Reviews", "Checkout", "most of them"),
}


def test_a_whole_map_is_made_saved_and_exported(
    keys: Keyboard, shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    make(keys, shell)

    keys.type("c")  # a connection: the arrows choose its end
    keys.press(Key.Key_Right, Key.Key_Right, Key.Key_Return)
    keys.type("most of them")
    keys.press(Key.Key_Return)
    assert links(shell.session.graph) == LINKED
    keys.press(Key.Key_Z, held=CTRL)
    assert links(shell.session.graph) < LINKED
    keys.press(Key.Key_Z, held=CTRL | SHIFT)
    assert links(shell.session.graph) == LINKED

    keys.press(Key.Key_F, held=CTRL)
    assert isinstance(keys.owner, QLineEdit)
    keys.type("many")
    keys.press(Key.Key_Return, Key.Key_Escape)
    assert isinstance(keys.owner, Canvas)
    assert chosen(shell) == "Too many choices"

    file, poster = tmp_path / "shop.journey.json", tmp_path / "shop.pdf"
    shell.script.answers = [str(file), str(poster)]
    keys.press(Key.Key_S, held=CTRL)
    qtbot.waitUntil(lambda: not shell.window.isWindowModified() and file.exists())
    graph = read_map(file)
    assert contents(graph) == MADE
    assert links(graph) == LINKED
    (feeling,) = graph.elements("emotion")
    assert feeling.replaced(score=-1.5) == feeling

    keys.press(Key.Key_E, held=CTRL)
    export = shell.window.findChild(ExportDialog)
    assert export is not None
    assert export.isAncestorOf(keys.owner)
    qtbot.waitUntil(export.footer.start.isEnabled)
    keys.tab_to("Export…")
    keys.press(Key.Key_Space)
    qtbot.waitUntil(export.footer.folder.isVisible)
    shell.settle()
    keys.tab_to("Show in folder")
    keys.press(Key.Key_Escape)
    assert isinstance(keys.owner, Canvas)
    document = pypdfium2.PdfDocument(poster)
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert all(title in words for _, title, _ in MADE - {("emotion", "Unsure", "Search")})
    assert [asked.split()[0] for asked in shell.script.asked] == ["save", "save"]


def test_the_next_words_are_typed_at_once_after_opening(
    keys: Keyboard, shell: Shell, tmp_path: Path
) -> None:
    shell.window.documents.new_from_template("003", "en")
    shell.settle()
    assert isinstance(keys.owner, Canvas)
    keys.press(Key.Key_Home)
    stage = chosen(shell)
    keys.card("a", "Ask a friend")
    assert ("step", "Ask a friend", stage) in contents(shell.session.graph)


def test_a_tool_and_an_insertion_are_found_in_the_command_box(keys: Keyboard, shell: Shell) -> None:
    begin(keys)
    keys.press(Key.Key_K, held=CTRL)
    assert isinstance(keys.owner, QLineEdit)
    keys.type("touchpoint")
    keys.press(Key.Key_Return)
    assert isinstance(keys.owner, TextField)
    keys.type("Shop window")
    keys.press(Key.Key_Return)
    assert ("touchpoint", "Shop window", "Buy") in contents(shell.session.graph)
    keys.press(Key.Key_K, held=CTRL)
    keys.type("search")
    keys.press(Key.Key_Down, Key.Key_Escape)
    assert isinstance(keys.owner, Canvas)


def test_fields_of_the_form_are_filled_and_left(keys: Keyboard, shell: Shell) -> None:
    begin(keys)
    keys.card("p", "Queues")
    keys.press(Key.Key_Return, held=ALT)
    assert keys.owner.accessibleName() == "Title"
    keys.press(Key.Key_End)
    keys.type(" at noon")
    note = keys.tab_to("Note")
    assert isinstance(note, QPlainTextEdit)
    keys.type("Worst on Fridays")
    keys.tab_to("Severity")
    keys.press(Key.Key_5)
    keys.press(Key.Key_Escape)
    assert isinstance(keys.owner, Canvas)
    (pain,) = shell.session.graph.elements("pain_point")
    assert (pain.title, pain.replaced(severity=5).replaced(note="Worst on Fridays")) == (
        "Queues at noon",
        pain,
    )


def test_an_element_is_chosen_in_the_outline_renamed_and_deleted(
    keys: Keyboard, shell: Shell
) -> None:
    make(keys, shell)
    keys.press(Key.Key_2, held=ALT)
    assert isinstance(keys.owner, OutlineView)
    keys.type("Buy")
    assert chosen(shell) == "Buy"
    keys.press(Key.Key_F2)
    keys.type("Pay")
    keys.press(Key.Key_Return)
    assert isinstance(keys.owner, OutlineView)
    assert chosen(shell) == "Pay"
    keys.press(Key.Key_Delete)
    assert "Pay" not in [stage.title for stage in shell.session.graph.stages()]
    keys.press(Key.Key_Escape)
    assert isinstance(keys.owner, Canvas)
    keys.press(Key.Key_Z, held=CTRL)
    assert chosen(shell) in {"Pay", "Checkout"}


#: Every way away from the map by a key, and what gets the keys there.
AWAY = [
    (Key.Key_1, ALT, QLineEdit),
    (Key.Key_2, ALT, OutlineView),
    (Key.Key_3, ALT, QListView),
    (Key.Key_4, ALT, QListView),
    (Key.Key_5, ALT, QLineEdit),
    (Key.Key_F, CTRL, QLineEdit),
    (Key.Key_H, CTRL, QLineEdit),
    (Key.Key_F, CTRL | SHIFT, QPushButton),
    (Key.Key_K, CTRL, QLineEdit),
    (Key.Key_F5, NONE, Canvas),
    (Key.Key_F1, SHIFT, QWidget),
    (Key.Key_Comma, CTRL, QWidget),
    (Key.Key_E, CTRL, QWidget),
    (Key.Key_N, CTRL, MapCard),
]


def test_escape_leads_back_to_the_map_from_everywhere(keys: Keyboard, shell: Shell) -> None:
    make(keys, shell)
    keys.press(Key.Key_Escape)
    for key, held, class_ in AWAY:
        keys.press(key, held=held)
        assert isinstance(keys.owner, class_), (key, keys.owner)
        keys.press(Key.Key_Escape)
        assert isinstance(keys.owner, Canvas), (key, keys.owner)
        assert shell.window.has_map
        assert not shell.window.presentation.is_on


def test_escape_leads_back_from_everything_that_tab_reaches(keys: Keyboard, shell: Shell) -> None:
    make(keys, shell)
    before = shell.session.selection.ids
    reached: list[QWidget] = []
    canvas = keys.owner
    keys.press(Key.Key_Backtab, held=SHIFT)
    while keys.owner is not canvas and keys.owner not in reached:
        here = keys.owner
        reached.append(here)
        keys.press(Key.Key_Escape)
        assert keys.owner is canvas, here.accessibleName()
        assert shell.session.selection.ids == before, here.accessibleName()
        here.setFocus(Qt.FocusReason.BacktabFocusReason)
        keys.press(Key.Key_Backtab, held=SHIFT)
    assert len(reached) > 30
