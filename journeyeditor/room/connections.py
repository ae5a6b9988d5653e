"""Connections that are open: those of nobody known are few, and end soon."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp.web_protocol import RequestHandler
from aiohttp.web_server import Server

#: Connections that have not proven who they are: how many, and for how long (seconds).
MAX_UNKNOWN, MAX_UNKNOWN_AGE = 256, 30.0
INTERVAL, GRACE = 5.0, 0.1


class Connections:
    """Makes the protocol of each connection and ends those that stay unknown.

    Without it, somebody who opens connections and says nothing would use up all there are.
    """

    def __init__(self, server: Server, clock: Callable[[], float]) -> None:
        self._server = server
        self._clock = clock
        #: When each was opened, oldest first.
        self._unknown: dict[RequestHandler, float] = {}

    def accept(self) -> RequestHandler:
        """Return the protocol of a new connection."""
        handler = self._server()
        self._unknown[handler] = self._clock()
        if len(self._unknown) == MAX_UNKNOWN + 1:
            # A protocol has no transport to abort before it is connected.
            asyncio.get_running_loop().call_later(GRACE, self._end_excess)
        return handler

    def know(self, handler: object) -> None:
        """Let a connection stay."""
        if isinstance(handler, RequestHandler):
            self._unknown.pop(handler, None)

    async def watch(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL)
            self.end_old()

    def end_old(self) -> None:
        self._forget_closed()
        latest = self._clock() - MAX_UNKNOWN_AGE
        for handler in [each for each, opened in self._unknown.items() if opened < latest]:
            del self._unknown[handler]
            _abort(handler)

    def _end_excess(self) -> None:
        self._forget_closed()
        for handler in list(self._unknown)[: max(0, len(self._unknown) - MAX_UNKNOWN)]:
            del self._unknown[handler]
            _abort(handler)

    def _forget_closed(self) -> None:
        latest = self._clock() - GRACE
        for handler, opened in list(self._unknown.items()):
            if handler.transport is None and opened < latest:
                del self._unknown[handler]


def _abort(handler: RequestHandler) -> None:
    transport = handler.transport
    if isinstance(transport, asyncio.Transport):
        transport.abort()
