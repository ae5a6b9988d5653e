"""Choosing, walking, writing: what the arrow does while nothing is moved."""

from __future__ import annotations

import pytest

from journeyeditor.editing.tools.connecting import handles
from journeyeditor.editing.tools.interface import NOTHING
from journeyeditor.geometry import Point
from journeyeditor.layout.style import LABEL_WIDTH
from tests.builders import a_map
from tests.editing.driver import EditorDriver


@pytest.fixture
def hands() -> EditorDriver:
    graph = (
        a_map()
        .with_stage("Search")
        .with_("step", "Looks")
        .with_("step", "Asks")
        .with_("pain_point", "Slow")
        .tied("at", "pain_point1", "step1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_("emotion", "Glad", score=1)
        .tied("at", "emotion1", "step3")
        .tied("follows", "stage2", "stage1", title="Again")
        .built()
    )
    return EditorDriver(graph)


def nothing(hands: EditorDriver) -> Point:
    """Return a place where there is nothing."""
    return hands.cell("Buy", "opportunity").center


def test_a_click_selects_one(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.click("Asks")
    assert hands.selected == ["Asks"]


def test_shift_and_control_add_and_take_away(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.click("Asks", shift=True)
    hands.click("Slow", ctrl=True)
    assert hands.selected == ["Looks", "Asks", "Slow"]
    hands.click("Asks", ctrl=True)
    hands.click("Looks", shift=True)
    assert hands.selected == ["Slow"]


def test_a_click_on_nothing_clears_and_with_shift_does_not(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.click(nothing(hands), shift=True)
    assert hands.selected == ["Looks"]
    hands.click(nothing(hands))
    assert hands.selected == []


def test_a_click_on_one_of_many_selects_it_alone(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.click("Asks", shift=True)
    hands.click("Looks")
    assert hands.selected == ["Looks"]


def test_the_rubber_band_selects_what_it_touches_while_it_is_drawn(hands: EditorDriver) -> None:
    row = hands.rect("Looks").united(hands.rect("Asks"))
    hands.press(Point(row.x + 4, row.bottom + 4))
    hands.drag(Point(row.x + 20, row.y + 4))
    assert hands.selected == ["Looks"]
    assert hands.overlay.marquee is not None
    hands.drag(Point(row.right - 4, row.y + 4))
    assert hands.selected == ["Looks", "Asks"]
    hands.release()
    assert hands.selected == ["Looks", "Asks"]
    assert hands.overlay == NOTHING


def test_a_rubber_band_with_shift_adds(hands: EditorDriver) -> None:
    hands.click("Slow")
    rect = hands.rect("Pays")
    hands.pull(Point(rect.x + 4, rect.bottom + 3), Point(rect.x + 9, rect.y + 5), shift=True)
    assert hands.selected == ["Slow", "Pays"]


def test_escape_gives_up_the_rubber_band_and_what_it_had_selected(hands: EditorDriver) -> None:
    hands.click("Slow")
    rect = hands.rect("Pays")
    hands.press(Point(rect.x + 4, rect.bottom + 3))
    hands.drag(rect)
    assert hands.selected == ["Pays"]
    hands.key("escape")
    assert hands.selected == ["Slow"]
    assert hands.overlay == NOTHING


def test_a_double_click_writes_into_the_title(hands: EditorDriver) -> None:
    hands.double_click("Slow")
    assert hands.view.writing == ("pain_point1", "title", False)
    hands.type("Too slow")
    assert hands.titles("pain_point") == ["Too slow"]
    assert hands.session.transactions.history.labels[-1].startswith("Edit")


def test_enter_and_f2_write_into_what_was_selected_last(hands: EditorDriver) -> None:
    for name in ("enter", "f2"):
        hands.click("Buy")
        hands.key(name)
        assert hands.view.writing == ("stage2", "title", False)


def test_a_double_click_in_an_empty_cell_makes_what_belongs_there(hands: EditorDriver) -> None:
    hands.double_click(hands.cell("Buy", "touchpoint"))
    assert hands.view.writing is not None
    assert hands.view.writing.is_new
    hands.type("Till")
    assert hands.in_stage("Buy", "touchpoint") == ["Till"]


def test_a_double_click_beside_the_map_makes_nothing(hands: EditorDriver) -> None:
    hands.double_click(Point(hands.session.layout.size.width + 50, 60))
    assert hands.view.writing is None
    assert not hands.session.transactions.history.labels


def test_a_connection_is_selected_by_its_line_and_its_words_and_share_written(
    hands: EditorDriver,
) -> None:
    a, b, *_ = hands.session.layout.connector_points("r3")
    hands.click(Point((a.x + b.x) / 2, (a.y + b.y) / 2))
    assert hands.selected == ["Again"]
    hands.key("enter")
    hands.type("and again")
    hands.key("tab")
    assert hands.view.writing == ("r3", "share", False)


def test_a_right_click_selects_what_the_menu_is_for(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.click("Asks", shift=True)
    hands.click("Looks", button="right")
    assert hands.selected == ["Looks", "Asks"]
    hands.click("Slow", button="right")
    assert hands.selected == ["Slow"]
    hands.click(nothing(hands), button="right")
    assert hands.selected == []


def test_the_name_of_a_lane_is_no_card(hands: EditorDriver) -> None:
    lane = hands.cell("Search", "step")
    hands.click(Point(LABEL_WIDTH / 2, lane.center.y))
    assert hands.selected == []


def test_the_name_of_a_lane_of_ones_own_selects_it_and_is_written() -> None:
    graph = a_map().with_("lane", "Needs", kinds=("thought",)).with_stage("Search").built()
    hands = EditorDriver(graph)
    name = Point(LABEL_WIDTH / 2, hands.cell("Search", "Needs").center.y)
    hands.click(name)
    assert hands.selected == ["Needs"]
    hands.double_click(name)
    hands.type("Wants")
    assert hands.titles("lane") == ["Wants"]


def test_select_all_selects_what_stands_on_the_map(hands: EditorDriver) -> None:
    hands.key("A", ctrl=True)
    assert set(hands.session.selection.ids) == {element.id for element in hands.graph.elements()}


def test_home_and_end_go_to_the_outer_stages(hands: EditorDriver) -> None:
    hands.keys("end")
    assert hands.selected == ["Buy"]
    hands.keys("home")
    assert hands.selected == ["Search"]
    hands.keys("shift+end")
    assert hands.selected == ["Search", "Buy"]


def test_the_selected_is_brought_into_view(hands: EditorDriver) -> None:
    hands.keys("end down")
    assert hands.view.revealed[-1] == hands.rect("Pays")


def test_escape_steps_back_from_gesture_to_tool_to_selection(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.tools.use("connect")
    hands.press("Looks")
    hands.drag("Asks")
    assert hands.tools.is_busy
    assert hands.key("escape")
    assert not hands.tools.is_busy
    assert hands.tools.name == "connect"
    assert hands.key("escape")
    assert hands.tools.name == "select"
    assert hands.key("escape")
    assert hands.selected == []
    assert not hands.key("escape")


def test_keys_that_mean_nothing_are_left_to_others(hands: EditorDriver) -> None:
    for name in ("space", "menu", "Q", "tab", "enter", "delete"):
        assert not hands.key(name), name
    hands.click("Looks")
    assert not hands.key("tab", shift=True)
    assert not hands.key("K", ctrl=True)
    assert not hands.key("enter", alt=True)
    assert not hands.session.transactions.history.labels


def test_keys_do_nothing_else_in_the_midst_of_a_drag(hands: EditorDriver) -> None:
    before = hands.bytes()
    hands.press("Slow")
    hands.drag("Asks")
    assert hands.key("delete")
    assert hands.key("K")
    hands.key("escape")
    assert hands.bytes() == before


def test_handles_stand_on_the_edges_of_what_can_be_joined(hands: EditorDriver) -> None:
    assert hands.tools.handles() == ()
    hands.click("Looks")
    top, right = hands.tools.handles()
    rect = hands.rect("Looks")
    assert (top.center.x, top.center.y) == (rect.center.x, rect.y)
    assert (right.center.x, right.center.y) == (rect.right, rect.center.y)
    hands.click("Glad")
    (above,) = hands.tools.handles()
    assert above.bottom <= hands.rect("Glad").y
    hands.tools.use("hand")
    assert hands.tools.handles() == ()


def test_nothing_else_has_handles(hands: EditorDriver) -> None:
    layout = hands.session.layout
    assert handles(layout, "r3") == ()
    assert handles(layout, "step") == ()
    assert handles(layout, "") == ()


def test_the_pointer_tells_what_a_press_would_do(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.hover(hands.tools.handles()[0])
    assert hands.view.cursors[-1] == "cross"
    hands.hover(nothing(hands))
    assert hands.view.cursors[-1] == "arrow"


def test_the_hand_moves_the_view_and_nothing_else(hands: EditorDriver) -> None:
    for button in ("middle", "left"):
        hands.view.origin = Point(0, 0)
        if button == "left":
            hands.key("H")
        hands.press(Point(100, 100), button)
        # The view follows, so that the pointer stays over the same place of the map.
        hands.tools.moved(hands.pointer(Point(90, 80)))
        hands.tools.moved(hands.pointer(Point(100, 100)))
        hands.release(button)
        assert hands.view.origin == (10, 20)
        assert not hands.tools.is_busy
    assert hands.tools.name == "hand"
    assert hands.selected == []


def test_the_tool_in_the_hand_is_told(hands: EditorDriver) -> None:
    told: list[str] = []
    hands.tools.changed.connect(told.append)
    hands.keys("C H D V K escape")
    hands.tools.use("no such tool")
    assert told == ["connect", "hand", "curve", "select", "touchpoint", "select"]
