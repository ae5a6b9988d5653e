"""The ways on the map between moments that are taken, whether the map draws them or not."""

from __future__ import annotations

import math
from collections.abc import Sequence

from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.insight.replay.timeline import Move
from journeyeditor.layout.style import GUTTER
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Follows

#: How far those that end go on below or beside their card, in map units.
BEYOND = 30.0
#: An arc is so high for each unit of its length, within bounds (map units).
RISE, LOWEST, HIGHEST = 0.22, 18.0, 90.0
#: The pieces of an arc.
PIECES = 24
#: The side of the loop of those who repeat a moment, in map units.
LOOP = 22.0


def move_path(session: Session, source: RecordId, target: RecordId, move: Move) -> Sequence[Point]:
    """Return the way between two moments in map units, () if one is not on the map.

    It is the drawn connector, or the arc between the stages, or a straight line between neighbours, or
    an arc of its own: onward above the cards, back below them. Without a `target` it leads off the map.
    """
    start = session.layout.rect(source)
    end = session.layout.rect(target) if target else start
    if start is None or end is None:
        return ()
    if not target:
        return _off(start, move)
    if source == target:
        return loop(start)
    line = _drawn(session, source, target)
    if line:
        return (start.center, *line, end.center)
    if _are_neighbours(start, end):
        return (start.center, end.center)
    return arched(start, end, is_back=move is Move.BACK)


def arched(start: Rect, end: Rect, *, is_back: bool) -> Sequence[Point]:
    """Return an arc between the upper edges of two cards, or between the lower ones."""
    one = Point(start.center.x, start.bottom if is_back else start.y)
    other = Point(end.center.x, end.bottom if is_back else end.y)
    rise = min(max(math.dist(one, other) * RISE, LOWEST), HIGHEST) * (1 if is_back else -1)
    edge = max(one.y, other.y) if is_back else min(one.y, other.y)
    # The control points of a cubic that is flat in its middle.
    height = edge + rise
    controls = (Point(one.x, height), Point(other.x, height))
    return [_cubic(one, *controls, other, number / PIECES) for number in range(PIECES + 1)]


def _drawn(session: Session, source: RecordId, target: RecordId) -> Sequence[Point]:
    """Return the connector between two moments, or else the arc between their stages."""
    graph, layout = session.graph, session.layout
    for relation in graph.outgoing(source, "follows"):
        if relation.target == target and layout.connector_points(relation.id):
            return layout.connector_points(relation.id)
    stages = [_stage(session, id_) for id_ in (source, target)]
    if stages[0] == stages[1] or not all(stages):
        return ()
    for relation in graph.outgoing(stages[0], "follows"):
        if isinstance(relation, Follows) and relation.target == stages[1]:
            return layout.connector_points(relation.id)
    return ()


def _stage(session: Session, id_: RecordId) -> RecordId:
    element = session.graph.element(id_)
    return id_ if element.kind == "stage" else str(element.stage or "")


def _are_neighbours(one: Rect, other: Rect) -> bool:
    """Return whether nothing can lie between two cards: they share a column or stand side by side."""
    apart = max(one.x, other.x) - min(one.right, other.right)
    return apart <= 2 * GUTTER + 1


def _off(start: Rect, move: Move) -> Sequence[Point]:
    if move is Move.COMPLETED:
        return (start.center, Point(start.right + BEYOND, start.center.y))
    return (start.center, Point(start.center.x, start.bottom + BEYOND))


def loop(card: Rect) -> Sequence[Point]:
    """Return a circle above the right end of a card."""
    middle = Point(card.right - LOOP, card.y - LOOP / 2)
    return [
        Point(
            middle.x + LOOP / 2 * math.sin(2 * math.pi * number / PIECES),
            middle.y + LOOP / 2 * math.cos(2 * math.pi * number / PIECES),
        )
        for number in range(PIECES + 1)
    ]


def _cubic(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    points = list(zip(weights, (a, b, c, d), strict=True))
    return Point(sum(w * p.x for w, p in points), sum(w * p.y for w, p in points))
