"""The agenda of a window: shown beside the map, with or without a room, and what its steps open."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from journeyeditor.geometry import Rect

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.app.presentation.controller import Presentation
    from journeyeditor.app.room.agenda_side import AgendaSide
    from journeyeditor.room.agenda import AgendaStep, AgendaTimer

DEFAULT_TEMPLATE = "two_hours"


class AgendaController(QObject):
    """At most one agenda.

    `changed` is emitted when it opens or closes, `step_opened` with the step to work on. `clock`
    returns the time of day in seconds, which goes on while the computer sleeps.
    """

    changed = Signal()
    step_opened = Signal(object)

    def __init__(
        self,
        window: MapWindow,
        presentation: Callable[[], Presentation],
        keys: Callable[[str], Sequence[str]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._window = window
        self._presentation, self._keys, self._clock = presentation, keys, clock
        self.side: AgendaSide | None = None
        self.timer: AgendaTimer | None = None

    @property
    def is_open(self) -> bool:
        return self.side is not None

    def toggle(self) -> None:
        if self.is_open:
            self.close()
        elif self._window.has_map:
            self._open()

    def close(self) -> None:
        """Close the agenda, if it is open; the next one begins anew."""
        if self.side is None:
            return
        side, self.side, self.timer = self.side, None, None
        self._window.map_view.remove_side(side)
        self.changed.emit()

    def choose(self, template: str) -> None:
        """Begin the agenda of a template anew."""
        from journeyeditor.room.agenda import TEMPLATES, AgendaTimer

        if self.side is not None:
            self.timer = AgendaTimer(TEMPLATES[template].steps, self._clock)
            self.side.show_timer(self.timer, template)

    def start_or_pause(self) -> None:
        """Start or pause the clock; the first start opens what the step is about."""
        timer = self.timer
        if timer is None:
            return
        is_first = not timer.is_begun
        if timer.is_running:
            timer.pause()
        else:
            timer.start()
        if is_first:
            self._open_parts(timer.step)
        self._show()

    def step(self, by: int) -> None:
        if self.timer is not None:
            self.go_to(self.timer.index + by)

    def go_to(self, index: int) -> None:
        timer = self.timer
        if timer is not None and timer.go_to(index):
            self._open_parts(timer.step)
            self._show()

    def extend(self, minutes: int) -> None:
        if self.timer is not None:
            self.timer.extend(minutes)
            self._show()

    def _open(self) -> None:
        from journeyeditor.app.room.agenda_side import AgendaSide

        self.side = side = AgendaSide(self._window.ui, self._keys)
        side.template_chosen.connect(self.choose)
        side.start_wanted.connect(self.start_or_pause)
        side.step_wanted.connect(self.go_to)
        side.extension_wanted.connect(self.extend)
        self.choose(DEFAULT_TEMPLATE)
        self._window.map_view.add_side(side, on_top=True)
        self.changed.emit()

    def _show(self) -> None:
        if self.side is not None:
            self.side.show_steps()

    def _open_parts(self, step: AgendaStep) -> None:
        """Open what a step is about, in the window and on the map."""
        map_view, presentation = self._window.map_view, self._presentation()
        map_view.settle()
        self.step_opened.emit(step)
        presents = step.view == "present"
        if presents != presentation.is_on and (presents or step.panel or step.lane):
            presentation.toggle()
        if step.panel:
            map_view.show_panel(step.panel)
        if step.lane:
            self._reveal_lane(step.lane)
        if step.view == "capture":
            map_view.capture.begin()

    def _reveal_lane(self, kind: str) -> None:
        """Scroll to the lane of a kind; sideways the map stays where it is."""
        map_view = self._window.map_view
        canvas = map_view.canvas
        x = canvas.viewport.to_map(*canvas.view.center).x
        for lane in map_view.session.layout.lanes:
            if kind in lane.spec.kinds:
                canvas.view.reveal(Rect(x, lane.rect.y, 1.0, lane.rect.height))
                return
