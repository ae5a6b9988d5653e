"""Skips and loops of the stages: dotted arcs above the chevrons, weighted by share."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.arrangement import ARC_FIRST, ARC_LEVEL, Arrangement
from journeyeditor.layout.recipes.funnel_bars import share_words
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.connector_paths import ARROW, arrow, beside, freest, softened
from journeyeditor.layout.routing.routes import StageArc
from journeyeditor.layout.style import SEMIBOLD, SMALL
from journeyeditor.typography import Paragraph

#: An arc's words may be this long even where its run is shorter.
WORDS_ROOM = 210.0
#: Words keep this far from the upright parts of other arcs.
CLEARANCE = 4.0


class HeaderGeometry(Protocol):
    """What an arc has to know of the stages below it."""

    @property
    def arc_base(self) -> float:
        """The upper edge of the chevrons."""

    @property
    def edges(self) -> tuple[float, float]:
        """The left and the right edge of the row."""

    def header_rect(self, column: int) -> Rect:
        """Return the chevron of a column of the map."""


class PlacedArc(NamedTuple):
    """An arc with its corners; `words` stand in `place`, if there are any."""

    arc: StageArc
    points: Sequence[Point]
    words: Paragraph | None
    place: Rect


def depict_arcs(
    arrangement: Arrangement, titles: Mapping[str, str], context: RenderContext
) -> list[Primitive]:
    """Return the arcs, then their words, each where no other arc passes through."""
    placed = placed_arcs(arrangement.measured.arcs, arrangement, titles, context)
    lines = [primitive for item in placed for primitive in depict_line(item, item.points, context)]
    words = [primitive for item in placed for primitive in depict_words(item, item.place, context)]
    return [*lines, *words]


def placed_arcs(
    arcs: Iterable[StageArc],
    headers: HeaderGeometry,
    titles: Mapping[str, str],
    context: RenderContext,
) -> list[PlacedArc]:
    """Return where arcs stand; `titles` are those of the stages, by id."""
    ends: dict[tuple[int, str], int] = {}
    drawn = [(arc, _corners(arc, headers, ends)) for arc in arcs]
    uprights = [
        (a.x, min(a.y, b.y))
        for _, points in drawn
        for a, b in itertools.pairwise(points)
        if a.x == b.x
    ]
    taken: list[Rect] = []
    placed = []
    for arc, points in drawn:
        line = _words(arc, titles, points, headers, context)
        place = Rect(0, 0, 0, 0)
        if line:
            place = _place(points, line, uprights, taken, headers)
            taken.append(place)
        placed.append(PlacedArc(arc, points, line, place))
    return placed


def depict_line(
    item: PlacedArc, points: Sequence[Point], context: RenderContext
) -> Iterator[Primitive]:
    """Yield the dots of an arc through its corners, and its arrow."""
    width = 1.1 + 1.6 * (item.arc.relation.share or 0.15)
    pen = Pen(width, context.accent, "round", "round", (0.01, width + 2.2))
    yield Stroke(softened(points, 9.0), pen)
    if item.arc.target is not None:
        yield Fill(arrow(points[-2], points[-1], ARROW * 1.25), context.accent)


def depict_words(item: PlacedArc, place: Rect, context: RenderContext) -> Iterator[Primitive]:
    """Yield what is written on an arc, on the paper's colour."""
    if item.words:
        yield Box(place, 2, context.theme["paper"], None)
        owner = item.arc.relation.source
        yield from context.place(
            item.words, place.x + 3, place.y, context.theme["title"], owner=owner
        )


def _corners(
    arc: StageArc, headers: HeaderGeometry, ends: dict[tuple[int, str], int]
) -> list[Point]:
    """Return the corners of an arc; an end beyond the sheet runs out at its edge."""
    base, edge = headers.arc_base, headers.edges
    y = base - ARC_FIRST + 5 - arc.level * ARC_LEVEL

    def foot(column: int, *, faces_right: bool) -> Point:
        """Return an arc's end on the side of the stage to which it leads, so that ends never cross."""
        rect = headers.header_rect(column)
        side = "right" if faces_right else "left"
        count = ends.get((column, side), 0)
        ends[column, side] = count + 1
        # Several ends on one stage stand apart, but never on its neighbour.
        aside = min(count * 7, rect.width * 0.32)
        if faces_right:
            return Point(rect.x + rect.width * 0.62 + aside, base - 1)
        return Point(rect.x + rect.width * 0.38 - aside, base - 1)

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


def _words(
    arc: StageArc,
    titles: Mapping[str, str],
    points: Sequence[Point],
    headers: HeaderGeometry,
    context: RenderContext,
) -> Paragraph | None:
    """Return an arc's title and share, and where it leads beyond the sheet."""
    parts = [arc.relation.title] if arc.relation.title else []
    if arc.relation.share is not None:
        parts.append(share_words(arc.relation.share, context))
    words = " · ".join(parts)
    if arc.target is None:
        words = f"{words} → {titles[arc.relation.target]}".strip()
    elif arc.source is None:
        words = f"{titles[arc.relation.source]} → {words}".strip()
    if not words:
        return None
    start, end = _run(points)
    left, right = headers.edges
    room = min(max(abs(end.x - start.x) - 24, WORDS_ROOM), right - left)
    return context.text(words, SMALL, room, weight=SEMIBOLD, max_lines=1)


def _run(points: Sequence[Point]) -> tuple[Point, Point]:
    """Return the ends of an arc's longest piece."""
    return max(itertools.pairwise(points), key=lambda pair: abs(pair[0].x - pair[1].x))


def _place(
    points: Sequence[Point],
    line: Paragraph,
    uprights: Iterable[tuple[float, float]],
    taken: Sequence[Rect],
    headers: HeaderGeometry,
) -> Rect:
    """Return where an arc's words stand on its run; `taken` are the places of other arcs' words."""
    start, end = _run(points)
    y = start.y - line.line_height / 2
    blocked = [
        (x - CLEARANCE, x + CLEARANCE)
        for x, top in uprights
        if top < start.y - 0.1 or x in (start.x, end.x)
    ]
    blocked += beside(taken, y, line.line_height)
    left = (start.x + end.x - line.width) / 2
    if abs(end.x - start.x) < line.width + 20:  # beside a short arc rather than over it
        left = max(start.x, end.x) + 8
    edges = headers.edges
    left = freest(left, line.width, blocked, (edges[0], edges[1] - line.width))
    return Rect(left - 3, y, line.width + 6, line.line_height)
