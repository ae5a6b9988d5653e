"""The canvas: a widget that shows a session's map and in which it is edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QToolTip, QWidget

from journeyeditor.canvas.accessible import Announcer, hover_text
from journeyeditor.canvas.deviations import Mark
from journeyeditor.canvas.input_router import Gestures, InputRouter, cursor_shape, open_link
from journeyeditor.canvas.minimap import Minimap
from journeyeditor.canvas.proposals import Proposals
from journeyeditor.canvas.record_geometry import extent
from journeyeditor.canvas.renderer import CanvasRenderer
from journeyeditor.canvas.replay import Replay
from journeyeditor.canvas.text_field import TextField
from journeyeditor.canvas.view_controller import ViewController
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.interface import Key, MapPart, Overlay
from journeyeditor.editing.tools.toolbox import Toolbox
from journeyeditor.geometry import Point, Rect
from journeyeditor.model import Change, RecordId
from journeyeditor.vocabulary import Emotion
from journeyeditor.widgets.event_loop_pass import EventLoopPass
from journeyeditor.widgets.picture_mime import has_pictures, pictures_in
from journeyeditor.widgets.ui_context import UiContext

#: What the palette's drags carry: the name of a kind.
KIND_MIME = "application/x-journeyeditor-kind"
#: Cards of the map that are dragged from a list: their ids, one on a line.
CARDS_MIME = "application/x-journeyeditor-cards"


class CanvasToolView:
    """The canvas as the tools see it: `editing.tools.interface.ToolView`, whose names Qt uses otherwise."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def show(self, overlay: Overlay) -> None:
        self._canvas.update(self._canvas.renderer.set_overlay(overlay))

    def write(self, id_: str, field: str = "title", *, is_new: bool = False) -> None:
        self._canvas.edit_text(id_, field, is_new=is_new)

    def cursor(self, name: str) -> None:
        self._canvas.setCursor(cursor_shape(name))

    def reveal(self, rect: Rect) -> None:
        self._canvas.view.reveal(rect)

    def pan(self, dx: float, dy: float) -> Point:
        """Scroll by a distance in map units; return how far that was possible."""
        viewport = self._canvas.viewport
        before = viewport.seen
        self._canvas.view.pan(dx * viewport.scale, dy * viewport.scale)
        return Point(viewport.seen.x - before.x, viewport.seen.y - before.y)


#: Fields that are not written on the map itself.
FORM_FIELDS = frozenset({"count"})


class Canvas(QWidget):
    """Shows and edits a session's map.

    `view` moves and zooms it, `input` passes events to the tools, `renderer` paints it; `field`
    is the text field over a record, `minimap` the whole map in a corner.
    """

    HELP = "map"

    #: The scale (screen pixels to a map unit) after each move of the view.
    scaled = Signal(float)
    #: A context menu is asked for, at a point of the screen, for a MapPart.
    menu_wanted = Signal(QPoint, object)
    #: The name of the tool in use.
    tool_changed = Signal(str)
    #: Pictures were dropped: PictureSources, and the PicturePlace where they go.
    pictures_dropped = Signal(object, object)
    #: A field that only the form has is to be edited: the record's id, the field.
    form_wanted = Signal(str, str)
    #: The selection has changed.
    selected = Signal()

    def __init__(self, session: Session, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.ui = session, ui
        self.viewport = Viewport()
        self.renderer = CanvasRenderer(session, ui, self.viewport, partial(_thumbnail, self), self)
        self.minimap = Minimap(self.viewport, ui, self.renderer.paint_map, self)
        self.view = ViewController(self, self.viewport, self.renderer.backing, self.minimap)
        self.toolbox = Toolbox(session, CanvasToolView(self))
        self.input = InputRouter(self, self.toolbox, self.viewport, self.view, self.renderer)
        self.field = TextField(self.viewport, ui, self)
        self._gestures = Gestures(
            self,
            self.view,
            cancelled=self.input.cancel,
            selected=self.zoom_to_selection,
        )
        self._announcer = Announcer(self, self.renderer, ui)
        self._paint_timer = QTimer(self)  # paints on what one frame had no time for
        self._paint_timer.setSingleShot(True)
        self._paint_timer.setInterval(0)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setMinimumSize(160, 120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self._connect()
        self._attach(session)
        self._retranslate()

    def _connect(self) -> None:
        self._paint_timer.timeout.connect(self.update)
        self.renderer.animation.valueChanged.connect(self.update)
        self.renderer.animation.finished.connect(self.update)
        self.view.changed.connect(self._view_changed)
        self.input.hover_changed.connect(self.update)
        self.minimap.covered = partial(_selected_place, self)
        self.input.link_opened.connect(open_link)
        self.minimap.moved.connect(self.view.center_on)
        self.field.key_wanted.connect(self._go_on)
        self.ui.changed.connect(self._retranslate)

    def set_session(self, session: Session) -> None:
        self.field.finish()
        self.toolbox.cancel()
        self._detach(self.session)
        self.session = self.renderer.session = session
        self.toolbox = self.input.toolbox = Toolbox(session, CanvasToolView(self))
        self._attach(session)
        self.view.zoom_to_start()

    def edit_text(self, id_: RecordId, field: str = "title", *, is_new: bool = False) -> None:
        """Open the text field over a record's text; a new record vanishes if it is left empty.

        The text of an emotion is its reason, unless it has a title.
        """
        if field in FORM_FIELDS:
            self.form_wanted.emit(id_, field)
            return
        element = self.session.element(id_)
        if isinstance(element, Emotion) and not element.title and field == "title":
            field = "reason"
        if not self.field.open(self.session, id_, field, is_new=is_new):
            return
        place = extent(self.session, id_)
        if place is not None:
            self.view.reveal(place.united(self.field.extent))

    def show_found(self, ids: Iterable[RecordId], current: RecordId) -> None:
        """Mark the records in which text was found, and show the current match in the middle."""
        self.renderer.found, self.renderer.current_match = frozenset(ids), current
        place = extent(self.session, current) if current else None
        if place is not None:
            self.view.show_centered(place)
        self.update()

    def show_proposals(self, shown: Proposals) -> None:
        """Show cards that would be made, instead of those shown before."""
        if shown != self.renderer.proposals:
            self.renderer.proposals = shown
            self.update()

    def show_deviations(self, shown: Sequence[Mark]) -> None:
        """Mark where customers departed from the map."""
        self.renderer.deviations = shown
        self.update()

    def show_replay(self, shown: Replay | None) -> None:
        """Show journeys over the map, or none."""
        self.renderer.replay = shown
        self.update()

    def zoom_to_selection(self) -> None:
        """Show all that is selected, or the whole map while nothing is."""
        rects = [extent(self.session, id_) for id_ in self.session.selection.ids]
        self.view.zoom_to_rects([rect for rect in rects if rect is not None])

    def finish_painting(self) -> None:
        """Paint all that is in view sharply now, however long it takes."""
        self.view.finish()
        self.renderer.animation.stop()
        if self.minimap.isVisible():
            self.minimap.refresh()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.view.adapt()
        EventLoopPass.use()
        if not self.renderer.work():
            self._paint_timer.start()
        with QPainter(self) as painter:
            handles = self.toolbox.handles(self.renderer.hover)
            self.renderer.paint(painter, event.region(), handles, self.field.record)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.adapt()
        self.minimap.follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._announcer.ensure()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event, 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._press(event, 2)

    def _press(self, event: QMouseEvent, clicks: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.field.finish()
        self.input.press(event, clicks)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.input.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.input.release(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.input.wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.field.is_open:  # pressed before the field had the focus
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(self.field, event)
        elif not self.input.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.input.key_release(event):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._announcer.focus(self.session.selection.primary)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.input.focus_lost()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Handle touchpad gestures, and Tab before it moves the focus."""
        is_gesture = isinstance(event, (QNativeGestureEvent, QGestureEvent))
        if is_gesture and self._gestures.handle(event):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if is_tab and not self.field.is_open and self.input.key_press(event):
                return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            is_quiet = not self.toolbox.is_busy and not self.field.is_open
            part = self.input.part_at(QPointF(event.pos())) if is_quiet else None
            words = hover_text(self.session, part, self.ui.texts) if part is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        if event.type() == QEvent.Type.Leave:
            self.input.pointer_left()
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu: at the pointer, or by key at what is selected."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            id_ = self.session.selection.primary
            place = extent(self.session, id_) if id_ else None
            at = self.viewport.rect_to_screen(place).center if place else self.view.center
            part = MapPart(self.viewport.to_map(*at), id=id_)
            self.menu_wanted.emit(self.mapToGlobal(QPointF(*at)).toPoint(), part)
        else:
            self.menu_wanted.emit(event.globalPos(), self.input.part_at(QPointF(event.pos())))
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        kind = _kind(event)
        if kind:
            self.field.finish()
            self.toolbox.drag_entered(kind)
            event.acceptProposedAction()
        elif event.mimeData().hasFormat(CARDS_MIME):
            self.field.finish()
            self.toolbox.cards_entered(_card_ids(event))
            event.acceptProposedAction()
        elif has_pictures(event.mimeData()):
            self.field.finish()
            self.toolbox.pictures_entered()
            _accept_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.input.drag_moved(event)
        _accept_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.input.drag_left()

    def dropEvent(self, event: QDropEvent) -> None:
        kind = _kind(event)
        if kind:
            self.input.drop(kind, event)
        elif event.mimeData().hasFormat(CARDS_MIME):
            self.input.drop_cards(event)
        else:
            sources, place = pictures_in(event.mimeData()), self.input.drop_pictures(event)
            if place is not None:
                self.pictures_dropped.emit(sources, place)
        _accept_copy(event)
        self.activateWindow()

    def _attach(self, session: Session) -> None:
        session.updated.connect(self._updated)
        session.theme_changed.connect(self._theme_changed)
        session.selection.changed.connect(self._selection_changed)
        session.dimmed.connect(self._dimmed)
        session.announced.connect(self._announcer.announce)
        self.toolbox.changed.connect(self._tool_changed)
        self._theme_changed(None)

    def _detach(self, session: Session) -> None:
        session.updated.disconnect(self._updated)
        session.theme_changed.disconnect(self._theme_changed)
        session.selection.changed.disconnect(self._selection_changed)
        session.dimmed.disconnect(self._dimmed)
        session.announced.disconnect(self._announcer.announce)

    def _updated(self, change: Change) -> None:
        self.renderer.follow(change)
        self._map_changed()
        self.field.follow()
        self._announcer.follow(change)

    def _dimmed(self, _: None) -> None:
        self.renderer.invalidate()
        self._map_changed()

    def _theme_changed(self, _: None) -> None:
        self.renderer.forget()
        self.minimap.forget()
        self._map_changed()
        self.field.follow()
        self._announcer.forget()

    def _map_changed(self) -> None:
        self.update()
        self.minimap.invalidate()
        self.minimap.follow()

    def _selection_changed(self, _: object) -> None:
        self.update()
        self.minimap.follow()
        self._announcer.focus(self.session.selection.primary)
        self.selected.emit()

    def _tool_changed(self, name: str) -> None:
        self.tool_changed.emit(name)
        self.update()

    def _view_changed(self) -> None:
        self.minimap.follow()
        self.field.follow_text()
        self.scaled.emit(self.viewport.scale)
        self.update()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.ui.texts("Journey map"))
        self.renderer.backing.invalidate()
        self.update()

    def _go_on(self, key: Key) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.toolbox.key(key)


def _thumbnail(canvas: Canvas) -> QPixmap | None:
    picture = canvas.minimap.picture()
    return picture if canvas.minimap.isVisible() and not picture.isNull() else None


def _accept_copy(event: QDropEvent) -> None:
    """Accept a drop without taking the files away from where they are."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _selected_place(canvas: Canvas) -> QRect:
    """Return where the record selected last is on the screen; null if nowhere."""
    place = extent(canvas.session, canvas.session.selection.primary)
    if place is None:
        return QRect()
    return QRectF(*canvas.viewport.rect_to_screen(place)).toAlignedRect()


def _kind(event: QDropEvent) -> str:
    """Return the kind that a drag carries, "" for anything else."""
    return bytes(event.mimeData().data(KIND_MIME).data()).decode("utf-8", "replace")


def _card_ids(event: QDropEvent) -> list[RecordId]:
    words = bytes(event.mimeData().data(CARDS_MIME).data()).decode("utf-8", "replace")
    return words.split("\n")
