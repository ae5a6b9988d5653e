"""Journals in tests: written by hand, so that no test waits for a thread."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from journeyeditor.files import dump_map
from journeyeditor.files.errors import JournalError
from journeyeditor.files.journal.recovery import RecoverableJournal, recoverable_journals
from journeyeditor.files.journal.writer import Base, Journal
from journeyeditor.model import JourneyGraph

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


class ByHand:
    """A timer that works when the test says so."""

    def __init__(self, work: Callable[[], bool], delay: float) -> None:
        self.work = work
        self.is_asked = False
        self.is_over = False

    def request(self) -> None:
        self.is_asked = True

    def run(self) -> None:
        self.is_asked = not self.work()

    def stop(self) -> None:
        self.is_over = True


def noon() -> datetime.datetime:
    return NOON


def journaled(
    folder: Path, base: Base | JourneyGraph, reported: list[JournalError | None] | None = None
) -> Journal:
    if isinstance(base, JourneyGraph):
        base = Base(dump_map(base))
    received: list[JournalError | None] = [] if reported is None else reported
    return Journal(folder, base, report=received.append, timer=ByHand, clock=noon)


def left(folder: Path) -> RecoverableJournal:
    (one,) = offered(folder)
    one.release()
    return one


def offered(folder: Path) -> list[RecoverableJournal]:
    """Return the journals that are offered; each is held."""
    return recoverable_journals(folder, folder / "kept")


def log_of(folder: Path) -> Path:
    (path,) = folder.glob("*.jsonl")
    return path
