"""What a pointer or a tool finds on a layout: records, cells and scores by position, in map units."""

from __future__ import annotations

import math
from collections.abc import Iterator

from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental.axes import ColumnPlace, GridColumn, LanePlace
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import BAND_OF_KIND, LANE_KINDS, Band, LaneSpec, lane_of
from journeyeditor.layout.recipes import emotion_curve
from journeyeditor.layout.style import LABEL_WIDTH, LANE_GAP
from journeyeditor.vocabulary import Lane, kind_class


def hit(layout: IncrementalLayout, point: Point, slack: float = 0.0) -> str:
    """Return the id of the topmost record at a point, "" if there is none.

    A lane is hit by the column with its name, a relation within `slack` of its line.
    """
    if note := layout.notes.at(point):
        return note
    if point.x < LABEL_WIDTH:
        lane = lane_at(layout, point.y)
        return lane.spec.key if lane and point.x >= 0 else ""
    if card := _card_at(layout, point):
        return card
    column = _column(layout, point.x)
    if column and column.stage is not None and _contains(layout.header_rect(column), point):
        return column.stage
    return _line_at(layout, point, slack)


def ids_in(layout: IncrementalLayout, rect: Rect) -> list[str]:
    """Return the elements that intersect a rectangle: by slot, then from top to bottom."""
    hits: list[tuple[int, float, float, str]] = []
    for id_, box in [*_elements_near(layout, rect), *layout.notes.within(rect)]:
        if box.intersects(rect):
            hits.append((_slot(layout, box.x), box.y, box.x, id_))
    return [item[-1] for item in sorted(hits)]


def column_at(layout: IncrementalLayout, x: float) -> ColumnPlace | None:
    """Return the column at an x, None outside the map."""
    column = _column(layout, x)
    return column.place() if column else None


def lane_at(layout: IncrementalLayout, y: float) -> LanePlace | None:
    """Return the lane at a y, None between two lanes and outside the map."""
    index = layout.grid.lanes.at(y)
    return None if index is None else layout.lanes[index]


def cell_at(layout: IncrementalLayout, point: Point) -> tuple[int, int] | None:
    """Return lane index and slot at a point, None where there is no cell."""
    lane, slot = layout.grid.lanes.at(point.y), _slot(layout, point.x)
    return (lane, slot) if lane is not None and 0 <= slot < layout.grid.columns.slots else None


def score_at(layout: IncrementalLayout, y: float, lane_index: int) -> float:
    """Return the score (−2..2) at a y of an emotion lane."""
    rect = layout.cell_rect(lane_index, 0)
    high, low = emotion_curve.y_of_score(2, rect), emotion_curve.y_of_score(-2, rect)
    return max(-2.0, min(2.0, 2 - 4 * (y - high) / (low - high)))


def lane_for_kind(layout: IncrementalLayout, kind: str) -> LanePlace | None:
    """Return the lane that shows cards of a kind, None if no visible lane would.

    A kind whose lane does not exist yet gets the gap in which that lane would appear.
    """
    lanes = layout.grid.lanes
    index = lane_of(kind, None, lanes.specs)
    if index is not None:
        return layout.lanes[index]
    records = (lane for lane in layout.graph.lanes() if isinstance(lane, Lane))
    covered = {name for lane in records for name in lane.kinds}
    if kind in covered or kind not in LANE_KINDS:
        return None
    order = kind_class(kind).look.order
    below = next(
        (
            i
            for i, spec in enumerate(lanes.specs)
            if spec.key in LANE_KINDS and kind_class(spec.key).look.order > order
        ),
        len(lanes.specs),
    )
    y = lanes.ys[below] - LANE_GAP if below < len(lanes.specs) else lanes.bottom
    rect = Rect(LABEL_WIDTH, y, layout.size.width - LABEL_WIDTH, LANE_GAP)
    return LanePlace(LaneSpec(kind, "", (kind,), BAND_OF_KIND.get(kind, Band.CARDS)), rect)


def _card_at(layout: IncrementalLayout, point: Point) -> str:
    cell = cell_at(layout, point)
    for id_ in reversed(layout.cell_ids(*cell)) if cell else ():
        rect = layout.rect(id_)
        if rect is not None and _contains(rect, point):
            return id_
    return ""


def _line_at(layout: IncrementalLayout, point: Point, slack: float) -> str:
    columns = layout.grid.columns.between(point.x - slack, point.x + max(slack, 0.01))
    near = [layout.connectors.hit(point, columns)]
    if point.y < layout.header_top + slack:
        near.append(layout.arcs.hit(point))
    distance, id_ = min(near)
    return id_ if distance <= slack else ""


def _elements_near(layout: IncrementalLayout, rect: Rect) -> Iterator[tuple[str, Rect]]:
    """Yield the elements of the columns and lanes that a rectangle touches."""
    lanes = layout.grid.lanes.between(rect.y, rect.bottom)
    for column in layout.grid.columns.between(rect.x, rect.right):
        if column.stage is not None:
            yield column.stage, layout.header_rect(column)
        for lane in lanes:
            for id_ in column.ids(lane):
                box = layout.rect(id_)
                if box is not None:
                    yield id_, box


def _slot(layout: IncrementalLayout, x: float) -> int:
    return math.floor((x - LABEL_WIDTH) / layout.grid.columns.slot_width)


def _column(layout: IncrementalLayout, x: float) -> GridColumn | None:
    slot, columns = _slot(layout, x), layout.grid.columns
    return columns.at_slot(slot) if 0 <= slot < columns.slots else None


def _contains(rect: Rect, point: Point) -> bool:
    return rect.x <= point.x < rect.right and rect.y <= point.y < rect.bottom
