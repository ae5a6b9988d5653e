"""Errors that nobody foresaw: one sentence for the person, the rest into a log file.

The log says what led to the error: the last things that were done, by name. The map is safe
because it was journaled before the error; the sentence says so.
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

#: So many of the last actions are told in the log.
TRAIL = 40
#: A log larger than this begins anew; the one before is kept beside it (bytes).
MAX_BYTES = 1_000_000
_WORDS = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical",
    QtMsgType.QtFatalMsg: "fatal",
}


class ErrorReporter:
    """Catches what nobody caught while it is on duty.

    `tell` gets each error and the log it is in, None where it could not be logged, outside
    whatever was going on; the same error in a row is told once.
    """

    def __init__(self, log: Path, tell: Callable[[BaseException, Path | None], None]) -> None:
        self.log = log
        self._tell = tell
        self._trail: deque[str] = deque(maxlen=TRAIL)
        self._last = ""
        self._is_on = False
        self._python_hook: Any = None
        self._qt_hook: Any = None

    def note(self, what: str) -> None:
        """Remember something that was done; an error after it is news even if it is the same."""
        self._trail.append(f"{_now()} {what}")
        self._last = ""

    def begin(self) -> None:
        """Go on duty: Python's uncaught errors and Qt's messages come here."""
        self._python_hook, sys.excepthook = sys.excepthook, self._caught
        self._qt_hook = qInstallMessageHandler(self._qt_said)
        self._is_on = True

    def end(self) -> None:
        """Go off duty."""
        if self._is_on:
            sys.excepthook = self._python_hook
            qInstallMessageHandler(self._qt_hook)
            self._is_on = False

    def report(self, error: BaseException) -> None:
        """Log an error with what led to it, and tell it soon."""
        import traceback

        lines = traceback.format_exception(error)
        entry = [*_machine(), "did:\n", *(f"  {line}\n" for line in self._trail), *lines]
        log = self.log if self._write("".join(entry)) else None
        signature = lines[-1] + (lines[-2] if len(lines) > 1 else "")
        if signature == self._last:
            return
        self._last = signature
        QTimer.singleShot(0, lambda: self._tell(error, log))

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Stand in for sys.excepthook."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if os.environ.get("JOURNEYEDITOR_TRACE"):
            import traceback

            traceback.print_exception(error)
        self.report(error)

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        """Keep what Qt complains of; it is seldom the person's business."""
        if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
            self._write(f"{_now()} Qt {_WORDS[kind]}: {words}\n")
            if os.environ.get("JOURNEYEDITOR_TRACE"):
                sys.__stderr__ and sys.__stderr__.write(f"{words}\n")

    def _write(self, text: str) -> bool:
        """Add to the log, if that can be done; return whether it could."""
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
    """The time for the log."""
    return datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")


def _machine() -> list[str]:
    """The head of an entry: when, which program, on what."""
    import platform

    system = f"{platform.system()} {platform.release()}"
    versions = f"Python {platform.python_version()}, Qt {qVersion()}, {system}"
    return [f"\n---- {_now()} Journey Editor {__version__}, {versions}\n"]
