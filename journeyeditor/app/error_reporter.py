"""Unexpected errors: one sentence for the user, the details in a log file.

The log includes the last actions before the error, by name. The map is safe because it was
journaled before the error; the sentence says so.

"""

from __future__ import annotations

import datetime
import os
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler, qVersion

from journeyeditor import __version__
from journeyeditor.files.private import open_private, private_folder

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
    """Catches uncaught exceptions while it is installed.

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
    return datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")


def _machine() -> list[str]:
    """The header of a log entry: time, version, platform."""
    import platform

    system = f"{platform.system()} {platform.release()}"
    versions = f"Python {platform.python_version()}, Qt {qVersion()}, {system}"
    return [f"\n---- {_now()} Journey Editor {__version__}, {versions}\n"]
