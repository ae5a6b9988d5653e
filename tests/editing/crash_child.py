"""Edits maps at random until it is killed: what the crash test starts, again and again.

Started once, it reads orders "FOLDER SEED" from standard input and forks a child for each, so
that a child costs no imports; "wait for NUMBER" waits for the end of one. A child recovers what the one before left, or opens the map, and
edits. Before each step it writes down the time and the digest of the map as it is about to be.
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
from contextlib import suppress
from pathlib import Path

from journeyeditor.editing.document import Document
from journeyeditor.editing.store import Store
from journeyeditor.files import dump_map, parse_map
from journeyeditor.model import (
    MAP_ID,
    Change,
    Entry,
    GraphError,
    JourneyGraph,
    TransactionManager,
    new_id,
)
from journeyeditor.vocabulary import RELATIONS, MapInfo, kind_class

KINDS = ("stage", "step", "touchpoint", "pain_point", "note", "persona", "emotion")
MAP = "map.journey.json"
LOG = "log.txt"
FAULT = "fault.txt"
WAIT = "wait for"
FOLLOWS = next(cls for cls in RELATIONS if cls.model_fields["kind"].default == "follows")


def digest(graph: JourneyGraph) -> str:
    """Return what stands for a map as it would be saved."""
    return hashlib.sha256(dump_map(graph)).hexdigest()


class Child:
    """One life: a map being edited beside its twin, which is always a step ahead."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.folder = folder
        #: How likely a save is before each step; who saves often needs no journal.
        self.saving = self.chance.choice((0, 0, 0, 0.01, 0.05))
        self.posted: deque[Callable[[], None]] = deque()
        self.document = self._document(Store(folder / "state", post=self.posted.append))
        self.transactions = TransactionManager(self.document.graph)
        self.document.follow(self.transactions)
        twin = parse_map(dump_map(self.document.graph), "twin")
        assert digest(twin) == digest(self.document.graph)
        self.twin = TransactionManager(twin)
        self.log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def _document(self, store: Store) -> Document:
        left = store.recoverable_journals()
        if left:
            return Document.recover(left[0], store)
        if (self.folder / MAP).exists():
            return Document.open(self.folder / MAP, store)
        return Document.new(JourneyGraph(MapInfo(title="Born here")), store)

    def live(self) -> None:
        """Edit until the end."""
        while True:
            self._step()
            while self.posted:
                self.posted.popleft()()
            time.sleep(self.chance.uniform(0, 0.02))

    def _step(self) -> None:
        """Do one thing."""
        deed = self.chance.random()
        if self.chance.random() < self.saving:
            self._save()
        if deed < 0.1:
            self._both(TransactionManager.undo)
        elif deed < 0.16:
            self._both(TransactionManager.redo)
        else:
            change, merge_key = self._change(self.twin.graph)

            def commit(transactions: TransactionManager) -> None:
                with transactions.transaction("Edit", merge_key=merge_key) as transaction:
                    transaction.write(change)

            with suppress(GraphError):
                self._both(commit)

    def _save(self) -> None:
        """Save, where it was saved before or elsewhere."""
        if self.document.path is None or self.chance.random() < 0.2:
            self.document.save_as(self.folder / MAP)
        else:
            self.document.save()

    def _both(self, deed: Callable[[TransactionManager], object]) -> None:
        """Do it to the twin, write down what comes of it, then do it to the map."""
        now = time.monotonic()
        deed(self.twin)
        os.write(self.log, f"{now} {digest(self.twin.graph)}\n".encode())
        deed(self.transactions)

    def _change(self, graph: JourneyGraph) -> tuple[Change, str]:
        """Return an edit, and the field that is typed into."""
        elements = graph.elements()
        deed = self.chance.random()
        if len(elements) < 5 or (deed < 0.25 and len(elements) < 60):
            return self._addition(graph), ""
        one = self.chance.choice(elements)
        if deed < 0.35:
            gone = [one, *graph.relations_of(one.id)]
            entries: dict[str, Entry] = {record.id: (record, None) for record in gone}
            return Change(entries), ""
        if deed < 0.45:
            title = f"Map {self.chance.random()}"
            return Change({MAP_ID: (graph.info, graph.info.replaced(title=title))}), "map.title"
        if deed < 0.6 and len(stages := graph.stages()) > 1:
            first, second = self.chance.sample(stages, 2)
            ends = {"source": first.id, "target": second.id}
            tie = FOLLOWS.model_validate({"id": new_id("r", graph), **ends})
            return Change({tie.id: (None, tie)}), ""
        title = f"{one.title}{self.chance.choice('aäöß 語😀')}"[-30:]
        return Change({one.id: (one, one.replaced(title=title))}), f"{one.id}.title"

    def _addition(self, graph: JourneyGraph) -> Change:
        cls = kind_class(self.chance.choice(KINDS))
        element = cls.model_validate({"id": new_id("e", graph), "title": "New"})
        return Change({element.id: (None, element)})


def main() -> None:
    """Fork a child for each order, or wait for the end of one; tell its number."""
    for order in sys.stdin:
        folder, seed = order.rsplit(" ", 1)
        if folder == WAIT:
            print(os.waitpid(int(seed), 0)[0], flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            try:
                Child(Path(folder), int(seed)).live()
            except BaseException:
                (Path(folder) / FAULT).write_text(traceback.format_exc())
            finally:
                os._exit(1)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
