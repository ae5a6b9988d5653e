"""One table of actions: every row is whole, and menus, keys and pages are made from it alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from journeyeditor import resources
from journeyeditor.app.action_context import ActionContext
from journeyeditor.app.action_registry import key_sequences
from journeyeditor.app.actions import ACTIONS, GROUPS
from journeyeditor.app.command_palette import fit
from journeyeditor.app.context_menu import CONTEXT
from journeyeditor.app.help_dialogs import ShortcutsPage
from journeyeditor.app.menus import MENUS, MenuEntry
from journeyeditor.editing.tools.shortcuts import LETTER_MODIFIER, MAP_SHORTCUTS
from journeyeditor.i18n import texts, window_languages
from journeyeditor.vocabulary import KINDS
from tests.qt.shell import Shell

IDS = {spec.id for spec in ACTIONS}
#: What is reached by a button, a key or another menu only.
NOT_IN_MENUS: set[str] = set()


def in_menu(entries: Iterable[MenuEntry]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, tuple):
            yield from in_menu(entry[1])
        elif entry not in ("-", "@recent", "@kinds"):
            yield entry


def test_ids_are_unique_and_every_row_has_its_heading_and_icon() -> None:
    assert [id_ for id_, count in Counter(spec.id for spec in ACTIONS).items() if count > 1] == []
    for spec in ACTIONS:
        assert spec.group in GROUPS, spec.id
        assert spec.text, spec.id
        if spec.icon:
            assert resources.path("glyphs", f"{spec.icon}.svg").is_file(), spec.id


def test_menus_hold_every_action_and_no_other() -> None:
    listed = {id_ for _, entries in MENUS for id_ in in_menu(entries)}
    assert listed == IDS - NOT_IN_MENUS
    entries = {entry for group in CONTEXT.values() for entry in group}
    assert {entry for entry in entries if entry[0] not in "-@"} <= IDS


def test_no_key_is_bound_twice(qapp: QApplication) -> None:
    keys = Counter(key.toString() for spec in ACTIONS for key in set(key_sequences(spec.shortcuts)))
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_key_takes_letters_or_walking_from_the_map(qapp: QApplication) -> None:
    """Single letters, arrows, Tab and Enter belong to the tools and to text fields."""
    walking = {"Left", "Right", "Up", "Down", "Tab", "Return", "Enter", "Esc", "Del", "Space"}
    bound = {key.toString() for spec in ACTIONS for key in key_sequences(spec.shortcuts)}
    assert not bound & (walking | {"Backspace", "Home", "End"})
    assert not [name for name in bound if len(name) == 1]


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_nothing_that_needs_a_map_is_offered_without_one(spec: object) -> None:
    without = {
        *("new", "new_blank", "new_window", "open", "import", "quit", "command_box", "preferences"),
        "new_from_data",
        "wall_photo",
        *("theme_system", "theme_light", "theme_dark", "larger", "smaller", "normal_size"),
        "language_system",
        *map("language_{}".format, window_languages()),
        *(
            "animate",
            "full_screen",
            "handbook",
            "tour",
            "whats_new",
            "report",
            "shortcuts",
            "log",
            "about",
            "recovery_journals",
        ),
    }
    assert spec.enabled_when(ActionContext()) == (spec.id in without)  # type: ignore[attr-defined]


def test_the_menu_bar_shows_what_the_table_says(shell: Shell) -> None:
    bar = shell.window.menuBar()
    assert [action.text() for action in bar.actions()] == [title for title, _ in MENUS]
    edit = bar.actions()[1].menu()
    assert isinstance(edit, QMenu)
    shell.open_sample()
    shell.pick("pain_point")
    shell.do("duplicate")
    texts = [action.text() for action in edit.actions() if not action.isSeparator()]
    assert texts[:2] == ["Undo: Duplicate pain point", "Redo"]


def test_kinds_are_in_the_insert_menu_once_a_map_is_open(shell: Shell) -> None:
    menu = shell.window.menuBar().actions()[2].menu()
    assert isinstance(menu, QMenu)
    shell.open_sample()
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()  # filled anew, not once more
    names = [action.text() for action in menu.actions() if action.text()]
    assert names[:3] == ["Stage\tS", "Step\tA", "Touchpoint\tK"], "with their letters"
    assert "Add the next card in the lane\tTab" in names
    assert len(names) == len(set(names))


def test_recent_maps_are_in_the_file_menu(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a & b.journey.json"
    path.write_bytes(Path(resources.path("samples", "heat_pump.nb.journey.json")).read_bytes())
    shell.window.documents.open_path(str(path))
    shell.settle()
    menus = shell.window.menuBar().findChildren(QMenu)
    (menu,) = (menu for menu in menus if menu.title() == "Open recent")
    menu.aboutToShow.emit()
    found = [action.text() for action in menu.actions() if action.text()]
    assert found == [f"a && b.journey.json – {tmp_path}"]


def test_the_page_of_shortcuts_tells_every_key(shell: Shell) -> None:
    shell.open_sample()
    page = ShortcutsPage(shell.window.ui, shell.window.action_registry, GROUPS)
    lines = dict(page.lines())
    assert ("Undo", ["Ctrl+Z"]) in lines["Edit"]
    assert ("Pain point", ["P"]) in lines["Insert"]
    assert ("Select", ["V"]) in lines["Map"]
    assert "On the map" in lines
    reported = {words for rows in lines.values() for words, _ in rows}
    for spec in ACTIONS:
        if spec.shortcuts or spec.hint:
            assert spec.text.rstrip("…") in reported
    assert {shortcut.text for shortcut in MAP_SHORTCUTS.values()} <= reported
    page.deleteLater()


def test_the_page_of_shortcuts_is_searched_and_names_no_state(shell: Shell) -> None:
    shell.open_sample()
    shell.pick("pain_point")
    shell.do("duplicate")
    shell.do("shortcuts")
    (page,) = shell.window.findChildren(ShortcutsPage)
    assert page.focusWidget() is page.search
    assert ("Undo", ["Ctrl+Z"]) in dict(page.lines())["Edit"]
    QTest.keyClicks(page.search, "next stage")
    assert page.lines() == [
        ("Insert", [("Add a card in the same lane of the next stage", ["Ctrl+Enter"])])
    ]
    shown = {text.text() for text in page.findChildren(QLabel) if text.isVisible()}
    assert "Add a card in the same lane of the next stage" in shown
    assert "Undo" not in shown
    QTest.keyClicks(page.search, " nothing like that")
    assert page.lines() == []
    page.reject()


def test_the_page_of_shortcuts_calls_keys_as_the_language_does(shell: Shell) -> None:
    shell.open_sample()
    shell.do("shortcuts")
    (page,) = shell.window.findChildren(ShortcutsPage)

    def keys() -> set[str]:
        shown = {cap for _, rows in page.lines() for _, caps in rows for cap in caps}
        return {key.strip() for cap in shown for key in cap.split("+")}

    assert {"Enter", "Space", "Ctrl", "Shift", "/", "6"} <= keys()
    assert "Return" not in keys(), "the same key has one name"
    action = shell.window.action_registry["selection_form"]
    assert action.text().endswith("\tAlt+Enter"), "in menus too"
    shell.window.preferences.change(language="de")
    assert {"Enter", "Leertaste", "Strg", "Umschalt"} <= keys()
    assert not {"Return", "Space", "Ctrl", "Shift", "Del"} & keys()
    shell.window.preferences.change(language="nb")
    assert {"Enter", "Mellomrom", "Ctrl", "Shift"} <= keys()
    assert not {"Return", "Space"} & keys()
    page.reject()


@pytest.mark.parametrize("language", window_languages())
def test_no_key_of_the_map_is_declared_twice_or_taken_by_the_window(
    qapp: QApplication, language: str
) -> None:
    with_map = ActionContext(has_map=True, selected=2, elements=2, undo_label="x", redo_label="x")
    letters = [cls.look.key for cls in KINDS if cls.look.key]
    chords = [chord for each in MAP_SHORTCUTS.values() for chord in each.chords]
    keys = Counter([*chords, *letters, *(f"{LETTER_MODIFIER}+{letter}" for letter in letters)])
    assert [key for key, count in keys.items() if count > 1] == []
    native = {QKeySequence(key).toString() for key in keys}
    assert "" not in native, "Qt can read all of them"
    bound = {
        key.toString()
        for spec in ACTIONS
        for key in key_sequences(spec.shortcuts)
        if spec.id not in MAP_SHORTCUTS and spec.enabled_when(with_map)
    }
    assert not bound & native
    shown = [texts(language)(each.text) for each in MAP_SHORTCUTS.values()]
    assert len(set(shown)) == len(shown), "each is told apart from the others"


def test_a_checkable_action_shows_what_is_and_not_what_was_asked(shell: Shell) -> None:
    shell.open_sample()
    tool = shell.window.action_registry["tool_select"]
    assert tool.isChecked()
    tool.trigger()  # Qt would uncheck it
    shell.settle()
    assert tool.isChecked()
    shell.do("tool_hand")
    assert shell.window.action_registry["tool_hand"].isChecked()
    assert not tool.isChecked()


words = st.text(alphabet="abcdeå ", max_size=12)


@given(words, words)
@example("bb", "ab b")  # the word's beginning is taken only where the next letter still fits
@example("aba", "ba ab a b")
def test_letters_fit_only_where_they_stand_in_order(typed: str, title: str) -> None:
    letters = iter(title.casefold())
    wanted = typed.casefold().replace(" ", "")
    assert (fit(typed, title) > 0) == all(letter in letters for letter in wanted)


def test_what_is_typed_as_it_stands_fits_best() -> None:
    titles = ["Export poster…", "Previous expectation", "Exit"]
    assert max(titles, key=lambda title: fit("exp", title)) == "Export poster…"
    assert fit("ep", "Export poster…") > fit("ep", "Keep copies")
    assert fit("zzz", "Export poster…") == 0
