"""The widget's picture: backing store, overlay, overview and zoom. Hands come in `canvas`."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from journeyeditor.canvas.ageing import Ageing
from journeyeditor.canvas.background import paint_background
from journeyeditor.canvas.backing_store import Backing
from journeyeditor.canvas.drag_pixmaps import Pictures
from journeyeditor.canvas.map_painter import MapPainter
from journeyeditor.canvas.minimap import Overview
from journeyeditor.canvas.move_animation import Flow
from journeyeditor.canvas.overlay import OverlayPainter
from journeyeditor.canvas.sticky_headers import Pinned
from journeyeditor.canvas.viewport import MARGIN, Viewport
from journeyeditor.editing.session import Session
from journeyeditor.editing.tool_view import NOTHING, Overlay
from journeyeditor.geometry import Rect, Size
from journeyeditor.model import Change
from journeyeditor.widgets.fonts import font
from journeyeditor.widgets.ui_context import UiContext

#: How long the view rests after a zoom before it is painted sharply, in milliseconds.
REST = 80
#: How long one picture may be painted, in seconds: while the view moves, and otherwise.
MOVING, STANDING = 0.009, 0.04
#: For so long after the view moved it counts as moving.
MOTION = 0.12


class Surface(QWidget):
    """Shows a session's map; `scaled` tells each new scale (screen pixels to a map unit)."""

    scaled = Signal(float)

    def __init__(self, session: Session, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.ui = session, ui
        self.view = Viewport()
        self.overlay = NOTHING
        self.hover = ""
        self.flow = Flow(self)
        self._painter = MapPainter(session.faces)
        self._backing = Backing(self.view, self._paint_tile, self._paint_rough)
        self._pictures = Pictures(self._painter)
        self._above = OverlayPainter(self.view, self._pictures)
        self._ageing = Ageing(self.view)
        self._pinned = Pinned(self.view, self._painter)
        self._pointer = QPointF()
        self._moved_at = 0.0
        self._size = Size(0, 0)
        self._rest, self._more = QTimer(self), QTimer(self)
        for timer, wait in ((self._rest, REST), (self._more, 0)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self._overview = Overview(self.view, ui, self._paint_whole, self)

    @property
    def scale(self) -> float:
        """Screen pixels to a map unit."""
        return self.view.scale

    @property
    def animated(self) -> bool:
        """Whether cards glide to where a drop puts them."""
        return self.flow.is_on

    @animated.setter
    def animated(self, value: bool) -> None:
        self.flow.is_on = value

    def pan(self, dx: float, dy: float) -> None:
        """Look farther to the right and downwards, in screen pixels."""
        self._moved_at = monotonic()
        self.view.pan(dx, dy)
        self._backing.follow()
        self._seen_anew()

    def reveal(self, rect: Rect) -> None:
        """Move as little as needed to see a place of the map, beside the overview too."""
        has_moved = self.view.reveal(rect)
        if has_moved:
            self._overview.follow()
        if self._uncover(rect) or has_moved:
            self._backing.follow()
            self._seen_anew()

    def _uncover(self, rect: Rect) -> bool:
        """Move a place up from below the overview, if there is room; return whether it moved."""
        over, place = self._overview.geometry(), self.view.on_screen(rect)
        is_covered = self._overview.isVisible() and over.intersects(QRectF(*place).toRect())
        if not is_covered or place.height > over.top():
            return False
        self.view.pan(0, place.bottom - over.top())
        return True

    def settle(self) -> None:
        """Paint everything in view sharply now, however long it takes."""
        self._adapt()
        self._backing.follow()
        self._rest.stop()
        self.flow.stop()
        self._backing.sharpen()
        self._backing.work(60.0)
        if self._overview.isVisible():
            self._overview.refresh()
        self.update()

    def show_overlay(self, overlay: Overlay) -> None:
        """Show a gesture's overlay instead of the one before."""
        if overlay is NOTHING and self.overlay is NOTHING:
            return
        before, self.overlay = self.overlay, overlay
        damage = self._above.extent(self.session, before, self._pointer)
        damage = damage.united(self._above.extent(self.session, overlay, self._pointer))
        self.update(damage.toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map, then what lies above it."""
        self._adapt()
        self._backing.follow()
        is_moving = monotonic() - self._moved_at < MOTION
        if self._backing.is_current and not self._backing.work(MOVING if is_moving else STANDING):
            self._more.start()
        painter = QPainter(self)
        self._backing.paint(painter, event.region())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_above(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the upper left corner where it is."""
        super().resizeEvent(event)
        self._adapt()
        self._backing.sharpen()
        self._overview.follow()

    def _paint_above(self, painter: QPainter) -> None:
        session, overlay, theme = self.session, self.overlay, self.session.layout.context.theme
        gliding = self.flow.offsets()
        if gliding:
            self._above.paint_moved(painter, session, gliding)
        else:
            self._ageing.paint(painter, session)
        self._above.paint_gesture(painter, session, overlay)
        if self.hover and overlay is NOTHING and self.hover not in session.selection:
            self._above.paint_hover(painter, session, self.hover)
        self._above.paint_selection(painter, session, overlay, gliding)
        if not gliding:
            self._above.paint_handles(painter, self._handles(), theme)
        self._above.paint_carried(painter, session, overlay)
        self._pinned.paint(painter, session)
        if overlay.words:
            words = font(self.ui.scale, weight=600)
            self._above.paint_words(painter, overlay.words, self._pointer, words, theme)

    def _handles(self) -> tuple[Rect, ...]:
        return ()

    def _paint_tile(self, painter: QPainter, tile: QRect) -> None:
        """Paint some device pixels of the view."""
        view, session = self.view, self.session
        paint_background(painter, tile, view, self.ui.theme, session.layout.context.theme)
        part = view.from_device(tile.x(), tile.y(), tile.width(), tile.height())
        if not part.intersects(Rect(0, 0, *view.map).inset(-MARGIN)):
            return
        painter.translate(-view.left, -view.top)
        painter.scale(view.sharpness, view.sharpness)
        self._painter.paint(painter, session, part, view.sharpness)

    def _paint_rough(self, painter: QPainter, tile: QRect) -> None:
        """Stand in for some device pixels of the view: the ground and a blurred map."""
        view = self.view
        painter.save()
        painter.setClipRect(tile, Qt.ClipOperation.IntersectClip)
        paint_background(painter, tile, view, self.ui.theme, self.session.layout.context.theme)
        x, y, width, height = view.on_device(Rect(0, 0, *view.map))
        if self._overview.isVisible():
            picture = self._overview.picture()
            painter.drawPixmap(QRectF(x, y, width, height), picture, QRectF(picture.rect()))
        painter.restore()

    def _paint_whole(self, painter: QPainter, sharpness: float) -> None:
        layout = self.session.layout
        self._painter.paint(painter, self.session, Rect(0, 0, *layout.size), sharpness)

    def _adapt(self) -> None:
        """Follow the widget's extent and the screen's resolution."""
        size, ratio = Size(self.width(), self.height()), self.devicePixelRatioF()
        if (self.view.size, self.view.ratio) != (size, ratio):
            self.view.resize(size, ratio)
            self._backing.follow()
            self._backing.sharpen()

    def _updated(self, change: Change) -> None:
        """Follow a change of the map: paint anew what it damaged."""
        if self._ageing.follow(change):
            self.update()
        damage = self.session.last_damage
        self._pictures.forget()
        self.flow.stop()
        if damage.whole:
            self._spoil_all()
        else:
            self._measure()
            for rect in damage.rects:
                self._painter.spoil(rect)
                self._backing.spoil(rect)
            self.update()
        self._overview.spoil()
        self._overview.follow()

    def _spoil_all(self) -> None:
        self._measure()
        self._painter.spoil()
        self._pictures.forget()
        self._backing.spoil()
        self.update()

    def _measure(self) -> None:
        """Follow the map's extent; the edge of the sheet is painted anew where it moved."""
        before, now = self._size, self.session.layout.size
        if before == now:
            return
        self._size = self.view.map = now
        least, far = Size(min(before.width, now.width), min(before.height, now.height)), 1e6
        self._backing.spoil(Rect(least.width - 2, -far / 2, far, far))
        self._backing.spoil(Rect(-far / 2, least.height - 2, far, far))
        self.view.bound()
        self._backing.follow()

    def _seen_anew(self) -> None:
        """Tell everybody that something else is in view."""
        self._overview.follow()
        self.scaled.emit(self.view.scale)
        self.update()

    def _middle(self) -> tuple[float, float]:
        return self.width() / 2, self.height() / 2

    def _extent(self, id_: str) -> Rect | None:
        """Return where an element stands or a relation runs."""
        place = self.session.layout.rect(id_)
        wire = self.session.layout.connector_points(id_)
        if place is not None or not wire:
            return place
        xs, ys = [point.x for point in wire], [point.y for point in wire]
        return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
