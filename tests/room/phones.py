"""Phones without a screen: real clients on a real socket, as the page's script is one."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any, Self

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

_ids = itertools.count()

Message = dict[str, Any]


class Phone:
    """A phone that joins, sends and keeps what it was told."""

    def __init__(self, url: str, session: ClientSession, token: str) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self.room, self.n = "", 0
        self.cards: dict[str, Message] = {}
        self.stages: list[Message] = []
        self.setting: Message = {}
        self.own: Message = {}
        self.reactions: dict[str, dict[str, int]] = {}
        self.acks: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.boards = 0
        self.seen: list[Message] = []
        self._session = session
        self._socket: ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self.close_code: int | None = None

    @classmethod
    async def joined(cls, url: str, session: ClientSession, pin: str, name: str = "") -> Self:
        async with session.post(
            f"{url}join", data=json.dumps({"pin": pin, "name": name})
        ) as answer:
            assert answer.status == 200, answer.status
            token = (await answer.json())["token"]
        phone = cls(url, session, token)
        await phone.connect()
        return phone

    async def connect(self) -> None:
        self._socket = await self._session.ws_connect(f"{self.url}/socket")
        self.close_code = None
        hello = {"type": "hello", "token": self.token, "room": self.room, "since": self.n}
        await self._socket.send_str(json.dumps(hello))
        self._reader = asyncio.create_task(self._read(self._socket))
        await self.until(lambda: self.own != {} or self.close_code is not None)

    async def sleep(self) -> None:
        """Lose the connection without a word, as a locked screen does."""
        assert self._socket is not None
        transport = self._socket.get_extra_info("socket")
        assert transport is not None
        connection = self._socket._conn
        assert connection is not None
        assert connection.transport is not None
        connection.transport.abort()
        self.own = {}
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    async def say(self, text: str) -> None:
        assert self._socket is not None
        await self._socket.send_str(text)

    async def send(self, type_: str, id_: str = "", **values: Any) -> str:
        """Send a message and return its id, without waiting for the answer."""
        id_ = id_ or f"id-{next(_ids):08}"
        await self.say(json.dumps({"type": type_, "id": id_, **values}))
        return id_

    async def write(self, text: str, id_: str = "", **values: Any) -> str:
        """Send a card and wait until the room has it."""
        id_ = await self.send("card", id_, text=text, **{"kind": "pain_point", **values})
        await self.answered(id_)
        return id_

    async def answered(self, id_: str) -> str:
        """Wait for the answer to a message and return why it was refused, "" if it was not."""
        await self.until(lambda: id_ in self.acks or any(id_ == each for each, _ in self.refused))
        return dict(self.refused).get(id_, "")

    async def until(self, condition: Any) -> None:
        async with self._news, asyncio.timeout(20):
            await self._news.wait_for(condition)

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for received in socket:
            if received.type is WSMsgType.TEXT:
                async with self._news:
                    for message in json.loads(received.data):
                        self._hear(message)
                    self._news.notify_all()
        async with self._news:
            self.close_code = socket.close_code
            self._news.notify_all()

    def _hear(self, message: Message) -> None:
        self.seen.append(message)
        self.n = message.get("n", self.n)
        self.stages = message.get("stages", self.stages)
        match message["type"]:
            case "welcome":
                self.room = message["room"]
            case "board":
                self.boards += 1
                self.cards = {card["id"]: card for card in message["cards"]}
                self.reactions = message["reactions"]
            case "reactions":
                self.reactions.update(message["counts"])
            case "cards":
                self.cards.update((card["id"], card) for card in message["put"])
                self.cards = {k: v for k, v in self.cards.items() if k not in message["drop"]}
            case "setting" | "own" as name:
                setattr(self, name, message)
            case "ack":
                self.acks.append(message["id"])
            case "refused":
                self.refused.append((message["id"], message["reason"]))

    def titles(self) -> list[str]:
        return sorted(card["title"] for card in self.cards.values())
