"""The lanes' names at the left edge and the stages' heads at the top, when they are scrolled away."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from journeyeditor.canvas.map_painter import MapPainter
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.style import LABEL_WIDTH

#: The heads stay in view as long as they take no more of its height than this.
MAX_SHARE = 0.3
#: Below this scale nothing can be read there anyway.
MIN_SCALE = 0.3


class Pinned:
    """Paints the pinned strips, and says what a place on them stands for."""

    def __init__(self, viewport: Viewport, painter: MapPainter) -> None:
        self._viewport, self._painter = viewport, painter

    def heads(self, session: Session) -> Rect | None:
        """Return the row of heads in map units if it is pinned to the top."""
        view = self._viewport
        rects = [session.layout.rect(c.stage_id) for c in session.layout.columns[:3] if c.stage_id]
        row = next((rect for rect in rects if rect is not None), None)
        if row is None or view.scale < MIN_SCALE or view.seen.y <= row.y:
            return None
        if row.height * view.scale > MAX_SHARE * view.size.height or view.seen.y > view.map.height:
            return None
        return Rect(0, row.y, session.layout.size.width, row.height)

    def has_names(self) -> bool:
        """Tell whether the lanes' names are pinned to the left edge."""
        view = self._viewport
        return view.scale >= MIN_SCALE and 0 < view.seen.x < view.map.width

    def unpinned(self, session: Session, x: float, y: float) -> Point:
        """Return the place on the map at a place of the screen, strips included."""
        view = self._viewport
        at = view.to_map(x, y)
        heads = self.heads(session)
        if heads is not None and y < heads.height * view.scale:
            return Point(at.x, heads.y + y / view.scale)
        if self.has_names() and x < LABEL_WIDTH * view.scale:
            return Point(x / view.scale, at.y)
        return at

    def paint(self, painter: QPainter, session: Session) -> None:
        """Paint the strips; the painter's units are screen pixels."""
        if self.has_names():
            self._paint_names(painter, session)
        heads = self.heads(session)
        if heads is not None:
            self._paint_heads(painter, session, heads)

    def _paint_names(self, painter: QPainter, session: Session) -> None:
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

    def _paint_heads(self, painter: QPainter, session: Session, heads: Rect) -> None:
        view = self._viewport
        theme = session.layout.context.theme
        height = heads.height * view.scale
        left = view.to_screen(Point(0, 0)).x
        right = left + heads.width * view.scale
        painter.save()
        painter.setClipRect(QRectF(0, 0, right, height + 4))
        painter.fillRect(QRectF(0, 0, view.size.width, height + 3), QColor(theme["paper"]))
        painter.translate(left, -heads.y * view.scale)
        painter.scale(view.scale, view.scale)
        for block in session.layout.blocks(
            Rect(view.seen.x, heads.y, view.seen.width, heads.height)
        ):
            if isinstance(block.key, tuple) and block.key[0] == "head":
                is_dim = any(session.is_dim(stage) for stage in block.owners if stage)
                self._painter.play(painter, block, is_dim=is_dim)
        painter.restore()
        painter.setPen(QPen(QColor(theme["hairline"]), 1))
        painter.drawLine(QLineF(max(0.0, left), height + 3.5, right, height + 3.5))
