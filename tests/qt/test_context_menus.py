"""The context menus and tooltips of the map: what is there, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from journeyeditor.app.context_menu import ContextMenu
from journeyeditor.canvas.accessible import hover_text
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.editing import operations
from journeyeditor.editing.operations.workshop import StageRatings, rate_stages
from journeyeditor.geometry import Point
from journeyeditor.i18n import texts
from journeyeditor.layout.lanes import Band
from journeyeditor.vocabulary import Stage
from tests.qt.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def shell(shell: Shell) -> Iterator[Shell]:
    shell.open_sample()
    shell.window.resize(1400, 900)
    shell.window.show()
    shell.window.map_view.canvas.view.zoom_to_fit()
    shell.settle()
    yield shell
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def canvas_of(shell: Shell) -> Canvas:
    return shell.window.map_view.canvas


def menu_at(shell: Shell, at: Point) -> ContextMenu:
    """Press the right button at a point of the map, and return the menu."""
    canvas = canvas_of(shell)
    canvas.view.center_on(at)
    point = QPointF(*canvas.viewport.to_screen(at)).toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, canvas.mapToGlobal(point))
    QApplication.sendEvent(canvas, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, ContextMenu)
    return menu


def entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def lane_named(shell: Shell, key: str) -> Point:
    lane = next(lane for lane in shell.session.layout.lanes if lane.spec.key == key)
    return Point(6, lane.rect.center.y)


def empty_cell(shell: Shell, kind: str) -> Point:
    layout = shell.session.layout
    index = next(i for i, lane in enumerate(layout.lanes) if kind in lane.spec.kinds)
    slots = range(sum(column.slots for column in layout.columns))
    slot = next(slot for slot in slots if not layout.cell_ids(index, slot))
    return layout.cell_rect(index, slot).center


def test_an_empty_place_offers_what_belongs_there(shell: Shell) -> None:
    at = empty_cell(shell, "pain_point")
    offered = entries(menu_at(shell, at))
    assert "Add pain point" in offered
    offered["Add pain point"].trigger()
    shell.settle()
    new = shell.session.selection.primary
    assert shell.session.graph.element(new).kind == "pain_point"
    rect = shell.session.layout.rect(new)
    assert rect is not None
    assert rect.x <= at.x < rect.right
    assert canvas_of(shell).field.is_open


def test_what_is_pasted_from_the_menu_goes_where_it_was_opened(shell: Shell) -> None:
    session = shell.session
    layout, clipboard = session.layout, QApplication.clipboard()

    def place_of(id_: str) -> tuple[str | None, int]:
        lane, slot = layout.cell_of(id_) or (-1, -1)
        column = next(c for c in layout.columns if slot < c.first + c.slots)
        return column.stage_id, lane

    lane = next(i for i, each in enumerate(layout.lanes) if "pain_point" in each.spec.kinds)
    last = layout.columns[-1]
    clipboard.setText("Too slow\nToo dear")
    session.selection.set([session.graph.stages()[0].id])
    free = layout.cell_rect(lane, last.first).bottom - 4
    entries(menu_at(shell, Point(layout.cell_rect(lane, last.first).center.x, free)))[
        "Paste"
    ].trigger()
    shell.settle()
    new = session.selection.ids
    assert [session.graph.element(id_).title for id_ in new] == ["Too slow", "Too dear"]
    assert {place_of(id_) for id_ in new} == {(last.stage_id, lane)}
    shell.do("copy")
    first = layout.columns[0]
    at = empty_cell(shell, "pain_point")
    assert at.x < first.x + first.width
    entries(menu_at(shell, at))["Paste"].trigger()
    shell.settle()
    assert {place_of(id_) for id_ in session.selection.ids} == {(first.stage_id, lane)}
    assert len(set(session.selection.ids) - set(new)) == 2


def test_any_kind_can_be_added_at_a_place(shell: Shell) -> None:
    menu = menu_at(shell, Point(500, -10))
    submenu = entries(menu)["Add here"].menu()
    assert isinstance(submenu, QMenu)
    entries(submenu)["Note"].trigger()
    shell.settle()
    note = shell.session.graph.element(shell.session.selection.primary)
    assert note.kind == "note"
    rect = shell.session.layout.rect(note.id)
    assert rect is not None
    assert abs(rect.x - 500) < 100


def test_a_card_a_stage_and_a_relation_have_menus_of_their_own(shell: Shell) -> None:
    layout = shell.session.layout
    card = layout.rect("p2")
    stage = layout.rect(layout.columns[0].stage_id or "")
    assert card is not None
    assert stage is not None
    offered = entries(menu_at(shell, card.center))
    assert {"Edit title", "Add", "Duplicate", "Split stage here"} <= set(offered)
    submenu = offered["Add"].menu()
    assert isinstance(submenu, QMenu)
    assert any("Pain point" in name or "Pain point" in name.title() for name in entries(submenu))
    offered = entries(menu_at(shell, Point(stage.x + 20, stage.y + 6)))
    assert {"Merge stages", "Change stage model…", "Funnel and what-if"} <= set(offered)
    drawn = next(r for r in shell.session.graph.relations() if layout.connector_points(r.id))
    one, other = layout.connector_points(drawn.id)[:2]
    middle = Point((one.x + other.x) / 2, (one.y + other.y) / 2)
    shell.session.selection.set([drawn.id])
    offered = entries(menu_at(shell, middle))
    assert set(offered) == {
        "Edit title",
        "Selection properties…",
        "Delete",
        "Zoom to selection",
    }
    assert all(action.isEnabled() for action in offered.values())


def test_a_lane_is_renamed_collapsed_and_hidden(shell: Shell) -> None:
    canvas = canvas_of(shell)
    menu = menu_at(shell, lane_named(shell, "touchpoint"))
    before = len(shell.session.transactions.history.labels)
    entries(menu)["Rename lane"].trigger()
    assert canvas.field.is_open
    QTest.keyClicks(canvas.field, "Contacts")
    canvas.field.finish()
    lane = next(lane for lane in shell.session.layout.lanes if lane.spec.title == "Contacts")
    assert len(shell.session.transactions.history.labels) == before + 1
    entries(menu_at(shell, lane_named(shell, lane.spec.key)))["Collapse lane"].trigger()
    assert next(x for x in shell.session.layout.lanes if x.spec.title == "Contacts").spec.collapsed
    entries(menu_at(shell, lane_named(shell, lane.spec.key)))["Expand lane"].trigger()
    entries(menu_at(shell, lane_named(shell, lane.spec.key)))["Hide lane"].trigger()
    assert all(lane.spec.title != "Contacts" for lane in shell.session.layout.lanes)


def test_a_lane_left_without_a_name_changes_nothing(shell: Shell) -> None:
    canvas = canvas_of(shell)
    at = QPointF(*canvas.viewport.to_screen(lane_named(shell, "touchpoint"))).toPoint()
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert canvas.field.is_open
    canvas.field.finish()
    assert shell.session.graph.lanes() == ()
    assert not shell.session.is_dirty


def test_the_tooltip_says_what_is_there_and_its_keys(shell: Shell) -> None:
    canvas, session, words = canvas_of(shell), shell.session, texts("en")
    toolbox = canvas.toolbox

    def tip(at: Point) -> str:
        screen = QPointF(*canvas.viewport.to_screen(at))
        return hover_text(session, canvas.input.part_at(screen), words)

    card = session.layout.rect("p2")
    assert card is not None
    assert "Pain point, " in tip(card.center)
    assert "Enter to edit" in tip(card.center)
    session.selection.set(["p2"])
    assert "(C)" in tip(toolbox.handles()[0].center)
    stage = session.layout.rect(session.layout.columns[0].stage_id or "")
    assert stage is not None
    assert "wider" in tip(Point(stage.right - 0.5, stage.y + 3))
    assert "rename" in tip(lane_named(shell, "touchpoint"))
    assert "pain point (P)" in tip(empty_cell(shell, "pain_point"))
    drawn = next(r for r in session.graph.relations() if session.layout.connector_points(r.id))
    session.selection.set([drawn.id])
    line = session.layout.connector_points(drawn.id)
    one, other = max(pairwise(line), key=lambda ends: abs(ends[0].x - ends[1].x))
    assert "→" in tip(Point((one.x + other.x) / 2, (one.y + other.y) / 2))
    assert "reconnect" in tip(toolbox.handles()[1].center)
    assert tip(Point(-500, -500)) == ""
    rate_stages(session, [StageRatings("s7", "sara", {"a": 2, "b": 2})])
    shell.settle()
    rated = next(each for each in session.graph.elements("emotion") if getattr(each, "ratings", ()))
    face = session.layout.rect(rated.id)
    assert face is not None
    assert "Agreement 1.00 · Spread 0.0 · Raters 2<br>Spread is" in tip(face.center)
    assert "Agreement" not in tip(card.center)
    operations.set_field(session, ["p2"], "title", "<b>bold</b> " + "x" * 1000)
    session.selection.clear()
    assert "&lt;b&gt;bold" in tip(card.center)
    assert len(tip(card.center)) < 400


def test_the_tooltip_is_shown_only_at_rest(shell: Shell, qtbot: QtBot) -> None:
    canvas = canvas_of(shell)
    card = shell.session.layout.rect("p2")
    assert card is not None
    at = QPointF(*canvas.viewport.to_screen(card.center)).toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at))
    QApplication.sendEvent(canvas, event)
    assert "Pain point" in QToolTip.text()
    canvas.edit_text("p2")
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    canvas.field.finish()


def test_a_double_click_beside_the_headers_adds_a_stage(shell: Shell) -> None:
    session, canvas = shell.session, canvas_of(shell)
    last = session.layout.rect(session.layout.columns[-1].stage_id or "")
    assert last is not None
    stages = len(session.graph.stages())
    beside = Point(last.right + 12, last.center.y)
    screen = QPointF(*canvas.viewport.to_screen(beside))
    assert canvas.input.part_at(screen).kinds == ("stage",)
    canvas.toolbox.add_at("stage", beside)
    assert len(session.graph.stages()) == stages + 1
    canvas.field.finish()


def test_a_double_click_in_the_funnel_edits_the_count_of_the_stage(shell: Shell) -> None:
    session, canvas = shell.session, canvas_of(shell)
    layout = session.layout
    index = next(i for i, x in enumerate(layout.lanes) if x.spec.band is Band.FUNNEL)
    column = layout.columns[1]
    place = layout.cell_rect(index, column.first).center
    canvas.view.center_on(place)
    at = QPointF(*canvas.viewport.to_screen(place)).toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    shell.settle()
    assert session.selection.ids == (column.stage_id,)
    field = QApplication.focusWidget()
    assert field is not None
    assert shell.window.map_view.right.inspector.isAncestorOf(field)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "4321")
    QTest.keyClick(field, Qt.Key.Key_Return)
    shell.settle()
    stage = session.graph.element(column.stage_id or "")
    assert isinstance(stage, Stage)
    assert stage.count == 4321


def test_no_cell_of_the_funnel_offers_a_card(shell: Shell) -> None:
    layout = shell.session.layout
    lane = next((x for x in layout.lanes if x.spec.band is Band.FUNNEL), None)
    if lane is not None:
        screen = canvas_of(shell).viewport.to_screen(lane.rect.center)
        assert canvas_of(shell).input.part_at(QPointF(*screen)).kinds == ()
