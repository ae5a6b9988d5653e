"""Python's garbage collector, run in the window's thread only.

Left to itself it runs in whichever thread makes the next object. In one that writes a journal or
composes a poster it would find discarded widgets, and end them where Qt does not allow it.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

#: How often it is looked whether there is enough to do (ms).
ROUND = 500
#: A look through everything may take this share of the time at most: in a huge map it takes long.
SHARE = 0.005


class GarbageCollector(QObject):
    """Collects garbage in rounds, until it is closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._next_whole = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(ROUND)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()

    def close(self) -> None:
        """Leave the collector as it was found."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def tidy(self) -> None:
        """Collect what the collector itself would collect by now."""
        for generation, (count, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        ):
            if count <= most or (generation == 2 and time.monotonic() < self._next_whole):
                break
            began = time.monotonic()
            gc.collect(generation)
            if generation == 2:
                took = time.monotonic() - began
                self._next_whole = time.monotonic() + took / SHARE
