"""A map and its room: what phones send goes on the map, and what changes there goes to the phones.

Lives on the thread of the session; the room calls back through `post`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from journeyeditor.editing.changes.scores import curve_persona
from journeyeditor.editing.changes.workshop import SentCard
from journeyeditor.editing.operations.workshop import (
    StageRatings,
    count_votes,
    keep_reactions,
    rate_stages,
    receive_cards,
)
from journeyeditor.editing.session import Session
from journeyeditor.files.writer import Snapshot
from journeyeditor.model import Change, RecordId, Signal
from journeyeditor.room import board
from journeyeditor.room.access import rater_name
from journeyeditor.room.log import Logged, RoomIdentity, RoomLog, log_path
from journeyeditor.room.messages import REACTIONS, RatingMessage, ReactionName, VoteMessage
from journeyeditor.room.page_maker import PageMaker
from journeyeditor.room.room import Callbacks, Room
from journeyeditor.room.state import (
    Chosen,
    Event,
    Revealed,
    RoomState,
    Sent,
    Setting,
    VoteBegun,
    shown_cards,
)

#: The prefix of the ids of cards that phones have sent.
CARD_PREFIX = "w-"


class Journaled(Protocol):
    """The part of a document that a workshop needs."""

    @property
    def is_protected(self) -> bool:
        """Whether all of the map is on the disk."""


class Workshop:
    """An open room on a map.

    `changed` is emitted when the room's state changed, `present` with the names of those who are
    here, `failed` with an error of its log, `idle` when nobody has used it for long. While
    `may_write` says no, as in the middle of a drag, what phones send waits; call `resume` then.
    While the vote is open, a workshop that `hides_votes` does not put them on the map.
    """

    def __init__(
        self,
        session: Session,
        document: Journaled,
        folder: Path,
        key: str,
        post: Callable[[Callable[[], None]], None],
        *,
        may_write: Callable[[], bool] = lambda: True,
        hides_votes: bool = False,
    ) -> None:
        self.session = session
        self.state = RoomState()
        self.names: Sequence[str] = ()
        self.changed: Signal[None] = Signal()
        self.present: Signal[Sequence[str]] = Signal()
        self.failed: Signal[Exception] = Signal()
        self.idle: Signal[None] = Signal()
        self.room: Room | None = None
        self._document = document
        self._log = RoomLog(log_path(folder, key))
        self._post = post
        self.hides_votes = hides_votes
        self._may_write = may_write
        self._waiting: list[Event] = []
        #: Events on the map, and of these how many the log knows to be on the disk too.
        self._applied = self._noted = 0
        self._secret = ""
        #: Calls of the room that this thread has not processed yet.
        self._arrived: deque[Event] = deque()
        self._calls: deque[Callable[[], None]] = deque()
        self._page_maker = PageMaker()

    @property
    def logged(self) -> Logged:
        """What a crash left of a room on this map."""
        return self._log.read()

    def open(self, host: str, port: int, pin: str) -> Room:
        """Open the room, the same one if a crash left one; raises RoomError.

        With another PIN than before, phones have to join anew; what was sent is not lost.
        """
        logged = self._log.read()
        known = logged.identity
        identity = known if known is not None and known.pin == pin else RoomIdentity.new(pin)
        self._secret = identity.secret
        server_state = RoomState()
        for event in logged.events:
            server_state.apply(event)
        for event in logged.events[: logged.applied]:
            self.state.apply(event)
        self._applied = self._noted = logged.applied
        self._take(logged.events[logged.applied :])
        callbacks = Callbacks(
            deliver=self._arrive,
            present=self._posting(self._meet),
            failed=self._posting(self.failed.emit),
            idle=partial(self._posting(self.idle.emit), None),
            make_page=partial(self._posting(self._make_page), None),
        )
        room = Room(host, port, identity, server_state, self._log, callbacks)
        graph = self.session.graph
        room.open(board.frame_of(graph), board.cards_of(graph))
        self.room = room
        self.session.updated.connect(self._follow)
        if not logged.events:
            setting = Setting(persona=curve_persona(graph))
            room.enter(Chosen(setting=setting))
            room.enter(VoteBegun(votes=board.votes_of(graph)))
        return room

    @property
    def has_more(self) -> bool:
        """Whether closing the room will write more on the map: private cards, hidden votes, reactions."""
        is_hiding = self.hides_votes and self.state.setting.is_vote_open
        has_hidden = self.state.hidden or self.state.reaction_counts
        return bool(self._waiting or has_hidden or (is_hiding and self.state.dots))

    def reactions(self) -> dict[str, dict[ReactionName, int]]:
        """How many reactions of each name cards on the map have, by title; those without are left out."""
        counts: dict[str, Counter[ReactionName]] = {}
        for id_, own in self.state.count_reactions(list(self.state.reaction_counts)).items():
            card = self.session.element(id_)
            if own and card is not None:
                counts.setdefault(card.title, Counter()).update(own)
        return {title: dict(own) for title, own in counts.items()}

    def choose(self, **values: object) -> None:
        """Change the setting of the room."""
        self._enter(Chosen(setting=self.state.setting.model_copy(update=values)))

    def reveal(self) -> None:
        """Show all what was written privately."""
        self._enter(Revealed())

    def begin_vote(self, dots: int) -> None:
        self.choose(activity="vote", is_vote_open=True, dots=dots)
        self._enter(VoteBegun(votes=board.votes_of(self.session.graph)))

    def _enter(self, event: Event) -> None:
        """Enter what the facilitator does; a room that is closed by now hears nothing."""
        if self.room is not None:
            self.room.enter(event)

    def resume(self) -> None:
        """Put on the map what has waited."""
        self._take(())

    def note_protected(self) -> None:
        """Note what is on the disk, if all of the map is."""
        if self.room is not None and self._noted < self._applied and self._document.is_protected:
            self._noted = self._applied
            self.room.note_applied(self._applied)

    def close(self) -> None:
        """Close the room; private cards are shown, so that no word is lost, and its log is deleted."""
        room, self.room = self.room, None
        if room is None:
            return
        self.session.updated.disconnect(self._follow)
        room.close()
        self._page_maker.close()
        self._may_write = lambda: True
        self._process()
        if self.hides_votes:
            self.show_votes()
        self._take([Revealed()])
        self._keep_reactions()
        self._log.delete()

    def _keep_reactions(self) -> None:
        """Write the reactions to cards of the map into their notes: the room, which has them, is over."""
        counts = self.state.count_reactions(list(self.state.reaction_counts))
        if counts:
            keep_reactions(
                self.session,
                {
                    id_: {each.emoji: own.get(name, 0) for name, each in REACTIONS.items()}
                    for id_, own in counts.items()
                },
            )

    def _posting(self, call: Callable[..., None]) -> Callable[..., None]:
        def post(value: object) -> None:
            self._calls.append(partial(call, value))
            self._post(self._process)

        return post

    def _arrive(self, events: Sequence[Event]) -> None:
        """Take events, on the thread of the room; those of several batches at once if need be."""
        self._arrived.extend(events)
        self._post(self._process)

    def _process(self) -> None:
        while self._calls:
            self._calls.popleft()()
        events = [self._arrived.popleft() for _ in range(len(self._arrived))]
        if events:
            self._take(events)

    def _meet(self, names: Sequence[str]) -> None:
        self.names = names
        self.present.emit(names)

    def _take(self, events: Sequence[Event]) -> None:
        """Put events on the map, each kind of thing as one step of undo."""
        self._waiting += events
        if not self._may_write():
            return
        self.note_protected()
        taken, self._waiting = self._waiting, []
        if not taken:
            return
        hidden = dict(self.state.hidden)
        for event in taken:
            self.state.apply(event)
        self._place_cards(taken, hidden)
        self._place_votes(taken)
        self._place_ratings(taken)
        self._applied += len(taken)
        self.changed.emit(None)

    def _place_cards(self, events: Sequence[Event], hidden: dict[str, None]) -> None:
        graph = self.session.graph
        cards = [
            SentCard(
                CARD_PREFIX + each.id, each.kind, each.text, board.stage_title(graph, each.stage)
            )
            for each in shown_cards(self.state, events, hidden)
        ]
        if cards:
            receive_cards(self.session, cards)

    def _place_votes(self, events: Sequence[Event]) -> None:
        if self.hides_votes and self.state.setting.is_vote_open:
            return
        totals = self.state.totals()
        ids = {m.card for m in _messages(events) if isinstance(m, VoteMessage)}
        if self.hides_votes and any(isinstance(event, Chosen) for event in events):
            ids |= totals.keys()
        if ids:
            count_votes(self.session, {id_: totals.get(id_, 0) for id_ in ids})

    def show_votes(self) -> None:
        """Put the votes so far on the map, and those that follow as they come."""
        self.hides_votes = False
        if self.state.dots:
            count_votes(self.session, self.state.totals())

    def _place_ratings(self, events: Sequence[Event]) -> None:
        stages = dict.fromkeys(m.stage for m in _messages(events) if isinstance(m, RatingMessage))
        persona = self.state.setting.persona
        if stages:
            rate_stages(
                self.session, [StageRatings(id_, persona, self._scores(id_)) for id_ in stages]
            )

    def _scores(self, stage: RecordId) -> dict[str, float]:
        scores = self.state.scores_of(stage)
        return {rater_name(self._secret, who): score for who, score in scores.items()}

    def _make_page(self, _: object) -> None:
        room = self.room
        if room is not None:
            is_vote_open = self.state.setting.is_vote_open
            snapshot = Snapshot(self.session.graph)
            self._page_maker.make(snapshot, room.show_page, hides_votes=is_vote_open)

    def _follow(self, change: Change) -> None:
        if self.room is not None:
            self.room.publish(board.difference(self.session.graph, change))


def _messages(events: Sequence[Event]) -> list[object]:
    return [event.message for event in events if isinstance(event, Sent)]
