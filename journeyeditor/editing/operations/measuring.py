"""Operations on figures that an event log gave."""

from __future__ import annotations

from collections.abc import Iterable

from journeyeditor.editing.session import Session
from journeyeditor.model import Change, Record


def enter_measures(session: Session, records: Iterable[Record], label: str) -> None:
    """Put measured records on the map, in place of those of their ids, as one step with a label."""
    session.prepare_write()
    graph = session.graph
    entries = {record.id: (graph.record(record.id), record) for record in records}
    session.commit(label, Change().then(Change(entries)))
