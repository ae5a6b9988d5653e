"""Work that must be done soon but keeps nobody waiting: on a thread of its own, in batches."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from journeyeditor.files.gc_pause import uncollected


class Timer(Protocol):
    """What is asked to see to the work; tests run it by hand."""

    def request(self) -> None:
        """See that the work is done soon; costs nothing worth mentioning."""

    def run(self) -> None:
        """Do the work now, before this returns."""

    def stop(self) -> None:
        """Do no more work unasked."""


class FlushTimer:
    """A thread that does the work a set time after it was first asked, and again while it fails."""

    def __init__(self, work: Callable[[], bool], delay: float, retry: float = 2.0) -> None:
        """Hold the work, which returns whether all of it is done; times are in seconds."""
        self._work = work
        self._delay = delay
        self._retry = retry
        self._is_requested = False
        self._is_over = False
        self._condition = threading.Condition()
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None

    def request(self) -> None:
        """See that the work is done when the delay is over."""
        # Read without the lock: the thread forgets the request before it looks for work.
        if self._is_requested or self._is_over:
            return
        with self._condition:
            self._is_requested = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._go, name="journal", daemon=True)
                self._thread.start()
            self._condition.notify()

    def run(self) -> None:
        """Do the work on the calling thread, after what is under way."""
        with self._turn:
            is_done = self._work()
        if not is_done:
            self.request()

    def stop(self) -> None:
        """End the thread, after what is under way."""
        with self._condition:
            self._is_over = True
            self._condition.notify()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _go(self) -> None:
        """Wait for requests until it is over."""
        wait = self._delay
        while self._is_due(wait):
            with self._turn, uncollected:
                is_done = self._work()
            wait = self._delay if is_done else self._retry
            if not is_done:
                self._is_requested = True

    def _is_due(self, wait: float) -> bool:
        """Wait for a request, then for more of them to gather; return False when it is over."""
        with self._condition:
            self._condition.wait_for(lambda: self._is_requested or self._is_over)
            self._condition.wait_for(lambda: self._is_over, timeout=wait)
            self._is_requested = False
            return not self._is_over
