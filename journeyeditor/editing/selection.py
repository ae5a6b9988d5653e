"""The selection: ids in the order in which they were chosen; not part of the document."""

from __future__ import annotations

from collections.abc import Iterable

from journeyeditor.model import RecordId, Signal


class Selection:
    """Ordered ids of records (elements and relations) without repetition; the last is primary.

    `changed` carries the ids that were selected before.
    """

    def __init__(self) -> None:
        self.changed: Signal[tuple[RecordId, ...]] = Signal()
        self._ids: dict[RecordId, None] = {}

    @property
    def ids(self) -> tuple[RecordId, ...]:
        return tuple(self._ids)

    @property
    def primary(self) -> RecordId:
        """The id chosen last, "" when nothing is selected."""
        return next(reversed(self._ids), "")

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def set(self, ids: Iterable[RecordId]) -> None:
        """Select these ids and no others; the last one becomes primary."""
        wanted = dict.fromkeys(ids)
        if list(wanted) == list(self._ids):
            return
        before, self._ids = self.ids, wanted
        self.changed.emit(before)

    def clear(self) -> None:
        self.set(())

    def toggle(self, id_: RecordId) -> None:
        """Add an id, as primary, or take it away."""
        self.set([i for i in self._ids if i != id_] + ([] if id_ in self._ids else [id_]))

    def extend(self, ids: Iterable[RecordId]) -> None:
        self.set([*self._ids, *ids])
