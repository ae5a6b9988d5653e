"""The heads of the stages on the canvas: one size for all names, one height for all chevrons."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from journeyeditor.display.theme import ramp
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout import headers
from journeyeditor.layout.grid import StageColumn
from journeyeditor.layout.incremental.columns import GridColumn, GridColumns
from journeyeditor.layout.incremental.places import DrawingBlock
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import STAGE_TIP
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Stage


class HeaderLayout:
    """Measured heads by column; `height` is that of all chevrons."""

    def __init__(self, graph: JourneyGraph, columns: GridColumns, context: RenderContext) -> None:
        self._graph, self._columns, self._context = graph, columns, context
        self._levels: dict[GridColumn, int] = {}
        self._counts = [0] * len(headers.NAME_SIZES)
        self._heads: dict[GridColumn, headers.MeasuredHeader] = {}
        self._heights: list[float] = []
        self._size = 0.0
        self.colours: list[tuple[str, str]] = []
        self.follow(columns, (), is_reordered=True)

    @property
    def height(self) -> float:
        """The height of all chevrons."""
        return self._heights[-1]

    def follow(
        self, touched: Iterable[GridColumn], gone: Iterable[GridColumn], *, is_reordered: bool
    ) -> bool:
        """Measure heads anew where needed; tell whether all heads look different now."""
        before = (self._size, self._heights[-1] if self._heights else 0.0)
        for column in gone:
            self._counts[self._levels.pop(column)] -= 1
            del self._heights[bisect_left(self._heights, self._heads.pop(column).height)]
        wanted = dict.fromkeys(touched)
        if is_reordered:
            # The first and the last head have ends of their own.
            wanted.update(
                (column, None)
                for column in self._columns
                if column not in self._heads or self._heads[column].ends != self._ends(column)
            )
            self._paint()
        for column in wanted:
            self._count(column)
        size = headers.NAME_SIZES[max(i for i, count in enumerate(self._counts) if count)]
        if size != self._size:
            self._size = size
            wanted = dict.fromkeys(self._columns)
        for column in wanted:
            self._measure(column)
        return is_reordered or before != (self._size, self.height)

    def block(self, column: GridColumn, top: float) -> DrawingBlock:
        """Return the drawing of a head whose upper edge stands at a height."""
        head, colours = self._heads[column], self.colours[column.index]
        rect = Rect(0, 0, column.width, self.height)
        drawing = column.drawings.get(
            "head",
            (head, rect, colours),
            lambda: tuple(headers.depict(head, rect, colours, self._context)),
        )
        size = Size(rect.width + STAGE_TIP, rect.height)
        return DrawingBlock(
            ("head", column.key), Point(column.x, top), size, drawing, (column.key,)
        )

    def _paint(self) -> None:
        """Deal out the colours of the brand's ramp."""
        theme, count = self._context.theme, len(self._columns)
        if count != len(self.colours):
            self.colours = ramp(theme["ramp"], theme["ramp_end"], count, theme["title"])

    def _ends(self, column: GridColumn) -> headers.HeaderEnds:
        is_last = column.index == len(self._columns) - 1
        return headers.HeaderEnds(column.index == 0, is_last, is_last)

    def _column(self, column: GridColumn) -> StageColumn:
        """Return a column as the recipe of heads knows it."""
        record = self._graph.element(column.stage) if column.stage is not None else None
        return StageColumn(record if isinstance(record, Stage) else None, 0, column.slots)

    def _count(self, column: GridColumn) -> None:
        """Find the size that a column's name allows."""
        if column in self._levels:
            self._counts[self._levels[column]] -= 1
        level = headers.name_level(self._column(column), column.width, self._context)
        self._levels[column] = level
        self._counts[level] += 1

    def _measure(self, column: GridColumn) -> None:
        if column in self._heads:
            del self._heights[bisect_left(self._heights, self._heads[column].height)]
        head = headers.measure(
            self._column(column), column.width, self._size, self._ends(column), self._context
        )
        self._heads[column] = head
        insort(self._heights, head.height)
