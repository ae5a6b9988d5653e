"""A phone that means harm changes nothing for the others."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError

from journeyeditor.room import server
from journeyeditor.room.access import TRIES_PER_ADDRESS
from tests.room.conftest import Place
from tests.room.test_room import cards_of_phones

MARKUP = "<img src=x onerror=alert(1)>"


async def still_works(place: Place, phones: Any, name: str) -> None:
    """Let somebody else write a card, and yet another see it."""
    anna, otto = await phones.join(), await phones.join()
    await anna.write(name)
    await otto.until(lambda: name in otto.titles())


def test_wrong_pins_are_counted_and_then_blocked(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna = await phones.join()
            answers = []
            for number in range(TRIES_PER_ADDRESS + 1):
                body = json.dumps({"pin": f"{number:06}"})
                async with phones.http.post(f"{url}join", data=body) as answer:
                    answers.append((answer.status, await answer.json()))
            assert answers[0] == (403, {"tries": TRIES_PER_ADDRESS - 1})
            assert answers[-1] == (429, {"tries": 0})
            await anna.write("Those who are in stay in")

    place.run(story())


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"pin": 482913}',
        '{"pin": "482913", "admin": true}',
        json.dumps({"pin": "9" * 41}),
        '{"pin": "\\ud800"}',
        "\udcff\udcfe",
        "[" * 4000,
    ],
)
def test_a_request_to_join_that_is_none_is_refused(place: Place, body: str) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            data = body.encode(errors="surrogateescape")
            async with phones.http.post(f"{url}join", data=data) as answer:
                assert answer.status in (400, 403)
            await phones.join()

    place.run(story())


def test_a_request_that_is_too_long_is_refused(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            async with phones.http.post(f"{url}join", data=b"x" * 100_000) as answer:
                assert answer.status == 413
            await still_works(place, phones, "Fine")

    place.run(story())


def test_pages_of_other_sites_and_other_names_of_the_room_are_refused(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            for headers in ({"Origin": "http://evil.example"}, {"Host": "rebound.example"}):
                async with phones.http.get(url, headers=headers) as answer:
                    assert answer.status == 403
                with pytest.raises(WSServerHandshakeError):
                    await phones.http.ws_connect(f"{url}socket", headers=headers)
            async with phones.http.get(url, headers={"Origin": url.rstrip("/")}) as answer:
                assert answer.status == 200
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
            async with phones.http.get(f"{url}../../etc/passwd") as answer:
                assert answer.status == 404

    place.run(story())


@pytest.mark.parametrize(
    "first",
    ["", "{}", "hello", '{"type": "hello", "token": "x.y"}', '{"type": "hello", "token": "å.ö"}'],
)
def test_a_connection_without_a_token_ends_before_it_is_told_anything(
    place: Place, first: str
) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            async with phones.http.ws_connect(f"{url}socket") as connection:
                await connection.send_str(first)
                heard = [message.data async for message in connection]
                assert heard == []
                assert connection.close_code == server.POLICY_VIOLATION
            await still_works(place, phones, "Fine")

    place.run(story())


def test_malformed_messages_end_only_the_connection_they_came_by(place: Place) -> None:
    url = place.open()
    malformed = [
        "",
        "nonsense",
        '{"type": "card"}',
        '{"type": "admin", "id": "12345678"}',
        json.dumps({"type": "card", "id": "12345678", "kind": "stage", "text": "x"}),
        json.dumps({"type": "card", "id": "../../etc", "kind": "step", "text": "x"}),
        json.dumps({"type": "card", "id": "12345678", "kind": "step", "text": " \x00\n "}),
        json.dumps({"type": "card", "id": "12345678", "kind": "step", "text": "x" * 401}),
        '{"type": "rating", "id": "12345678", "stage": "s1", "score": NaN}',
        '{"type": "rating", "id": "12345678", "stage": "s1", "score": 1e999}',
        '{"type": "vote", "id": "12345678", "card": "c", "dots": -1}',
        '{"type": "vote", "id": "12345678", "card": "c", "dots": true}',
        "[" * 5000,
    ]

    async def story() -> None:
        async with place.phones(url) as phones:
            for at in range(0, len(malformed), server.MAX_STRIKES):
                bad = await phones.join()
                for text in malformed[at : at + server.MAX_STRIKES]:
                    await bad.say(text)
                if len(malformed[at:]) >= server.MAX_STRIKES:
                    await bad.until(lambda bad=bad: bad.close_code == server.POLICY_VIOLATION)
                    assert {reason for _, reason in bad.refused} <= {"malformed"}
            await still_works(place, phones, "Fine")

    place.run(story())
    assert [card.title for card in cards_of_phones(place)] == ["Fine"]


def test_a_frame_that_is_too_long_ends_its_connection(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            bad = await phones.join()
            await bad.say("x" * 1_000_000)
            await bad.until(lambda: bad.close_code is not None)
            await still_works(place, phones, "Fine")

    place.run(story())


def test_markup_stays_text(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna, otto = await phones.join(MARKUP), await phones.join()
            await anna.write(MARKUP, stage="</script>")
            await otto.until(lambda: MARKUP in otto.titles())

    place.run(story())
    (card,) = cards_of_phones(place)
    assert (card.title, card.proposed_stage) == (MARKUP, "")


def test_a_flood_is_slowed_down_and_the_others_are_not(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = place.open()
    slept: list[float] = []
    real_sleep = asyncio.sleep

    async def sleep(seconds: float, *rest: Any) -> Any:
        slept.append(seconds)
        return await real_sleep(min(seconds, 0.01), *rest)

    monkeypatch.setattr("journeyeditor.room.server.asyncio.sleep", sleep)

    async def story() -> None:
        async with place.phones(url) as phones:
            bad = await phones.join()
            ids = [await bad.send("card", kind="step", text=f"Flood {n}") for n in range(200)]
            await still_works(place, phones, "Fine")
            await bad.answered(ids[-1])

    place.run(story())
    assert max(slept) > 10  # with a real clock, the last ones would have waited for half a minute
    assert len(cards_of_phones(place)) == 201


def test_half_open_connections_do_not_use_up_the_room(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeyeditor.room.connections.MAX_UNKNOWN", 20)
    url = place.open()
    room = place.workshop.room
    assert room is not None
    silent = [socket.socket() for _ in range(60)]
    for connection in silent:
        connection.connect((room.host, room.port))
    for number, connection in enumerate(silent):
        if number % 2:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: ")

    async def story() -> None:
        async with place.phones(url) as phones:
            await still_works(place, phones, "Fine")

    place.run(story())
    gone = 0
    for connection in silent:
        connection.settimeout(5)
        gone += connection in silent[:30] and _is_ended(connection)
        connection.close()
    assert gone == 30


def _is_ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def test_a_phone_that_does_not_read_is_dropped(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MAX_PENDING", 100_000)
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            deaf, anna = await phones.join(), await phones.join()
            room = place.workshop.room
            assert room is not None
            phone = room._server._phones[deaf.token.partition(".")[0]]  # type: ignore[union-attr]
            room._loop.call_soon_threadsafe(phone.push, "x" * 200_000)
            await deaf.until(lambda: deaf.close_code is not None)
            await anna.write("Fine")

    place.run(story())


def test_one_person_has_one_connection(place: Place) -> None:
    url = place.open()

    async def story() -> None:
        async with place.phones(url) as phones:
            anna, otto = await phones.join(), await phones.join()
            old = anna._reader
            assert old is not None
            anna.own = {}
            await anna.connect()
            await old
            await anna.until(lambda: {"type": "here", "count": 2} in anna.seen)
            await otto.write("Fine")

    place.run(story())
