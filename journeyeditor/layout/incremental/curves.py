"""The emotion curves, drawn column by column.

A column draws its own faces and numbers, and each persona's line from its own points to the next
one. Between two points the monotone cubic depends on one more point on either side, so a change
reaches only the columns of a few neighbouring points. A column's scene is relative to its left
edge and the lane's upper one: as long as it is equal, the drawing stays, wherever the column is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Drawing, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout.incremental.axes import GridColumn
from journeyeditor.layout.incremental.blocks import DrawingBlock
from journeyeditor.layout.incremental.emotions import CurvePoint, EmotionPoints
from journeyeditor.layout.incremental.grid import CellGrid
from journeyeditor.layout.recipes import emotion_curve
from journeyeditor.layout.recipes.personas import PersonaStyle, outline
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.model import JourneyGraph

#: Labels of a column may extend this far beyond its right edge.
OVERHANG = 120.0


class CurveStretch(NamedTuple):
    """A persona's curve around a column; `low` to `high` are the column's own points.

    `is_gap` says for each two neighbouring points whether there is a gap between them.
    """

    persona_style: PersonaStyle
    points: tuple[emotion_curve.EmotionPoint, ...]
    is_gap: tuple[bool, ...]
    low: int
    high: int

    @property
    def own(self) -> Sequence[emotion_curve.EmotionPoint]:
        return self.points[self.low : self.high]

    @property
    def parts(self) -> list[emotion_curve.CurvePart]:
        """The parts of the curve from the column's own points to the next one."""
        return list(
            emotion_curve.curve_parts(
                [point.at for point in self.points], self.is_gap, self.low, self.high
            )
        )


class CurveScene(NamedTuple):
    """All that the drawing of a column in a lane depends on.

    `unscored` are faces without a score, `room` is the width that names may use; a lane is
    `shared` by the curves of several personas.
    """

    stretches: tuple[CurveStretch, ...]
    unscored: tuple[tuple[PersonaStyle, Point], ...]
    rect: Rect
    room: float
    is_shared: bool


class CurveDrawing(NamedTuple):
    """The drawings of a scene, and their right edge.

    `personas` says of each primitive of `curves` whose it is.
    """

    area: Drawing
    curves: Drawing
    right: float
    personas: tuple[str | None, ...]


class CurveLayout:
    """The curves of all emotion lanes."""

    def __init__(
        self,
        graph: JourneyGraph,
        grid: CellGrid,
        persona_styles: Mapping[str | None, PersonaStyle],
        context: RenderContext,
    ) -> None:
        self._grid, self._context = grid, context
        self._persona_styles = dict(persona_styles)
        self._emotions = EmotionPoints(graph, grid, persona_styles)
        self._scenes: dict[tuple[GridColumn, int], CurveScene] = {}
        self._drawings: dict[tuple[GridColumn, int], tuple[CurveScene, CurveDrawing]] = {}

    @property
    def lanes(self) -> Sequence[int]:
        return self._emotions.lanes

    def update(
        self, touched: Iterable[GridColumn], *, is_reordered: bool, is_width_changed: bool
    ) -> list[Rect]:
        """Apply changes in columns; return where curves look different now.

        `touched` columns have other cells, other emotions, or another width.
        """
        emotions = self._emotions
        touched = list(touched)
        if is_reordered:
            for column in touched:
                emotions.discard(column)
            emotions.reindex()
            here = set(self._grid.columns)
            self._drawings = {
                key: drawing for key, drawing in self._drawings.items() if key[0] in here
            }
            return self._discard_all()
        shared = [len(emotions.personas(lane)) > 1 for lane in self.lanes]
        affected = [emotions.affected(column) for column in touched]
        for column in touched:
            emotions.update(column)
        if shared != [len(emotions.personas(lane)) > 1 for lane in self.lanes]:
            return self._discard_all()
        affected += [emotions.affected(column) for column in touched]
        if is_width_changed:
            last = len(self._grid.columns) - 1
            affected.append((max(last - 2, 0), last))
        return [
            self._discard(lane, *span) for span in dict.fromkeys(affected) for lane in self.lanes
        ]

    def rename(self, persona_styles: Mapping[str | None, PersonaStyle]) -> list[Rect]:
        """Take other names of the personas; return where they may appear."""
        self._persona_styles = dict(persona_styles)
        return self._discard_all()

    def rect(self, id_: str) -> Rect | None:
        position = self._grid.position(id_)
        if position is None or position.lane not in self.lanes:
            return None
        face = self._emotions.faces(position.column, position.lane)[id_]
        x = position.column.x + face.at.x
        y = self._grid.lanes.ys[position.lane] + face.at.y
        return Rect(
            x - emotion_curve.FACE_RADIUS,
            y - emotion_curve.FACE_RADIUS,
            2 * emotion_curve.FACE_RADIUS,
            2 * emotion_curve.FACE_RADIUS,
        )

    def blocks(self, columns: Sequence[GridColumn], lane: int) -> Iterator[DrawingBlock]:
        """Yield a lane's drawings that touch columns: areas, score lines, curves."""
        shown = [
            (column, self._drawing(column, lane))
            for column in self._emotions.touching(columns, lane)
        ]
        for column, drawing in shown:
            if drawing.area:
                yield self._block("area", column, lane, drawing.area, drawing.right)
        for column in columns:
            yield self._scale(column, lane)
        for column, drawing in shown:
            if drawing.curves:
                yield self._block("curve", column, lane, drawing.curves, drawing.right)

    def of_persona(self, block: DrawingBlock, persona: str) -> Drawing:
        """Return what a block of curves draws for one persona, and shared by all."""
        name, column_key, lane_name = block.key if isinstance(block.key, tuple) else ("", "", "")
        if name != "curve":
            return block.drawing
        lane = self._grid.lanes.names.index(lane_name)
        column = next(each for each in self._grid.columns if each.key == column_key)
        drawing = self._drawing(column, lane)
        pairs = zip(drawing.curves, drawing.personas, strict=True)
        return tuple(primitive for primitive, whose in pairs if whose in (persona, None))

    def _block(
        self, name: str, column: GridColumn, lane: int, drawing: Drawing, right: float
    ) -> DrawingBlock:
        y, height = self._grid.lanes.ys[lane], self._grid.lanes.rows[lane].height
        key = (name, column.key, self._grid.lanes.names[lane])
        owners = column.ids(lane) if name == "curve" else ()
        return DrawingBlock(key, Point(column.x, y), Size(right, height), drawing, owners)

    def _scale(self, column: GridColumn, lane: int) -> DrawingBlock:
        """Return a column's lines from +2 to −2; the first column has their numbers."""
        row = self._grid.lanes.rows[lane]
        is_first = column.index == 0
        rect = Rect(0, 0, column.width, row.height)
        drawing = column.drawings.get(
            ("scale", lane),
            (rect, is_first),
            lambda: tuple(emotion_curve.depict_scale(rect, self._context, has_figures=is_first)),
        )
        key = ("scale", column.key, self._grid.lanes.names[lane])
        return DrawingBlock(key, Point(column.x, self._grid.lanes.ys[lane]), rect.size, drawing)

    def _discard(self, lane: int, low: int, high: int) -> Rect:
        for index in range(low, high + 1):
            self._scenes.pop((self._grid.columns[index], lane), None)
        left = self._grid.columns[low].x
        right = self._grid.columns[high].right + OVERHANG
        return self._lane_rect(lane)._replace(x=left, width=right - left)

    def _discard_all(self) -> list[Rect]:
        self._scenes.clear()
        return [self._lane_rect(lane) for lane in self.lanes]

    def _lane_rect(self, lane: int) -> Rect:
        lanes = self._grid.lanes
        return Rect(0, lanes.ys[lane], self._grid.columns.width, lanes.rows[lane].height)

    def _drawing(self, column: GridColumn, lane: int) -> CurveDrawing:
        """Return a column's drawings; the same objects while its scene is equal."""
        scene = self._scene(column, lane)
        known = self._drawings.get((column, lane))
        if known is None or known[0] != scene:
            known = self._drawings[column, lane] = (scene, depict_scene(scene, self._context))
        return known[1]

    def _scene(self, column: GridColumn, lane: int) -> CurveScene:
        known = self._scenes.get((column, lane))
        if known is None:
            personas = self._emotions.personas(lane)
            faces = self._emotions.faces(column, lane).values()
            known = self._scenes[column, lane] = CurveScene(
                tuple(self._stretch(column, lane, persona) for persona in personas),
                tuple((self._persona_styles[f.persona], f.at) for f in faces if f.score is None),
                Rect(0, 0, column.width, self._grid.lanes.rows[lane].height),
                min(self._grid.columns.width - column.x, column.width + OVERHANG),
                len(personas) > 1,
            )
        return known

    def _stretch(self, column: GridColumn, lane: int, persona: str | None) -> CurveStretch:
        emotions = self._emotions
        before = emotions.before(column, lane, persona)
        inside = emotions.points(column, lane, persona)
        points = [*before, *inside, *emotions.after(column, lane, persona)]
        return CurveStretch(
            self._persona_styles[persona],
            tuple(_local(point, column) for point in points),
            tuple(emotions.is_gap(one, other, persona) for one, other in pairwise(points)),
            len(before),
            len(before) + len(inside),
        )


def _local(point: CurvePoint, column: GridColumn) -> emotion_curve.EmotionPoint:
    slots = point.column.first - column.first
    face = point.face
    x = face.at.x + (point.column.x - column.x)
    return emotion_curve.EmotionPoint(
        face.slot + slots, Point(x, face.at.y), face.score or 0, ratings=face.ratings
    )


def depict_scene(scene: CurveScene, context: RenderContext) -> CurveDrawing:
    occupied = _occupied(scene)
    own = [(each.persona_style, point) for each in scene.stretches for point in each.own]
    pieces: list[tuple[str | None, Iterable[Primitive]]] = []
    for each in scene.stretches:
        line = emotion_curve.depict_line(each.persona_style, each.parts, context)
        pieces.append((each.persona_style.id, line))
    for style, point in own:
        pieces.append((style.id, [emotion_curve.depict_face(style, point, context)]))
    pieces += [(style.id, _empty_face(style, at, context)) for style, at in scene.unscored]
    for style, point in own:
        score = emotion_curve.depict_score(style, point, occupied, context, scene.rect)
        pieces.append((style.id, list(score)))
    pieces += _names(scene, occupied, context)
    drawing = [(id_, primitive) for id_, primitives in pieces for primitive in primitives]
    ends = [
        each.points[each.high].at.x
        for each in scene.stretches
        if each.low < each.high < len(each.points)
    ]
    width = scene.rect.width
    right = max([width + (OVERHANG if own else 0.0), *(x + 2 for x in ends)])
    zero = emotion_curve.y_of_score(0, scene.rect)
    areas: list[Primitive] = []
    for each in scene.stretches if not scene.is_shared else ():
        if any(point.ratings for point in each.points):
            continue  # the band of the ratings is there instead
        areas += emotion_curve.depict_area_below(each.persona_style, each.parts, zero, context)
    y_of = partial(emotion_curve.y_of_score, lane=scene.rect)
    for each in scene.stretches:
        areas += emotion_curve.depict_spread(
            each.persona_style, each.points, y_of, context, each.low, each.high
        )
    curves, personas = tuple(piece for _, piece in drawing), tuple(id_ for id_, _ in drawing)
    return CurveDrawing(tuple(areas), curves, right, personas)


def _occupied(scene: CurveScene) -> emotion_curve.OccupiedAreas:
    """Return the areas of faces and lines, which labels keep clear of."""
    occupied = emotion_curve.OccupiedAreas()
    zero = emotion_curve.y_of_score(0, scene.rect)
    end = scene.rect.width + (OVERHANG if scene.is_shared else 0.0)
    for stretch in scene.stretches:
        for point in stretch.points:
            occupied.add_face(point.at, zero)
        for box in emotion_curve.boxes_along([point.at for point in stretch.points], -2.0, end):
            occupied.add(box)
    for _, at in scene.unscored:
        occupied.add_face(at, zero)
    return occupied


def _names(
    scene: CurveScene, occupied: emotion_curve.OccupiedAreas, context: RenderContext
) -> Iterator[tuple[str | None, Iterable[Primitive]]]:
    if not scene.is_shared:
        return
    for each in scene.stretches:
        if each.low < each.high == len(each.points):
            rect = scene.rect._replace(width=scene.room)
            name = emotion_curve.depict_name(
                each.persona_style, each.points[-1], occupied, rect, context
            )
            yield each.persona_style.id, list(name)


def _empty_face(style: PersonaStyle, at: Point, context: RenderContext) -> Iterator[Primitive]:
    pale = mixed(style.colour, context.theme["paper"], 0.4)
    shape = outline(style.marker, at, emotion_curve.FACE_RADIUS - 0.5)
    yield Fill(shape, context.theme["paper"])
    yield Stroke(shape, Pen(0.9, pale, dashes=(2.0, 1.6)))
    for side in (-1, 1):
        eye = (
            at.x + side * emotion_curve.FACE_RADIUS * 0.32,
            at.y - emotion_curve.FACE_RADIUS * 0.18,
        )
        yield Fill(circle(eye, emotion_curve.FACE_RADIUS * 0.1), pale)
