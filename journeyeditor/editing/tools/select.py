"""The selection tool, from which all drags of what is on the map begin."""

from __future__ import annotations

from journeyeditor.editing.tools.connecting import (
    DraggingEnd,
    DrawingConnection,
    end_at,
    is_on_handle,
    may_reach,
)
from journeyeditor.editing.tools.curves import DraggingScores
from journeyeditor.editing.tools.interface import NOTHING, Overlay, Pointer
from journeyeditor.editing.tools.moving import (
    MovingCards,
    MovingLane,
    MovingStages,
    ResizingStage,
    edge_at,
)
from journeyeditor.editing.tools.placing import counted_at, make_in_cell, rename_lane
from journeyeditor.editing.tools.state import Gesture, State, ToolContext, between, is_far
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Card


class Marquee(Gesture):
    """A rubber band from where the pointer went down; with Shift or Ctrl it adds."""

    cursor = "cross"
    scrolls = True

    def __init__(self, context: ToolContext, rest: State, start: Pointer) -> None:
        super().__init__(context, rest)
        self._start = start
        self._before = context.selection.ids
        self._kept = self._before if start.shift or start.ctrl else ()
        self._is_drawn = False

    def entered(self) -> None:
        """Show nothing yet: it may be a click."""

    def moved(self, pointer: Pointer) -> State:
        if not self._is_drawn and not is_far(self._start, pointer):
            return self
        self._is_drawn = True
        band = between(self._start.at, pointer.at)
        ids = [
            id_ for id_ in hit_testing.ids_in(self.context.layout, band) if id_ not in self._kept
        ]
        self.context.selection.set([*self._kept, *ids])
        self.context.view.cursor(self.cursor)
        self.context.view.show(Overlay(marquee=band))
        return self

    def released(self, pointer: Pointer) -> State:
        """Keep what is selected; a mere click on nothing selects nothing."""
        if not self._is_drawn:
            self.context.selection.set(self._kept)
            self.context.touch(pointer)
        self.context.view.show(NOTHING)
        return self.rest

    def cancelled(self) -> State:
        self.context.selection.set(id_ for id_ in self._before if id_ in self.context.graph)
        return self.rest


def handle_at(context: ToolContext, pointer: Pointer) -> str:
    """Return what dragging from the pointer would do to what is selected, or to a stage's width."""
    primary = context.primary
    if may_reach(context, primary) and is_on_handle(context.layout, primary, pointer):
        return "connect"
    if end_at(context, pointer) is not None:
        return "reconnect"
    return "resize" if edge_at(context, pointer) is not None else ""


#: Handle → pointer.
HANDLE_CURSORS = {"connect": "cross", "reconnect": "cross", "resize": "resize"}


class SelectTool(State):
    """The arrow at rest."""

    tool = "select"

    def pressed(self, pointer: Pointer) -> State:
        context = self.context
        id_ = context.hit_shown(pointer)
        if pointer.button == "right":
            return self._asked(id_)
        primary = context.primary
        if may_reach(context, primary) and is_on_handle(context.layout, primary, pointer):
            return DrawingConnection(context, self, primary, pointer)
        end = end_at(context, pointer) if pointer.clicks < 2 else None
        if end is not None:
            return DraggingEnd(context, self, *end)
        edge = edge_at(context, pointer) if pointer.button == "left" else None
        if edge is not None:
            return ResizingStage(context, self, pointer, edge)
        if pointer.clicks >= 2:
            return self._opened(id_, pointer)
        key = "" if context.kind(id_) not in {"", "lane"} else context.lane_key(pointer)
        if not id_ and not key:
            return Marquee(context, self, pointer)
        return Pressed(context, self, pointer, id_, key)

    def moved(self, pointer: Pointer) -> State:
        handle = handle_at(self.context, pointer)
        self.context.view.cursor(HANDLE_CURSORS.get(handle, "arrow"))
        return self

    def _asked(self, id_: RecordId) -> State:
        """Select what a menu is asked for, unless it is among what is selected."""
        if id_ not in self.context.selection:
            self.context.selection.set([id_] if id_ else [])
        return self

    def _opened(self, id_: RecordId, pointer: Pointer) -> State:
        """Write into what is under the pointer, or make what belongs in the empty place there."""
        lane = self.context.lane_key(pointer)
        if id_:
            self.context.selection.set([id_])
            self.context.write(id_)
        elif lane:
            rename_lane(self.context, lane)
        elif stage := counted_at(self.context.layout, pointer.at):
            self.context.selection.set([stage])
            self.context.write(stage, "count")
        else:
            make_in_cell(self.context, pointer)
        return self


class Pressed(Gesture):
    """The pointer is down on a record, and it is not yet said whether it is a click or a drag."""

    def __init__(
        self, context: ToolContext, rest: State, start: Pointer, id_: RecordId, lane: str
    ) -> None:
        super().__init__(context, rest)
        self._start = start
        self._id = id_
        self._lane = lane
        self._before = context.selection.ids
        self._was_selected = id_ in context.selection
        self._adds = start.shift or start.ctrl
        if id_ and not self._was_selected:
            context.selection.set([*(self._before if self._adds else ()), id_])

    def entered(self) -> None:
        """Show nothing yet: it may be a click."""

    def moved(self, pointer: Pointer) -> State:
        """Begin the drag that fits what was taken, once the pointer has gone far enough."""
        if not is_far(self._start, pointer):
            return self
        return self._drag(pointer)

    def released(self, pointer: Pointer) -> State:
        """Select what was clicked alone; with Shift or Ctrl take it away if it was selected."""
        if self._was_selected:
            if self._adds:
                self.context.selection.toggle(self._id)
            else:
                self.context.selection.set([self._id])
        elif not self._id and not self._adds:
            self.context.selection.clear()
        return self.rest

    def cancelled(self) -> State:
        self.context.selection.set(id_ for id_ in self._before if id_ in self.context.graph)
        return self.rest

    def _drag(self, pointer: Pointer) -> State:
        context, rest, start = self.context, self.rest, self._start
        if start.ctrl and not self._was_selected:
            context.selection.set([self._id] if self._id else ())
        if self._lane:
            return MovingLane(context, rest, start, self._lane)
        kind = context.kind(self._id)
        if kind == "stage":
            return MovingStages(context, rest, start, self._id)
        if kind == "emotion" and _is_upright(start, pointer) and not (start.alt or start.ctrl):
            return DraggingScores(context, rest, start, self._id)
        if kind and isinstance(context.graph.element(self._id), Card):
            return MovingCards(context, rest, start, self._id)
        return NoDrag(context, rest)


class NoDrag(Gesture):
    """A drag of what cannot be dragged: nothing until the button comes up."""

    def released(self, pointer: Pointer) -> State:
        return self.rest


def _is_upright(start: Pointer, now: Pointer) -> bool:
    """Whether a drag began upwards or downwards rather than sideways."""
    return abs(now.at.y - start.at.y) >= abs(now.at.x - start.at.x)
