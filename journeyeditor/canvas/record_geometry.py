"""Where a record is on the map: its extent, and the box of its text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.editing.relation_lines import relation_line
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.recipes.cards import CardAnnotations, insets, title_top
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import (
    BODY,
    BOLD,
    CARD_PAD,
    HEADING,
    ICON_RADIUS,
    REGULAR,
    SEMIBOLD,
    SMALL,
    STAGE_PAD,
    STAGE_TIP,
)
from journeyeditor.model import Element, RecordId
from journeyeditor.vocabulary import Common, Emotion, Lane, Stage, Thought

#: The width of the text box of a connection or an emotion, in map units.
TEXT_WIDTH = 90.0


class TextBox(NamedTuple):
    """A rectangle and a type size in map units, and a weight (CSS numbers)."""

    rect: Rect
    size: float
    weight: int
    is_centred: bool = False


def extent(session: Session, id_: RecordId) -> Rect | None:
    """Return the rectangle of an element, or around the line of a relation."""
    rect = session.layout.rect(id_)
    line = session.layout.connector_points(id_)
    if rect is not None or not line:
        return rect
    xs, ys = [point.x for point in line], [point.y for point in line]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def text_box(session: Session, id_: str, field: str = "title") -> TextBox | None:
    """Return where a field of a record is written; None if it is not on the map."""
    place = session.layout.rect(id_)
    element = session.element(id_)
    if element is None:
        return _on_line(session, id_)
    if place is None:
        return None
    if isinstance(element, Stage):
        left = STAGE_PAD if place.x < 20 else STAGE_PAD + STAGE_TIP
        inner = Rect(place.x + left, place.y + 8, place.width - left - 4, place.height - 16)
        return TextBox(inner, HEADING * session.layout.context.type_scale, BOLD)
    if isinstance(element, Emotion):
        below = Rect(place.center.x - TEXT_WIDTH / 2, place.bottom + 2, TEXT_WIDTH, 12)
        return TextBox(below, BODY, REGULAR, is_centred=True)
    if isinstance(element, Lane):
        middle = Rect(place.x + 2, place.center.y - 7, TEXT_WIDTH, 14)
        return TextBox(middle, BODY, BOLD)
    if field == "channel":
        return _beside_icon(place)
    return _on_card(element, place, session.layout.context)


def _beside_icon(place: Rect) -> TextBox:
    """Return the box right of the disc with a touchpoint's channel."""
    left, height = CARD_PAD + 2 * ICON_RADIUS + 3, 2 * ICON_RADIUS
    inner = Rect(place.x + left, place.y + CARD_PAD, place.width - left - CARD_PAD, height)
    return TextBox(inner, SMALL, REGULAR)


def _on_card(element: Element, place: Rect, context: RenderContext) -> TextBox:
    assert isinstance(element, Common)
    left, right = insets(element, CardAnnotations(), place.width, context)
    top = title_top(element, place.width, context)
    inner = Rect(
        place.x + left,
        place.y + top,
        place.width - left - right,
        max(10.0, place.height - top - CARD_PAD / 2),
    )
    weight = REGULAR if isinstance(element, Thought) else SEMIBOLD
    return TextBox(inner, BODY * context.type_scale, weight)


def _on_line(session: Session, id_: str) -> TextBox | None:
    line = relation_line(session, id_)
    if len(line) < 2:
        return None
    at = _middle(line)
    return TextBox(
        Rect(at.x - TEXT_WIDTH / 2, at.y - 7, TEXT_WIDTH, 12), SMALL, SEMIBOLD, is_centred=True
    )


def _middle(line: Sequence[Point]) -> Point:
    pieces = list(pairwise(line))
    a, b = max(pieces, key=lambda ends: abs(ends[0].x - ends[1].x) + abs(ends[0].y - ends[1].y))
    return Point((a.x + b.x) / 2, (a.y + b.y) / 2)
