"""Ctrl-C, which libraries may turn into errors of their own.

Code in C that asks for signals while it works reports the interruption as it likes: DuckDB as a
RuntimeError, SQLite as a failed statement. What fails after Ctrl-C therefore counts as interrupted.
"""

from __future__ import annotations

import signal
from types import FrameType

_received: set[int] = set()


def handle_signals() -> None:
    """Raise KeyboardInterrupt on Ctrl-C and on SIGTERM, so that partial output is removed.

    Ctrl-C stays ignored where it was, as in the background of a shell.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def is_interrupted() -> bool:
    return bool(_received)


def check() -> None:
    """Raise KeyboardInterrupt if the command was interrupted."""
    if _received:
        raise KeyboardInterrupt


def _interrupt(number: int, _: FrameType | None) -> None:
    _received.add(number)
    raise KeyboardInterrupt
