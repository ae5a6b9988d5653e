"""The hand: the map is taken hold of and moved under the pointer."""

from __future__ import annotations

from journeyeditor.editing.tools.interface import Pointer
from journeyeditor.editing.tools.state import Gesture, State, ToolContext


class HandTool(State):
    """The hand at rest."""

    tool = "hand"
    cursor = "hand"

    def pressed(self, pointer: Pointer) -> State:
        """Take hold of the map."""
        return Panning(self.context, self, pointer)


class Panning(Gesture):
    """The map in the hand: the place that was taken hold of stays under the pointer."""

    cursor = "grab"

    def __init__(self, context: ToolContext, rest: State, start: Pointer) -> None:
        super().__init__(context, rest)
        self._held = start.at

    def entered(self) -> None:
        """Show the closed hand, and leave the overlay to the tool below."""
        self.context.view.cursor(self.cursor)

    def moved(self, pointer: Pointer) -> State:
        """Move the view; the next event is told in the coordinates that this makes."""
        dx, dy = self._held.x - pointer.at.x, self._held.y - pointer.at.y
        if dx or dy:
            self.context.view.pan(dx, dy)
        return self

    def released(self, pointer: Pointer) -> State:
        """Let go."""
        return self.rest
