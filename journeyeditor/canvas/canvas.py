"""The map under the hands: what the tools show and ask comes back here, and drags end here."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QPainter,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from journeyeditor.canvas import qt_input as told
from journeyeditor.canvas.accessible import Announcer
from journeyeditor.canvas.emotion_labels import paint_emotion_labels
from journeyeditor.canvas.hands import Hands
from journeyeditor.editing.input_events import Key
from journeyeditor.editing.session import Session
from journeyeditor.editing.tool_view import NOTHING, Overlay
from journeyeditor.editing.tools.toolbox import Toolbox
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.model import Change, RecordId
from journeyeditor.vocabulary import Emotion
from journeyeditor.widgets.ui_context import UiContext

#: What the palette's drags carry: the name of a kind.
KIND_MIME = "application/x-journeyeditor-kind"


class CanvasToolView:
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
        self._canvas.setCursor(told.cursor(name))

    def reveal(self, rect: Rect) -> None:
        """Scroll as little as needed to see a place."""
        self._canvas.reveal(rect)

    def pan(self, dx: float, dy: float) -> None:
        """Move the view over the map, in map units."""
        self._canvas.pan(dx * self._canvas.scale, dy * self._canvas.scale)


class Canvas(Hands):
    """Shows and edits a session's map.

    `menu_wanted` asks for the menu of a record ("" for the map) at a place of the screen;
    `tool_changed` tells the tool in the hand; `selected` that something else is selected.
    """

    menu_wanted = Signal(QPoint, str)
    tool_changed = Signal(str)
    selected = Signal()

    def __init__(self, session: Session, ui: UiContext, parent: QWidget | None = None) -> None:
        self.lens = CanvasToolView(self)
        super().__init__(session, ui, self.lens, parent)
        self._announcer = Announcer(self)
        self.setAcceptDrops(True)
        self._wire()
        self._attach(session)
        self._retranslate()

    def _wire(self) -> None:
        self._rest.timeout.connect(self._rested)
        self._more.timeout.connect(self.update)
        self.flow.moved.connect(self.update)
        self._overview.moved.connect(self.look_at)
        self.field.next_wanted.connect(self._write_next)
        self.scaled.connect(self._place_field)
        self.ui.changed.connect(self._retranslate)

    def set_session(self, session: Session) -> None:
        """Show another map."""
        self.field.finish()
        self.toolbox.cancel()
        self._detach(self.session)
        self.session = session
        self.toolbox = Toolbox(session, self.lens)
        self._painter.forget()
        self._attach(session)
        self.zoom_to_begin()

    def write(self, id_: RecordId, field: str = "title", *, is_new: bool = False) -> None:
        """Open the text field over a record's text; a new one vanishes if it is left empty.

        The words of a feeling are its reason, unless it has a title.
        """
        element = self.session.element(id_)
        if isinstance(element, Emotion) and not element.title and field == "title":
            field = "reason"
        if not self.field.open(self.session, id_, field, is_new=is_new):
            return
        place = self._extent(id_)
        if place is not None:
            self.reveal(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, by the pointer or at what is selected."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            id_ = self.session.selection.primary
            place = self._extent(id_) if id_ else None
            at = self.view.on_screen(place).center if place else Point(*self._middle())
            self.menu_wanted.emit(self.mapToGlobal(QPointF(*at)).toPoint(), id_)
        else:
            at = self._place(QPointF(event.pos()))
            id_ = hit_testing.hit(self.session.layout, at, told.SLACK / self.scale)
            self.menu_wanted.emit(event.globalPos(), id_)
        event.accept()

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

    def showEvent(self, event: QShowEvent) -> None:
        """Be known to screen readers from the start."""
        super().showEvent(event)
        self._announcer.ensure()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell screen readers where the keys go now."""
        super().focusInEvent(event)
        self._announcer.focus(self.session.selection.primary)

    def _paint_above(self, painter: QPainter) -> None:
        """Paint what lies above the map, and the words of the feeling that is looked at."""
        super()._paint_above(painter)
        id_ = self.hover or self.session.selection.primary
        if self.overlay is NOTHING and id_ != self.field.record:
            paint_emotion_labels(painter, self.view, self.session, id_, self.ui.scale)

    def _attach(self, session: Session) -> None:
        session.updated.connect(self._updated)
        session.theme_changed.connect(self._redressed)
        session.selection.changed.connect(self._reselected)
        session.dimmed.connect(self._dimmed)
        session.told.connect(self._announcer.say)
        self.toolbox.changed.connect(self._tool_changed)
        self._redressed(None)

    def _detach(self, session: Session) -> None:
        session.updated.disconnect(self._updated)
        session.theme_changed.disconnect(self._redressed)
        session.selection.changed.disconnect(self._reselected)
        session.dimmed.disconnect(self._dimmed)
        session.told.disconnect(self._announcer.say)

    def _updated(self, change: Change) -> None:
        super()._updated(change)
        self.field.follow()
        self._announcer.forget()

    def _dimmed(self, _: None) -> None:
        """Paint everything anew: other records are dim."""
        self._spoil_all()
        self._overview.spoil()
        self._overview.follow()

    def _redressed(self, _: None) -> None:
        """Paint everything anew: theme, language or brand changed."""
        self._painter.forget()
        self._spoil_all()
        self._overview.spoil()
        self._overview.follow()
        self.field.follow()
        self._announcer.forget()

    def _reselected(self, _: object) -> None:
        self.update()
        self._announcer.focus(self.session.selection.primary)
        self.selected.emit()

    def _tool_changed(self, name: str) -> None:
        self.tool_changed.emit(name)
        self.update()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.ui.texts("Journey map"))
        self._backing.spoil()
        self.update()

    def _write_next(self) -> None:
        """Make the next card of the same kind and write its title."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.toolbox.key(Key("tab"))

    def _place_field(self, _: float) -> None:
        self.field.place()


def _kind(event: QDropEvent) -> str:
    """Return the kind that a drag carries, "" for anything else."""
    return bytes(event.mimeData().data(KIND_MIME).data()).decode("utf-8", "replace")
