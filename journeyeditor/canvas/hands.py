"""Pointer, wheel, fingers and keys on the map: events go to the tools, the view moves and zooms."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from journeyeditor.canvas import qt_input as told
from journeyeditor.canvas.text_field import TextField
from journeyeditor.canvas.zooming import Zooming
from journeyeditor.editing.input_events import Key, Pointer
from journeyeditor.editing.session import Session
from journeyeditor.editing.tool_view import View
from journeyeditor.editing.tools.toolbox import Toolbox
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.widgets.ui_context import UiContext

#: Between two steps of scrolling at the edge, in milliseconds.
TICK = 16
_SMART = Qt.NativeGestureType.SmartZoomNativeGesture
_PINCH = Qt.NativeGestureType.ZoomNativeGesture


class Hands(Zooming):
    """A surface that answers hands; the tools see it through `lens`."""

    def __init__(self, session: Session, ui: UiContext, lens: View, parent: QWidget | None) -> None:
        super().__init__(session, ui, parent)
        self.toolbox = Toolbox(session, lens)
        self.field = TextField(self.view, ui, self)
        self._space_held = False
        self._tick = QTimer(self)
        self._tick.setInterval(TICK)
        self._tick.timeout.connect(self._autoscroll)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hand a button on to the tool; with the space bar held, take hold of the map."""
        self._press(event, 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Hand the second click on."""
        self._press(event, 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hand the pointer's way on."""
        self._pointer = event.position()
        self.toolbox.moved(self._told(event))
        self._look_around(event.buttons() != Qt.MouseButton.NoButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hand a button coming up on; cards that the map puts elsewhere glide there."""
        self._pointer = event.position()
        pointer = self._told(event)
        self._glide(lambda: self.toolbox.released(pointer))
        self._tick.stop()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move the view; with Ctrl held, zoom at the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(told.zoom_factor(event), event.position())
        else:
            step = told.stride(event)
            self.pan(step.x(), step.y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand a key on to the tools."""
        if not self._key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the map when the space bar comes up."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._space_held:
            self._space_held = False
            if not self.toolbox.is_busy:
                self.unsetCursor()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget the space bar: its coming up is told to somebody else."""
        self._space_held = False
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Answer pinches, and Tab while the tools want it."""
        if isinstance(event, QNativeGestureEvent):
            return self._gesture(event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if is_tab and self._key(event):
                return True
        if event.type() == QEvent.Type.Leave:
            self._set_hover("")
        return super().event(event)

    def _press(self, event: QMouseEvent, clicks: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.field.finish()
        self.flow.stop()
        self._set_hover("")
        self._pointer = event.position()
        pointer = self._told(event, clicks)
        if self._space_held and pointer.button == "left":
            self.toolbox.hold(pointer)
        else:
            self._glide(lambda: self.toolbox.pressed(pointer))
        self.update()

    def _told(self, event: QMouseEvent, clicks: int = 1) -> Pointer:
        return self._at(event.position(), told.button_of(event), event.modifiers(), clicks)

    def _at(
        self, at: QPointF, button: str, modifiers: Qt.KeyboardModifier, clicks: int = 1
    ) -> Pointer:
        return told.pointer(self._place(at), button, modifiers, self.view, clicks)

    def _place(self, at: QPointF) -> Point:
        """Return the place of the map at a place of the widget."""
        if self.toolbox.is_busy:
            return self.view.to_map(at.x(), at.y())
        return self._pinned.unpinned(self.session, at.x(), at.y())

    def _look_around(self, is_held: bool) -> None:
        """Scroll near the edge while the tool wants it; show what lies under a free pointer."""
        near = told.edge_stride(self._pointer, self.view)
        scrolls = self.toolbox.scrolls and is_held and near != Point(0, 0)
        if scrolls and not self._tick.isActive():
            self._tick.start()
        elif not scrolls:
            self._tick.stop()
        if self.toolbox.is_busy or self._space_held:
            self._set_hover("")
        else:
            self._set_hover(
                hit_testing.hit(self.session.layout, self._place(self._pointer), 3 / self.scale)
            )

    def _set_hover(self, id_: str) -> None:
        id_ = id_ if id_ in self.session.graph else ""
        if id_ != self.hover:
            self.hover = id_
            self.update()

    def _autoscroll(self) -> None:
        step = told.edge_stride(self._pointer, self.view)
        if self.toolbox.scrolls and step != Point(0, 0):
            self.toolbox.autoscroll(step.x, step.y)
        else:
            self._tick.stop()

    def _key(self, event: QKeyEvent) -> bool:
        """Hand a key on; return whether it meant something."""
        key = told.key(event)
        if key is None:
            return False
        done = self._glide(lambda: self._answered(key))
        if not done and key == Key("space", text=" ") and not event.isAutoRepeat():
            self._space_held = True
            self.setCursor(told.cursor("hand"))
            return True
        if done:
            self.update()
        return done or key.name == "space"

    def _answered(self, key: Key) -> bool:
        return key.name != "space" and self.toolbox.key(key)

    def _gesture(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() == _PINCH:
            self.zoom(max(0.2, 1 + event.value()), event.position())
        elif event.gestureType() == _SMART:
            self.zoom_to_selection()
        else:
            return super().event(event)
        return True

    def _glide(self, act: Callable[[], bool | None]) -> bool:
        """Do something; what it moves on the map glides from where it was seen before."""
        layout, overlay = self.session.layout, self.overlay
        before: dict[str, Rect] = {}
        if self.animated:
            shifts = {**overlay.shifted, **overlay.ghosts}
            ids = [*hit_testing.ids_in(layout, self.view.seen), *overlay.ghosts]
            places = ((id_, layout.rect(id_)) for id_ in ids)
            before = {
                id_: rect.translated(*shifts.get(id_, (0, 0)))
                for id_, rect in places
                if rect is not None
            }
        history = self.session.graph.revision
        done = bool(act())
        if (
            before
            and self.session.graph.revision != history
            and not self.session.transactions.is_open
        ):
            self.flow.begin(before, self.session.layout)
        return done

    def _handles(self) -> tuple[Rect, ...]:
        return self.toolbox.handles()
