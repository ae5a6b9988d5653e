"""The way through a map when it is presented: stage by stage, and in each moment by moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental.layout import IncrementalLayout

#: Around what is shown stays this much to be seen, in shares of its size.
AIR = 0.06
#: A card is shown with this many of its widths and heights around it.
AROUND_X, AROUND_Y = 1.2, 1.6


class Stop(NamedTuple):
    """One stop: what is selected there ("" for cards of no stage's head), and its stage."""

    id: str
    stage: str


def stops(layout: IncrementalLayout) -> list[Stop]:
    """Return every stop: each stage, then its cards as they are read, moment by moment."""
    return list(_stops(layout))


def _stops(layout: IncrementalLayout) -> Iterator[Stop]:
    for column in layout.columns:
        stage = column.stage_id or ""
        if stage:
            yield Stop(stage, stage)
        for slot in range(column.first, column.first + column.slots):
            for lane in range(len(layout.lanes)):
                for id_ in layout.cell_ids(lane, slot):
                    yield Stop(id_, stage)


def next_card(way: list[Stop], at: str, by: int) -> Stop | None:
    """Return the stop so many steps on; None at the ends and where there is nothing to show."""
    there = _place(way, at)
    if there is None:
        return way[0] if way else None
    wanted = there + by
    return way[wanted] if 0 <= wanted < len(way) else None


def next_stage(way: list[Stop], at: str, by: int) -> Stop | None:
    """Return the head of the stage so many stages on; back from a card leads to its own head."""
    heads = [stop for stop in way if stop.id == stop.stage]
    there = _place(way, at)
    if there is None or not heads:
        return heads[0] if heads else None
    before = sum(stop.id == stop.stage for stop in way[: there + 1]) - 1
    if by < 0 and before >= 0 and way[there] != heads[before]:
        by += 1
    wanted = before + by
    return heads[wanted] if 0 <= wanted < len(heads) else None


def _place(way: list[Stop], at: str) -> int | None:
    """Return where a record stands on the way."""
    return next((number for number, stop in enumerate(way) if stop.id == at), None)


def view_of(layout: IncrementalLayout, stop: Stop) -> Rect | None:
    """Return what of the map to show at a stop: a whole stage, or a card with its neighbours."""
    if stop.id == stop.stage:
        column = next((c for c in layout.columns if c.stage_id == stop.stage), None)
        if column is None:
            return None
        return _aired(Rect(column.x, 0, column.width, layout.size.height))
    rect = layout.rect(stop.id)
    if rect is None:
        return None
    return Rect(
        rect.x - AROUND_X * rect.width,
        rect.y - AROUND_Y * rect.height,
        rect.width * (1 + 2 * AROUND_X),
        rect.height * (1 + 2 * AROUND_Y),
    )


def _aired(rect: Rect) -> Rect:
    """Return a rectangle with some air around it."""
    dx, dy = rect.width * AIR, rect.height * AIR
    return Rect(rect.x - dx, rect.y - dy, rect.width + 2 * dx, rect.height + 2 * dy)


def between(one: Rect, other: Rect, share: float) -> Rect:
    """Return the rectangle `share` (0..1) of the way from one to another."""
    parts = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return Rect(*parts)
