"""The emotion curves of many personas, each on a scale of its own.

On one row of the map they stand below one another over its columns, as near as they can without
touching, so that a peak reaches into what the curve above leaves free. A folded map has them side
by side in panels above its rows, each with the whole journey.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Pen, Primitive, Stroke
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.presence import Presence
from journeyeditor.layout.recipes.annotated_curve import (
    SCORE,
    SMALL_RADIUS,
    Curve,
    CurveNotes,
    depict_background,
    depict_curves,
    owned,
    widths_of_words,
)
from journeyeditor.layout.recipes.emotion_curve import EmotionPoint, scale_figure, spread_faces
from journeyeditor.layout.recipes.personas import PersonaStyle, marker
from journeyeditor.layout.render_context import RenderContext, TextIssue, hairline
from journeyeditor.layout.style import BOLD, HAIRLINE, SEMIBOLD
from journeyeditor.typography import Paragraph

#: With more personas than this, each has a scale of its own.
MAX_SHARED = 3
#: The least height of one of the scales below one another, and the room below the lane's name.
LEAST_HEIGHT, BELOW_NAME = 48.0, 10.0
#: Zero lines of two neighbours are at least so far apart: two faces.
NEAREST = 2 * SMALL_RADIUS + 2.0
#: What a face and the words above or below it need beyond a score; a line alone.
WORDS, LINE_ALONE = 17.0, 4.0
#: Heights of a score that are tried, as shares of the one that leaves no room for words.
SHARES = (0.8, 0.6, 0.4)
#: Steps in which the height of a score is found.
STEPS = 8
#: Least width of a scored moment in a panel, and the space between two panels.
MOMENT, PANEL_GAP = 62.0, 16.0
MOST_ACROSS = 3
#: The line with a persona's name above its panel, and the words above and below a curve in it.
PANEL_HEAD, PANEL_WORDS = 11.0, 20.0
BELOW_TITLES = 3.0
SCALE = (2, 0, -2)
#: From the edge of a panel to the name of its persona, over the marker.
AFTER_MARKER = 11.0


def least_height(personas: int) -> float:
    """Return the least height of the emotion lane of so many personas."""
    if personas <= MAX_SHARED:
        return 3 * LEAST_HEIGHT
    return personas * LEAST_HEIGHT + BELOW_NAME


def depict_bands(
    curves: Sequence[Curve],
    lane: Rect,
    notes: CurveNotes,
    slot_width: float,
    context: RenderContext,
    below_name: float = 0.0,
) -> list[Primitive]:
    """Return the lane with the curves below one another; its name ends `below_name` from its top.

    Of some heights of a score, the greatest is chosen that leaves no reason out, or fewest.
    """
    below_name = min(max(BELOW_NAME * context.format.growth, below_name), lane.height / 2)
    below = Rect(lane.x, lane.y + below_name, lane.width, lane.height - below_name)
    best: tuple[list[Primitive], dict[TextIssue, None]] | None = None
    for bands in _bands(curves, below, notes, context):
        blank = replace(context, text_issues={})
        found = _in_bands(curves, lane, bands, notes, slot_width, blank)
        if best is None or len(found[1]) < len(best[1]):
            best = found
        if not best[1]:
            break
    assert best is not None
    context.text_issues.update(best[1])
    return best[0]


def _in_bands(
    curves: Sequence[Curve],
    lane: Rect,
    bands: Sequence[_Band],
    notes: CurveNotes,
    slot_width: float,
    context: RenderContext,
) -> tuple[list[Primitive], dict[TextIssue, None]]:
    """Return the curves drawn in bands, and what of their words had no room."""
    drawing: list[Primitive] = []
    own_scales: list[Curve] = []
    for (style, points, present), band in zip(curves, bands, strict=True):
        own = [point._replace(at=Point(point.at.x, band.y_of(point.score))) for point in points]
        own_scales.append((style, own, present))
        drawing += _depict_own_scale(own_scales[-1], lane, band, context)
    zeros = [band.zero for band in bands]
    drawing += depict_curves(
        own_scales, lane, zeros, notes, slot_width, context, has_own_scales=True
    )
    return drawing, context.text_issues


class _Band(NamedTuple):
    """Where a curve is: the y of zero, the height of a point, and the room around zero for its name."""

    zero: float
    unit: float
    room: float

    def y_of(self, score: float) -> float:
        return self.zero - score * self.unit


class _Reach(NamedTuple):
    """How far a curve reaches from zero between two x, in scores: its words, and its line.

    Words that are not there reach −∞.
    """

    words: float
    line: float

    def height(self, unit: float, words: float) -> float:
        """Return the reach where a score is `unit` high and words reach so far beyond their point."""
        return max(
            self.words * unit + words if self.words >= 0 else 0.0, self.line * unit + LINE_ALONE
        )


#: What reaches into the room between two zero lines, or beside the outermost: from one side or both.
_Gap: TypeAlias = list[tuple[_Reach, ...]]


class _Profile(NamedTuple):
    """How far a curve and its words reach from zero: its points, and half the widths of their words."""

    xs: Sequence[float]
    scores: Sequence[float]
    halves: Sequence[float]

    def parts(self) -> Iterator[tuple[float, float]]:
        """Yield where the words of each point begin and end."""
        for x, half in zip(self.xs, self.halves, strict=True):
            yield x - half, x + half

    def reaches(self, parts: Iterable[tuple[float, float]], sign: int) -> Iterator[_Reach]:
        """Yield the greatest reach above zero between two x, or below it for the sign −1."""
        widest = max(self.halves, default=0.0)
        for left, right in parts:
            line = max(self._score(left) * sign, self._score(right) * sign)
            words = -math.inf
            first, end = bisect_left(self.xs, left - widest), bisect_right(self.xs, right + widest)
            for index in range(first, end):
                x, half = self.xs[index], self.halves[index]
                if x - half < right and left < x + half:
                    score = self.scores[index]
                    if left <= x <= right:
                        line = max(line, score * sign)
                    if (score >= 0) == (sign > 0):
                        words = max(words, score * sign)
            yield _Reach(words, line)

    def _score(self, x: float) -> float:
        """Return the score at an x, in a straight line between two points, 0 outside of them."""
        after = bisect_right(self.xs, x)
        if after in {0, len(self.xs)}:
            return 0.0
        x0, x1 = self.xs[after - 1], self.xs[after]
        share = (x - x0) / (x1 - x0)
        return self.scores[after - 1] * (1 - share) + self.scores[after] * share


def _bands(
    curves: Sequence[Curve], rect: Rect, notes: CurveNotes, context: RenderContext
) -> Iterator[list[_Band]]:
    """Yield places of the curves, with high scores before low ones, which leave words more room.

    A point is as high in all curves.
    """
    profiles = [
        _Profile(
            [point.at.x for point in points],
            [point.score for point in points],
            [width / 2 for width in widths_of_words(points, notes, context)],
        )
        for _, points, _ in curves
    ]
    gaps = _gaps(profiles)
    most = _greatest(lambda unit: sum(_distances(gaps, unit, 0.0)), rect.height, rect.height)
    for share in SHARES:
        yield _bands_of_height(gaps, share * most, rect, WORDS * context.format.growth)


def _bands_of_height(
    gaps: Sequence[_Gap], unit: float, rect: Rect, most_words: float
) -> list[_Band]:
    """Return the places of curves whose points are `unit` high, with as much room for words as can be."""
    words = _greatest(lambda words: sum(_distances(gaps, unit, words)), most_words, rect.height)
    distances = list(_distances(gaps, unit, words))
    spare = (rect.height - sum(distances)) / len(distances)
    zero = rect.y
    bands = []
    for before, after in pairwise(distances):
        zero += before + spare
        bands.append(_Band(zero, unit, min(before, after) + spare))
    return bands


def _greatest(height_of: Callable[[float], float], most: float, room: float) -> float:
    """Return the greatest value up to a bound for which a growing height fits in the room."""
    low, high = 0.0, most
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if height_of(middle) <= room else (low, middle)
    return low


def _gaps(profiles: Sequence[_Profile]) -> list[_Gap]:
    """Return what reaches into the room above the first zero line, between each two, and below the last."""
    first, last = profiles[0], profiles[-1]
    gaps: list[_Gap] = [[(reach,) for reach in first.reaches(first.parts(), 1)]]
    for upper, lower in pairwise(profiles):
        parts = [*upper.parts(), *lower.parts()]
        gaps.append(list(zip(upper.reaches(parts, -1), lower.reaches(parts, 1), strict=True)))
    gaps.append([(reach,) for reach in last.reaches(last.parts(), -1)])
    return gaps


def _distances(gaps: Sequence[_Gap], unit: float, words: float) -> Iterator[float]:
    """Yield the heights of the gaps where a score is `unit` high and words reach so far."""
    for number, gap in enumerate(gaps):
        least = NEAREST if 0 < number < len(gaps) - 1 else 0.0
        yield max(least, *(sum(reach.height(unit, words) for reach in part) for part in gap))


def _depict_own_scale(
    curve: Curve, lane: Rect, band: _Band, context: RenderContext
) -> list[Primitive]:
    """Return one persona's own scale, with its name left of it, and the areas of its curve.

    A name that is higher than the scale is shortened to its first word, or left to the marker.
    """
    style, zero = curve[0], band.zero
    drawing: list[Primitive] = [owned(style, depict_background(curve, lane, band.y_of, context))]
    drawing.append(hairline(Rect(lane.x, zero, lane.width, 0), context.theme["label"], 0.6))
    size, room = context.format.sizes.mark, context.format.label_width - 14
    names = (style.name, (style.name.split() or [""])[0].strip(",;:"), "")
    texts = (context.text(words, size, room, weight=SEMIBOLD) for words in names)
    name = next(text for text in texts if not text.lines or text.height <= band.room)
    top = zero - max(name.height, name.line_height) / 2
    own = [marker(style, (4, top + name.line_height / 2), 2.6, context)]
    own += context.place(name, 10, top, style.colour, width=room)
    drawing.append(owned(style, own))
    return drawing


class Panels(NamedTuple):
    """The panels of some columns of the map: personas with their scores by slot, and who is where.

    `moments` are the scored slots of each stage.
    """

    styles: tuple[PersonaStyle, ...]
    scored: tuple[tuple[EmotionPoint, ...], ...]
    stages: tuple[str, ...]
    moments: tuple[tuple[int, ...], ...]

    @property
    def width(self) -> int:
        """The width of a panel in moments; a stage without one has the width of one."""
        return sum(max(len(slots), 1) for slots in self.moments)

    def across(self, width: float) -> int:
        """Return how many panels stand side by side in a width."""
        count = int((width + PANEL_GAP) / (self.width * MOMENT + PANEL_GAP))
        return max(1, min(count, MOST_ACROSS, len(self.styles)))

    def rows(self, width: float) -> int:
        return math.ceil(len(self.styles) / self.across(width))

    def height(self, width: float, curves: float, context: RenderContext) -> float:
        """Return the height in which the curves of all rows, from −2 to +2, have this one together."""
        head = (PANEL_HEAD + 2 * PANEL_WORDS) * context.format.growth
        return curves + self.rows(width) * head + titles_height(self.titles(width, context))

    def moment_width(self, width: float) -> float:
        across = self.across(width)
        return ((width + PANEL_GAP) / across - PANEL_GAP) / self.width

    def titles(self, width: float, context: RenderContext) -> list[Paragraph]:
        """Return the names of the stages, broken to their parts of a panel; none without room."""
        moment, size = self.moment_width(width), context.format.sizes.mark
        rooms = [moment * max(len(slots), 1) - 4 for slots in self.moments]
        return [
            context.text(stage if room >= size else "", size, room)
            for stage, room in zip(self.stages, rooms, strict=True)
        ]


def titles_height(titles: Sequence[Paragraph]) -> float:
    """Return the height above the panels that the names of the stages take."""
    return max(text.height for text in titles) + BELOW_TITLES


def panels_of(
    grid: Grid, columns: Sequence[StageColumn], styles: dict[str | None, PersonaStyle]
) -> Panels:
    """Return the panels of all personas with scores in some columns."""
    slots = range(columns[0].first, columns[-1].end) if columns else range(0)
    by_persona = {
        persona: tuple(
            EmotionPoint(slot, Point(0, 0), record.score, record.id, record.ratings)
            for slot, record in scored
            if slot in slots and record.id in grid.slot_of and record.score is not None
        )
        for persona, scored in grid.emotions.items()
    }
    found = {persona: points for persona, points in by_persona.items() if points}
    used = {point.slot for points in found.values() for point in points}
    return Panels(
        tuple(styles[persona] for persona in found),
        tuple(found.values()),
        tuple(column.stage.title if column.stage else "" for column in columns),
        tuple(tuple(slot for slot in column.slot_range if slot in used) for column in columns),
    )


def depict_panels(
    panels: Panels,
    rect: Rect,
    title: str,
    notes: CurveNotes,
    present: Presence,
    context: RenderContext,
) -> list[Primitive]:
    """Return the panels in a rectangle, row by row; the name of the lane is left of them."""
    theme, sizes = context.theme, context.format.sizes
    left = rect.x + context.format.label_width
    inner = Rect(left, rect.y, rect.right - left, rect.height)
    heading = context.text(title, sizes.goal, context.format.label_width - 5, weight=BOLD)
    drawing: list[Primitive] = [*context.place(heading, rect.x, rect.y, theme["ink"])]
    across = panels.across(inner.width)
    width = (inner.width + PANEL_GAP) / across - PANEL_GAP
    moment = panels.moment_width(inner.width)
    titles = panels.titles(inner.width, context)
    top = titles_height(titles)
    height = (inner.height - top) / panels.rows(inner.width)
    for number, (style, points) in enumerate(zip(panels.styles, panels.scored, strict=True)):
        column, row = number % across, number // across
        x = inner.x + column * (width + PANEL_GAP)
        panel = Rect(x, inner.y + top + row * height, width, height)
        lefts = _stage_lefts(panels, x, moment)
        if row == 0:
            for text, at in zip(titles, lefts, strict=True):
                drawing += context.place(
                    text, at, inner.y + top - BELOW_TITLES - text.height, theme["quiet"]
                )
        plot = _Plot(panel, context, has_figures=column == 0)
        drawing += plot.depict_scale(lefts)
        name = plot.name(style)
        drawing.append(owned(style, plot.depict_name(style, name)))
        xs = _moments_x(panels, lefts, moment)
        own = [point._replace(at=Point(xs[point.slot], plot.y_of(point.score))) for point in points]
        own = sorted(_spread(own, moment), key=lambda point: point.at.x)
        curve: Curve = (style, own, present.of(style.id))
        drawing.append(owned(style, depict_background(curve, plot.rect, plot.y_of, context)))
        drawing += depict_curves(
            [curve],
            plot.rect,
            [plot.y_of(0)],
            notes,
            moment,
            context,
            above=[plot.name_rect(name)],
            has_own_scales=True,
        )
    return drawing


def _stage_lefts(panels: Panels, x: float, moment: float) -> list[float]:
    lefts = []
    for slots in panels.moments:
        lefts.append(x)
        x += moment * max(len(slots), 1)
    return lefts


def _moments_x(panels: Panels, lefts: Sequence[float], moment: float) -> dict[int, float]:
    return {
        slot: left + (number + 0.5) * moment
        for left, slots in zip(lefts, panels.moments, strict=True)
        for number, slot in enumerate(slots)
    }


def _spread(points: Sequence[EmotionPoint], moment: float) -> Iterator[EmotionPoint]:
    """Yield the points of a persona, those of one moment beside one another."""
    for slot in dict.fromkeys(point.slot for point in points):
        here = [("", point) for point in points if point.slot == slot]
        yield from spread_faces(here, moment)


class _Plot:
    """One panel: its name above, and the scale from +2 to −2 below it."""

    def __init__(self, panel: Rect, context: RenderContext, *, has_figures: bool) -> None:
        self._context, self._has_figures = context, has_figures
        self._name_top = panel.y
        head = PANEL_HEAD * context.format.growth
        self.rect = Rect(panel.x, panel.y + head, panel.width, panel.height - head)
        words = min(PANEL_WORDS * context.format.growth, 0.3 * self.rect.height)
        self._zero = self.rect.center.y
        self._unit = (self.rect.height - 2 * words) / 4

    def y_of(self, score: float) -> float:
        return self._zero - score * self._unit

    def name(self, style: PersonaStyle) -> Paragraph:
        size = max(SCORE, self._context.format.smallest)
        room = self.rect.width - AFTER_MARKER
        return self._context.text(style.name, size, room, weight=SEMIBOLD, max_lines=1)

    def name_rect(self, name: Paragraph) -> Rect:
        """Return where a persona's marker and name are."""
        return Rect(self.rect.x, self._name_top, AFTER_MARKER + name.width + 4, name.line_height)

    def depict_name(self, style: PersonaStyle, name: Paragraph) -> Iterator[Primitive]:
        rect = self.name_rect(name)
        yield marker(style, (rect.x + 4, rect.center.y), 3.0, self._context)
        yield from self._context.place(name, rect.x + AFTER_MARKER, rect.y, style.colour)

    def depict_scale(self, lefts: Sequence[float]) -> Iterator[Primitive]:
        """Yield the lines of the scale, with their numbers left of it, and those between stages."""
        context, theme, rect = self._context, self._context.theme, self.rect
        for x in lefts[1:]:
            border = polyline([Point(x, rect.y), Point(x, rect.bottom)])
            yield Stroke(border, Pen(HAIRLINE, theme["hairline"]))
        for score in SCALE:
            y = self.y_of(score)
            line = Rect(rect.x, y, rect.width, 0)
            colour = theme["hairline"] if score else theme["label"]
            yield hairline(line, colour, HAIRLINE if score else 0.8)
            if self._has_figures:
                words, size = scale_figure(score, context), context.format.sizes.mark
                yield from context.write(
                    words, size, rect.x - 5, y + 2.3, theme["quiet"], align="right", tabular=True
                )
