"""What lies under the map: the window's ground, and the sheet with its soft shadow."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from journeyeditor.canvas.viewport import Viewport
from journeyeditor.display.theme import Theme

#: How far the shadow reaches, in screen pixels, how far it lies below the sheet, how dark it is.
REACH, DROP, DARKNESS = 16, 4.0, 0.055
#: The sheet's corners, in screen pixels.
CORNER = 2.0


def paint_ground(painter: QPainter, viewport: Viewport, window: Theme, map_: Theme) -> None:
    """Paint ground and sheet; the painter's units are device pixels of the view."""
    painter.fillRect(painter.clipBoundingRect(), QColor(window["window"]))
    x, y, width, height = viewport.on_device(viewport.sheet)
    sheet = QRectF(x, y, width, height)
    clip = painter.clipBoundingRect()
    ratio = viewport.ratio
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not sheet.adjusted(4 * ratio, 4 * ratio, -4 * ratio, -4 * ratio).contains(clip):
        _shadow(painter, sheet, ratio, QColor(window.colours.get("shadow", window["ink"])))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(map_["paper"]))
    painter.drawRoundedRect(sheet, CORNER * ratio, CORNER * ratio)


def _shadow(painter: QPainter, sheet: QRectF, ratio: float, colour: QColor) -> None:
    """Paint a shadow as rings that fade outwards."""
    steps = round(REACH * ratio)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for step in range(steps):
        near = 1 - step / steps
        colour.setAlphaF(DARKNESS * near**2)
        painter.setPen(QPen(colour, 1.6))
        ring = sheet.adjusted(-step, -step, step, step).translated(0, DROP * ratio * (1 - near**2))
        radius = CORNER * ratio + step
        painter.drawRoundedRect(ring, radius, radius)
