"""The emotion lane: one curve per persona, through its scores.

Between two points the curve is a monotone cubic (Fritsch and Carlson, SIAM J. Numer. Anal. 17,
1980: tangents limited so that no segment leaves the range of its ends). A slot in which the
persona takes part without a score is a gap: the curve leads over it as a dashed line.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from journeyeditor.display.path import Path, circle
from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.insight.agreement import quartiles
from journeyeditor.insight.parts import PART, Parts, completed
from journeyeditor.layout.recipes.agreement_mark import agreement_width, depict_agreement
from journeyeditor.layout.recipes.personas import PersonaStyle, outline
from journeyeditor.layout.render_context import RenderContext, hairline
from journeyeditor.layout.style import HAIRLINE, SEMIBOLD

FACE_RADIUS = 7.0
#: Space above +2 and below −2 for faces and numbers.
HEADROOM = 19.0
#: Each segment of a curve is sampled in this many steps.
SAMPLES = 24
#: t, 1 - t, and the weights of the four control points there.
STEPS = tuple(
    (t, 1 - t, (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
    for t in (i / SAMPLES for i in range(1, SAMPLES))
)
SCORES = (2, 1, 0, -1, -2)
#: The dashes of a curve over a gap.
GAP_DASHES = (3.0, 2.6)
#: Raters whose lines are drawn.
MAX_RATERS = 40
#: A name beside its curve is no wider than this.
MAX_NAME_WIDTH = 72.0


class EmotionPoint(NamedTuple):
    """A scored point of a curve: its `slot` decides where there are gaps; `id` is the emotion's.

    `ratings` are the scores of those who rated it in a workshop, by rater.
    """

    slot: int
    at: Point
    score: float
    id: str = ""
    ratings: tuple[tuple[str, float], ...] = ()


class CurvePart(NamedTuple):
    """A stretch of a curve, either between known scores or over a gap."""

    path: Path
    is_gap: bool


def y_of_score(score: float, lane: Rect, headroom: float = HEADROOM) -> float:
    """Return the y of a score (−2..2) in a lane."""
    return lane.y + headroom + (2 - score) / 4 * (lane.height - 2 * headroom)


def tangents(points: Sequence[Point]) -> list[float]:
    """Return the slopes of the monotone cubic at points of increasing x."""
    slopes = [
        (b.y - a.y) / (b.x - a.x) if b.x > a.x else 0.0 for a, b in itertools.pairwise(points)
    ]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in itertools.pairwise(slopes)]
    return [slopes[0], *inner, slopes[-1]]


def monotone_curve(points: Sequence[Point]) -> Path:
    """Return the monotone cubic through points of increasing x; it never overshoots them."""
    if len(points) < 2:
        return ()
    slopes = tangents(points)
    segments: list[tuple[str | float, ...]] = [("M", *points[0])]
    for (a, b), (m, n) in zip(itertools.pairwise(points), itertools.pairwise(slopes), strict=True):
        third = (b.x - a.x) / 3
        segments.append(("C", a.x + third, a.y + m * third, b.x - third, b.y - n * third, *b))
    return tuple(segments)


def gaps(points: Sequence[EmotionPoint], present: Collection[int]) -> list[bool]:
    """Return for each two neighbouring points whether there is a gap between them.

    `present` are the slots in which the persona takes part.
    """
    return [
        any(slot in present for slot in range(one.slot + 1, other.slot))
        for one, other in itertools.pairwise(points)
    ]


def curve_parts(
    points: Sequence[Point], is_gap: Sequence[bool], low: int = 0, high: int | None = None
) -> Iterator[CurvePart]:
    """Yield the parts of the curve through points, from left to right.

    Each begins where the one before it ends. `low` to `high` are the numbers of the points
    at which the segments wanted begin, all by default.
    """
    segments = monotone_curve(points)[1:][low:high]
    start = points[low] if segments else Point(0, 0)
    for gap, part in itertools.groupby(
        zip(is_gap[low:high], segments, strict=True), key=lambda pair: pair[0]
    ):
        path = (("M", *start), *(segment for _, segment in part))
        yield CurvePart(path, gap)
        start = Point(*path[-1][-2:])


def depict_line(
    persona_style: PersonaStyle,
    parts: Iterable[CurvePart],
    context: RenderContext,
    *,
    width: float = 1.9,
) -> Iterator[Primitive]:
    """Yield a curve's line: solid between known scores, dashed and paler over gaps."""
    is_printed = context.format.annotated
    pale = mixed(persona_style.colour, context.theme["paper"], 0.0 if is_printed else 0.3)
    known = Pen(width, persona_style.colour, "round", "round")
    unknown = Pen(0.6 * width, pale, "butt", "round", GAP_DASHES)
    for part in parts:
        yield Stroke(part.path, unknown if part.is_gap else known)


def depict_area_below(
    persona_style: PersonaStyle, parts: Iterable[CurvePart], zero: float, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the faint area between a curve's known parts and zero (at that y)."""
    colour = mixed(persona_style.colour, context.theme["paper"], 0.9)
    for part in parts:
        if not part.is_gap:
            left, right = part.path[0][-2], part.path[-1][-2]
            yield Fill((*part.path, ("L", right, zero), ("L", left, zero), ("Z",)), colour)


def depict_spread(
    persona_style: PersonaStyle,
    points: Sequence[EmotionPoint],
    y_of: Callable[[float], float],
    context: RenderContext,
    low: int = 0,
    high: int | None = None,
) -> Iterator[Primitive]:
    """Yield how far raters agree: the band between the quartiles, and a faint line for each.

    Where nobody has rated, the band runs into the curve. `low` to `high` are the numbers of the
    points at which the segments wanted begin, all by default.
    """
    wanted = [
        at
        for at in range(low, min(len(points) - 1 if high is None else high, len(points) - 1))
        if points[at].ratings or points[at + 1].ratings
    ]
    if not wanted:
        return
    theme, colour = context.theme, persona_style.colour
    upper, lower = (_quartile_curve(points, y_of, which) for which in (1, 0))
    for at in wanted:
        band = (*_segment(upper, at), *_reversed_segment(lower, at), ("Z",))
        yield Fill(band, mixed(colour, theme["paper"], 0.8))
    pen = Pen(0.5, mixed(colour, theme["paper"], 0.62), "round", "round")
    for rater in _raters(points, wanted):
        line = _rater_curve(points, rater, y_of)
        for at in wanted:
            if rater in dict(points[at].ratings) and rater in dict(points[at + 1].ratings):
                yield Stroke(_segment(line, at), pen)


def _quartile_curve(
    points: Sequence[EmotionPoint], y_of: Callable[[float], float], which: int
) -> Path:
    corners = []
    for point in points:
        scores = [score for _, score in point.ratings]
        y = y_of(quartiles(scores)[which]) if scores else point.at.y
        corners.append(Point(point.at.x, y))
    return monotone_curve(corners)


def _rater_curve(
    points: Sequence[EmotionPoint], rater: str, y_of: Callable[[float], float]
) -> Path:
    scores = [dict(point.ratings).get(rater) for point in points]
    return monotone_curve(
        [
            Point(point.at.x, point.at.y if score is None else y_of(score))
            for point, score in zip(points, scores, strict=True)
        ]
    )


def _raters(points: Sequence[EmotionPoint], wanted: Iterable[int]) -> list[str]:
    """Return the raters of some segments, in a stable order and not too many to tell apart."""
    names = {rater for at in wanted for rater, _ in points[at].ratings}
    return sorted(names)[:MAX_RATERS]


def _segment(curve: Path, at: int) -> Path:
    """Return one segment of a curve, as a path of its own."""
    return (("M", *curve[at][-2:]), curve[at + 1])


def _reversed_segment(curve: Path, at: int) -> Path:
    """Return a segment from its end to its beginning, to go on from another path."""
    (*_, x0, y0), (_, x1, y1, x2, y2, x3, y3) = curve[at], curve[at + 1]
    return (("L", x3, y3), ("C", x2, y2, x1, y1, x0, y0))


def depict_scale(
    lane: Rect, context: RenderContext, *, has_figures: bool = True
) -> list[Primitive]:
    """Return the lines from +2 to −2, with their numbers at the left edge of the lane."""
    drawing: list[Primitive] = []
    theme = context.theme
    is_beside = context.format.annotated  # in the column of the lane names
    left = lane.x + 22 if has_figures and not is_beside else lane.x
    size = context.format.sizes.mark
    for score in SCORES:
        y = y_of_score(score, lane)
        colour = theme["label"] if score == 0 else theme["hairline"]
        line = Rect(left, y, lane.right - left, 0)
        drawing.append(hairline(line, colour, HAIRLINE if score else 0.8))
        if not has_figures:
            continue
        words = scale_figure(score, context)
        x = lane.x - 5 if is_beside else lane.x + 18
        drawing += context.write(
            words, size, x, y + 2.3, theme["quiet"], align="right", tabular=is_beside
        )
    return drawing


def scale_figure(score: int, context: RenderContext) -> str:
    """Return a whole score with its sign; zero has none."""
    return context.texts.signed(score).split(",")[0].split(".")[0] if score else "0"


def depict_area(
    curves: Sequence[tuple[PersonaStyle, Sequence[EmotionPoint], Collection[int]]],
    lane: Rect,
    context: RenderContext,
) -> list[Primitive]:
    """Return the faint area between a lone curve and zero; those of several would mix."""
    if len(curves) != 1:
        return []
    persona_style, points, present = curves[0]
    parts = curve_parts([point.at for point in points], gaps(points, present))
    return list(depict_area_below(persona_style, parts, y_of_score(0, lane), context))


def depict_curves(
    curves: Sequence[tuple[PersonaStyle, Sequence[EmotionPoint], Collection[int]]],
    lane: Rect,
    context: RenderContext,
) -> list[Primitive]:
    """Return all curves of a lane: lines first, then faces, then numbers and names."""
    return completed(depict_curves_parts(curves, lane, context))


def depict_curves_parts(
    curves: Sequence[tuple[PersonaStyle, Sequence[EmotionPoint], Collection[int]]],
    lane: Rect,
    context: RenderContext,
) -> Parts[list[Primitive]]:
    """Depict the curves of a lane part by part."""
    zero = y_of_score(0, lane)
    occupied = OccupiedAreas()
    all_points = [(persona_style, point) for persona_style, points, _ in curves for point in points]
    for _, point in all_points:
        occupied.add_face(point.at, zero)
    lines: list[Primitive] = []
    for persona_style, points, present in curves:
        parts = curve_parts([point.at for point in points], gaps(points, present))
        lines += depict_line(persona_style, parts, context)
    faces = [depict_face(persona_style, point, context) for persona_style, point in all_points]
    yield
    words = yield from _labels(curves, occupied, lane, context)
    return [*lines, *faces, *words]


def _labels(
    curves: Sequence[tuple[PersonaStyle, Sequence[EmotionPoint], Collection[int]]],
    occupied: OccupiedAreas,
    lane: Rect,
    context: RenderContext,
) -> Parts[list[Primitive]]:
    """Depict the scores, and the names of several curves, where there is room."""
    for _, points, _ in curves:
        for number, place in enumerate(boxes_along([point.at for point in points])):
            occupied.add(place)
            if number % PART == 0:
                yield
    words: list[Primitive] = []
    all_points = [(persona_style, point) for persona_style, points, _ in curves for point in points]
    for number, (persona_style, point) in enumerate(all_points, 1):
        words += depict_score(persona_style, point, occupied, context)
        if number % PART == 0:
            yield
    for persona_style, points, _ in curves:
        if len(curves) > 1 and points:
            words += depict_name(persona_style, points[-1], occupied, lane, context)
    return words


def boxes_along(
    points: Sequence[Point], left: float = -math.inf, right: float = math.inf
) -> Iterator[Rect]:
    """Yield boxes along a curve, which labels keep clear of: small ones, without gaps.

    Segments outside of `left` and `right` are left out.
    """
    for start, (_, _x1, y1, _x2, y2, x3, y3) in zip(
        points, monotone_curve(points)[1:], strict=False
    ):
        if x3 < left or start.x > right:
            continue
        before = start.y
        # The control points are at thirds of the width, so x is linear in t.
        width = max((x3 - start.x) / SAMPLES, 2.0)
        for t, s, a, b, c, d in STEPS:
            y = a * start.y + b * y1 + c * y2 + d * y3
            top, x = min(before, y), start.x * s + x3 * t
            yield Rect(x + 1.0 - width, top - 1.0, width, abs(y - before) + 2.0)
            before = y


def spread_faces(
    points: Sequence[tuple[Hashable, EmotionPoint]], slot_width: float
) -> list[EmotionPoint]:
    """Return the points of one slot, moved apart sideways where their faces would overlap.

    Each comes with its persona. A persona's points are never one above the other, because a
    curve leads from left to right.
    """
    order = sorted(range(len(points)), key=lambda i: points[i][1].at.y)
    result = [point for _, point in points]
    has_several = len({persona for persona, _ in points}) < len(points)
    cluster: list[int] = []
    for i in [*order, -1]:
        if (
            cluster
            and i >= 0
            and (has_several or result[i].at.y - result[cluster[-1]].at.y < 2 * FACE_RADIUS + 1)
        ):
            cluster.append(i)
            continue
        step = min(2 * FACE_RADIUS + 2, (slot_width - 2 * FACE_RADIUS) / max(len(cluster) - 1, 1))
        for place, j in enumerate(sorted(cluster)):
            point = result[j]
            dx = (place - (len(cluster) - 1) / 2) * step
            result[j] = point._replace(at=Point(point.at.x + dx, point.at.y))
        cluster = [i]
    return result


def depict_face(
    persona_style: PersonaStyle,
    point: EmotionPoint,
    context: RenderContext,
    *,
    radius: float = FACE_RADIUS,
    is_filled: bool = False,
) -> Primitive:
    """Return a face in the persona's shape whose mouth follows the score; a filled one is sourced."""
    score = point.score
    bend = 0.0 if abs(score) < 0.25 else round(max(-1.0, min(1.0, score / 1.5)), 1)
    face = _Face(persona_style, bend * 0.34, radius, is_filled)
    key = ("face", persona_style.marker, persona_style.colour, bend, radius, is_filled)
    return context.symbol(key, *point.at, lambda: _features(face, context))


class _Face(NamedTuple):
    """A face to draw; `bend` is the mouth's depth in radii."""

    style: PersonaStyle
    bend: float
    radius: float
    is_filled: bool


def _features(face: _Face, context: RenderContext) -> Iterator[Primitive]:
    """Yield outline, eyes and mouth around the face's centre."""
    radius, colour, paper = face.radius, face.style.colour, context.theme["paper"]
    shape = outline(face.style.marker, (0, 0), radius)
    ground, ink = (colour, paper) if face.is_filled else (paper, colour)
    pen = Pen(radius / 7, ink, "round", "round")
    bend = face.bend * radius
    mouth, half = radius * 0.34 - bend * 0.35, radius * 0.4
    yield Fill(shape, ground)
    if face.is_filled:
        yield Stroke(outline(face.style.marker, (0, 0), radius + 0.6), Pen(1.2, paper))
    else:
        yield Stroke(shape, Pen(1.3 * (radius / 7) ** 0.5, colour, "round", "round"))
    for side in (-1, 1):
        yield Fill(circle((side * radius * 0.32, -radius * 0.18), radius * 0.115), ink)
    line = ("C", -half / 2, mouth + bend, half / 2, mouth + bend, half, mouth)
    yield Stroke((("M", -half, mouth), line), pen)


#: The left, the upper, the right and the lower edge of an area.
_Sides: TypeAlias = tuple[float, float, float, float]


class OccupiedAreas:
    """The occupied areas of a lane, those of `others` among them, indexed by square cells.

    Cells are as small as labels: where points are dense, most areas of a cell are in the way of a
    label there, so that the search ends early.
    """

    CELL = 12.0
    #: Areas wider than this are indexed by rows of cells: the lane's own lines.
    WIDE = 20 * CELL

    def __init__(self, others: OccupiedAreas | None = None) -> None:
        self._others = others
        self._cells: dict[tuple[int, int], list[_Sides]] = defaultdict(list)
        self._rows: dict[int, list[_Sides]] = defaultdict(list)

    def add(self, rect: Rect) -> None:
        x, y, width, height = rect
        sides = (x, y, x + width, y + height)
        size, cells = self.CELL, self._cells
        columns = range(int(x // size), int(sides[2] // size) + 1)
        for row in range(int(y // size), int(sides[3] // size) + 1):
            if width > self.WIDE:
                self._rows[row].append(sides)
                continue
            for column in columns:
                cells[column, row].append(sides)

    def add_face(self, at: Point, zero: float) -> None:
        """Add a face, and the zero line (at that y) around it."""
        self.add(Rect(at.x - FACE_RADIUS, at.y - FACE_RADIUS, 2 * FACE_RADIUS, 2 * FACE_RADIUS))
        self.add(Rect(at.x - 24, zero - 0.6, 48, 1.2))

    def is_free(self, rect: Rect) -> bool:
        left, top, width, height = rect
        right, bottom = left + width, top + height
        columns = range(int(left // self.CELL), int(right // self.CELL) + 1)
        for row in range(int(top // self.CELL), int(bottom // self.CELL) + 1):
            cells = (self._cells.get((column, row), ()) for column in columns)
            for areas in (self._rows.get(row, ()), *cells):
                for x, y, far_x, far_y in areas:
                    if x < right and left < far_x and y < bottom and top < far_y:
                        return False
        return self._others is None or self._others.is_free(rect)


def depict_score(
    persona_style: PersonaStyle,
    point: EmotionPoint,
    occupied: OccupiedAreas,
    context: RenderContext,
    bounds: Rect | None = None,
) -> list[Primitive]:
    """Return the signed score beside its face, where it is free and within `bounds` if given."""
    words, size = context.texts.signed(point.score), context.format.sizes.mark
    own_width = context.measure(words, size, SEMIBOLD)
    width = own_width + agreement_width(point.ratings, size, context)
    x, y = point.at
    places = [
        Rect(x - width / 2, y - FACE_RADIUS - 8.6, width, 6.6),
        Rect(x - width / 2, y + FACE_RADIUS + 2.4, width, 6.6),
        Rect(x + FACE_RADIUS + 2, y - 3.3, width, 6.6),
        Rect(x - FACE_RADIUS - 2 - width, y - 3.3, width, 6.6),
        Rect(x + FACE_RADIUS - 2, y - FACE_RADIUS - 5, width, 6.6),
        Rect(x - FACE_RADIUS + 2 - width, y - FACE_RADIUS - 5, width, 6.6),
        Rect(x + FACE_RADIUS - 2, y + FACE_RADIUS - 1, width, 6.6),
        Rect(x - FACE_RADIUS + 2 - width, y + FACE_RADIUS - 1, width, 6.6),
    ]
    free = (
        place
        for place in places
        if occupied.is_free(place) and (bounds is None or bounds.contains(place))
    )
    position = next(free, None)
    place = position or places[0]
    occupied.add(place)
    runs = context.write(
        words, size, place.x, place.bottom - 1.2, persona_style.colour, weight=SEMIBOLD
    )
    mark = depict_agreement(point.ratings, place.x + own_width, place.bottom - 1.2, size, context)
    halo = [Box(place.inset(-0.6, 0), 0, context.theme["paper"], None)]
    return [*(halo if not position or mark else ()), *runs, *mark]


def depict_name(
    persona_style: PersonaStyle,
    point: EmotionPoint,
    occupied: OccupiedAreas,
    lane: Rect,
    context: RenderContext,
) -> list[Primitive]:
    """Return the persona's first name at the end of its curve, moved up or down until it is free.

    A name that is too long for a slot, or has no free place, is left to the marker and the side panel.
    """
    words = (persona_style.name.split() or [""])[0].strip(",;:")
    width = context.measure(words, context.format.sizes.mark, SEMIBOLD)
    if not words or width > MAX_NAME_WIDTH:
        return []
    x = min(point.at.x + FACE_RADIUS + 3, lane.right - width - 1)
    places = [
        place
        for shift in (0, -9, 9, -14, 14)
        if lane.contains(place := Rect(x, point.at.y - 3.3 + shift, width, 6.6))
    ]
    free = [place for place in places if occupied.is_free(place)]
    if not free:
        return []
    place = free[0]
    occupied.add(place)
    return [
        Box(place.inset(-1, 0), 1, context.theme["paper"], None),
        *context.write(
            words,
            context.format.sizes.mark,
            place.x,
            place.bottom - 1.2,
            persona_style.colour,
            weight=SEMIBOLD,
        ),
    ]
