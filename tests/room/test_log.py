"""The log of a room: what is in it comes back, and damage costs only the damaged lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from journeyeditor.files.errors import FileError
from journeyeditor.room.log import RoomIdentity, RoomLog, log_path
from journeyeditor.room.messages import (
    CardMessage,
    RatingMessage,
    ReactionMessage,
    ReactionName,
    VoteMessage,
)
from journeyeditor.room.state import (
    MAX_REACTED,
    Chosen,
    Event,
    Joined,
    RefusedError,
    Revealed,
    RoomState,
    Sent,
    Setting,
    VoteBegun,
    events_of,
)

CARD = CardMessage(type="card", id="card-0001", kind="thought", text="“Åh, så dyrt …”")
EVENTS: list[Event] = [
    Joined(participant="p1", name="Åsa"),
    Chosen(setting=Setting(activity="vote", persona="sara", dots=5)),
    VoteBegun(votes={"c1": 2}),
    Sent(participant="p1", message=CARD),
    Sent(participant="p1", message=VoteMessage(type="vote", id="vote-0001", card="c1", dots=3)),
    Sent(
        participant="p1",
        message=ReactionMessage(
            type="reaction", id="reac-0001", card="c1", reactions=("agree", "urgent")
        ),
    ),
    Sent(
        participant="p1",
        message=RatingMessage(type="rating", id="rate-0001", stage="s1", score=-1.6),
    ),
    Revealed(),
]


@pytest.fixture
def log(tmp_path: Path) -> RoomLog:
    log = RoomLog(log_path(tmp_path, "map"))
    log.begin(RoomIdentity("room", "482913", "secret"))
    log.append(EVENTS)
    log.note_applied(4)
    return log


def test_all_that_happened_comes_back(log: RoomLog) -> None:
    logged = log.read()
    log.close()
    assert logged.identity == RoomIdentity("room", "482913", "secret")
    assert logged.events == EVENTS
    assert logged.applied == 4


@pytest.mark.parametrize("cut", range(1, 50, 7))
def test_a_torn_end_costs_its_line_and_what_follows_is_whole(log: RoomLog, cut: int) -> None:
    log.close()
    log.path.write_bytes(log.path.read_bytes()[:-cut])
    log.begin(RoomIdentity("room", "482913", "secret"))
    log.append(EVENTS[:1])
    logged = log.read()
    log.close()
    assert logged.events[-1] == EVENTS[0]
    assert len(logged.events) in (len(EVENTS), len(EVENTS) + 1)


def test_damage_costs_the_damaged_lines_only(log: RoomLog) -> None:
    log.close()
    lines = log.path.read_bytes().split(b"\n")
    for number in range(len(lines)):
        damaged = [*lines]
        damaged[number] = damaged[number].replace(b"p1", b"p2").replace(b"e", b"f") + b"\xff"
        log.path.write_bytes(b"\n".join(damaged))
        assert len(log.read().events) >= len(EVENTS) - 1


def test_a_log_that_is_not_there_or_nothing_at_all_is_an_empty_one(tmp_path: Path) -> None:
    path = log_path(tmp_path, "map")
    assert RoomLog(path).read().events == []
    path.parent.mkdir()
    path.write_bytes(b"\x00\xff\n{}\n00000000 [1]\n" + b"[" * 100_000)
    assert RoomLog(path).read() == (None, [], 0)


def test_the_log_is_its_owners_only(log: RoomLog) -> None:
    log.close()
    assert log.path.stat().st_mode & 0o077 == 0


def test_ratings_of_another_persona_begin_anew() -> None:
    state = RoomState()
    for event in EVENTS:
        state.apply(event)
    assert state.scores_of("s1") == {"p1": -1.6}
    state.apply(Chosen(setting=state.setting.model_copy(update={"persona": "olle"})))
    assert state.scores_of("s1") == {}


def test_what_is_sent_twice_counts_once() -> None:
    state = RoomState()
    for event in [*EVENTS, *EVENTS[3:7]]:
        state.apply(event)
    assert state.written["p1"] == ["card-0001"]
    assert state.totals() == {"c1": 5}
    assert state.count_reactions(["c1"]) == {"c1": {"agree": 1, "urgent": 1}}


def test_reactions_are_one_of_each_and_bounded() -> None:
    state = RoomState()

    def reaction(card: str, *names: ReactionName) -> ReactionMessage:
        return ReactionMessage(type="reaction", id="reac-0002", card=card, reactions=names)

    for number in range(MAX_REACTED):
        state.apply(Sent(participant="p1", message=reaction(f"c{number}", "love", "love")))
    assert state.count_reactions(["c1"]) == {"c1": {"love": 1}}
    state.check("p1", reaction("c1"))
    with pytest.raises(RefusedError, match="full"):
        state.check("p1", reaction("another", "love"))
    state.apply(Sent(participant="p1", message=reaction("c1")))
    assert state.count_reactions(["c1"]) == {"c1": {}}
    state.check("p1", reaction("another", "love"))
    state.apply(Sent(participant="p1", message=reaction("never there")))
    assert state.reaction_counts.keys() == {f"c{number}" for number in range(MAX_REACTED)} - {"c1"}


def folded(events: Iterable[Event]) -> tuple[object, ...]:
    """What a row of events comes to."""
    state = RoomState()
    for event in events:
        state.apply(event)
    return (
        state.setting,
        state.names,
        [(card.id, card.text) for card in state.cards.values()],
        {who: ids for who, ids in state.written.items() if ids},
        {who: dots for who, dots in state.dots.items() if dots},
        {who: own for who, own in state.reactions.items() if own},
        state.count_reactions(state.reaction_counts),
        {who: scores for who, scores in state.ratings.items() if scores},
        list(state.hidden),
        state.votes_before,
    )


def a_vote(number: int) -> Event:
    vote = VoteMessage(type="vote", id=f"vote-{number:04}", card="c1", dots=number % 4)
    return Sent(participant="p1", message=vote)


def test_a_long_log_is_compacted_and_comes_to_the_same(tmp_path: Path) -> None:
    log = RoomLog(log_path(tmp_path, "map"), compact_size=20_000)
    identity = RoomIdentity("room", "482913", "secret")
    log.begin(identity)
    private = CARD.model_copy(update={"id": "card-0002", "is_private": True})
    events = [*EVENTS, Sent(participant="p1", message=private)]
    log.append(events)
    largest = 0
    for number in range(2_000):
        events.append(a_vote(number))
        log.append(events[-1:])
        if number % 100 == 99:
            log.note_applied(len(events) - 3)
        largest = max(largest, log.path.stat().st_size)
    log.note_applied(len(events) - 3)
    logged = log.read()
    log.close()
    assert largest < 40_000, "2 000 votes of 120 bytes would be 240 000"
    assert logged.identity == identity
    assert folded(logged.events) == folded(events)
    assert logged.events[logged.applied :] == events[-3:]
    assert oct(log.path.stat().st_mode & 0o777) == "0o600"


def test_a_log_that_cannot_be_compacted_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise FileError(str(path), "is full", "free some space")

    monkeypatch.setattr("journeyeditor.room.log.write_atomically", refuse)
    log = RoomLog(log_path(tmp_path, "map"), compact_size=100)
    log.begin(RoomIdentity("room", "482913", "secret"))
    log.append(EVENTS)
    log.note_applied(len(EVENTS))
    log.append([a_vote(1)])
    logged = log.read()
    log.close()
    assert logged.events == [*EVENTS, a_vote(1)]
    assert logged.applied == len(EVENTS)


def test_the_shortest_row_of_events_comes_to_the_same() -> None:
    state = RoomState()
    for event in EVENTS:
        state.apply(event)
    assert folded(events_of(state)) == folded(EVENTS)
