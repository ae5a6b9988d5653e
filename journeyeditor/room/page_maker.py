"""Makes the page of a map in a process of its own, so that neither window nor phones wait for it.

The process is the program itself (`delivery.phone_page`). On a line it gets the length of a map file,
and 1 if votes are hidden or else 0, and then the file; it answers with the length of the page,
compressed, and the page. 0 is no page.
"""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Timer
from typing import IO

from journeyeditor.files.writer import Snapshot, dump_map
from journeyeditor.resources import own_command
from journeyeditor.room import PAGE_COMMAND

#: A page that takes longer is given up (seconds).
MAX_SECONDS = 60.0

log = logging.getLogger(__name__)


class PageMaker:
    """The process, started with the first page, and the thread that waits for it."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def make(self, snapshot: Snapshot, done: Callable[[bytes], None], *, hides_votes: bool) -> None:
        """Make a page; `done` gets it on another thread, b"" if there can be none."""
        if self._is_closed:
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "room-page")
        self._thread.submit(lambda: done(self._made(snapshot, hides_votes)))

    def close(self) -> None:
        """End the process and the thread."""
        self._is_closed = True
        self._end()
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)

    def _made(self, snapshot: Snapshot, hides_votes: bool) -> bytes:
        try:
            process = self._running()
            patience = Timer(MAX_SECONDS, process.kill)
            patience.daemon = True
            patience.start()
            try:
                return _answer(process, dump_map(snapshot), hides_votes)
            finally:
                patience.cancel()
        except (OSError, ValueError):
            if not self._is_closed:
                log.warning("the page of the map could not be made", exc_info=True)
            self._end()
            return b""

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                own_command(PAGE_COMMAND),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    _closed(stream)


def _closed(stream: IO[bytes]) -> None:
    with suppress(OSError):
        stream.close()


def _answer(process: subprocess.Popen[bytes], data: bytes, hides_votes: bool) -> bytes:
    """Return what the process answers; raises OSError and ValueError if it ends instead."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"%d %d\n" % (len(data), hides_votes))
    process.stdin.write(data)
    process.stdin.flush()
    size = int(process.stdout.readline())
    body = process.stdout.read(size)
    if len(body) < size:
        raise ValueError("the process has ended")
    return body
