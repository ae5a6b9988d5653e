"""Dragging what the grid is made of: stages by their heads, lanes by their names."""

from __future__ import annotations

from typing import NamedTuple

from journeyeditor.editing import operations
from journeyeditor.editing.dropping import MARK, Drop, drop
from journeyeditor.editing.input_events import Pointer
from journeyeditor.editing.tool_view import Overlay
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import RecordId


class MovingStages(Gesture):
    """Stages in the hand: they go between two columns, with all that stands in them."""

    cursor = "move"
    scrolls = True

    def __init__(self, ground: ToolContext, rest: State, start: Pointer, lead: RecordId) -> None:
        super().__init__(ground, rest)
        self._start = start
        stages = {column.stage_id for column in ground.layout.columns}
        chosen = [id_ for id_ in ground.selection.ids if id_ in stages]
        self._carried = chosen if lead in chosen else [lead]
        self._drop = Drop()

    def moved(self, pointer: Pointer) -> State:
        """Show the seam where they would go."""
        ground = self.ground
        delta = Point(pointer.at.x - self._start.at.x, pointer.at.y - self._start.at.y)
        self._drop = drop(
            ground.layout, ground.graph, pointer.at, "stage", frozenset(self._carried)
        )
        ground.view.show(
            Overlay(
                mark=self._drop.mark,
                shifted=self._drop.shifted,
                ghosts=dict.fromkeys(self._carried, delta),
            )
        )
        return self

    def released(self, pointer: Pointer) -> State:
        """Put them there, in the order in which they stand."""
        self.moved(pointer)
        if self._drop.spot is not None:
            operations.move_stages(self.ground.session, self._carried, self._drop.spot.before)
        self.ground.reveal(self._carried[0])
        return self.rest


class LaneDrop(NamedTuple):
    """Where a lane would go: in front of the lane with the key `before` ("": last), and the mark."""

    before: str
    mark: Rect


def drop_lane(layout: IncrementalLayout, y: float, key: str) -> LaneDrop:
    """Return where a lane that is let go at a height would come to stand."""
    lanes = layout.lanes
    index = sum(y > lane.rect.center.y for lane in lanes)
    before = next((lane.spec.key for lane in lanes[index:] if lane.spec.key != key), "")
    if 0 < index < len(lanes):
        at = (lanes[index - 1].rect.bottom + lanes[index].rect.y) / 2
    else:
        at = lanes[0].rect.y if index == 0 else lanes[-1].rect.bottom
    return LaneDrop(before, Rect(0, at - MARK / 2, layout.size.width, MARK))


class MovingLane(Gesture):
    """A lane in the hand: it goes between two others."""

    cursor = "move"
    scrolls = True

    def __init__(self, ground: ToolContext, rest: State, start: Pointer, key: str) -> None:
        super().__init__(ground, rest)
        self._start = start
        self._key = key
        self._before: str | None = None

    def moved(self, pointer: Pointer) -> State:
        """Show the seam where it would go, and the lane itself lit."""
        layout = self.ground.layout
        place = drop_lane(layout, pointer.at.y, self._key)
        self._before = place.before
        self.ground.view.show(Overlay(cell=layout.rect(self._key), mark=place.mark))
        return self

    def released(self, pointer: Pointer) -> State:
        """Put it there."""
        self.moved(pointer)
        if self._before is not None and self._is_elsewhere(self._before):
            operations.move_lane(self.ground.session, self._key, self._before)
        return self.rest

    def _is_elsewhere(self, before: str) -> bool:
        """Tell whether the lane would not stay where it is."""
        keys = [lane.spec.key for lane in self.ground.layout.lanes]
        if self._key not in keys:
            return False
        index = keys.index(self._key)
        return before != (keys[index + 1] if index + 1 < len(keys) else "")
