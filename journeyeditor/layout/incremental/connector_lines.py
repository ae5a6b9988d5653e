"""The connectors on the canvas as lines: their corners, their words, and where they are hit."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from journeyeditor.display.primitives import Box, Drawing
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout.arrangement import track_offset
from journeyeditor.layout.incremental.columns import GridColumn
from journeyeditor.layout.incremental.connectors import Connector
from journeyeditor.layout.incremental.grid import CellGrid
from journeyeditor.layout.incremental.places import DrawingBlock, DrawingCache
from journeyeditor.layout.incremental.routes import ConnectorRouter
from journeyeditor.layout.measuring import corridor_space
from journeyeditor.layout.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.connector_paths import (
    FAN,
    LABEL_ROOM,
    corners,
    depict_line,
    ink,
    words_of,
)
from journeyeditor.layout.routing.routes import TrackSpan
from journeyeditor.layout.style import LABEL_WIDTH, SEMIBOLD, SLOT_PREFERRED, SMALL

#: A line's arrow and half its width reach this far beyond its corners.
REACH = 4.0


class ConnectorLayout:
    """The connectors with lengths; asked for as they are seen, kept while nothing moves."""

    def __init__(
        self,
        grid: CellGrid,
        routes: ConnectorRouter,
        persona_styles: Mapping[str | None, PersonaStyle],
        context: RenderContext,
    ) -> None:
        self._grid, self._routes, self._context = grid, routes, context
        self._travellers = dict(persona_styles)
        self._known: dict[str, tuple[list[Point], tuple[Point, Point]]] = {}
        self._drawings = DrawingCache()
        #: The heights of the corridors, that below the last lane included.
        self.corridors: list[float] = []
        self.settle()

    def settle(self) -> None:
        """Let all corners be found anew: something has moved."""
        self._known.clear()
        last = len(self._grid.lanes.specs)
        self.corridors = [
            corridor_space(
                self._routes.tracks(index),
                is_worded=self._routes.is_worded(index),
                is_last=index == last,
            )
            for index in range(last + 1)
        ]

    def corners(self, id_: str) -> Sequence[Point]:
        """Return the corners of a connector, none if it has no line."""
        wire = self._routes.connectors.get(id_)
        return self._shape(wire)[0] if wire else ()

    def hit(self, point: Point, slack: float, columns: Iterable[GridColumn]) -> tuple[float, str]:
        """Return the nearest connector through some columns and how far it is."""
        found = [
            (distance(point, self._shape(wire)[0]), wire.relation.id)
            for wire in self._routes.near(columns)
        ]
        return min(found, default=(math.inf, ""))

    def blocks(self, columns: Sequence[GridColumn]) -> Iterator[DrawingBlock]:
        """Yield the connectors through columns: first the lines, then what is written on them."""
        connectors = self._routes.near(columns)
        for wire in connectors:
            yield self._line(wire)
        for wire in connectors:
            words = words_of(wire.relation, self._context)
            if words:
                yield self._words(wire, " · ".join(words))

    # What `lines.corners` asks of the places on a connector's way.

    def card_rect(self, id_: str) -> Rect:
        """Return where a card stands."""
        rect = self._grid.rect(id_)
        assert rect is not None
        return rect

    def in_stack(self, id_: str) -> tuple[int, int]:
        """Return the place of a card in its stack, from the top, and the number of cards there."""
        place = self._grid.place(id_)
        assert place is not None
        return place.row, len(place.column.cells[place.lane, place.slot])

    def slot_x(self, slot: int) -> float:
        """Return the left edge of a slot."""
        return LABEL_WIDTH + slot * SLOT_PREFERRED

    def track_y(self, span: TrackSpan) -> float:
        """Return the y of a track."""
        lanes, index = self._grid.lanes, span.corridor
        height = self.corridors[index]
        middle = (
            lanes.ys[index] - height / 2 if index < len(lanes.ys) else lanes.bottom - height / 2
        )
        tracks = self._routes.tracks(index)
        return middle + track_offset(span, tracks, is_worded=self._routes.is_worded(index))

    def _shape(self, wire: Connector) -> tuple[list[Point], tuple[Point, Point]]:
        """Return the corners of a connector and the ends of the piece with its words."""
        id_ = wire.relation.id
        if id_ not in self._known:
            route = self._routes.route(wire)
            self._known[id_] = corners(route, self, self._fan(wire), self._leaving(wire))
        return self._known[id_]

    def _fan(self, wire: Connector) -> float:
        """Return how far a connector stands off the middle of its gutter: beside the earlier ones."""
        if len(wire.stretches()) == 1:
            return 0.0
        column = self._grid.columns.at_slot(wire.end.column.first + wire.end.slot)
        key = wire.key()
        earlier = sum(
            other.gutter == wire.gutter and len(other.stretches()) > 1 and other.key() < key
            for other in self._routes.near([column])
        )
        return FAN[earlier % len(FAN)]

    def _leaving(self, wire: Connector) -> dict[tuple[str, str], int]:
        """Return how many earlier connectors leave the ends of this one, upwards and downwards."""
        used: dict[tuple[str, str], int] = {}
        key = wire.key()
        for element in (wire.relation.source, wire.relation.target):
            for id_ in self._routes.at[element]:
                other = self._routes.connectors[id_]
                if other.key() < key:
                    leave, enter = other.corridors
                    at_start = other.relation.source == element
                    lane = other.start.lane if at_start else other.end.lane
                    side = "up" if (leave if at_start else enter) <= lane else "down"
                    used[element, side] = used.get((element, side), 0) + 1
        return used

    def _line(self, wire: Connector) -> DrawingBlock:
        """Return the drawing of a connector, about the upper left corner of what it takes."""
        points = self._shape(wire)[0]
        box = bounds(points, REACH)
        colour, width = ink(wire.relation, self._travellers, self._context)
        inner = tuple(Point(round(p.x - box.x, 3), round(p.y - box.y, 3)) for p in points)
        kind = wire.relation.kind
        symbol = (kind, inner, colour, width)
        drawing = self._drawings.get(
            ("line", wire.relation.id), symbol, lambda: depict_line(kind, inner, colour, width)
        )
        owners = (wire.relation.source, wire.relation.target)
        return DrawingBlock(
            ("line", wire.relation.id), Point(box.x, box.y), box.size, drawing, owners
        )

    def _words(self, wire: Connector, words: str) -> DrawingBlock:
        """Return what is written on a connector, on the paper's colour."""
        context = self._context
        one, other = self._shape(wire)[1]
        room = max(abs(other.x - one.x) - 8, LABEL_ROOM)
        line = context.text(words, SMALL, room, weight=SEMIBOLD, max_lines=1)
        left = (one.x + other.x - line.width) / 2
        left = max(LABEL_WIDTH, min(left, self._grid.columns.width - line.width))
        colour = ink(wire.relation, self._travellers, context)[0]
        size = Size(line.width + 4, line.line_height)

        def draw() -> Drawing:
            ground = Box(Rect(0, 0, *size), 2, context.theme["paper"], None)
            return (ground, *context.place(line, 2, 0, colour, owner=wire.relation.source))

        key = ("words", wire.relation.id)
        drawing = self._drawings.get(key, (words, room, colour), draw)
        return DrawingBlock(key, Point(left - 2, one.y - line.line_height - 0.4), size, drawing)


def bounds(points: Sequence[Point], reach: float) -> Rect:
    """Return the box about points, and so much more on each side."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    box = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    return box.inset(-reach)


def distance(point: Point, wire: Sequence[Point]) -> float:
    """Return how far a point is from a line of straight pieces."""
    best = math.inf
    for a, b in itertools.pairwise(wire):
        length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
        along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length or 1)
        along = max(0.0, min(1.0, along))
        near = Point(a.x + along * (b.x - a.x), a.y + along * (b.y - a.y))
        best = min(best, math.dist(point, near))
    return best
