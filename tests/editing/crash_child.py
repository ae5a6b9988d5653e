"""Edits maps at random until it is killed: what the crash test starts, again and again.

Started once, it reads orders from standard input and forks a child for each, so that a child
costs no imports. A child recovers what the one before left, or opens the map, and edits. It tells
through a pipe each state of the map before the journal gets it, and how many changes the journal
has written and synced, all with the time of the program's own clock.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path

from journeyeditor.editing.document import Document
from journeyeditor.editing.session import Session
from journeyeditor.editing.store import Store
from journeyeditor.files import dump_map
from journeyeditor.files.journal.writer import FlushTimer, Timer
from journeyeditor.files.locks import preload
from journeyeditor.model import JourneyGraph, UndoStep
from journeyeditor.vocabulary import MapInfo
from tests.editing.driver import faces, print_theme
from tests.editing.random_sessions import RandomEditor

MAP = "map.journey.json"
PIPE = "pipe"
FAULT = "fault.txt"
START, WAIT = "start", "wait"
STATE, WRITTEN, SYNCED = "state", "written", "synced"


def digest(graph: JourneyGraph) -> str:
    return hashlib.sha256(dump_map(graph)).hexdigest()


class Child:
    """One run of the program: edits a map and reports each state."""

    def __init__(self, folder: Path, seed: int, *, is_paced: bool) -> None:
        self.chance = random.Random(seed)
        # New ids come from the seed, too, so that what failed happens again.
        os.urandom = random.Random(seed).randbytes
        self.folder = folder
        self.is_paced = is_paced
        #: How likely a save is before each step; who saves often needs no journal.
        self.saving = self.chance.choice((0, 0, 0, 0.01, 0.05))
        self.posted: deque[Callable[[], None]] = deque()
        self.pipe = os.open(folder / PIPE, os.O_WRONLY)
        self.document: Document | None = None
        self.states = 0
        self.document = self._document(
            Store(folder / "state", post=self.posted.append, timer=self._timer)
        )
        self.report(STATE, 0, digest(self.document.graph))
        self.session = Session(self.document.graph, faces(), print_theme())
        # Reported before the journal sees it: what it writes is always a state that was reported.
        self.session.transactions.committed.connect(self._note)
        self.document.follow(self.session.transactions)
        self.editor = RandomEditor(self.session, self.chance)

    def report(self, what: str, number: int, digest: str = "") -> None:
        """Report one thing, in a line short enough to be written whole."""
        os.write(self.pipe, f"{what} {number} {time.monotonic()} {digest}\n".encode())

    def run(self) -> None:
        while True:
            if self.chance.random() < self.saving:
                self._save()
            self.editor.step()
            while self.posted:
                self.posted.popleft()()
            if self.is_paced:
                time.sleep(self.chance.uniform(0, 0.02))

    def _document(self, store: Store) -> Document:
        left = store.recoverable_journals()
        if left:
            return Document.recover(left[0], store)
        if (self.folder / MAP).exists():
            return Document.open(self.folder / MAP, store)
        return Document.new(JourneyGraph(MapInfo(title="Born here")), store)

    def _timer(self, work: Callable[[], bool], delay: float) -> Timer:
        """Return a timer of the journal that reports what it did."""

        def reported() -> bool:
            is_done = work()
            if self.document is not None:
                journal = self.document._journal
                self.report(WRITTEN, journal.written)
                self.report(SYNCED, journal.synced)
            return is_done

        return FlushTimer(reported, delay)

    def _note(self, _: UndoStep) -> None:
        self.states += 1
        self.report(STATE, self.states, digest(self.session.graph))

    def _save(self) -> None:
        assert self.document is not None
        if self.document.path is None or self.chance.random() < 0.2:
            self.document.save_as(self.folder / MAP)
        else:
            self.document.save()


def fork(folder: Path, seed: int, *, is_paced: bool) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            Child(folder, seed, is_paced=is_paced).run()
        except BaseException:
            (folder / FAULT).write_text(traceback.format_exc())
        finally:
            os._exit(1)
    return pid


def main() -> None:
    """Fork a child ("start 0 SEED FOLDER"), or wait for the end of one ("wait NUMBER"); tell its number."""
    faces()
    preload()
    for order in sys.stdin:
        what, *values = order.split(maxsplit=3)
        if what == WAIT:
            print(os.waitpid(int(values[0]), 0)[0], flush=True)
        else:
            is_paced, seed, folder = values
            print(fork(Path(folder.strip()), int(seed), is_paced=is_paced == "1"), flush=True)


if __name__ == "__main__":
    main()
