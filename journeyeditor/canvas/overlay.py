"""What lies above the map and is never printed: selection, handles, and what a gesture shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from journeyeditor.canvas.map_painter import MapPainter
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.display.theme import Theme, mixed
from journeyeditor.editing.relation_lines import relation_line, shown_relations
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.interface import Overlay
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.blocks import DrawingBlock
from journeyeditor.layout.style import CARD_RADIUS
from journeyeditor.vocabulary import Lane

#: Widths of frames and lines, in screen pixels.
FRAME, HALO, THIN = 2.0, 3.5, 1.2
#: How strongly areas are tinted.
TINT, LIT, BAND, FADED = 0.08, 0.14, 0.10, 0.62
#: Beyond this many selected records those out of view are not even looked at.
MANY = 300
#: The most pixmaps of cards that are kept.
MAX_PIXMAPS = 400
#: What a card's lines reach beyond its rectangle, in map units.
RIM = 1.0
#: No handle is smaller than this on the screen, none larger.
MIN_HANDLE, MAX_HANDLE = 9.0, 13.0
#: Where they would be smaller than this they are not shown: they would cover the card.
HIDDEN = 4.0


class OverlayPainter:
    """Paints in screen pixels above the map."""

    def __init__(self, viewport: Viewport, pixmaps: CardPixmaps) -> None:
        self._viewport, self._pixmaps = viewport, pixmaps

    def extent(self, session: Session, overlay: Overlay, pointer: QPointF) -> QRectF:
        if overlay.targets is not None:
            return QRectF(0, 0, *self._viewport.size)
        rects = [rect for rect in (overlay.cell, overlay.mark, overlay.marquee) if rect is not None]
        for moved in (overlay.ghosts, overlay.shifted):
            places = ((session.layout.rect(id_), offset) for id_, offset in moved.items())
            rects += [r for place, by in places if place for r in (place, place.translated(*by))]
        rects += [Rect(*point, 0, 0) for point in (*overlay.connector, *overlay.stroke)]
        hot = session.layout.rect(overlay.active) if overlay.active else None
        rects += [hot] if hot else []
        whole = QRectF()
        for rect in rects:
            whole = whole.united(QRectF(*self._viewport.rect_to_screen(rect)).adjusted(0, 0, 1, 1))
        if overlay.tooltip:
            whole = whole.united(QRectF(pointer.x() - 400, pointer.y() - 80, 800, 160))
        return whole.adjusted(-12, -12, 12, 16)

    def paint_gesture(self, painter: QPainter, session: Session, overlay: Overlay) -> None:
        """Paint the gesture below the selection: cell, insertion mark, shifted cards, targets."""
        theme = session.layout.context.theme
        if overlay.targets is not None:
            self._paint_targets(painter, session, overlay.targets)
        if overlay.cell is not None:
            self._paint_cell(painter, overlay.cell, theme)
        self.paint_moved(painter, session, overlay.shifted)
        if overlay.mark is not None:
            place = QRectF(*self._viewport.rect_to_screen(overlay.mark))
            thick = max(3.0, min(place.width(), place.height()))
            grown = place.adjusted(*_grow(place, thick))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme["selection"]))
            painter.drawRoundedRect(grown, thick / 2, thick / 2)
        if overlay.active:
            self._paint_frame(painter, session, overlay.active, is_strong=True, grow=3.0)

    def paint_carried(self, painter: QPainter, session: Session, overlay: Overlay) -> None:
        """Paint what follows the pointer: dragged cards, connector, rubber band, stroke."""
        theme = session.layout.context.theme
        if overlay.ghosts:
            self._paint_ghosts(painter, session, overlay)
        if overlay.marquee is not None:
            place = QRectF(*self._viewport.rect_to_screen(overlay.marquee))
            painter.setPen(QPen(QColor(theme["selection"]), 1))
            painter.setBrush(_faint(theme["selection"], TINT))
            painter.drawRect(place)
        if len(overlay.connector) > 1:
            self._paint_connector(painter, overlay.connector, theme)
        if len(overlay.stroke) > 1:
            pen = QPen(QColor(theme["emotion"]), 3)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline([QPointF(*self._viewport.to_screen(p)) for p in overlay.stroke])

    def paint_words(
        self, painter: QPainter, words: str, at: QPointF, font: QFont, theme: Theme
    ) -> None:
        width = QFontMetricsF(font).horizontalAdvance(words)
        height = QFontMetricsF(font).height()
        box = QRectF(at.x() + 16, at.y() + 14, width + 16, height + 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme["ink"]))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(theme["paper"]))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def paint_selection(
        self, painter: QPainter, session: Session, overlay: Overlay, gliding: Mapping[str, Point]
    ) -> None:
        """Paint the frames of what is selected, the primary one's strongest; none of what is carried."""
        primary = session.selection.primary
        others = [id_ for id_ in self._in_view(session, session.selection.ids) if id_ != primary]
        for id_ in [*others, primary]:
            if id_ and id_ not in overlay.ghosts:
                painter.save()
                dx, dy = gliding.get(id_, (0.0, 0.0))
                painter.translate(dx * self._viewport.scale, dy * self._viewport.scale)
                self._paint_frame(painter, session, id_, is_strong=id_ == primary)
                painter.restore()

    def paint_relations(self, painter: QPainter, session: Session) -> None:
        """Paint the relations of what was selected last, and frame the elements at their ends."""
        colour = _faint(session.layout.context.theme["selection"], 0.75)
        pen = QPen(colour, THIN, Qt.PenStyle.DashLine, Qt.PenCapStyle.FlatCap)
        for id_, end in shown_relations(session):
            place = session.layout.rect(end)
            if id_ not in session.selection:
                self._trace(painter, relation_line(session, id_), pen)
            if place is not None and end not in session.selection:
                painter.setPen(QPen(colour, 1.5))
                painter.setBrush(_faint(session.layout.context.theme["selection"], TINT))
                self._round(painter, self._framed(place, 1.0))

    def paint_found(
        self, painter: QPainter, session: Session, found: Collection[str], current: str
    ) -> None:
        """Mark the records in which text was found, the current match most of all."""
        if not found:
            return
        marker = session.layout.context.theme["moment"]
        for id_ in {*hit_testing.ids_in(session.layout, self._viewport.seen), current} & {*found}:
            is_current = id_ == current
            colour = _faint(marker, 0.34 if is_current else 0.16)
            place = session.layout.rect(id_)
            painter.setPen(QPen(QColor(marker), FRAME + 1) if is_current else Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            if place is not None:
                self._round(painter, self._framed(place, 4.0 if is_current else 2.0))
            else:
                self._trace(painter, relation_line(session, id_), QPen(colour, 10))

    def paint_hover(self, painter: QPainter, session: Session, id_: str) -> None:
        """Paint the thin frame of the record under the pointer."""
        place = session.layout.rect(id_)
        colour = QColor(session.layout.context.theme["selection"])
        colour.setAlphaF(0.55)
        if place is not None:
            painter.setPen(QPen(colour, THIN))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._round(painter, self._framed(place, 0.5))
        elif session.layout.connector_points(id_):
            self._trace(painter, session.layout.connector_points(id_), QPen(colour, 4))

    def paint_handles(self, painter: QPainter, handles: Iterable[Rect], theme: Theme) -> None:
        """Paint the discs from which connections are drawn."""
        painter.setPen(QPen(QColor(theme["selection"]), FRAME))
        painter.setBrush(QColor(theme["paper"]))
        for handle in handles:
            place = self._viewport.rect_to_screen(handle)
            if place.width < HIDDEN:
                continue
            side = max(MIN_HANDLE, min(MAX_HANDLE, place.width))
            painter.drawEllipse(QPointF(*place.center), side / 2, side / 2)

    def paint_moved(self, painter: QPainter, session: Session, moved: Mapping[str, Point]) -> None:
        """Paint elements away from their places, by offset in map units."""
        k = self._viewport.device_scale
        places = [
            (id_, place, offset)
            for id_, offset in moved.items()
            if (place := session.layout.rect(id_)) is not None and self._is_seen(place, offset)
        ]
        for _, place, _ in places:
            self._draw_pixmap(painter, self._pixmaps.background(session, place, k), place)
        for id_, place, offset in places:
            picture = self._pixmaps.card(session, id_, k)
            if picture is not None:
                self._draw_pixmap(painter, picture, place.translated(*offset))

    def _paint_ghosts(self, painter: QPainter, session: Session, overlay: Overlay) -> None:
        """Paint what is carried, lifted off the map; where it came from it is faint."""
        k = self._viewport.device_scale
        paper = _faint(session.layout.context.theme["paper"], FADED)
        shade = QColor("#000000")
        lifted: list[tuple[str, Rect, Point]] = []
        for id_, offset in overlay.ghosts.items():
            place = session.layout.rect(id_)
            if place is not None and self._is_seen(place, offset):
                if not overlay.is_copying:
                    there = QRectF(*self._viewport.rect_to_screen(place.inset(-RIM)))
                    painter.fillRect(there, paper)
                lifted.append((id_, place, offset))
        for id_, place, offset in reversed(lifted):
            rect = QRectF(*self._viewport.rect_to_screen(place.translated(*offset)))
            radius = CARD_RADIUS * self._viewport.scale
            painter.setPen(Qt.PenStyle.NoPen)
            for step in range(6):
                shade.setAlphaF(0.035)
                painter.setBrush(shade)
                painter.drawRoundedRect(
                    rect.adjusted(-step, 2 - step, step, 4 + step), radius + step, radius + step
                )
            picture = self._pixmaps.card(session, id_, k)
            if picture is not None:
                self._draw_pixmap(painter, picture, place.translated(*offset))

    def _paint_targets(self, painter: QPainter, session: Session, targets: frozenset[str]) -> None:
        """Light up what a connection may end at; all else becomes faint."""
        theme = session.layout.context.theme
        seen = self._viewport.seen
        veil = QPainterPath()
        veil.addRect(QRectF(0, 0, *self._viewport.size))
        open_ = QPainterPath()
        open_.setFillRule(Qt.FillRule.WindingFill)
        frames = [
            self._framed(place, 1.5)
            for id_ in hit_testing.ids_in(session.layout, seen)
            if id_ in targets and (place := session.layout.rect(id_)) is not None
        ]
        for frame in frames:
            open_.addRoundedRect(frame, 6, 6)
        painter.fillPath(veil.subtracted(open_), _faint(theme["paper"], 0.5))
        painter.setPen(QPen(QColor(theme["selection"]), THIN))
        painter.setBrush(_faint(theme["selection"], 0.06))
        for frame in frames:
            painter.drawRoundedRect(frame, 6, 6)

    def _paint_cell(self, painter: QPainter, cell: Rect, theme: Theme) -> None:
        place = QRectF(*self._viewport.rect_to_screen(cell)).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(_faint(theme["selection"], 0.5), THIN))
        painter.setBrush(_faint(theme["selection"], LIT))
        painter.drawRoundedRect(place, 6, 6)

    def _paint_connector(self, painter: QPainter, line: Sequence[Point], theme: Theme) -> None:
        colour = QColor(theme["selection"])
        pen = QPen(colour, 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._trace(painter, line, pen)
        end = QPointF(*self._viewport.to_screen(line[-1]))
        painter.setPen(QPen(QColor(theme["paper"]), 1.5))
        painter.setBrush(colour)
        painter.drawEllipse(end, 5, 5)

    def _paint_frame(
        self, painter: QPainter, session: Session, id_: str, *, is_strong: bool, grow: float = 1.0
    ) -> None:
        """Paint the frame of an element, the line of a relation or the band of a lane."""
        theme = session.layout.context.theme
        halo = _faint(theme["selection"], 0.28 if is_strong else 0.16)
        place = session.layout.rect(id_)
        if place is None:
            line = relation_line(session, id_)
            self._trace(painter, line, QPen(halo, 8))
            self._trace(painter, line, QPen(QColor(theme["selection"]), FRAME))
            return
        if not self._is_seen(place, Point(0, 0)):
            return
        frame = self._framed(place, grow)
        colour = theme["selection"] if is_strong else mixed(theme["selection"], theme["paper"], 0.3)
        painter.setBrush(
            _faint(theme["selection"], BAND)
            if session.graph.has_element(id_) and isinstance(session.graph.element(id_), Lane)
            else QBrush(Qt.BrushStyle.NoBrush)
        )
        if min(frame.width(), frame.height()) > 8:
            painter.setPen(QPen(halo, HALO * 2))
            self._round(painter, frame)
        painter.setPen(QPen(QColor(colour), FRAME if is_strong else 1.5))
        self._round(painter, frame)

    def _framed(self, place: Rect, grow: float) -> QRectF:
        return QRectF(*self._viewport.rect_to_screen(place)).adjusted(-grow, -grow, grow, grow)

    def _round(self, painter: QPainter, frame: QRectF) -> None:
        radius = min(CARD_RADIUS * self._viewport.scale + 1, frame.width() / 2, frame.height() / 2)
        painter.drawRoundedRect(frame, radius, radius)

    def _trace(self, painter: QPainter, line: Sequence[Point], pen: QPen) -> None:
        if len(line) > 1:
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline([QPointF(*self._viewport.to_screen(point)) for point in line])

    def _draw_pixmap(self, painter: QPainter, picture: QPixmap, place: Rect) -> None:
        """Lay a picture with a rim around a place, on whole device pixels."""
        ratio = self._viewport.ratio
        x, y = self._viewport.to_screen(Point(place.x - RIM, place.y - RIM))
        left, top = round(x * ratio) / ratio, round(y * ratio) / ratio
        size = picture.size().toTuple()
        target = QRectF(left, top, size[0] / ratio, size[1] / ratio)
        painter.drawPixmap(target, picture, QRectF(picture.rect()))

    def _in_view(self, session: Session, ids: Sequence[str]) -> Iterable[str]:
        if len(ids) <= MANY:
            return ids
        selection = session.selection
        return [
            id_
            for id_ in hit_testing.ids_in(session.layout, self._viewport.seen)
            if id_ in selection
        ]

    def _is_seen(self, place: Rect, offset: Point) -> bool:
        seen = self._viewport.seen.inset(-20)
        return place.intersects(seen) or place.translated(*offset).intersects(seen)


class CardPixmaps:
    """Pixmaps of single cards, and of what lies under them, for cards that are dragged or make room.

    A moving card is a pixmap drawn elsewhere; the map itself is painted only when it changes.
    """

    def __init__(self, painter: MapPainter) -> None:
        self._painter = painter
        self._cards: dict[str, QPixmap] = {}
        self._backgrounds: dict[Rect, QPixmap] = {}
        self._sharpness = 0.0

    def forget(self) -> None:
        self._cards.clear()
        self._backgrounds.clear()

    def card(self, session: Session, id_: str, device_scale: float) -> QPixmap | None:
        """Return an element with its rim on a transparent ground; None if it is not on the map."""
        self._set_scale(device_scale)
        place = session.layout.rect(id_)
        if place is None:
            return None
        if id_ not in self._cards:
            self._cards[id_] = self._make(session, place.inset(-RIM), id_)
        return self._cards[id_]

    def background(self, session: Session, place: Rect, device_scale: float) -> QPixmap:
        """Return what a rectangle of the map looks like without its elements."""
        self._set_scale(device_scale)
        place = place.inset(-RIM)
        if place not in self._backgrounds:
            self._backgrounds[place] = self._make(session, place, None)
        return self._backgrounds[place]

    def _set_scale(self, device_scale: float) -> None:
        if (
            device_scale != self._sharpness
            or len(self._cards) + len(self._backgrounds) > MAX_PIXMAPS
        ):
            self.forget()
            self._sharpness = device_scale

    def _make(self, session: Session, place: Rect, owner: str | None) -> QPixmap:
        """Return a pixmap of the blocks that hold an element, or (None) of those that hold none."""
        k = self._sharpness
        picture = QPixmap(max(1, round(place.width * k)), max(1, round(place.height * k)))
        picture.fill(
            Qt.GlobalColor.transparent if owner else QColor(session.layout.context.theme["paper"])
        )
        with QPainter(picture) as painter:
            painter.scale(k, k)
            painter.translate(-place.x, -place.y)
            painter.setClipRect(QRectF(*place))
            for block in session.layout.blocks(place):
                held = () if _is_line(block) else block.owners
                if owner in held if owner else not held:
                    self._painter.play(painter, block)
        return picture


def _is_line(block: DrawingBlock) -> bool:
    """Whether a block is a connection, which belongs to the map rather than to its ends."""
    return isinstance(block.key, tuple) and block.key[0] in ("line", "arc")


def _faint(colour: str, share: float) -> QColor:
    result = QColor(colour)
    result.setAlphaF(share)
    return result


def _grow(place: QRectF, thick: float) -> tuple[float, float, float, float]:
    """Return by how much to grow a thin mark so that it is seen at every zoom."""
    dx = max(0.0, thick - place.width()) / 2
    dy = max(0.0, thick - place.height()) / 2
    return -dx, -dy, dx, dy
