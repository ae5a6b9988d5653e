"""The arcs above the stages on the canvas: skips and loops, found anew only when they change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.arcs import PlacedArc, depict_line, depict_words, placed_arcs
from journeyeditor.layout.incremental.columns import GridColumns
from journeyeditor.layout.incremental.connector_lines import REACH, bounds, distance
from journeyeditor.layout.incremental.places import DrawingBlock, DrawingCache
from journeyeditor.layout.measuring import arc_space
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.routes import StageArc, arcs_of
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.vocabulary import Follows


class ArcLayout:
    """The ways between stages that are no mere steps to the right."""

    def __init__(self, graph: JourneyGraph, columns: GridColumns, context: RenderContext) -> None:
        self._graph, self._columns, self._context = graph, columns, context
        self._ways = {
            relation.id
            for relation in graph.relations("follows")
            if graph.element(relation.source).kind == "stage"
        }
        self._arcs: list[StageArc] = []
        self._placed: dict[str, PlacedArc] | None = None
        self._drawings = DrawingCache()
        self._find()

    @property
    def arc_base(self) -> float:
        """The height of the space above the chevrons."""
        return arc_space(max((arc.level for arc in self._arcs), default=-1) + 1)

    @property
    def edges(self) -> tuple[float, float]:
        """The left and the right edge of the map."""
        return LABEL_WIDTH, self._columns.width

    def header_rect(self, column: int) -> Rect:
        """Return the place of a stage's chevron, as wide as its column."""
        here = self._columns[column]
        return Rect(here.x, self.arc_base, here.width, 0)

    def follow(self, change: Change, *, is_reordered: bool, is_shifted: bool) -> bool:
        """Follow a change; tell whether an arc is another one or stands elsewhere."""
        is_touched = False
        for id_, (_, after) in change.entries.items():
            if id_ in self._ways or self._is_way(after):
                is_touched = True
                self._ways.discard(id_)
                if self._is_way(after):
                    self._ways.add(id_)
        before_arcs = self._arcs
        if is_touched or is_reordered:
            self._find()
        is_other = is_touched or self._arcs != before_arcs
        if is_other or (is_shifted and self._arcs):
            self._placed = None
            return True
        return False

    def corners(self, id_: str) -> Sequence[Point]:
        """Return the corners of an arc, none if the relation has no arc."""
        arc = self._all().get(id_)
        return arc.points if arc else ()

    def hit(self, point: Point) -> tuple[float, str]:
        """Return the nearest arc and how far it is."""
        found = ((distance(point, arc.points), id_) for id_, arc in self._all().items())
        return min(found, default=(math.inf, ""))

    def blocks(self) -> Iterator[DrawingBlock]:
        """Yield the arcs, then their words."""
        arcs = self._all()
        for id_, arc in arcs.items():
            yield self._line(id_, arc)
        for id_, arc in arcs.items():
            if arc.words:
                yield self._words(id_, arc)

    def _is_way(self, relation: object) -> bool:
        return (
            isinstance(relation, Follows)
            and self._graph.has_element(relation.source)
            and self._graph.element(relation.source).kind == "stage"
        )

    def _find(self) -> None:
        """Find which ways have an arc, and on which level."""
        ways: Iterable[Follows] = [
            relation
            for id_ in self._ways
            if isinstance(relation := self._graph.relation(id_), Follows)
        ]
        place = {column.stage: i for i, column in enumerate(self._columns) if column.stage}
        self._arcs = arcs_of(self._graph, ways, place, range(len(self._columns)))
        self._placed = None

    def _all(self) -> dict[str, PlacedArc]:
        """Return the arcs with their places, by relation."""
        if self._placed is None:
            placed = placed_arcs(self._arcs, self, {}, self._context)
            self._placed = {item.arc.relation.id: item for item in placed}
        return self._placed

    def _line(self, id_: str, arc: PlacedArc) -> DrawingBlock:
        box = bounds(arc.points, REACH)
        inner = tuple(Point(round(p.x - box.x, 3), round(p.y - box.y, 3)) for p in arc.points)
        symbol = (inner, arc.arc.relation.share)
        drawing = self._drawings.get(
            ("arc", id_), symbol, lambda: tuple(depict_line(arc, inner, self._context))
        )
        owners = (arc.arc.relation.source, arc.arc.relation.target)
        return DrawingBlock(("arc", id_), Point(box.x, box.y), box.size, drawing, owners)

    def _words(self, id_: str, arc: PlacedArc) -> DrawingBlock:
        at = Rect(0, 0, *arc.place.size)
        drawing = self._drawings.get(
            ("words", id_), arc.words, lambda: tuple(depict_words(arc, at, self._context))
        )
        return DrawingBlock(("arc words", id_), Point(arc.place.x, arc.place.y), at.size, drawing)
