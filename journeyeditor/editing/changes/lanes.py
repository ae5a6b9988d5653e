"""Lanes: a kind's default lane becomes a record as soon as it is edited.

Lane records come before the kinds' own lanes, so when one of these becomes a record, all that
are shown do; and no card changes its lane because lanes change their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.order import rank_of
from journeyeditor.layout.incremental.grid import DEFAULT_LANES
from journeyeditor.layout.lanes import LaneSpec, lane_specs
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import Lane


class Rows(NamedTuple):
    """The lane records from top to bottom, hidden ones too, and the record of each row's key."""

    order: list[RecordId]
    ids: dict[str, RecordId]


def add(draft: Draft, before: str = "", **fields: Any) -> RecordId:
    """Make a lane in front of the row `before` ("": below all); return its id."""
    rows = as_records(draft)
    lane = draft.add("lane", **fields)
    _put_before(rows, lane.id, before)
    _number(draft, rows.order)
    keep_cards(draft, rows)
    return lane.id


def move(draft: Draft, key: str, before: str) -> None:
    """Put a row in front of another, "" for the end; nothing happens if there is no such row."""
    if key == before or all(spec.key != key for spec in _specs(draft.graph)):
        return
    rows = as_records(draft)
    id_ = rows.ids[key]
    rows.order.remove(id_)
    _put_before(rows, id_, before)
    _number(draft, rows.order)
    keep_cards(draft, rows)


def as_record(draft: Draft, key: str) -> tuple[RecordId, Rows | None]:
    """Return the record of a row ("" if there is no such row), and all rows if any were made."""
    if draft.graph.has_element(key) and isinstance(draft.graph.element(key), Lane):
        return key, None
    if all(spec.key != key for spec in _specs(draft.graph)):
        return "", None
    rows = as_records(draft)
    _number(draft, rows.order)
    return rows.ids[key], rows


def as_records(draft: Draft) -> Rows:
    """Make records of all rows that are shown; their ranks are not given yet."""
    lanes = {lane.id: lane for lane in draft.graph.lanes() if isinstance(lane, Lane)}
    rows = Rows([*lanes], {id_: id_ for id_ in lanes})
    for spec in _specs(draft.graph):
        if spec.key in rows.ids:
            continue
        new = draft.add("lane", kinds=spec.kinds, height=spec.height, collapsed=spec.collapsed)
        rows.ids[spec.key] = new.id
        owner = next((lane for lane in lanes.values() if spec.key in lane.kinds), None)
        if owner is None:
            rows.order.append(new.id)
        else:  # a curve or the funnel, split off the lane that showed it beside cards
            now = draft.element(owner.id)
            assert isinstance(now, Lane)
            draft.set(owner.id, kinds=tuple(kind for kind in now.kinds if kind != spec.key))
            rows.order.insert(rows.order.index(owner.id) + 1, new.id)
    return rows


def _specs(graph: JourneyGraph) -> tuple[LaneSpec, ...]:
    return lane_specs(graph, keep_empty=DEFAULT_LANES)


def _put_before(rows: Rows, id_: RecordId, before: str) -> None:
    behind = rows.ids.get(before, "")
    place = rows.order.index(behind) if behind in rows.order else len(rows.order)
    rows.order.insert(place, id_)


def _number(draft: Draft, order: Sequence[RecordId]) -> None:
    lanes = [draft.element(id_) for id_ in order]
    ranks = [None if lane is None else rank_of(lane) for lane in lanes]
    if any(a is None or b is None or a >= b for a, b in pairwise(ranks)) or None in ranks:
        for number, id_ in enumerate(order, 1):
            draft.set(id_, rank=number)


def keep_cards(draft: Draft, rows: Rows | None = None) -> None:
    """Let cards that name no lane name theirs, where another lane would now come first."""
    first: dict[str, str] = {}
    for spec in _specs(draft.graph):
        for kind in spec.kinds:
            first.setdefault(kind, rows.ids[spec.key] if rows is not None else spec.key)
    shown = [lane for lane in _lanes(draft) if lane.visible]
    for kind, column_stage in first.items():
        now = next((lane.id for lane in shown if kind in lane.kinds), column_stage)
        if now == column_stage or column_stage not in draft:
            continue
        for card in draft.graph.elements(kind):
            if card.is_card and card.lane is None:
                draft.set(card.id, lane=column_stage)


def _lanes(draft: Draft) -> list[Lane]:
    ids = dict.fromkeys(lane.id for lane in draft.graph.lanes())
    ids.update(dict.fromkeys(id_ for id_, _ in draft.records()))
    lanes = [lane for lane in map(draft.record, ids) if isinstance(lane, Lane)]
    return sorted(lanes, key=lambda lane: inf if lane.rank is None else lane.rank)
