"""The rubber band: what it touches is selected while it is drawn."""

from __future__ import annotations

from journeyeditor.editing.input_events import Pointer
from journeyeditor.editing.tool_view import NOTHING, Overlay
from journeyeditor.editing.tools.state import Gesture, State, ToolContext, between, is_far
from journeyeditor.layout.incremental import hit_testing


class Marquee(Gesture):
    """A rubber band from where the pointer went down; with Shift or Ctrl it adds."""

    cursor = "cross"
    scrolls = True

    def __init__(self, ground: ToolContext, rest: State, start: Pointer) -> None:
        super().__init__(ground, rest)
        self._start = start
        self._before = ground.selection.ids
        self._kept = self._before if start.shift or start.ctrl else ()
        self._is_drawn = False

    def entered(self) -> None:
        """Show nothing yet: it may be a click."""

    def moved(self, pointer: Pointer) -> State:
        """Select what the band touches now."""
        if not self._is_drawn and not is_far(self._start, pointer):
            return self
        self._is_drawn = True
        band = between(self._start.at, pointer.at)
        found = [
            id_ for id_ in hit_testing.ids_in(self.ground.layout, band) if id_ not in self._kept
        ]
        self.ground.selection.set([*self._kept, *found])
        self.ground.view.cursor(self.cursor)
        self.ground.view.show(Overlay(marquee=band))
        return self

    def released(self, pointer: Pointer) -> State:
        """Keep what is selected; a mere click on nothing selects nothing."""
        if not self._is_drawn:
            self.ground.selection.set(self._kept)
        self.ground.view.show(NOTHING)
        return self.rest

    def cancelled(self) -> State:
        """Select what was selected before."""
        self.ground.selection.set(id_ for id_ in self._before if id_ in self.ground.graph)
        return self.rest
