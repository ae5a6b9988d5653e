"""The top of the map: stage headers in one type size and one height, with the arcs above them."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence

from journeyeditor.display.theme import ramp
from journeyeditor.geometry import Point, Rect, Size, bounding_box, distance_to_polyline
from journeyeditor.layout.grid import StageColumn
from journeyeditor.layout.incremental.axes import GridColumn, GridColumns
from journeyeditor.layout.incremental.blocks import LINE_MARGIN, DrawingBlock, DrawingCache
from journeyeditor.layout.recipes import headers
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.routes import StageArc, arcs_of
from journeyeditor.layout.routing.stage_arcs import (
    PlacedArc,
    arcs_height,
    depict_arc,
    depict_label,
    place_arcs,
)
from journeyeditor.layout.style import LABEL_WIDTH, STAGE_TIP
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.vocabulary import Follows, Stage


class HeaderLayout:
    """Measured headers by column; all share the type size and the height of the largest."""

    def __init__(self, graph: JourneyGraph, columns: GridColumns, context: RenderContext) -> None:
        self._graph, self._columns, self._context = graph, columns, context
        self._levels: dict[GridColumn, int] = {}
        self._counts = [0] * len(headers.NAME_SIZES)
        self._headers: dict[GridColumn, headers.MeasuredHeader] = {}
        self._heights: list[float] = []
        self._size = 0.0
        self._ramp: list[tuple[str, str]] = []
        #: Background and text colour by column number.
        self.colours: list[tuple[str, str]] = []
        self.update(columns, (), is_reordered=True)

    @property
    def height(self) -> float:
        return self._heights[-1]

    def update(
        self, touched: Iterable[GridColumn], removed: Iterable[GridColumn], *, is_reordered: bool
    ) -> bool:
        """Measure headers again where needed; return whether all of them look different now."""
        before = (self._size, self._heights[-1] if self._heights else 0.0)
        for column in removed:
            self._counts[self._levels.pop(column)] -= 1
            del self._heights[bisect_left(self._heights, self._headers.pop(column).height)]
        stale = dict.fromkeys(touched)
        if is_reordered:
            # The first and the last header have ends of their own.
            stale.update(
                (column, None)
                for column in self._columns
                if column not in self._headers or self._headers[column].ends != self._ends(column)
            )
            self._update_colours()
        for column in stale:
            self._update_level(column)
        share = headers.NAME_SIZES[max(i for i, count in enumerate(self._counts) if count)]
        size = self._context.format.sizes.stage * share
        if size != self._size:
            self._size = size
            stale = dict.fromkeys(self._columns)
        for column in stale:
            self._measure(column)
        return is_reordered or before != (self._size, self.height)

    def block(self, column: GridColumn, top: float) -> DrawingBlock:
        """Return the drawing of a header whose upper edge is at `top`."""
        header, colours = self._headers[column], self.colours[column.index]
        rect = Rect(0, 0, column.width, self.height)
        drawing = column.drawings.get(
            "head",
            (header, rect, colours),
            lambda: tuple(headers.depict(header, rect, colours, self._context)),
        )
        size = Size(rect.width + STAGE_TIP, rect.height)
        return DrawingBlock(
            ("head", column.key), Point(column.x, top), size, drawing, (column.key,)
        )

    def _update_colours(self) -> None:
        theme, numbers = self._context.theme, self._columns.numbers
        if len(numbers) != len(self._ramp):
            self._ramp = ramp(theme["ramp"], theme["ramp_end"], len(numbers), theme["title"])
        self.colours = [self._ramp[numbers[column.stage]] for column in self._columns]

    @property
    def all_colours(self) -> dict[str, str]:
        """The background colours of all stages of the map."""
        return {
            stage: self._ramp[number][0]
            for stage, number in self._columns.numbers.items()
            if stage is not None
        }

    def colour_of(self, stage: str) -> str:
        """The background colour of a stage of the map."""
        return self._ramp[self._columns.numbers[stage]][0]

    def _ends(self, column: GridColumn) -> headers.HeaderEnds:
        is_last = column.index == len(self._columns) - 1
        return headers.HeaderEnds(column.index == 0, is_last, is_last)

    def _stage_column(self, column: GridColumn) -> StageColumn:
        record = self._graph.element(column.stage) if column.stage is not None else None
        return StageColumn(record if isinstance(record, Stage) else None, 0, column.slots)

    def _update_level(self, column: GridColumn) -> None:
        """Find the largest type size at which a column's name fits."""
        if column in self._levels:
            self._counts[self._levels[column]] -= 1
        level = headers.name_level(self._stage_column(column), column.width, self._context)
        self._levels[column] = level
        self._counts[level] += 1

    def _measure(self, column: GridColumn) -> None:
        if column in self._headers:
            del self._heights[bisect_left(self._heights, self._headers[column].height)]
        header = headers.measure(
            self._stage_column(column), column.width, self._size, self._ends(column), self._context
        )
        self._headers[column] = header
        insort(self._heights, header.height)


class ArcLayout:
    """Arcs for the transitions between stages that skip or go back; routed when they change."""

    def __init__(self, graph: JourneyGraph, columns: GridColumns, context: RenderContext) -> None:
        self._graph, self._columns, self._context = graph, columns, context
        self._transitions = {
            relation.id
            for relation in graph.relations("follows")
            if isinstance(graph.element(relation.source), Stage)
        }
        self._arcs: list[StageArc] = []
        #: The height of all arcs, where the headers begin.
        self.arc_base = 0.0
        self._placed: dict[str, PlacedArc] | None = None
        self._drawings = DrawingCache()
        self._route()

    @property
    def edges(self) -> tuple[float, float]:
        return LABEL_WIDTH, self._columns.width

    def header_rect(self, column: int) -> Rect:
        here = self._columns[column]
        return Rect(here.x, self.arc_base, here.width, 0)

    def update(self, change: Change, *, is_reordered: bool, is_resized: bool) -> bool:
        is_touched = False
        for id_, (_, after) in change.entries.items():
            if id_ in self._transitions or self._is_transition(after):
                is_touched = True
                self._transitions.discard(id_)
                if self._is_transition(after):
                    self._transitions.add(id_)
        before = self._arcs
        if is_touched or is_reordered:
            self._route()
        if is_touched or self._arcs != before or (is_resized and self._arcs):
            self._placed = None
            return True
        return False

    def points(self, id_: str) -> Sequence[Point]:
        """Return the corners of an arc, none if the relation has no arc."""
        arc = self._placed_arcs().get(id_)
        return arc.points if arc else ()

    def hit(self, point: Point) -> tuple[float, str]:
        """Return the distance to the nearest arc and its id; (inf, "") without arcs."""
        transitions = (
            (distance_to_polyline(point, arc.points), id_)
            for id_, arc in self._placed_arcs().items()
        )
        return min(transitions, default=(math.inf, ""))

    def blocks(self) -> Iterator[DrawingBlock]:
        arcs = self._placed_arcs()
        for id_, arc in arcs.items():
            yield self._line(id_, arc)
        for id_, arc in arcs.items():
            if arc.label:
                yield self._label(id_, arc)

    def _is_transition(self, relation: object) -> bool:
        return (
            isinstance(relation, Follows)
            and self._graph.has_element(relation.source)
            and isinstance(self._graph.element(relation.source), Stage)
        )

    def _route(self) -> None:
        transitions: Iterable[Follows] = [
            relation
            for id_ in self._transitions
            if isinstance(relation := self._graph.relation(id_), Follows)
        ]
        numbers = {column.stage: i for i, column in enumerate(self._columns) if column.stage}
        self._arcs = arcs_of(self._graph, transitions, numbers, range(len(self._columns)))
        self.arc_base = arcs_height(self._arcs)
        self._placed = None

    def _placed_arcs(self) -> dict[str, PlacedArc]:
        if self._placed is None:
            placed = place_arcs(self._arcs, self, {}, self._context)
            self._placed = {item.arc.relation.id: item for item in placed}
        return self._placed

    def _line(self, id_: str, arc: PlacedArc) -> DrawingBlock:
        box = bounding_box(arc.points).inset(-LINE_MARGIN)
        local = tuple(Point(round(p.x - box.x, 3), round(p.y - box.y, 3)) for p in arc.points)
        fingerprint = (local, arc.arc.relation.share, arc.arc.relation.elapsed)
        drawing = self._drawings.get(
            ("arc", id_), fingerprint, lambda: tuple(depict_arc(arc, local, self._context))
        )
        owners = (arc.arc.relation.source, arc.arc.relation.target)
        return DrawingBlock(("arc", id_), Point(box.x, box.y), box.size, drawing, owners)

    def _label(self, id_: str, arc: PlacedArc) -> DrawingBlock:
        at = Rect(0, 0, *arc.rect.size)
        drawing = self._drawings.get(
            ("words", id_), arc.label, lambda: tuple(depict_label(arc, at, self._context))
        )
        return DrawingBlock(("arc words", id_), Point(arc.rect.x, arc.rect.y), at.size, drawing)
