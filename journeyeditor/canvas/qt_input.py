"""Qt's events in the words of the tools: map units, names of keys, steps of the wheel."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QSinglePointEvent, QWheelEvent

from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing.input_events import Key, Pointer
from journeyeditor.geometry import Point

#: How near is near enough, in screen pixels.
SLACK = 4.0
#: How far one notch of a wheel moves the view, in screen pixels, and how much it zooms.
NOTCH, NOTCH_ZOOM = 90.0, 1.2
#: How much a pixel of a touchpad's stroke zooms.
PIXEL_ZOOM = 1.004
#: Eighths of a degree that a notch turns the wheel.
EIGHTHS = 120
#: How near the edge scrolling begins, in screen pixels, and how far one step goes at most.
EDGE, STRIDE = 32.0, 26.0

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
    "text": Qt.CursorShape.IBeamCursor,
    "forbidden": Qt.CursorShape.ForbiddenCursor,
}


def button_of(event: QSinglePointEvent) -> str:
    """Return the button that an event tells of; while moving, one that is held, or ""."""
    button = event.button()
    if button in _BUTTONS:
        return _BUTTONS[button]
    held = event.buttons()
    return next((name for each, name in _BUTTONS.items() if held & each), "")


def pointer(
    at: Point, button: str, modifiers: Qt.KeyboardModifier, viewport: Viewport, clicks: int = 1
) -> Pointer:
    """Return a pointer at a place of the map."""
    return Pointer(
        at,
        button,
        shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
        clicks=clicks,
        slack=SLACK / viewport.scale,
    )


def key(event: QKeyEvent) -> Key | None:
    """Return a key by its name; None for one that tools have no name for."""
    code = event.key()
    name = _NAMES.get(Qt.Key(code), "")
    if not name and Qt.Key.Key_A <= code <= Qt.Key.Key_Z:
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


def stride(event: QWheelEvent) -> QPointF:
    """Return how far the wheel or two fingers move the view, in screen pixels.

    Under X11 the exact pixels are not to be trusted, says Qt.
    """
    pixels = event.pixelDelta()
    if not pixels.isNull() and QGuiApplication.platformName() != "xcb":
        delta = QPointF(pixels)
    else:
        delta = QPointF(event.angleDelta()) * (NOTCH / EIGHTHS)
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not delta.x():
        delta = QPointF(delta.y(), 0)
    return -delta


def zoom_factor(event: QWheelEvent) -> float:
    """Return by how much the wheel zooms."""
    pixels = event.pixelDelta().y()
    if pixels and QGuiApplication.platformName() != "xcb":
        return float(PIXEL_ZOOM**pixels)
    turned = event.angleDelta().y() or event.angleDelta().x()
    return float(NOTCH_ZOOM ** (turned / EIGHTHS))


def edge_stride(at: QPointF, viewport: Viewport) -> Point:
    """Return a step of scrolling for a pointer near or beyond the edge, in map units."""
    width, height = viewport.size
    return Point(
        _push(at.x(), width) / viewport.scale,
        _push(at.y(), height) / viewport.scale,
    )


def cursor(name: str) -> Qt.CursorShape:
    """Return the shape of a pointer by its name."""
    return _CURSORS.get(name, Qt.CursorShape.ArrowCursor)


def _push(at: float, room: float) -> float:
    if at < EDGE:
        return -STRIDE * min(1.0, (EDGE - at) / EDGE) ** 2
    if at > room - EDGE:
        return STRIDE * min(1.0, (at - room + EDGE) / EDGE) ** 2
    return 0.0
