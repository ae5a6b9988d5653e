"""Operations on figures that an event log gave."""

from __future__ import annotations

from journeyeditor.editing.session import Session
from journeyeditor.events.map_measures import MeasuredMap
from journeyeditor.i18n import N_
from journeyeditor.model import Change


def enter_measures(session: Session, measured: MeasuredMap) -> None:
    """Put measured figures and their evidence on the map, as one step."""
    session.prepare_write()
    graph = session.graph
    entries = {record.id: (graph.record(record.id), record) for record in measured.records}
    session.commit(N_("Measure the map"), Change().then(Change(entries)))
