"""The map itself, with as much detail as can be seen: the poster's drawings, greeked, or boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from journeyeditor.display.primitives import Drawing
from journeyeditor.display.theme import Theme, mixed, ramp
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.blocks import DrawingBlock
from journeyeditor.painting.qt.player import QtPlayer
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import Emotion, Shape, Stage, kind_class

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


#: How far the colour of a far card's box is mixed with the paper; of a card without a box, more.
CARD_TINT, TEXT_CARD_TINT = 0.4, 0.72


class StageBoxes(NamedTuple):
    """A stage from afar: rectangles by colour, and the points of its emotions."""

    by_colour: tuple[tuple[QBrush, list[QRectF]], ...]
    emotions: tuple[QPointF, ...]


class LowDetailPainter:
    """Paints stages as boxes, cached until `forget`."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[str | None, float, float], StageBoxes] = {}
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

    def _boxes_of(self, session: Session, column: ColumnPlace) -> StageBoxes:
        key = column.stage_id, column.x, column.width
        cached = self._boxes.get(key)
        if cached is None:
            cached = self._boxes[key] = _make_boxes(session, column)
        return cached


def box_colour(kind: str, theme: Theme) -> str:
    look = kind_class(kind).look
    pale = TEXT_CARD_TINT if look.shape is Shape.TEXT else CARD_TINT
    return mixed(theme[look.accent], theme["paper"], pale)


def _make_boxes(session: Session, column: ColumnPlace) -> StageBoxes:
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
    return StageBoxes(
        tuple((QBrush(QColor(colour)), rects) for colour, rects in by_colour.items()),
        tuple(emotions),
    )
