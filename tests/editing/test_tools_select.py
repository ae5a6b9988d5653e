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
def editor() -> EditorDriver:
    graph = (
        a_map()
        .with_stage("Search")
        .with_("step", "Looks")
        .with_("step", "Asks")
        .with_("pain_point", "Slow")
        .related("at", "pain_point1", "step1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_("emotion", "Glad", score=1)
        .related("at", "emotion1", "step3")
        .related("follows", "stage2", "stage1", title="Again")
        .built()
    )
    return EditorDriver(graph)


def nothing(editor: EditorDriver) -> Point:
    return editor.cell("Buy", "opportunity").center


def test_a_click_selects_one(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.click("Asks")
    assert editor.selected == ["Asks"]


def test_shift_and_control_add_and_take_away(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.click("Asks", shift=True)
    editor.click("Slow", ctrl=True)
    assert editor.selected == ["Looks", "Asks", "Slow"]
    editor.click("Asks", ctrl=True)
    editor.click("Looks", shift=True)
    assert editor.selected == ["Slow"]


def test_a_click_on_nothing_clears_and_with_shift_does_not(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.click(nothing(editor), shift=True)
    assert editor.selected == ["Looks"]
    editor.click(nothing(editor))
    assert editor.selected == []


def test_a_click_on_one_of_many_selects_it_alone(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.click("Asks", shift=True)
    editor.click("Looks")
    assert editor.selected == ["Looks"]


def test_the_rubber_band_selects_what_it_touches_while_it_is_drawn(editor: EditorDriver) -> None:
    row = editor.rect("Looks").united(editor.rect("Asks"))
    editor.press(Point(row.x + 4, row.bottom + 4))
    editor.drag(Point(row.x + 20, row.y + 4))
    assert editor.selected == ["Looks"]
    assert editor.overlay.marquee is not None
    editor.drag(Point(row.right - 4, row.y + 4))
    assert editor.selected == ["Looks", "Asks"]
    editor.release()
    assert editor.selected == ["Looks", "Asks"]
    assert editor.overlay == NOTHING


def test_a_rubber_band_with_shift_adds(editor: EditorDriver) -> None:
    editor.click("Slow")
    rect = editor.rect("Pays")
    editor.pull(Point(rect.x + 4, rect.bottom + 3), Point(rect.x + 9, rect.y + 5), shift=True)
    assert editor.selected == ["Slow", "Pays"]


def test_escape_gives_up_the_rubber_band_and_what_it_had_selected(editor: EditorDriver) -> None:
    editor.click("Slow")
    rect = editor.rect("Pays")
    editor.press(Point(rect.x + 4, rect.bottom + 3))
    editor.drag(rect)
    assert editor.selected == ["Pays"]
    editor.key("escape")
    assert editor.selected == ["Slow"]
    assert editor.overlay == NOTHING


def test_a_double_click_writes_into_the_title(editor: EditorDriver) -> None:
    editor.double_click("Slow")
    assert editor.view.writing == ("pain_point1", "title", False)
    editor.type("Too slow")
    assert editor.titles("pain_point") == ["Too slow"]
    assert editor.session.transactions.history.labels[-1].startswith("Edit")


def test_enter_and_f2_write_into_what_was_selected_last(editor: EditorDriver) -> None:
    for name in ("enter", "f2"):
        editor.click("Buy")
        editor.key(name)
        assert editor.view.writing == ("stage2", "title", False)


def test_a_double_click_in_an_empty_cell_makes_what_belongs_there(editor: EditorDriver) -> None:
    editor.double_click(editor.cell("Buy", "touchpoint"))
    assert editor.view.writing is not None
    assert editor.view.writing.is_new
    editor.type("Till")
    assert editor.in_stage("Buy", "touchpoint") == ["Till"]


def test_a_double_click_beside_the_map_makes_nothing(editor: EditorDriver) -> None:
    editor.double_click(Point(editor.session.layout.size.width + 50, 60))
    assert editor.view.writing is None
    assert not editor.session.transactions.history.labels


def test_a_connection_is_selected_by_its_line_and_its_words_and_share_written(
    editor: EditorDriver,
) -> None:
    a, b, *_ = editor.session.layout.connector_points("r3")
    editor.click(Point((a.x + b.x) / 2, (a.y + b.y) / 2))
    assert editor.selected == ["Again"]
    editor.key("enter")
    editor.type("and again")
    editor.key("tab")
    assert editor.view.writing == ("r3", "share", False)


def test_a_right_click_selects_what_the_menu_is_for(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.click("Asks", shift=True)
    editor.click("Looks", button="right")
    assert editor.selected == ["Looks", "Asks"]
    editor.click("Slow", button="right")
    assert editor.selected == ["Slow"]
    editor.click(nothing(editor), button="right")
    assert editor.selected == []


def test_the_name_of_a_lane_is_no_card(editor: EditorDriver) -> None:
    lane = editor.cell("Search", "step")
    editor.click(Point(LABEL_WIDTH / 2, lane.center.y))
    assert editor.selected == []


def test_the_name_of_a_lane_of_ones_own_selects_it_and_is_written() -> None:
    graph = a_map().with_("lane", "Needs", kinds=("thought",)).with_stage("Search").built()
    editor = EditorDriver(graph)
    name = Point(LABEL_WIDTH / 2, editor.cell("Search", "Needs").center.y)
    editor.click(name)
    assert editor.selected == ["Needs"]
    editor.double_click(name)
    editor.type("Wants")
    assert editor.titles("lane") == ["Wants"]


def test_select_all_selects_what_stands_on_the_map(editor: EditorDriver) -> None:
    editor.key("A", ctrl=True)
    assert set(editor.session.selection.ids) == {element.id for element in editor.graph.elements()}


def test_home_and_end_go_to_the_outer_stages(editor: EditorDriver) -> None:
    editor.keys("end")
    assert editor.selected == ["Buy"]
    editor.keys("home")
    assert editor.selected == ["Search"]
    editor.keys("shift+end")
    assert editor.selected == ["Search", "Buy"]


def test_the_selected_is_brought_into_view(editor: EditorDriver) -> None:
    editor.keys("end down")
    assert editor.view.revealed[-1] == editor.rect("Pays")


def test_escape_steps_back_from_gesture_to_tool_to_selection(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.tools.use("connect")
    editor.press("Looks")
    editor.drag("Asks")
    assert editor.tools.is_busy
    assert editor.key("escape")
    assert not editor.tools.is_busy
    assert editor.tools.name == "connect"
    assert editor.key("escape")
    assert editor.tools.name == "select"
    assert editor.key("escape")
    assert editor.selected == []
    assert not editor.key("escape")


def test_keys_that_mean_nothing_are_left_to_others(editor: EditorDriver) -> None:
    for name in ("space", "menu", "Q", "tab", "enter", "delete"):
        assert not editor.key(name), name
    editor.click("Looks")
    assert not editor.key("tab", shift=True)
    assert not editor.key("K", ctrl=True)
    assert not editor.key("enter", alt=True)
    assert not editor.session.transactions.history.labels


def test_keys_do_nothing_else_in_the_midst_of_a_drag(editor: EditorDriver) -> None:
    before = editor.bytes()
    editor.press("Slow")
    editor.drag("Asks")
    assert editor.key("delete")
    assert editor.key("D")
    assert editor.key("down")
    editor.key("escape")
    assert editor.bytes() == before


def test_handles_stand_on_the_edges_of_what_can_be_joined(editor: EditorDriver) -> None:
    assert editor.tools.handles() == ()
    editor.click("Looks")
    top, right = editor.tools.handles()
    rect = editor.rect("Looks")
    assert (top.center.x, top.center.y) == (rect.center.x, rect.y)
    assert (right.center.x, right.center.y) == (rect.right, rect.center.y)
    editor.click("Glad")
    (above,) = editor.tools.handles()
    assert above.bottom <= editor.rect("Glad").y
    editor.tools.use("hand")
    assert editor.tools.handles() == ()


def test_nothing_else_has_handles(editor: EditorDriver) -> None:
    layout = editor.session.layout
    assert handles(layout, "r3") == ()
    assert handles(layout, "step") == ()
    assert handles(layout, "") == ()


def test_the_pointer_tells_what_a_press_would_do(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.hover(editor.tools.handles()[0])
    assert editor.view.cursors[-1] == "cross"
    editor.hover(nothing(editor))
    assert editor.view.cursors[-1] == "arrow"


def test_the_hand_moves_the_view_and_nothing_else(editor: EditorDriver) -> None:
    for button in ("middle", "left"):
        editor.view.origin = Point(0, 0)
        if button == "left":
            editor.key("H")
        editor.press(Point(100, 100), button)
        # The view follows, so that the pointer stays over the same place of the map.
        editor.tools.moved(editor.pointer(Point(90, 80)))
        editor.tools.moved(editor.pointer(Point(100, 100)))
        editor.release(button)
        assert editor.view.origin == (10, 20)
        assert not editor.tools.is_busy
    assert editor.tools.name == "hand"
    assert editor.selected == []


def test_the_tool_in_the_hand_is_reported(editor: EditorDriver) -> None:
    reported: list[str] = []
    editor.tools.changed.connect(reported.append)
    editor.keys("C H D V C escape")
    editor.tools.use("no such tool")
    assert reported == ["connect", "hand", "curve", "select", "connect", "select"]
