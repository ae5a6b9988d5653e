"""What stands where on the canvas: the questions that pointers and tools ask of the live map."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout import curve
from journeyeditor.layout.incremental.arcs import ArcLayout
from journeyeditor.layout.incremental.columns import GridColumn
from journeyeditor.layout.incremental.connector_lines import ConnectorLayout
from journeyeditor.layout.incremental.curves import CurveLayout
from journeyeditor.layout.incremental.grid import CellGrid
from journeyeditor.layout.incremental.headers import HeaderLayout
from journeyeditor.layout.incremental.notes import NoteLayout
from journeyeditor.layout.incremental.places import ColumnPlace, LanePlace
from journeyeditor.layout.lanes import BAND_OF_KIND, LANE_KINDS, Band, LaneSpec, lane_of
from journeyeditor.layout.style import LABEL_WIDTH, LANE_GAP, SLOT_PREFERRED
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import kind_class


class HitTesting:
    """The questions; `IncrementalLayout` holds what they are asked of."""

    graph: JourneyGraph
    size: Size
    _grid: CellGrid
    _heads: HeaderLayout
    _arcs: ArcLayout
    _connectors: ConnectorLayout
    _curves: CurveLayout
    _notes: NoteLayout
    _head_top: float
    _told_columns: list[ColumnPlace] | None
    _told_lanes: list[LanePlace] | None

    @property
    def columns(self) -> Sequence[ColumnPlace]:
        """Where the stages stand, from left to right."""
        if self._told_columns is None:
            self._told_columns = [column.place() for column in self._grid.columns]
        return self._told_columns

    @property
    def lanes(self) -> Sequence[LanePlace]:
        """Where the lanes stand, from top to bottom."""
        if self._told_lanes is None:
            self._told_lanes = self._grid.lanes.places(self.size.width)
        return self._told_lanes

    def rect(self, id_: str) -> Rect | None:
        """Return where a record stands; a lane (by its record's id or its kind) is its band.

        None if it does not stand on the map, or has no place of its own there (a folded lane's bead).
        """
        if self._grid.place(id_) is not None:
            return self._grid.rect(id_) or self._curves.rect(id_)
        column = self._grid.columns.of(id_)
        if column is not None:
            return self._head(column)
        lane = self._grid.lanes.index_of(id_)
        return self.lanes[lane].rect if lane is not None else self._notes.rect(id_)

    def column_at(self, x: float) -> ColumnPlace | None:
        """Return the column at an x, None outside."""
        found = self._column(x)
        return found.place() if found else None

    def lane_at(self, y: float) -> LanePlace | None:
        """Return the lane at a y, None between two lanes and outside."""
        index = self._grid.lanes.at(y)
        return None if index is None else self.lanes[index]

    def lane_for(self, kind: str) -> LanePlace | None:
        """Return the lane in which a card of a kind would stand, None if it would not be seen.

        A kind whose lane is not there yet gets the gap in which that lane would appear.
        """
        specs = self._grid.lanes.specs
        index = lane_of(kind, None, specs)
        if index is not None:
            return self.lanes[index]
        covered = {name for lane in self.graph.lanes() for name in getattr(lane, "kinds", ())}
        if kind in covered or kind not in LANE_KINDS:
            return None
        order = kind_class(kind).look.order
        below = next(
            (
                i
                for i, spec in enumerate(specs)
                if spec.key in LANE_KINDS and kind_class(spec.key).look.order > order
            ),
            len(specs),
        )
        lanes = self._grid.lanes
        y = lanes.ys[below] - LANE_GAP if below < len(specs) else lanes.bottom
        rect = Rect(LABEL_WIDTH, y, self.size.width - LABEL_WIDTH, LANE_GAP)
        return LanePlace(LaneSpec(kind, "", (kind,), BAND_OF_KIND.get(kind, Band.CARDS)), rect)

    def cell_rect(self, lane_index: int, slot: int) -> Rect:
        """Return the cell of a lane and a slot, from edge to edge."""
        lanes = self._grid.lanes
        x = LABEL_WIDTH + slot * SLOT_PREFERRED
        return Rect(x, lanes.ys[lane_index], SLOT_PREFERRED, lanes.rows[lane_index].height)

    def cell_at(self, point: Point) -> tuple[int, int] | None:
        """Return lane index and slot at a point, None where there is no cell."""
        lane = self._grid.lanes.at(point.y)
        slot = math.floor((point.x - LABEL_WIDTH) / SLOT_PREFERRED)
        return (lane, slot) if lane is not None and 0 <= slot < self._grid.columns.slots else None

    def cell_ids(self, lane_index: int, slot: int) -> Sequence[str]:
        """Return the cards (or emotions) of a cell, top to bottom."""
        return self._grid.cell(lane_index, slot)

    def cell_of(self, id_: str) -> tuple[int, int] | None:
        """Return lane index and slot of a card or an emotion, None if it stands in no cell."""
        place = self._grid.place(id_)
        return (place.lane, place.column.first + place.slot) if place else None

    def score_at(self, y: float, lane_index: int) -> float:
        """Return the score (−2..2) at a height of an emotion lane."""
        rect = self.cell_rect(lane_index, 0)
        high, low = curve.height_of(2, rect), curve.height_of(-2, rect)
        return max(-2.0, min(2.0, 2 - 4 * (y - high) / (low - high)))

    def ids_in(self, rect: Rect) -> list[str]:
        """Return the elements whose places overlap a rectangle: by slot, then downwards."""
        found: list[tuple[int, float, float, str]] = []
        for id_, place in [*self._standing(rect), *self._notes.within(rect)]:
            if place.intersects(rect):
                slot = math.floor((place.x - LABEL_WIDTH) / SLOT_PREFERRED)
                found.append((slot, place.y, place.x, id_))
        return [item[-1] for item in sorted(found)]

    def hit(self, point: Point, slack: float = 0.0) -> str:
        """Return the topmost record at a point, "" if there is none.

        Lanes are hit by the column with their names, relations within `slack` of their lines.
        """
        if note := self._notes.at(point):
            return note
        if point.x < LABEL_WIDTH:
            lane = self.lane_at(point.y)
            return lane.spec.key if lane and point.x >= 0 else ""
        column = self._column(point.x)
        if card := self._card_at(point):
            return card
        if column and column.stage is not None and _holds(self._head(column), point):
            return column.stage
        return self._line_at(point, slack)

    def _card_at(self, point: Point) -> str:
        """Return the card or the emotion at a point."""
        spot = self.cell_at(point)
        for id_ in reversed(self.cell_ids(*spot)) if spot else ():
            rect = self.rect(id_)
            if rect is not None and _holds(rect, point):
                return id_
        return ""

    def _line_at(self, point: Point, slack: float) -> str:
        """Return the nearest connector or arc within reach."""
        columns = self._grid.columns.between(point.x - slack, point.x + max(slack, 0.01))
        near = [self._connectors.hit(point, slack, columns)]
        if point.y < self._head_top + slack:
            near.append(self._arcs.hit(point))
        distance, id_ = min(near)
        return id_ if distance <= slack else ""

    def _standing(self, rect: Rect) -> Iterator[tuple[str, Rect]]:
        """Yield the elements in the columns and lanes that a rectangle touches."""
        lanes = self._grid.lanes.between(rect.y, rect.bottom)
        for column in self._grid.columns.between(rect.x, rect.right):
            if column.stage is not None:
                yield column.stage, self._head(column)
            for lane in lanes:
                for id_ in column.ids(lane):
                    place = self.rect(id_)
                    if place is not None:
                        yield id_, place

    def _column(self, x: float) -> GridColumn | None:
        slot = math.floor((x - LABEL_WIDTH) / SLOT_PREFERRED)
        columns = self._grid.columns
        return columns.at_slot(slot) if 0 <= slot < columns.slots else None

    def _head(self, column: GridColumn) -> Rect:
        return Rect(column.x, self._head_top, column.width, self._heads.height)


def _holds(rect: Rect, point: Point) -> bool:
    return rect.x <= point.x < rect.right and rect.y <= point.y < rect.bottom
