"""The Qt painter: the poster's own drawings on the screen, in previews and on printers.

A drawing is converted into Qt's objects when it is first played and recognized by identity from
then on, so unchanged drawings cost only their painting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath

from journeyeditor.display.primitives import (
    Asset,
    Bitmap,
    Bookmark,
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Primitive,
    Stroke,
    TextRun,
)
from journeyeditor.geometry import IDENTITY, Size, Transform
from journeyeditor.painting.bitmaps import PRINT_DPI, missing, stored_upright
from journeyeditor.painting.qt.marks import (
    Bar,
    Filled,
    Grouped,
    Mark,
    Marks,
    Pictured,
    brush,
    largest_factor,
    outline,
    stroked,
)
from journeyeditor.painting.qt.text import GlyphOutlines

if TYPE_CHECKING:
    from journeyeditor.typography import Faces

#: Bitmaps are decoded with at most so many pixels a side; no screen shows more of a card.
_MAX_SIDE = 2400
_HINTS = (
    QPainter.RenderHint.Antialiasing
    | QPainter.RenderHint.TextAntialiasing
    | QPainter.RenderHint.SmoothPixmapTransform
)


class QtPlayer:
    """Plays drawings on a QPainter.

    Text of fewer than `legible` device pixels is shown as bars. `cache_size` is roughly how many
    drawings stay converted: those played last.
    """

    def __init__(self, faces: Faces, *, legible: float = 0.0, cache_size: int = 3000) -> None:
        self._letters = GlyphOutlines(faces, legible)
        self._cache_size = cache_size
        self._young: dict[int, tuple[Drawing, Marks]] = {}
        self._old: dict[int, tuple[Drawing, Marks]] = {}
        self._images: dict[str, tuple[Transform, list[QImage]] | None] = {}

    def play(self, painter: QPainter, drawing: Drawing) -> None:
        painter.setRenderHints(_HINTS)
        scale = largest_factor(painter.deviceTransform())
        for mark in self.marks(drawing):
            mark.draw(painter, scale)

    def marks(self, drawing: Drawing) -> Marks:
        """The drawing prepared for painting, cached."""
        key = id(drawing)
        cached = self._young.get(key)
        if cached is None:
            cached = self._old.get(key) or (drawing, self._made(drawing))
            if len(self._young) >= self._cache_size:
                self._old, self._young = self._young, {}
            self._young[key] = cached
        return cached[1]

    def forget(self) -> None:
        self._young, self._old = {}, {}

    def _made(self, drawing: Drawing) -> Marks:
        return tuple(mark for primitive in drawing for mark in self._marks(primitive))

    def _marks(self, primitive: Primitive) -> Iterator[Mark]:
        match primitive:
            case Fill(path, colour):
                yield Filled(outline(path), brush(colour))
            case Stroke(path, line):
                yield stroked(outline(path), line)
            case Box():
                yield from _box(primitive)
            case TextRun():
                yield from self._letters.marks(primitive)
            case Bitmap():
                yield from self._picture(primitive)
            case Group():
                yield from self._group(primitive)
            case Link() | Bookmark():
                pass  # places, not marks
            case _:
                assert_never(primitive)

    def _group(self, group: Group) -> Iterator[Mark]:
        children, placed, clip = group.children, group.transform, group.clip
        if not children or clip == ():
            return
        marks = self.marks(children)
        if clip is None and placed == IDENTITY:
            yield from marks
        else:
            yield Grouped(marks, placed, None if clip is None else outline(clip))

    def _picture(self, picture: Bitmap) -> Iterator[Mark]:
        asset = picture.asset
        if asset.key not in self._images:
            self._images[asset.key] = _image(asset)
        image = self._images[asset.key]
        if image is None:
            yield from self._made(missing(picture))
        else:
            yield Pictured(picture.rect, *image)


def _box(box: Box) -> Iterator[Mark]:
    x, y, width, height = box.rect
    if width < 0 or height < 0:
        return
    rect = QRectF(x, y, width, height)
    if box.fill and not box.pen and box.radius <= 0:
        yield Bar(rect, brush(box.fill))
        return
    path = QPainterPath()
    if box.radius > 0:
        path.addRoundedRect(rect, box.radius, box.radius)
    else:
        path.addRect(rect)
    if box.fill:
        yield Filled(path, brush(box.fill))
    if box.pen:
        yield stroked(path, box.pen)


def _decoded(data: bytes) -> QImage:
    """A picture of no more pixels than a screen shows; null if it cannot be read."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if max(size.width(), size.height()) > _MAX_SIDE:
        size.scale(QSize(_MAX_SIDE, _MAX_SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(size.expandedTo(QSize(1, 1)))
    return reader.read()


def _image(asset: Asset) -> tuple[Transform, list[QImage]] | None:
    """How a bitmap lies in the unit square, and its versions; None if it cannot be read."""
    longest = max(asset.width_px, asset.height_px, 1)
    share = _MAX_SIDE / longest * 72 / PRINT_DPI
    size = Size(asset.width_px * share, asset.height_px * share)
    stored = stored_upright(asset, {asset.key: size} if longest > _MAX_SIDE else {})
    image = _decoded(stored.data) if stored else QImage()
    if stored is None or image.isNull():
        return None
    return stored.placed, [image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)]
