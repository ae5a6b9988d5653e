"""A room on the loopback, with the thread of its session beside the loop of the phones."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout

from journeyeditor.editing.session import Session
from journeyeditor.files import parse_map
from journeyeditor.poster import PosterOptions
from journeyeditor.poster.options import requested_theme
from journeyeditor.resources import path as resource
from journeyeditor.room.workshop import Workshop
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of
from tests.room.phones import Phone

PIN = "482913"


class OnDisk:
    """A document whose journal is always on the disk."""

    is_protected = True


class Place:
    """A workshop whose session lives on the test's thread; phones run on a loop of another one."""

    def __init__(self, folder: Path) -> None:
        data = resource("templates", "001.en.journey.json").read_bytes()
        graph = parse_map(data, "map")
        theme = requested_theme(info_of(graph), PosterOptions())
        self.session = Session(graph, Faces(system=False), theme)
        self.calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.folder = folder
        self.workshop = self.another()

    def another(self) -> Workshop:
        """Return a workshop on the same map and the same log, as a restarted program has one."""
        return Workshop(self.session, OnDisk(), self.folder, "map", self.calls.put)

    def open(self, pin: str = PIN, port: int = 0) -> str:
        return self.workshop.open("127.0.0.1", port, pin).url

    def run(self, story: Coroutine[Any, Any, None]) -> None:
        """Tell a story of phones, and do meanwhile what the room posts; then close the room."""
        failures: list[BaseException] = []

        def tell() -> None:
            try:
                asyncio.run(story)
            except BaseException as error:
                failures.append(error)

        thread = threading.Thread(target=tell)
        thread.start()
        while thread.is_alive():
            with suppress(queue.Empty):
                self.calls.get(timeout=0.02)()
        if failures:
            raise failures[0]

    def do(self, call: Callable[[], Any]) -> None:
        """Do something on the session's thread, from a story."""
        self.calls.put(call)

    def phones(self, url: str) -> Phones:
        return Phones(url)


class Phones:
    """Phones of one story; all are closed behind it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._joined: list[Phone] = []

    async def __aenter__(self) -> Phones:
        self.http = ClientSession(timeout=ClientTimeout(20))
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(phone.close() for phone in self._joined), return_exceptions=True)
        await self.http.close()

    async def join(self, name: str = "", pin: str = PIN) -> Phone:
        phone = await Phone.joined(self.url, self.http, pin, name)
        self._joined.append(phone)
        return phone


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.workshop.close()
