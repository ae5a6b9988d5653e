"""Changes: for each record touched, the record before and after.

A map is a finite function from ids to records, and a change a finite set of point updates that
hold both ends. Hence the laws that the tests prove: inverting twice is the identity; an applied
change can be reverted; changes compose. They hold for every kind, so a new kind cannot break undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from journeyeditor.model.record import Record, RecordId, are_same

#: A record before and after; None where there was or is none.
Entry: TypeAlias = tuple[Record | None, Record | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A set of point updates; truthy when it changes anything."""

    entries: Mapping[RecordId, Entry] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.entries)

    def inverted(self) -> Change:
        return Change({id_: (after, before) for id_, (before, after) in self.entries.items()})

    def then(self, later: Change) -> Change:
        merged = dict(self.entries)
        for id_, (before, after) in later.entries.items():
            merged[id_] = (merged[id_][0], after) if id_ in merged else (before, after)
        return Change({id_: entry for id_, entry in merged.items() if not are_same(*entry)})


def put(*records: Record) -> Change:
    """Return the change that adds records that are not in the map yet."""
    return Change({record.id: (None, record) for record in records})
