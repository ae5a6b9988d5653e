"""The room of a window: opened and closed, fed by the phones, and shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from journeyeditor.layout.grid import stage_of
from journeyeditor.vocabulary import Stage

if TYPE_CHECKING:
    from journeyeditor.app.documents.controller import AppContext, DocumentController
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.app.room.agenda_controller import AgendaController
    from journeyeditor.app.room.bars import RoomBar, RoomSide
    from journeyeditor.app.room.join_page import JoinPage
    from journeyeditor.app.room.open_dialog import RoomPlace
    from journeyeditor.editing.session import Session
    from journeyeditor.room.workshop import Workshop
    from journeyeditor.vocabulary import AgendaStep

#: How often what waits for the end of a drag or a title is tried again, and the log brought up to
#: date (ms); how long a selection rests before phones follow it (ms).
RETRY_MS, FOLLOW_MS = 400, 300


class RoomController(QObject):
    """At most one room; `changed` is emitted when it opens or closes."""

    changed = Signal()

    def __init__(
        self,
        window: MapWindow,
        documents: DocumentController,
        app_context: AppContext,
        agenda: AgendaController,
    ) -> None:
        super().__init__()
        self._window, self._documents, self._app_context = window, documents, app_context
        self.agenda = agenda
        agenda.step_opened.connect(self._follow_agenda)
        self.workshop: Workshop | None = None
        self.bar: RoomBar | None = None
        self.side: RoomSide | None = None
        self.join_page: JoinPage | None = None
        self._session: Session | None = None
        self._place: RoomPlace | None = None
        self._stage = ""
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._work)
        self._follow_timer = QTimer(self)
        self._follow_timer.setSingleShot(True)
        self._follow_timer.setInterval(FOLLOW_MS)
        self._follow_timer.timeout.connect(self._lead)

    @property
    def is_open(self) -> bool:
        return self.workshop is not None

    def ask(self) -> None:
        """Ask where, and open a room there."""
        if self.is_open or not self._window.has_map:
            return
        from journeyeditor.app.room.open_dialog import OpenRoomDialog, addresses

        dialog = OpenRoomDialog(self._window.ui, addresses())
        dialog.chosen.connect(self.open)
        self._window.show_dialog(dialog)

    def open(self, place: RoomPlace) -> None:
        """Open a room; says why if that fails."""
        from journeyeditor.files.locks import key_of
        from journeyeditor.room.access import new_pin
        from journeyeditor.room.room import RoomError
        from journeyeditor.room.workshop import Workshop

        document = self._documents.document
        if self.is_open or document is None:
            return
        session, store = self._window.map_view.session, self._app_context.store()
        key = key_of(document.path) if document.path else "unsaved"
        workshop = Workshop(
            session,
            document,
            store.folder,
            key,
            store.post,
            may_write=self._may_write,
            hides_votes=True,
        )
        known = workshop.logged.identity
        try:
            workshop.open(place.host, place.port, known.pin if known else new_pin())
        except RoomError as error:
            sentence = self._window.ui.texts("The room could not be opened.")
            self._window.dialogs.message(sentence, str(error), severity="warning")
            return
        self.workshop, self._session, self._place = workshop, session, place
        self._show()
        workshop.changed.connect(self._refresh)
        workshop.present.connect(self._refresh)
        workshop.idle.connect(self._end_idle)
        session.selection.changed.connect(self._selected)
        self._retry.start()
        self.changed.emit()

    def close(self) -> None:
        """Close the room, if there is one; the map keeps all that was sent."""
        workshop, session = self.workshop, self._session
        if workshop is None or session is None:
            return
        self._retry.stop()
        self._follow_timer.stop()
        session.selection.changed.disconnect(self._selected)
        workshop.changed.disconnect(self._refresh)
        workshop.present.disconnect(self._refresh)
        self.workshop = None
        workshop.close()
        for widget in (self.bar, self.join_page):
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        if self.side is not None:
            self._window.map_view.remove_side(self.side)
        self.bar = self.side = self.join_page = None
        self._session = None
        self.changed.emit()

    def show_join_page(self) -> None:
        """Show address, QR code and PIN on the whole screen."""
        from journeyeditor.app.room.join_page import JoinPage

        workshop, place, session = self.workshop, self._place, self._session
        if workshop is None or workshop.room is None or place is None or session is None:
            return
        if self.join_page is None:
            self.join_page = JoinPage(self._window.ui, workshop.room, place, session.info.title)
        self.join_page.show_count(len(workshop.names))
        self.join_page.showFullScreen()

    def _show(self) -> None:
        """Show the bar, and how to join."""
        from journeyeditor.app.room.bars import RoomBar, RoomSide

        workshop = self.workshop
        assert workshop is not None
        assert workshop.room is not None
        bar, side = RoomBar(self._window.ui), RoomSide(self._window.ui, workshop.room)
        self.bar, self.side = bar, side
        bar.activity_chosen.connect(lambda name: workshop.choose(activity=name))
        bar.dots_chosen.connect(lambda dots: workshop.choose(dots=dots))
        bar.vote_wanted.connect(lambda: workshop.begin_vote(bar.dots.value()))
        bar.closing_wanted.connect(partial(workshop.choose, is_vote_open=False))
        bar.reveal_wanted.connect(workshop.reveal)
        bar.votes_shown.connect(self._show_votes)
        bar.end_wanted.connect(self.close)
        side.join_page_wanted.connect(self.show_join_page)
        self._window.map_view.begin_room(bar, side)
        self._refresh(None)

    def _refresh(self, _: object) -> None:
        workshop = self.workshop
        if workshop is None or self.bar is None or self.side is None:
            return
        self.bar.show_state(workshop.state, len(workshop.names))
        self.side.show_names(workshop.names)
        self.side.show_reactions(workshop.reactions())
        if self.join_page is not None:
            self.join_page.show_count(len(workshop.names))

    def _follow_agenda(self, step: AgendaStep) -> None:
        """Let phones do what the step is about."""
        if self.workshop is not None:
            self.workshop.choose(activity=step.activity)

    def _show_votes(self, is_shown: bool) -> None:
        """Show the votes on the map while people vote, or again only once the vote is closed."""
        workshop = self.workshop
        if workshop is not None and is_shown:
            workshop.show_votes()
        elif workshop is not None:
            workshop.hides_votes = True

    def _may_write(self) -> bool:
        """Whether nothing is being dragged or typed that a change of the map would end."""
        canvas, session = self._window.map_view.canvas, self._session
        is_open = session is not None and session.transactions.is_open
        return not (is_open or canvas.field.is_open or canvas.toolbox.is_busy)

    def _work(self) -> None:
        if self.workshop is not None:
            self.workshop.resume()
            self.workshop.note_protected()

    def _selected(self, _: object) -> None:
        self._follow_timer.start()

    def _lead(self) -> None:
        """Let phones follow to the stage of what is selected."""
        workshop, session = self.workshop, self._session
        element = session.element(session.selection.primary) if session else None
        if workshop is None or session is None or element is None:
            return
        own = element.id if isinstance(element, Stage) else stage_of(session.graph, element)
        if own and own != workshop.state.setting.stage:
            workshop.choose(stage=own)

    def _end_idle(self, _: object) -> None:
        self.close()
        words = self._window.ui.texts("The room was closed, because nobody used it.")
        self._window.show_message(words)
