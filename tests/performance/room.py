"""A room under load: phones that each write once a second, on the loopback.

    python -m tests.performance.room [PHONES] [SECONDS] [SHARE]

A share of the phones (percent, by default all) also reacts, votes or rates once a second and follows the map.

The phones run in a process of their own on the same machine, so that the figures are upper bounds. Prints
how late the loop of the server and the thread of the session were, and how long a card takes from
one phone to every other one; fails if a card is lost or doubled.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import queue
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector

from journeyeditor import resources
from journeyeditor.editing.document import Document
from journeyeditor.editing.session import Session
from journeyeditor.editing.store import Store
from journeyeditor.files import read_map
from journeyeditor.poster import PosterOptions
from journeyeditor.poster.options import requested_theme
from journeyeditor.room.room import Room
from journeyeditor.room.workshop import Workshop
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of

PIN = "482913"
#: How often lateness is measured (seconds).
TICK = 0.01
MARK = "sent at "


class Load(NamedTuple):
    """How many phones write, for how long, and how many of them do all else, too."""

    phones: int
    seconds: int
    active: int


class Heard(NamedTuple):
    """What the phones report: acknowledged cards, milliseconds to each receiver, and pages of the map."""

    acknowledged: int
    deliveries: int
    latencies: list[float]
    pages: int = 0


def main(phones: int = 200, seconds: int = 60, share: int = 100) -> int:
    with tempfile.TemporaryDirectory() as folder:
        calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        graph = read_map(resources.path("samples", "toothbrush.sv.journey.json"))
        session = Session(graph, Faces(), requested_theme(info_of(graph), PosterOptions()))
        document = Document.new(graph, Store(Path(folder), post=calls.put))
        document.follow(session.transactions)
        workshop = Workshop(session, document, Path(folder), "map", calls.put)
        room = workshop.open("127.0.0.1", 0, PIN)
        late: list[float] = []
        busy: list[float] = []
        ticker = asyncio.run_coroutine_threadsafe(_tick(late), room._loop)
        load = Load(phones, seconds, phones * share // 100)
        heard = _serve(room, calls, workshop, busy, load)
        ticker.cancel()
        cards = sum(each.id.startswith("w-") for each in graph.elements())
        answers = (
            len(workshop.state.ratings),
            len(workshop.state.dots),
            len(workshop.state.reactions),
        )
        workshop.close()
        document.close_to_journal()
    print(f"{phones} phones, {heard.acknowledged} cards, {heard.deliveries} deliveries")
    print(f"cards on the map {cards}, lost {phones * seconds - cards}")
    print(f"people who rated, voted, reacted {answers}, pages of the map {heard.pages}")
    print(f"server's loop late    {_spread(late)}")
    print(f"session's thread busy {_spread(busy)}")
    print(f"from phone to phone   {_spread(heard.latencies)}")
    is_whole = cards == phones * seconds and heard.deliveries == cards * phones
    return int(not is_whole or answers != (load.active,) * 3)


def _serve(
    room: Room,
    calls: queue.SimpleQueue[Callable[[], None]],
    workshop: Workshop,
    busy: list[float],
    load: Load,
) -> Heard:
    """Do what the room posts until the phones, in another process, have heard all."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_phones, args=(there, room.url, load))
    process.start()
    done = threading.Event()
    received: list[Heard] = []

    def wait() -> None:
        received.append(here.recv())
        done.set()

    threading.Thread(target=wait).start()
    while not done.is_set():
        with suppress(queue.Empty):
            call = calls.get(timeout=0.1)
            began = time.monotonic()
            call()
            busy.append((time.monotonic() - began) * 1000)
        workshop.note_protected()
    process.join()
    return received[0]


async def _tick(late: list[float]) -> None:
    while True:
        wanted = time.monotonic() + TICK
        await asyncio.sleep(TICK)
        late.append((time.monotonic() - wanted) * 1000)


def _phones(report: Connection, url: str, load: Load) -> None:
    report.send(asyncio.run(_write_all(url, load)))


class _Crowd:
    """All phones: what they hear, and when all of them have heard everything."""

    def __init__(self, load: Load) -> None:
        self.heard = Heard(0, 0, [])
        self.all_heard = asyncio.Event()
        self._wanted = load.phones * load.seconds * load.phones
        self.stages: list[str] = []
        self.ballot: list[str] = []

    def hear(self, message: dict[str, Any], now: float) -> None:
        if message["type"] == "board":
            self.stages = [stage["id"] for stage in message["stages"]]
            self.ballot = [each["id"] for each in message["cards"] if each["kind"] == "pain_point"]
        sent = [
            float(card["title"].removeprefix(MARK))
            for card in message.get("put", ())
            if card["title"].startswith(MARK)
        ]
        self.heard.latencies.extend((now - at) * 1000 for at in sent)
        self.heard = self.heard._replace(
            acknowledged=self.heard.acknowledged + (message.get("at") == "card"),
            deliveries=self.heard.deliveries + len(sent),
        )
        if self.heard.deliveries >= self._wanted:
            self.all_heard.set()

    def count_page(self) -> None:
        self.heard = self.heard._replace(pages=self.heard.pages + 1)


class _Phone:
    """A phone: an active one answers to cards, too, and reads each page of the map."""

    def __init__(
        self,
        http: ClientSession,
        url: str,
        socket: ClientWebSocketResponse,
        crowd: _Crowd,
        number: int,
    ) -> None:
        self.socket = socket
        self._http, self._url, self._crowd, self._number = http, url, crowd, number
        self._map = ""
        self._readings: set[asyncio.Task[None]] = set()

    async def listen(self, load: Load) -> None:
        is_active = self._number < load.active
        async for message in self.socket:
            now = time.monotonic()
            for each in json.loads(message.data):
                self._crowd.hear(each, now)
                self._map = each.get("map", self._map)
                if is_active and each["type"] in ("welcome", "page"):
                    reading = asyncio.create_task(self._read_map())
                    self._readings.add(reading)
                    reading.add_done_callback(self._readings.discard)

    async def write(self, load: Load) -> None:
        await asyncio.sleep(self._number / load.phones)
        for card in range(load.seconds):
            began = time.monotonic()
            await self._send("card", card, kind="pain_point", text=f"{MARK}{time.monotonic()}")
            if self._number < load.active:
                await asyncio.sleep(max(0.0, 0.5 - (time.monotonic() - began)))
                await self._answer(card)
            await asyncio.sleep(max(0.0, 1 - (time.monotonic() - began)))

    async def _answer(self, second: int) -> None:
        crowd = self._crowd
        card = crowd.ballot[self._number % len(crowd.ballot)]
        stage = crowd.stages[second % len(crowd.stages)]
        match second % 3:
            case 0:
                await self._send("rating", second, stage=stage, score=second % 5 - 2)
            case 1:
                await self._send("vote", second, card=card, dots=second % 2 + 1)
            case 2:
                await self._send("reaction", second, card=card, reactions=["agree"])

    async def _send(self, type_: str, second: int, **values: Any) -> None:
        id_ = f"{type_}-{self._number:04}-{second:04}"
        await self.socket.send_str(json.dumps({"type": type_, "id": id_, **values}))

    async def _read_map(self) -> None:
        async with self._http.get(
            f"{self._url.rstrip('/')}{self._map}", auto_decompress=False
        ) as answer:
            if answer.status == 200 and await answer.read():
                self._crowd.count_page()


async def _write_all(url: str, load: Load) -> Heard:
    crowd = _Crowd(load)
    async with ClientSession(connector=TCPConnector(limit=0)) as http:
        phones = [
            _Phone(http, url, await _joined(http, url), crowd, number)
            for number in range(load.phones)
        ]
        listeners = [asyncio.create_task(phone.listen(load)) for phone in phones]
        await asyncio.gather(*(phone.write(load) for phone in phones))
        with suppress(TimeoutError):
            await asyncio.wait_for(crowd.all_heard.wait(), 30)
        for phone in phones:
            await phone.socket.close()
        await asyncio.gather(*listeners)
    return crowd.heard


async def _joined(http: ClientSession, url: str) -> ClientWebSocketResponse:
    async with http.post(f"{url}join", data=json.dumps({"pin": PIN})) as answer:
        token = (await answer.json())["token"]
    socket = await http.ws_connect(f"{url}socket", max_msg_size=0)
    await socket.send_str(json.dumps({"type": "hello", "token": token}))
    return socket


def _spread(values: list[float]) -> str:
    """Return median, 95 % and worst of milliseconds."""
    ordered = sorted(values)
    p50, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
    return f"p50 {p50:7.1f}  p95 {p95:7.1f}  max {ordered[-1]:7.1f} ms"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
