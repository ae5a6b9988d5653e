"""Where a new card goes that is made from a key: beside what is selected."""

from __future__ import annotations

from journeyeditor.editing.cells import anchor_in, lane_name, may_share
from journeyeditor.editing.drop_target import Spot
from journeyeditor.layout.incremental.layout import ColumnPlace, IncrementalLayout
from journeyeditor.layout.lanes import lane_of
from journeyeditor.model import JourneyGraph, RecordId


def spot_beside(live: IncrementalLayout, graph: JourneyGraph, id_: RecordId, kind: str) -> Spot:
    """Return the place of a new element of a kind, right behind another one.

    In the same column at least: a card tied to a step or touchpoint shares its slot. Without one
    to stand beside, it goes to the end of the map.
    """
    if graph.record(id_) is not None and not graph.has_element(id_):
        id_ = graph.relation(id_).target
    column = column_of(live, id_)
    if kind == "stage":
        return Spot(before=_stage_behind(live, column))
    if column is None:
        return Spot(_last_stage(live))
    place = live.place_of(id_)
    if place is None:
        return Spot(column.stage_id)
    if graph.element(id_).kind == kind:
        return _behind_like(live, graph, id_, kind, column, place)
    return _behind_other(live, graph, id_, kind, column, place[1])


def column_of(live: IncrementalLayout, id_: RecordId) -> ColumnPlace | None:
    """Return the column in which an element stands, or whose head it is."""
    place = live.place_of(id_)
    for column in live.columns:
        if column.stage_id == id_ and id_:
            return column
        if place is not None and place[1] < column.first + column.slots:
            return column
    return None


def _last_stage(live: IncrementalLayout) -> str | None:
    """Return the last stage, None in a map without stages."""
    stages = [column.stage_id for column in live.columns if column.stage_id]
    return stages[-1] if stages else None


def _stage_behind(live: IncrementalLayout, column: ColumnPlace | None) -> str:
    """Return the stage behind a column, "" at the end."""
    if column is None or column not in live.columns:
        return ""
    index = list(live.columns).index(column) + 1
    return (live.columns[index].stage_id or "") if index < len(live.columns) else ""


def _behind_like(
    live: IncrementalLayout,
    graph: JourneyGraph,
    id_: RecordId,
    kind: str,
    column: ColumnPlace,
    place: tuple[int, int],
) -> Spot:
    """Return the place right behind a card of the same kind, in its lane and its order."""
    lane, slot = place
    spot = Spot(column.stage_id, lane_name(live, lane, kind))
    row = [card.id for card in graph.cards(column.stage_id) if card.kind == kind]
    index = row.index(id_) + 1 if id_ in row else len(row)
    spot = spot._replace(before=row[index] if index < len(row) else "")
    if kind in {"step", "touchpoint"}:
        return spot
    if kind == "emotion":
        return _in_next_slot(live, graph, spot, column, slot)
    return spot._replace(anchor=anchor_in(live, graph, slot, kind, ()))


def _in_next_slot(
    live: IncrementalLayout, graph: JourneyGraph, spot: Spot, column: ColumnPlace, slot: int
) -> Spot:
    """Return the place of the next score: a curve has one in each slot."""
    following = slot + 1
    index = list(live.columns).index(column)
    if following >= column.first + column.slots and index + 1 < len(live.columns):
        column = live.columns[index + 1]
        spot = spot._replace(stage=column.stage_id, before="")
    following = min(following, column.first + column.slots - 1)
    return spot._replace(anchor=anchor_in(live, graph, following, "emotion", ()))


def _behind_other(
    live: IncrementalLayout,
    graph: JourneyGraph,
    id_: RecordId,
    kind: str,
    column: ColumnPlace,
    slot: int,
) -> Spot:
    """Return the place in the slot of a card of another kind."""
    index = lane_of(kind, None, [lane.spec for lane in live.lanes])
    spot = Spot(column.stage_id)
    if may_share(kind, graph.element(id_).kind) and _is_free(live, graph, index, slot, kind):
        return spot._replace(anchor=id_)
    if kind not in {"step", "touchpoint"}:
        return spot._replace(anchor=anchor_in(live, graph, slot, kind, ()))
    if index is None:
        return spot
    later = range(slot + 1, column.first + column.slots)
    cards = [each for other in later for each in live.cell(index, other)]
    like = (each for each in cards if graph.element(each).kind == kind)
    return spot._replace(before=next(like, ""))


def _is_free(
    live: IncrementalLayout, graph: JourneyGraph, index: int | None, slot: int, kind: str
) -> bool:
    """Tell whether a slot has room for a kind: touchpoints stand alone, other cards on another."""
    if kind != "touchpoint" or index is None:
        return True
    return all(graph.element(id_).kind != kind for id_ in live.cell(index, slot))
