"""Operations on evidence: adding it, and linking it with cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from journeyeditor.editing import undo_labels
from journeyeditor.editing.changes import evidence
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.operations.cards import title_merge_key
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import RecordId


def add_evidence(session: Session, cards: Iterable[RecordId] = (), **fields: Any) -> RecordId:
    """Add a record of evidence, link the cards with it, select it, and return its id; raises FieldError.

    A title that is typed next belongs to the same step of undo.
    """
    session.prepare_write()
    try:
        change, (id_,) = evidence.enter(session.graph, [fields], cards)
    except ValidationError as error:
        raise FieldError.of(next(iter(fields), ""), error) from None
    label = undo_labels.label_of_kind(N_("Add {thing}"), "evidence")
    session.commit(label, change, merge_key=title_merge_key(id_))
    session.selection.set([id_])
    return id_


def add_claims(
    session: Session, rows: Iterable[Mapping[str, Any]], cards: Iterable[RecordId] = ()
) -> list[RecordId]:
    """Add several claims as evidence in one step, linked with the cards; return their ids."""
    session.prepare_write()
    change, ids = evidence.enter(session.graph, rows, cards)
    session.commit(undo_labels.label_of_kind(N_("Add {thing}"), "evidence", len(ids)), change)
    return ids


def link_evidence(session: Session, id_: RecordId, cards: Iterable[RecordId]) -> None:
    session.prepare_write()
    label = undo_labels.label(N_("Connect {thing}"), session.graph, [id_])
    session.commit(label, evidence.link(session.graph, id_, cards))


def unlink_evidence(session: Session, id_: RecordId, cards: Iterable[RecordId]) -> None:
    session.prepare_write()
    change = evidence.unlink(session.graph, id_, cards)
    session.commit(
        undo_labels.label(N_("Delete {thing}"), session.graph, list(change.entries)), change
    )
