"""Verbs on the funnel: tables that come in, and what-ifs that become true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from journeyeditor.editing.changes import funnel
from journeyeditor.editing.changes.funnel import Entry
from journeyeditor.editing.operations.cards import claim
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import RecordId


def enter_figures(
    session: Session, entries: Sequence[Entry], convention: str = ""
) -> list[RecordId]:
    """Give stages, new ones too, their counts and stated rates in one step; return their ids.

    Raises FieldError and changes nothing.
    """
    claim(session)
    change, ids = funnel.enter(session.graph, entries, convention)
    session.commit(N_("Import funnel table"), change)
    session.selection.set(ids)
    return ids


def accept_what_if(session: Session, counts: Mapping[RecordId, float]) -> None:
    """Make the counts of a what-if those of the map, in one step; raises FieldError."""
    claim(session)
    session.commit(N_("Apply what-if scenario"), funnel.accept(session.graph, counts))
