"""Signals of the system (Ctrl-C, the end of a session), told where Qt's loop can answer them."""

from __future__ import annotations

import signal
import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class UnixSignalNotifier(QObject):
    """Rings when the system asks the program to end.

    Python answers a signal only when Python runs, which in a waiting Qt loop may be never; a
    socket that the signal writes to wakes the loop.
    """

    rung = Signal()

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
            signal.signal(number, _heard)
        self._notifier = QSocketNotifier(self._inner.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._ring)

    def close(self) -> None:
        """Hear no more."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
            signal.set_wakeup_fd(-1)
            for number in _signals():
                signal.signal(number, signal.SIG_DFL)
            self._inner.close()
            self._outer.close()

    def _ring(self) -> None:
        """Take what came, and tell."""
        self._inner.recv(64)
        self.rung.emit()


def _signals() -> tuple[signal.Signals, ...]:
    """Return what asks a program to end: Ctrl-C, `kill` or a session, a terminal that closes."""
    return signal.SIGINT, signal.SIGTERM, signal.SIGHUP


def _heard(*_: object) -> None:
    """Stand in for Python's own answer; the bell rings in Qt's loop."""
