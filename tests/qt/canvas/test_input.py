"""Real events on the canvas: what hands do reaches the tools, and the view follows."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor.canvas import input_router as hands
from journeyeditor.canvas.canvas import KIND_MIME, Canvas
from journeyeditor.editing import operations
from journeyeditor.editing.tools.interface import NOTHING
from journeyeditor.geometry import Point, Rect

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
NONE = Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Mouse:
    """A mouse over a canvas: `QTest.mouseMove` tells neither buttons nor modifiers."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def at(self, id_: str) -> QPointF:
        """Return the middle of an element on the widget, scrolled into view."""
        rect = self.canvas.session.layout.rect(id_)
        assert rect is not None, id_
        self.canvas.view.reveal(rect)
        return self.on(rect.center)

    def on(self, point: Point) -> QPointF:
        return QPointF(*self.canvas.viewport.to_screen(point))

    def send(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
        modifiers: Qt.KeyboardModifier,
    ) -> None:
        there = QPointF(self.canvas.mapToGlobal(at))
        QApplication.sendEvent(self.canvas, QMouseEvent(kind, at, there, button, held, modifiers))

    def press(
        self, at: QPointF, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = PLAIN
    ) -> None:
        self.send(QEvent.Type.MouseButtonPress, at, button, button, modifiers)

    def move(
        self, at: QPointF, held: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = PLAIN
    ) -> None:
        self.send(QEvent.Type.MouseMove, at, NONE, held, modifiers)

    def release(
        self, at: QPointF, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = PLAIN
    ) -> None:
        self.send(QEvent.Type.MouseButtonRelease, at, button, NONE, modifiers)

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        self.press(at, modifiers=modifiers)
        self.release(at, modifiers=modifiers)

    def double_click(self, at: QPointF) -> None:
        self.click(at)
        self.send(QEvent.Type.MouseButtonDblClick, at, LEFT, LEFT, PLAIN)
        self.release(at)

    def drag(self, start: QPointF, end: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self.press(start, button)
        for step in range(1, 6):
            self.move(start + (end - start) * (step / 5), button)
        self.release(end, button)

    def wheel(
        self,
        at: QPointF,
        angle: tuple[int, int] = (0, 0),
        pixels: tuple[int, int] = (0, 0),
        modifiers: Qt.KeyboardModifier = PLAIN,
        phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
    ) -> None:
        there = QPointF(self.canvas.mapToGlobal(at))
        event = QWheelEvent(
            at,
            there,
            QPoint(*pixels),
            QPoint(*angle),
            NONE,
            modifiers,
            phase,
            False,
        )
        QApplication.sendEvent(self.canvas, event)


@pytest.fixture
def mouse(canvas: Canvas) -> Mouse:
    canvas.view.zoom(1.5, QPointF(500, 300))
    canvas.finish_painting()
    return Mouse(canvas)


def place(canvas: Canvas) -> tuple[int, int]:
    return canvas.viewport.left, canvas.viewport.top


def test_a_click_selects_and_shift_adds(mouse: Mouse) -> None:
    selection = mouse.canvas.session.selection
    mouse.click(mouse.at("p1"))
    assert selection.ids == ("p1",)
    mouse.click(mouse.at("p2"), SHIFT)
    assert set(selection.ids) == {"p1", "p2"}
    mouse.click(mouse.at("p1"), CTRL)
    assert selection.ids == ("p2",)


def test_a_card_dragged_with_the_mouse_stands_where_it_is_dropped(mouse: Mouse) -> None:
    session = mouse.canvas.session
    start = mouse.at("p2")
    target = session.layout.rect("p1")
    assert target is not None
    before = session.layout.cell_of("p2")
    mouse.drag(start, mouse.on(target.center))
    assert session.layout.cell_of("p2") == session.layout.cell_of("p1") != before
    assert session.transactions.history.position == 1
    assert mouse.canvas.renderer.overlay is NOTHING


def test_escape_ends_a_drag_and_nothing_happened(mouse: Mouse) -> None:
    session = mouse.canvas.session
    start = mouse.at("p2")
    mouse.press(start)
    mouse.move(start + QPointF(-100, 0))
    mouse.move(start + QPointF(-150, 0))
    assert mouse.canvas.renderer.overlay.ghosts
    QTest.keyClick(mouse.canvas, Qt.Key.Key_Escape)
    mouse.release(start + QPointF(-150, 0))
    assert mouse.canvas.renderer.overlay is NOTHING
    assert session.transactions.history.position == 0


def test_two_fingers_move_the_view_exactly(mouse: Mouse) -> None:
    left, top = place(mouse.canvas)
    mouse.wheel(QPointF(300, 300), angle=(8, -24), pixels=(7, -11))
    assert place(mouse.canvas) == (left - 7, top + 11)


def test_a_notch_of_the_wheel_moves_downwards_and_with_shift_sideways(mouse: Mouse) -> None:
    left, top = place(mouse.canvas)
    mouse.wheel(QPointF(300, 300), angle=(0, -120))
    assert place(mouse.canvas) == (left, top + hands.NOTCH_SCROLL)
    mouse.wheel(QPointF(300, 300), angle=(0, -120), modifiers=SHIFT)
    assert place(mouse.canvas) == (left + hands.NOTCH_SCROLL, top + hands.NOTCH_SCROLL)


def test_ctrl_and_the_wheel_zoom_at_the_pointer(mouse: Mouse, qtbot: QtBot) -> None:
    canvas = mouse.canvas
    at = QPointF(321, 234)
    held, scale = canvas.viewport.to_map(at.x(), at.y()), canvas.viewport.scale
    with qtbot.waitSignal(canvas.scaled) as reported:
        mouse.wheel(at, angle=(0, 120), modifiers=CTRL)
    assert canvas.viewport.scale == pytest.approx(scale * hands.NOTCH_ZOOM)
    assert reported.args == [canvas.viewport.scale]
    there = canvas.viewport.to_screen(held)
    assert (there.x, there.y) == pytest.approx((at.x(), at.y()), abs=0.75)
    mouse.wheel(at, angle=(0, 8), pixels=(0, 40), modifiers=CTRL)
    assert canvas.viewport.scale == pytest.approx(scale * hands.NOTCH_ZOOM * hands.PIXEL_ZOOM**40)


def test_a_key_pressed_while_the_map_glides_changes_nothing(mouse: Mouse) -> None:
    phases = Qt.ScrollPhase
    at, scale = QPointF(300, 300), mouse.canvas.viewport.scale
    left, top = place(mouse.canvas)
    mouse.wheel(at, pixels=(0, -10), phase=phases.ScrollBegin)
    mouse.wheel(at, pixels=(0, -10), phase=phases.ScrollUpdate, modifiers=CTRL)
    mouse.wheel(at, phase=phases.ScrollEnd)
    mouse.wheel(at, pixels=(0, -10), phase=phases.ScrollMomentum, modifiers=CTRL)
    assert (mouse.canvas.viewport.scale, place(mouse.canvas)) == (scale, (left, top + 30))
    mouse.wheel(at, pixels=(0, 10), phase=phases.ScrollBegin, modifiers=CTRL)
    zoomed = mouse.canvas.viewport.scale
    assert zoomed > scale
    mouse.wheel(at, pixels=(0, 10), phase=phases.ScrollMomentum)
    assert mouse.canvas.viewport.scale > zoomed


def test_a_pinch_zooms_at_the_fingers(mouse: Mouse) -> None:
    canvas = mouse.canvas
    at = QPointF(400, 200)
    held, scale = canvas.viewport.to_map(at.x(), at.y()), canvas.viewport.scale
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        QPointF(canvas.mapToGlobal(at)),
        0.1,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.viewport.scale == pytest.approx(scale * 1.1)
    there = canvas.viewport.to_screen(held)
    assert (there.x, there.y) == pytest.approx((at.x(), at.y()), abs=0.75)


def test_the_middle_button_drags_the_map(mouse: Mouse) -> None:
    left, top = place(mouse.canvas)
    mouse.drag(QPointF(400, 300), QPointF(340, 250), MIDDLE)
    assert place(mouse.canvas) == (left + 60, top + 50)
    assert mouse.canvas.session.selection.ids == ()


def test_the_space_bar_makes_the_left_button_drag_the_map(mouse: Mouse) -> None:
    canvas = mouse.canvas
    left, top = place(canvas)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    mouse.drag(QPointF(400, 300), QPointF(340, 250))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert place(canvas) == (left + 60, top + 50)
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    mouse.drag(QPointF(400, 300), QPointF(340, 250))
    assert place(canvas) == (left + 60, top + 50)


def test_near_the_edge_a_drag_scrolls_until_it_ends(mouse: Mouse) -> None:
    canvas = mouse.canvas
    canvas.view.pan(-100, 0)
    start = mouse.at("p2")
    mouse.press(start)
    mouse.move(start + QPointF(40, 0))
    mouse.move(QPointF(998, start.y()))
    canvas.input._rest_timer.timeout.emit()
    assert canvas.input._autoscroll_timer.isActive()
    view = place(canvas)
    left, carried = canvas.viewport.left, canvas.renderer.overlay.ghosts["p2"].x
    canvas.input._autoscroll_timer.timeout.emit()
    step = canvas.viewport.left - left
    assert step > 10
    assert canvas.renderer.overlay.ghosts["p2"].x == pytest.approx(
        carried + step / canvas.viewport.scale, abs=0.5
    )
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert place(canvas) == view, "the view goes back as well"
    canvas.input._autoscroll_timer.timeout.emit()
    assert not canvas.input._autoscroll_timer.isActive()
    mouse.release(QPointF(998, start.y()))


def test_scrolling_begins_only_after_a_rest_near_the_edge(mouse: Mouse) -> None:
    canvas = mouse.canvas
    canvas.view.pan(-100, 0)
    start = mouse.at("p2")
    mouse.press(start)
    mouse.move(start + QPointF(40, 0))
    timer = canvas.input._rest_timer
    mouse.move(QPointF(985, start.y()))
    assert timer.isActive()
    assert not canvas.input._autoscroll_timer.isActive()
    timer.stop()
    mouse.move(QPointF(986, start.y() + 3))
    assert timer.isActive(), "trembling is rest"
    begun = canvas.input._rested_at
    mouse.move(QPointF(987, start.y() + 40))
    assert canvas.input._rested_at != begun, "moving along the edge is not"
    mouse.move(QPointF(500, start.y()))
    assert not timer.isActive()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    mouse.release(QPointF(500, start.y()))


def _drag_event(kind: type[QDragMoveEvent], at: QPoint, mime: QMimeData) -> QDragMoveEvent:
    return kind(at, Qt.DropAction.CopyAction, mime, LEFT, PLAIN)


def test_a_drag_from_the_palette_crosses_the_edge_without_scrolling(
    mouse: Mouse, qtbot: QtBot
) -> None:
    canvas = mouse.canvas
    mime = QMimeData()
    mime.setData(KIND_MIME, b"touchpoint")
    view = place(canvas)
    QApplication.sendEvent(canvas, _drag_event(QDragEnterEvent, QPoint(0, 300), mime))
    for x in range(0, 200, 9):
        QApplication.sendEvent(canvas, _drag_event(QDragMoveEvent, QPoint(x, 300), mime))
        assert not canvas.input._autoscroll_timer.isActive()
    assert not canvas.input._rest_timer.isActive()
    for _ in range(2):
        QApplication.sendEvent(canvas, _drag_event(QDragMoveEvent, QPoint(3, 300), mime))
    qtbot.waitUntil(lambda: place(canvas) != view)
    QApplication.sendEvent(canvas, QDragLeaveEvent())
    assert place(canvas) == view, "Escape arrives as leaving"
    assert not canvas.input._autoscroll_timer.isActive()


@pytest.mark.parametrize("x", [180, 420, 610])
def test_a_drop_lands_where_the_mark_was(mouse: Mouse, x: int) -> None:
    canvas, session = mouse.canvas, mouse.canvas.session
    mime = QMimeData()
    mime.setData(KIND_MIME, b"pain_point")
    at = QPoint(x, 300)
    QApplication.sendEvent(canvas, _drag_event(QDragEnterEvent, QPoint(0, 300), mime))
    QApplication.sendEvent(canvas, _drag_event(QDragMoveEvent, at, mime))
    cell = canvas.renderer.overlay.cell
    assert cell is not None
    beyond = QPointF(at) + QPointF(330, 0)
    QApplication.sendEvent(canvas, QDropEvent(beyond, Qt.DropAction.CopyAction, mime, LEFT, PLAIN))
    lane_slot = session.layout.cell_of(session.selection.primary)
    assert lane_slot is not None
    landed = session.layout.cell_rect(*lane_slot)
    assert (landed.x, landed.width) == (cell.x, cell.width)
    canvas.field.cancel()


def test_a_palette_drag_lights_the_cell_and_drops_a_card(mouse: Mouse) -> None:
    canvas, session = mouse.canvas, mouse.canvas.session
    rect = session.layout.rect("p1")
    assert rect is not None
    at = mouse.on(rect.center).toPoint()
    mime = QMimeData()
    mime.setData(KIND_MIME, b"pain_point")
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, copy, mime, LEFT, PLAIN)
    QApplication.sendEvent(canvas, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(canvas, QDragMoveEvent(at, copy, mime, LEFT, PLAIN))
    assert canvas.renderer.overlay.cell is not None
    count = len(session.graph.elements("pain_point"))
    QApplication.sendEvent(canvas, QDropEvent(QPointF(at), copy, mime, LEFT, PLAIN))
    assert len(session.graph.elements("pain_point")) == count + 1
    new = session.selection.primary
    assert session.layout.cell_of(new) == session.layout.cell_of("p1")
    assert canvas.field.is_open, "its title is written at once"
    canvas.field.cancel()
    assert len(session.graph.elements("pain_point")) == count


def test_a_palette_drag_that_leaves_shows_and_does_nothing(mouse: Mouse) -> None:
    canvas = mouse.canvas
    mime = QMimeData()
    mime.setData(KIND_MIME, b"touchpoint")
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(canvas, QDragEnterEvent(QPoint(400, 300), copy, mime, LEFT, PLAIN))
    QApplication.sendEvent(canvas, QDragMoveEvent(QPoint(400, 300), copy, mime, LEFT, PLAIN))
    assert canvas.renderer.overlay is not NOTHING
    QApplication.sendEvent(canvas, QDragLeaveEvent())
    assert canvas.renderer.overlay is NOTHING
    assert canvas.session.transactions.history.position == 0


def test_other_drags_are_left_to_others(mouse: Mouse) -> None:
    mime = QMimeData()
    mime.setText("https://example.org")
    event = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, mime, LEFT, PLAIN)
    event.ignore()
    QApplication.sendEvent(mouse.canvas, event)
    assert not event.isAccepted()


def test_what_is_under_the_pointer_is_framed_until_it_leaves(mouse: Mouse) -> None:
    at = mouse.at("p2")
    mouse.move(at, NONE)
    assert mouse.canvas.renderer.hover == "p2"
    QApplication.sendEvent(mouse.canvas, QEvent(QEvent.Type.Leave))
    assert mouse.canvas.renderer.hover == ""


def test_a_menu_is_asked_for_by_pointer_and_by_key(mouse: Mouse, qtbot: QtBot) -> None:
    canvas = mouse.canvas
    at = mouse.at("p2").toPoint()
    reasons = QContextMenuEvent.Reason
    with qtbot.waitSignal(canvas.menu_wanted) as reported:
        event = QContextMenuEvent(reasons.Mouse, at, canvas.mapToGlobal(at))
        QApplication.sendEvent(canvas, event)
    assert reported.args is not None
    assert (reported.args[0], reported.args[1].id) == (canvas.mapToGlobal(at), "p2")
    canvas.session.selection.set(["p1"])
    rect = canvas.session.layout.rect("p1")
    assert rect is not None
    with qtbot.waitSignal(canvas.menu_wanted) as reported:
        event = QContextMenuEvent(reasons.Keyboard, QPoint(0, 0), QPoint(0, 0))
        QApplication.sendEvent(canvas, event)
    where = mouse.on(rect.center).toPoint()
    assert reported.args is not None
    assert reported.args[1].id == "p1"
    assert (reported.args[0] - canvas.mapToGlobal(where)).manhattanLength() <= 2


def test_the_right_button_selects_what_its_menu_is_about(mouse: Mouse) -> None:
    mouse.press(mouse.at("p2"), RIGHT)
    assert mouse.canvas.session.selection.ids == ("p2",)


def test_arrows_walk_and_reveal(mouse: Mouse) -> None:
    canvas = mouse.canvas
    mouse.click(mouse.at("p1"))
    canvas.view.pan(-600, 0)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    primary = canvas.session.selection.primary
    assert primary == "p2"
    rect = canvas.session.layout.rect(primary)
    assert rect is not None
    assert canvas.viewport.seen.contains(rect)


def test_tab_goes_on_to_the_next_widget_while_nothing_is_selected(mouse: Mouse) -> None:
    canvas = mouse.canvas
    canvas.session.selection.clear()
    count = len(canvas.session.graph.elements())
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert len(canvas.session.graph.elements()) == count
    assert not canvas.field.is_open


def test_delete_takes_away_what_is_selected(mouse: Mouse) -> None:
    canvas = mouse.canvas
    mouse.click(mouse.at("p1"))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert not canvas.session.graph.has_element("p1")
    canvas.session.undo()
    assert canvas.session.selection.ids == ("p1",)


def test_fitting_selecting_and_full_size(mouse: Mouse) -> None:
    canvas = mouse.canvas
    canvas.view.zoom_to_fit()
    assert canvas.viewport.shows_all
    canvas.session.selection.set(["p1", "p3"])
    canvas.zoom_to_selection()
    whole = [rect for id_ in ("p1", "p3") if (rect := canvas.session.layout.rect(id_))]
    assert all(canvas.viewport.seen.contains(rect) for rect in whole)
    assert canvas.viewport.scale > 0.8
    canvas.view.zoom_100()
    assert canvas.viewport.scale == 1.0
    canvas.view.zoom_in()
    canvas.view.zoom_out()
    assert canvas.viewport.scale == pytest.approx(1.0)


def test_the_overview_moves_the_view(mouse: Mouse) -> None:
    canvas = mouse.canvas
    canvas.view.zoom(1.5, QPointF(0, 0))
    canvas.finish_painting()
    overview = canvas.minimap
    frame = overview._frame().center()
    there = QPointF(overview.width() - 30, overview.height() - 30)
    for kind, at in (
        (QEvent.Type.MouseButtonPress, frame),
        (QEvent.Type.MouseMove, there),
        (QEvent.Type.MouseButtonRelease, there),
    ):
        event = QMouseEvent(kind, at, QPointF(overview.mapToGlobal(at)), LEFT, LEFT, PLAIN)
        QApplication.sendEvent(overview, event)
    seen, size = canvas.viewport.seen, canvas.session.layout.size
    assert seen.contains(Rect(size.width * 0.85, size.height * 0.85, 1, 1))


def test_cards_glide_to_where_a_drop_puts_them(mouse: Mouse, qtbot: QtBot) -> None:
    canvas = mouse.canvas
    canvas.renderer.animation.is_enabled = True
    target = canvas.session.layout.rect("p1")
    assert target is not None
    mouse.drag(mouse.at("p2"), mouse.on(target.center))
    assert canvas.renderer.animation.is_running
    assert canvas.renderer.animation.offsets()
    qtbot.waitUntil(lambda: not canvas.renderer.animation.is_running)
    canvas.renderer.animation.is_enabled = False
    mouse.drag(mouse.at("p3"), mouse.on(target.center))
    assert not canvas.renderer.animation.is_running


def test_the_tool_in_the_hand_is_reported(mouse: Mouse, qtbot: QtBot) -> None:
    with qtbot.waitSignal(mouse.canvas.tool_changed) as reported:
        mouse.canvas.toolbox.use("connect")
    assert reported.args == ["connect"]


def test_a_handle_begins_a_connection(mouse: Mouse) -> None:
    canvas, session = mouse.canvas, mouse.canvas.session
    mouse.click(mouse.at("o1"))
    handle = canvas.toolbox.handles()[0]
    start = mouse.on(handle.center)
    target = session.layout.rect("p2")
    assert target is not None
    mouse.press(start)
    mouse.move(start + QPointF(0, -20))
    assert canvas.renderer.overlay.targets
    assert "p2" in canvas.renderer.overlay.targets
    mouse.move(mouse.on(target.center))
    assert canvas.renderer.overlay.active == "p2"
    mouse.release(mouse.on(target.center))
    assert any(r.source == "o1" and r.target == "p2" for r in session.graph.relations_of("o1"))
    canvas.field.cancel()


def test_two_fingers_on_a_touch_screen_zoom_and_move(mouse: Mouse, qtbot: QtBot) -> None:
    canvas = mouse.canvas
    finger = QTest.createTouchDevice()
    scale, selected = canvas.viewport.scale, canvas.session.selection.ids
    left, right = QPoint(400, 300), QPoint(500, 300)
    middle = canvas.viewport.to_map(450, 300)
    QTest.touchEvent(canvas, finger).press(0, left, canvas).press(1, right, canvas).commit()
    for step in range(1, 8):
        apart = QPoint(15 * step, 0)
        sequence = QTest.touchEvent(canvas, finger)
        sequence.move(0, left - apart, canvas).move(1, right + apart, canvas).commit()
    QTest.touchEvent(canvas, finger).release(0, left - apart, canvas).release(
        1, right + apart, canvas
    ).commit()
    assert canvas.viewport.scale > 1.5 * scale
    now = canvas.viewport.to_map(450, 300)
    assert now == pytest.approx(middle, abs=8)
    assert not canvas.toolbox.is_busy
    assert canvas.session.selection.ids == selected


def test_an_end_of_an_arrow_is_dragged_without_selecting_it_first(mouse: Mouse) -> None:
    session, canvas = mouse.canvas.session, mouse.canvas
    layout, graph = session.layout, session.graph
    arrow = next(
        each
        for each in graph.relations()
        if layout.connector_points(each.id)
        and any(map(layout.cell_of, operations.reconnection_targets(graph, each.id, "target")))
    )
    before, end = layout.connector_points(arrow.id)[-2:]
    length = math.dist(before, end)
    near = Point(end.x + (before.x - end.x) * 6 / length, end.y + (before.y - end.y) * 6 / length)
    rects = {
        id_: rect
        for id_ in operations.reconnection_targets(graph, arrow.id, "target")
        if (rect := layout.rect(id_)) and layout.cell_of(id_)
    }
    onto = min(rects, key=lambda id_: math.dist(rects[id_].center, end))
    canvas.view.center_on(end)
    mouse.move(mouse.on(near), NONE)
    assert canvas.renderer.hover == arrow.id
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    assert end in [square.center for square in canvas.toolbox.handles(canvas.renderer.hover)]
    mouse.click(mouse.on(near))
    assert session.selection.ids == (arrow.id,)
    session.selection.clear()
    mouse.drag(mouse.on(near), mouse.on(rects[onto].center))
    assert graph.relation(arrow.id).target == onto
    assert session.selection.ids == (arrow.id,)
    mouse.double_click(mouse.on(layout.connector_points(arrow.id)[-1]))
    assert canvas.field.record == arrow.id
    canvas.field.finish()
