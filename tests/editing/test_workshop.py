"""Cards that wait to be placed: received once, placed where they were written for, merged, undone."""

from __future__ import annotations

import pytest

from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.workshop import SentCard
from journeyeditor.editing.operations.workshop import (
    StageRatings,
    count_votes,
    merge_cards,
    place_cards,
    place_proposed,
    rate_stages,
    receive_cards,
)
from journeyeditor.editing.session import Session
from journeyeditor.files import dump_map
from journeyeditor.vocabulary import Card, Emotion
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import field, steps

SENT = [
    SentCard("w-1", "pain_point", "Hidden fees", "Buy"),
    SentCard("w-2", "pain_point", "Fees are hidden", "buy "),
    SentCard("w-3", "thought", "Why pay for shipping?", "Delivery"),
]


@pytest.fixture
def session() -> Session:
    session = a_session(a_map().with_stage("Search").with_stage("Buy").built())
    receive_cards(session, SENT)
    return session


def test_cards_are_received_once(session: Session) -> None:
    before = dump_map(session.graph)
    assert receive_cards(session, SENT) == []
    assert dump_map(session.graph) == before
    assert steps(session) == 1


def test_cards_are_placed_where_they_were_written_for_in_one_step(session: Session) -> None:
    before = dump_map(session.graph)
    assert place_proposed(session, ["w-1", "w-2", "w-3"]) == 1
    buy = session.graph.stages()[1].id
    assert [card.id for card in session.graph.cards(buy)] == ["w-1", "w-2"]
    assert field(session, "w-1", "proposed_stage") is None
    assert field(session, "w-3", "proposed_stage") == "Delivery"
    assert steps(session) == 2
    session.undo()
    assert dump_map(session.graph) == before


def test_what_waits_is_not_on_the_map_and_moves_nothing_there(session: Session) -> None:
    size, columns = session.layout.size, session.layout.columns
    receive_cards(session, [SentCard("w-4", "opportunity", "Show the total")])
    assert session.layout.rect("w-4") is None
    assert (session.layout.size, session.layout.columns) == (size, columns)
    place_proposed(session, ["w-1"])
    assert session.layout.rect("w-1") is not None
    session.undo()
    assert session.layout.rect("w-1") is None


def test_nothing_to_place_is_no_step(session: Session) -> None:
    assert place_proposed(session, ["w-3", "gone"]) == 2
    assert steps(session) == 1


def test_cards_can_be_placed_elsewhere(session: Session) -> None:
    search = session.graph.stages()[0].id
    place_cards(session, ["w-3"], DropTarget(search))
    assert field(session, "w-3", "stage") == search
    assert field(session, "w-3", "proposed_stage") is None


def test_merging_keeps_every_wording_and_all_votes(session: Session) -> None:
    count_votes(session, {"w-1": 2, "w-2": 3, "gone": 9})
    before = dump_map(session.graph)
    merge_cards(session, ["w-1", "w-2", "w-3"])
    (card,) = session.graph.cards(None)
    assert isinstance(card, Card)
    assert card.title == "Hidden fees"
    assert card.note == "- Fees are hidden\n- Why pay for shipping?"
    assert card.votes == 5
    session.undo()
    assert dump_map(session.graph) == before
    merge_cards(session, ["w-1"])
    assert dump_map(session.graph) == before


def test_votes_that_come_one_after_the_other_are_one_step(session: Session) -> None:
    for votes in range(1, 4):
        count_votes(session, {"w-1": votes})
    assert field(session, "w-1", "votes") == 3
    assert steps(session) == 2


def test_ratings_become_the_only_emotion_of_the_stage_or_one_of_their_own() -> None:
    session = a_session(
        a_map()
        .with_stage("Search")
        .with_("touchpoint", "Advert")
        .with_("emotion", score=2)
        .with_stage("Buy")
        .built()
    )
    search, buy = (stage.id for stage in session.graph.stages())
    scores = {"a": -1.0, "b": 0.5, "c": 2.0}
    rate_stages(
        session,
        [
            StageRatings(search, None, scores),
            StageRatings(buy, None, {"a": 1.0, "b": 2.0}),
            StageRatings("gone", None, scores),
            StageRatings(buy, "nobody", scores),
        ],
    )
    emotions = [each for each in session.graph.elements("emotion") if isinstance(each, Emotion)]
    found = {each.stage: (each.score, dict(each.ratings)) for each in emotions}
    assert found == {search: (0.5, scores), buy: (1.5, {"a": 1, "b": 2})}
