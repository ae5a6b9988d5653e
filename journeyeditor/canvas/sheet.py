"""A sheet of paper with its shadow, drawn as a nine-patch."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

#: The sheet's shadow: its radius and offset in screen pixels, and its opacity at the edge.
SHADOW_RADIUS, SHADOW_OFFSET, SHADOW_OPACITY = 16, 4.0, 0.055
#: The radius of the sheet's corners, in screen pixels.
SHEET_RADIUS = 2.0


def draw_sheet(
    painter: QPainter,
    tile: QRect,
    sheet: QRect,
    ratio: float,
    shadow: str,
    paper: str,
    corner: float = SHEET_RADIUS,
) -> None:
    """Draw a sheet with its shadow as far as a tile shows it, all in device pixels."""
    patch = _sheet_pixmap(ratio, shadow, paper, corner)
    border = ceil((SHADOW_RADIUS + SHADOW_OFFSET) * ratio)
    _draw_nine_patch(painter, tile, sheet, patch, border)


@lru_cache(maxsize=8)
def _sheet_pixmap(ratio: float, shadow: str, paper: str, corner: float) -> QPixmap:
    """Return a nine-patch of the sheet: its corners with their shadow, and one pixel between them."""
    border = ceil((SHADOW_RADIUS + SHADOW_OFFSET) * ratio)
    core = 2 * ceil(corner * ratio) + 1
    picture = QPixmap(core + 2 * border, core + 2 * border)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(border, border, core, core)
        colour = QColor(shadow)
        steps = round(SHADOW_RADIUS * ratio)
        for step in range(steps):
            near = 1 - step / steps
            colour.setAlphaF(SHADOW_OPACITY * near**2)
            painter.setPen(QPen(colour, 1.6))
            ring = sheet.adjusted(-step, -step, step, step).translated(
                0, SHADOW_OFFSET * ratio * (1 - near**2)
            )
            painter.drawRoundedRect(ring, corner * ratio + step, corner * ratio + step)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paper))
        painter.drawRoundedRect(sheet, corner * ratio, corner * ratio)
    return picture


def _draw_nine_patch(
    painter: QPainter, tile: QRect, sheet: QRect, patch: QPixmap, border: int
) -> None:
    half = (patch.width() - 1) // 2
    inset = half - border
    columns = (
        (0, half, sheet.left() - border, half),
        (half, 1, sheet.left() + inset, sheet.width() - 2 * inset),
        (half + 1, half, sheet.left() + sheet.width() - inset, half),
    )
    rows = (
        (0, half, sheet.top() - border, half),
        (half, 1, sheet.top() + inset, sheet.height() - 2 * inset),
        (half + 1, half, sheet.top() + sheet.height() - inset, half),
    )
    for from_x, from_width, x, width in columns:
        for from_y, from_height, y, height in rows:
            target = QRect(x, y, width, height)
            visible = target & tile
            if visible.isEmpty():
                continue
            source = QRect(from_x, from_y, from_width, from_height)
            if from_width > 1:
                source.setLeft(from_x + visible.left() - x)
                source.setWidth(visible.width())
            if from_height > 1:
                source.setTop(from_y + visible.top() - y)
                source.setHeight(visible.height())
            painter.drawPixmap(visible, patch, source)
