"""What lies under the map: the window's ground, and the sheet with its soft shadow."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from journeyeditor.canvas.viewport import Viewport
from journeyeditor.display.theme import Theme

#: How far the shadow reaches, in screen pixels, how far it lies below the sheet, how dark it is.
REACH, DROP, DARKNESS = 16, 4.0, 0.055
#: The sheet's corners, in screen pixels.
CORNER = 2.0


def paint_background(
    painter: QPainter, tile: QRect, viewport: Viewport, window: Theme, map_: Theme
) -> None:
    """Paint ground and sheet in a rectangle; the painter's units are device pixels of the view."""
    sheet = QRect(*viewport.on_device(viewport.sheet))
    if sheet.adjusted(4, 4, -4, -4).contains(tile):
        painter.fillRect(tile, QColor(map_["paper"]))
        return
    painter.fillRect(tile, QColor(window["window"]))
    shade = window.colours.get("shadow", window["ink"])
    frame = framed(viewport.ratio, shade, map_["paper"])
    lay_framed(painter, tile, sheet, frame, ceil((REACH + DROP) * viewport.ratio))


@lru_cache(maxsize=8)
def framed(ratio: float, shade: str, paper: str, corner: float = CORNER) -> QPixmap:
    """Return the smallest sheet with its shadow: its corners, and one pixel between them."""
    rim = ceil((REACH + DROP) * ratio)
    core = 2 * ceil(corner * ratio) + 1
    picture = QPixmap(core + 2 * rim, core + 2 * rim)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sheet = QRectF(rim, rim, core, core)
    colour = QColor(shade)
    steps = round(REACH * ratio)
    for step in range(steps):
        near = 1 - step / steps
        colour.setAlphaF(DARKNESS * near**2)
        painter.setPen(QPen(colour, 1.6))
        ring = sheet.adjusted(-step, -step, step, step).translated(0, DROP * ratio * (1 - near**2))
        painter.drawRoundedRect(ring, corner * ratio + step, corner * ratio + step)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(paper))
    painter.drawRoundedRect(sheet, corner * ratio, corner * ratio)
    painter.end()
    return picture


def lay_framed(painter: QPainter, tile: QRect, sheet: QRect, frame: QPixmap, rim: int) -> None:
    """Stretch the smallest sheet to a large one, as far as it is seen in a tile."""
    half = (frame.width() - 1) // 2
    reach = half - rim
    columns = (
        (0, half, sheet.left() - rim, half),
        (half, 1, sheet.left() + reach, sheet.width() - 2 * reach),
        (half + 1, half, sheet.left() + sheet.width() - reach, half),
    )
    rows = (
        (0, half, sheet.top() - rim, half),
        (half, 1, sheet.top() + reach, sheet.height() - 2 * reach),
        (half + 1, half, sheet.top() + sheet.height() - reach, half),
    )
    for from_x, from_width, x, width in columns:
        for from_y, from_height, y, height in rows:
            target = QRect(x, y, width, height)
            seen = target & tile
            if seen.isEmpty():
                continue
            source = QRect(from_x, from_y, from_width, from_height)
            if from_width > 1:
                source.setLeft(from_x + seen.left() - x)
                source.setWidth(seen.width())
            if from_height > 1:
                source.setTop(from_y + seen.top() - y)
                source.setHeight(seen.height())
            painter.drawPixmap(seen, frame, source)
