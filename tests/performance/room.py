"""A room under load: phones that each write once a second, on the loopback.

    python -m tests.performance.room [PHONES] [SECONDS]

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


class Heard(NamedTuple):
    """What the phones report: acknowledged cards, and milliseconds to each receiver."""

    acknowledged: int
    deliveries: int
    latencies: list[float]


def main(phones: int = 200, seconds: int = 60) -> int:
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
        heard = _serve(room, calls, workshop, busy, phones, seconds)
        ticker.cancel()
        cards = sum(each.id.startswith("w-") for each in graph.elements())
        workshop.close()
        document.close_to_journal()
    print(f"{phones} phones, {heard.acknowledged} cards, {heard.deliveries} deliveries")
    print(f"cards on the map {cards}, lost {phones * seconds - cards}")
    print(f"server's loop late    {_spread(late)}")
    print(f"session's thread busy {_spread(busy)}")
    print(f"from phone to phone   {_spread(heard.latencies)}")
    return int(cards != phones * seconds or heard.deliveries != cards * phones)


def _serve(
    room: Room,
    calls: queue.SimpleQueue[Callable[[], None]],
    workshop: Workshop,
    busy: list[float],
    phones: int,
    seconds: int,
) -> Heard:
    """Do what the room posts until the phones, in another process, have heard all."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_phones, args=(there, room.url, phones, seconds))
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


def _phones(report: Connection, url: str, phones: int, seconds: int) -> None:
    report.send(asyncio.run(_write_all(url, phones, seconds)))


class _Crowd:
    """All phones: what they hear, and when all of them have heard everything."""

    def __init__(self, wanted: int) -> None:
        self.heard = Heard(0, 0, [])
        self.all_heard = asyncio.Event()
        self._wanted = wanted

    async def listen(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            now = time.monotonic()
            for each in json.loads(message.data):
                self._hear(each, now)

    def _hear(self, message: dict[str, Any], now: float) -> None:
        sent = [
            float(card["title"].removeprefix(MARK))
            for card in message.get("put", ())
            if card["title"].startswith(MARK)
        ]
        self.heard.latencies.extend((now - at) * 1000 for at in sent)
        self.heard = self.heard._replace(
            acknowledged=self.heard.acknowledged + (message["type"] == "ack"),
            deliveries=self.heard.deliveries + len(sent),
        )
        if self.heard.deliveries >= self._wanted:
            self.all_heard.set()


async def _write(socket: ClientWebSocketResponse, number: int, phones: int, seconds: int) -> None:
    await asyncio.sleep(number / phones)
    for card in range(seconds):
        began = time.monotonic()
        values = {"type": "card", "id": f"load-{number:04}-{card:04}", "kind": "pain_point"}
        await socket.send_str(json.dumps({**values, "text": f"{MARK}{time.monotonic()}"}))
        await asyncio.sleep(max(0.0, 1 - (time.monotonic() - began)))


async def _write_all(url: str, phones: int, seconds: int) -> Heard:
    crowd = _Crowd(phones * seconds * phones)
    async with ClientSession(connector=TCPConnector(limit=0)) as http:
        sockets = [await _joined(http, url) for _ in range(phones)]
        listeners = [asyncio.create_task(crowd.listen(socket)) for socket in sockets]
        writers = (_write(socket, at, phones, seconds) for at, socket in enumerate(sockets))
        await asyncio.gather(*writers)
        with suppress(TimeoutError):
            await asyncio.wait_for(crowd.all_heard.wait(), 30)
        for socket in sockets:
            await socket.close()
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
