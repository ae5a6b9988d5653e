"""How a sheet of paper looks on the preview's table: white, with a shadow, and where it is cut."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from journeyeditor.app.export.page_cache import Shot
from journeyeditor.display.primitives import Page
from journeyeditor.display.theme import Theme
from journeyeditor.geometry import Rect


def paint_sheet(
    painter: QPainter, place: QRectF, page: Page, shot: Shot | None, scale: float, theme: Theme
) -> None:
    """Paint a page at its place, `scale` pixels to the point, with what picture there is of it."""
    _paint_shadow(painter, place, QColor(theme["shadow"]))
    painter.fillRect(place, QColor("#FFFFFF"))
    if shot is not None:
        painter.save()
        painter.setClipRect(place)
        painter.drawImage(*_laid(shot, place, scale))
        painter.restore()
    if page.trim != Rect(0, 0, *page.size):
        painter.setPen(QPen(QColor(theme["selection"]), 0, Qt.PenStyle.DashLine))
        trim = QRectF(*(side * scale for side in page.trim))
        painter.drawRect(trim.translated(place.topLeft()))


def _laid(shot: Shot, place: QRectF, scale: float) -> tuple[QRectF, QImage, QRectF]:
    """Return where a picture lies on its sheet's place, for painting it pixel by pixel."""
    extent = QRectF(shot.image.rect())
    # The picture may reach a part of a pixel over its region, so its own extent counts.
    factor = scale / shot.scale
    corner = QPointF(shot.region.x * scale, shot.region.y * scale) + place.topLeft()
    return QRectF(corner, extent.size() * factor), shot.image, extent


def _paint_shadow(painter: QPainter, place: QRectF, colour: QColor) -> None:
    """Paint a soft shadow below a sheet."""
    painter.setPen(Qt.PenStyle.NoPen)
    for reach in range(9, 0, -2):
        colour.setAlpha(9)
        painter.setBrush(colour)
        grown = place.adjusted(-reach, -reach + 3, reach, reach + 3)
        painter.drawRoundedRect(grown, reach, reach)
    painter.setBrush(Qt.BrushStyle.NoBrush)
