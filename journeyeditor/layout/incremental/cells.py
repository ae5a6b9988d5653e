"""Drawings of columns and lanes: backgrounds, lane names and cells, made when first needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Box, Drawing, Pen, Primitive, Stroke
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.insight.funnel import FunnelRow, funnel
from journeyeditor.layout.arrangement import MeasuredLane
from journeyeditor.layout.incremental.axes import GridColumn
from journeyeditor.layout.incremental.blocks import DrawingBlock, DrawingCache
from journeyeditor.layout.incremental.cards import CardCache
from journeyeditor.layout.incremental.grid import CellGrid, CellPosition
from journeyeditor.layout.incremental.headers import HeaderLayout
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.map_drawing import depict_dots, depict_lane_name, depict_visibility_line
from journeyeditor.layout.recipes.funnel_bars import depict_funnel
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import HAIRLINE, LABEL_WIDTH
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import BACKSTAGE, info_of


class CellBlocks:
    """Blocks of the grid: column backgrounds, lane names, and the cells of each column."""

    def __init__(
        self,
        graph: JourneyGraph,
        grid: CellGrid,
        cards: CardCache,
        headers: HeaderLayout,
        context: RenderContext,
    ) -> None:
        self._graph, self._grid, self._cards = graph, grid, cards
        self._headers, self._context = headers, context
        self._backgrounds = DrawingCache()
        self._names = DrawingCache()
        self._funnel: dict[str, FunnelRow] = {}
        self._top = 0.0
        self.recount()

    def recount(self) -> bool:
        """Compute the funnel again; return whether any of its bars changed."""
        before = (self._funnel, self._top)
        rows = funnel(self._graph)
        self._funnel = {row.stage.id: row for row in rows}
        self._top = max((row.count for row in rows if row.count is not None), default=0.0)
        return before != (self._funnel, self._top)

    def discard_backgrounds(self) -> None:
        """Draw the backgrounds again: lanes have moved."""
        self._backgrounds.clear()

    def backgrounds(self, columns: Sequence[GridColumn], top: float) -> Iterator[DrawingBlock]:
        """Yield tints and borders behind columns; `top` is the lower edge of the headers."""
        height = self._grid.lanes.bottom - top
        for column in columns:
            size = Size(column.width, height)
            key = (column.slots, column.index == 0)
            drawing = self._backgrounds.get(key, top, partial(self._background, column, top))
            yield DrawingBlock(("background", column.key), Point(column.x, top), size, drawing)

    def lane_names(self) -> Iterator[DrawingBlock]:
        lanes = self._grid.lanes
        for row, y in zip(lanes.rows, lanes.ys, strict=True):
            rect = Rect(LABEL_WIDTH, 0, 0, row.height)
            name = lanes.names[row.index]
            fingerprint = (row.title, row.height)
            drawing = self._names.get(name, fingerprint, partial(self._lane_name, row, rect))
            yield DrawingBlock(("name", name), Point(0, y), Size(LABEL_WIDTH, row.height), drawing)

    def cells(self, column: GridColumn, lanes: range) -> Iterator[DrawingBlock]:
        for lane in lanes:
            row = self._grid.lanes.rows[lane]
            band = row.spec.band
            key = ("cell", lane)
            if band is Band.CARDS and row.spec.collapsed:
                drawing = column.drawings.get(key, (), partial(self._dots, column, lane))
            elif band is Band.CARDS:
                drawing = column.drawings.get(key, row.rows, partial(self._stack, column, lane))
            elif band is Band.FUNNEL and not row.spec.collapsed:
                drawing = self._bar(column, row.height)
            else:
                drawing = ()
            if drawing:
                yield DrawingBlock(
                    ("cell", column.key, self._grid.lanes.names[lane]),
                    Point(column.x, self._grid.lanes.ys[lane]),
                    Size(column.width, row.height),
                    drawing,
                    column.ids(lane),
                )

    def _lane_name(self, row: MeasuredLane, rect: Rect) -> Drawing:
        return (depict_lane_name(row, rect, self._context),)

    def _background(self, column: GridColumn, top: float) -> Drawing:
        """Return a column's background from its upper left corner below the header."""
        theme, lanes = self._context.theme, self._grid.lanes
        drawing: list[Primitive] = []
        first = self._first_backstage()
        for row, y in zip(lanes.rows, lanes.ys, strict=True):
            if row.index % 2 == 0:
                rect = Rect(0, y - top, column.width, row.height)
                drawing.append(Box(rect, 0, theme["tint"], None))
        if column.index:
            line = polyline([Point(0, 4), Point(0, lanes.bottom - top)])
            drawing.append(Stroke(line, Pen(HAIRLINE, theme["hairline"])))
        if first is not None:
            rect = Rect(0, lanes.ys[first] - top, column.width, 0)
            drawing += depict_visibility_line(rect, self._context)
        return tuple(drawing)

    def _first_backstage(self) -> int | None:
        """Return the lane above which the line of visibility runs."""
        specs = self._grid.lanes.specs
        return next(
            (i for i, spec in enumerate(specs) if i and not BACKSTAGE.isdisjoint(spec.kinds)), None
        )

    def _stack(self, column: GridColumn, lane: int) -> Drawing:
        grid = self._grid
        is_compact = grid.lanes.specs[lane].height == "compact"
        drawing: list[Primitive] = []
        for slot in range(column.slots):
            for row, id_ in enumerate(column.cells.get((lane, slot), ())):
                rect = grid.local_rect(CellPosition(column, lane, slot, row))
                drawing += self._cards.depict(id_, rect, is_compact=is_compact)
        return tuple(drawing)

    def _dots(self, column: GridColumn, lane: int) -> Drawing:
        kinds = [
            [self._graph.element(id_).kind for id_ in column.cells.get((lane, slot), ())]
            for slot in range(column.slots)
        ]
        height = self._grid.lanes.rows[lane].height
        return tuple(depict_dots(kinds, Rect(0, 0, column.width, height), self._context))

    def _bar(self, column: GridColumn, height: float) -> Drawing:
        row = self._funnel.get(column.key)
        if row is None:
            return ()
        convention = info_of(self._graph).funnel.convention
        colour = self._headers.colours[column.index][0]
        cell = Rect(0, 0, column.width, height)
        return column.drawings.get(
            "funnel",
            (row, self._top, colour, cell, convention),
            lambda: tuple(
                depict_funnel([(row, cell, colour)], self._top, convention, self._context)
            ),
        )
