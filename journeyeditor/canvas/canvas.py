"""The map under the hands: events go to the tools, what the tools show and ask comes back here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from journeyeditor.canvas import input as hands
from journeyeditor.canvas.accessible import Announcer
from journeyeditor.canvas.surface import Surface
from journeyeditor.canvas.text_field import TextField
from journeyeditor.editing.events import Key, Pointer
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.toolbox import Toolbox
from journeyeditor.editing.view import Overlay
from journeyeditor.geometry import Point, Rect
from journeyeditor.model import Change, RecordId
from journeyeditor.widgets.desk import Desk

#: What the palette's drags carry: the name of a kind.
KIND_MIME = "application/x-journeyeditor-kind"
#: Between two steps of scrolling at the edge, in milliseconds.
TICK = 16
_SMART = Qt.NativeGestureType.SmartZoomNativeGesture
_PINCH = Qt.NativeGestureType.ZoomNativeGesture


class Lens:
    """The canvas as the tools see it: `editing.view.View`, whose names Qt uses otherwise."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def show(self, overlay: Overlay) -> None:
        """Show a gesture's overlay instead of the one before."""
        self._canvas.show_overlay(overlay)

    def write(self, id_: str, field: str = "title", *, is_new: bool = False) -> None:
        """Open the text field over a record's text; a new one vanishes if it is left empty."""
        self._canvas.write(id_, field, is_new=is_new)

    def cursor(self, name: str) -> None:
        """Show a pointer."""
        self._canvas.setCursor(hands.cursor(name))

    def reveal(self, rect: Rect) -> None:
        """Scroll as little as needed to see a place."""
        self._canvas.reveal(rect)

    def pan(self, dx: float, dy: float) -> None:
        """Move the view over the map, in map units."""
        self._canvas.pan(dx * self._canvas.scale, dy * self._canvas.scale)


class Canvas(Surface):
    """Shows and edits a session's map.

    `menu_wanted` asks for the menu of a record ("" for the map) at a place of the screen;
    `tool_changed` tells the tool in the hand; `selected` that something else is selected.
    """

    menu_wanted = Signal(QPoint, str)
    tool_changed = Signal(str)
    selected = Signal()

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, desk, parent)
        self.lens = Lens(self)
        self.toolbox = Toolbox(session, self.lens)
        self.field = TextField(self.view, desk, self)
        self._announcer = Announcer(self)
        self._space_held = False
        self._tick = QTimer(self)
        self._tick.setInterval(TICK)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self._wire()
        self._attach(session)
        self._retell()

    def _wire(self) -> None:
        self._rest.timeout.connect(self._rested)
        self._more.timeout.connect(self.update)
        self._tick.timeout.connect(self._autoscroll)
        self.flow.moved.connect(self.update)
        self._overview.moved.connect(self.look_at)
        self.field.next_wanted.connect(self._write_next)
        self.scaled.connect(self._place_field)
        self.desk.changed.connect(self._retell)

    def set_session(self, session: Session) -> None:
        """Show another map."""
        self.field.finish()
        self.toolbox.cancel()
        self._detach(self.session)
        self.session = session
        self.toolbox = Toolbox(session, self.lens)
        self._painter.forget()
        self._attach(session)
        self.zoom_to_fit()

    def write(self, id_: RecordId, field: str = "title", *, is_new: bool = False) -> None:
        """Open the text field over a record's text; a new one vanishes if it is left empty."""
        if not self.field.open(self.session, id_, field, is_new=is_new):
            return
        place = self._extent(id_)
        if place is not None:
            self.reveal(place)

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
            self.zoom(hands.zoom_factor(event), event.position())
        else:
            step = hands.stride(event)
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, by the pointer or at what is selected."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            id_ = self.session.selection.primary
            place = self._extent(id_) if id_ else None
            at = self.view.on_screen(place).center if place else Point(*self._middle())
            self.menu_wanted.emit(self.mapToGlobal(QPointF(*at)).toPoint(), id_)
        else:
            at = self._place(QPointF(event.pos()))
            id_ = self.session.live.hit(at, hands.SLACK / self.scale)
            self.menu_wanted.emit(event.globalPos(), id_)
        event.accept()

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a kind that comes from the palette."""
        kind = _kind(event)
        if kind:
            self.field.finish()
            self.toolbox.drag_entered(kind)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the kind would go."""
        self._pointer = event.position()
        self.toolbox.drag_moved(self._at(event.position(), "left", event.modifiers()))
        self._look_around(is_held=True)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show nothing of the kind any more."""
        self._tick.stop()
        self.toolbox.drag_left()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the kind where it is let go."""
        self._tick.stop()
        kind = _kind(event)
        pointer = self._at(event.position(), "left", event.modifiers())
        self._glide(lambda: self.toolbox.dropped(kind, pointer))
        event.acceptProposedAction()
        self.activateWindow()

    def _attach(self, session: Session) -> None:
        session.updated.connect(self._updated)
        session.redressed.connect(self._redressed)
        session.selection.changed.connect(self._reselected)
        session.filter.changed.connect(self._redressed)
        session.told.connect(self._announcer.say)
        self.toolbox.changed.connect(self._tool_changed)
        self._redressed(None)

    def _detach(self, session: Session) -> None:
        session.updated.disconnect(self._updated)
        session.redressed.disconnect(self._redressed)
        session.selection.changed.disconnect(self._reselected)
        session.filter.changed.disconnect(self._redressed)
        session.told.disconnect(self._announcer.say)

    def _handles(self) -> tuple[Rect, ...]:
        return self.toolbox.handles()

    def _updated(self, change: Change) -> None:
        super()._updated(change)
        self.field.follow()
        self._announcer.forget()

    def _redressed(self, _: None) -> None:
        """Paint everything anew: theme, language, brand or filter changed."""
        self._painter.forget()
        self._spoil_all()
        self._overview.spoil()
        self._overview.follow()
        self.field.follow()

    def _reselected(self, _: object) -> None:
        self.update()
        self._announcer.focus(self.session.selection.primary)
        self.selected.emit()

    def _tool_changed(self, name: str) -> None:
        self.tool_changed.emit(name)
        self.update()

    def _retell(self) -> None:
        self.setAccessibleName(self.desk.texts("Journey map"))
        self._backing.spoil()
        self.update()

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
        return self._at(event.position(), hands.button_of(event), event.modifiers(), clicks)

    def _at(
        self, at: QPointF, button: str, modifiers: Qt.KeyboardModifier, clicks: int = 1
    ) -> Pointer:
        return hands.pointer(self._place(at), button, modifiers, self.view, clicks)

    def _place(self, at: QPointF) -> Point:
        """Return the place of the map at a place of the widget."""
        if self.toolbox.is_busy:
            return self.view.to_map(at.x(), at.y())
        return self._pinned.unpinned(self.session, at.x(), at.y())

    def _look_around(self, is_held: bool) -> None:
        """Scroll near the edge while the tool wants it; show what lies under a free pointer."""
        near = hands.edge_stride(self._pointer, self.view)
        scrolls = self.toolbox.scrolls and is_held and near != Point(0, 0)
        if scrolls and not self._tick.isActive():
            self._tick.start()
        elif not scrolls:
            self._tick.stop()
        if self.toolbox.is_busy or self._space_held:
            self._set_hover("")
        else:
            self._set_hover(self.session.live.hit(self._place(self._pointer), 3 / self.scale))

    def _set_hover(self, id_: str) -> None:
        id_ = id_ if id_ in self.session.graph else ""
        if id_ != self.hover:
            self.hover = id_
            self.update()

    def _autoscroll(self) -> None:
        step = hands.edge_stride(self._pointer, self.view)
        if self.toolbox.scrolls and step != Point(0, 0):
            self.toolbox.autoscroll(step.x, step.y)
        else:
            self._tick.stop()

    def _key(self, event: QKeyEvent) -> bool:
        """Hand a key on; return whether it meant something."""
        key = hands.key(event)
        if key is None:
            return False
        done = self._glide(lambda: self._answered(key))
        if not done and key == Key("space", text=" ") and not event.isAutoRepeat():
            self._space_held = True
            self.setCursor(hands.cursor("hand"))
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
        live, overlay = self.session.live, self.overlay
        before: dict[str, Rect] = {}
        if self.animated:
            shifts = {**overlay.shifted, **overlay.ghosts}
            ids = [*live.ids_in(self.view.seen), *overlay.ghosts]
            places = ((id_, live.rect(id_)) for id_ in ids)
            before = {
                id_: rect.moved(*shifts.get(id_, (0, 0)))
                for id_, rect in places
                if rect is not None
            }
        history = self.session.graph.revision
        done = bool(act())
        if before and self.session.graph.revision != history and not self.session.bench.is_open:
            self.flow.begin(before, self.session.live)
        return done

    def _write_next(self) -> None:
        """Make the next card of the same kind and write its title."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.toolbox.key(Key("tab"))

    def _place_field(self, _: float) -> None:
        self.field.place()


def _kind(event: QDropEvent) -> str:
    """Return the kind that a drag carries, "" for anything else."""
    return bytes(event.mimeData().data(KIND_MIME).data()).decode("utf-8", "replace")
