"""Saves killed at every system call, one after the other; prints what was found, as JSON.

python -m tests.editing.killed_saves FOLDER
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from journeyeditor.editing.saving import save_task, write
from journeyeditor.editing.store import Store
from journeyeditor.files import dump_map, parse_map
from journeyeditor.files.fingerprint import fingerprint
from journeyeditor.model import JourneyGraph, TransactionManager
from tests.builders import a_map
from tests.editing.system_calls import killed_at


def a_version(title: str) -> JourneyGraph:
    """Return a map large enough for several writes to matter."""
    return a_map().with_("note", title).with_("note", "x" * 20_000).built()


class Saving:
    """A map on the disk, its backups, and a save that puts another version in its place."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "map.journey.json"
        self.old, self.new = dump_map(a_version("old")), dump_map(a_version("new"))
        self.store = Store(folder / "state")
        transactions = TransactionManager(a_version("new"))
        self.task = save_task(transactions, self.path, 0, is_copy=False)

    def save(self) -> None:
        write(self.task, fingerprint(self.old), self.store)

    def begin(self) -> None:
        """Put the old version back, and take away what the last kill left."""
        self.path.write_bytes(self.old)
        for path in sorted(self.path.parent.rglob("*"), reverse=True):
            if path != self.path:
                path.rmdir() if path.is_dir() else path.unlink()

    def judge(self) -> str:
        """Return what a kill left: "old" or "new"; raises AssertionError where something is lost."""
        data = self.path.read_bytes()
        assert data in (self.old, self.new), f"{len(data)} bytes that are neither"
        parse_map(data, "map")
        beside = [path.name for path in self.path.parent.iterdir() if path.is_file()]
        assert len(beside) <= 2, f"more than one temporary file: {beside}"
        backups = [path.read_bytes() for path in self.store.backups.glob("*/map.*")]
        assert set(backups) <= {self.old}, "a backup in part"
        if data == self.new:
            assert backups, "the old version is nowhere"
        return "new" if data == self.new else "old"


def main() -> None:
    saving = Saving(Path(sys.argv[1]))
    found: Counter[str] = Counter()
    number, is_killed = 0, True
    while is_killed:
        number += 1
        saving.begin()
        is_killed = killed_at(number, saving.save)
        found[saving.judge() if is_killed else "over"] += 1
    print(json.dumps(found))


if __name__ == "__main__":
    main()
