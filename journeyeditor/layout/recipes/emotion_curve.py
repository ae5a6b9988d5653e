"""The emotion lane: one curve per persona, through its scores.

Between two points the curve is a monotone cubic (Fritsch and Carlson, SIAM J. Numer. Anal. 17,
1980: tangents limited so that no piece leaves the range of its ends). A slot in which the
persona takes part without a score is a gap, and stays one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.path import Path, circle
from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.recipes.personas import PersonaStyle, outline
from journeyeditor.layout.render_context import RenderContext, hairline
from journeyeditor.layout.style import HAIRLINE, SEMIBOLD, SMALL

FACE = 7.0
#: Space above +2 and below −2 for faces and numbers.
HEADROOM = 19.0
#: A piece of a curve is sampled in this many steps.
ALONG = 24
#: t, 1 - t, and the weights of the four control points there.
STEPS = tuple(
    (t, 1 - t, (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
    for t in (i / ALONG for i in range(1, ALONG))
)
SCORES = (2, 1, 0, -1, -2)
#: A name beside its curve is no wider than this.
NAME_ROOM = 72.0


class EmotionPoint(NamedTuple):
    """A scored point of a curve; its `slot` decides where there are gaps."""

    slot: int
    at: Point
    score: float


def height_of(score: float, lane: Rect) -> float:
    """Return the y of a score (−2..2) in a lane."""
    return lane.y + HEADROOM + (2 - score) / 4 * (lane.height - 2 * HEADROOM)


def tangents(points: Sequence[Point]) -> list[float]:
    """Return the slopes of the monotone cubic at points of increasing x."""
    slopes = [
        (b.y - a.y) / (b.x - a.x) if b.x > a.x else 0.0 for a, b in itertools.pairwise(points)
    ]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in itertools.pairwise(slopes)]
    return [slopes[0], *inner, slopes[-1]]


def smooth(points: Sequence[Point]) -> Path:
    """Return the monotone cubic through points of increasing x; it never overshoots them."""
    if len(points) < 2:
        return ()
    slopes = tangents(points)
    segments: list[tuple[str | float, ...]] = [("M", *points[0])]
    for (a, b), (m, n) in zip(itertools.pairwise(points), itertools.pairwise(slopes), strict=True):
        third = (b.x - a.x) / 3
        segments.append(("C", a.x + third, a.y + m * third, b.x - third, b.y - n * third, *b))
    return tuple(segments)


def pieces(moods: Sequence[EmotionPoint], present: Collection[int]) -> list[list[EmotionPoint]]:
    """Return points in unbroken runs; `present` are the slots in which the persona takes part."""
    runs: list[list[EmotionPoint]] = []
    for mood in moods:
        gap = runs and any(slot in present for slot in range(runs[-1][-1].slot + 1, mood.slot))
        if gap or not runs:
            runs.append([])
        runs[-1].append(mood)
    return runs


def depict_grid(lane: Rect, context: RenderContext, *, has_figures: bool = True) -> list[Primitive]:
    """Return the lines from +2 to −2, with their numbers at the left edge of the lane."""
    drawing: list[Primitive] = []
    theme = context.theme
    left = lane.x + 22 if has_figures else lane.x
    for score in SCORES:
        y = height_of(score, lane)
        colour = theme["label"] if score == 0 else theme["hairline"]
        line = Rect(left, y, lane.right - left, 0)
        drawing.append(hairline(line, colour, HAIRLINE if score else 0.8))
        if not has_figures:
            continue
        words = context.texts.signed(score).split(",")[0].split(".")[0] if score else "0"
        drawing += context.write(words, SMALL, lane.x + 18, y + 2.3, theme["quiet"], align="right")
    return drawing


def depict_area(
    curves: Sequence[tuple[PersonaStyle, Sequence[EmotionPoint], Collection[int]]],
    lane: Rect,
    context: RenderContext,
) -> list[Primitive]:
    """Return the faint area between a lone curve and zero; those of several would mix."""
    if len(curves) != 1:
        return []
    persona_style, moods, present = curves[0]
    zero = height_of(0, lane)
    colour = mixed(persona_style.colour, context.theme["paper"], 0.9)
    areas: list[Primitive] = []
    for run in pieces(moods, present):
        points = [mood.at for mood in run]
        if len(points) > 1:
            end = (("L", points[-1].x, zero), ("L", points[0].x, zero), ("Z",))
            areas.append(Fill((*smooth(points), *end), colour))
    return areas


def depict_curves(
    curves: Sequence[tuple[PersonaStyle, Sequence[EmotionPoint], Collection[int]]],
    lane: Rect,
    context: RenderContext,
) -> list[Primitive]:
    """Return all curves of a lane: lines first, then faces, then numbers and names."""
    zero = height_of(0, lane)
    taken = OccupiedAreas()
    all_moods = [(persona_style, mood) for persona_style, moods, _ in curves for mood in moods]
    for _, mood in all_moods:
        taken.add_face(mood.at, zero)
    lines = [
        Stroke(smooth([mood.at for mood in run]), Pen(1.9, persona_style.colour, "round", "round"))
        for persona_style, moods, present in curves
        for run in pieces(moods, present)
        if len(run) > 1
    ]
    faces = [face(persona_style, mood, context) for persona_style, mood in all_moods]
    for _, moods, present in curves:
        for run in pieces(moods, present):
            for place in along([mood.at for mood in run]):
                taken.add(place)
    words: list[Primitive] = []
    for persona_style, mood in all_moods:
        words += number(persona_style, mood, taken, context)
    for persona_style, moods, _ in curves:
        if len(curves) > 1 and moods:
            words += name(persona_style, moods[-1], taken, lane, context)
    return [*lines, *faces, *words]


def along(
    points: Sequence[Point], left: float = -math.inf, right: float = math.inf
) -> Iterator[Rect]:
    """Yield small boxes along a curve, which labels keep clear of.

    Pieces that lie left or right of bounds are left out.
    """
    for start, (_, _x1, y1, _x2, y2, x3, y3) in zip(points, smooth(points)[1:], strict=False):
        if x3 < left or start.x > right:
            continue
        for t, s, a, b, c, d in STEPS:
            # The control points stand at thirds of the way, so x runs evenly with t.
            y = a * start.y + b * y1 + c * y2 + d * y3
            yield Rect(start.x * s + x3 * t - 1.0, y - 1.0, 2.0, 2.0)


def spread(
    moods: Sequence[tuple[int, PersonaStyle, EmotionPoint]], slot_width: float
) -> list[EmotionPoint]:
    """Return the points of one slot, moved apart sideways where their faces would overlap."""
    order = sorted(range(len(moods)), key=lambda i: moods[i][2].at.y)
    result = [mood for _, _, mood in moods]
    cluster: list[int] = []
    for i in [*order, -1]:
        if cluster and i >= 0 and moods[i][2].at.y - moods[cluster[-1]][2].at.y < 2 * FACE + 1:
            cluster.append(i)
            continue
        step = min(2 * FACE + 2, (slot_width - 2 * FACE) / max(len(cluster) - 1, 1))
        for place, j in enumerate(sorted(cluster)):
            mood = result[j]
            dx = (place - (len(cluster) - 1) / 2) * step
            result[j] = EmotionPoint(mood.slot, Point(mood.at.x + dx, mood.at.y), mood.score)
        cluster = [i]
    return result


def face(persona_style: PersonaStyle, mood: EmotionPoint, context: RenderContext) -> Primitive:
    """Return a face in the persona's shape whose mouth follows the score."""
    score = mood.score
    bend = 0.0 if abs(score) < 0.25 else round(max(-1.0, min(1.0, score / 1.5)), 1)
    key = ("face", persona_style.marker, persona_style.colour, bend)
    return context.symbol(
        key, *mood.at, lambda: _features(persona_style, bend * FACE * 0.34, context)
    )


def _features(
    persona_style: PersonaStyle, bend: float, context: RenderContext
) -> Iterator[Primitive]:
    """Yield outline, eyes and mouth around the face's centre; `bend` is the mouth's depth."""
    shape = outline(persona_style.marker, (0, 0), FACE)
    pen = Pen(1.0, persona_style.colour, "round", "round")
    mouth, half = FACE * 0.34 - bend * 0.35, FACE * 0.4
    yield Fill(shape, context.theme["paper"])
    yield Stroke(shape, Pen(1.3, persona_style.colour, "round", "round"))
    for side in (-1, 1):
        yield Fill(circle((side * FACE * 0.32, -FACE * 0.18), FACE * 0.115), persona_style.colour)
    line = ("C", -half / 2, mouth + bend, half / 2, mouth + bend, half, mouth)
    yield Stroke((("M", -half, mouth), line), pen)


class OccupiedAreas:
    """The occupied areas of a lane, indexed by columns of fixed width."""

    COLUMN = 48.0

    def __init__(self) -> None:
        self._columns: dict[int, list[tuple[float, float, float, float]]] = {}

    def add(self, rect: Rect) -> None:
        x, y, width, height = rect
        sides = (x, y, x + width, y + height)
        for column in range(int(x // self.COLUMN), int(sides[2] // self.COLUMN) + 1):
            self._columns.setdefault(column, []).append(sides)

    def add_face(self, at: Point, zero: float) -> None:
        """Add a face, and the zero line (at that y) around it."""
        self.add(Rect(at.x - FACE, at.y - FACE, 2 * FACE, 2 * FACE))
        self.add(Rect(at.x - 24, zero - 0.6, 48, 1.2))

    def is_free(self, rect: Rect) -> bool:
        left, top, width, height = rect
        right, bottom = left + width, top + height
        for column in range(int(left // self.COLUMN), int(right // self.COLUMN) + 1):
            for x, y, end, foot in self._columns.get(column, ()):
                if x < right and left < end and y < bottom and top < foot:
                    return False
        return True


def number(
    persona_style: PersonaStyle,
    mood: EmotionPoint,
    taken: OccupiedAreas,
    context: RenderContext,
    bounds: Rect | None = None,
) -> list[Primitive]:
    """Return the signed score beside its face, where it is free and within `bounds` if given."""
    words = context.texts.signed(mood.score)
    width = context.measure(words, SMALL, SEMIBOLD)
    x, y = mood.at
    places = [
        Rect(x - width / 2, y - FACE - 8.6, width, 6.6),
        Rect(x - width / 2, y + FACE + 2.4, width, 6.6),
        Rect(x + FACE + 2, y - 3.3, width, 6.6),
        Rect(x - FACE - 2 - width, y - 3.3, width, 6.6),
        Rect(x + FACE - 2, y - FACE - 5, width, 6.6),
        Rect(x - FACE + 2 - width, y - FACE - 5, width, 6.6),
        Rect(x + FACE - 2, y + FACE - 1, width, 6.6),
        Rect(x - FACE + 2 - width, y + FACE - 1, width, 6.6),
    ]
    free = (
        place
        for place in places
        if taken.is_free(place) and (bounds is None or bounds.contains(place))
    )
    found = next(free, None)
    place = found or places[0]
    taken.add(place)
    runs = context.write(
        words, SMALL, place.x, place.bottom - 1.2, persona_style.colour, weight=SEMIBOLD
    )
    return (
        [Box(place.inset(-0.6, 0), 0, context.theme["paper"], None), *runs]
        if not found
        else list(runs)
    )


def name(
    persona_style: PersonaStyle,
    mood: EmotionPoint,
    taken: OccupiedAreas,
    lane: Rect,
    context: RenderContext,
) -> list[Primitive]:
    """Return the persona's first name at the end of its curve, moved up or down until it is free.

    A name that is too long for a slot, or finds no place, is left to the marker and the side panel.
    """
    words = (persona_style.name.split() or [""])[0]
    width = context.measure(words, SMALL, SEMIBOLD)
    if not words or width > NAME_ROOM:
        return []
    x = min(mood.at.x + FACE + 3, lane.right - width - 1)
    places = [
        place
        for shift in (0, -9, 9, -14, 14)
        if lane.contains(place := Rect(x, mood.at.y - 3.3 + shift, width, 6.6))
    ]
    free = [place for place in places if taken.is_free(place)]
    if not free:
        return []
    place = free[0]
    taken.add(place)
    return [
        Box(place.inset(-1, 0), 1, context.theme["paper"], None),
        *context.write(
            words, SMALL, place.x, place.bottom - 1.2, persona_style.colour, weight=SEMIBOLD
        ),
    ]
