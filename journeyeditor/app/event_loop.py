"""The process and Qt's event loop: Unix signals, calls from other threads, garbage collection."""

from __future__ import annotations

import gc
import signal
import socket
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer, Signal


class MainThreadQueue(QObject):
    """Lives on the window's thread; `post` may be called from any."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Schedule a call on the window's thread."""
        self._posted.emit(call)

    def _do(self, call: Callable[[], None]) -> None:
        call()


class UnixSignalNotifier(QObject):
    """Emits when the system asks the program to end.

    Python handles a signal only while Python code runs, which in an idle Qt loop may be never; a
    socket that the signal writes to wakes the loop.

    """

    triggered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._notifier: QSocketNotifier | None = None
        if sys.platform == "win32":
            return
        self._inner, self._outer = socket.socketpair()
        for end in (self._inner, self._outer):
            end.setblocking(False)
        signal.set_wakeup_fd(self._outer.fileno(), warn_on_full_buffer=False)
        for number in _signals():
            signal.signal(number, _on_signal)
        self._notifier = QSocketNotifier(self._inner.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._on_wakeup)

    def close(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
            signal.set_wakeup_fd(-1)
            for number in _signals():
                signal.signal(number, signal.SIG_DFL)
            self._inner.close()
            self._outer.close()

    def _on_wakeup(self) -> None:
        self._inner.recv(64)
        self.triggered.emit()


def _signals() -> tuple[signal.Signals, ...]:
    """The signals that ask a program to end: Ctrl-C, `kill`, the end of a session or terminal."""
    return signal.SIGINT, signal.SIGTERM, signal.SIGHUP


def _on_signal(*_: object) -> None:
    """Replacement for Python's handler; the notifier emits from Qt's loop."""


#: Interval of the check whether a collection is due (ms).
INTERVAL_MS = 500
#: The largest share of time for full collections, which take long with huge maps.
SHARE = 0.005


class GarbageCollector(QObject):
    """Collects garbage from the event loop until it is closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._next_full = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def tidy(self) -> None:
        """Run the collections that are due by Python's own thresholds."""
        for generation, (count, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        ):
            if count <= most or (generation == 2 and time.monotonic() < self._next_full):
                break
            began = time.monotonic()
            gc.collect(generation)
            if generation == 2:
                duration = time.monotonic() - began
                self._next_full = time.monotonic() + duration / SHARE
