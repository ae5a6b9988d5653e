"""An open room: the server on a thread of its own, so that no phone can hold up the window."""

from __future__ import annotations

import asyncio
import ipaddress
import sys
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from journeyeditor.room.access import host_and_port
from journeyeditor.room.board import BoardChange, Values
from journeyeditor.room.log import RoomIdentity, RoomLog
from journeyeditor.room.state import Event, RoomState

if TYPE_CHECKING:
    from journeyeditor.room.server import RoomServer

T = TypeVar("T")

#: A room that nobody has used for so long is closed (seconds).
MAX_IDLE = 4 * 3600.0
#: How long a thread may keep the interpreter while a room is open (seconds). The server lets go of it
#: with each of hundreds of sends, and would wait Python's own 5 ms for it each time.
SWITCH_INTERVAL = 0.0002
#: How long the end of the server is waited for (seconds).
MAX_GOODBYE = 10.0


class RoomError(Exception):
    """A room that cannot be opened; `str()` is the sentence for the user."""


class Callbacks(NamedTuple):
    """What an open room calls, on its own thread.

    `deliver` gets events that are logged, `present` the names of those who are here, `failed` an
    error of the log, and `idle` is called when nobody has used the room for long. `make_page` is
    called when phones want a newer page of the map, which is then shown by `Room.show_page`.
    """

    deliver: Callable[[Sequence[Event]], None]
    present: Callable[[Sequence[str]], None]
    failed: Callable[[Exception], None]
    idle: Callable[[], None]
    make_page: Callable[[], None]


class Room:
    """A room on a thread; its methods may be called from any other."""

    def __init__(
        self,
        host: str,
        port: int,
        identity: RoomIdentity,
        state: RoomState,
        room_log: RoomLog,
        callbacks: Callbacks,
    ) -> None:
        """Prepare a room at one address (an IP address of this machine; port 0: any)."""
        self.host = checked_host(host)
        self.port = port
        self.pin = identity.pin
        self._identity, self._state, self._log = identity, state, room_log
        self._callbacks = callbacks
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        self._server: RoomServer | None = None
        self._is_idle_watched: Future[None] | None = None
        self._switch_interval = sys.getswitchinterval()

    @property
    def url(self) -> str:
        return f"http://{host_and_port(self.host, self.port)}/"

    @property
    def join_url(self) -> str:
        """The address of the QR code: the PIN is in the fragment, which no request carries."""
        return f"{self.url}#p={self.pin}"

    def open(self, frame: Values, cards: Sequence[Values]) -> None:
        """Listen; raises RoomError."""
        from journeyeditor.room.server import Outlet, RoomServer

        self._thread.start()
        sys.setswitchinterval(SWITCH_INTERVAL)
        try:
            self._log.begin(self._identity)
            calls = self._callbacks
            outlet = Outlet(calls.deliver, calls.present, calls.failed, calls.make_page)
            self._server = RoomServer(self._identity, self._state, self._log, outlet)
            self._server.show(frame, cards)
            self.port = self._result(self._server.start(self.host, self.port))
        except OSError as error:
            self._end_loop()
            reason = error.strerror or str(error)
            where = host_and_port(self.host, self.port)
            raise RoomError(
                f"{where}: cannot be opened ({reason}); choose another address or port"
            ) from error
        self._is_idle_watched = asyncio.run_coroutine_threadsafe(self._watch(), self._loop)

    def publish(self, change: BoardChange) -> None:
        """Let phones follow a change of the map."""
        assert self._server is not None
        self._loop.call_soon_threadsafe(self._server.publish, change)

    def show_page(self, body: bytes) -> None:
        """Let phones read a page of the map, compressed with gzip; b"" if there can be none."""
        assert self._server is not None
        with suppress(RuntimeError):  # the room was closed meanwhile
            self._loop.call_soon_threadsafe(self._server.map_page.put, body)

    def enter(self, event: Event) -> None:
        """Enter what the facilitator does; it comes back with the events of the phones."""
        assert self._server is not None
        self._loop.call_soon_threadsafe(self._server.enter, event)

    def note_applied(self, count: int) -> None:
        """Log that the first `count` events are on the map, and that on the disk."""
        assert self._server is not None
        asyncio.run_coroutine_threadsafe(self._server.note_applied(count), self._loop)

    def close(self) -> None:
        """Close every socket; what was sent before is delivered when this returns."""
        if self._server is None or not self._thread.is_alive():
            return
        if self._is_idle_watched is not None:
            self._is_idle_watched.cancel()
        self._result(self._server.stop())
        self._end_loop()
        self._log.close()

    async def _watch(self) -> None:
        """Tell when the room has been idle for long."""
        assert self._server is not None
        while True:
            idle = self._loop.time() - self._server.last_activity
            if idle >= MAX_IDLE:
                self._callbacks.idle()
                return
            await asyncio.sleep(MAX_IDLE - idle)

    def _result(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(MAX_GOODBYE)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _end_loop(self) -> None:
        sys.setswitchinterval(self._switch_interval)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(_cancelled(self._loop))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


def checked_host(host: str) -> str:
    """Return the address of one interface; raises RoomError for all of them, and for names."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise RoomError(f"{host}: is no IP address; give one of this machine") from None
    if address.is_unspecified or address.is_multicast:
        raise RoomError(f"{host}: stands for several networks; give the address of one")
    return str(address)


async def _cancelled(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel what is left, so that nothing pending is destroyed."""
    tasks = [task for task in asyncio.all_tasks(loop) if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
