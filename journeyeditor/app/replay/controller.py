"""Plays journeys on a map's canvas: those of an event log, or simulated ones from the map's figures."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from journeyeditor.app.background import Background, Job
from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.app.replay.bar import ReplayBar
from journeyeditor.canvas.replay import Replay, is_back
from journeyeditor.insight.replay.simulation import Model, model, simulate
from journeyeditor.insight.replay.timeline import Move, Timeline
from journeyeditor.insight.replay.traces import Traces
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.values import format_duration, rounded_duration
from journeyeditor.vocabulary import MOMENTS, info_of

if TYPE_CHECKING:
    from journeyeditor.app.map_view import MapView
    from journeyeditor.app.settings import Preferences
    from journeyeditor.editing.session import Session
    from journeyeditor.events.errors import EventLogError
    from journeyeditor.widgets.ui_context import UiContext

#: How long a whole period takes at normal speed, and a case from moment to moment (seconds).
PERIOD_S, MOVE_S = 60.0, 0.9
#: The time between two frames (ms).
FRAME_MS = 16
#: How long the map must be unchanged before its journeys are simulated again (ms).
IDLE_MS = 150
#: The points of the curve of journeys that are under way.
CURVE = 200
#: In shorter periods of a log the time of day matters (seconds).
SHORT = 3 * 86_400.0
#: The keys of the sources.
SIMULATION, LOG, CHOOSE = "simulation", "log", "choose"


class _Loaded(NamedTuple):
    """The journeys of a log, read for a map."""

    path: str
    traces: Traces

    @property
    def name(self) -> str:
        return Path(self.path).name


class ReplayController(QObject):
    """A replay on the canvas of a map view; nothing of it is stored in the map.

    `changed` is emitted when it begins or ends.
    """

    changed = Signal()

    def __init__(
        self, map_view: MapView, ui: UiContext, dialogs: Dialogs, preferences: Preferences
    ) -> None:
        super().__init__(map_view)
        self._view, self._ui, self._dialogs = map_view, ui, dialogs
        self._preferences = preferences
        self._canvas = map_view.canvas
        self._session: Session | None = None
        self._shown: Replay | None = None
        self._traces: Traces | None = None
        self._model: Model | None = None
        #: The journeys of a log that was read, and whether simulated ones are shown instead.
        self._loaded: _Loaded | None = None
        self._is_simulated = True
        self._fault: EventLogError | None = None
        self._group, self._speed = "", 1.0
        self._background = Background(self)
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._tick)
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(IDLE_MS)
        self._idle_timer.timeout.connect(self._follow_map)
        self.bar = ReplayBar(ui)
        self.bar.hide()
        map_view.add_foot(self.bar)
        self.bar.played.connect(self.play_or_pause)
        self.bar.moved.connect(self.go_to)
        self.bar.speed_changed.connect(self.set_speed)
        self.bar.group_changed.connect(self.set_group)
        self.bar.source_changed.connect(self.set_source)
        self.bar.ended.connect(self.end)
        ui.changed.connect(self._retranslate)

    @property
    def is_on(self) -> bool:
        return self._session is not None

    @property
    def _log(self) -> _Loaded | None:
        """The log whose journeys are shown, None for simulated ones."""
        return None if self._is_simulated else self._loaded

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def shown(self) -> Replay | None:
        """What is on the canvas."""
        return self._shown

    def toggle(self) -> None:
        if self.is_on:
            self.end()
        else:
            self.begin()

    def begin(self) -> None:
        """Open the bar and play: the log that the map was measured with, or a simulation."""
        session = self._session = self._view.session
        session.updated.connect(self._follow)
        self.bar.begin()
        path = self._preferences.value.log_named(info_of(session.graph).measured.source)
        if path:
            self._read(path)
        else:
            self._simulate()
        self.changed.emit()

    def end(self) -> None:
        session = self._session
        if session is None:
            return
        session.updated.disconnect(self._follow)
        for timer in (self._timer, self._idle_timer):
            timer.stop()
        self._background.close()
        self._session = self._shown = self._traces = self._model = self._loaded = None
        self._is_simulated = True
        self._fault, self._group = None, ""
        self._canvas.show_replay(None)
        self.bar.show_playing(False)
        self.bar.hide()
        self._canvas.setFocus()
        self.changed.emit()

    def play_or_pause(self) -> None:
        shown = self._shown
        if shown is None:
            return
        if self._timer.isActive():
            self._timer.stop()
        else:
            if shown.time >= shown.timeline.end:
                shown.time = shown.timeline.start
            self._clock.start()
            self._timer.start()
        self.bar.show_playing(self._timer.isActive())

    def go_to(self, share: float) -> None:
        """Show a time of the period (0..1)."""
        shown = self._shown
        if shown is not None:
            timeline = shown.timeline
            shown.time = timeline.start + share * (timeline.end - timeline.start)
            self._canvas.update()
            self._show_time()

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        if self._shown is not None:
            self._shown.timeline.set_travel(self._travel(self._shown.timeline))
            self._canvas.update()

    def set_group(self, key: str) -> None:
        """Show the journeys of one persona or segment, "" for all."""
        self._group = key
        self._show_traces()

    def set_source(self, key: str) -> None:
        if key == SIMULATION:
            self._background.drop("log")
            self._simulate()
        elif key == LOG and self._loaded is not None:
            self._show_log(self._loaded)
        elif key == CHOOSE:
            texts = self._ui.texts
            from journeyeditor.events.sources import SUFFIXES

            kinds = (FileKind(texts("Event logs"), SUFFIXES), FileKind(texts("All files"), ("*",)))
            path = self._dialogs.open_file(kinds, self._preferences.value.folder)
            if path:
                self._read(path)
            else:
                self._retranslate()

    def _simulate(self) -> None:
        assert self._session is not None
        self._fault, self._is_simulated = None, True
        self._model = model(self._session.graph)
        self._begin_with(simulate(self._model))

    def _begin_with(self, traces: Traces) -> None:
        """Show traces from their beginning, playing."""
        self._traces, self._group = traces, ""
        self._shown = None
        self._show_traces()
        if not self._timer.isActive():
            self.play_or_pause()

    def _show_traces(self) -> None:
        """Show the chosen group of the traces, at the same place of the period as before."""
        assert self._session is not None
        assert self._traces is not None
        before, session = self._shown, self._session
        moments = self._traces.moments

        def back(source: int, target: int) -> bool:
            return is_back(session.layout, moments[source], moments[target])

        group = int(self._group) if self._group else None
        timeline = Timeline(self._traces, back, group)
        timeline.set_travel(self._travel(timeline))
        self._shown = Replay(timeline)
        if before is not None:
            whole = before.timeline.end - before.timeline.start
            share = (before.time - before.timeline.start) / whole if whole else 0.0
            self._shown.time += share * (timeline.end - timeline.start)
        self._canvas.show_replay(self._shown)
        self.bar.slider.show_curve(timeline.active(CURVE))
        self._retranslate()

    def _travel(self, timeline: Timeline) -> float:
        return MOVE_S * self._rate(timeline)

    def _rate(self, timeline: Timeline) -> float:
        """Return the seconds of the journeys in a second of the replay."""
        return max(timeline.end - timeline.start, 1.0) / PERIOD_S * self._speed

    def _tick(self) -> None:
        shown = self._shown
        assert shown is not None
        timeline = shown.timeline
        shown.time += self._clock.restart() / 1000 * self._rate(timeline)
        # The last ones are seen to leave.
        if shown.time >= timeline.end + timeline.travel:
            shown.time = timeline.end + timeline.travel
            self._timer.stop()
            self.bar.show_playing(False)
        self._canvas.update()
        self._show_time()

    def _follow(self, _: Change) -> None:
        """The map has changed: dots follow their cards at once, figures once it is idle."""
        if self._shown is not None:
            self._shown.forget_places()
        self._idle_timer.start()

    def _follow_map(self) -> None:
        session, shown = self._session, self._shown
        if session is None or shown is None:
            return
        if self._log is None:
            now = model(session.graph)
            if now != self._model:
                self._model, self._traces = now, simulate(now)
                if self._group and int(self._group) >= len(self._traces.groups):
                    self._group = ""
                self._show_traces()
                return
        moments = shown.timeline.traces.moments
        for leg in shown.timeline.legs:
            if leg.target >= 0:
                back = is_back(session.layout, moments[leg.source], moments[leg.target])
                if back != (leg.move is Move.BACK):
                    self._show_traces()
                    return

    def _read(self, path: str) -> None:
        """Read the journeys of a log in the background."""
        session = self._session
        assert session is not None
        self._fault = None
        memory = self._preferences.value.event_memory * 1024 * 1024
        read = reading(path, session.graph, memory)
        self._background.do("log", read, self._finish_reading, self._fail, self._show_progress)
        self._retranslate()

    def _finish_reading(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        self._preferences.read_log(loaded.path)
        self._show_log(loaded)

    def _show_log(self, loaded: _Loaded) -> None:
        self._fault, self._is_simulated = None, False
        self._begin_with(loaded.traces)

    def _fail(self, error: Exception) -> None:
        from journeyeditor.events.errors import EventLogError

        if not isinstance(error, EventLogError):
            raise error  # unexpected: left to the error reporter
        if self._traces is None:
            self._simulate()
        self._fault = error
        self._retranslate()

    def _show_progress(self, share: float) -> None:
        texts = self._ui.texts
        self.bar.about.set_text(
            texts("Reading the event log: {share}").format(share=texts.percent(share))
        )

    def _show_time(self) -> None:
        shown = self._shown
        if shown is None:
            return
        timeline = shown.timeline
        whole = timeline.end - timeline.start
        share = (shown.time - timeline.start) / whole if whole else 1.0
        if self.bar.show_place(min(max(share, 0.0), 1.0)) or not self.is_playing:
            self._write_time(shown)

    def _write_time(self, shown: Replay) -> None:
        texts, timeline, time = self._ui.texts, shown.timeline, shown.time
        left = timeline.lost(time)
        completed = timeline.completed(time)
        parts = (
            (texts("{count} under way"), timeline.started(time) - left - completed),
            (texts("{count} completed"), completed),
            (texts("{count} left early"), left),
        )
        words = " · ".join(each.format(count=texts.number(n)) for each, n in parts)
        self.bar.show_time(self._time_words(timeline, time), words)

    def _time_words(self, timeline: Timeline, time: float) -> str:
        texts, origin = self._ui.texts, timeline.traces.origin
        if origin is None:
            passed = time - timeline.start
            if passed < 1:
                return texts("At the start")
            return texts("After {time}").format(
                time=format_duration(rounded_duration(passed), texts)
            )
        now = origin + datetime.timedelta(seconds=min(time, timeline.end))
        day = texts.date(now.date())
        return f"{day}, {now:%H:%M}" if timeline.end - timeline.start < SHORT else day

    def _retranslate(self) -> None:
        if self._session is None:
            return
        texts, traces = self._ui.texts, self._traces
        names = dict(enumerate(self._group_names()))
        self.bar.show_groups([(str(key), name) for key, name in names.items()], self._group)
        sources = [(SIMULATION, texts("Simulation"))]
        sources += [(LOG, self._loaded.name)] if self._loaded else []
        sources.append((CHOOSE, texts("Event log…")))
        chosen = LOG if self._log else SIMULATION
        about = self._about(traces) if traces is not None else ""
        self.bar.show_sources(sources, chosen, about)
        if self._shown is not None:
            self._write_time(self._shown)

    def _group_names(self) -> list[str]:
        traces, session = self._traces, self._session
        if traces is None or session is None or len(traces.groups) < 2:
            return []
        if self._log is not None:
            return list(traces.groups)
        elements = map(session.element, traces.groups)
        return [each.title if each is not None else "" for each in elements]

    def _about(self, traces: Traces) -> str:
        """Where the journeys come from, in a sentence."""
        texts = self._ui.texts
        if self._fault is not None:
            return self._fault.message(texts)
        if not traces.cases:
            return (
                texts("No event of the log is on the map.")
                if self._log
                else texts("The map has no stages yet.")
            )
        if self._log is None:
            timed = self._model is not None and self._model.is_timed
            return (
                texts("Simulated from the shares and times of the map")
                if timed
                else texts("Simulated from the shares of the map; each move takes about a day")
            )
        count, total = texts.number(traces.cases), texts.number(traces.total)
        words = texts.plural("{count} journey", "{count} journeys", traces.cases)
        if traces.is_sample:
            words = texts("A sample of {count} of {total} journeys")
        words = words.format(count=count, total=total)
        if self._shown is not None and self._shown.timeline.is_folded:
            folded = texts("what fewer than {count} do is not shown")
            words = f"{words}; {folded.format(count=texts.number(traces.least))}"
        return words


def reading(path: str, graph: JourneyGraph, memory: int) -> Callable[[Job], _Loaded]:
    """Return the work that reads the journeys of a log, with columns as the map remembers them.

    It takes at most so many bytes of `memory` (0: a quarter of the machine), and works on a copy of the
    map's moments.
    """
    from journeyeditor.events.database import Limits
    from journeyeditor.events.log import opened_log
    from journeyeditor.events.matching import match
    from journeyeditor.events.remembering import remembered
    from journeyeditor.events.traces import traces

    kinds = ("stage", *MOMENTS)
    copy = JourneyGraph.of(graph.info, [each for kind in kinds for each in graph.elements(kind)])
    measured = info_of(graph).measured
    last = remembered(measured, Path(path).name)

    def work(job: Job) -> _Loaded:
        with opened_log(
            path,
            query=last.query,
            remembered=last.columns,
            complete_only=last.complete_only,
            limits=Limits(memory),
            progress=job.progress,
        ) as log:
            mapping = match(log.activities, copy, measured.activities)
            return _Loaded(path, traces(log, copy, mapping))

    return work
