"""What one column shows of the emotion curves: its own faces and numbers, and lines to the next.

Everything is told as seen from the column's left edge and the lane's upper one, so that a scene
that stays the same needs no other drawing, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.path import Segment, circle
from journeyeditor.display.primitives import Drawing, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout import curve
from journeyeditor.layout.personas import PersonaStyle, outline
from journeyeditor.layout.render_context import RenderContext

#: Words of a column may reach so far beyond its right edge.
OVERHANG = 120.0


class CurveRun(NamedTuple):
    """An unbroken stretch of a line about a column: from `low` to `high` are its own points."""

    persona_style: PersonaStyle
    moods: tuple[curve.EmotionPoint, ...]
    low: int
    high: int

    @property
    def pieces(self) -> Sequence[Segment]:
        """The pieces of the line that begin at the column's own points."""
        if self.low == self.high:
            return ()
        return curve.smooth([mood.at for mood in self.moods])[self.low + 1 : self.high + 1]


class CurveScene(NamedTuple):
    """All that decides the drawing of a column in a lane.

    `hollow` are faces without a score; `room` is how far names may reach; `is_shared` tells that
    the lane has curves of several personas.
    """

    runs: tuple[CurveRun, ...]
    hollow: tuple[tuple[PersonaStyle, Point], ...]
    rect: Rect
    room: float
    is_shared: bool


class CurveDrawing(NamedTuple):
    """The drawings of a scene, and how far they reach to the right."""

    area: Drawing
    curves: Drawing
    right: float


def depict_scene(scene: CurveScene, context: RenderContext) -> CurveDrawing:
    """Return the drawings of a scene: area, then lines, faces, numbers and names."""
    taken = _taken(scene)
    own = [
        (run.persona_style, mood) for run in scene.runs for mood in run.moods[run.low : run.high]
    ]
    drawing = [line for run in scene.runs for line in _line(run)]
    drawing += [curve.face(persona_style, mood, context) for persona_style, mood in own]
    drawing += [piece for who, at in scene.hollow for piece in _hollow(who, at, context)]
    for persona_style, mood in own:
        drawing += curve.number(persona_style, mood, taken, context, scene.rect)
    drawing += _names(scene, taken, context)
    ends = [run.moods[run.high].at.x for run in scene.runs if run.low < run.high < len(run.moods)]
    width = scene.rect.width
    right = max([width + (OVERHANG if own else 0.0), *(x + 2 for x in ends)])
    return CurveDrawing(_areas(scene, context), tuple(drawing), right)


def _areas(scene: CurveScene, context: RenderContext) -> Drawing:
    """Return the faint area between the column's part of a lone curve and zero."""
    if scene.is_shared:
        return ()
    zero = curve.height_of(0, scene.rect)
    return tuple(fill for run in scene.runs for fill in _area(run, zero, context))


def _taken(scene: CurveScene) -> curve.OccupiedAreas:
    """Return where faces and lines stand, so that words keep away from them."""
    taken = curve.OccupiedAreas()
    zero = curve.height_of(0, scene.rect)
    end = scene.rect.width + (OVERHANG if scene.is_shared else 0.0)
    for run in scene.runs:
        for mood in run.moods:
            taken.add_face(mood.at, zero)
        for place in curve.along([mood.at for mood in run.moods], -2.0, end):
            taken.add(place)
    for _, at in scene.hollow:
        taken.add_face(at, zero)
    return taken


def _names(
    scene: CurveScene, taken: curve.OccupiedAreas, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the names of the personas whose curves end in the column."""
    if not scene.is_shared:
        return
    last = {run.persona_style: run for run in scene.runs}
    for persona_style, run in last.items():
        if run.low < run.high == len(run.moods):
            rect = scene.rect._replace(width=scene.room)
            yield from curve.name(persona_style, run.moods[-1], taken, rect, context)


def _line(run: CurveRun) -> Iterator[Primitive]:
    """Yield the line from the column's own points to the next one."""
    pieces = run.pieces
    if pieces:
        start: Segment = ("M", *run.moods[run.low].at)
        yield Stroke((start, *pieces), Pen(1.9, run.persona_style.colour, "round", "round"))


def _area(run: CurveRun, zero: float, context: RenderContext) -> Iterator[Primitive]:
    """Yield the faint area between the column's part of a lone curve and zero."""
    pieces = run.pieces
    if pieces:
        first, last = run.moods[run.low].at, run.moods[run.low + len(pieces)].at
        colour = mixed(run.persona_style.colour, context.theme["paper"], 0.9)
        start: Segment = ("M", *first)
        end: tuple[Segment, ...] = (("L", last.x, zero), ("L", first.x, zero), ("Z",))
        yield Fill((start, *pieces, *end), colour)


def _hollow(persona_style: PersonaStyle, at: Point, context: RenderContext) -> Iterator[Primitive]:
    """Yield a face that waits for its score, in the persona's own shape."""
    quiet = mixed(persona_style.colour, context.theme["paper"], 0.4)
    shape = outline(persona_style.marker, at, curve.FACE - 0.5)
    yield Fill(shape, context.theme["paper"])
    yield Stroke(shape, Pen(0.9, quiet, dashes=(2.0, 1.6)))
    for side in (-1, 1):
        eye = (at.x + side * curve.FACE * 0.32, at.y - curve.FACE * 0.18)
        yield Fill(circle(eye, curve.FACE * 0.1), quiet)
