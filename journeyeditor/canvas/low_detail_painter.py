"""A long map at a small scale: bands, headers and boxes, so that nothing needs to be typeset.

What is made ready is kept stage by stage; a change drops only the stages it touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from journeyeditor.display.theme import Theme, mixed, ramp
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.vocabulary import Emotion, Shape, Stage, kind_class

#: How far the colour of a far card's box is mixed with the paper; of a card without a box, more.
CARD_TINT, TEXT_CARD_TINT = 0.4, 0.72


class Boxes(NamedTuple):
    """A stage from afar: rectangles by colour, and the points of its emotions."""

    by_colour: tuple[tuple[QBrush, list[QRectF]], ...]
    emotions: tuple[QPointF, ...]


class LowDetailPainter:
    """Paints stages as boxes, cached until `forget`."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[str | None, float, float], Boxes] = {}
        self._ramp: dict[tuple[str, str, int], list[tuple[str, str]]] = {}

    def forget(self, rect: Rect | None = None) -> None:
        """Let go of the stages that a rectangle of the map touches, or of all."""
        if rect is None:
            self._boxes.clear()
            return
        for key in [k for k in self._boxes if k[1] < rect.right and k[1] + k[2] > rect.x]:
            del self._boxes[key]

    def paint(
        self, painter: QPainter, session: Session, columns: Sequence[ColumnPlace], first: int
    ) -> None:
        """Paint some columns, the `first` one's number among all given; map units."""
        theme, layout = session.layout.context.theme, session.layout
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        left, right = columns[0].x, columns[-1].right
        tint = QColor(theme["tint"])
        for number, lane in enumerate(layout.lanes):
            if number % 2 == 0:
                painter.fillRect(QRectF(left, lane.rect.y, right - left, lane.rect.height), tint)
        headers = self._header_colours(session)
        emotions: list[QPointF] = []
        for number, column in enumerate(columns, first):
            header = layout.rect(column.stage_id) if column.stage_id else None
            if header is not None:
                painter.fillRect(QRectF(*header), QColor(headers[number][0]))
            boxes = self._boxes_of(session, column)
            for brush, rects in boxes.by_colour:
                painter.setBrush(brush)
                painter.drawRects(rects)
            emotions += boxes.emotions
        painter.setPen(QPen(QColor(theme["emotion"]), 0))
        painter.drawPolyline(emotions)

    def _header_colours(self, session: Session) -> list[tuple[str, str]]:
        theme, count = session.layout.context.theme, len(session.layout.columns)
        key = theme["ramp"], theme["ramp_end"], count
        if key not in self._ramp:
            self._ramp = {key: ramp(key[0], key[1], count, theme["title"])}
        return self._ramp[key]

    def _boxes_of(self, session: Session, column: ColumnPlace) -> Boxes:
        key = column.stage_id, column.x, column.width
        cached = self._boxes.get(key)
        if cached is None:
            cached = self._boxes[key] = _make_boxes(session, column)
        return cached


def box_colour(kind: str, theme: Theme) -> str:
    look = kind_class(kind).look
    pale = TEXT_CARD_TINT if look.shape is Shape.TEXT else CARD_TINT
    return mixed(theme[look.accent], theme["paper"], pale)


def _make_boxes(session: Session, column: ColumnPlace) -> Boxes:
    theme, layout = session.layout.context.theme, session.layout
    by_colour: dict[str, list[QRectF]] = defaultdict(list)
    emotions: list[QPointF] = []
    for id_ in hit_testing.ids_in(layout, Rect(column.x, 0, column.width, layout.size.height)):
        place = layout.rect(id_)
        element = session.element(id_)
        if place is None or element is None or isinstance(element, Stage) or place.x < column.x:
            continue
        if isinstance(element, Emotion):
            emotions.append(QPointF(*place.center))
            continue
        colour = box_colour(element.kind, theme)
        by_colour[colour].append(QRectF(*place))
    emotions.sort(key=lambda point: point.x())
    return Boxes(
        tuple((QBrush(QColor(colour)), rects) for colour, rects in by_colour.items()),
        tuple(emotions),
    )
