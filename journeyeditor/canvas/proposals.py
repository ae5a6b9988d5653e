"""What a capture line would put on the map: dashed cards where they would go, in their stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from journeyeditor.canvas.viewport import Viewport
from journeyeditor.display.theme import Theme
from journeyeditor.editing.changes.capturing import Capture
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.style import CARD_RADIUS
from journeyeditor.vocabulary import kind_class
from journeyeditor.widgets import icons
from journeyeditor.widgets.style import font

#: How strongly the stage is tinted, and the cards over it.
TINT, PAPER = 0.08, 0.92
#: Around a proposed card in its cell, and its greatest height, in map units.
INSET, HEIGHT = 4.0, 40.0


class Proposal(NamedTuple):
    """A card that is proposed, and where, in map units."""

    rect: Rect
    kind: str
    words: str


class Proposals(NamedTuple):
    """The column that a line is for, and its cards."""

    column: Rect | None = None
    cards: tuple[Proposal, ...] = ()


def proposals(layout: IncrementalLayout, captured: Capture, signed: str) -> Proposals:
    """Return where a line's cards would be; `signed` is the words of its score."""
    column = next((c for c in layout.columns if c.stage_id and c.stage_id == captured.stage), None)
    if column is None or not captured.cards:
        return Proposals()
    whole = Rect(column.x, 0, column.width, layout.size.height)
    return Proposals(whole, tuple(_placed(layout, column, captured, signed)))


def paint(painter: QPainter, viewport: Viewport, shown: Proposals, theme: Theme) -> None:
    if shown.column is None:
        return
    tint = QColor(theme["selection"])
    tint.setAlphaF(TINT)
    painter.fillRect(QRectF(*viewport.rect_to_screen(shown.column)), tint)
    for card in shown.cards:
        paint_card(painter, viewport, card, theme)


def _placed(
    layout: IncrementalLayout, column: ColumnPlace, captured: Capture, signed: str
) -> Iterator[Proposal]:
    stacked: dict[str, int] = {}
    slot = _free_slot(layout, column, (card.kind for card in captured.cards))
    for card in captured.cards:
        lane = hit_testing.lane_for_kind(layout, card.kind)
        if lane is None:
            continue
        index = stacked.get(card.kind, 0)
        stacked[card.kind] = index + 1
        width = column.width / column.slots
        height = min(HEIGHT, lane.rect.height - 2 * INSET)
        rect = Rect(
            column.x + (slot - column.first) * width + INSET,
            lane.rect.y + INSET + index * (height + INSET),
            width - 2 * INSET,
            height,
        )
        yield Proposal(rect, card.kind, card.title or signed)


def _free_slot(layout: IncrementalLayout, column: ColumnPlace, kinds: Iterable[str]) -> int:
    """Return the first slot in which the lanes of all kinds are empty, else the last one."""
    keys = [lane.spec.key for lane in layout.lanes]
    places = [hit_testing.lane_for_kind(layout, kind) for kind in kinds]
    lanes = [keys.index(place.spec.key) for place in places if place and place.spec.key in keys]
    slots = range(column.first, column.first + column.slots)
    free = (slot for slot in slots if not any(layout.cell_ids(lane, slot) for lane in lanes))
    return next(free, slots[-1])


def paint_card(painter: QPainter, viewport: Viewport, card: Proposal, theme: Theme) -> None:
    scale = viewport.scale
    place = QRectF(*viewport.rect_to_screen(card.rect))
    radius = CARD_RADIUS * scale
    paper = QColor(theme["paper"])
    paper.setAlphaF(PAPER)
    pen = QPen(QColor(theme["selection"]), 1.6, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(paper)
    painter.drawRoundedRect(place, radius, radius)
    look = kind_class(card.kind).look
    bar = QRectF(place.left(), place.top() + radius, 3 * scale, place.height() - 2 * radius)
    painter.fillRect(bar, QColor(theme[look.accent]))
    side = 11 * scale
    symbol = QRectF(place.left() + 7 * scale, place.top() + 6 * scale, side, side)
    icons.draw(painter, look.glyph, symbol, theme[look.accent])
    painter.setFont(font(scale, size=8.5, weight=600))
    painter.setPen(QColor(theme["ink"]))
    inner = place.adjusted(7 * scale + side + 4 * scale, 5 * scale, -4 * scale, -4 * scale)
    painter.drawText(inner, int(Qt.TextFlag.TextWordWrap), card.words)
