"""What journaling costs the window, and saving: python -m tests.performance.bench_journal.

Prints, for maps of several sizes, the processor time of one committed edit without and with a journal, of
adding to the journal alone, of taking a save, of writing it, and of recovering the map.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from journeyeditor.editing.document import Document
from journeyeditor.editing.store import Store
from journeyeditor.files.journal.recovery import RecoverableJournal
from journeyeditor.model import Change, TransactionManager
from tests.performance.figures import Figure, processor_floor
from tests.performance.made_maps import write_made_map

SIZES = (100, 1_000, 10_000, 50_000)
EDITS = 400


def timed(call: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    """Return the processor time that a call takes in its thread, in seconds."""
    start = clock()
    call()
    return clock() - start


def edits(transactions: TransactionManager, title: str) -> float:
    ids = [element.id for element in transactions.graph.elements("step")]
    times = []
    for number in range(EDITS):
        element = transactions.graph.element(ids[number * 7 % len(ids)])
        change = Change({element.id: (element, element.replaced(title=f"{title} {number}"))})

        def commit(change: Change = change) -> None:
            with transactions.transaction("Edit") as transaction:
                transaction.write(change)

        times.append(timed(commit))
    return median(times)


def costs(count: int) -> dict[str, float]:
    """Return what a map of a size costs, in milliseconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_made_map(folder / "map.json", count)
        store = Store(folder / "state")
        document = Document.open(folder / "map.json", store)
        transactions = TransactionManager(document.graph)
        bare = edits(transactions, "bare")
        document.follow(transactions)
        journaled = edits(transactions, "journaled")
        note = document.graph.elements("step")[0]
        change = Change({note.id: (note, note.replaced(title="x"))})
        document.flush()
        journal = document._journal
        adding = median(timed(lambda: journal.add(change)) for _ in range(EDITS))
        taken = timed(document.save)
        saved = timed(document.wait, time.process_time)  # a thread of its own writes it
        edits(transactions, "again")
        document.close_to_journal()
        found: list[RecoverableJournal] = []
        left = timed(lambda: found.extend(store.recoverable_journals()))
        (one,) = found
        recovered = timed(one.recovered)
        one.discard()
    seconds = {
        "edit": bare,
        "edit, journaled": journaled,
        "add": adding,
        "take a save": taken,
        "write it": saved,
        "look at a journal": left,
        "recover": recovered,
    }
    return {name: value * 1000 for name, value in seconds.items()}


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield what journaling costs at 10,000 elements beside the same at 100, and an edit without."""
    del is_quick  # it takes seconds
    small, large = costs(100), costs(10_000)
    yield Figure(
        "journaled edit at 10,000 / at 100", large["edit, journaled"], small["edit, journaled"]
    )
    yield Figure("take a save of 10,000 / plain edit", large["take a save"], large["edit"])
    floor = processor_floor()
    for name in ("write it", "look at a journal", "recover"):
        yield Figure(f"{name}, 10,000 / processor", large[name], floor)


def main() -> None:
    rows = {count: costs(count) for count in SIZES}
    names = list(rows[SIZES[0]])
    print("elements".rjust(10), *(name.rjust(18) for name in names), "(milliseconds)")
    for count, row in rows.items():
        print(f"{count:10,}", *(f"{row[name]:18.4f}" for name in names))


if __name__ == "__main__":
    main()
