"""Present the map full screen: one stage fills the screen, and everything stays editable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QWidget

from journeyeditor.app.presentation import stops
from journeyeditor.app.presentation.views import PresentationBars, SpeakerView, StageView, Step
from journeyeditor.layout.grid import stage_of
from journeyeditor.model import Element, RecordId
from journeyeditor.panels.kind_icons import portrait
from journeyeditor.panels.pictures import pixmap_of
from journeyeditor.panels.terms import name_of
from journeyeditor.vocabulary import Emotion, Persona, Stage

if TYPE_CHECKING:
    from journeyeditor.app.map_view import MapView
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.editing.session import Session

FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
BACK = (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)


class Presentation(QObject):
    """Presents the map of a window.

    Right and Left go to the next and previous stage, Down and Up to the next and previous card, or
    point of the curve while a persona is followed; Home shows the whole map, Escape ends. All other
    keys edit, as ever.
    """

    def __init__(self, window: MapWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._session: Session | None = None
        self._bars: PresentationBars | None = None
        self._speaker: SpeakerView | None = None
        self._docks: tuple[str, ...] = ()
        self._hidden_bars: list[QWidget] = []
        self._state = Qt.WindowState.WindowNoState
        self._before = (1.0, 0, 0)
        self._filtered = ""
        self._persona: RecordId = ""
        self._stage: RecordId = ""
        self._view = StageView(window, self)
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self._fit)

    @property
    def is_on(self) -> bool:
        return self._session is not None

    @property
    def stage_id(self) -> RecordId:
        """The stage that fills the screen, "" while the whole map does."""
        return self._stage

    @property
    def persona(self) -> RecordId:
        """The persona whose curve is followed, "" for nobody's."""
        return self._persona

    @property
    def bars(self) -> PresentationBars:
        """Only valid while presenting."""
        assert self._bars is not None
        return self._bars

    @property
    def speaker_view(self) -> SpeakerView | None:
        return self._speaker

    def toggle(self) -> None:
        if self.is_on:
            self.end()
        elif self._window.has_map:
            self._begin()

    def end(self) -> None:
        """End, and restore the window."""
        session = self._session
        if session is None:
            return
        window, map_view = self._window, self._map_view
        canvas = map_view.canvas
        session.updated.disconnect(self._follow)
        session.selection.changed.disconnect(self._show_stop)
        canvas.field.closed.disconnect(self._refit.start)
        canvas.removeEventFilter(self)
        self._view.end(session)
        self._refit.stop()
        self._end_parts()
        session.filter.set(persona=self._filtered)
        canvas.renderer.shows_handles = True
        canvas.unsetCursor()
        self._session, self._stage, self._persona = None, "", ""
        window.show_chrome(True)
        map_view.restore_docks(self._docks)
        for bar in self._hidden_bars:
            bar.show()
        window.setWindowState(self._state)
        viewport = canvas.viewport
        viewport.scale, viewport.left, viewport.top = self._before
        canvas.view.zoom(1.0)
        window.refresh()

    def step(self, by: int) -> None:
        """Go to the next or previous card; while a persona is followed, point of the curve."""
        if self._persona:
            self._step_along_curve(by)
            return
        ids = [self._stage, *self._cards()] if self._stage else []
        found = stops.next_of(ids, self._here(), by) if ids else ""
        if found:
            self._select(found)
        elif self.stage(by) and by < 0:
            self._select(next(reversed(self._cards()), self._stage))

    def stage(self, by: int) -> bool:
        """Go to the next or previous stage; back from a card leads to its own stage first."""
        session = self._session
        stages = stops.stages_of(session.graph) if session else []
        if self._stage and by < 0 and self._here() in self._cards():
            self._select(self._stage)
            return True
        found = stops.next_of(stages, self._stage or self._stage_of_selection(by), by)
        if found:
            self.show_stage(found)
        return bool(found)

    def show_stage(self, stage: RecordId) -> None:
        """Fill the screen with a stage and select it."""
        before, self._stage = self._stage, stage
        assert self._session is not None
        self._session.selection.set([stage])
        self._fit(from_stage=before)

    def show_all(self) -> None:
        self._stage = ""
        self._fit()

    def follow_persona(self) -> None:
        """Follow the next persona along the curve; after the last one, nobody."""
        session = self._session
        if session is None:
            return
        wanted = ["", *stops.personas_of(session.graph)]
        self._set_persona(stops.next_of(wanted, self._persona, 1))

    def show_speaker_notes(self, screen: QScreen | None = None) -> None:
        """Show the speaker's notes, on a screen of their own if there is one."""
        if self._speaker is None:
            self._speaker = SpeakerView(self._window.ui)
            self._speaker.key_pressed.connect(self._handle_key)
            self._speaker.closed.connect(self._forget_speaker)
        self._speaker.begin(screen)
        self._show_stop(None)

    def second_screen(self) -> QScreen | None:
        """The screen on which the map is not presented, if there is one."""
        here = self._map_view.screen()
        return next((each for each in QGuiApplication.screens() if each is not here), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle_key(event)
        if event.type() == QEvent.Type.MouseMove:
            self._show_handles(True)
        elif event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            return self._go_to_neighbour(event)
        elif event.type() == QEvent.Type.Resize:
            self._refit.start()
        return False

    @property
    def _map_view(self) -> MapView:
        return self._window.map_view

    def _begin(self) -> None:
        """Hide menu bar, toolbar and status bar, and go full screen."""
        window, map_view = self._window, self._map_view
        canvas = map_view.canvas
        map_view.settle()
        session = self._session = map_view.session
        session.updated.connect(self._follow)
        session.selection.changed.connect(self._show_stop)
        canvas.field.closed.connect(self._refit.start)
        self._state = window.windowState()
        self._before = (canvas.viewport.scale, canvas.viewport.left, canvas.viewport.top)
        self._filtered = session.filter.persona
        self._docks = tuple(sorted(map_view.wanted_docks))
        for dock in self._docks:
            map_view.set_open(dock, False)
        bars = (map_view.filter_bar, map_view.find_bar)
        self._hidden_bars = [bar for bar in bars if not bar.isHidden()]
        for bar in self._hidden_bars:
            bar.hide()
        window.show_chrome(False)
        window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        canvas.installEventFilter(self)
        canvas.setFocus()
        self._begin_bars()
        self._show_handles(False)
        self._fit()
        screen = self.second_screen()
        if screen is not None:
            self.show_speaker_notes(screen)
            window.activateWindow()
        window.refresh()

    def _begin_bars(self) -> None:
        canvas = self._map_view.canvas
        bars = self._bars = PresentationBars(self._window.ui, canvas)
        bars.is_animated = self._window.preferences.value.animation
        bars.faded.connect(lambda: self._show_handles(False))
        bars.persona_wanted.connect(self.follow_persona)
        bars.progress.wanted.connect(self.show_stage)
        bars.begin()

    def _end_parts(self) -> None:
        """Remove the bars and the speaker's window."""
        if self._bars is not None:
            self._bars.end()
            self._bars.deleteLater()
            self._bars = None
        if self._speaker is not None:
            self._speaker.end()
            self._speaker.deleteLater()
            self._forget_speaker()

    def _forget_speaker(self) -> None:
        self._speaker = None

    def _handle_key(self, event: QKeyEvent) -> bool:
        """Handle navigation keys; those with modifiers, and all others, edit as usual."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Escape:
            if self._map_view.canvas.toolbox.is_busy:
                return False
            self.end()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.stage(1 if key == Qt.Key.Key_Right else -1)
        elif key in FORWARD or key in BACK:
            self.step(1 if key in FORWARD else -1)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        else:
            return False
        if self._bars is not None:
            self._bars.wake()
        return True

    def _go_to_neighbour(self, event: QMouseEvent) -> bool:
        """Go to the stage before or after for a click beside the presented one."""
        session, canvas = self._session, self._map_view.canvas
        sheet = canvas.renderer.spotlight.sheet(session) if session else None
        if sheet is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        place = canvas.viewport.rect_to_screen(sheet)
        x = event.position().x()
        if place.x <= x <= place.right:
            return False
        canvas.field.finish()
        self.stage(-1 if x < place.x else 1)
        return True

    def _show_handles(self, is_shown: bool) -> None:
        """Show pointer, handles and bars while the pointer moves."""
        canvas = self._map_view.canvas
        if is_shown and self._bars is not None:
            self._bars.wake()
        if canvas.renderer.shows_handles == is_shown:
            return
        canvas.renderer.shows_handles = is_shown
        if is_shown:
            canvas.unsetCursor()
        else:
            canvas.setCursor(Qt.CursorShape.BlankCursor)
        canvas.update()

    def _set_persona(self, persona: RecordId) -> None:
        session = self._session
        assert session is not None
        self._persona = persona
        session.filter.set(persona=persona or self._filtered)
        if persona and not self._points():
            self._step_along_curve(1)
        elif persona:
            self._select(self._points()[0])
        self._show_stop(None)

    def _step_along_curve(self, by: int) -> None:
        """Go to a persona's next point; at the end of the curve, to the next persona's first."""
        session = self._session
        assert session is not None
        found = stops.next_of(self._points(), self._here(), by) if self._stage else ""
        if found:
            self._select(found)
            return
        graph = session.graph
        stages = [s for s in stops.stages_of(graph) if stops.is_on_curve(graph, s, self._persona)]
        stage = self._next_on_curve(stages, by)
        if stage:
            self.show_stage(stage)
            self._select(self._points()[0 if by > 0 else -1])
            return
        persona = stops.next_of(stops.personas_of(graph), self._persona, by)
        if persona:
            self._stage = ""
            self._persona = persona
            session.filter.set(persona=persona)
            self._step_along_curve(by)

    def _next_on_curve(self, stages: list[RecordId], by: int) -> RecordId:
        """The next of a curve's stages, also from a stage that the curve does not pass."""
        assert self._session is not None
        order = stops.stages_of(self._session.graph)
        if self._stage not in order:
            return stops.next_of(stages, "", by)
        here = order.index(self._stage)
        beyond = [s for s in stages if (order.index(s) - here) * by > 0]
        return (beyond[0] if by > 0 else beyond[-1]) if beyond else ""

    def _cards(self) -> list[RecordId]:
        assert self._session is not None
        return stops.cards_of(self._session.layout, self._stage) if self._stage else []

    def _points(self) -> list[RecordId]:
        session = self._session
        assert session is not None
        return stops.points_of(session.graph, session.layout, self._stage, self._persona)

    def _here(self) -> RecordId:
        return self._session.selection.primary if self._session is not None else ""

    def _stage_of_selection(self, by: int) -> RecordId:
        """The stage beside the selection's own, so that the own one is reached first."""
        assert self._session is not None
        element = self._session.element(self._here()) if self._here() else None
        if element is None:
            return ""
        own = element.id if isinstance(element, Stage) else stage_of(self._session.graph, element)
        order = stops.stages_of(self._session.graph)
        index = order.index(own) - by if own in order else -1
        return order[index] if 0 <= index < len(order) else ""

    def _select(self, id_: RecordId) -> None:
        session = self._session
        assert session is not None
        session.selection.set([id_])
        self._view.show_card(id_)

    def _follow(self, _: object) -> None:
        """Follow an edit: the stage may need another height, or be gone."""
        self._refit.start()

    def _fit(self, from_stage: RecordId = "") -> None:
        """Show the current stage as large as it fits, or the whole map."""
        session = self._session
        if session is None:
            return
        if not session.graph.has_element(self._stage):
            self._stage = ""
        self._view.fit(session, self._stage, from_stage)
        self._show_stop(None)

    def _show_stop(self, _: object) -> None:
        """Show progress, persona and notes for what is selected."""
        session = self._session
        if session is None or self._bars is None:
            return
        graph, layout, texts = session.graph, session.layout, self._window.ui.texts
        ids = stops.stages_of(graph)
        colours = layout.stage_colours
        steps = [Step(id_, name_of(graph.element(id_), texts), colours[id_]) for id_ in ids]
        current = ids.index(self._stage) if self._stage in ids else -1
        self._bars.show_stage(session.info.title, steps, current)
        name, icon = self._portrait()
        self._bars.show_persona(name, icon, has_any=bool(stops.personas_of(graph)))
        if self._speaker is not None:
            selected = session.element(self._here()) if self._here() else None
            following = steps[current + 1].title if current + 1 < len(steps) else ""
            place = self._bars.counter.text()
            element = selected or session.element(self._stage)
            title = name_of(element, texts) if element else session.info.title
            self._speaker.show_stop(place, title, _notes(element, session), following)

    def _portrait(self) -> tuple[str, QIcon | None]:
        """The name and the portrait of the persona who is followed."""
        assert self._session is not None
        element = self._session.element(self._persona) if self._persona else None
        if not isinstance(element, Persona):
            return "", None
        index = [each.id for each in self._session.graph.personas()].index(element.id)
        picture = portrait(element, index, self._window.ui, 22, pixmap_of(element.image))
        return element.title, QIcon(picture)


def _notes(element: Element | None, session: Session) -> str:
    """What the speaker reads at an element: notes for the speaker, reason, note."""
    if element is None:
        return session.info.note
    stage = stage_of(session.graph, element) if not isinstance(element, Stage) else None
    own = session.element(stage) if stage else None
    parts = [
        element.speaker_notes if isinstance(element, Stage) else "",
        element.reason if isinstance(element, Emotion) else "",
        element.note,
        own.speaker_notes if isinstance(own, Stage) else "",
    ]
    return "\n\n".join(part for part in parts if part)
