"""The face of a score, as it stands on the curve, for the widgets beside the map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

#: Scores nearer to zero than this look neither glad nor sad.
_NEUTRAL = 0.25


def paint_face(painter: QPainter, rect: QRectF, score: float, colour: str, ground: str) -> None:
    """Draw a face whose mouth follows the score into a square, in pixels of the widget."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    radius, middle = side / 2 - 1.5, rect.center()
    pen = QPen(QColor(colour), max(1.4, side / 16))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(QColor(ground))
    painter.drawEllipse(middle, radius, radius)
    bend = 0.0 if abs(score) < _NEUTRAL else max(-1.0, min(1.0, score / 1.5)) * radius * 0.34
    low, half = middle.y() + radius * 0.34 - bend * 0.35, radius * 0.42
    mouth = QPainterPath(QPointF(middle.x() - half, low))
    mouth.cubicTo(
        QPointF(middle.x() - half / 2, low + bend),
        QPointF(middle.x() + half / 2, low + bend),
        QPointF(middle.x() + half, low),
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(mouth)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    for sign in (-1, 1):
        eye = QPointF(middle.x() + sign * radius * 0.33, middle.y() - radius * 0.2)
        painter.drawEllipse(eye, radius * 0.12, radius * 0.12)
