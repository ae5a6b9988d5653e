"""Verbs on whole stages: several become one, one becomes two, all become another model's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from journeyeditor.editing.changes import crosswalk, merging, splitting
from journeyeditor.editing.operations.cards import claim
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Stage


def merge_stages(session: Session, ids: Iterable[RecordId]) -> RecordId:
    """Make one stage of neighbours, select it and return its id; "" if they are no neighbours."""
    claim(session)
    run = merging.neighbours(session.graph, ids)
    if not run:
        return ""
    session.commit(N_("Merge stages"), merging.merge(session.graph, run))
    session.selection.set(run[:1])
    return run[0]


def split_stage(session: Session, card: RecordId) -> RecordId:
    """Split a card's stage in front of it, select the new stage and return its id.

    "" where nothing stands in front of the card in its stage.
    """
    claim(session)
    stage, slot = splitting.slot_of(session.graph, card)
    if not stage or not slot:
        return ""
    change, new = splitting.split(session.graph, stage, slot)
    session.commit(N_("Split stage here"), change)
    session.selection.set([new])
    return new


def carry_stages(session: Session, model: Sequence[Stage], ways: Mapping[RecordId, int]) -> None:
    """Give the map the stages of a model; see `operations.crosswalk.carry`."""
    claim(session)
    change = crosswalk.carry(session.graph, model, ways)
    session.commit(N_("Change stage model"), change)
