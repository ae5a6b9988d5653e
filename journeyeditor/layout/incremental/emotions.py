"""Where the faces of the emotions stand on the canvas, and which of them follow one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.geometry import Point, Rect
from journeyeditor.layout import curve
from journeyeditor.layout.incremental.columns import GridColumn
from journeyeditor.layout.incremental.grid import CellGrid
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.personas import PersonaStyle
from journeyeditor.layout.stage_plan import ANCHORS, concerns
from journeyeditor.layout.style import SLOT_PREFERRED
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Emotion

#: So many points before a column and behind it decide how it is drawn.
BEFORE, BEHIND = 2, 3


class FacePosition(NamedTuple):
    """A face: where it stands in its column and lane; its score is None while it has none."""

    id: str
    persona: str | None
    slot: int
    at: Point
    score: float | None


class CurvePoint(NamedTuple):
    """A point of a persona's line, and the column in which it stands."""

    column: GridColumn
    spot: FacePosition


class EmotionPoints:
    """The faces of all lanes that show emotions, by column; unknown personas count as nobody."""

    def __init__(
        self, graph: JourneyGraph, grid: CellGrid, persona_styles: Mapping[str | None, PersonaStyle]
    ) -> None:
        self._graph, self._grid = graph, grid
        self._travellers = persona_styles
        self.lanes = [
            i
            for i, spec in enumerate(grid.lanes.specs)
            if spec.band is Band.CURVE and not spec.collapsed
        ]
        # By lane and persona, the numbers of the columns with points; by column, the same told back.
        self._bearing: dict[tuple[int, str | None], list[int]] = defaultdict(list)
        self._bears: dict[GridColumn, frozenset[tuple[int, str | None]]] = {}
        self.count_all()

    def count_all(self) -> None:
        """Find which columns have points of which personas."""
        self._bearing.clear()
        self._bears.clear()
        for column in self._grid.columns:
            self._bears[column] = self._borne(column)
            for key in self._bears[column]:
                self._bearing[key].append(column.index)

    def forget(self, column: GridColumn) -> None:
        """Let the faces of a column be placed anew."""
        for lane in self.lanes:
            column.cache.pop(("spots", lane), None)

    def count(self, column: GridColumn) -> None:
        """Find anew what stands in a column and whose points it has."""
        self.forget(column)
        before, after = self._bears.get(column, frozenset()), self._borne(column)
        for key in before - after:
            del self._bearing[key][bisect_left(self._bearing[key], column.index)]
        for key in after - before:
            self._bearing[key].insert(bisect_left(self._bearing[key], column.index), column.index)
        self._bears[column] = after

    def personas(self, lane: int) -> list[str | None]:
        """Return whose curves a lane shows."""
        return [persona for persona in self._travellers if self._bearing.get((lane, persona))]

    def spots(self, column: GridColumn, lane: int) -> dict[str, FacePosition]:
        """Return the faces of a column and lane, moved apart where they would meet."""
        known = column.cache.get(("spots", lane))
        if known is None:
            known = {spot.id: spot for spot in self._spread(column, lane)}
            column.cache["spots", lane] = known
        assert isinstance(known, dict)
        return known

    def points(self, column: GridColumn, lane: int, persona: str | None) -> list[CurvePoint]:
        """Return a persona's points in a column, from left to right."""
        found = [
            spot
            for spot in self.spots(column, lane).values()
            if spot.persona == persona and spot.score is not None
        ]
        return [CurvePoint(column, spot) for spot in sorted(found, key=lambda spot: spot.at.x)]

    def before(self, column: GridColumn, lane: int, persona: str | None) -> list[CurvePoint]:
        """Return the last points of a persona before a column, as many as its drawing needs."""
        indexes = self._bearing.get((lane, persona), [])
        found: list[CurvePoint] = []
        for index in reversed(indexes[: bisect_left(indexes, column.index)][-BEFORE:]):
            if len(found) < BEFORE:
                found = self.points(self._grid.columns[index], lane, persona) + found
        return found[-BEFORE:]

    def behind(self, column: GridColumn, lane: int, persona: str | None) -> list[CurvePoint]:
        """Return the first points of a persona behind a column, as many as its drawing needs."""
        indexes = self._bearing.get((lane, persona), [])
        start = bisect_right(indexes, column.index)
        found: list[CurvePoint] = []
        for index in indexes[start : start + BEHIND]:
            if len(found) < BEHIND:
                found += self.points(self._grid.columns[index], lane, persona)
        return found[:BEHIND]

    def is_gap(self, one: CurvePoint, other: CurvePoint, persona: str | None) -> bool:
        """Tell whether a persona takes part somewhere between two points, without a score."""
        first = self._present(one.column, persona)
        if one.column is other.column:
            return any(one.spot.slot < slot < other.spot.slot for slot in first)
        return (
            any(slot > one.spot.slot for slot in first)
            or any(slot < other.spot.slot for slot in self._present(other.column, persona))
            or any(
                self._present(self._grid.columns[index], persona)
                for index in range(one.column.index + 1, other.column.index)
            )
        )

    def reach(self, column: GridColumn) -> tuple[int, int]:
        """Return from which column to which one others are drawn by what stands in this one."""
        spanned = [column.index]
        for (lane, persona), indexes in self._bearing.items():
            place = bisect_left(indexes, column.index)
            before = indexes[max(place - BEHIND, 0) : place]
            spanned += self._nearest(reversed(before), lane, persona, BEHIND)
            place = bisect_right(indexes, column.index)
            spanned += self._nearest(indexes[place : place + BEFORE], lane, persona, BEFORE)
        low, high = min(spanned), max(spanned)
        # Words reach over an edge, so a neighbour looks at this column even without a line.
        return max(low - 1, 0), min(high + 1, len(self._grid.columns) - 1)

    def _nearest(
        self, indexes: Iterable[int], lane: int, persona: str | None, count: int
    ) -> Iterator[int]:
        """Yield the columns, nearest first, in which the first so many points of a persona stand."""
        for index in indexes:
            yield index
            count -= len(self.points(self._grid.columns[index], lane, persona))
            if count <= 0:
                return

    def touching(self, columns: Sequence[GridColumn], lane: int) -> list[GridColumn]:
        """Return the columns whose curves touch some columns: a line may come from farther left."""
        if not columns:
            return []
        first = columns[0].index
        earlier = {max(first - 1, 0), max(first - 2, 0)}
        for (where, _), indexes in self._bearing.items():
            before = bisect_left(indexes, first)
            if where == lane and before:
                earlier.add(indexes[before - 1])
        return [self._grid.columns[i] for i in sorted(earlier) if i < first] + list(columns)

    def _borne(self, column: GridColumn) -> frozenset[tuple[int, str | None]]:
        return frozenset(
            (lane, spot.persona)
            for lane in self.lanes
            for spot in self.spots(column, lane).values()
            if spot.score is not None
        )

    def _present(self, column: GridColumn, persona: str | None) -> Iterable[int]:
        """Return the slots of a column in which a persona takes part.

        A slot's steps say who is there; a slot without steps is everybody's.
        """
        known = column.cache.get(("present", persona))
        if known is None:
            known = column.cache["present", persona] = frozenset(self._taken_part(column, persona))
        assert isinstance(known, frozenset)
        return known

    def _taken_part(self, column: GridColumn, persona: str | None) -> Iterator[int]:
        for slot in range(column.slots):
            records = [
                self._graph.element(id_)
                for lane in range(len(self._grid.lanes.specs))
                for id_ in column.cells.get((lane, slot), ())
            ]
            steps = [record for record in records if record.kind == "step"]
            if any(record.kind in ANCHORS for record in records) and (
                not steps or any(concerns(step, persona or "") for step in steps)
            ):
                yield slot

    def _spread(self, column: GridColumn, lane: int) -> Iterator[FacePosition]:
        rect = Rect(0, 0, column.width, self._grid.lanes.rows[lane].height)
        for slot in range(column.slots):
            records = [
                record
                for id_ in column.cells.get((lane, slot), ())
                if isinstance(record := self._graph.element(id_), Emotion)
            ]
            x = (slot + 0.5) * SLOT_PREFERRED
            nobody = self._travellers[None]
            moods = [
                (
                    0,
                    nobody,
                    curve.EmotionPoint(slot, Point(x, curve.height_of(record.score or 0, rect)), 0),
                )
                for record in records
            ]
            for record, mood in zip(records, curve.spread(moods, SLOT_PREFERRED), strict=True):
                persona = record.persona if record.persona in self._travellers else None
                yield FacePosition(record.id, persona, slot, mood.at, record.score)
