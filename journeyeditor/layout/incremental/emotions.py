"""The emotions by column: where their faces are, and which points a persona's curve joins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental.axes import GridColumn
from journeyeditor.layout.incremental.grid import CellGrid
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.presence import participants
from journeyeditor.layout.recipes import emotion_curve
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Emotion

#: A column's drawing depends on this many points before and after it.
BEFORE, AFTER = 2, 3


class FacePosition(NamedTuple):
    """A face; `at` is its centre from the corner of its column and lane."""

    id: str
    persona: str | None
    slot: int
    at: Point
    score: float | None
    ratings: tuple[tuple[str, float], ...] = ()


class CurvePoint(NamedTuple):
    """A scored face of a persona's curve, and the column it is in."""

    column: GridColumn
    face: FacePosition


class EmotionPoints:
    """The faces of all emotion lanes, by column; an unknown persona counts as none."""

    def __init__(
        self, graph: JourneyGraph, grid: CellGrid, persona_styles: Mapping[str | None, PersonaStyle]
    ) -> None:
        self._graph, self._grid = graph, grid
        self._persona_styles = persona_styles
        self.lanes = [
            i
            for i, spec in enumerate(grid.lanes.specs)
            if spec.band is Band.CURVE and not spec.collapsed
        ]
        # By lane and persona: the sorted numbers of the columns with points. And the inverse.
        self._indexes: dict[tuple[int, str | None], list[int]] = defaultdict(list)
        self._curves: dict[GridColumn, frozenset[tuple[int, str | None]]] = {}
        self.reindex()

    def reindex(self) -> None:
        """Find again which columns have points of which personas."""
        self._indexes.clear()
        self._curves.clear()
        for column in self._grid.columns:
            self._curves[column] = self._curves_in(column)
            for key in self._curves[column]:
                self._indexes[key].append(column.index)

    def discard(self, column: GridColumn) -> None:
        for lane in self.lanes:
            column.cache.pop(("faces", lane), None)

    def update(self, column: GridColumn) -> None:
        """Place the faces of a column again, and index its points."""
        self.discard(column)
        before, after = self._curves.get(column, frozenset()), self._curves_in(column)
        for key in before - after:
            del self._indexes[key][bisect_left(self._indexes[key], column.index)]
        for key in after - before:
            self._indexes[key].insert(bisect_left(self._indexes[key], column.index), column.index)
        self._curves[column] = after

    def personas(self, lane: int) -> list[str | None]:
        return [persona for persona in self._persona_styles if self._indexes.get((lane, persona))]

    def faces(self, column: GridColumn, lane: int) -> dict[str, FacePosition]:
        """Return the faces of a column and lane, moved apart where they would overlap."""
        known = column.cache.get(("faces", lane))
        if known is None:
            known = {face.id: face for face in self._place(column, lane)}
            column.cache["faces", lane] = known
        assert isinstance(known, dict)
        return known

    def points(self, column: GridColumn, lane: int, persona: str | None) -> list[CurvePoint]:
        """Return a persona's points in a column, from left to right."""
        found = [
            face
            for face in self.faces(column, lane).values()
            if face.persona == persona and face.score is not None
        ]
        return [CurvePoint(column, face) for face in sorted(found, key=lambda face: face.at.x)]

    def before(self, column: GridColumn, lane: int, persona: str | None) -> list[CurvePoint]:
        """Return a persona's last points before a column, as many as its drawing depends on."""
        indexes = self._indexes.get((lane, persona), [])
        found: list[CurvePoint] = []
        for index in reversed(indexes[: bisect_left(indexes, column.index)][-BEFORE:]):
            if len(found) < BEFORE:
                found = self.points(self._grid.columns[index], lane, persona) + found
        return found[-BEFORE:]

    def after(self, column: GridColumn, lane: int, persona: str | None) -> list[CurvePoint]:
        """Return a persona's first points after a column, as many as its drawing depends on."""
        indexes = self._indexes.get((lane, persona), [])
        start = bisect_right(indexes, column.index)
        found: list[CurvePoint] = []
        for index in indexes[start : start + AFTER]:
            if len(found) < AFTER:
                found += self.points(self._grid.columns[index], lane, persona)
        return found[:AFTER]

    def is_gap(self, one: CurvePoint, other: CurvePoint, persona: str | None) -> bool:
        """Return whether a persona takes part somewhere between two points, without a score."""
        first = self._present(one.column, persona)
        if one.column is other.column:
            return any(one.face.slot < slot < other.face.slot for slot in first)
        return (
            any(slot > one.face.slot for slot in first)
            or any(slot < other.face.slot for slot in self._present(other.column, persona))
            or any(
                self._present(self._grid.columns[index], persona)
                for index in range(one.column.index + 1, other.column.index)
            )
        )

    def affected(self, column: GridColumn) -> tuple[int, int]:
        spanned = [column.index]
        for (lane, persona), indexes in self._indexes.items():
            place = bisect_left(indexes, column.index)
            before = indexes[max(place - AFTER, 0) : place]
            spanned += self._nearest(reversed(before), lane, persona, AFTER)
            place = bisect_right(indexes, column.index)
            spanned += self._nearest(indexes[place : place + BEFORE], lane, persona, BEFORE)
        low, high = min(spanned), max(spanned)
        # Labels extend over an edge, so the neighbours depend on this column even without a line.
        return max(low - 1, 0), min(high + 1, len(self._grid.columns) - 1)

    def _nearest(
        self, indexes: Iterable[int], lane: int, persona: str | None, count: int
    ) -> Iterator[int]:
        """Yield the columns, nearest first, that hold the first `count` points of a persona."""
        for index in indexes:
            yield index
            count -= len(self.points(self._grid.columns[index], lane, persona))
            if count <= 0:
                return

    def touching(self, columns: Sequence[GridColumn], lane: int) -> list[GridColumn]:
        """Return the columns whose drawings may extend into these, which come last."""
        if not columns:
            return []
        first = columns[0].index
        earlier = {max(first - 1, 0), max(first - 2, 0)}
        for (where, _), indexes in self._indexes.items():
            before = bisect_left(indexes, first)
            if where == lane and before:
                earlier.add(indexes[before - 1])
        return [self._grid.columns[i] for i in sorted(earlier) if i < first] + list(columns)

    def _curves_in(self, column: GridColumn) -> frozenset[tuple[int, str | None]]:
        """Return the lanes and personas of a column's points."""
        return frozenset(
            (lane, face.persona)
            for lane in self.lanes
            for face in self.faces(column, lane).values()
            if face.score is not None
        )

    def _present(self, column: GridColumn, persona: str | None) -> Iterable[int]:
        known = column.cache.get(("present", persona))
        if known is None:
            known = column.cache["present", persona] = frozenset(self._slots_of(column, persona))
        assert isinstance(known, frozenset)
        return known

    def _slots_of(self, column: GridColumn, persona: str | None) -> Iterator[int]:
        for slot in range(column.slots):
            records = [
                self._graph.element(id_)
                for lane in range(len(self._grid.lanes.specs))
                for id_ in column.cells.get((lane, slot), ())
            ]
            if participants(records).include(persona):
                yield slot

    def _place(self, column: GridColumn, lane: int) -> Iterator[FacePosition]:
        rect = Rect(0, 0, column.width, self._grid.lanes.rows[lane].height)
        for slot in range(column.slots):
            records = [
                record
                for id_ in column.cells.get((lane, slot), ())
                if isinstance(record := self._graph.element(id_), Emotion)
            ]
            x = (slot + 0.5) * column.slot_width
            personas = [
                record.persona if record.persona in self._persona_styles else None
                for record in records
            ]
            points = [
                emotion_curve.EmotionPoint(
                    slot, Point(x, emotion_curve.y_of_score(record.score or 0, rect)), 0
                )
                for record in records
            ]
            spread = emotion_curve.spread_faces(
                list(zip(personas, points, strict=True)), column.slot_width
            )
            for record, persona, point in zip(records, personas, spread, strict=True):
                ratings = record.ratings if record.score is not None else ()
                yield FacePosition(record.id, persona, slot, point.at, record.score, ratings)
