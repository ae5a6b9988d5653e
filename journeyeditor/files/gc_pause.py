"""Keeping Python from looking for garbage for a while, together for all threads.

While very much is made that stays, looking is a waste; on another thread than the window's it
would find widgets, and end them where Qt does not allow it.
"""

from __future__ import annotations

import gc
from threading import Lock


class GcPause:
    """A `with` block without garbage collection; blocks of several threads may overlap."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._blocks = 0
        self._was_on = False

    def __enter__(self) -> None:
        with self._lock:
            if not self._blocks:
                self._was_on = gc.isenabled()
                gc.disable()
            self._blocks += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._blocks -= 1
            if not self._blocks and self._was_on:
                gc.enable()


#: The collector is the process's, so all count together.
uncollected = GcPause()
