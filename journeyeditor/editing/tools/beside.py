"""Where a new card goes that is made from a key: beside what is selected."""

from __future__ import annotations

from journeyeditor.editing.cells import anchor_in, lane_name, may_share
from journeyeditor.editing.drop_target import Spot
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import lane_of
from journeyeditor.model import JourneyGraph, RecordId


def spot_beside(layout: IncrementalLayout, graph: JourneyGraph, id_: RecordId, kind: str) -> Spot:
    """Return the place of a new element of a kind, right behind another one.

    In the same column at least: a card tied to a step or touchpoint shares its slot. Without one
    to stand beside, it goes to the end of the map.
    """
    if graph.record(id_) is not None and not graph.has_element(id_):
        id_ = graph.relation(id_).target
    column = column_of(layout, id_)
    if kind == "stage":
        return Spot(before=_stage_behind(layout, column))
    if column is None:
        return Spot(_last_stage(layout))
    place = layout.cell_of(id_)
    if place is None:
        return Spot(column.stage_id)
    if graph.element(id_).kind == kind:
        return _behind_like(layout, graph, id_, kind, column, place)
    return _behind_other(layout, graph, id_, kind, column, place[1])


def column_of(layout: IncrementalLayout, id_: RecordId) -> ColumnPlace | None:
    """Return the column in which an element stands, or whose head it is."""
    place = layout.cell_of(id_)
    for column in layout.columns:
        if column.stage_id == id_ and id_:
            return column
        if place is not None and place[1] < column.first + column.slots:
            return column
    return None


def _last_stage(layout: IncrementalLayout) -> str | None:
    """Return the last stage, None in a map without stages."""
    stages = [column.stage_id for column in layout.columns if column.stage_id]
    return stages[-1] if stages else None


def _stage_behind(layout: IncrementalLayout, column: ColumnPlace | None) -> str:
    """Return the stage behind a column, "" at the end."""
    if column is None or column not in layout.columns:
        return ""
    index = list(layout.columns).index(column) + 1
    return (layout.columns[index].stage_id or "") if index < len(layout.columns) else ""


def _behind_like(
    layout: IncrementalLayout,
    graph: JourneyGraph,
    id_: RecordId,
    kind: str,
    column: ColumnPlace,
    place: tuple[int, int],
) -> Spot:
    """Return the place right behind a card of the same kind, in its lane and its order."""
    lane, slot = place
    spot = Spot(column.stage_id, lane_name(layout, lane, kind))
    row = [card.id for card in graph.cards(column.stage_id) if card.kind == kind]
    index = row.index(id_) + 1 if id_ in row else len(row)
    spot = spot._replace(before=row[index] if index < len(row) else "")
    if kind in {"step", "touchpoint"}:
        return spot
    if kind == "emotion":
        return _in_next_slot(layout, graph, spot, column, slot)
    return spot._replace(anchor=anchor_in(layout, graph, slot, kind, ()))


def _in_next_slot(
    layout: IncrementalLayout, graph: JourneyGraph, spot: Spot, column: ColumnPlace, slot: int
) -> Spot:
    """Return the place of the next score: a curve has one in each slot."""
    following = slot + 1
    index = list(layout.columns).index(column)
    if following >= column.first + column.slots and index + 1 < len(layout.columns):
        column = layout.columns[index + 1]
        spot = spot._replace(stage=column.stage_id, before="")
    following = min(following, column.first + column.slots - 1)
    return spot._replace(anchor=anchor_in(layout, graph, following, "emotion", ()))


def _behind_other(
    layout: IncrementalLayout,
    graph: JourneyGraph,
    id_: RecordId,
    kind: str,
    column: ColumnPlace,
    slot: int,
) -> Spot:
    """Return the place in the slot of a card of another kind."""
    index = lane_of(kind, None, [lane.spec for lane in layout.lanes])
    spot = Spot(column.stage_id)
    if may_share(kind, graph.element(id_).kind) and _is_free(layout, graph, index, slot, kind):
        return spot._replace(anchor=id_)
    if kind not in {"step", "touchpoint"}:
        return spot._replace(anchor=anchor_in(layout, graph, slot, kind, ()))
    if index is None:
        return spot
    later = range(slot + 1, column.first + column.slots)
    cards = [each for other in later for each in layout.cell_ids(index, other)]
    like = (each for each in cards if graph.element(each).kind == kind)
    return spot._replace(before=next(like, ""))


def _is_free(
    layout: IncrementalLayout, graph: JourneyGraph, index: int | None, slot: int, kind: str
) -> bool:
    """Tell whether a slot has room for a kind: touchpoints stand alone, other cards on another."""
    if kind != "touchpoint" or index is None:
        return True
    return all(graph.element(id_).kind != kind for id_ in layout.cell_ids(index, slot))
