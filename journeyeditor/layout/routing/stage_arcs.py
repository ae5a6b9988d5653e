"""Skips and loops of the stages: dotted arcs above the headers, their width from the share."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.flow import LineStyle, flow_style
from journeyeditor.layout.recipes.headers import HeaderGeometry
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.connector_paths import (
    ARROW,
    LABEL_REACH,
    PlacedLabels,
    arrow,
    connection,
    fitting_label,
    label_words,
    rounded_polyline,
)
from journeyeditor.layout.routing.routes import StageArc
from journeyeditor.typography import Paragraph

#: Height of the first level of arcs, and of each further one.
FIRST_LEVEL, LEVEL = 17.0, 12.0
#: An arc's label may be this wide even where its line is shorter.
LABEL_ROOM = 210.0
#: Labels keep this far from the vertical pieces of other arcs.
CLEARANCE = 4.0


class PlacedArc(NamedTuple):
    """An arc with its corners; its label, if any, fills `rect`."""

    arc: StageArc
    points: Sequence[Point]
    label: Paragraph | None
    rect: Rect


def arcs_height(arcs: Iterable[StageArc]) -> float:
    levels = max((arc.level for arc in arcs), default=-1) + 1
    return FIRST_LEVEL + (levels - 1) * LEVEL if levels else 0.0


def depict_arcs(
    arcs: Iterable[StageArc],
    headers: HeaderGeometry,
    titles: Mapping[str, str],
    context: RenderContext,
) -> list[Primitive]:
    """Return the arcs, then their labels; `titles` are those of the stages, by id."""
    placed = place_arcs(arcs, headers, titles, context)
    lines: list[Primitive] = []
    for item in placed:
        line = tuple(depict_arc(item, item.points, context))
        is_whole = item.arc.source is not None and item.arc.target is not None
        lines += [connection(line, item.arc.relation)] if is_whole else line
    labels = [primitive for item in placed for primitive in depict_label(item, item.rect, context)]
    return [*lines, *labels]


def place_arcs(
    arcs: Iterable[StageArc],
    headers: HeaderGeometry,
    titles: Mapping[str, str],
    context: RenderContext,
) -> list[PlacedArc]:
    """Return arcs with their corners, and labels where no other arc passes through."""
    ends: dict[tuple[int, str], int] = {}
    drawn = [(arc, _corners(arc, headers, ends)) for arc in arcs]
    verticals = _verticals(points for _, points in drawn)
    labels = PlacedLabels()
    placed = []
    for arc, points in drawn:
        label = _label(arc, titles, points, headers, context)
        rect = Rect(0, 0, 0, 0)
        if label:
            rect = _label_rect(points, label, verticals, labels, headers)
            labels.add(rect)
        placed.append(PlacedArc(arc, points, label, rect))
    return placed


def _verticals(paths: Iterable[Sequence[Point]]) -> list[tuple[float, float]]:
    """Return where vertical pieces are and how high the highest one there reaches, sorted."""
    tops: dict[float, float] = {}
    for points in paths:
        for a, b in itertools.pairwise(points):
            if a.x == b.x:
                tops[a.x] = min(tops.get(a.x, a.y), a.y, b.y)
    return sorted(tops.items())


def depict_arc(
    item: PlacedArc, points: Sequence[Point], context: RenderContext
) -> Iterator[Primitive]:
    width = 1.1 + 1.6 * (item.arc.relation.share or 0.15)
    style = flow_style(item.arc.relation, context) or LineStyle(
        context.accent, width, (0.01, width + 2.2)
    )
    cap = "butt" if context.flow is not None else "round"
    yield Stroke(
        rounded_polyline(points, 9.0), Pen(style.width, style.colour, cap, "round", style.dashes)
    )
    if item.arc.target is not None:
        yield Fill(arrow(points[-2], points[-1], ARROW * 1.25), style.colour)


def depict_label(item: PlacedArc, rect: Rect, context: RenderContext) -> Iterator[Primitive]:
    if item.label:
        yield Box(rect, 2, context.theme["paper"], None)
        owner = item.arc.relation.source
        yield from context.place(
            item.label, rect.x + 3, rect.y, context.theme["title"], owner=owner
        )


def _corners(
    arc: StageArc, headers: HeaderGeometry, ends: dict[tuple[int, str], int]
) -> list[Point]:
    """Return the corners of an arc; an end beyond the sheet runs out at its edge."""
    base, edge = headers.arc_base, headers.edges
    y = base - FIRST_LEVEL + 5 - arc.level * LEVEL

    def foot(column: int, *, faces_right: bool) -> Point:
        """Return an arc's end on the side of the stage that it leads to, so that ends never cross."""
        rect = headers.header_rect(column)
        side = "right" if faces_right else "left"
        count = ends.get((column, side), 0)
        ends[column, side] = count + 1
        # Several ends on one stage are spaced, but never onto its neighbour.
        offset = min(count * 7, rect.width * 0.32)
        if faces_right:
            return Point(rect.x + rect.width * 0.62 + offset, base - 1)
        return Point(rect.x + rect.width * 0.38 - offset, base - 1)

    points = []
    if arc.source is not None:
        start = foot(arc.source, faces_right=arc.is_forward or arc.source == arc.target)
        points += [start, Point(start.x, y)]
    else:
        points.append(Point(edge[0] if arc.is_forward else edge[1], y))
    if arc.target is not None:
        end = foot(arc.target, faces_right=not arc.is_forward and arc.source != arc.target)
        points += [Point(end.x, y), end]
    else:
        points.append(Point(edge[1] if arc.is_forward else edge[0], y))
    return points


def _label(
    arc: StageArc,
    titles: Mapping[str, str],
    points: Sequence[Point],
    headers: HeaderGeometry,
    context: RenderContext,
) -> Paragraph | None:
    """Return the words of an arc, and the stage it leads to or from beyond the sheet."""
    start, end = _longest_piece(points)
    left, right = headers.edges
    room = min(max(abs(end.x - start.x) - 24, LABEL_ROOM * context.format.growth), right - left)

    def words_of(with_time: bool) -> str:
        words = " · ".join(label_words(arc.relation, context, with_time=with_time))
        if arc.target is None:
            return context.along(f"{words} → {titles[arc.relation.target]}".strip())
        if arc.source is None:
            return context.along(f"{titles[arc.relation.source]} → {words}".strip())
        return words

    return fitting_label(words_of, room, context)


def _longest_piece(points: Sequence[Point]) -> tuple[Point, Point]:
    return max(itertools.pairwise(points), key=lambda pair: abs(pair[0].x - pair[1].x))


def _label_rect(
    points: Sequence[Point],
    line: Paragraph,
    verticals: Sequence[tuple[float, ...]],
    labels: PlacedLabels,
    headers: HeaderGeometry,
) -> Rect:
    """Return where an arc's label goes on its line.

    `verticals` are those of all arcs; `labels` those of other arcs.
    """
    start, end = _longest_piece(points)
    y = start.y - line.line_height / 2
    left = (start.x + end.x - line.width) / 2
    if abs(end.x - start.x) < line.width + 20:  # beside a short arc rather than over it
        left = max(start.x, end.x) + 8
    edges = headers.edges
    left = max(edges[0], min(left, edges[1] - line.width))
    first = bisect_left(verticals, (left - LABEL_REACH - CLEARANCE,))
    last = bisect_left(verticals, (left + line.width + LABEL_REACH + CLEARANCE,))
    blocked = [
        (x - CLEARANCE, x + CLEARANCE)
        for x, top in verticals[first:last]
        if top < start.y - 0.1 or x in (start.x, end.x)
    ]
    wanted = Rect(left, y, line.width, line.line_height)
    left = labels.nearest_free(wanted, (edges[0], edges[1] - line.width), blocked)
    return Rect(left - 3, y, line.width + 6, line.line_height)
