"""Where a relation is shown that is selected: its wire, or a bracket over two neighbours without one.

Neighbours follow one another by standing side by side, so the map draws no wire between them; a
hand that has just joined them must see it all the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.model import RecordId

#: How far a bracket rises over what it joins, in map units.
RISE = 7.0


def relation_line(session: Session, id_: RecordId) -> Sequence[Point]:
    """Return the corners of the line, in map units; none for what is no relation on the map."""
    wire = session.layout.connector_points(id_)
    relation = session.relation(id_)
    if wire or relation is None:
        return wire
    source, target = session.layout.rect(relation.source), session.layout.rect(relation.target)
    return _bracket(source, target) if source and target else ()


def _bracket(source: Rect, target: Rect) -> Sequence[Point]:
    """Return a bracket from the middle of one upper edge to that of another."""
    left, right = source.x + source.width / 2, target.x + target.width / 2
    height = min(source.y, target.y) - RISE
    return (
        Point(left, source.y),
        Point(left, height),
        Point(right, height),
        Point(right, target.y),
    )
