"""Snapshots of an incremental layout, so that two can be compared; and changes to it."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.blocks import DrawingBlock
from journeyeditor.layout.incremental.excerpt import Excerpt
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import Change, JourneyGraph, RecordId
from journeyeditor.typography import Faces
from tests.display.dump import dump
from tests.layout.shares import theme
from tests.strategies import changes

EVERYWHERE = Rect(-1e7, -1e7, 2e7, 2e7)


@cache
def faces() -> Faces:
    """Return the bundled faces, opened once."""
    return Faces(system=False)


def layout_of(graph: JourneyGraph, excerpt: Excerpt | None = None) -> IncrementalLayout:
    """Return a layout built from scratch."""
    return IncrementalLayout(graph, faces(), theme(), excerpt)


def blocks(map_: IncrementalLayout) -> dict[Any, DrawingBlock]:
    """Return all drawings by key; no two may have the same."""
    found = list(map_.blocks(EVERYWHERE))
    by_key = {block.key: block for block in found}
    assert len(by_key) == len(found)
    return by_key


def table(map_: IncrementalLayout) -> dict[str, Any]:
    graph = map_.graph
    ids = [record.id for record in (*graph.elements(), *graph.relations())]
    cells = [
        map_.cell_ids(lane, slot)
        for lane in range(len(map_.lanes))
        for slot in range(sum(column.slots for column in map_.columns))
    ]
    return {
        "size": map_.size,
        "columns": list(map_.columns),
        "lanes": list(map_.lanes),
        "rects": {id_: rounded(map_.rect(id_)) for id_ in ids},
        "places": {id_: map_.cell_of(id_) for id_ in ids},
        "cells": cells,
        "connectors": {
            id_: [rounded(corner) for corner in map_.connector_points(id_)] for id_ in ids
        },
        "ids": hit_testing.ids_in(map_, EVERYWHERE),
        "blocks": [
            (block.key, rounded(block.origin), rounded(block.size), block.owners)
            for block in map_.blocks(EVERYWHERE)
        ],
    }


def drawings(map_: IncrementalLayout) -> dict[Any, str]:
    """Return the drawings of all blocks as text."""
    return {key: dump(block.drawing) for key, block in blocks(map_).items()}


def rounded(place: Rect | Point | tuple[float, ...] | None) -> tuple[float, ...] | None:
    return None if place is None else tuple(round(value, 6) for value in place)


@st.composite
def edits(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    """Return a change like those that hands make on a canvas, or any other."""
    cards = [record for record in graph.elements() if record.is_card]
    doings = [_anything, _anything, _a_step_in_order]
    if cards:
        doings += [_a_move, _a_move, _a_score]
    if graph.lanes():
        doings += [_a_lane]
    change: Change = draw(draw(st.sampled_from(doings))(graph))
    return change


@st.composite
def _anything(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    return draw(changes(graph))


@st.composite
def _a_move(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    """Put a card into another stage, lane or order; some of its relations change with it."""
    cards = [record for record in graph.elements() if record.is_card]
    card = draw(st.sampled_from(cards))
    fields: dict[str, Any] = {
        "stage": draw(st.sampled_from([None, *(stage.id for stage in graph.stages())])),
        "rank": draw(st.none() | st.floats(0, 1)),
    }
    if draw(st.booleans()):
        fields["lane"] = draw(st.sampled_from([None, *(lane.id for lane in graph.lanes())]))
    entries: dict[RecordId, Any] = {card.id: (card, card.replaced(**fields))}
    for relation in graph.outgoing(card.id):
        if draw(st.booleans()):
            entries[relation.id] = (relation, None)
    return Change(entries)


@st.composite
def _a_score(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    """Move a point of a curve, take its score, or give it to somebody else."""
    emotions = graph.elements("emotion")
    if not emotions:
        return Change()
    record = draw(st.sampled_from(emotions))
    fields: dict[str, Any] = {"score": draw(st.none() | st.sampled_from([-2, -0.5, 0, 1.5]))}
    if draw(st.booleans()):
        people = [None, *(persona.id for persona in graph.personas())]
        fields["persona"] = draw(st.sampled_from(people))
    return Change({record.id: (record, record.replaced(**fields))})


@st.composite
def _a_step_in_order(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    """Give a stage, a persona, a lane or evidence another place among its kind."""
    kind = draw(st.sampled_from(["stage", "stage", "persona", "lane", "evidence"]))
    records = graph.elements(kind)
    if not records:
        return Change()
    record = draw(st.sampled_from(records))
    return Change({record.id: (record, record.replaced(rank=draw(st.floats(-1, 1))))})


@st.composite
def _a_lane(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    lane = draw(st.sampled_from(graph.lanes()))
    field = draw(st.sampled_from(["collapsed", "visible"]))
    return Change({lane.id: (lane, lane.replaced(**{field: not getattr(lane, field)}))})
