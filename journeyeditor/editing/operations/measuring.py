"""Operations on figures that an event log gave."""

from __future__ import annotations

from collections.abc import Iterable

from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import Change, Record


def enter_measures(session: Session, records: Iterable[Record]) -> None:
    """Put measured records on the map, in place of those of their ids, as one step."""
    session.prepare_write()
    graph = session.graph
    entries = {record.id: (graph.record(record.id), record) for record in records}
    session.commit(N_("Measure the map"), Change().then(Change(entries)))
