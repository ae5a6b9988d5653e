"""The lines of relations, also of those that the map shows by position alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect, distance_to_polyline
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Follows

#: How far the bracket between two cards extends above or beside them, in map units.
BRACKET = 7.0
#: No more relations of one element are shown than this.
MAX_SHOWN = 60


def relation_line(session: Session, id_: RecordId) -> Sequence[Point]:
    """Return the points of a relation's line, in map units; none if it is not on the map.

    The map draws no line between neighbours that follow one another, or between cards of one
    moment; they get a bracket.
    """
    line = session.layout.connector_points(id_)
    relation = session.relation(id_)
    if line or relation is None:
        return line
    source, target = session.layout.rect(relation.source), session.layout.rect(relation.target)
    if source is None or target is None:
        return ()
    if isinstance(relation, Follows):
        return _bracket_above(source, target)
    if source.x < target.right and target.x < source.right:
        return _bracket_beside(source, target)
    return straight_line(source, target.center, target)


def shown_relations(session: Session) -> Iterator[tuple[RecordId, RecordId]]:
    """Yield the relations of what was selected last, and the elements at their other ends.

    Of a selected relation, yield both of its ends.
    """
    id_ = session.selection.primary
    relation = session.relation(id_)
    if relation is not None:
        yield id_, relation.source
        yield id_, relation.target
    elif session.element(id_) is not None:
        for each in session.graph.relations_of(id_)[:MAX_SHOWN]:
            yield each.id, each.target if each.source == id_ else each.source


def shown_line_at(session: Session, point: Point, slack: float) -> RecordId:
    """Return the relation whose line is shown and passes a point, "" for none."""
    lines = (
        (distance_to_polyline(point, line), id_)
        for id_ in dict.fromkeys(id_ for id_, _ in shown_relations(session))
        if (line := relation_line(session, id_))
    )
    distance, id_ = min(lines, default=(slack, ""))
    return id_ if distance < slack else ""


def straight_line(start: Rect, end: Point, met: Rect | None) -> tuple[Point, ...]:
    """Return a straight line from the edge of a rectangle to a point, or to what it meets there."""
    goal = met.center if met else end
    return (_edge(start, goal), _edge(met, start.center) if met else end)


def _bracket_above(source: Rect, target: Rect) -> Sequence[Point]:
    """Return a bracket from the middle of one upper edge to the middle of the other."""
    height = min(source.y, target.y) - BRACKET
    return (
        Point(source.center.x, source.y),
        Point(source.center.x, height),
        Point(target.center.x, height),
        Point(target.center.x, target.y),
    )


def _bracket_beside(source: Rect, target: Rect) -> Sequence[Point]:
    """Return a bracket from the middle of one left edge to the middle of the other."""
    left = min(source.x, target.x) - BRACKET
    return (
        Point(source.x, source.center.y),
        Point(left, source.center.y),
        Point(left, target.center.y),
        Point(target.x, target.center.y),
    )


def _edge(rect: Rect, towards: Point) -> Point:
    """Return where the line from a rectangle's centre to a point leaves it."""
    dx, dy = towards.x - rect.center.x, towards.y - rect.center.y
    across = max(abs(dx) / (rect.width / 2 or 1), abs(dy) / (rect.height / 2 or 1))
    if across <= 1:
        return Point(rect.center.x, rect.y)
    return Point(rect.center.x + dx / across, rect.center.y + dy / across)
