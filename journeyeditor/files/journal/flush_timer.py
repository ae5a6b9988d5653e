"""Work that must be done soon but keeps nobody waiting: on a thread of its own, in batches."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from journeyeditor.files.gc_pause import uncollected


class Beat(Protocol):
    """What is asked to see to the work; tests beat by hand."""

    def ask(self) -> None:
        """See that the work is done soon; costs nothing worth mentioning."""

    def run(self) -> None:
        """Do the work now, before this returns."""

    def stop(self) -> None:
        """Do no more work unasked."""


class FlushTimer:
    """A thread that does the work a set time after it was first asked, and again while it fails."""

    def __init__(self, work: Callable[[], bool], interval: float, retry: float = 2.0) -> None:
        """Hold the work, which returns whether all of it is done; times are in seconds."""
        self._work = work
        self._interval = interval
        self._retry = retry
        self._is_asked = False
        self._is_over = False
        self._bell = threading.Condition()
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        """See that the work is done when the interval is over."""
        # Read without the lock: the thread forgets the request before it looks for work.
        if self._is_asked or self._is_over:
            return
        with self._bell:
            self._is_asked = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._go, name="journal", daemon=True)
                self._thread.start()
            self._bell.notify()

    def run(self) -> None:
        """Do the work on the calling thread, after what is under way."""
        with self._turn:
            is_done = self._work()
        if not is_done:
            self.ask()

    def stop(self) -> None:
        """End the thread, after what is under way."""
        with self._bell:
            self._is_over = True
            self._bell.notify()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _go(self) -> None:
        """Wait for requests until it is over."""
        wait = self._interval
        while self._is_due(wait):
            with self._turn, uncollected:
                is_done = self._work()
            wait = self._interval if is_done else self._retry
            if not is_done:
                self._is_asked = True

    def _is_due(self, wait: float) -> bool:
        """Wait for a request, then for more of them to gather; return False when it is over."""
        with self._bell:
            self._bell.wait_for(lambda: self._is_asked or self._is_over)
            self._bell.wait_for(lambda: self._is_over, timeout=wait)
            self._is_asked = False
            return not self._is_over
