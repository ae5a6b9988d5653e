"""A workshop on the loopback: what phones send is on the map, and what is there reaches phones."""

from __future__ import annotations

import asyncio
import sys

import pytest

from journeyeditor.editing import operations
from journeyeditor.room.room import SWITCH_INTERVAL
from journeyeditor.room.state import Setting
from journeyeditor.vocabulary import Card, Emotion
from tests.room.conftest import Place
from tests.room.phones import Phone


def cards_of_phones(place: Place) -> list[Card]:
    return [
        card
        for card in place.session.graph.elements()
        if isinstance(card, Card) and card.id.startswith("w-")
    ]


def test_a_card_of_a_phone_waits_unplaced_and_reaches_the_other_phones(place: Place) -> None:
    url = place.open()
    stage = place.session.graph.stages()[1]

    async def story() -> None:
        async with place.phones(url) as phones:
            anna, otto = await phones.join("Anna"), await phones.join("Otto")
            await anna.write("Shipping  shows\ntoo late", stage=stage.id)
            await otto.until(lambda: "Shipping shows too late" in otto.titles())

    place.run(story())
    (card,) = cards_of_phones(place)
    assert (card.kind, card.title) == ("pain_point", "Shipping shows too late")
    assert (card.stage, card.proposed_stage) == (None, stage.title)


def test_threads_take_short_turns_only_while_a_room_is_open(place: Place) -> None:
    before = sys.getswitchinterval()
    place.open()
    assert sys.getswitchinterval() == pytest.approx(SWITCH_INTERVAL)
    place.workshop.close()
    assert sys.getswitchinterval() == pytest.approx(before)


def test_a_batch_is_one_step_of_undo(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            ids = [await anna.send("card", kind="thought", text=f"Card {n}") for n in range(5)]
            for id_ in ids:
                await anna.answered(id_)

    place.run(story())
    assert len(cards_of_phones(place)) == 5
    while place.session.undo():
        pass
    assert not cards_of_phones(place)


def test_what_is_written_privately_is_shown_only_when_it_is_revealed(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna, otto = await phones.join(), await phones.join()
            await anna.write("My secret", is_private=True)
            await anna.write("For all")
            await otto.until(lambda: "For all" in otto.titles())
            assert not any("My secret" in str(message) for message in otto.seen)
            place.do(lambda: before.append([card.title for card in cards_of_phones(place)]))
            place.do(place.workshop.reveal)
            await otto.until(lambda: "My secret" in otto.titles())

    before: list[list[str]] = []
    place.run(story())
    assert before == [["For all"]]


def test_private_cards_are_not_lost_when_the_room_closes(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            await (await phones.join()).write("My secret", is_private=True)

    place.run(story())
    assert not cards_of_phones(place)
    place.workshop.close()
    assert [card.title for card in cards_of_phones(place)] == ["My secret"]


def test_votes_are_counted_and_hidden_from_the_others_until_the_vote_is_closed(
    place: Place,
) -> None:
    pain = operations.add(place.session, "pain_point", title="Fees", votes=2)
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna, otto = await phones.join(), await phones.join()
            assert await anna.answered(await anna.send("vote", card=pain, dots=2)) == ""
            assert await otto.answered(await otto.send("vote", card=pain, dots=1)) == ""
            assert otto.setting["totals"] == {}
            assert await anna.answered(await anna.send("vote", card=pain, dots=4)) == "dots"
            assert await anna.answered(await anna.send("vote", card=pain, dots=3)) == ""
            place.do(lambda: place.workshop.choose(is_vote_open=False))
            await otto.until(lambda: otto.setting["totals"] == {pain: 6})
            assert await anna.answered(await anna.send("vote", card=pain, dots=0)) == "closed"

    place.run(story())
    element = place.session.graph.element(pain)
    assert isinstance(element, Card)
    assert element.votes == 2 + 3 + 1


def votes_of(place: Place, id_: str) -> int:
    element = place.session.graph.element(id_)
    assert isinstance(element, Card)
    return element.votes


def test_votes_that_are_hidden_are_on_the_map_once_the_vote_is_closed(place: Place) -> None:
    pain = operations.add(place.session, "pain_point", title="Fees")
    place.workshop.hides_votes = True
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            await anna.answered(await anna.send("vote", card=pain, dots=2))
            place.do(lambda: seen.append(votes_of(place, pain)))
            place.do(lambda: place.workshop.choose(is_vote_open=False))
            await anna.until(lambda: anna.setting["totals"] == {pain: 2})

    seen: list[int] = []
    place.run(story())
    place.workshop.close()
    assert seen == [0]
    assert votes_of(place, pain) == 2


def test_votes_that_are_hidden_are_not_lost_when_the_room_closes(place: Place) -> None:
    pain = operations.add(place.session, "pain_point", title="Fees")
    place.workshop.hides_votes = True
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            await anna.answered(await anna.send("vote", card=pain, dots=2))

    place.run(story())
    place.workshop.close()
    assert votes_of(place, pain) == 2


def test_votes_for_what_is_not_on_the_map_are_refused(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            assert await anna.answered(await anna.send("vote", card="no", dots=1)) == "unknown"
            rating = await anna.send("rating", stage="no", score=1)
            assert await anna.answered(rating) == "unknown"

    place.run(story())


def test_reactions_are_counted_live_on_all_phones_and_taken_back(place: Place) -> None:
    pain = operations.add(place.session, "pain_point", title="Fees")
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna, otto = await phones.join(), await phones.join()

            async def react(phone: Phone, *names: str, card: str = pain) -> str:
                return await phone.answered(
                    await phone.send("reaction", card=card, reactions=names)
                )

            assert await react(anna, "agree", "urgent", "agree") == ""
            assert await react(otto, "agree") == ""
            await otto.until(lambda: otto.reactions.get(pain) == {"agree": 2, "urgent": 1})
            assert (await phones.join()).reactions == {pain: {"agree": 2, "urgent": 1}}
            assert await react(anna) == ""
            await otto.until(lambda: otto.reactions[pain] == {"agree": 1})
            assert await react(anna, "agree", card="nothing") == "unknown"
            await react_badly(anna, pain)

    place.run(story())
    assert place.workshop.state.count_reactions([pain]) == {pain: {"agree": 1}}


def test_reactions_are_in_the_notes_of_their_cards_once_the_room_is_closed(place: Place) -> None:
    ids = operations.add_many(
        place.session, "pain_point", [{"title": "Late", "note": "Why?"}, {"title": "Dull"}]
    )

    async def story(url: str, names: list[str]) -> None:
        async with place.phones(url) as phones:
            for name in names:
                phone = await phones.join(name)
                id_ = await phone.send("reaction", card=ids[0], reactions=["agree", "urgent"])
                assert not await phone.answered(id_)

    for names in (["Anna", "Otto"], ["Eva"]):
        place.run(story(place.open(), names))
        assert place.workshop.has_more
        place.workshop.close()
        place.workshop = place.another()
    notes = [getattr(place.session.graph.element(id_), "note", None) for id_ in ids]
    assert notes == ["Why?\n👍 3  🔥 3", ""]
    place.session.undo()
    assert getattr(place.session.graph.element(ids[0]), "note", None) == "Why?\n👍 2  🔥 2"


async def react_badly(phone: Phone, card: str) -> None:
    for names in (["<b>"], ["agree"] * 5, "agree", None):
        refused = len(phone.refused)
        await phone.send("reaction", card=card, reactions=names)
        await phone.until(lambda count=refused: len(phone.refused) > count)
        assert phone.refused[-1] == ("", "malformed")


def test_a_new_vote_frees_all_dots_and_keeps_the_votes_from_before(place: Place) -> None:
    pain = operations.add(place.session, "pain_point", title="Fees")
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            await anna.answered(await anna.send("vote", card=pain, dots=3))
            place.do(lambda: place.workshop.begin_vote(5))
            await anna.until(lambda: anna.setting["dots"] == 5 and anna.own["dots"] == {})
            await anna.answered(await anna.send("vote", card=pain, dots=5))

    place.run(story())
    element = place.session.graph.element(pain)
    assert isinstance(element, Card)
    assert element.votes == 8


def test_ratings_of_many_become_a_series_and_the_score_their_median(place: Place) -> None:
    stage = place.session.graph.stages()[0]
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            people = [await phones.join() for _ in range(3)]
            for phone, score in zip(people, (-1.6, 0.3, 2), strict=True):
                await phone.answered(await phone.send("rating", stage=stage.id, score=score))
            await people[2].answered(await people[2].send("rating", stage=stage.id, score=None))
            await people[2].answered(await people[2].send("rating", stage=stage.id, score=1.4))

    place.run(story())
    (emotion,) = (e for e in place.session.graph.elements("emotion") if isinstance(e, Emotion))
    assert emotion.stage == stage.id
    assert sorted(score for _, score in emotion.ratings) == [-1.6, 0.3, 1.4]
    assert emotion.score == 0.3
    raters = {rater for rater, _ in emotion.ratings}
    assert len(raters) == 3
    assert not raters & place.workshop.state.names.keys()


def test_phones_follow_the_facilitator_and_the_map(place: Place) -> None:
    url = place.open()
    stage = place.session.graph.stages()[2]

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            assert anna.setting["activity"] == Setting().activity
            place.do(lambda: place.workshop.choose(activity="rate", stage=stage.id))
            await anna.until(lambda: anna.setting["stage"] == stage.id)
            place.do(lambda: operations.add(place.session, "step", title="Pays"))
            await anna.until(lambda: "Pays" in anna.titles())
            place.do(place.session.undo)
            await anna.until(lambda: "Pays" not in anna.titles())
            place.do(lambda: operations.add(place.session, "stage", title="Later on"))
            await anna.until(lambda: "Later on" in [each["title"] for each in anna.stages])

    place.run(story())


def test_the_facilitator_knows_who_is_here(place: Place) -> None:
    url = place.open()
    seen: list[list[str]] = []
    place.workshop.present.connect(lambda names: seen.append(sorted(names)))

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join("Anna")
            otto = await phones.join("Otto")
            await anna.until(lambda: {"type": "here", "count": 2} in anna.seen)
            await otto.close()
            await anna.until(lambda: {"type": "here", "count": 1} in anna.seen)

    place.run(story())
    assert ["Anna", "Otto"] in seen
    assert ["Anna"] in seen


def test_a_room_that_nobody_uses_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[None] = []
    place.workshop.idle.connect(told.append)
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            await phones.join("Anna")

    place.run(story())
    assert not told, "four hours have not passed"
    place.workshop = place.another()
    place.workshop.idle.connect(told.append)
    monkeypatch.setattr("journeyeditor.room.room.MAX_IDLE", 0.0)
    place.open()
    while not told:  # what the room posts when it opens comes before
        place.calls.get(timeout=20)()
    assert told == [None]
    place.workshop.close()


def test_what_is_sent_twice_is_there_once(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            id_ = await anna.write("Written without network", "offline-1")
            await anna.sleep()
            await anna.connect()
            await anna.write("Written without network", id_)

    place.run(story())
    assert len(cards_of_phones(place)) == 1


def test_a_phone_that_slept_is_told_only_what_it_has_missed(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna, otto = await phones.join(), await phones.join()
            await anna.write("Before")
            await otto.until(lambda: "Before" in otto.titles())
            await otto.sleep()
            await anna.write("Meanwhile")
            await anna.until(lambda: "Meanwhile" in anna.titles())
            await otto.connect()
            await otto.until(lambda: "Meanwhile" in otto.titles())
            assert otto.titles() == anna.titles()
            assert otto.boards == 1

    place.run(story())


def test_phones_come_back_to_the_same_room_after_a_crash(place: Place) -> None:
    pain = operations.add(place.session, "pain_point", title="Fees")
    url = place.open()
    port = place.workshop.room.port if place.workshop.room else 0

    async def before() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join("Anna")
            await anna.write("Private", "id-private", is_private=True)
            await anna.answered(await anna.send("vote", card=pain, dots=2))
            await anna.answered(await anna.send("reaction", card=pain, reactions=["love"]))
            tokens.append(anna.token)

    tokens: list[str] = []
    place.run(before())
    crashed = place.workshop
    place.workshop = place.another()
    crash(crashed)
    url = place.open(port=port)

    async def after() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            anna.token, anna.own = tokens[0], {}
            await anna.connect()
            assert anna.own["dots"] == {pain: 2}
            assert anna.own["reactions"] == {pain: ["love"]}
            assert anna.reactions == {pain: {"love": 1}}
            assert anna.own["cards"] == 1
            assert await anna.answered(await anna.send("vote", card=pain, dots=3)) == ""
            place.do(place.workshop.reveal)
            await anna.until(lambda: "Private" in anna.titles())

    place.run(after())
    element = place.session.graph.element(pain)
    assert isinstance(element, Card)
    assert element.votes == 3
    assert place.workshop.state.names[tokens[0].partition(".")[0]] == "Anna"


def crash(workshop: object) -> None:
    """Take the sockets away without a word to the log, as the end of a process does."""
    room = workshop.room  # type: ignore[attr-defined]
    workshop.session.updated.disconnect(workshop._follow)  # type: ignore[attr-defined]

    async def drop() -> None:
        room._server._listener.close()
        room._server._log = type("Nothing", (), {"append": lambda *_: None})()
        await room._server._runner.cleanup()

    asyncio.run_coroutine_threadsafe(drop(), room._loop).result(20)
    room._end_loop()
