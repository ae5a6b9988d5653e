"""The agenda of a window: shown beside the map, with or without a room, and what its steps open."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from journeyeditor.editing import operations
from journeyeditor.geometry import Rect
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import MAP_ID

if TYPE_CHECKING:
    from pathlib import Path

    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.app.presentation.controller import Presentation
    from journeyeditor.app.room.agenda_side import AgendaSide
    from journeyeditor.editing.session import Session
    from journeyeditor.i18n import Texts
    from journeyeditor.model import Change
    from journeyeditor.room.agenda import AgendaTimer
    from journeyeditor.vocabulary import AgendaStep

DEFAULT_TEMPLATE = "two_hours"


class AgendaController(QObject):
    """At most one agenda, the map's own; without one, a template that the map does not keep yet.

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
        clock_path: Callable[[], Path],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock_path` returns where the clock of the map that is open is kept."""
        super().__init__()
        self._clock_path = clock_path
        #: The file with the clock, None while there is none.
        self._clock_file: Path | None = None
        self._window = window
        self._presentation, self._keys, self._clock = presentation, keys, clock
        self.side: AgendaSide | None = None
        self.timer: AgendaTimer | None = None
        self._session: Session | None = None

    @property
    def is_open(self) -> bool:
        return self.side is not None

    def toggle(self) -> None:
        if self.is_open:
            self.close()
        elif self._window.has_map:
            self._open()

    def close(self) -> None:
        """Close the agenda, if it is open; its clock starts over the next time."""
        if self.side is None or self._session is None:
            return
        self._session.updated.disconnect(self._follow)
        self._session = None
        self._forget_clock()
        side, self.side, self.timer = self.side, None, None
        self._window.map_view.remove_side(side)
        self.changed.emit()

    def resume(self) -> None:
        """Go on with the agenda that a crash ended, if there is one."""
        from journeyeditor.room.clock_file import read_clock

        state = read_clock(self._clock_path(), self._clock())
        if state is None or self.is_open:
            return
        self._open()
        if self.timer is not None and self.timer.resume(state):
            self._show_timer()
            self._save_clock()
            self._window.show_message(
                self._window.ui.texts("The agenda continues where it stopped.")
            )
        else:
            self.close()

    def choose(self, template: str) -> None:
        """Give the map the steps of a template, and start over."""
        from journeyeditor.room.agenda import template_steps

        if self._session is not None:
            operations.use_agenda(self._session, template_steps(template, self._texts))
            self._begin()

    def edit(self) -> None:
        """Show the steps below the map, where they are edited."""
        if self._session is not None:
            self.keep()
            self._window.map_view.show_page("agenda")

    def keep(self) -> None:
        """Give the map the steps that are shown, if it has none."""
        session, timer = self._session, self.timer
        if session is not None and timer is not None and not session.info.agenda.steps:
            operations.use_agenda(session, timer.steps)

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
        side.edit_wanted.connect(self.edit)
        self._session = self._window.map_view.session
        self._session.updated.connect(self._follow)
        self._begin()
        self._window.map_view.add_side(side, on_top=True)
        self.changed.emit()

    @property
    def _texts(self) -> Texts:
        """The words of the map's language, in which its agenda is written and printed."""
        language = self._session.info.language if self._session is not None else ""
        return texts_of(language) if language else self._window.ui.texts

    def _steps(self) -> tuple[AgendaStep, ...]:
        from journeyeditor.room.agenda import template_steps

        own = self._session.info.agenda.steps if self._session is not None else ()
        return own or template_steps(DEFAULT_TEMPLATE, self._texts)

    def _begin(self) -> None:
        from journeyeditor.room.agenda import AgendaTimer

        self._forget_clock()
        self.timer = AgendaTimer(self._steps(), self._clock)
        self._show_timer()

    def _follow(self, change: Change) -> None:
        """Take over what was edited, undone or redone; the clock runs on."""
        if MAP_ID in change.entries and self.timer is not None:
            steps = self._steps()
            if steps != self.timer.steps:
                self.timer.follow(steps)
                self._save_clock()
                self._show_timer()

    def _show_timer(self) -> None:
        from journeyeditor.room.agenda import template_of

        if self.side is not None and self.timer is not None:
            self.side.show_timer(self.timer, template_of(self.timer.steps, self._texts))

    def _show(self) -> None:
        self._save_clock()
        if self.side is not None:
            self.side.show_steps()

    def _save_clock(self) -> None:
        """Save the clock, once it was started."""
        from journeyeditor.room.clock_file import write_clock

        if self.timer is None or not self.timer.is_begun:
            return
        path = self._clock_path()
        if path != self._clock_file:
            self._forget_clock()
        self._clock_file = path
        write_clock(path, self.timer.state)

    def _forget_clock(self) -> None:
        from journeyeditor.room.clock_file import forget_clock

        path, self._clock_file = self._clock_file, None
        if path is not None:
            forget_clock(path)

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
