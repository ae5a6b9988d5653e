"""The whole map in the corner, with a frame around what is in view; dragged, it moves the view.

Long maps are shown higher than they are, so that lanes stay apart in a strip of any length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from journeyeditor.canvas.viewport import Viewport
from journeyeditor.geometry import Point, Rect
from journeyeditor.widgets.event_loop_pass import EventLoopPass
from journeyeditor.widgets.ui_context import UiContext

#: Its greatest extent and least height, at interface size 1, in pixels.
MAX_WIDTH, MAX_HEIGHT, MIN_HEIGHT = 190, 110, 56
#: Room for the shadow around it, the air within, its corners.
SHADOW, PADDING, CORNER = 8, 6, 7
#: Between it and the edges of the canvas.
GAP = 8
#: How long the map rests before the picture follows it, in milliseconds.
IDLE_MS = 250


#: The picture is painted in strips of this width, in map units, one in each pass of the event loop.
STRIP = 1200.0


class Painter(Protocol):
    """Paints the map."""

    def __call__(self, painter: QPainter, part: Rect, device_scale: float) -> None:
        """Paint a part; the painter's units are map units, `device_scale` device pixels to a unit."""


class Minimap(QWidget):
    """A small picture of the whole map; `moved` asks for a point of the map to be centred."""

    moved = Signal(QPointF)

    def __init__(self, viewport: Viewport, ui: UiContext, paint: Painter, parent: QWidget) -> None:
        super().__init__(parent)
        self._viewport, self._ui, self._paint = viewport, ui, paint
        #: Whether it is shown at all.
        self.is_wanted = True
        #: What must not be covered, in the canvas.
        self.covered: Callable[[], QRect] = QRect
        self._picture = QPixmap()
        self._card = QPixmap()
        self._grip: QPointF | None = None
        #: What is left of a picture that is being painted, and whether the map has changed since.
        self._strips: Iterator[None] | None = None
        self._is_stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._wire()
        self._retranslate()

    def _wire(self) -> None:
        self._timer.timeout.connect(self._paint_a_strip)
        self._ui.changed.connect(self._retranslate)

    def _retranslate(self) -> None:
        self.setAccessibleName(self._ui.texts("Minimap"))
        self._card = QPixmap()
        self.setToolTip(self._ui.texts("The whole map. Drag the frame to pan"))
        self.invalidate()

    def invalidate(self) -> None:
        self._is_stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start(IDLE_MS)

    def forget(self) -> None:
        """Drop the picture, which must not be shown again."""
        self._picture, self._strips = QPixmap(), None
        self.invalidate()

    def refresh(self) -> None:
        """Paint the picture at once."""
        self._timer.stop()
        self._is_stale = False
        for _ in self._paint_strips():
            pass

    def _paint_a_strip(self) -> None:
        """Go on with the picture; what has changed meanwhile is painted afterwards."""
        if not self.isVisible():
            self._is_stale, self._strips = True, None
            return
        if not EventLoopPass.take():
            self._timer.start(1)
            return
        if self._strips is None:
            self._is_stale, self._strips = False, self._paint_strips()
        if next(self._strips, self) is not self:
            self._timer.start(0)
            return
        self._strips = None
        if self._is_stale:
            self._timer.start(IDLE_MS)

    def _paint_strips(self) -> Iterator[None]:
        size, ratio = self._extent(), self._viewport.ratio
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._ui.theme["paper"]))
        kx, ky = self._factors(size)
        step = max(1, int(STRIP * kx * ratio))  # device pixels, so that strips meet without a seam
        for left in range(0, picture.width(), step):
            strip = QRectF(left / ratio, 0, step / ratio, size.height())
            part = Rect(strip.x() / kx, 0, strip.width() / kx, self._viewport.map.height)
            with QPainter(picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setClipRect(strip)
                painter.scale(kx, ky)
                self._paint(painter, part, min(kx, ky) * ratio)
            yield
        self._picture, self._card = picture, QPixmap()
        self.update()

    def picture(self) -> QPixmap:
        """Return the picture of the whole map, from edge to edge; null until it is painted."""
        return self._picture

    def follow(self) -> None:
        """Stand in the corner, as large as the map needs, unless all of it is in view."""
        size = self._extent() + QSize(2 * (SHADOW + PADDING), 2 * (SHADOW + PADDING))
        room = self._viewport.size
        fits = room.width > 2 * size.width() and room.height > 2 * size.height()
        is_useful = not self._viewport.shows_all and self._viewport.map.width > 1
        self.setVisible(self.is_wanted and fits and is_useful)
        if (
            self._picture.isNull()
            or self._picture.deviceIndependentSize().toSize() != self._extent()
        ):
            self.invalidate()
        self.setGeometry(self._free_corner(size))
        self.update()

    def _free_corner(self, size: QSize) -> QRect:
        """The lower right corner, or the first one in which nothing selected is covered."""
        room = self._viewport.size
        left, top = GAP, GAP
        right = round(room.width) - size.width() - GAP
        bottom = round(room.height) - size.height() - GAP
        corners = [
            QRect(QPoint(x, y), size)
            for x, y in ((right, bottom), (left, bottom), (right, top), (left, top))
        ]
        taken = self.covered()
        return next((each for each in corners if not each.intersects(taken)), corners[0])

    def hideEvent(self, event: QHideEvent) -> None:
        self._grip = None
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale and not self._timer.isActive():
            self._timer.start(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            ratio = self._viewport.ratio
            if self._card.isNull() or self._card.deviceIndependentSize() != QSizeF(self.size()):
                self._card = self._make_card(ratio)
            painter.drawPixmap(0, 0, self._card)
            frame, inside = self._frame(), QRectF(self._inside())
            self._paint_veil(painter, frame, inside)
            tint = QColor(self._ui.theme["selection"])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tint, 1.5))
            painter.drawRoundedRect(frame.intersected(inside.adjusted(-3, -3, 3, 3)), 2, 2)

    def _make_card(self, ratio: float) -> QPixmap:
        theme = self._ui.theme
        whole = QPixmap(self.size() * ratio)
        whole.setDevicePixelRatio(ratio)
        whole.fill(Qt.GlobalColor.transparent)
        with QPainter(whole) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
            shade = QColor(theme["shadow"])
            for step in range(SHADOW):
                shade.setAlphaF(0.10 * (1 - step / SHADOW) ** 2)
                painter.setPen(QPen(shade, 1.2))
                ring = card.adjusted(-step, -step + 1, step, step + 1)
                painter.drawRoundedRect(ring, CORNER + step, CORNER + step)
            painter.setPen(QPen(QColor(theme["line"]), 1))
            painter.setBrush(QColor(theme["paper"]))
            painter.drawRoundedRect(card, CORNER, CORNER)
            painter.drawPixmap(self._inside().topLeft(), self.picture())
        return whole

    def _paint_veil(self, painter: QPainter, frame: QRectF, inside: QRectF) -> None:
        veil = QColor(self._ui.theme["window"])
        veil.setAlphaF(0.5)
        seen = frame.intersected(inside)
        for part in (
            QRectF(inside.topLeft(), QPointF(inside.right(), seen.top())),
            QRectF(QPointF(inside.left(), seen.bottom()), inside.bottomRight()),
            QRectF(QPointF(inside.left(), seen.top()), seen.bottomLeft()),
            QRectF(seen.topRight(), QPointF(inside.right(), seen.bottom())),
        ):
            painter.fillRect(part, veil)

    def _inside(self) -> QRect:
        return QRect(QPoint(SHADOW + PADDING, SHADOW + PADDING), self._extent())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        frame = self._frame()
        inside = frame.contains(event.position())
        self._grip = event.position() - frame.center() if inside else QPointF(0, 0)
        self._look(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._look(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def _look(self, at: QPointF) -> None:
        kx, ky = self._factors(self._extent())
        place = at - (self._grip or QPointF(0, 0))
        self.moved.emit(
            QPointF((place.x() - SHADOW - PADDING) / kx, (place.y() - SHADOW - PADDING) / ky)
        )

    def _frame(self) -> QRectF:
        kx, ky = self._factors(self._extent())
        whole = Rect(0, 0, *self._viewport.map)
        seen = self._viewport.seen
        x, y = max(seen.x, whole.x), max(seen.y, whole.y)
        right, bottom = min(seen.right, whole.right), min(seen.bottom, whole.bottom)
        edge = SHADOW + PADDING
        width, height = max((right - x) * kx, 6.0), max((bottom - y) * ky, 6.0)
        return QRectF(edge + x * kx, edge + y * ky, width, height)

    def _factors(self, size: QSize) -> Point:
        whole = self._viewport.map
        return Point(size.width() / max(1.0, whole.width), size.height() / max(1.0, whole.height))

    def _extent(self) -> QSize:
        whole, scale = self._viewport.map, self._ui.scale
        k = min(MAX_WIDTH / max(1.0, whole.width), MAX_HEIGHT / max(1.0, whole.height)) * scale
        height = min(MAX_HEIGHT * scale, max(MIN_HEIGHT * scale, whole.height * k))
        return QSize(max(24, round(whole.width * k)), round(height))
