"""The icon set as Qt icons: outlines stroked anew at every size, sharp on every screen."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPainterPath, QPen, QPixmap

from journeyeditor import resources

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

#: Icons are drawn in a square of this side, with strokes this wide.
SIDE, STROKE = 24.0, 1.75
#: Opacity of a disabled icon.
FAINT = 0.35


@cache
def outline(name: str) -> QPainterPath:
    """An icon's outline in its square of 24 by 24; raises OSError on an unknown name.

    The files hold one path of absolute M, L, C and Z, as packaging/glyphs.py writes them.
    """
    source = resources.path("glyphs", f"{name}.svg").read_text(encoding="utf-8")
    match = re.search(r' d="([^"]*)"', source)
    assert match is not None, name
    path = QPainterPath()
    for letter, numbers in re.findall(r"([MLCZ])([^MLCZ]*)", match[1]):
        values = [float(word) for word in numbers.split()]
        points = [QPointF(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        if letter == "M":
            path.moveTo(points[0])
        elif letter == "L":
            path.lineTo(points[0])
        elif letter == "C":
            path.cubicTo(*points)
        else:
            path.closeSubpath()
    return path


def draw(
    painter: QPainter, name: str, rect: QRectF, colour: str | QColor, *, stroke: float = STROKE
) -> None:
    """Stroke an icon into the largest centred square of a rectangle."""
    factor = min(rect.width(), rect.height()) / SIDE
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(factor, factor)
    painter.translate(-SIDE / 2, -SIDE / 2)
    pen = QPen(QColor(colour), stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(outline(name), pen)
    painter.restore()


def pixmap(name: str, colour: str | QColor, size: float, ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap; `size` in device-independent pixels."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        draw(painter, name, QRectF(0, 0, size, size), colour)
    return without_engine(picture)


def without_engine(picture: QPixmap) -> QPixmap:
    """A painted pixmap to keep: Qt keeps the engine that painted it (25 KB) as long as its pixels."""
    return picture.copy()


def icon(name: str, colour: str, size: int = 16, *, chosen: str = "") -> QIcon:
    """An icon in one colour; `chosen` is the colour while its button is checked.

    It holds a pixmap for every screen there is. (An icon engine would draw on demand, but one
    written in Python dies when Qt clones it.)
    """
    from PySide6.QtGui import QIcon  # none is seen before there is a map

    result = QIcon()
    ratios = {1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}
    for ratio in sorted(ratios):
        plain = pixmap(name, colour, size, ratio)
        result.addPixmap(plain, QIcon.Mode.Normal, QIcon.State.Off)
        faint = QColor(colour)
        faint.setAlphaF(FAINT)
        result.addPixmap(pixmap(name, faint, size, ratio), QIcon.Mode.Disabled)
        if chosen:
            result.addPixmap(pixmap(name, chosen, size, ratio), state=QIcon.State.On)
    return result
