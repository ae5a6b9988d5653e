"""The process and Qt's event loop: Unix signals, calls from other threads, garbage collection, errors."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)

from journeyeditor import __version__
from journeyeditor.files.gc_pause import uncollected


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
    pipe that the signal writes to wakes the loop.
    """

    triggered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._notifier: QSocketNotifier | None = None
        if sys.platform == "win32":
            return
        # A pipe, because the module of sockets is not wanted before the first paint.
        self._inner, self._outer = os.pipe()
        for end in (self._inner, self._outer):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._outer, warn_on_full_buffer=False)
        for number in _signals():
            signal.signal(number, _on_signal)
        self._notifier = QSocketNotifier(self._inner, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._on_wakeup)

    def close(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
            signal.set_wakeup_fd(-1)
            for number in _signals():
                signal.signal(number, signal.SIG_DFL)
            os.close(self._inner)
            os.close(self._outer)

    def _on_wakeup(self) -> None:
        os.read(self._inner, 64)
        self.triggered.emit()


def _signals() -> tuple[signal.Signals, ...]:
    """The signals that ask a program to end: Ctrl-C, `kill`, the end of a session or terminal."""
    return signal.SIGINT, signal.SIGTERM, signal.SIGHUP


def _on_signal(*_: object) -> None:
    """Replacement for Python's handler; the notifier emits from Qt's loop."""


#: Interval of the check whether a collection is due (ms).
INTERVAL_MS = 500
#: What survives a collection that took longer is not looked at again (seconds).
LONG_S = 0.004


class GarbageCollector(QObject):
    """Collects garbage from the event loop until it is closed.

    A collection of everything would be felt even with a small map. What is there when a map has been
    opened stays until it is closed, so that only what came later is looked at while somebody works;
    everything is when the program loses the focus, or a map is closed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Not by itself: whoever is in a pause already would end this one with its own.
        uncollected.__enter__()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        uncollected.__exit__()

    def tidy(self) -> None:
        """Run the collections that are due by Python's own thresholds."""
        for generation, (count, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        ):
            if count <= most:
                break
            began = time.thread_time()
            gc.collect(generation)
            if time.thread_time() - began > LONG_S:
                gc.freeze()

    def keep(self) -> None:
        """Do not look at what there is now before everything is looked at."""
        gc.freeze()

    def collect_all(self) -> None:
        """Look at everything, which takes a tenth of a second."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def follow_focus(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationInactive:
            self.collect_all()


#: How many of the last actions are logged.
MAX_ACTIONS = 40
#: A larger log is rotated; one previous log is kept (bytes).
MAX_BYTES = 1_000_000
_WORDS = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical",
    QtMsgType.QtFatalMsg: "fatal",
}


class ErrorReporter:
    """Logs uncaught exceptions with the last actions before them, while it is installed.

    `on_error` gets each error and the path of its log, None if it could not be logged, from the event
    loop; a repeated error is reported once.
    """

    def __init__(self, log: Path, on_error: Callable[[BaseException, Path | None], None]) -> None:
        self.log = log
        self._on_error = on_error
        self._trail: deque[str] = deque(maxlen=MAX_ACTIONS)
        self._last = ""
        self._is_on = False
        self._python_hook: Any = None
        self._qt_hook: Any = None

    def note(self, what: str) -> None:
        """Record an action; an error after it is reported even if it repeats the last one."""
        self._trail.append(f"{_now()} {what}")
        self._last = ""

    def begin(self) -> None:
        self._python_hook, sys.excepthook = sys.excepthook, self._on_uncaught
        self._qt_hook = qInstallMessageHandler(self._on_qt_message)
        self._is_on = True

    def end(self) -> None:
        if self._is_on:
            sys.excepthook = self._python_hook
            qInstallMessageHandler(self._qt_hook)
            self._is_on = False

    def report(self, error: BaseException) -> None:
        """Log an error with the actions before it, and report it from the event loop."""
        import traceback

        lines = traceback.format_exception(error)
        entry = [*_machine(), "did:\n", *(f"  {line}\n" for line in self._trail), *lines]
        log = self.log if self._write("".join(entry)) else None
        signature = lines[-1] + (lines[-2] if len(lines) > 1 else "")
        if signature == self._last:
            return
        self._last = signature
        QTimer.singleShot(0, lambda: self._on_error(error, log))

    def _on_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Replacement for sys.excepthook."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if os.environ.get("JOURNEYEDITOR_TRACE"):
            import traceback

            traceback.print_exception(error)
        self.report(error)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
            self._write(f"{_now()} Qt {_WORDS[kind]}: {words}\n")
            if os.environ.get("JOURNEYEDITOR_TRACE"):
                sys.__stderr__ and sys.__stderr__.write(f"{words}\n")

    def _write(self, text: str) -> bool:
        from journeyeditor.files.private import open_private, private_folder

        try:
            private_folder(self.log.parent)
            if self.log.exists() and self.log.stat().st_size > MAX_BYTES:
                self.log.replace(self.log.with_suffix(".old.log"))
            descriptor = open_private(self.log, os.O_WRONLY | os.O_APPEND)
            with open(descriptor, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
        except OSError:
            return False
        return True


def _now() -> str:
    import datetime

    return datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")


def _machine() -> list[str]:
    """The header of a log entry: time, version, platform."""
    import platform

    system = f"{platform.system()} {platform.release()}"
    versions = f"Python {platform.python_version()}, Qt {qVersion()}, {system}"
    return [f"\n---- {_now()} Journey Editor {__version__}, {versions}\n"]
