"""The map itself, with as much detail as can be seen: the poster's drawings, greeked, or boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from journeyeditor.canvas.low_detail_painter import LowDetailPainter, box_colour
from journeyeditor.display.primitives import Drawing
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.blocks import DrawingBlock
from journeyeditor.painting.qt.player import QtPlayer
from journeyeditor.typography import Faces

#: Text of fewer device pixels than this is shown as bars.
LEGIBLE = 3.4
#: With fewer device pixels to a map unit than this, cards are plain boxes.
FAR = 0.16
#: With more stages than this to a thousand device pixels, nothing is typeset only to be a box.
MANY_STAGES = 40
#: How much of what is dim is hidden.
VEIL = 0.76

#: The blocks that draw relations.
_LINES = frozenset({"line", "words", "arc", "arc words"})

Boxes: TypeAlias = list[tuple[QBrush, list[QRectF]]]


class MapPainter:
    """Paints parts of a session's map; keeps what it made ready for the next time."""

    def __init__(self, faces: Faces) -> None:
        self._player = QtPlayer(faces, legible=LEGIBLE)
        self._boxes: dict[int, tuple[Drawing, Boxes]] = {}
        self._far = LowDetailPainter()

    def paint(self, painter: QPainter, session: Session, rect: Rect, device_scale: float) -> None:
        """Paint a rectangle of the map; the painter's units are map units."""
        is_far = device_scale < FAR
        if is_far and _is_long(session, device_scale):
            self._paint_long(painter, session, rect)
            return
        base = painter.transform()
        bright: list[DrawingBlock] = []
        for block in session.layout.blocks(rect):
            painter.setTransform(base)
            painter.translate(*block.origin)
            if session.is_dimming and _line_of(block):
                is_dim = session.is_dim(_line_of(block))
                painter.setOpacity(1 - VEIL if is_dim else 1.0)
                bright += [] if is_dim else [block]
            elif session.filter.persona and _is_curve(block):
                painter.setOpacity(1 - VEIL)
                own = session.layout.curves.of_persona(block, session.filter.persona)
                bright += [block._replace(drawing=own)]
            if is_far and block.owners and _is_cell(block):
                self._paint_boxes(painter, session, block)
            else:
                self._player.play(painter, block.drawing)
            painter.setOpacity(1.0)
        painter.setTransform(base)
        if session.is_dimming:
            self._veil(painter, session, rect)
            for block in bright:  # a line that is lit may cross columns that are not
                self.play(painter, block)

    def play(self, painter: QPainter, block: DrawingBlock, *, is_dim: bool = False) -> None:
        """Paint one block; the painter's units are map units."""
        painter.save()
        painter.setOpacity(1 - VEIL if is_dim else 1.0)
        painter.translate(*block.origin)
        self._player.play(painter, block.drawing)
        painter.restore()

    def invalidate(self, rect: Rect | None = None) -> None:
        self._far.forget(rect)

    def forget(self) -> None:
        self._far.forget()
        self._player.forget()
        self._boxes.clear()

    def _paint_long(self, painter: QPainter, session: Session, rect: Rect) -> None:
        columns = session.layout.columns
        first = max(0, bisect_right(columns, rect.x, key=_left) - 2)  # a curve comes from beside
        end = bisect_left(columns, rect.right, key=_left) + 1
        if end <= first:
            return
        self._far.paint(painter, session, columns[first:end], first)
        if session.is_dimming:
            self._veil(painter, session, rect)

    def _paint_boxes(self, painter: QPainter, session: Session, block: DrawingBlock) -> None:
        key = id(block.drawing)
        cached = self._boxes.get(key)
        if cached is None:
            if len(self._boxes) > 20_000:
                self._boxes.clear()
            cached = self._boxes[key] = (block.drawing, _boxes(session, block))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for brush, rects in cached[1]:
            painter.setBrush(brush)
            painter.drawRects(rects)

    def _veil(self, painter: QPainter, session: Session, rect: Rect) -> None:
        """Veil what is dim: stages with all their cards, then single cards."""
        layout = session.layout
        colour = QColor(layout.context.theme["paper"])
        colour.setAlphaF(VEIL)
        faded: list[Rect] = []
        for column in layout.columns:
            header = layout.rect(column.stage_id) if column.stage_id else None
            if header is not None and column.stage_id and session.is_dim(column.stage_id):
                place = Rect(column.x, header.y, column.width, layout.size.height - header.y)
                faded += [place] if place.intersects(rect) else []
        for id_ in hit_testing.ids_in(layout, rect):
            card = layout.rect(id_)
            if card is not None and session.is_dim(id_):
                is_in = any(place.contains(card, 1) for place in faded)
                faded += [] if is_in else [card.inset(-1)]
        for place in faded:
            painter.fillRect(QRectF(*place), colour)


def _is_long(session: Session, device_scale: float) -> bool:
    """Whether the map has too many stages for their detail to be painted."""
    layout = session.layout
    if len(layout.columns) <= MANY_STAGES:
        return False
    return layout.size.width / len(layout.columns) * device_scale < 1000 / MANY_STAGES


def _left(column: ColumnPlace) -> float:
    return column.x


def _line_of(block: DrawingBlock) -> str:
    """Return the relation that a block draws, or writes the words of; "" for any other block."""
    if isinstance(block.key, tuple) and block.key[0] in _LINES:
        return str(block.key[1])
    return ""


def _is_curve(block: DrawingBlock) -> bool:
    return isinstance(block.key, tuple) and block.key[:1] == ("curve",)


def _is_cell(block: DrawingBlock) -> bool:
    return isinstance(block.key, tuple) and block.key[:1] == ("cell",)


def _boxes(session: Session, block: DrawingBlock) -> Boxes:
    """Return the boxes of a block's cards by colour, about the block's origin."""
    theme = session.layout.context.theme
    by_colour: dict[str, list[QRectF]] = defaultdict(list)
    for id_ in block.owners:
        place = session.layout.rect(id_)
        if place is None or not session.graph.has_element(id_):
            continue
        colour = box_colour(session.graph.element(id_).kind, theme)
        by_colour[colour].append(QRectF(*place.translated(-block.origin.x, -block.origin.y)))
    return [(QBrush(QColor(colour)), rects) for colour, rects in by_colour.items()]
