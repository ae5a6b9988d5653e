"""The page of the map on phones: made when somebody looks, not too often, and of what all may see."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from journeyeditor.editing import operations
from journeyeditor.editing.operations.workshop import count_votes
from journeyeditor.files.writer import Snapshot
from journeyeditor.room import map_page
from journeyeditor.room.map_page import MapPage
from tests.room.conftest import Place
from tests.room.phones import Phone

Made = list[str]


async def beat() -> None:
    """Let timers that are due, and what they set off, happen."""
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INTERVAL", "PER_READER", "REST"):
        monkeypatch.setattr(map_page, name, 0.0)


def test_a_page_is_made_only_if_somebody_looks_at_what_has_changed(at_once: None) -> None:
    async def story() -> None:
        made: Made = []
        told: list[int] = []
        page = MapPage(lambda: 0.0, lambda: made.append("page"), told.append)
        for _ in range(100):
            page.follow()
        await beat()
        assert made == []
        reading = [asyncio.create_task(page.read()) for _ in range(3)]
        await beat()
        assert made == ["page"]
        page.put(b"first")
        assert await asyncio.gather(*reading) == [b"first"] * 3
        assert (page.version, told) == (1, [])
        page.follow()
        await beat()
        assert made == ["page"], "nobody has looked since"
        assert await page.read() == b"first"
        for _ in range(100):
            page.follow()
        await beat()
        assert made == ["page"] * 2
        page.follow()
        page.put(b"second")
        assert (page.version, told) == (2, [2])
        await beat()
        assert made == ["page"] * 2, "nobody has read the second one"
        assert await page.read() == b"second"
        await beat()
        assert made == ["page"] * 3

    asyncio.run(story())


def test_the_more_phones_read_the_longer_it_is_to_the_next_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story() -> None:
        delays: list[float] = []
        loop = asyncio.get_running_loop()
        page = MapPage(lambda: 100.0, lambda: None, lambda _: None)
        page.put(b"page")
        for _ in range(200):
            await page.read()
        page.stop()
        page._timer, page._is_being_made = None, True
        page.put(b"page")
        await page.read()
        monkeypatch.setattr(loop, "call_later", lambda delay, _: delays.append(delay))
        page._timer = None
        page.follow()
        assert delays == [10.0]

    asyncio.run(story())


async def page_of(phone: Phone, address: str = "") -> tuple[int, str, dict[str, str]]:
    address = address or next(each["map"] for each in phone.seen if each["type"] == "welcome")
    async with phone._session.get(f"{phone.url}{address}") as answer:
        return answer.status, await answer.text(), dict(answer.headers)


def test_phones_read_the_map_and_nothing_that_others_may_not_see(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("INTERVAL", "PER_READER", "REST"):
        monkeypatch.setattr(map_page, name, 0.0)
    session = place.session
    stage = session.graph.stages()[0]
    operations.set_field(session, [stage.id], "note", "Between us")
    operations.set_field(session, [stage.id], "owner", "Herr Müller")
    operations.set_field(session, [stage.id], "speaker_notes", "Laugh here")
    card = operations.add_many(session, "pain_point", [{"title": "Hidden fees"}])[0]
    operations.set_field(session, [card], "stage", stage.id)
    url = place.open()
    count_votes(session, {card: 777})

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            await anna.write("My secret", is_private=True)
            status, text, headers = await page_of(anna)
            assert status == 200
            assert stage.title in text
            assert "Hidden fees" in text
            for words in ("My secret", "Between us", "Müller", "Laugh here", "777"):
                assert words not in text
            policy = headers["Content-Security-Policy"]
            assert policy == f"sandbox allow-scripts; frame-ancestors {url.rstrip('/')}"
            assert headers["Cache-Control"] == "no-store"
            place.do(place.workshop.reveal)
            place.do(lambda: place.workshop.choose(is_vote_open=False))
            await anna.until(lambda: "My secret" in anna.titles())
            seen = await newer(anna)
            assert "777" in seen

    place.run(story())


async def newer(phone: Phone) -> str:
    """Read until the page is made that shows the votes, a message from the room for each."""
    for _ in range(4):
        known = len(pages(phone))
        _, text, _ = await page_of(phone)
        if "777" in text:
            return text
        await phone.until(lambda known=known: len(pages(phone)) > known)
    raise AssertionError("the page stays as it was")


def pages(phone: Phone) -> list[dict[str, Any]]:
    return [each for each in phone.seen if each["type"] == "page"]


def test_nobody_reads_the_map_without_a_ticket_or_too_often(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(_: Snapshot, done: Callable[[bytes], None], *, hides_votes: bool) -> None:
        done(b"")  # no map that could be shown

    monkeypatch.setattr(place.workshop._page_maker, "make", make)
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            who, _, signature = anna.token.partition(".")
            for ticket in ("x", who, anna.token, f"{who}.{'0' * len(signature)}", "%00"):
                assert (await page_of(anna, f"/map/{ticket}"))[0] == 403
            statuses = [(await page_of(anna))[0] for _ in range(8)]
            assert statuses == [404] * 5 + [429] * 3
            otto = await phones.join()
            assert (await page_of(otto))[0] == 404
            assert json.dumps(otto.seen).count("/map/") == 1

    place.run(story())
