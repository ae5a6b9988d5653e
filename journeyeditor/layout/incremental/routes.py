"""Which relations have a line on the canvas and on which track it runs, followed change by change.

The rule is that of `routes`: the shorter a connector, the earlier it chooses, and it takes the
lowest track on which no earlier one stands in its way. So a change can reach only later
connectors that meet a changed one, and those that meet these; they are asked in the same order.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator

from journeyeditor.layout.incremental.columns import GridColumn
from journeyeditor.layout.incremental.connectors import Connector
from journeyeditor.layout.incremental.grid import CellGrid
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.connector_paths import words_of
from journeyeditor.layout.routing.routes import (
    MAX_TRACKS,
    Route,
    TrackSpan,
    has_words,
    is_shown_by_places,
)
from journeyeditor.layout.style import SEMIBOLD, SMALL
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import RelationBase

#: Relations that may have a line between two cards.
DRAWN = ("follows", "at", "supports", "addresses")


class ConnectorRouter:
    """The connectors of the whole map, and how many tracks each corridor has."""

    def __init__(self, graph: JourneyGraph, grid: CellGrid, context: RenderContext) -> None:
        self._graph, self._grid, self._context = graph, grid, context
        self.connectors: dict[str, Connector] = {}
        #: The connectors by element.
        self.at: dict[str, dict[str, None]] = defaultdict(dict)
        self._here: dict[tuple[int, GridColumn], dict[str, None]] = defaultdict(dict)
        self._tracks: dict[tuple[int, str], int] = {}
        count = len(grid.lanes.specs) + 1
        self._used = [[0] * MAX_TRACKS for _ in range(count)]
        self._worded = [0] * count
        for kind in DRAWN:
            for relation in graph.relations(kind):
                self._try(relation.id)
        self._spread()

    def tracks(self, corridor: int) -> int:
        """Return how many tracks a corridor has."""
        used = self._used[corridor]
        return next((i + 1 for i in reversed(range(MAX_TRACKS)) if used[i]), 0)

    def is_worded(self, corridor: int) -> bool:
        """Tell whether words stand on a connector of a corridor."""
        return self._worded[corridor] > 0

    def route(self, wire: Connector) -> Route:
        """Return a connector as the poster knows it."""
        id_ = wire.relation.id
        spans = [TrackSpan(*piece, self._tracks[piece.corridor, id_]) for piece in wire.stretches()]
        return Route(wire.relation, spans[0], spans[1] if len(spans) > 1 else None, wire.gutter)

    def near(self, columns: Iterable[GridColumn]) -> list[Connector]:
        """Return the connectors that pass through columns, in the order in which they are drawn."""
        ids: dict[str, None] = {}
        for column in columns:
            for corridor in range(len(self._used)):
                ids.update(self._here.get((corridor, column), {}))
        return sorted((self.connectors[id_] for id_ in ids), key=Connector.key)

    def follow(
        self,
        relations: Iterable[str],
        planned: Iterable[GridColumn],
        stretched: Iterable[GridColumn],
        *,
        is_reordered: bool,
    ) -> set[GridColumn]:
        """Find anew the connectors of relations and those through columns of another width.

        Returns the columns through which a line runs that may look different now: those of
        `planned` columns' own connectors among them, as cards may stand elsewhere in their stacks.
        """
        changed = dict.fromkeys(relations)
        if is_reordered:
            changed.update(dict.fromkeys(self.connectors))
        changed.update((wire.relation.id, None) for wire in self.near(stretched))
        passed = self._passed(changed)
        asked: dict[int, dict[str, None]] = defaultdict(dict)
        for id_ in changed:
            self._remove(id_, asked)
        for id_ in changed:
            self._try(id_)
        for id_ in changed:
            if id_ in self.connectors:
                for corridor, column in self.connectors[id_].homes:
                    asked[corridor].update(self._here[corridor, column])
        moved = set(changed)
        for corridor, ids in asked.items():
            moved |= self._respread(corridor, [id_ for id_ in ids if self._passes(id_, corridor)])
        passed |= self._passed(moved)
        # Lines that share a card or a gutter with one of these make room.
        beside = {wire.relation.id for wire in self.near({*passed, *planned})}
        return passed | self._passed(beside) if passed or beside else passed

    def _passed(self, ids: Iterable[str]) -> set[GridColumn]:
        """Return the columns that connectors pass through."""
        connectors = (self.connectors[id_] for id_ in ids if id_ in self.connectors)
        return {column for wire in connectors for _, column in wire.homes}

    def _passes(self, id_: str, corridor: int) -> bool:
        """Tell whether a relation has a line with a piece in a corridor."""
        wire = self.connectors.get(id_)
        return wire is not None and any(home[0] == corridor for home in wire.homes)

    def _try(self, id_: str) -> None:
        """Enter a relation if it has a line; its tracks are chosen later."""
        relation = self._graph.record(id_)
        if not isinstance(relation, RelationBase) or relation.kind not in DRAWN:
            return
        grid = self._grid
        start, end = grid.place(relation.source), grid.place(relation.target)
        if start is None or end is None:
            return
        if not (grid.has_cards(start.lane) and grid.has_cards(end.lane)):
            return
        distance = end.column.first + end.slot - start.column.first - start.slot
        ends = (self._graph.element(relation.source), self._graph.element(relation.target))
        if is_shown_by_places(relation, {record.kind for record in ends}, distance):
            return
        words = " · ".join(words_of(relation, self._context))
        width = self._context.measure(words, SMALL, SEMIBOLD) if words else 0.0
        wire = self.connectors[id_] = Connector(relation, start, end, width)
        for corridor, low, high in wire.kept():
            for column in grid.columns.spanned(low, high):
                wire.homes.append((corridor, column))
                self._here[corridor, column][id_] = None
        self.at[relation.source][id_] = None
        self.at[relation.target][id_] = None
        self._worded[wire.corridors[0]] += has_words(relation)

    def _remove(self, id_: str, asked: dict[int, dict[str, None]]) -> None:
        """Take a connector out; those that passed the same columns are to be asked again."""
        wire = self.connectors.pop(id_, None)
        if wire is None:
            return
        for home in wire.homes:
            here = self._here[home]
            del here[id_]
            asked[home[0]].update(here)
            if not here:
                del self._here[home]
            track = self._tracks.pop((home[0], id_), None)
            if track is not None:
                self._used[home[0]][track] -= 1
        for element in (wire.relation.source, wire.relation.target):
            self.at[element].pop(id_, None)
            if not self.at[element]:
                del self.at[element]
        self._worded[wire.corridors[0]] -= has_words(wire.relation)

    def _spread(self) -> None:
        """Give all connectors their tracks: slots as bits, so that a corridor is one number a track."""
        taken: dict[int, list[int]] = defaultdict(lambda: [0] * MAX_TRACKS)
        for wire in sorted(self.connectors.values(), key=Connector.key):
            for corridor, low, high in wire.kept():
                bits = ((1 << (high - low + 1)) - 1) << (low + 1)
                levels = taken[corridor]
                track = next((i for i, held in enumerate(levels) if not held & bits), None)
                if track is None:
                    track = self._least(corridor, wire)
                levels[track] |= bits
                self._give(corridor, wire.relation.id, track)

    def _respread(self, corridor: int, ids: Iterable[str]) -> set[str]:
        """Ask connectors of a corridor for their tracks again; return those that changed."""
        heap = [(self.connectors[id_].key(), id_) for id_ in ids]
        asked = set(ids)
        heapq.heapify(heap)
        moved = set()
        while heap:
            key, id_ = heapq.heappop(heap)
            wire = self.connectors[id_]
            track = self._lowest(corridor, wire)
            if self._tracks.get((corridor, id_)) == track:
                continue
            self._give(corridor, id_, track)
            moved.add(id_)
            for other in self._meeting(corridor, wire):
                later = other.key()
                if later > key and other.relation.id not in asked:
                    asked.add(other.relation.id)
                    heapq.heappush(heap, (later, other.relation.id))
        return moved

    def _lowest(self, corridor: int, wire: Connector) -> int:
        """Return the lowest track that no earlier connector takes."""
        held = set(self._earlier(corridor, wire))
        free = next((track for track in range(MAX_TRACKS) if track not in held), None)
        return self._least(corridor, wire) if free is None else free

    def _least(self, corridor: int, wire: Connector) -> int:
        """Return the track that the fewest earlier connectors take."""
        counts = [0] * MAX_TRACKS
        for track in self._earlier(corridor, wire):
            counts[track] += 1
        return counts.index(min(counts))

    def _earlier(self, corridor: int, wire: Connector) -> Iterator[int]:
        """Yield the tracks of the earlier connectors that a connector meets."""
        key = wire.key()
        for other in self._meeting(corridor, wire):
            if other.key() < key:
                yield self._tracks[corridor, other.relation.id]

    def _meeting(self, corridor: int, wire: Connector) -> Iterator[Connector]:
        """Yield the connectors that share a slot with one in a corridor."""
        own = next(piece for piece in wire.kept() if piece.corridor == corridor)
        ids: dict[str, None] = {}
        for where, column in wire.homes:
            if where == corridor:
                ids.update(self._here[where, column])
        del ids[wire.relation.id]
        for id_ in ids:
            other = self.connectors[id_]
            if any(
                piece.corridor == corridor and piece.low <= own.high and own.low <= piece.high
                for piece in other.kept()
            ):
                yield other

    def _give(self, corridor: int, id_: str, track: int) -> None:
        """Put a connector on a track of a corridor."""
        before = self._tracks.get((corridor, id_))
        if before is not None:
            self._used[corridor][before] -= 1
        self._tracks[corridor, id_] = track
        self._used[corridor][track] += 1
