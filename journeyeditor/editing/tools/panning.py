"""The hand tool: panning."""

from __future__ import annotations

from journeyeditor.editing.tools.interface import Pointer
from journeyeditor.editing.tools.state import Gesture, State, ToolContext


class HandTool(State):
    """The hand tool at rest."""

    tool = "hand"
    cursor = "hand"

    def pressed(self, pointer: Pointer) -> State:
        return Panning(self.context, self, pointer)


class Panning(Gesture):
    """Panning: the point where it began stays under the pointer."""

    cursor = "grab"

    def __init__(self, context: ToolContext, rest: State, start: Pointer) -> None:
        super().__init__(context, rest)
        self._start = start.at

    def entered(self) -> None:
        """Show the cursor, and keep the overlay of the tool below."""
        self.context.view.cursor(self.cursor)

    def moved(self, pointer: Pointer) -> State:
        """Pan; the coordinates of the next event are those of the moved view."""
        dx, dy = self._start.x - pointer.at.x, self._start.y - pointer.at.y
        if dx or dy:
            self.context.view.pan(dx, dy)
        return self

    def released(self, pointer: Pointer) -> State:
        return self.rest
