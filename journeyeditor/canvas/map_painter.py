"""The map itself, with as much detail as can be seen: the poster's drawings, greeked, or boxes."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from journeyeditor.display.primitives import Drawing
from journeyeditor.display.theme import mixed
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect
from journeyeditor.layout.live import Block
from journeyeditor.painting.qt import QtPlayer
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import Shape, kind_class

#: Text of fewer device pixels than this is shown as bars.
LEGIBLE = 3.4
#: With fewer device pixels to a map unit than this, cards are plain boxes.
FAR = 0.16
#: How far the colour of a far card's box is mixed with the paper; of a card without a box, more.
PALE, PALER = 0.4, 0.72
#: How much of what the filter leaves out is hidden.
VEIL = 0.76

Boxes: TypeAlias = list[tuple[QBrush, list[QRectF]]]


class MapPainter:
    """Paints parts of a session's map; keeps what it made ready for the next time."""

    def __init__(self, faces: Faces) -> None:
        self._player = QtPlayer(faces, legible=LEGIBLE)
        self._boxes: dict[int, tuple[Drawing, Boxes]] = {}

    def paint(self, painter: QPainter, session: Session, rect: Rect, sharpness: float) -> None:
        """Paint what stands in a rectangle of the map; the painter's units are map units."""
        is_far = sharpness < FAR
        base = painter.transform()
        for block in session.live.blocks(rect):
            painter.setTransform(base)
            painter.translate(*block.origin)
            if is_far and block.owners and _is_cell(block):
                self._paint_boxes(painter, session, block)
            else:
                self._player.play(painter, block.drawing)
        painter.setTransform(base)
        if session.filter.is_active:
            self._veil(painter, session, rect)

    def play(self, painter: QPainter, block: Block) -> None:
        """Paint one block; the painter's units are map units."""
        painter.save()
        painter.translate(*block.origin)
        self._player.play(painter, block.drawing)
        painter.restore()

    def forget(self) -> None:
        """Let go of what was made ready: everything is drawn anew."""
        self._player.forget()
        self._boxes.clear()

    def _paint_boxes(self, painter: QPainter, session: Session, block: Block) -> None:
        key = id(block.drawing)
        known = self._boxes.get(key)
        if known is None:
            if len(self._boxes) > 20_000:
                self._boxes.clear()
            known = self._boxes[key] = (block.drawing, _boxes(session, block))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for brush, rects in known[1]:
            painter.setBrush(brush)
            painter.drawRects(rects)

    def _veil(self, painter: QPainter, session: Session, rect: Rect) -> None:
        """Make what the filter leaves out faint."""
        colour = QColor(session.live.kit.theme["paper"])
        colour.setAlphaF(VEIL)
        for id_ in session.live.ids_in(rect):
            place = session.live.rect(id_)
            if place is not None and session.is_dim(id_):
                painter.fillRect(QRectF(*place.inset(-1)), colour)


def _is_cell(block: Block) -> bool:
    return isinstance(block.key, tuple) and block.key[:1] == ("cell",)


def _boxes(session: Session, block: Block) -> Boxes:
    """Return the boxes of a block's cards by colour, about the block's origin."""
    theme = session.live.kit.theme
    by_colour: dict[str, list[QRectF]] = defaultdict(list)
    for id_ in block.owners:
        place = session.live.rect(id_)
        if place is None or not session.graph.has_element(id_):
            continue
        look = kind_class(session.graph.element(id_).kind).look
        pale = PALER if look.shape is Shape.TEXT else PALE
        colour = mixed(theme[look.accent], theme["paper"], pale)
        by_colour[colour].append(QRectF(*place.moved(-block.origin.x, -block.origin.y)))
    return [(QBrush(QColor(colour)), rects) for colour, rects in by_colour.items()]
