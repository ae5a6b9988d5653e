"""The page of the map that phones see: made when somebody looks, and not too often.

A map changes with every key, and a page of it is a hundred kilobytes for each phone; so changes are
gathered, and the more phones read a page, the longer it is before the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

#: Seconds between two pages: at least, and for each phone that has read the last one.
INTERVAL, PER_READER = 3.0, 0.05
#: Seconds that a first change waits for more.
REST = 0.5
#: Seconds that a phone waits for the first page.
MAX_WAIT = 30.0


class MapPage:
    """The newest page. Lives on the loop of the server."""

    def __init__(
        self,
        clock: Callable[[], float],
        make: Callable[[], None],
        announce: Callable[[int], None],
    ) -> None:
        """`make` lets a page be made, which is then `put`; `announce` gets the number of a newer version."""
        self.version = 1
        self._clock, self._make, self._announce = clock, make, announce
        self._body = b""
        self._is_there = asyncio.Event()
        self._is_old = True
        self._is_wanted = self._is_being_made = False
        self._readers = 0
        self._earliest = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def follow(self) -> None:
        """Take note that the map has changed."""
        self._is_old = True
        self._plan(REST)

    async def read(self) -> bytes:
        """Return the newest page, compressed with gzip; b"" if the map cannot be shown as one."""
        self._readers += 1
        self._is_wanted = True
        self._plan(0.0)
        try:
            async with asyncio.timeout(MAX_WAIT):
                await self._is_there.wait()
        except TimeoutError:
            return b""
        return self._body

    def put(self, body: bytes) -> None:
        """Take a page that was made."""
        is_first = not self._is_there.is_set()
        self._body, self._is_being_made = body, False
        self._earliest = self._clock() + max(INTERVAL, PER_READER * self._readers)
        self._readers = 0
        self._is_there.set()
        if not is_first:
            self.version += 1
            self._announce(self.version)
        self._plan(REST)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _plan(self, rest: float) -> None:
        """Let a page be made as soon as may be, if one is wanted and the last one is old."""
        if self._timer is None and self._is_old and self._is_wanted and not self._is_being_made:
            delay = max(rest, self._earliest - self._clock())
            self._timer = asyncio.get_running_loop().call_later(delay, self._begin)

    def _begin(self) -> None:
        self._timer = None
        self._is_being_made = True
        self._is_old = self._is_wanted = False
        self._make()
