"""The sheets of a poster side by side, rendered in the background."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from journeyeditor.app.background import Background, Job
from journeyeditor.app.export.job import PosterRenderer
from journeyeditor.display.primitives import Page
from journeyeditor.display.theme import Theme
from journeyeditor.geometry import POINTS_PER_MM, Rect, Size
from journeyeditor.widgets.ui_context import UiContext

#: The most images kept of sheets that are not visible.
MAX_OFFSCREEN_IMAGES = 12


class SheetImage(NamedTuple):
    """A rendered region of a sheet: its image, the region (points), and its pixels per point.

    It is stale if the sheet has changed since; it is shown until it is replaced.
    """

    image: QImage
    region: Rect
    scale: float
    is_stale: bool = False

    def serves(self, region: Rect, scale: float) -> bool:
        """Whether it covers the requested region at the requested scale."""
        return not self.is_stale and self.scale == scale and self.region.contains(region, 0.01)


class SheetImages(QObject):
    """Caches the images of the pages; `changed` is emitted when another one is available."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, background: Background, renderer: PosterRenderer) -> None:
        super().__init__()
        self._background, self._renderer = background, renderer
        self._pages: tuple[Page, ...] = ()
        self._shots: dict[int, SheetImage] = {}
        self._asked: dict[int, tuple[Rect, float]] = {}

    def take_pages(self, pages: Sequence[Page], *, is_alike: bool) -> None:
        """Render other pages; images of pages of the same size are reused until replaced."""
        self._pages = tuple(pages)
        for number in tuple(self._asked):
            self._background.drop(_topic(number))
        self._asked.clear()
        shots = self._shots if is_alike else {}
        self._shots = {i: shot._replace(is_stale=True) for i, shot in shots.items()}

    def get(self, number: int) -> SheetImage | None:
        return self._shots.get(number)

    def serves(self, number: int, region: Rect, scale: float) -> bool:
        """Whether a region of a sheet is available at a scale."""
        shot = self._shots.get(number)
        return shot is not None and shot.serves(region, scale)

    def want(self, number: int, region: Rect, scale: float) -> None:
        """Request a region of a sheet, with some margin, unless it is already being rendered."""
        asked = self._asked.get(number)
        if asked is not None and asked[1] == scale and asked[0].contains(region, 0.01):
            return
        page = self._pages[number]
        wide = _widened(region, page.size, scale)
        self._asked[number] = wide, scale
        self._background.do(
            _topic(number),
            partial(_painted, self._renderer, page, wide, scale),
            partial(self._store, number, wide, scale),
            partial(self._fail, number),
        )

    def keep(self, seen: Collection[int]) -> None:
        unseen = [number for number in self._shots if number not in seen]
        for number in unseen[: max(0, len(unseen) - MAX_OFFSCREEN_IMAGES)]:
            del self._shots[number]

    def _store(self, number: int, region: Rect, scale: float, image: QImage) -> None:
        self._asked.pop(number, None)
        self._shots[number] = SheetImage(image, region, scale)
        self.changed.emit()

    def _fail(self, number: int, error: Exception) -> None:
        self._asked.pop(number, None)
        self.failed.emit(error)


def _topic(number: int) -> str:
    return f"sheet {number}"


def _painted(renderer: PosterRenderer, page: Page, region: Rect, scale: float, job: Job) -> QImage:
    """Runs in the background."""
    job.check()
    return renderer.picture(page, region, scale)


def _widened(region: Rect, sheet: Size, scale: float) -> Rect:
    """A region grown by a third, aligned to device pixels, so that panning needs no rendering."""
    wide = region.inset(-region.width / 3, -region.height / 3)
    left, top = (int(max(side, 0.0) * scale) / scale for side in (wide.x, wide.y))
    return Rect(
        left, top, min(wide.right, sheet.width) - left, min(wide.bottom, sheet.height) - top
    )


#: Around and between sheets, and below each for its label, in device independent pixels.
GAP, CAPTION = 28.0, 22.0


class SheetArrangement(NamedTuple):
    """The positions of the sheets at one scale, in device independent pixels, and their extent."""

    places: tuple[Rect, ...]
    size: Size


def columns_for(sizes: Sequence[Size], room: Size) -> int:
    """The number of columns that shows sheets (points) as large as possible."""
    if not sizes:
        return 1
    return max(range(1, len(sizes) + 1), key=lambda count: fitting(sizes, room, count))


def fitting(sizes: Sequence[Size], room: Size, columns: int) -> float:
    """The scale (pixels per point) that fits all sheets into the viewport."""
    if not sizes:
        return 1.0
    rows = math.ceil(len(sizes) / columns)
    widest, tallest = max(size.width for size in sizes), max(size.height for size in sizes)
    across = (room.width - (columns + 1) * GAP) / (columns * widest)
    down = (room.height - (rows + 1) * GAP - rows * CAPTION) / (rows * tallest)
    return max(min(across, down), 0.01)


def table(sizes: Sequence[Size], columns: int, scale: float, room: Size) -> SheetArrangement:
    """The positions of sheets in rows; centred if smaller than the viewport."""
    if not sizes:
        return SheetArrangement((), room)
    columns = min(columns, len(sizes))
    wide = max(size.width for size in sizes) * scale
    rows = [sizes[first : first + columns] for first in range(0, len(sizes), columns)]
    heights = [max(size.height for size in row) * scale for row in rows]
    whole = Size(
        columns * wide + (columns + 1) * GAP,
        sum(heights) + len(rows) * CAPTION + (len(rows) + 1) * GAP,
    )
    left = max((room.width - whole.width) / 2, 0.0)
    y = max((room.height - whole.height) / 2, 0.0) + GAP
    places = []
    for row, height in zip(rows, heights, strict=True):
        for number, size in enumerate(row):
            x = left + GAP + number * (wide + GAP) + (wide - size.width * scale) / 2
            places.append(Rect(round(x), round(y), size.width * scale, size.height * scale))
        y += height + CAPTION + GAP
    return SheetArrangement(
        tuple(places), Size(max(whole.width, room.width), max(whole.height, room.height))
    )


def paint_sheet(
    painter: QPainter,
    place: QRectF,
    page: Page,
    shot: SheetImage | None,
    scale: float,
    theme: Theme,
) -> None:
    """Paint a sheet with the current image, at `scale` pixels per point."""
    _paint_shadow(painter, place, QColor(theme["shadow"]))
    painter.fillRect(place, QColor("#FFFFFF"))
    if shot is not None:
        painter.save()
        painter.setClipRect(place)
        painter.drawImage(*_pixel_rects(shot, place, scale))
        painter.restore()
    if page.trim != Rect(0, 0, *page.size):
        painter.setPen(QPen(QColor(theme["selection"]), 0, Qt.PenStyle.DashLine))
        trim = QRectF(*(side * scale for side in page.trim))
        painter.drawRect(trim.translated(place.topLeft()))


def _pixel_rects(shot: SheetImage, place: QRectF, scale: float) -> tuple[QRectF, QImage, QRectF]:
    """Where to paint an image on its sheet so that pixels map one to one."""
    extent = QRectF(shot.image.rect())
    # The image may exceed its region by a fraction of a pixel, so use its own extent.
    factor = scale / shot.scale
    corner = QPointF(shot.region.x * scale, shot.region.y * scale) + place.topLeft()
    return QRectF(corner, extent.size() * factor), shot.image, extent


def _paint_shadow(painter: QPainter, place: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for reach in range(9, 0, -2):
        colour.setAlpha(9)
        painter.setBrush(colour)
        grown = place.adjusted(-reach, -reach + 3, reach, reach + 3)
        painter.drawRoundedRect(grown, reach, reach)
    painter.setBrush(Qt.BrushStyle.NoBrush)


#: Pixels per point: the smallest and largest zoom, and 100 %.
MIN, MAX, REAL = 0.02, 16.0, 96 / 72
#: A sheet of fewer device pixels is rendered whole, so that panning needs no rendering.
WHOLE_PIXELS = 5_000_000
#: How long a gesture must pause before sheets are rendered sharply (ms).
IDLE_MS = 70


class SheetTable(QAbstractScrollArea):
    """Shows the sheets; `zoomed` emits the zoom (1 is actual size), `turned` the current page."""

    zoomed = Signal(float)
    turned = Signal(int)

    def __init__(self, ui: UiContext, shots: SheetImages) -> None:
        super().__init__()
        self._ui, self._shots = ui, shots
        self._pages: tuple[Page, ...] = ()
        self._columns, self._scale = 1, 1.0
        self._table = SheetArrangement((), Size(0, 0))
        self._is_fitted = True
        self._front = 0
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(IDLE_MS)
        self.setMinimumSize(280, 220)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._idle_timer.timeout.connect(self._ask)
        self._ui.theme_changed.connect(self.viewport().update)
        self._shots.changed.connect(self.viewport().update)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._scrolled)

    @property
    def zoom(self) -> float:
        """The zoom; 1 is actual size on a screen of 96 dpi."""
        return self._scale / REAL

    @property
    def is_fitted(self) -> bool:
        return self._is_fitted

    @property
    def is_sharp(self) -> bool:
        """Whether every visible sheet is rendered at the scale it is shown."""
        return bool(self._pages) and not any(self._needs_rendering(i) for i in self._seen())

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._pages

    @property
    def front(self) -> int:
        """The number of the current page, from 0."""
        return self._front

    def millimetres(self, number: int) -> Size:
        trim = self._pages[number].trim
        return Size(trim.width / POINTS_PER_MM, trim.height / POINTS_PER_MM)

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show other pages; the zoom is kept unless their number or size differs."""
        shapes = [page.size for page in pages]
        is_alike = shapes == [page.size for page in self._pages]
        self._pages = tuple(pages)
        self._shots.take_pages(pages, is_alike=is_alike)
        if is_alike:
            self._ask()
        else:
            self._front = 0
            self.show_all()
        self.turned.emit(self._front)

    def show_all(self) -> None:
        self._is_fitted = True
        sizes = [page.size for page in self._pages]
        self._columns = columns_for(sizes, self._room())
        self._set_scale(fitting(sizes, self._room(), self._columns))

    def show_page(self, number: int) -> None:
        if not 0 <= number < len(self._pages):
            return
        self._is_fitted = False
        self._set_scale(fitting([self._pages[number].size], self._room(), 1))
        place = self._table.places[number]
        room = self._room()
        self.horizontalScrollBar().setValue(
            round(place.x - max((room.width - place.width) / 2, GAP))
        )
        self.verticalScrollBar().setValue(
            round(place.y - max((room.height - CAPTION - place.height) / 2, GAP))
        )
        self._turn(number)

    def show_front(self) -> None:
        self.show_page(self._front)

    def back(self) -> None:
        self.show_page(self._front - 1)

    def next_page(self) -> None:
        self.show_page(self._front + 1)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the viewport, by default its centre."""
        at = at or QPointF(self.viewport().rect().center())
        number, share = self.under(at)
        self._is_fitted = False
        self._set_scale(min(max(self._scale * factor, MIN), MAX))
        if number is not None:
            place = self._table.places[number]
            x, y = place.x + share.x() * place.width, place.y + share.y() * place.height
            self.horizontalScrollBar().setValue(round(x - at.x()))
            self.verticalScrollBar().setValue(round(y - at.y()))

    def zoom_real(self) -> None:
        self.zoom_by(REAL / self._scale)

    def sizeHint(self) -> QSize:
        return QSize(760, 560)

    def _room(self) -> Size:
        # Use the extent without scroll bars: with them it would depend on its own result.
        extent = self.maximumViewportSize()
        return Size(extent.width(), extent.height())

    def _set_scale(self, scale: float) -> None:
        self._scale = scale
        sizes = [page.size for page in self._pages]
        self._table = table(sizes, self._columns, scale, self._room())
        for bar, whole, room in (
            (self.horizontalScrollBar(), self._table.size.width, self._room().width),
            (self.verticalScrollBar(), self._table.size.height, self._room().height),
        ):
            bar.setRange(0, max(0, round(whole - room)))
            bar.setPageStep(round(room))
            bar.setSingleStep(40)
        self.zoomed.emit(self.zoom)
        self._refresh()

    def _scrolled(self) -> None:
        if not self._is_fitted:
            seen = self._seen()
            middle = self._offset() + QPointF(self.viewport().rect().center())
            nearest = min(seen, key=partial(self._distance, middle), default=self._front)
            self._turn(nearest)
        self._refresh()

    def _distance(self, point: QPointF, number: int) -> float:
        center = self._table.places[number].center
        return abs(center.x - point.x()) + abs(center.y - point.y())

    def _turn(self, number: int) -> None:
        if number != self._front:
            self._front = number
            self.turned.emit(number)

    def _refresh(self) -> None:
        """Repaint, and request missing images after a pause."""
        self.viewport().update()
        if any(self._shots.get(number) is None for number in self._seen()):
            self._ask()
        elif not self.is_sharp:
            self._idle_timer.start()

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def under(self, at: QPointF) -> tuple[int | None, QPointF]:
        """The sheet nearest to a point of the viewport, and the point in fractions of the sheet."""
        if not self._pages:
            return None, QPointF()
        point = at + self._offset()
        number = min(range(len(self._pages)), key=partial(self._distance, point))
        place = self._table.places[number]
        return number, QPointF(
            (point.x() - place.x) / place.width, (point.y() - place.y) / place.height
        )

    def _seen(self) -> list[int]:
        offset, extent = self._offset(), self.viewport().size()
        window = Rect(offset.x(), offset.y(), extent.width(), extent.height())
        return [i for i, place in enumerate(self._table.places) if place.intersects(window)]

    def _needed(self, number: int) -> tuple[Rect, float]:
        """The visible region of a sheet (points), and its device pixels per point."""
        place, page = self._table.places[number], self._pages[number]
        scale = self._scale * self.devicePixelRatioF()
        if page.size.width * page.size.height * scale * scale <= WHOLE_PIXELS:
            return Rect(0, 0, *page.size), scale
        offset, extent = self._offset(), self.viewport().size()
        left = max((offset.x() - place.x) / self._scale, 0)
        top = max((offset.y() - place.y) / self._scale, 0)
        right = min((offset.x() + extent.width() - place.x) / self._scale, page.size.width)
        bottom = min((offset.y() + extent.height() - place.y) / self._scale, page.size.height)
        return Rect(left, top, right - left, bottom - top), scale

    def _needs_rendering(self, number: int) -> bool:
        return not self._shots.serves(number, *self._needed(number))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._idle_timer.stop()

    def _ask(self) -> None:
        if not self.isVisible():
            return
        seen = self._seen()
        self._shots.keep(seen)
        for number in seen:
            if self._needs_rendering(number):
                self._shots.want(number, *self._needed(number))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            theme = self._ui.theme
            painter.fillRect(event.rect(), QColor(theme["window"]))
            painter.translate(-self._offset())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for number in self._seen():
                page, place = self._pages[number], QRectF(*self._table.places[number])
                paint_sheet(painter, place, page, self._shots.get(number), self._scale, theme)
                if len(self._pages) > 1:
                    painter.setPen(QColor(theme["label"]))
                    below = QRectF(place.x(), place.bottom() + 4, place.width(), CAPTION)
                    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, page.label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self.show_all()
        else:
            self._set_scale(self._scale)
