"""The emotion curves of each persona on both maps, overlaid.

Both share one row of stages, so that corresponding stages are aligned whatever their names.
Lengths are frame units, as in `title_block`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.insight.compare import Comparison
from journeyeditor.insight.parts import Parts, completed
from journeyeditor.layout.grid import Grid, plan
from journeyeditor.layout.presence import presence
from journeyeditor.layout.recipes import emotion_curve
from journeyeditor.layout.recipes.emotion_curve import EmotionPoint
from journeyeditor.layout.recipes.personas import PersonaStyle, marker, persona_styles
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, SEMIBOLD, SMALL
from journeyeditor.model import JourneyGraph

#: Width of the scale at the left of the stages; height of a curve.
FIGURES, HEIGHT = 26.0, 112.0
#: Dashes of the old curve, and where it leads over a gap.
DASHES, GAP_DASHES = (3.2, 2.4), (1.0, 4.0)
#: Space before the first and after the last moment of a stage.
PAD = 10.0


class StagePair(NamedTuple):
    """A stage on both maps or one of them: its id on each ("" if absent) and its title."""

    old: str
    new: str
    title: str


class CurvePair(NamedTuple):
    """A persona's two curves, ready to draw; `who` is the persona's style on the new map."""

    who: PersonaStyle
    old: tuple[tuple[EmotionPoint, ...], frozenset[int]]
    new: tuple[tuple[EmotionPoint, ...], frozenset[int]]


def stage_pairs(old: JourneyGraph, new: JourneyGraph, comparison: Comparison) -> list[StagePair]:
    """The stages of both maps in the new order; a removed one keeps its old position."""
    old_ids = {new_id: old_id for old_id, new_id in comparison.pairs.items()}
    pairs = [StagePair(old_ids.get(stage.id, ""), stage.id, stage.title) for stage in new.stages()]
    ahead = 0
    for stage in old.stages():
        at = next((i for i, place in enumerate(pairs) if place.old == stage.id), None)
        if at is None:
            at = ahead
            pairs.insert(at, StagePair(stage.id, "", stage.title))
        ahead = at + 1
    return pairs


def curves(
    old: JourneyGraph,
    new: JourneyGraph,
    comparison: Comparison,
    stages: Sequence[StagePair],
    width: float,
    context: RenderContext,
    grids: tuple[Grid, Grid] | None = None,
) -> list[CurvePair]:
    """Both curves of every persona with scores on either map, in the new map's order.

    `grids` are the plans of both maps, if they are known.
    """
    grids = grids or (plan(old), plan(new))
    return completed(curves_parts(old, new, comparison, stages, width, context, grids))


def curves_parts(
    old: JourneyGraph,
    new: JourneyGraph,
    comparison: Comparison,
    stages: Sequence[StagePair],
    width: float,
    context: RenderContext,
    grids: tuple[Grid, Grid],
) -> Parts[list[CurvePair]]:
    """Return the curves, found part by part."""
    lane = Rect(0, 0, width, HEIGHT)
    people = persona_styles(new, context.theme)
    before = persona_styles(old, context.theme)
    old_ids = {new_id: old_id for old_id, new_id in comparison.pairs.items()}
    pairs: list[tuple[str | None, str | None, PersonaStyle]] = [
        (old_ids.get(id_ or "") if id_ else None, id_, style) for id_, style in people.items()
    ]
    pairs += [
        (id_, "", style) for id_, style in before.items() if id_ and id_ not in comparison.pairs
    ]
    present = []
    for grid in grids:
        present.append(presence(grid))
        yield
    curves = []
    for was, now, style in pairs:
        ours = _emotions(grids[0], was, [place.old for place in stages], lane)
        theirs = _emotions(grids[1], now, [place.new for place in stages], lane)
        if ours or theirs:
            before_and_now = (tuple(ours), present[0].of(was)), (tuple(theirs), present[1].of(now))
            curves.append(CurvePair(style, *before_and_now))
        yield
    return curves


def spans(count: int, width: float) -> list[tuple[float, float]]:
    """Left edge and width of each stage."""
    step = (width - FIGURES) / max(count, 1)
    return [(FIGURES + i * step, step) for i in range(count)]


def _emotions(
    grid: Grid, persona: str | None, stages: Sequence[str], lane: Rect
) -> list[EmotionPoint]:
    """A persona's scores as points over the row of stages, from left to right."""
    edges = dict(zip(stages, spans(len(stages), lane.width), strict=True))
    firsts = [column.first for column in grid.columns]
    points = []
    for slot, emotion in grid.emotions.get(persona, ()):
        column = grid.columns[bisect_right(firsts, slot) - 1]
        if column.stage is None or column.stage.id not in edges or emotion.score is None:
            continue  # moments outside of any stage have no position
        left, width = edges[column.stage.id]
        share = (slot - column.first + 0.5) / column.slots
        x = left + PAD + share * (width - 2 * PAD)
        score = float(emotion.score)
        points.append(EmotionPoint(slot, Point(x, emotion_curve.y_of_score(score, lane)), score))
    return sorted(points, key=lambda point: point.at.x)


def headers(
    stages: Sequence[StagePair], width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """The stage names at (0, 0) and their height; added and removed ones are marked."""
    return completed(headers_parts(stages, width, context))


def headers_parts(
    stages: Sequence[StagePair], width: float, context: RenderContext
) -> Parts[tuple[list[Primitive], float]]:
    """Set the stage names one by one."""
    theme, texts = context.theme, context.texts
    drawing: list[Primitive] = []
    lines = []
    for place, (_, room) in zip(stages, spans(len(stages), width), strict=True):
        change = "" if place.old and place.new else texts("Added" if place.new else "Removed")
        name = context.text(
            place.title or texts("Stage"), SMALL, room - 4, weight=SEMIBOLD, max_lines=3
        )
        lines.append((name, context.text(change, SMALL * 0.94, room - 4, max_lines=1), place))
        yield
    top = max((name.height for name, _, _ in lines), default=0.0)
    has_changes = any(not (place.old and place.new) for place in stages)
    for (name, line, place), (x, room) in zip(lines, spans(len(stages), width), strict=True):
        colour = theme["ink"] if place.new else theme["label"]
        drawing += context.place(
            name, x + 2, top - name.height, colour, align="center", width=room - 4
        )
        sign = theme["opportunity"] if place.new else theme["pain"]
        if line.lines:
            drawing += context.place(line, x + 2, top, sign, align="center", width=room - 4)
    return drawing, top + (SMALL * 1.3 if has_changes else 0) + 3


def depict(
    pair: CurvePair, stages: Sequence[StagePair], width: float, context: RenderContext
) -> list[Primitive]:
    """A persona's two curves at (0, 0): the old one dashed, the new one solid."""
    return completed(depict_parts(pair, stages, width, context))


def depict_parts(
    pair: CurvePair, stages: Sequence[StagePair], width: float, context: RenderContext
) -> Parts[list[Primitive]]:
    """Depict two curves part by part."""
    lane = Rect(0, 0, width, HEIGHT)
    drawing: list[Primitive] = []
    for number, (x, room) in enumerate(spans(len(stages), width)):
        if number % 2 == 0:
            drawing.append(Box(Rect(x, 0, room, HEIGHT), 0, context.theme["tint"], None))
    drawing += emotion_curve.depict_scale(lane, context)
    drawing += _between(pair, context)
    colour = was_colour(context)
    points, present = pair.old
    is_gap = emotion_curve.gaps(points, present)
    for part in emotion_curve.curve_parts([point.at for point in points], is_gap):
        dashes = GAP_DASHES if part.is_gap else DASHES
        drawing.append(Stroke(part.path, Pen(1.3, colour, "butt", "round", dashes)))
    for point in points:
        dot = circle(point.at, 3.0)
        drawing += [Fill(dot, context.theme["paper"]), Stroke(dot, Pen(1.1, colour))]
    yield
    drawing += yield from emotion_curve.depict_curves_parts([(pair.who, *pair.new)], lane, context)
    return drawing


def was_colour(context: RenderContext) -> str:
    return context.theme["label"]


def _between(pair: CurvePair, context: RenderContext) -> Iterator[Primitive]:
    """A thin line from each old score to the new one at the same position, if they differ."""
    colour = mixed(pair.who.colour, context.theme["paper"], 0.55)
    then = {round(point.at.x, 1): point for point in pair.old[0]}
    for point in pair.new[0]:
        was = then.get(round(point.at.x, 1))
        if was is not None and abs(was.at.y - point.at.y) > 2 * emotion_curve.FACE_RADIUS:
            path = (("M", *was.at), ("L", *point.at))
            yield Stroke(path, Pen(0.7, colour))


def legend(
    pair: CurvePair, was: str, now: str, width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """Persona and key of the two lines on one line at (0, 0), and its height."""
    theme = context.theme
    drawing: list[Primitive] = []
    x = 0.0
    if pair.who.name:
        drawing.append(marker(pair.who, (4, 5), 3.6, context))
        drawing += context.write(pair.who.name, BODY, 12, 8, theme["ink"], weight=BOLD)
        x = 12 + context.measure(pair.who.name, BODY, BOLD) + 12
    right = width
    entries = ((now, pair.who.colour, (), pair.new), (was, was_colour(context), DASHES, pair.old))
    for words, colour, dashes, (points, _) in entries:
        if not points:
            continue
        left = max(right - context.measure(words, SMALL) - 22, x)
        pen = Pen(1.6, colour, "butt", "round", dashes)
        drawing.append(Stroke((("M", left, 5.4), ("L", left + 17, 5.4)), pen))
        drawing += context.write(words, SMALL, left + 21, 7.6, theme["quiet"])
        right = left - 10
    return drawing, 14.0
