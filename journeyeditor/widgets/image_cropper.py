"""Cropping of a picture to a circle: drag to move it, wheel or keys to zoom."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from journeyeditor.widgets.ui_context import UiContext

#: The largest zoom, and the factor of one step.
_MAX_ZOOM, _STEP = 8.0, 1.15
_SIDE = 200


class ImageCropper(QWidget):
    """Shows a picture under a circle."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._picture = QPixmap()
        self._zoom = 1.0
        self._centre = QPointF(0, 0)
        self._drag_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, image: QImage) -> None:
        """Show a picture, as small as fills the circle.

        Portraits have their faces above the middle, so a tall picture begins a little higher.
        """
        self._picture = QPixmap.fromImage(image)
        self._zoom = 1.0
        width, height = self._picture.width(), self._picture.height()
        self._centre = QPointF(width / 2, height / 2 if width >= height else height * 0.42)
        self._clamp()

    def square(self) -> tuple[float, float, float]:
        """Left, top and side of the part inside the circle, in pixels of the picture."""
        side = self._shorter_side() / self._zoom
        return self._centre.x() - side / 2, self._centre.y() - side / 2, side

    def zoom(self, factor: float) -> None:
        """Zoom by a factor; the circle stays full."""
        self._zoom = max(1.0, min(_MAX_ZOOM, self._zoom * factor))
        self._clamp()

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture, in pixels of the widget."""
        factor = self._factor()
        self._centre -= QPointF(dx / factor, dy / factor)
        self._clamp()

    def sizeHint(self) -> QSize:
        side = round(_SIDE * self._ui.scale)
        return QSize(side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag_from = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            moved = event.position() - self._drag_from
            self._drag_from = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (8, 0),
            Qt.Key.Key_Right: (-8, 0),
            Qt.Key.Key_Up: (0, 8),
            Qt.Key.Key_Down: (0, -8),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.pan(*moves[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ui.theme
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), 8, 8)
            painter.setClipPath(outline)
            painter.fillRect(self.rect(), QColor(theme["window"]))
            if not self._picture.isNull():
                factor = self._factor()
                center = QRectF(self.rect()).center()
                corner = center - self._centre * factor
                width, height = self._picture.width() * factor, self._picture.height() * factor
                painter.drawPixmap(
                    QRectF(corner.x(), corner.y(), width, height),
                    self._picture,
                    QRectF(self._picture.rect()),
                )
            self._mask(painter, outline)

    def _mask(self, painter: QPainter, outline: QPainterPath) -> None:
        theme, side = self._ui.theme, self._diameter()
        center = QRectF(self.rect()).center()
        circle = QPainterPath()
        circle.addEllipse(center, side / 2, side / 2)
        veil = QColor(theme["panel"])
        veil.setAlphaF(0.72)
        painter.fillPath(outline.subtracted(circle), veil)
        rim = "selection" if self.hasFocus() else "paper"
        painter.setPen(QPen(QColor(theme[rim]), 2))
        painter.drawPath(circle)

    def _diameter(self) -> float:
        return min(self.width(), self.height()) - 12.0

    def _shorter_side(self) -> float:
        return float(max(1, min(self._picture.width(), self._picture.height())))

    def _factor(self) -> float:
        return self._diameter() / self._shorter_side() * self._zoom

    def _clamp(self) -> None:
        """Keep the circle inside the picture."""
        half = self._shorter_side() / self._zoom / 2
        width, height = self._picture.width(), self._picture.height()
        self._centre.setX(max(half, min(width - half, self._centre.x())))
        self._centre.setY(max(half, min(height - half, self._centre.y())))
        self.update()
