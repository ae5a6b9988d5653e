"""Where on the map a record's text is written: the place, the size and the weight it is drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.canvas.relation_line import relation_line
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.recipes.cards import CardAnnotations, insets
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
from journeyeditor.model import Element
from journeyeditor.vocabulary import Common, Shape, Stage, Touchpoint, kind_class

#: How wide the words of a connection or an emotion may be written.
WIDE = 90.0


class TextPlace(NamedTuple):
    """A place in map units, the size of the type in map units, and its weight (CSS numbers)."""

    rect: Rect
    size: float
    weight: int
    is_centred: bool = False


def text_place(session: Session, id_: str) -> TextPlace | None:
    """Return where a record's text is written; None if it has no place on the map."""
    place = session.layout.rect(id_)
    element = session.element(id_)
    if element is None:
        return _on_wire(session, id_)
    if place is None:
        return None
    if isinstance(element, Stage):
        left = STAGE_PAD if place.x < 20 else STAGE_PAD + STAGE_TIP
        inner = Rect(place.x + left, place.y + 8, place.width - left - 4, place.height - 16)
        return TextPlace(inner, HEADING, BOLD)
    if element.kind == "emotion":
        below = Rect(place.center.x - WIDE / 2, place.bottom + 2, WIDE, 12)
        return TextPlace(below, BODY, REGULAR, is_centred=True)
    if element.kind == "lane":
        middle = Rect(place.x + 2, place.center.y - 7, WIDE, 14)
        return TextPlace(middle, BODY, BOLD)
    return _on_card(element, place)


def _on_card(element: Element, place: Rect) -> TextPlace:
    look = kind_class(element.kind).look
    assert isinstance(element, Common)
    left, right = insets(element, CardAnnotations())
    pad = CARD_PAD / 2 if look.shape is Shape.TEXT else CARD_PAD
    top = pad + (2 * ICON_RADIUS + 4 if isinstance(element, Touchpoint) else 0)
    inner = Rect(
        place.x + left,
        place.y + top,
        place.width - left - right,
        max(10.0, place.height - top - pad),
    )
    return TextPlace(inner, BODY, REGULAR if element.kind == "thought" else SEMIBOLD)


def _on_wire(session: Session, id_: str) -> TextPlace | None:
    wire = relation_line(session, id_)
    if len(wire) < 2:
        return None
    at = _middle(wire)
    return TextPlace(Rect(at.x - WIDE / 2, at.y - 7, WIDE, 12), SMALL, SEMIBOLD, is_centred=True)


def _middle(wire: Sequence[Point]) -> Point:
    """Return the middle of the longest piece of a line: there its words stand."""
    pieces = list(pairwise(wire))
    a, b = max(pieces, key=lambda ends: abs(ends[0].x - ends[1].x) + abs(ends[0].y - ends[1].y))
    return Point((a.x + b.x) / 2, (a.y + b.y) / 2)
