"""What facilitators do while people talk, from the first card to the last undo."""

from __future__ import annotations

import pytest

from journeyeditor.editing.tools.interface import NOTHING
from journeyeditor.files import dump_map
from journeyeditor.geometry import Point
from tests.editing.driver import EditorDriver


@pytest.fixture
def hands() -> EditorDriver:
    return EditorDriver()


def with_two_stages(hands: EditorDriver) -> EditorDriver:
    hands.palette_drop("stage", Point(200, 60), "Search")
    search = hands.rect("Search")
    hands.palette_drop("stage", Point(search.right - 3, search.center.y), "Buy")
    return hands


def with_cards(hands: EditorDriver) -> EditorDriver:
    with_two_stages(hands)
    hands.palette_drop("touchpoint", hands.cell("Search", "touchpoint"), "Advert")
    hands.palette_drop("touchpoint", hands.cell("Buy", "touchpoint"), "Till")
    hands.palette_drop("pain_point", "Till", "Hidden fees")
    return hands


def test_a_map_is_made_from_nothing_by_dragging_from_the_palette(hands: EditorDriver) -> None:
    with_cards(hands)
    first = hands.rect("Search")
    hands.palette_drop("stage", Point(first.right - 2, first.center.y), "Compare")
    assert hands.titles("stage") == ["Search", "Compare", "Buy"]
    assert hands.in_stage("Buy", "touchpoint") == ["Till"]
    assert hands.in_stage("Buy", "pain_point") == ["Hidden fees"]
    assert hands.ties("at") == [("Hidden fees", "Till")]
    assert hands.rect("Hidden fees").x == hands.rect("Till").x


def test_the_whole_of_it_is_undone_and_done_again(hands: EditorDriver) -> None:
    empty = hands.bytes()
    with_cards(hands)
    full = hands.bytes()
    steps = len(hands.session.transactions.history.labels)
    assert steps == 5  # a card and its title are one step
    hands.undo(steps)
    assert hands.bytes() == empty
    hands.redo(steps)
    assert hands.bytes() == full
    assert dump_map(hands.reopened()) == full


def test_a_card_left_without_words_was_never_there(hands: EditorDriver) -> None:
    with_two_stages(hands)
    before, steps = hands.bytes(), hands.session.transactions.history.labels
    hands.palette_drop("touchpoint", hands.cell("Search", "touchpoint"))
    hands.leave()
    assert hands.bytes() == before
    assert hands.session.transactions.history.labels == steps


def test_a_map_is_made_from_nothing_by_keys(hands: EditorDriver) -> None:
    hands.key("S")
    hands.type("Search")
    hands.key("K")
    hands.type("Advert")
    hands.key("tab")
    hands.type("Clerk")
    hands.key("P")
    hands.type("Rude")
    hands.key("S")
    hands.type("Buy")
    hands.key("A")
    hands.type("Pays")
    hands.key("K")
    hands.type("Till")
    assert hands.titles("stage") == ["Search", "Buy"]
    assert hands.in_stage("Search", "touchpoint") == ["Advert", "Clerk"]
    assert hands.ties("at") == [("Rude", "Clerk")]
    assert hands.in_stage("Buy", "touchpoint") == ["Till"]
    assert hands.ties("follows") == [("Pays", "Till")]
    assert hands.selected == ["Till"]


def test_cards_are_walked_written_moved_and_taken_away_by_keys(hands: EditorDriver) -> None:
    with_cards(hands)
    hands.keys("home")
    assert hands.selected == ["Search"]
    hands.keys("down")
    assert hands.selected == ["Advert"]
    hands.keys("right")
    assert hands.selected == ["Till"]
    hands.keys("down enter")
    hands.type("Fees that nobody told")
    assert hands.selected == ["Fees that nobody told"]
    hands.keys("up shift+left")
    assert hands.selected == ["Till", "Advert"]
    hands.keys("shift+right")
    assert hands.selected == ["Till"]
    hands.keys("alt+left")
    assert hands.in_stage("Search", "touchpoint") == ["Advert", "Till"]
    assert hands.in_stage("Search", "pain_point") == ["Fees that nobody told"]
    hands.keys("delete")
    assert hands.titles("touchpoint") == ["Advert"]
    hands.undo()
    assert hands.selected
    assert hands.titles("touchpoint") == ["Advert", "Till"]


def test_control_and_an_arrow_make_a_neighbour_and_join_it(hands: EditorDriver) -> None:
    with_cards(hands)
    hands.click("Advert")
    hands.key("right", ctrl=True)
    hands.type("Website")
    assert hands.in_stage("Search", "touchpoint") == ["Advert", "Website"]
    assert ("Advert", "Website") in hands.ties("follows")


def test_connecting_by_hand_names_the_connection(hands: EditorDriver) -> None:
    with_cards(hands)
    hands.click("Buy")
    (handle, *_) = hands.tools.handles()
    hands.press(handle)
    assert set(hands.overlay.targets or ()) == {hands.find("Search"), hands.find("Hidden fees")}
    hands.drag("Search")
    assert hands.overlay.hot == hands.find("Search")
    hands.release()
    hands.type("buys again")
    assert hands.ties("follows") == [("Buy", "Search")]
    assert hands.selected == ["buys again"]
    hands.key("tab")
    assert hands.view.writing is not None
    assert hands.view.writing.field == "share"


def test_connecting_by_keys(hands: EditorDriver) -> None:
    with_cards(hands)
    hands.click("Advert")
    hands.key("C")
    assert hands.overlay.wire
    hands.key("enter")
    assert hands.ties("follows") == [("Advert", "Till")]


def test_escape_in_the_midst_of_a_drag_leaves_the_file_as_it_was(hands: EditorDriver) -> None:
    with_cards(hands)
    before, steps = hands.bytes(), hands.session.transactions.history.labels
    hands.press("Hidden fees")
    hands.drag("Advert")
    assert hands.overlay.hot == hands.find("Advert")
    hands.key("escape")
    hands.release()
    assert hands.overlay == NOTHING
    assert hands.bytes() == before
    assert hands.session.transactions.history.labels == steps


def test_tab_goes_on_with_the_same_kind_as_fast_as_people_talk(hands: EditorDriver) -> None:
    with_two_stages(hands)
    hands.palette_drop("step", hands.cell("Search", "step"), "one")
    for word in ("two", "three", "four"):
        hands.key("tab")
        hands.type(word)
    assert hands.in_stage("Search", "step") == ["one", "two", "three", "four"]
