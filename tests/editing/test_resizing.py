"""A stage is made wider or narrower at the edge of its header."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from journeyeditor.editing import operations
from journeyeditor.editing.errors import FieldError
from journeyeditor.geometry import Point
from journeyeditor.layout.grid import plan
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.style import SLOT_PREFERRED
from journeyeditor.vocabulary import Stage
from tests.builders import a_map
from tests.editing.driver import EditorDriver
from tests.layout.incremental.states import drawings, layout_of, table


@pytest.fixture
def editor() -> EditorDriver:
    return EditorDriver(
        a_map()
        .with_stage("Search")
        .with_("touchpoint", "Advert")
        .with_("touchpoint", "Website")
        .with_stage("Buy")
        .with_("touchpoint", "Basket")
        .built()
    )


def edge(editor: EditorDriver, stage: str) -> Point:
    head = editor.rect(stage)
    return Point(head.right - 1, head.y + 4)


def widen(editor: EditorDriver, stage: str, slots: float) -> None:
    start = edge(editor, stage)
    editor.pull(start, Point(start.x + slots * SLOT_PREFERRED, start.y))


def slots(editor: EditorDriver, stage: str) -> tuple[int, int | None]:
    layout: IncrementalLayout = editor.session.layout
    id_ = editor.find(stage)
    column = next(each for each in layout.columns if each.stage_id == id_)
    element = editor.element(stage)
    assert isinstance(element, Stage)
    return column.slots, element.slots


def test_the_pointer_shows_that_the_edge_can_be_dragged(editor: EditorDriver) -> None:
    editor.hover(edge(editor, "Search"))
    assert editor.view.cursors[-1] == "resize"
    editor.hover(editor.rect("Search").center)
    assert editor.view.cursors[-1] == "arrow"


def test_a_stage_is_widened_and_narrowed_to_what_its_cards_need(editor: EditorDriver) -> None:
    before = editor.bytes()
    widen(editor, "Search", 2.3)
    assert slots(editor, "Search") == (4, 4)
    assert slots(editor, "Buy") == (1, None)
    assert editor.selected == ["Search"]
    assert len(editor.session.transactions.history.labels) == 1
    full = table(editor.session.layout)
    assert full == table(layout_of(editor.graph))
    assert drawings(editor.session.layout) == drawings(layout_of(editor.graph))
    widen(editor, "Search", -1)
    assert slots(editor, "Search") == (3, 3)
    widen(editor, "Search", -5)
    assert slots(editor, "Search") == (2, None), "its cards need two"
    editor.undo(3)
    assert editor.bytes() == before


def test_the_new_width_is_shown_before(editor: EditorDriver) -> None:
    start = edge(editor, "Buy")
    editor.press(start)
    editor.drag(Point(start.x + 2 * SLOT_PREFERRED, start.y))
    head = editor.rect("Buy")
    assert editor.overlay.cell is not None
    assert (editor.overlay.cell.x, editor.overlay.cell.width) == (head.x, 3 * SLOT_PREFERRED)
    assert editor.overlay.tooltip == "3 cards wide"
    before = editor.bytes()
    editor.key("escape")
    editor.release()
    assert editor.bytes() == before


def test_a_click_on_the_edge_changes_nothing(editor: EditorDriver) -> None:
    before = editor.bytes()
    editor.click(edge(editor, "Search"))
    assert editor.bytes() == before


def test_free_slots_take_cards_that_stood_below_one_another(editor: EditorDriver) -> None:
    for title in ("Slow", "Dear"):
        operations.add(editor.session, "pain_point", title=title, stage="stage2")
    operations.set_field(editor.session, ["stage2"], "slots", 2)
    assert editor.rect("Slow").y == editor.rect("Dear").y


def test_the_poster_has_the_same_slots(editor: EditorDriver) -> None:
    widen(editor, "Buy", 3)
    columns = {
        column.stage.title: column.slots for column in plan(editor.graph).columns if column.stage
    }
    assert columns == {"Search": 2, "Buy": 4}


def test_a_stage_is_only_so_wide(editor: EditorDriver) -> None:
    widen(editor, "Buy", 300)
    assert slots(editor, "Buy") == (24, 24)
    with pytest.raises(FieldError):
        operations.set_field(editor.session, ["stage2"], "slots", 25)
    with pytest.raises(ValidationError):
        Stage(id="s", slots=10**9)
