"""Pictures of single cards and of what lies under them, for what is carried or makes room.

A moving card is a picture that is laid somewhere else; the map itself is painted when it has
changed, not while a hand hesitates.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from journeyeditor.canvas.map_painter import MapPainter
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental.blocks import DrawingBlock

#: No more pictures than this are kept.
MAX = 400
#: What a card's lines reach beyond its rectangle, in map units.
RIM = 1.0


class Pictures:
    """Makes and keeps pictures at one sharpness (device pixels to a map unit)."""

    def __init__(self, painter: MapPainter) -> None:
        self._painter = painter
        self._cards: dict[str, QPixmap] = {}
        self._grounds: dict[Rect, QPixmap] = {}
        self._sharpness = 0.0

    def forget(self) -> None:
        """Let go of all pictures: the map has changed."""
        self._cards.clear()
        self._grounds.clear()

    def card(self, session: Session, id_: str, sharpness: float) -> QPixmap | None:
        """Return a picture of an element with its rim, clear around it; None if it has no place."""
        self._at(sharpness)
        place = session.layout.rect(id_)
        if place is None:
            return None
        if id_ not in self._cards:
            self._cards[id_] = self._made(session, place.inset(-RIM), id_)
        return self._cards[id_]

    def ground(self, session: Session, place: Rect, sharpness: float) -> QPixmap:
        """Return what a place looks like without the elements that stand there."""
        self._at(sharpness)
        place = place.inset(-RIM)
        if place not in self._grounds:
            self._grounds[place] = self._made(session, place, None)
        return self._grounds[place]

    def _at(self, sharpness: float) -> None:
        if sharpness != self._sharpness or len(self._cards) + len(self._grounds) > MAX:
            self.forget()
            self._sharpness = sharpness

    def _made(self, session: Session, place: Rect, owner: str | None) -> QPixmap:
        """Return a picture of the blocks that hold an element, or of those that hold none."""
        k = self._sharpness
        picture = QPixmap(max(1, round(place.width * k)), max(1, round(place.height * k)))
        picture.fill(
            Qt.GlobalColor.transparent if owner else QColor(session.layout.context.theme["paper"])
        )
        painter = QPainter(picture)
        painter.scale(k, k)
        painter.translate(-place.x, -place.y)
        painter.setClipRect(QRectF(*place))
        for block in session.layout.blocks(place):
            held = () if _is_line(block) else block.owners
            if owner in held if owner else not held:
                self._painter.play(painter, block)
        painter.end()
        return picture


def _is_line(block: DrawingBlock) -> bool:
    """Tell whether a block is a connection, which belongs to the map rather than to its ends."""
    return isinstance(block.key, tuple) and block.key[0] in ("line", "arc")
