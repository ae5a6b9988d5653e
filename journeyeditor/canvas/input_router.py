"""Input on the map: Qt's events become calls of the tools, in map units; the view scrolls along."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QSinglePointEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from journeyeditor.canvas.renderer import CanvasRenderer
from journeyeditor.canvas.view_controller import ViewController
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.display.primitives import Link
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.interface import Key, MapPart, Pointer
from journeyeditor.editing.tools.placing import PicturePlace
from journeyeditor.editing.tools.toolbox import Toolbox
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.painting.links import safe_target

#: How near the pointer must be to hit something, in screen pixels; for the hover frame, less.
HIT_TOLERANCE, HOVER_TOLERANCE = 4.0, 3.0
#: The phases of a turn of the wheel, and of the first movement of two fingers.
_BEGINNINGS = frozenset({Qt.ScrollPhase.NoScrollPhase, Qt.ScrollPhase.ScrollBegin})
#: How far one notch of a wheel scrolls, in screen pixels, and the factor by which it zooms.
NOTCH_SCROLL, NOTCH_ZOOM = 90.0, 1.2
#: The factor by which one pixel of a touchpad's scroll zooms.
PIXEL_ZOOM = 1.004
#: QWheelEvent.angleDelta of one notch.
NOTCH_ANGLE = 120
#: Autoscroll: its distance from the edge and largest step in screen pixels, and its interval.
EDGE, MAX_STEP, AUTOSCROLL_MS = 28.0, 26.0, 16
#: It begins when the pointer has rested near the edge for so long, within so many screen pixels.
REST_MS, REST_DISTANCE = 400, 8.0

#: How far beyond the window cards are dragged before they are meant for another program.
OUTSIDE = 12

_BUTTONS = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.MiddleButton: "middle",
    Qt.MouseButton.RightButton: "right",
}
_NAMES = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Tab: "tab",
    Qt.Key.Key_Backtab: "tab",
    Qt.Key.Key_Escape: "escape",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_End: "end",
    Qt.Key.Key_F2: "f2",
    Qt.Key.Key_Menu: "menu",
}
_CURSORS = {
    "arrow": Qt.CursorShape.ArrowCursor,
    "move": Qt.CursorShape.SizeAllCursor,
    "hand": Qt.CursorShape.OpenHandCursor,
    "grab": Qt.CursorShape.ClosedHandCursor,
    "cross": Qt.CursorShape.CrossCursor,
    "copy": Qt.CursorShape.DragCopyCursor,
    "resize": Qt.CursorShape.SplitHCursor,
    "text": Qt.CursorShape.IBeamCursor,
    "forbidden": Qt.CursorShape.ForbiddenCursor,
}


class InputRouter(QObject):
    """Passes a widget's input events to the tools.

    It scrolls near the edge while a tool wants it, pans while the space bar is held, and animates
    what a tool moves.
    """

    hover_changed = Signal()
    #: Cards are dragged beyond the window.
    dragged_out = Signal()
    #: The address of a link that is clicked with Ctrl held.
    link_opened = Signal(str)
    #: A slash was typed, wherever the keyboard has it.
    capture_wanted = Signal()

    def __init__(
        self,
        widget: QWidget,
        toolbox: Toolbox,
        viewport: Viewport,
        view: ViewController,
        renderer: CanvasRenderer,
    ) -> None:
        super().__init__(widget)
        self.toolbox = toolbox
        self._widget, self._viewport, self._view = widget, viewport, view
        self._renderer = renderer
        self._is_space_held = False
        self._wheel_zooms = False
        self._autoscroll_timer = QTimer(self)
        self._autoscroll_timer.setInterval(AUTOSCROLL_MS)
        self._autoscroll_timer.timeout.connect(self._autoscroll)
        self._rest_timer = QTimer(self)
        self._rest_timer.setSingleShot(True)
        self._rest_timer.setInterval(REST_MS)
        self._rest_timer.timeout.connect(self._autoscroll_timer.start)
        self._rested_at = QPointF()

    def press(self, event: QMouseEvent, clicks: int) -> None:
        """Pass a click to the tool, or pan while the space bar is held."""
        self._renderer.animation.stop()
        self._set_hover("")
        self._renderer.pointer = event.position()
        pointer = self._pointer(event, button_of(event), clicks)
        target = link_at(self._renderer.session, pointer.at) if _opens_links(pointer) else ""
        if target:
            self.link_opened.emit(target)
        elif self._is_space_held and pointer.button == "left":
            self.toolbox.hold(pointer)
        else:
            self._animated(lambda: self.toolbox.pressed(pointer))

    def move(self, event: QMouseEvent) -> None:
        self._renderer.pointer = event.position()
        if self._renderer.overlay.ghosts and self._is_outside(event):
            self.toolbox.cancel()
            self._autoscroll_timer.stop()
            self.dragged_out.emit()
            return
        self.toolbox.moved(self._pointer(event, button_of(event)))
        self._track_pointer(is_held=event.buttons() != Qt.MouseButton.NoButton)

    def _is_outside(self, event: QMouseEvent) -> bool:
        window = self._widget.window()
        at = self._widget.mapTo(window, event.position().toPoint())
        return not window.rect().adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE).contains(at)

    def release(self, event: QMouseEvent) -> None:
        self._renderer.pointer = event.position()
        pointer = self._pointer(event, button_of(event))
        self._animated(lambda: self.toolbox.released(pointer))
        self._stop_scrolling()

    def pointer_left(self) -> None:
        self._set_hover("")

    def wheel(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom at the pointer.

        What two fingers have begun they go on with, whatever key is pressed on the way: on macOS
        the map glides on after them.
        """
        if event.phase() in _BEGINNINGS:
            self._wheel_zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._wheel_zooms:
            self._view.zoom(zoom_factor(event), event.position())
        else:
            delta = scroll_delta(event)
            self._view.pan(delta.x(), delta.y())

    def key_press(self, event: QKeyEvent) -> bool:
        """Pass a key to the tools; return whether it had an effect."""
        if event.text() == "/" and not self.toolbox.is_busy:
            self.capture_wanted.emit()
            return True
        key = key_of(event)
        if key is None:
            return False
        is_space = key.name == "space"
        is_done = self._animated(lambda: not is_space and self.toolbox.key(key))
        if key == Key("space", text=" ") and not event.isAutoRepeat():
            self._is_space_held = True
            self._widget.setCursor(cursor_shape("hand"))
        if is_done:
            self._widget.update()
        return is_done or is_space

    def key_release(self, event: QKeyEvent) -> bool:
        """Stop panning when the space bar is released; return whether it was."""
        is_space = event.key() == Qt.Key.Key_Space and not event.isAutoRepeat()
        if not (is_space and self._is_space_held):
            return False
        self._is_space_held = False
        if not self.toolbox.is_busy:
            self._widget.unsetCursor()
        return True

    def cancel(self) -> None:
        """End what the pointer has begun."""
        self.toolbox.cancel()

    def focus_lost(self) -> None:
        """Forget the space bar: another widget gets its release."""
        self._is_space_held = False

    def drag_moved(self, event: QDragMoveEvent) -> None:
        self._renderer.pointer = event.position()
        self.toolbox.drag_moved(self._pointer(event, "left"))
        self._track_pointer(is_held=True)

    def drag_left(self) -> None:
        self._stop_scrolling()
        self.toolbox.drag_left()

    def drop(self, kind: str, event: QDropEvent) -> None:
        self._stop_scrolling()
        pointer = self._pointer(event, "left")
        self._animated(lambda: self.toolbox.dropped(kind, pointer))

    def drop_cards(self, event: QDropEvent) -> None:
        self._stop_scrolling()
        pointer = self._pointer(event, "left")
        self._animated(lambda: self.toolbox.cards_dropped(pointer))

    def drop_pictures(self, event: QDropEvent) -> PicturePlace | None:
        self._stop_scrolling()
        return self.toolbox.pictures_dropped(self._pointer(event, "left"))

    def part_at(self, at: QPointF) -> MapPart:
        none = Qt.KeyboardModifier.NoModifier
        return self.toolbox.part_at(pointer_at(self.to_map(at), "", none, self._viewport))

    def to_map(self, at: QPointF) -> Point:
        if self.toolbox.is_busy:  # a gesture goes on under the sticky headers
            return self._viewport.to_map(at.x(), at.y())
        return self._renderer.headers.to_map(self._renderer.session, at.x(), at.y())

    def _pointer(self, event: QMouseEvent | QDropEvent, button: str, clicks: int = 1) -> Pointer:
        at = self.to_map(event.position())
        return pointer_at(at, button, event.modifiers(), self._viewport, clicks)

    def _track_pointer(self, *, is_held: bool) -> None:
        """Start or stop the autoscroll; find what a free pointer is over."""
        if is_held and self._is_at_edge():
            self._wait_for_rest()
        else:
            self._stop_scrolling()
        if self.toolbox.is_busy or self._is_space_held:
            self._set_hover("")
        else:
            at = self.to_map(self._renderer.pointer)
            tolerance = HOVER_TOLERANCE / self._viewport.scale
            self._set_hover(hit_testing.hit(self._renderer.session.layout, at, tolerance))

    def _set_hover(self, id_: str) -> None:
        id_ = id_ if id_ in self._renderer.session.graph else ""
        if id_ != self._renderer.hover:
            self._renderer.hover = id_
            self.hover_changed.emit()

    def _is_at_edge(self) -> bool:
        return self.toolbox.scrolls and edge_step(self._renderer.pointer, self._viewport) != Point(
            0, 0
        )

    def _wait_for_rest(self) -> None:
        """Start the autoscroll once the pointer rests; a drag that crosses the edge moves on."""
        has_moved = (self._renderer.pointer - self._rested_at).manhattanLength() > REST_DISTANCE
        is_waiting = self._rest_timer.isActive()
        if not self._autoscroll_timer.isActive() and (has_moved or not is_waiting):
            self._rested_at = self._renderer.pointer
            self._rest_timer.start()

    def _stop_scrolling(self) -> None:
        self._rest_timer.stop()
        self._autoscroll_timer.stop()

    def _autoscroll(self) -> None:
        if self._is_at_edge():
            step = edge_step(self._renderer.pointer, self._viewport)
            self.toolbox.autoscroll(step.x, step.y)
        else:
            self._stop_scrolling()

    def _animated(self, act: Callable[[], bool | None]) -> bool:
        """Run a tool's action, and animate what it moves from where it was seen before."""
        session, animation = self._renderer.session, self._renderer.animation
        before = self._visible_rects() if animation.is_enabled else {}
        revision = session.graph.revision
        is_done = bool(act())
        has_changed = session.graph.revision != revision
        if before and has_changed and not session.transactions.is_open:
            animation.animate(before, session.layout)
        return is_done

    def _visible_rects(self) -> dict[str, Rect]:
        """Return where the cards in view are seen now, moved by the gesture's overlay."""
        layout, overlay = self._renderer.session.layout, self._renderer.overlay
        offsets = {**overlay.shifted, **overlay.ghosts}
        rects = {}
        for id_ in (*hit_testing.ids_in(layout, self._viewport.seen), *overlay.ghosts):
            rect = layout.rect(id_)
            if rect is not None:
                rects[id_] = rect.translated(*offsets.get(id_, (0, 0)))
        return rects


def _opens_links(pointer: Pointer) -> bool:
    return pointer.ctrl and pointer.button == "left"


def button_of(event: QSinglePointEvent) -> str:
    """Return the button of an event; while moving, one that is held, or ""."""
    button = event.button()
    if button in _BUTTONS:
        return _BUTTONS[button]
    held = event.buttons()
    return next((name for each, name in _BUTTONS.items() if held & each), "")


def pointer_at(
    at: Point, button: str, modifiers: Qt.KeyboardModifier, viewport: Viewport, clicks: int = 1
) -> Pointer:
    return Pointer(
        at,
        button,
        shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
        clicks=clicks,
        slack=HIT_TOLERANCE / viewport.scale,
    )


def key_of(event: QKeyEvent) -> Key | None:
    """Return the key of an event; None for one that no tool uses."""
    code = event.key()
    name = _NAMES.get(Qt.Key(code), "")
    is_sign = Qt.Key.Key_A <= code <= Qt.Key.Key_Z or Qt.Key.Key_0 <= code <= Qt.Key.Key_9
    if not name and is_sign:
        name = chr(code)
    if not name:
        return None
    modifiers = event.modifiers()
    return Key(
        name,
        shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier) or code == Qt.Key.Key_Backtab,
        ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
        text=event.text(),
    )


def scroll_delta(event: QWheelEvent) -> QPointF:
    """Return how far the wheel or two fingers scroll, in screen pixels.

    `QWheelEvent.pixelDelta` is unreliable under X11, by Qt's documentation.
    """
    pixels = event.pixelDelta()
    if not pixels.isNull() and QGuiApplication.platformName() != "xcb":
        delta = QPointF(pixels)
    else:
        delta = QPointF(event.angleDelta()) * (NOTCH_SCROLL / NOTCH_ANGLE)
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not delta.x():
        delta = QPointF(delta.y(), 0)
    return -delta


def zoom_factor(event: QWheelEvent) -> float:
    pixels = event.pixelDelta().y()
    if pixels and QGuiApplication.platformName() != "xcb":
        return float(PIXEL_ZOOM**pixels)
    turned = event.angleDelta().y() or event.angleDelta().x()
    return float(NOTCH_ZOOM ** (turned / NOTCH_ANGLE))


def edge_step(at: QPointF, viewport: Viewport) -> Point:
    """Return a step of autoscroll for a pointer near or beyond the edge, in map units."""
    width, height = viewport.size
    return Point(
        _edge_distance(at.x(), width) / viewport.scale,
        _edge_distance(at.y(), height) / viewport.scale,
    )


def cursor_shape(name: str) -> Qt.CursorShape:
    return _CURSORS.get(name, Qt.CursorShape.ArrowCursor)


def _edge_distance(at: float, room: float) -> float:
    if at < EDGE:
        return -MAX_STEP * min(1.0, (EDGE - at) / EDGE) ** 2
    if at > room - EDGE:
        return MAX_STEP * min(1.0, (at - room + EDGE) / EDGE) ** 2
    return 0.0


def link_at(session: Session, point: Point) -> str:
    """Return the address of the link at a point of the map, "" if there is none to be opened."""
    there = Rect(point.x, point.y, 0, 0)
    for block in session.layout.blocks(Rect(point.x - 1, point.y - 1, 2, 2)):
        for primitive in block.drawing:
            if isinstance(primitive, Link) and primitive.rect.translated(*block.origin).contains(
                there
            ):
                return safe_target(primitive.target) or ""
    return ""


def open_link(target: str) -> None:
    """Open a web page or write a mail, in the program that the system has for it."""
    address = safe_target(target)
    if address:
        QDesktopServices.openUrl(QUrl(address))


#: No step of a gesture zooms out farther than by this factor.
MIN_STEP = 0.2


class Gestures:
    """Zooms and moves the view by two fingers.

    The first finger on a touch screen acts as the mouse until the second one is down; what it
    began is `cancelled`. A double tap with two fingers shows what is `selected`.
    """

    def __init__(
        self,
        widget: QWidget,
        view: ViewController,
        *,
        cancelled: Callable[[], object],
        selected: Callable[[], object],
    ) -> None:
        self._widget, self._view = widget, view
        self._cancel, self._show_selection = cancelled, selected
        widget.grabGesture(Qt.GestureType.PinchGesture)

    def handle(self, event: QEvent) -> bool:
        """Answer an event if it is a gesture; return whether it was."""
        if isinstance(event, QNativeGestureEvent):
            return self._native(event)
        if not isinstance(event, QGestureEvent):
            return False
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        self._pinch(pinch)
        event.accept()
        return True

    def _native(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._view.zoom(max(MIN_STEP, 1 + event.value()), event.position())
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._show_selection()
        else:
            return False
        return True

    def _pinch(self, pinch: QPinchGesture) -> None:
        if pinch.state() == Qt.GestureState.GestureStarted:
            self._cancel()
        moved = pinch.centerPoint() - pinch.lastCenterPoint()
        self._view.pan(-moved.x(), -moved.y())
        center = self._widget.mapFromGlobal(pinch.centerPoint())
        self._view.zoom(max(MIN_STEP, pinch.scaleFactor()), center)
