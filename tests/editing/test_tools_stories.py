"""What facilitators do while people talk, from the first card to the last undo."""

from __future__ import annotations

import pytest

from journeyeditor.editing.tools.interface import NOTHING
from journeyeditor.files import dump_map
from journeyeditor.geometry import Point
from tests.editing.driver import EditorDriver


@pytest.fixture
def editor() -> EditorDriver:
    return EditorDriver()


def with_two_stages(editor: EditorDriver) -> EditorDriver:
    editor.palette_drop("stage", Point(200, 60), "Search")
    search = editor.rect("Search")
    editor.palette_drop("stage", Point(search.right - 3, search.center.y), "Buy")
    return editor


def with_cards(editor: EditorDriver) -> EditorDriver:
    with_two_stages(editor)
    editor.palette_drop("touchpoint", editor.cell("Search", "touchpoint"), "Advert")
    editor.palette_drop("touchpoint", editor.cell("Buy", "touchpoint"), "Till")
    editor.palette_drop("pain_point", "Till", "Hidden fees")
    return editor


def test_a_map_is_made_from_nothing_by_dragging_from_the_palette(editor: EditorDriver) -> None:
    with_cards(editor)
    first = editor.rect("Search")
    editor.palette_drop("stage", Point(first.right - 2, first.center.y), "Compare")
    assert editor.titles("stage") == ["Search", "Compare", "Buy"]
    assert editor.in_stage("Buy", "touchpoint") == ["Till"]
    assert editor.in_stage("Buy", "pain_point") == ["Hidden fees"]
    assert editor.relations("at") == [("Hidden fees", "Till")]
    assert editor.rect("Hidden fees").x == editor.rect("Till").x


def test_the_whole_of_it_is_undone_and_done_again(editor: EditorDriver) -> None:
    empty = editor.bytes()
    with_cards(editor)
    full = editor.bytes()
    steps = len(editor.session.transactions.history.labels)
    assert steps == 5  # a card and its title are one step
    editor.undo(steps)
    assert editor.bytes() == empty
    editor.redo(steps)
    assert editor.bytes() == full
    assert dump_map(editor.reopened()) == full


def test_a_card_left_without_words_was_never_there(editor: EditorDriver) -> None:
    with_two_stages(editor)
    before, steps = editor.bytes(), editor.session.transactions.history.labels
    editor.palette_drop("touchpoint", editor.cell("Search", "touchpoint"))
    editor.leave()
    assert editor.bytes() == before
    assert editor.session.transactions.history.labels == steps


def test_a_map_is_made_from_nothing_by_keys(editor: EditorDriver) -> None:
    editor.key("S")
    editor.type("Search")
    editor.key("K")
    editor.type("Advert")
    editor.key("tab")
    editor.type("Clerk")
    editor.key("P")
    editor.type("Rude")
    editor.key("S")
    editor.type("Buy")
    editor.key("A")
    editor.type("Pays")
    editor.key("K")
    editor.type("Till")
    assert editor.titles("stage") == ["Search", "Buy"]
    assert editor.in_stage("Search", "touchpoint") == ["Advert", "Clerk"]
    assert editor.relations("at") == [("Rude", "Clerk")]
    assert editor.in_stage("Buy", "touchpoint") == ["Till"]
    assert editor.relations("follows") == [("Pays", "Till")]
    assert editor.selected == ["Till"]


def test_cards_are_walked_written_moved_and_taken_away_by_keys(editor: EditorDriver) -> None:
    with_cards(editor)
    editor.keys("home")
    assert editor.selected == ["Search"]
    editor.keys("down")
    assert editor.selected == ["Advert"]
    editor.keys("right")
    assert editor.selected == ["Till"]
    editor.keys("down enter")
    editor.type("Fees that nobody told")
    assert editor.selected == ["Fees that nobody told"]
    editor.keys("up shift+left")
    assert editor.selected == ["Till", "Advert"]
    editor.keys("shift+right")
    assert editor.selected == ["Till"]
    editor.keys("alt+left")
    assert editor.in_stage("Search", "touchpoint") == ["Advert", "Till"]
    assert editor.in_stage("Search", "pain_point") == ["Fees that nobody told"]
    editor.keys("delete")
    assert editor.titles("touchpoint") == ["Advert"]
    editor.undo()
    assert editor.selected
    assert editor.titles("touchpoint") == ["Advert", "Till"]


def test_control_and_an_arrow_make_a_neighbour_and_join_it(editor: EditorDriver) -> None:
    with_cards(editor)
    editor.click("Advert")
    editor.key("right", ctrl=True)
    editor.type("Website")
    assert editor.in_stage("Search", "touchpoint") == ["Advert", "Website"]
    assert ("Advert", "Website") in editor.relations("follows")


def test_connecting_by_hand_names_the_connection(editor: EditorDriver) -> None:
    with_cards(editor)
    editor.click("Buy")
    (handle, *_) = editor.tools.handles()
    editor.press(handle)
    assert set(editor.overlay.targets or ()) == {editor.find("Search"), editor.find("Hidden fees")}
    editor.drag("Search")
    assert editor.overlay.active == editor.find("Search")
    editor.release()
    editor.type("buys again")
    assert editor.relations("follows") == [("Buy", "Search")]
    assert editor.selected == ["buys again"]
    editor.key("tab")
    assert editor.view.writing is not None
    assert editor.view.writing.field == "share"


def test_connecting_by_keys(editor: EditorDriver) -> None:
    with_cards(editor)
    editor.click("Advert")
    editor.key("C")
    assert editor.overlay.connector
    editor.key("enter")
    assert editor.relations("follows") == [("Advert", "Till")]


def test_escape_in_the_midst_of_a_drag_leaves_the_file_as_it_was(editor: EditorDriver) -> None:
    with_cards(editor)
    before, steps = editor.bytes(), editor.session.transactions.history.labels
    editor.press("Hidden fees")
    editor.drag("Advert")
    assert editor.overlay.active == editor.find("Advert")
    editor.key("escape")
    editor.release()
    assert editor.overlay == NOTHING
    assert editor.bytes() == before
    assert editor.session.transactions.history.labels == steps


def test_tab_goes_on_with_the_same_kind_as_fast_as_people_talk(editor: EditorDriver) -> None:
    with_two_stages(editor)
    editor.palette_drop("step", editor.cell("Search", "step"), "one")
    for word in ("two", "three", "four"):
        editor.key("tab")
        editor.type(word)
    assert editor.in_stage("Search", "step") == ["one", "two", "three", "four"]
