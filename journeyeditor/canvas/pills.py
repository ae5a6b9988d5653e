"""Figures in rounded boxes over the map, in screen pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from journeyeditor.display.theme import Theme
from journeyeditor.widgets.style import font

#: The type size, and the room beside the words (screen pixels at interface scale 1).
SIZE, PADDING = 11.0, 5.0


def pill_size(words: str, scale: float) -> tuple[float, float]:
    """Return width and height of a pill at an interface scale."""
    metrics = QFontMetricsF(font(scale, size=SIZE, weight=600))
    return metrics.horizontalAdvance(words) + 2 * PADDING * scale, metrics.height()


def paint_pill(
    painter: QPainter, middle: QPointF, words: str, scale: float, theme: Theme, ground: str
) -> None:
    """Paint words about a point, on the colour of a role."""
    width, height = pill_size(words, scale)
    box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    painter.setFont(font(scale, size=SIZE, weight=600))
    painter.setPen(QPen(QColor(theme["paper"]), 1.5))
    painter.setBrush(QColor(theme[ground]))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(QColor(theme["paper"]))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
