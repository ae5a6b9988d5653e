"""Skips and loops of the stages: dotted arcs above the chevrons, weighted by share."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.arrangement import Arrangement
from journeyeditor.layout.funnel_band import share_words
from journeyeditor.layout.kit import Kit
from journeyeditor.layout.lines import ARROW, arrow, beside, freest, softened
from journeyeditor.layout.measuring import ARC_FIRST, ARC_LEVEL
from journeyeditor.layout.routes import StageArc
from journeyeditor.layout.style import LABEL_WIDTH, SEMIBOLD, SMALL

#: An arc's words may be this long even where its run is shorter.
WORDS_ROOM = 210.0
#: Words keep this far from the upright parts of other arcs.
CLEARANCE = 4.0


def depict_arcs(arrangement: Arrangement, titles: dict[str, str], kit: Kit) -> list[Primitive]:
    """Return the arcs, then their words, each where no other arc passes through."""
    lines: list[Primitive] = []
    words: list[Primitive] = []
    placed: list[Rect] = []
    ends: dict[tuple[int, str], int] = {}
    drawn = [(arc, arc_corners(arc, arrangement, ends)) for arc in arrangement.measured.arcs]
    uprights = [
        (a.x, min(a.y, b.y))
        for _, points in drawn
        for a, b in itertools.pairwise(points)
        if a.x == b.x
    ]
    for arc, points in drawn:
        width = 1.1 + 1.6 * (arc.relation.share or 0.15)
        pen = Pen(width, kit.accent, "round", "round", (0.01, width + 2.2))
        lines.append(Stroke(softened(points, 9.0), pen))
        if arc.target is not None:
            lines.append(Fill(arrow(points[-2], points[-1], ARROW * 1.25), kit.accent))
        words += _words(arc, points, uprights, placed, titles, arrangement.measured.width, kit)
    return [*lines, *words]


def arc_corners(
    arc: StageArc, arrangement: Arrangement, ends: dict[tuple[int, str], int]
) -> list[Point]:
    """Return the corners of an arc; an end beyond the sheet runs out at its edge."""
    measured = arrangement.measured
    base = measured.arc_height
    y = base - ARC_FIRST + 5 - arc.level * ARC_LEVEL
    first = measured.grid.columns.index(measured.columns[0])

    def foot(column: int, *, faces_right: bool) -> Point:
        """Return an arc's end on the side of the stage to which it leads, so that ends never cross."""
        rect = arrangement.heads[column - first]
        side = "right" if faces_right else "left"
        count = ends.get((column, side), 0)
        ends[column, side] = count + 1
        # Several ends on one stage stand apart, but never on its neighbour.
        aside = min(count * 7, rect.width * 0.32)
        if faces_right:
            return Point(rect.x + rect.width * 0.62 + aside, base - 1)
        return Point(rect.x + rect.width * 0.38 - aside, base - 1)

    edge = (LABEL_WIDTH, measured.width)
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
    points: Sequence[Point],
    uprights: Iterable[tuple[float, float]],
    placed: list[Rect],
    titles: dict[str, str],
    right: float,
    kit: Kit,
) -> list[Primitive]:
    """Return an arc's title and share on its run, and where it leads beyond the sheet.

    `placed` are the places of the words so far, and gets this one's.
    """
    parts = [arc.relation.title] if arc.relation.title else []
    if arc.relation.share is not None:
        parts.append(share_words(arc.relation.share, kit))
    words = " · ".join(parts)
    if arc.target is None:
        words = f"{words} → {titles[arc.relation.target]}".strip()
    elif arc.source is None:
        words = f"{titles[arc.relation.source]} → {words}".strip()
    if not words:
        return []
    start, end = max(itertools.pairwise(points), key=lambda pair: abs(pair[0].x - pair[1].x))
    run = abs(end.x - start.x)
    room = min(max(run - 24, WORDS_ROOM), right - LABEL_WIDTH)
    line = kit.text(words, SMALL, room, weight=SEMIBOLD, max_lines=1)
    y = start.y - line.line_height / 2
    blocked = [
        (x - CLEARANCE, x + CLEARANCE)
        for x, top in uprights
        if top < start.y - 0.1 or x in (start.x, end.x)
    ]
    blocked += beside(placed, y, line.line_height)
    left = (start.x + end.x - line.width) / 2
    if run < line.width + 20:  # beside a short arc rather than over it
        left = max(start.x, end.x) + 8
    left = freest(left, line.width, blocked, (LABEL_WIDTH, right - line.width))
    placed.append(Rect(left - 3, y, line.width + 6, line.line_height))
    ground = Box(placed[-1], 2, kit.theme["paper"], None)
    return [ground, *kit.place(line, left, y, kit.theme["title"], owner=arc.relation.source)]
