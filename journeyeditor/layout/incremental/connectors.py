"""The connectors between cards: which relations have one, its track in each corridor, its line.

Tracks follow the rule of `routing.routes`: the shorter a connector, the earlier it chooses, and it
takes the lowest track without an earlier connector in its way. So a change can only reach later
connectors that meet a changed one, and those that meet these; they choose again in that order.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from journeyeditor.display.primitives import Box, Drawing
from journeyeditor.geometry import Point, Rect, Size, bounding_box, distance_to_polyline
from journeyeditor.layout.incremental.axes import GridColumn
from journeyeditor.layout.incremental.blocks import LINE_MARGIN, DrawingBlock, DrawingCache
from journeyeditor.layout.incremental.grid import CellGrid, CellPosition
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.connector_paths import (
    FAN,
    LABEL_ROOM,
    Port,
    connector_style,
    corners,
    depict_connector,
    label_words,
    port_of,
)
from journeyeditor.layout.routing.intervals import IntervalCounts
from journeyeditor.layout.routing.routes import (
    MAX_TRACKS,
    Route,
    TrackSpan,
    corridor_height,
    has_label,
    is_shown_by_cells,
    track_offset,
)
from journeyeditor.layout.style import LABEL_WIDTH, SEMIBOLD, SMALL
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Follows, RelationBase

#: Relations that may have a line between two cards.
DRAWN = ("follows", "at", "supports", "addresses")

#: The order in which connectors choose their tracks.
Priority: TypeAlias = tuple[int, int, int, str]


class SlotRange(NamedTuple):
    """A horizontal piece of a connector in a corridor; `low` and `high` are slots, both included."""

    corridor: int
    low: int
    high: int


class Connector:
    """A relation between two cards that is drawn as a line; its slots follow the grid's columns."""

    __slots__ = ("crossed", "end", "padding", "relation", "start")

    def __init__(
        self, relation: RelationBase, start: CellPosition, end: CellPosition, label_width: float
    ) -> None:
        self.relation = relation
        self.start, self.end = start, end
        #: The corridors and columns that the line runs through.
        self.crossed: list[tuple[int, GridColumn]] = []
        leave = self.ranges()[0]
        is_short = label_width > (leave.high - leave.low) * start.column.slot_width - 16
        #: Slots kept free on both sides of the first piece, where the label is wider than it.
        self.padding = 1 if label_width and is_short else 0

    def priority(self) -> Priority:
        one, other = self.slots()
        return (abs(one - other), one, other, self.relation.id)

    def slots(self) -> tuple[int, int]:
        """Return the slots of both ends, counted over the whole map."""
        start, end = self.start, self.end
        return start.column.first + start.slot, end.column.first + end.slot

    @property
    def gutter(self) -> int:
        """The slot left of which the connector changes corridors."""
        one, other = self.slots()
        return other if one < other else other + 1

    @property
    def corridors(self) -> tuple[int, int]:
        """The corridors in which the connector leaves its source and reaches its target."""
        one, other = self.start.lane, self.end.lane
        down = other > one
        return (one + 1 if down else one), (other if down or one == other else other + 1)

    def ranges(self) -> list[SlotRange]:
        """Return the horizontal pieces, without room for the label."""
        leave, enter = self.corridors
        one, other = self.slots()
        if leave == enter:
            return [_slot_range(leave, one, other)]
        # A gutter lies between two slots: for the tracks it is the slot beside the target.
        beside = other - 1 if one < other else other + 1
        return [_slot_range(leave, one, beside), _slot_range(enter, beside, other)]

    def reserved(self) -> list[SlotRange]:
        """Return what must stay free of other connectors: the pieces, and room for the label."""
        first, *rest = self.ranges()
        low, high = first.low - self.padding, first.high + self.padding
        return [first._replace(low=low, high=high), *rest]


class ConnectorRouter:
    """The connectors of the whole map, and the track of each in its corridors."""

    def __init__(self, graph: JourneyGraph, grid: CellGrid, context: RenderContext) -> None:
        self._graph, self._grid, self._context = graph, grid, context
        self.connectors: dict[str, Connector] = {}
        #: The connectors by element.
        self.at: dict[str, dict[str, None]] = defaultdict(dict)
        self._through: dict[tuple[int, GridColumn], dict[str, None]] = defaultdict(dict)
        self._tracks: dict[tuple[int, str], int] = {}
        count = len(grid.lanes.specs) + 1
        self._used = [[0] * MAX_TRACKS for _ in range(count)]
        self._labelled = [0] * count
        for kind in DRAWN:
            for relation in graph.relations(kind):
                self._add(relation.id)
        self._assign_all()

    def tracks(self, corridor: int) -> int:
        used = self._used[corridor]
        return next((i + 1 for i in reversed(range(MAX_TRACKS)) if used[i]), 0)

    def has_labels(self, corridor: int) -> bool:
        return self._labelled[corridor] > 0

    def route(self, connector: Connector) -> Route:
        """Return a connector as the poster's recipes know it."""
        id_ = connector.relation.id
        spans = [
            TrackSpan(*piece, self._tracks[piece.corridor, id_]) for piece in connector.ranges()
        ]
        entry = spans[1] if len(spans) > 1 else None
        return Route(connector.relation, spans[0], entry, connector.gutter)

    def simple_routes(self, columns: Iterable[GridColumn]) -> list[Connector]:
        """Return the connectors that pass through columns, in painting order."""
        ids: dict[str, None] = {}
        for column in columns:
            for corridor in range(len(self._used)):
                ids.update(self._through.get((corridor, column), {}))
        return sorted((self.connectors[id_] for id_ in ids), key=Connector.priority)

    def update(
        self,
        relations: Iterable[str],
        planned: Iterable[GridColumn],
        resized: Iterable[GridColumn],
        *,
        is_reordered: bool,
    ) -> set[GridColumn]:
        """Route again the connectors of `relations` and those through resized columns.

        Returns the columns with lines that may look different now. Cards may have moved within
        the stacks of `planned` columns, so their connectors count too.
        """
        changed = dict.fromkeys(relations)
        if is_reordered:
            changed.update(dict.fromkeys(self.connectors))
        changed.update((each.relation.id, None) for each in self.simple_routes(resized))
        crossed = self._crossed(changed)
        candidates: dict[int, dict[str, None]] = defaultdict(dict)
        for id_ in changed:
            self._remove(id_, candidates)
        for id_ in changed:
            self._add(id_)
        for id_ in changed:
            if id_ in self.connectors:
                for corridor, column in self.connectors[id_].crossed:
                    candidates[corridor].update(self._through[corridor, column])
        moved = set(changed)
        for corridor, ids in candidates.items():
            moved |= self._reassign(corridor, [id_ for id_ in ids if self._enters(id_, corridor)])
        crossed |= self._crossed(moved)
        # Lines that share a card or a gutter with one of these make room for it.
        adjacent = {each.relation.id for each in self.simple_routes({*crossed, *planned})}
        return crossed | self._crossed(adjacent) if crossed or adjacent else crossed

    def _crossed(self, ids: Iterable[str]) -> set[GridColumn]:
        connectors = (self.connectors[id_] for id_ in ids if id_ in self.connectors)
        return {column for connector in connectors for _, column in connector.crossed}

    def _enters(self, id_: str, corridor: int) -> bool:
        connector = self.connectors.get(id_)
        return connector is not None and any(each == corridor for each, _ in connector.crossed)

    def _add(self, id_: str) -> None:
        """Add the connector of a relation, if it has one; its tracks are assigned later."""
        relation = self._graph.record(id_)
        if not isinstance(relation, RelationBase) or relation.kind not in DRAWN:
            return
        grid = self._grid
        start, end = grid.position(relation.source), grid.position(relation.target)
        if start is None or end is None:
            return
        if not (grid.has_cards(start.lane) and grid.has_cards(end.lane)):
            return
        distance = end.column.first + end.slot - start.column.first - start.slot
        ends = (self._graph.element(relation.source), self._graph.element(relation.target))
        is_shown = is_shown_by_cells(relation, {record.kind for record in ends}, distance)
        if is_shown and not (distance and self._has_label(relation)):
            return
        words = " · ".join(label_words(relation, self._context))
        width = self._context.measure(words, SMALL, SEMIBOLD) if words else 0.0
        connector = self.connectors[id_] = Connector(relation, start, end, width)
        for corridor, low, high in connector.reserved():
            for column in grid.columns.spanned(low, high):
                connector.crossed.append((corridor, column))
                self._through[corridor, column][id_] = None
        self.at[relation.source][id_] = None
        self.at[relation.target][id_] = None
        self._labelled[connector.corridors[0]] += self._has_label(relation)

    def _remove(self, id_: str, candidates: dict[int, dict[str, None]]) -> None:
        """Remove a connector; those through the same columns become candidates for its track."""
        connector = self.connectors.pop(id_, None)
        if connector is None:
            return
        for crossing in connector.crossed:
            crossings = self._through[crossing]
            del crossings[id_]
            candidates[crossing[0]].update(crossings)
            if not crossings:
                del self._through[crossing]
            track = self._tracks.pop((crossing[0], id_), None)
            if track is not None:
                self._used[crossing[0]][track] -= 1
        for element in (connector.relation.source, connector.relation.target):
            self.at[element].pop(id_, None)
            if not self.at[element]:
                del self.at[element]
        self._labelled[connector.corridors[0]] -= self._has_label(connector.relation)

    def _has_label(self, relation: RelationBase) -> bool:
        """Return whether a connector has a label; with the flow its time is one."""
        is_timed = isinstance(relation, Follows) and bool(relation.elapsed)
        return has_label(relation) or (is_timed and self._context.flow is not None)

    def _assign_all(self) -> None:
        """Give all connectors their tracks: each the lowest of those that fewest earlier ones use."""
        corridors: dict[int, list[IntervalCounts]] = defaultdict(
            lambda: [IntervalCounts() for _ in range(MAX_TRACKS)]
        )
        for connector in sorted(self.connectors.values(), key=Connector.priority):
            for corridor, low, high in connector.reserved():
                tracks = corridors[corridor]
                counts = [track.overlapping(low, high) for track in tracks]
                number = counts.index(min(counts))
                tracks[number].add(low, high)
                self._assign(corridor, connector.relation.id, number)

    def _reassign(self, corridor: int, ids: Iterable[str]) -> set[str]:
        """Let connectors of a corridor choose their tracks again; return those that changed."""
        heap = [(self.connectors[id_].priority(), id_) for id_ in ids]
        queued = set(ids)
        heapq.heapify(heap)
        moved = set()
        while heap:
            priority, id_ = heapq.heappop(heap)
            connector = self.connectors[id_]
            track = self._lowest_free(corridor, connector)
            if self._tracks.get((corridor, id_)) == track:
                continue
            self._assign(corridor, id_, track)
            moved.add(id_)
            for other in self._meeting(corridor, connector):
                later = other.priority()
                if later > priority and other.relation.id not in queued:
                    queued.add(other.relation.id)
                    heapq.heappush(heap, (later, other.relation.id))
        return moved

    def _lowest_free(self, corridor: int, connector: Connector) -> int:
        """Return the lowest track that no earlier connector takes, else the least used one."""
        used = set(self._earlier_tracks(corridor, connector))
        free = next((track for track in range(MAX_TRACKS) if track not in used), None)
        return self._least_used(corridor, connector) if free is None else free

    def _least_used(self, corridor: int, connector: Connector) -> int:
        counts = [0] * MAX_TRACKS
        for track in self._earlier_tracks(corridor, connector):
            counts[track] += 1
        return counts.index(min(counts))

    def _earlier_tracks(self, corridor: int, connector: Connector) -> Iterator[int]:
        priority = connector.priority()
        for other in self._meeting(corridor, connector):
            if other.priority() < priority:
                yield self._tracks[corridor, other.relation.id]

    def _meeting(self, corridor: int, connector: Connector) -> Iterator[Connector]:
        own = next(piece for piece in connector.reserved() if piece.corridor == corridor)
        ids: dict[str, None] = {}
        for where, column in connector.crossed:
            if where == corridor:
                ids.update(self._through[where, column])
        del ids[connector.relation.id]
        for id_ in ids:
            other = self.connectors[id_]
            if any(
                piece.corridor == corridor and piece.low <= own.high and own.low <= piece.high
                for piece in other.reserved()
            ):
                yield other

    def _assign(self, corridor: int, id_: str, track: int) -> None:
        before = self._tracks.get((corridor, id_))
        if before is not None:
            self._used[corridor][before] -= 1
        self._tracks[corridor, id_] = track
        self._used[corridor][track] += 1


class ConnectorShape(NamedTuple):
    """A connector's corners, the ends of the piece that carries its label, and what it covers."""

    points: list[Point]
    run: tuple[Point, Point]
    box: Rect


class ConnectorLayout:
    """The lines of the connectors: computed when first needed, kept while nothing moves.

    Gives `routing.connector_paths.corners` the geometry it asks for.
    """

    def __init__(
        self,
        grid: CellGrid,
        router: ConnectorRouter,
        persona_styles: Mapping[str | None, PersonaStyle],
        context: RenderContext,
    ) -> None:
        self._grid, self._router, self._context = grid, router, context
        self._persona_styles = dict(persona_styles)
        self._shapes: dict[str, ConnectorShape] = {}
        self._fans: dict[GridColumn, dict[str, int]] = {}
        self._leaving: dict[str, dict[str, tuple[int, int]]] = {}
        self._drawings = DrawingCache()
        #: The heights of the corridors, the one below the last lane included.
        self.corridors: list[float] = []
        self.invalidate()

    def invalidate(self) -> None:
        self._shapes.clear()
        self._fans.clear()
        self._leaving.clear()
        last = len(self._grid.lanes.specs)
        self.corridors = [
            corridor_height(
                self._router.tracks(index),
                has_labels=self._router.has_labels(index),
                is_last=index == last,
            )
            for index in range(last + 1)
        ]

    def points(self, id_: str) -> Sequence[Point]:
        """Return the corners of a connector, none if the relation has no line."""
        connector = self._router.connectors.get(id_)
        return self._shape(connector).points if connector else ()

    def hit(self, point: Point, columns: Iterable[GridColumn]) -> tuple[float, str]:
        """Return the distance to the nearest connector through columns, and its id."""
        connectors = [
            (distance_to_polyline(point, self._shape(connector).points), connector.relation.id)
            for connector in self._router.simple_routes(columns)
        ]
        return min(connectors, default=(math.inf, ""))

    def blocks(self, columns: Sequence[GridColumn], area: Rect) -> Iterator[DrawingBlock]:
        """Yield the connectors through columns: first the lines in an area, then their labels."""
        connectors = self._router.simple_routes(columns)
        for connector in connectors:
            if self._shape(connector).box.intersects(area):
                yield self._line(connector)
        for connector in connectors:
            words = label_words(connector.relation, self._context)
            if words:
                yield self._label(connector, " · ".join(words))

    @property
    def edges(self) -> tuple[float, float]:
        return LABEL_WIDTH, self._grid.columns.width

    def card_rect(self, id_: str) -> Rect:
        rect = self._grid.rect(id_)
        assert rect is not None
        return rect

    def port(self, id_: str) -> Port:
        return port_of(self.card_rect(id_))

    def in_stack(self, id_: str) -> tuple[int, int]:
        """Return a card's index in its stack, from the top, and the number of cards there."""
        position = self._grid.position(id_)
        assert position is not None
        return position.row, len(position.column.cells[position.lane, position.slot])

    def slot_x(self, slot: int) -> float:
        return LABEL_WIDTH + slot * self._grid.columns.slot_width

    def track_y(self, span: TrackSpan) -> float:
        lanes, index = self._grid.lanes, span.corridor
        height = self.corridors[index]
        middle = (
            lanes.ys[index] - height / 2 if index < len(lanes.ys) else lanes.bottom - height / 2
        )
        tracks = self._router.tracks(index)
        return middle + track_offset(span, tracks, has_labels=self._router.has_labels(index))

    def _shape(self, connector: Connector) -> ConnectorShape:
        id_ = connector.relation.id
        if id_ not in self._shapes:
            route = self._router.route(connector)
            fan, leaving = self._fan_offset(connector), self._earlier_at_ends(connector)
            points, run = corners(route, self, fan, leaving)
            self._shapes[id_] = ConnectorShape(
                points, run, bounding_box(points).inset(-LINE_MARGIN)
            )
        return self._shapes[id_]

    def _fan_offset(self, connector: Connector) -> float:
        """Return the distance from the middle of the gutter, so that connectors there fan out."""
        if len(connector.ranges()) == 1:
            return 0.0
        column = self._grid.columns.at_slot(connector.end.column.first + connector.end.slot)
        if column not in self._fans:
            self._fans[column] = self._places_in_gutters(column)
        return FAN[self._fans[column][connector.relation.id] % len(FAN)]

    def _places_in_gutters(self, column: GridColumn) -> dict[str, int]:
        """Return how many earlier connectors change corridors in the same gutter, by relation."""
        counts: dict[int, int] = defaultdict(int)
        places = {}
        for connector in self._router.simple_routes([column]):
            if len(connector.ranges()) > 1:
                places[connector.relation.id] = counts[connector.gutter]
                counts[connector.gutter] += 1
        return places

    def _earlier_at_ends(self, connector: Connector) -> dict[tuple[str, str], int]:
        """Return how many earlier connectors leave the same cards, upwards and downwards."""
        used: dict[tuple[str, str], int] = {}
        for element in (connector.relation.source, connector.relation.target):
            if element not in self._leaving:
                self._leaving[element] = self._places_at_card(element)
            up, down = self._leaving[element][connector.relation.id]
            used |= {(element, "up"): up, (element, "down"): down}
        return used

    def _places_at_card(self, element: str) -> dict[str, tuple[int, int]]:
        """Return how many earlier connectors leave a card upwards and downwards, by relation."""
        connectors = [self._router.connectors[id_] for id_ in self._router.at[element]]
        places, up, down = {}, 0, 0
        for connector in sorted(connectors, key=Connector.priority):
            places[connector.relation.id] = up, down
            leave, enter = connector.corridors
            at_start = connector.relation.source == element
            lane = connector.start.lane if at_start else connector.end.lane
            if (leave if at_start else enter) <= lane:
                up += 1
            else:
                down += 1
        return places

    def _line(self, connector: Connector) -> DrawingBlock:
        points, _, box = self._shape(connector)
        relation = connector.relation
        style = connector_style(relation, self._persona_styles, self._context)
        local = tuple(Point(round(p.x - box.x, 3), round(p.y - box.y, 3)) for p in points)
        drawing = self._drawings.get(
            ("line", relation.id), (local, style), lambda: depict_connector(local, style)
        )
        owners = (relation.source, relation.target)
        return DrawingBlock(("line", relation.id), Point(box.x, box.y), box.size, drawing, owners)

    def _label(self, connector: Connector, words: str) -> DrawingBlock:
        context, relation = self._context, connector.relation
        one, other = self._shape(connector).run
        room = max(abs(other.x - one.x) - 8, LABEL_ROOM)
        line = context.text(words, SMALL, room, weight=SEMIBOLD, max_lines=1)
        left = (one.x + other.x - line.width) / 2
        left = max(LABEL_WIDTH, min(left, self._grid.columns.width - line.width))
        colour = connector_style(relation, self._persona_styles, context).colour
        size = Size(line.width + 4, line.line_height)

        def draw() -> Drawing:
            background = Box(Rect(0, 0, *size), 2, context.theme["paper"], None)
            return (background, *context.place(line, 2, 0, colour, owner=relation.source))

        key = ("words", relation.id)
        drawing = self._drawings.get(key, (words, room, colour), draw)
        return DrawingBlock(key, Point(left - 2, one.y - line.line_height - 0.4), size, drawing)


def _slot_range(corridor: int, one: int, other: int) -> SlotRange:
    return SlotRange(corridor, min(one, other), max(one, other))
