"""A drawing prepared for Qt: marks with their paths, brushes and pens.

Converting a primitive into Qt's objects costs more than painting it; a mark does it once. A mark
is given the device pixels per point, since text and pictures look different near and far.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import hypot
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGlyphRun,
    QImage,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QTransform,
)

from journeyeditor.display.path import Path
from journeyeditor.display.primitives import Pen, TextRun
from journeyeditor.geometry import Rect, Transform

#: Beyond this many device pixels Qt's raster engine draws no cached glyphs: nothing, or slowly.
LARGEST_GLYPH = 60.0
#: Height (em) and strength of colour of the bar in place of small text.
BAR_HEIGHT, BAR_ALPHA = 0.5, 0.36
#: What is this small is not there; Qt would dash it for ever.
VANISHING = 1e-6
#: How far a dashed curve may be from the true one, in points; dashes beyond these are left to Qt.
FINE, MAX_DASHES = 0.05, 1200
_ORIGIN = QPointF(0, 0)
_CAPS = {"butt": Qt.PenCapStyle.FlatCap, "round": Qt.PenCapStyle.RoundCap}
_JOINS = {"miter": Qt.PenJoinStyle.SvgMiterJoin, "round": Qt.PenJoinStyle.RoundJoin}


class Mark(Protocol):
    """Ready to be painted; `scale` is device pixels per point of its own coordinate system."""

    def draw(self, painter: QPainter, scale: float) -> None:
        """Paint it; the painter's pen may change, its other state is kept."""


Marks = Sequence[Mark]


class Filled:
    """A filled outline."""

    __slots__ = ("brush", "path")

    def __init__(self, path: QPainterPath, brush: QBrush) -> None:
        self.path, self.brush = path, brush

    def draw(self, painter: QPainter, scale: float) -> None:
        painter.fillPath(self.path, self.brush)


class Stroked:
    """A line."""

    __slots__ = ("path", "pen")

    def __init__(self, path: QPainterPath, pen: QPen) -> None:
        self.path, self.pen = path, pen

    def draw(self, painter: QPainter, scale: float) -> None:
        painter.strokePath(self.path, self.pen)


def stroked(path: QPainterPath, line: Pen) -> Mark:
    """What paints a line.

    Dashes are laid out here, once: Qt begins them anew wherever it clips, so that the parts of a
    picture that are painted one after the other would not fit together.
    """
    if not line.dashes or line.width < VANISHING or _is_endless(path, line):
        return Stroked(path, pen(line))
    stroker = QPainterPathStroker(pen(line))
    stroker.setCurveThreshold(FINE)
    return Filled(stroker.createStroke(path), brush(line.colour))


class Bar:
    """An upright rectangle with sharp corners and no rim."""

    __slots__ = ("brush", "rect")

    def __init__(self, rect: QRectF, brush: QBrush) -> None:
        self.rect, self.brush = rect, brush

    def draw(self, painter: QPainter, scale: float) -> None:
        painter.fillRect(self.rect, self.brush)


class Written:
    """A run of text: a bar while it is too small to read, glyphs, or outlines when it is large."""

    __slots__ = ("_glyphs", "_outline", "_outlines", "legible", "run")

    def __init__(self, run: TextRun, glyphs: QGlyphRun, outlines: Outlines, legible: float) -> None:
        self.run, self.legible = run, legible
        self._glyphs, self._outlines = glyphs, outlines
        self._outline: QPainterPath | None = None

    def draw(self, painter: QPainter, scale: float) -> None:
        run = self.run
        size = run.size * scale
        if size < self.legible:
            height = BAR_HEIGHT * run.size
            bar = QRectF(run.x, run.y - height, run.width, height)
            painter.fillRect(bar, faded(run.colour))
        elif size < LARGEST_GLYPH:
            painter.setPen(colour(run.colour))
            painter.drawGlyphRun(_ORIGIN, self._glyphs)
        else:
            if self._outline is None:
                self._outline = self._outlines.of(run)
            painter.fillPath(self._outline, brush(run.colour))


class Outlines(Protocol):
    """The outlines of large text."""

    def of(self, run: TextRun) -> QPainterPath:
        """The outline of a run, in the drawing's coordinates."""


class Pictured:
    """A bitmap with smaller versions for low zoom levels."""

    __slots__ = ("_placed", "_versions", "_width")

    def __init__(self, rect: Rect, placed: Transform, versions: list[QImage]) -> None:
        self._placed = transform(
            Transform(rect.width, 0, 0, rect.height, rect.x, rect.y).after(placed)
        )
        self._width = max(rect.width, rect.height)
        self._versions = versions

    def draw(self, painter: QPainter, scale: float) -> None:
        """Paint from the smallest version that has enough pixels."""
        versions = self._versions
        wanted = max(1.0, 2 * self._width * scale)
        step = 0
        while min(versions[step].width(), versions[step].height()) > wanted:
            step += 1
            if step == len(versions):
                versions.append(_halved(versions[-1]))
        painter.save()
        painter.setTransform(self._placed, combine=True)
        painter.drawImage(QRectF(0, 0, 1, 1), versions[step])
        painter.restore()


class Grouped:
    """Marks in a coordinate system of their own, optionally clipped."""

    __slots__ = ("_clip", "_factor", "_marks", "_transform")

    def __init__(self, marks: Marks, placed: Transform, clip: QPainterPath | None) -> None:
        self._marks, self._transform, self._clip = marks, transform(placed), clip
        flat = abs(placed.a * placed.d - placed.b * placed.c) < VANISHING**2
        self._factor = 0.0 if flat else largest_factor(self._transform)

    def draw(self, painter: QPainter, scale: float) -> None:
        scale *= self._factor
        if scale < VANISHING:
            return
        painter.save()
        painter.setTransform(self._transform, combine=True)
        if self._clip is not None:
            painter.setClipPath(self._clip, Qt.ClipOperation.IntersectClip)
        for mark in self._marks:
            mark.draw(painter, scale)
        painter.restore()


def outline(path: Path, *, even_odd: bool = True) -> QPainterPath:
    result = QPainterPath()
    for segment in path:
        letter = segment[0]
        if letter == "L":
            result.lineTo(segment[1], segment[2])
        elif letter == "C":
            result.cubicTo(*segment[1:])
        elif letter == "M":
            result.moveTo(segment[1], segment[2])
        else:
            result.closeSubpath()
    result.setFillRule(Qt.FillRule.OddEvenFill if even_odd else Qt.FillRule.WindingFill)
    return result


def transform(value: Transform) -> QTransform:
    return QTransform(value.a, value.b, value.c, value.d, value.e, value.f)


def largest_factor(value: QTransform) -> float:
    """The scale factor in the direction in which it is largest."""
    return max(hypot(value.m11(), value.m12()), hypot(value.m21(), value.m22()))


@lru_cache(maxsize=1024)
def colour(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=1024)
def brush(name: str) -> QBrush:
    return QBrush(QColor(name))


@lru_cache(maxsize=1024)
def faded(name: str) -> QColor:
    """The colour of the bar in place of text of this colour."""
    result = QColor(name)
    result.setAlphaF(BAR_ALPHA)
    return result


@lru_cache(maxsize=1024)
def pen(value: Pen) -> QPen:
    result = QPen(brush(value.colour), value.width)
    result.setCapStyle(_CAPS[value.cap])
    result.setJoinStyle(_JOINS[value.join])
    result.setMiterLimit(10)
    if value.dashes and value.width >= VANISHING:
        lengths = value.dashes * (1 + len(value.dashes) % 2)
        result.setDashPattern([length / value.width for length in lengths])
        result.setCapStyle(_CAPS[value.cap])
    return result


def _is_endless(path: QPainterPath, line: Pen) -> bool:
    box = path.controlPointRect()
    return box.width() + box.height() > MAX_DASHES * sum(line.dashes)


def _halved(image: QImage) -> QImage:
    return image.scaled(
        max(1, image.width() // 2),
        max(1, image.height() // 2),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
