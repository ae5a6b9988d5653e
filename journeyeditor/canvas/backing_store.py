"""The backing store: a picture of what is in view, at the resolution of the screen.

Moving the view moves the picture and paints what came into view. Zooming shows the last sharp
picture at another size until the view rests. What is stale is painted within a time that leaves
the window answering. Until then the picture before the change is shown, all of it, or, where
nothing was in view before, a rough one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf, sqrt
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from journeyeditor.canvas.viewport import Viewport
from journeyeditor.geometry import Rect

#: The side of what is painted at once while nothing is known about its cost, in device pixels.
#: Each part costs what crosses its edges, so that parts are as large as the time allows.
TILE = 400
#: Smaller changes are painted at once, in device pixels.
AT_ONCE = 200_000
#: Beyond the edges of what is damaged, for antialiasing, in device pixels.
FRINGE = 2
#: Up to so many device pixels a picture of another scale is shown smoothly: it takes about 5 ms.
SMOOTH_PIXELS = 2_500_000

#: Paints a rectangle of device pixels; the painter's units are device pixels of the view.
PaintTile = Callable[[QPainter, QRect], None]


class _Snapshot(NamedTuple):
    """A picture, and the part of the map that it shows."""

    picture: QPixmap
    seen: Rect


class BackingStore:
    """A picture of the view, filled by `paint_tile`; `paint_rough` fills what is not painted yet."""

    def __init__(self, viewport: Viewport, paint_tile: PaintTile, paint_rough: PaintTile) -> None:
        self._viewport = viewport
        self._paint_tile, self._paint_rough = paint_tile, paint_rough
        self._picture = QPixmap()
        self._stale = QRegion()
        self._scale, self._left, self._top = 0.0, 0, 0
        self._rough: _Snapshot | None = None
        #: Whether the picture was sharp before what is stale now changed, and that picture while a
        #: large change is being painted; null otherwise.
        self._is_whole, self._before = False, QPixmap()
        #: Seconds that a device pixel took when some were painted last; infinite at a new scale.
        self._pace = inf

    @property
    def is_sharp(self) -> bool:
        return self.is_current and self._stale.isEmpty()

    @property
    def is_current(self) -> bool:
        """Whether the picture has the view's scale and extent, sharp or not."""
        return self._scale == self._viewport.device_scale and self._picture.size() == self._extent()

    def invalidate(self, rect: Rect | None = None) -> None:
        """Have a rectangle of the map painted anew, or everything."""
        whole = self._picture.rect()
        self._is_whole |= self.is_sharp
        if rect is None or not self.is_current:
            self._stale = QRegion(whole)
            return
        x, y, width, height = self._viewport.rect_to_device(rect)
        place = QRect(x, y, width, height).adjusted(-FRINGE, -FRINGE, FRINGE, FRINGE)
        self._stale |= QRegion(place & whole)

    def forget(self) -> None:
        """Drop the picture, which must not be shown again."""
        self._picture, self._rough, self._stale, self._scale = QPixmap(), None, QRegion(), 0.0
        self._is_whole, self._before = False, QPixmap()
        self.sharpen()

    def follow(self) -> None:
        """Move the picture as the view moved; what came into view is stale."""
        dx, dy = self._left - self._viewport.left, self._top - self._viewport.top
        if not self.is_current or not (dx or dy):
            return
        self._is_whole, self._before = False, QPixmap()
        whole = self._picture.rect()
        if abs(dx) < whole.width() and abs(dy) < whole.height():
            exposed = QRegion()
            self._picture.scroll(dx, dy, whole, exposed)
            self._stale = (self._stale.translated(dx, dy) | exposed) & whole
        else:
            self._stale = QRegion(whole)
        self._rough = None
        self._left, self._top = self._viewport.left, self._viewport.top

    def sharpen(self) -> None:
        """Begin a new picture at the view's scale and extent; the old one is shown until then."""
        if self.is_current:
            return
        self._rough = self._snapshot() or self._rough
        self._is_whole, self._before, self._pace = False, QPixmap(), inf
        old, stale, before = self._picture, self._stale, (self._scale, self._left, self._top)
        self._picture = QPixmap(self._extent())
        view = self._viewport
        self._scale, self._left, self._top = view.device_scale, view.left, view.top
        self._stale = QRegion(self._picture.rect())
        if before[0] == self._scale and not old.isNull():
            dx, dy = before[1] - self._left, before[2] - self._top
            with QPainter(self._picture) as painter:
                painter.drawPixmap(dx, dy, old)
            self._stale -= QRegion(old.rect()).subtracted(stale).translated(dx, dy)

    def work(self, seconds: float) -> bool:
        """Paint what is stale, for about so long; return whether everything is sharp."""
        end = perf_counter() + seconds
        is_large = _area(self._stale) > AT_ONCE
        if self._is_whole and is_large and self._before.isNull():
            self._before = QPixmap(self._picture)  # shares its pixels until one is painted
        while not self._stale.isEmpty():
            begin = perf_counter()
            tile = self._tile(end - begin)
            with QPainter(self._picture) as painter:
                painter.setClipRect(tile)
                self._paint_tile(painter, tile)
            self._stale -= QRegion(tile)
            now = perf_counter()
            self._pace = (now - begin) / (tile.width() * tile.height())
            if now > end and (is_large or not self._is_whole):
                break
        if self._stale.isEmpty():
            self._rough, self._is_whole, self._before = None, False, QPixmap()
        return self._stale.isEmpty()

    def _tile(self, seconds: float) -> QRect:
        """Return what is stale and probably painted within a time, or a small part of it."""
        first = next(_rects(self._stale))
        side = max(TILE, int(sqrt(max(seconds, 0.0) / self._pace)))
        is_all = first.width() * first.height() * self._pace <= seconds
        return (
            first if is_all else QRect(first.topLeft(), first.size().boundedTo(QSize(side, side)))
        )

    def paint(self, painter: QPainter, region: QRegion) -> None:
        """Show the view on the widget: sharp where it is, rough elsewhere."""
        ratio = self._viewport.ratio
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        if not self.is_current:
            shot = self._snapshot() or self._rough
            self._paint_shot(painter, shot, QRegion(QRect(0, 0, *self._extent().toTuple())))
        else:
            seen = _device(region.boundingRect(), ratio) & self._picture.rect()
            is_held = not self._before.isNull()
            painter.drawPixmap(seen, self._before if is_held else self._picture, seen)
            if not (self._stale.isEmpty() or is_held):
                self._paint_shot(painter, self._rough, self._stale)
        painter.restore()

    def _paint_shot(self, painter: QPainter, shot: _Snapshot | None, region: QRegion) -> None:
        """Show a rough picture in a region of device pixels, over what is rougher still."""
        painter.save()
        painter.setClipRegion(region)
        box = region.boundingRect()
        x, y, width, height = (
            (0, 0, 0, 0) if shot is None else self._viewport.rect_to_device(shot.seen)
        )
        if not QRect(x, y, width, height).contains(box):
            self._paint_rough(painter, box)
        if shot is not None:
            smooth = box.width() * box.height() <= SMOOTH_PIXELS
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=smooth)
            painter.drawPixmap(
                QRectF(x, y, width, height), shot.picture, QRectF(shot.picture.rect())
            )
        painter.restore()

    def _snapshot(self) -> _Snapshot | None:
        """Return the picture with what it shows; None while too little of it is painted."""
        if self._picture.isNull() or not self._scale or not self._stale.isEmpty():
            return None
        k = self._scale
        size = self._picture.size()
        seen = Rect(self._left / k, self._top / k, size.width() / k, size.height() / k)
        return _Snapshot(self._picture, seen)

    def _extent(self) -> QSize:
        size, ratio = self._viewport.size, self._viewport.ratio
        return QSize(max(1, round(size.width * ratio)), max(1, round(size.height * ratio)))


def _rects(region: QRegion) -> Iterator[QRect]:
    return iter(region)  # type: ignore[call-overload, no-any-return]


def _area(region: QRegion) -> int:
    return sum(rect.width() * rect.height() for rect in _rects(region))


def _device(rect: QRect, ratio: float) -> QRect:
    """Return the device pixels that a rectangle of the widget touches."""
    return QRectF(
        rect.x() * ratio, rect.y() * ratio, rect.width() * ratio, rect.height() * ratio
    ).toAlignedRect()
