"""The web server of a room: one page, one way to join, one WebSocket for each phone.

Runs on one event loop. What a phone sends is checked, entered into the room's state, logged, and
only then acknowledged and delivered; what changes on the map is broadcast as a numbered stream, so
that a phone that was asleep asks for what came since.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from aiohttp import WSMessage, WSMsgType, web

from journeyeditor.room.access import (
    MESSAGE_BURST,
    MESSAGES_PER_SECOND,
    PAGE_BURST,
    PAGES_PER_SECOND,
    Doorkeeper,
    TokenBucket,
    host_and_port,
    is_own_host,
    is_own_origin,
)
from journeyeditor.room.board import BoardChange, Values
from journeyeditor.room.connections import Connections
from journeyeditor.room.log import RoomIdentity, RoomLog
from journeyeditor.room.map_page import MapPage
from journeyeditor.room.messages import (
    MAX_MESSAGE,
    MAX_REQUEST,
    CardMessage,
    Contribution,
    MessageError,
    RatingMessage,
    ReactionMessage,
    VoteMessage,
    read_contribution,
    read_hello,
    read_join,
)
from journeyeditor.room.page import map_policy, page
from journeyeditor.room.state import (
    MAX_PARTICIPANTS,
    Event,
    Joined,
    RefusedError,
    RoomState,
    Sent,
)

#: Events are logged, delivered and acknowledged together, this often (seconds).
BATCH = 0.05
#: A phone is dropped if this much waits for it (characters), or sending takes so long (seconds).
MAX_PENDING, MAX_SEND = 4_000_000, 10.0
#: Seconds until the first message of a connection, and between signs of life.
MAX_SILENCE, HEARTBEAT = 10.0, 20.0
#: How many messages that are none end a connection.
MAX_STRIKES = 5
#: Entries and characters of the stream that are kept for phones that come back.
MAX_ENTRIES, MAX_STREAM = 5_000, 4_000_000
#: Presence is announced at most this often (seconds).
PRESENCE = 0.5

POLICY_VIOLATION = 1008
GONE = 4001

log = logging.getLogger(__name__)


class Outlet(NamedTuple):
    """What the server calls, on its own thread; `deliver` gets events once they are logged.

    `present` gets the names of the participants, `failed` an error of the log. `make_page` is called when phones want a newer page of the map; see `RoomServer.map_page`.
    """

    deliver: Callable[[Sequence[Event]], None]
    present: Callable[[Sequence[str]], None]
    failed: Callable[[Exception], None]
    make_page: Callable[[], None]


class Phone:
    """The connection of one participant: what waits to be sent, and how much may be received."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        participant: str,
        bucket: TokenBucket,
    ) -> None:
        self.socket = socket
        self.participant = participant
        self.bucket = bucket
        self._transport = transport
        self.strikes = 0
        self._pending: list[str] = []
        self._size = 0
        self._wake = asyncio.Event()

    def push(self, text: str) -> None:
        """Send a JSON object soon; a phone that does not read is dropped."""
        self._pending.append(text)
        self._size += len(text)
        if self._size > MAX_PENDING:
            self.abort()
        self._wake.set()

    def say(self, **values: Any) -> None:
        self.push(_json(values))

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Send what is pushed, until the connection ends."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            texts, self._pending, self._size = self._pending, [], 0
            async with asyncio.timeout(MAX_SEND):
                await self.socket.send_str(f"[{','.join(texts)}]")


class RoomServer:
    """The server; all methods run on its loop."""

    def __init__(
        self,
        identity: RoomIdentity,
        state: RoomState,
        room_log: RoomLog,
        outlet: Outlet,
    ) -> None:
        self.state = state
        self.last_activity = 0.0
        self._log = room_log
        self._outlet = outlet
        self._identity = identity
        self._frame: Values = {}
        self._cards: dict[str, Values] = {}
        self._stages: frozenset[str] = frozenset()
        self._stream_id = secrets.token_urlsafe(6)
        self._stream: deque[tuple[int, str]] = deque(maxlen=MAX_ENTRIES)
        self._stream_size = 0
        self._number = 0
        self._phones: dict[str, Phone] = {}
        self._waiting: list[tuple[Event, Phone | None, str]] = []
        self._has_waiting = asyncio.Event()
        self._is_presence_due = asyncio.Event()
        self._disk = ThreadPoolExecutor(1, "room-log")
        self._tasks: list[asyncio.Task[None]] = []
        self._host, self._port = "", 0

    async def start(self, host: str, port: int) -> int:
        """Listen on one address and return the port; raises OSError."""
        loop = asyncio.get_running_loop()
        self._door = Doorkeeper(self._identity.pin, self._identity.secret, loop.time)
        self.map_page = MapPage(loop.time, self._outlet.make_page, self._announce_page)
        self._page_buckets: dict[str, TokenBucket] = {}
        application = web.Application(middlewares=[self._guard], client_max_size=MAX_REQUEST)
        application.router.add_get("/", self._get_page)
        application.router.add_post("/join", self._join)
        application.router.add_get("/socket", self._connect)
        application.router.add_get("/map/{ticket}", self._get_map)
        self._runner = web.AppRunner(application, access_log=None, keepalive_timeout=15)
        await self._runner.setup()
        assert self._runner.server is not None
        self._connections = Connections(self._runner.server, loop.time)
        self._listener = await loop.create_server(self._connections.accept, host, port, backlog=256)
        self._address = host_and_port(host, port_of(self._listener))
        self._page = page(self._address)
        self._host = host
        self._port = port_of(self._listener)
        self.last_activity = loop.time()
        self._tasks = [
            loop.create_task(coroutine)
            for coroutine in (self._flush(), self._announce_presence(), self._connections.watch())
        ]
        return self._port

    async def stop(self) -> None:
        """Log what waits, say goodbye and close every socket."""
        self._listener.close()
        self.map_page.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._flush_once()
        goodbyes = [phone.socket.close(code=GONE) for phone in self._phones.values()]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await asyncio.gather(*goodbyes, return_exceptions=True)
        await self._runner.cleanup()
        self._disk.shutdown()

    # ---- from the facilitator

    def show(self, frame: Values, cards: Sequence[Values]) -> None:
        """Begin with a whole map."""
        self._set_frame(frame)
        self._cards = {card["id"]: card for card in cards}

    def publish(self, change: BoardChange) -> None:
        """Follow a change of the map, and let the phones follow."""
        if change.frame is not None and change.frame != self._frame:
            self._set_frame(change.frame)
            self._broadcast(type="map", **change.frame)
        put = [card for card in change.put if self._cards.get(card["id"]) != card]
        drop = [id_ for id_ in change.drop if id_ in self._cards]
        if put or drop:
            self._cards.update((card["id"], card) for card in put)
            for id_ in drop:
                del self._cards[id_]
            self._broadcast(type="cards", put=put, drop=drop)
        self.map_page.follow()

    def enter(self, event: Event) -> None:
        """Enter what the facilitator does."""
        self.state.apply(event)
        self._wait(event)
        self._broadcast(**self._setting())
        self.map_page.follow()
        for phone in self._phones.values():
            phone.push(_json(self._own(phone.participant)))

    # ---- requests

    @web.middleware
    async def _guard(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Refuse what was led here by another name or another site; add the headers of all."""
        own = (self._host, self._port)
        is_own = is_own_host(request.headers.get("Host", ""), *own)
        if not is_own or not is_own_origin(request.headers.get("Origin"), *own):
            return web.Response(status=403)
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = web.Response(status=error.status)
        if not response.prepared:
            response.headers.update({**self._page.headers, "Server": "", **response.headers})
        return response

    async def _get_page(self, _: web.Request) -> web.StreamResponse:
        return web.Response(body=self._page.body, content_type="text/html", charset="utf-8")

    async def _get_map(self, request: web.Request) -> web.StreamResponse:
        """Answer with the newest page of the map; phones read a few at once, and then one now and then."""
        participant = self._door.reader(request.match_info["ticket"])
        if participant not in self.state.names:
            return web.Response(status=403)
        clock = asyncio.get_running_loop().time
        new = TokenBucket(PAGE_BURST, PAGES_PER_SECOND, clock)
        bucket = self._page_buckets.setdefault(participant, new)
        if bucket.level < 1:
            return web.Response(status=429)
        bucket.spend()
        self.last_activity = clock()
        body = await self.map_page.read()
        if not body:
            return web.Response(status=404)
        headers = {
            "Content-Encoding": "gzip",
            "Content-Security-Policy": map_policy(self._address),
        }
        return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)

    async def _join(self, request: web.Request) -> web.StreamResponse:
        address = request.remote or ""
        try:
            wanted = read_join(await request.read())
        except MessageError:
            return web.Response(status=400)
        match self._door.check_pin(wanted.pin, address):
            case "blocked":
                return web.json_response({"tries": 0}, status=429)
            case "wrong":
                return web.json_response({"tries": self._door.tries_left(address)}, status=403)
        if len(self.state.names) >= MAX_PARTICIPANTS:
            return web.json_response({}, status=503)
        participant = secrets.token_hex(6)
        self._enter_participant(participant, wanted.name)
        return web.json_response({"token": self._door.token(participant)})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT, max_msg_size=MAX_MESSAGE, compress=False, timeout=2
        )
        await socket.prepare(request)
        phone = await self._greeted(socket, request)
        if phone is None:
            await socket.close(code=POLICY_VIOLATION)
            return socket
        self._connections.know(request.protocol)
        writer = asyncio.create_task(phone.write())
        writer.add_done_callback(lambda task: _dropped(task, phone))
        try:
            await self._listen(phone)
        finally:
            writer.cancel()
            if self._phones.get(phone.participant) is phone:
                del self._phones[phone.participant]
                self._is_presence_due.set()
        return socket

    async def _greeted(self, socket: web.WebSocketResponse, request: web.Request) -> Phone | None:
        """Return the phone behind a connection, once it has proven who it is."""
        try:
            first: WSMessage = await socket.receive(MAX_SILENCE)
            hello = read_hello(first.data) if first.type is WSMsgType.TEXT else None
        except (TimeoutError, MessageError):
            return None
        participant = self._door.participant(hello.token) if hello else ""
        if hello is None or not participant:
            return None
        if participant not in self.state.names:
            self._enter_participant(participant, "")
        loop = asyncio.get_running_loop()
        self.last_activity = loop.time()
        bucket = TokenBucket(MESSAGE_BURST, MESSAGES_PER_SECOND, loop.time)
        transport = request.transport
        assert transport is None or isinstance(transport, asyncio.Transport)
        phone = Phone(socket, transport, participant, bucket)
        earlier = self._phones.get(participant)
        if earlier is not None:
            phone.bucket = earlier.bucket  # a new connection buys no new burst
            earlier.abort()
        self._phones[participant] = phone
        self._welcome(phone, hello.room, hello.since)
        self._is_presence_due.set()
        return phone

    def _welcome(self, phone: Phone, room: str, since: int) -> None:
        """Send a phone what it has missed, or all there is."""
        phone.say(
            type="welcome",
            room=self._stream_id,
            here=len(self._phones),
            map=f"/map/{self._door.ticket(phone.participant)}",
            version=self.map_page.version,
        )
        oldest = self._stream[0][0] if self._stream else self._number + 1
        if room == self._stream_id and oldest - 1 <= since <= self._number:
            for number, text in self._stream:
                if number > since:
                    phone.push(text)
        else:
            cards = list(self._cards.values())
            reactions = self.state.count_reactions(list(self.state.reaction_counts))
            board = {**self._frame, "cards": cards, "reactions": reactions}
            phone.say(type="board", n=self._number, **board)
        phone.push(_json(self._setting()))
        phone.push(_json(self._own(phone.participant)))

    # ---- messages

    async def _listen(self, phone: Phone) -> None:
        async for received in phone.socket:
            wait = phone.bucket.spend()
            if wait:  # what is sent too fast waits in the network, and costs the others nothing
                await asyncio.sleep(wait)
            self.last_activity = asyncio.get_running_loop().time()
            if received.type is WSMsgType.TEXT:
                self._receive(phone, received.data)
            else:
                phone.strikes += 1
            if phone.strikes >= MAX_STRIKES:
                await phone.socket.close(code=POLICY_VIOLATION)
                return

    def _receive(self, phone: Phone, text: str) -> None:
        try:
            message = read_contribution(text)
        except MessageError:
            phone.strikes += 1
            phone.say(type="refused", id="", reason="malformed")
            return
        try:
            self._check_reference(message)
            self.state.check(phone.participant, message)
        except RefusedError as error:
            phone.say(type="refused", id=message.id, reason=error.reason)
            phone.push(_json(self._own(phone.participant)))
            return
        event = Sent(participant=phone.participant, message=message)
        self.state.apply(event)
        self._wait(event, phone, message.id)

    def _check_reference(self, message: Contribution) -> None:
        """Refuse votes, reactions and ratings of what is not there; a card keeps its words in any case."""
        if isinstance(message, VoteMessage | ReactionMessage):
            is_unknown = not message.takes_back and message.card not in self._cards
        else:
            is_unknown = isinstance(message, RatingMessage) and message.stage not in self._stages
        if is_unknown:
            raise RefusedError("unknown")

    # ---- events on their way to the disk and the map

    def _enter_participant(self, participant: str, name: str) -> None:
        event = Joined(participant=participant, name=name)
        self.state.apply(event)
        self._wait(event)

    def _wait(self, event: Event, phone: Phone | None = None, id_: str = "") -> None:
        self._waiting.append((event, phone, id_))
        self._has_waiting.set()

    async def _flush(self) -> None:
        while True:
            await self._has_waiting.wait()
            await asyncio.sleep(BATCH)
            await self._flush_once()

    async def _flush_once(self) -> None:
        self._has_waiting.clear()
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        events = [event for event, _, _ in waiting]
        try:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._disk, self._log.append, events)
        except OSError as error:
            self._outlet.failed(error)  # the map and its journal have them none the less
        self._outlet.deliver(events)
        reacted = _reacted_cards(events)
        if reacted:
            self._broadcast(type="reactions", counts=self.state.count_reactions(reacted))
        for event, phone, id_ in waiting:
            if phone is not None:
                phone.say(type="ack", id=id_, at=_sent_kind(event))

    async def note_applied(self, count: int) -> None:
        """Log that so many events are on the map and on the disk."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            await loop.run_in_executor(self._disk, self._log.note_applied, count)

    # ---- the stream

    def _broadcast(self, **values: Any) -> None:
        self._number += 1
        text = _json({**values, "n": self._number})
        if len(self._stream) == MAX_ENTRIES:
            self._stream_size -= len(self._stream[0][1])
        self._stream.append((self._number, text))
        self._stream_size += len(text)
        while self._stream_size > MAX_STREAM:
            self._stream_size -= len(self._stream.popleft()[1])
        for phone in self._phones.values():
            phone.push(text)

    async def _announce_presence(self) -> None:
        while True:
            await self._is_presence_due.wait()
            self._is_presence_due.clear()
            here = tuple(self._phones)
            self._outlet.present([self.state.names.get(who, "") for who in here])
            for phone in self._phones.values():
                phone.say(type="here", count=len(here))
            await asyncio.sleep(PRESENCE)

    def _announce_page(self, version: int) -> None:
        for phone in self._phones.values():
            phone.say(type="page", version=version)

    def _set_frame(self, frame: Values) -> None:
        self._frame = frame
        self._stages = frozenset(stage["id"] for stage in frame["stages"])

    def _setting(self) -> Values:
        setting = self.state.setting
        totals = {} if setting.is_vote_open else self.state.totals()
        return {"type": "setting", **setting.model_dump(), "totals": totals}

    def _own(self, participant: str) -> Values:
        """What a participant has done, so that a phone that has forgotten knows."""
        state = self.state
        return {
            "type": "own",
            "dots": state.dots[participant],
            "reactions": state.reactions[participant],
            "ratings": state.ratings[participant],
            "cards": len(state.written[participant]),
        }


def port_of(listener: asyncio.Server) -> int:
    return int(listener.sockets[0].getsockname()[1])


def _sent_kind(event: Event) -> str:
    if isinstance(event, Sent):
        return "card" if isinstance(event.message, CardMessage) else event.message.type
    return ""


def _reacted_cards(events: Sequence[Event]) -> dict[str, None]:
    sent = [event.message for event in events if isinstance(event, Sent)]
    return {each.card: None for each in sent if isinstance(each, ReactionMessage)}


def _dropped(writer: asyncio.Task[None], phone: Phone) -> None:
    """End the connection of a phone that cannot be written to."""
    if not writer.cancelled() and writer.exception() is not None:
        phone.abort()


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
