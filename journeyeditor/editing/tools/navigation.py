"""Keyboard navigation: every element on the map can be reached with the arrow keys.

The cards of a cell, then the lanes, then the stages' headers on top; free notes are a row above
the headers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias, get_args

from journeyeditor.editing.tools.dropping import slots_of
from journeyeditor.geometry import Point
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.layout import IncrementalLayout

Direction: TypeAlias = Literal["left", "right", "up", "down"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

#: The weight of a sideways distance against one straight ahead.
ASIDE = 2.5


def first(layout: IncrementalLayout) -> str:
    """Return where navigation starts: the first card in column order, or the first stage."""
    for column in layout.columns:
        for slot in slots_of(column):
            for cell in _cells_of(layout, slot):
                return cell[0]
    return next((c.stage_id for c in layout.columns if c.stage_id), next(iter(_notes(layout)), ""))


def neighbour(layout: IncrementalLayout, id_: str, direction: Direction) -> str:
    """Return the element beside one, "" at the map's edge; an unknown one starts at the first."""
    relation = layout.connector_points(id_)
    if relation:
        return _end(layout, id_, direction)
    place = layout.cell_of(id_)
    if place is not None:
        return _from_card(layout, id_, place, direction)
    index = _stage_index(layout, id_)
    if index is not None:
        return _from_stage(layout, index, direction)
    notes = _notes(layout)
    if id_ in notes:
        return _from_note(layout, notes, notes.index(id_), direction)
    return first(layout)


def towards(layout: IncrementalLayout, id_: str, direction: Direction, among: Iterable[str]) -> str:
    """Return the nearest of some records in a direction, "" if none lies there."""
    start = layout.rect(id_)
    if start is None:
        return ""
    best, nearest = math.inf, ""
    for other in among:
        rect = layout.rect(other)
        if rect is None or other == id_:
            continue
        length = _way(start.center, rect.center, direction)
        if length < best:
            best, nearest = length, other
    return nearest


def end_stage(layout: IncrementalLayout, *, last: bool) -> str:
    """Return the first or the last stage, "" in a map without stages."""
    stages = [column.stage_id for column in layout.columns if column.stage_id]
    return stages[-1 if last else 0] if stages else ""


def _way(start: Point, end: Point, direction: Direction) -> float:
    """Return a distance weighted by direction; infinite if it leads another way."""
    dx, dy = end.x - start.x, end.y - start.y
    ahead, aside = {
        "left": (-dx, dy),
        "right": (dx, dy),
        "up": (-dy, dx),
        "down": (dy, dx),
    }[direction]
    return ahead + ASIDE * abs(aside) if ahead > 0.5 else math.inf


def _from_card(
    layout: IncrementalLayout, id_: str, place: tuple[int, int], direction: Direction
) -> str:
    if direction in {"up", "down"}:
        return _along_column(layout, id_, place, -1 if direction == "up" else 1)
    return _along_row(layout, id_, place, -1 if direction == "left" else 1)


def _along_column(layout: IncrementalLayout, id_: str, place: tuple[int, int], step: int) -> str:
    """Return the next card of the stack, then of the next lane in this slot; the header on top."""
    lane, slot = place
    cell = layout.cell_ids(lane, slot)
    row = list(cell).index(id_) + step
    if 0 <= row < len(cell):
        return cell[row]
    lane += step
    while 0 <= lane < len(layout.lanes):
        beside = layout.cell_ids(lane, slot)
        if beside:
            return beside[0 if step > 0 else -1]
        lane += step
    if step > 0:
        return ""
    column = _column_of(layout, slot)
    return column.stage_id or _nearest_note(layout, column)


def _along_row(layout: IncrementalLayout, id_: str, place: tuple[int, int], step: int) -> str:
    """Return the card at the same height in the next slot with cards, of this lane or another."""
    lane, slot = place
    row = list(layout.cell_ids(lane, slot)).index(id_)
    last = layout.columns[-1].first + layout.columns[-1].slots
    ahead = range(slot + step, last if step > 0 else -1, step)
    for other in ahead:
        cell = layout.cell_ids(lane, other)
        if cell:
            return cell[min(row, len(cell) - 1)]
    for other in ahead:
        by_distance = sorted(range(len(layout.lanes)), key=lambda index: abs(index - lane))
        for index in by_distance:
            if layout.cell_ids(index, other):
                return layout.cell_ids(index, other)[0]
    beyond = [column for column in layout.columns if column.first in ahead and column.stage_id]
    return (beyond[0 if step > 0 else -1].stage_id or "") if beyond else ""


def _from_stage(layout: IncrementalLayout, index: int, direction: Direction) -> str:
    if direction == "up":
        return _nearest_note(layout, layout.columns[index])
    if direction == "down":
        for slot in slots_of(layout.columns[index]):
            for cell in _cells_of(layout, slot):
                return cell[0]
        return ""
    aside = index + (1 if direction == "right" else -1)
    if not 0 <= aside < len(layout.columns):
        return ""
    stage = layout.columns[aside].stage_id
    if stage is not None:
        return stage
    return next(
        (cell[0] for s in slots_of(layout.columns[aside]) for cell in _cells_of(layout, s)), ""
    )


def _notes(layout: IncrementalLayout) -> list[str]:
    rects = [
        (rect, note.id)
        for note in layout.graph.elements("note")
        if layout.cell_of(note.id) is None and (rect := layout.rect(note.id)) is not None
    ]
    return [id_ for _, id_ in sorted(rects)]


def _nearest_note(layout: IncrementalLayout, column: ColumnPlace) -> str:
    """Return the free note nearest to a column, "" without one."""
    middle = column.x + column.width / 2
    rects = {id_: layout.rect(id_) for id_ in _notes(layout)}
    return (
        min((abs(rect.center.x - middle), id_) for id_, rect in rects.items() if rect is not None)[
            1
        ]
        if rects
        else ""
    )


def _from_note(
    layout: IncrementalLayout, notes: list[str], index: int, direction: Direction
) -> str:
    """Return the neighbour of a free note: another one beside it, or the stage below."""
    if direction == "up":
        return ""
    if direction == "down":
        rect = layout.rect(notes[index])
        column = hit_testing.column_at(layout, rect.center.x) if rect else None
        return (column.stage_id if column else None) or first(layout)
    index += 1 if direction == "right" else -1
    return notes[index] if 0 <= index < len(notes) else ""


def _end(layout: IncrementalLayout, id_: str, direction: Direction) -> str:
    """Return the end of a relation that lies in a direction: its target is right and below."""
    relation = layout.graph.relation(id_)
    return relation.target if direction in {"right", "down"} else relation.source


def _stage_index(layout: IncrementalLayout, id_: str) -> int | None:
    return next((i for i, column in enumerate(layout.columns) if column.stage_id == id_), None)


def _column_of(layout: IncrementalLayout, slot: int) -> ColumnPlace:
    return next(column for column in layout.columns if slot < column.first + column.slots)


def _cells_of(layout: IncrementalLayout, slot: int) -> Iterator[list[str]]:
    """Yield the cells of a slot that hold cards, from top to bottom."""
    for lane in range(len(layout.lanes)):
        cell = layout.cell_ids(lane, slot)
        if cell:
            yield list(cell)
