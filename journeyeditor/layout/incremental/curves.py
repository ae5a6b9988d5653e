"""The emotion curves on the canvas, drawn column by column.

A column draws its own faces and numbers, and each persona's line from its own points to the next
one. Between two points the monotone cubic hangs on one point more on either side, so a change
reaches only the columns of a few neighbouring points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from journeyeditor.display.primitives import Drawing
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout import curve
from journeyeditor.layout.incremental.columns import GridColumn
from journeyeditor.layout.incremental.emotions import CurvePoint, EmotionPoints
from journeyeditor.layout.incremental.grid import CellGrid
from journeyeditor.layout.incremental.places import DrawingBlock
from journeyeditor.layout.incremental.strokes import (
    OVERHANG,
    CurveDrawing,
    CurveRun,
    CurveScene,
    depict_scene,
)
from journeyeditor.layout.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.model import JourneyGraph


class CurveLayout:
    """The curves of all lanes that show emotions."""

    def __init__(
        self,
        graph: JourneyGraph,
        grid: CellGrid,
        persona_styles: Mapping[str | None, PersonaStyle],
        context: RenderContext,
    ) -> None:
        self._grid, self._context = grid, context
        self._travellers = dict(persona_styles)
        self.moods = EmotionPoints(graph, grid, persona_styles)
        self._scenes: dict[tuple[GridColumn, int], CurveScene] = {}
        self._pictures: dict[tuple[GridColumn, int], tuple[CurveScene, CurveDrawing]] = {}

    def follow(
        self, touched: Iterable[GridColumn], *, is_reordered: bool, is_end_moved: bool
    ) -> list[Rect]:
        """Follow changes in columns; return the places where curves look different now.

        `touched` columns have other cells, other moods, or another width.
        """
        moods = self.moods
        touched = list(touched)
        if is_reordered:
            for column in touched:
                moods.forget(column)
            moods.count_all()
            here = set(self._grid.columns)
            self._pictures = {key: item for key, item in self._pictures.items() if key[0] in here}
            return self._forget_all()
        several = [len(moods.personas(lane)) > 1 for lane in moods.lanes]
        reach = [moods.reach(column) for column in touched]
        for column in touched:
            moods.count(column)
        if several != [len(moods.personas(lane)) > 1 for lane in moods.lanes]:
            return self._forget_all()
        reach += [moods.reach(column) for column in touched]
        if is_end_moved:
            last = len(self._grid.columns) - 1
            reach.append((max(last - 2, 0), last))
        return [self._forget(lane, *span) for span in dict.fromkeys(reach) for lane in moods.lanes]

    def rename(self, persona_styles: Mapping[str | None, PersonaStyle]) -> list[Rect]:
        """Take other names of the personas; return where they may stand."""
        self._travellers = dict(persona_styles)
        return self._forget_all()

    def rect(self, id_: str) -> Rect | None:
        """Return the box of an emotion's face."""
        place = self._grid.place(id_)
        if place is None or place.lane not in self.moods.lanes:
            return None
        spot = self.moods.spots(place.column, place.lane)[id_]
        x = place.column.x + spot.at.x
        y = self._grid.lanes.ys[place.lane] + spot.at.y
        return Rect(x - curve.FACE, y - curve.FACE, 2 * curve.FACE, 2 * curve.FACE)

    def blocks(self, columns: Sequence[GridColumn], lane: int) -> Iterator[DrawingBlock]:
        """Yield the drawings of a lane's curves that touch columns: areas, lines of scores, curves."""
        shown = [
            (column, self._picture(column, lane)) for column in self.moods.touching(columns, lane)
        ]
        for column, picture in shown:
            if picture.area:
                yield self._block("area", column, lane, picture.area, picture.right)
        for column in columns:
            yield self._scale(column, lane)
        for column, picture in shown:
            if picture.curves:
                yield self._block("curve", column, lane, picture.curves, picture.right)

    def _block(
        self, name: str, column: GridColumn, lane: int, drawing: Drawing, right: float
    ) -> DrawingBlock:
        y, height = self._grid.lanes.ys[lane], self._grid.lanes.rows[lane].height
        key = (name, column.key, self._grid.lanes.names[lane])
        owners = column.ids(lane) if name == "curve" else ()
        return DrawingBlock(key, Point(column.x, y), Size(right, height), drawing, owners)

    def _scale(self, column: GridColumn, lane: int) -> DrawingBlock:
        """Return the lines from +2 to −2 of a column; their figures stand in the first one."""
        row = self._grid.lanes.rows[lane]
        is_first = column.index == 0
        rect = Rect(0, 0, column.width, row.height)
        drawing = column.drawings.get(
            ("scale", lane),
            (rect, is_first),
            lambda: tuple(curve.depict_grid(rect, self._context, has_figures=is_first)),
        )
        origin = Point(column.x, self._grid.lanes.ys[lane])
        return DrawingBlock(
            ("scale", column.key, self._grid.lanes.names[lane]), origin, rect.size, drawing
        )

    def _forget(self, lane: int, low: int, high: int) -> Rect:
        """Let columns be drawn anew; return their place."""
        for index in range(low, high + 1):
            self._scenes.pop((self._grid.columns[index], lane), None)
        left = self._grid.columns[low].x
        right = self._grid.columns[high].right + OVERHANG
        return self._band(lane)._replace(x=left, width=right - left)

    def _forget_all(self) -> list[Rect]:
        """Let everything be drawn anew; return where it stands."""
        self._scenes.clear()
        return [self._band(lane) for lane in self.moods.lanes]

    def _band(self, lane: int) -> Rect:
        lanes = self._grid.lanes
        return Rect(0, lanes.ys[lane], self._grid.columns.width, lanes.rows[lane].height)

    def _picture(self, column: GridColumn, lane: int) -> CurveDrawing:
        """Return the drawings of a column; the same ones while its scene is the same."""
        scene = self._scene(column, lane)
        known = self._pictures.get((column, lane))
        if known is None or known[0] != scene:
            known = self._pictures[column, lane] = (scene, depict_scene(scene, self._context))
        return known[1]

    def _scene(self, column: GridColumn, lane: int) -> CurveScene:
        """Return what a column shows of a lane's curves."""
        known = self._scenes.get((column, lane))
        if known is None:
            personas = self.moods.personas(lane)
            spots = self.moods.spots(column, lane).values()
            known = self._scenes[column, lane] = CurveScene(
                tuple(run for persona in personas for run in self._runs(column, lane, persona)),
                tuple((self._travellers[s.persona], s.at) for s in spots if s.score is None),
                Rect(0, 0, column.width, self._grid.lanes.rows[lane].height),
                min(self._grid.columns.width - column.x, column.width + OVERHANG),
                len(personas) > 1,
            )
        return known

    def _runs(self, column: GridColumn, lane: int, persona: str | None) -> Iterator[CurveRun]:
        """Yield the unbroken stretches of a persona's line about a column, as seen from its edge."""
        moods = self.moods
        before = moods.before(column, lane, persona)
        inside = moods.points(column, lane, persona)
        knots = [*before, *inside, *moods.behind(column, lane, persona)]
        start = 0
        for end in range(1, len(knots) + 1):
            if end < len(knots) and not moods.is_gap(knots[end - 1], knots[end], persona):
                continue
            low = min(max(len(before), start), end) - start
            high = min(max(len(before) + len(inside), start), end) - start
            seen = tuple(self._seen(knot, column) for knot in knots[start:end])
            yield CurveRun(self._travellers[persona], seen, low, high)
            start = end

    def _seen(self, knot: CurvePoint, column: GridColumn) -> curve.EmotionPoint:
        """Return a point as seen from the edge of a column."""
        slots = knot.column.first - column.first
        spot = knot.spot
        x = spot.at.x + (knot.column.x - column.x)
        return curve.EmotionPoint(spot.slot + slots, Point(x, spot.at.y), spot.score or 0)
