"""What lies below and above the map and is never printed: paper, sticky headers, age marks, an emotion's words."""

from __future__ import annotations

import datetime
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from journeyeditor.canvas.map_painter import MapPainter
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.insight.review_dates import aged
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.style import CARD_RADIUS, LABEL_WIDTH
from journeyeditor.model import MAP_ID, Change, RecordId
from journeyeditor.vocabulary import Emotion
from journeyeditor.widgets.style import font

#: Headers stick while they take no more of the view's height than this, and can be read.
MAX_HEADER_SHARE, MIN_HEADER_SCALE = 0.3, 0.3
#: The opacity of the tint of an aged card, and the radius of its clock in map units.
AGE_TINT, CLOCK_RADIUS = 0.1, 4.6
#: Below this scale (pixels to a map unit) a clock would be a speck.
MIN_CLOCK_SCALE = 0.45
#: The kinds that age, and the relation to what rests on them.
_AGEING_KINDS = ("evidence", "metric", "evidenced_by")
#: The box of an emotion's words: its width, padding and distance to the face, in pixels at
#: interface size 1.
MAX_WIDTH, PADDING, GAP = 240.0, 7.0, 9.0
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)


class StickyHeaders:
    """The lanes' names at the left edge and the stages' headers at the top, once scrolled out of view."""

    def __init__(self, viewport: Viewport, painter: MapPainter) -> None:
        self._viewport, self._painter = viewport, painter
        #: Off while a spotlight shows a stage with headers of its own.
        self.is_enabled = True

    def header_row(self, session: Session) -> Rect | None:
        """Return the row of headers in map units while it sticks to the top."""
        view = self._viewport
        rects = [session.layout.rect(c.stage_id) for c in session.layout.columns[:3] if c.stage_id]
        row = next((rect for rect in rects if rect is not None), None)
        is_away = view.scale >= MIN_HEADER_SCALE and row is not None and view.seen.y > row.y
        if row is None or not (self.is_enabled and is_away):
            return None
        if (
            row.height * view.scale > MAX_HEADER_SHARE * view.size.height
            or view.seen.y > view.map.height
        ):
            return None
        return Rect(0, row.y, session.layout.size.width, row.height)

    def has_lane_names(self) -> bool:
        view = self._viewport
        is_away = view.scale >= MIN_HEADER_SCALE and 0 < view.seen.x < view.map.width
        return self.is_enabled and is_away

    def to_map(self, session: Session, x: float, y: float) -> Point:
        view = self._viewport
        at = view.to_map(x, y)
        header_row = self.header_row(session)
        if header_row is not None and y < header_row.height * view.scale:
            return Point(at.x, header_row.y + y / view.scale)
        if self.has_lane_names() and x < LABEL_WIDTH * view.scale:
            return Point(x / view.scale, at.y)
        return at

    def paint(self, painter: QPainter, session: Session) -> None:
        """Paint the headers; the painter's units are screen pixels."""
        if self.has_lane_names():
            self._paint_lane_names(painter, session)
        header_row = self.header_row(session)
        if header_row is not None:
            self._paint_headers(painter, session, header_row)

    def _paint_lane_names(self, painter: QPainter, session: Session) -> None:
        view = self._viewport
        width = LABEL_WIDTH * view.scale
        theme = session.layout.context.theme
        top = max(
            0.0,
            view.to_screen(Point(0, session.layout.lanes[0].rect.y))[1]
            if session.layout.lanes
            else 0.0,
        )
        bottom = min(view.size.height, view.to_screen(Point(0, view.map.height)).y)
        painter.save()
        painter.setClipRect(QRectF(0, top, width + 1, bottom - top))
        painter.fillRect(QRectF(0, top, width, bottom - top), QColor(theme["paper"]))
        painter.translate(0, view.to_screen(Point(0, 0)).y)
        painter.scale(view.scale, view.scale)
        for block in session.layout.blocks(Rect(0, view.seen.y, LABEL_WIDTH, view.seen.height)):
            if isinstance(block.key, tuple) and block.key[0] == "name":
                self._painter.play(painter, block)
        painter.restore()
        painter.setPen(QPen(QColor(theme["hairline"]), 1))
        painter.drawLine(QLineF(width, top, width, bottom))

    def _paint_headers(self, painter: QPainter, session: Session, header_row: Rect) -> None:
        view = self._viewport
        theme = session.layout.context.theme
        height = header_row.height * view.scale
        left = view.to_screen(Point(0, 0)).x
        right, start = left + header_row.width * view.scale, max(0.0, left)
        painter.save()
        painter.setClipRect(QRectF(start, 0, right - start, height + 4))
        painter.fillRect(QRectF(start, 0, right - start, height + 3), QColor(theme["paper"]))
        painter.translate(left, -header_row.y * view.scale)
        painter.scale(view.scale, view.scale)
        for block in session.layout.blocks(
            Rect(view.seen.x, header_row.y, view.seen.width, header_row.height)
        ):
            if isinstance(block.key, tuple) and block.key[0] == "head":
                is_dim = any(session.is_dim(stage) for stage in block.owners if stage)
                self._painter.play(painter, block, is_dim=is_dim)
        painter.restore()
        painter.setPen(QPen(QColor(theme["hairline"]), 1))
        painter.drawLine(QLineF(start, height + 3.5, right, height + 3.5))


class AgeMarks:
    """The tint and clock of cards whose figures or sources are older than the review interval.

    A poster is of its day and says so, so these are never printed.
    """

    def __init__(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._cached_ages: tuple[Session, datetime.date, frozenset[str]] | None = None

    def follow(self, change: Change) -> bool:
        """Follow a change; return whether it may have aged something."""
        for id_, entry in change.entries.items():
            if id_ == MAP_ID or any(record and record.kind in _AGEING_KINDS for record in entry):
                self._cached_ages = None
                return True
        return False

    def ids(self, session: Session, today: datetime.date | None = None) -> frozenset[str]:
        today = today or datetime.date.today()
        if (
            self._cached_ages is None
            or self._cached_ages[0] is not session
            or self._cached_ages[1] != today
        ):
            self._cached_ages = (session, today, aged(session.graph, today))
        return self._cached_ages[2]

    def paint(self, painter: QPainter, session: Session) -> None:
        """Paint the marks of what is in view; the painter's units are screen pixels."""
        old = self.ids(session)
        if not old:
            return
        view = self._viewport
        colour = QColor(session.layout.context.theme["moment"])
        wash = QColor(colour)
        wash.setAlphaF(AGE_TINT)
        for id_ in hit_testing.ids_in(session.layout, view.seen):
            place = session.layout.rect(id_) if id_ in old else None
            if place is None or isinstance(session.graph.element(id_), Emotion):
                continue  # a face is its score; the clock would hide it
            box = QRectF(*view.rect_to_screen(place))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(wash)
            painter.drawRoundedRect(box, CARD_RADIUS * view.scale, CARD_RADIUS * view.scale)
            if view.scale >= MIN_CLOCK_SCALE:
                self._paint_clock(painter, box, colour, session.layout.context.theme["paper"])

    def _paint_clock(self, painter: QPainter, box: QRectF, colour: QColor, paper: str) -> None:
        """Paint a clock in a card's lower right corner: colour alone does not reach everybody."""
        radius = CLOCK_RADIUS * self._viewport.scale
        middle = QPointF(box.right() - radius * 0.4, box.bottom() - radius * 0.4)
        painter.setPen(QPen(colour, max(1.0, radius * 0.24)))
        painter.setBrush(QColor(paper))
        painter.drawEllipse(middle, radius, radius)
        painter.drawLine(middle, middle + QPointF(0, -radius * 0.6))
        painter.drawLine(middle, middle + QPointF(radius * 0.45, 0))


def emotion_text(session: Session, id_: RecordId) -> str:
    """Return an emotion's title and reason, "" for anything else."""
    element = session.element(id_) if id_ else None
    if not isinstance(element, Emotion):
        return ""
    return "\n".join(words for words in (element.title.strip(), element.reason.strip()) if words)


def paint_emotion_text(
    painter: QPainter, viewport: Viewport, session: Session, id_: RecordId, scale: float
) -> None:
    """Paint an emotion's words below its face, or above it near the lower edge of the view.

    A face has no words on the map, so they are shown while it is selected or under the pointer.
    """
    words, place = emotion_text(session, id_), session.layout.rect(id_)
    if not words or place is None:
        return
    theme, face = session.layout.context.theme, QRectF(*viewport.rect_to_screen(place))
    painter.setFont(font(scale, size=12.0))
    metrics = QFontMetricsF(painter.font())
    text = metrics.boundingRect(QRectF(0, 0, MAX_WIDTH * scale, 1e4), _WRAPPED, words)
    padding = PADDING * scale
    box = QRectF(0, 0, text.width() + 2 * padding, text.height() + 2 * padding)
    box.moveCenter(face.center())
    box.moveLeft(max(4.0, min(box.left(), viewport.size.width - box.width() - 4)))
    box.moveTop(face.bottom() + GAP * scale)
    if box.bottom() > viewport.size.height - 4:
        box.moveBottom(face.top() - GAP * scale)
    painter.setPen(QPen(QColor(theme["emotion"]), 1))
    painter.setBrush(QColor(theme["paper"]))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(QColor(theme["ink"]))
    painter.drawText(box.adjusted(padding, padding, -padding, -padding), _WRAPPED, words)


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
