"""Operations of a workshop: a captured line, and a batch of what phones send, is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeyeditor.editing import undo_labels
from journeyeditor.editing.changes import capturing, workshop
from journeyeditor.editing.changes.capturing import Capture
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.workshop import SentCard
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import RecordId

#: Votes and ratings that come one after the other are one step of undo.
_VOTES = "workshop.votes"
_RATINGS = "workshop.ratings"


class StageRatings(NamedTuple):
    """The scores of a stage by rater, −2 to 2, for one persona."""

    stage: RecordId
    persona: RecordId | None
    scores: Mapping[str, float]


def capture_line(session: Session, captured: Capture) -> list[RecordId]:
    """Make the cards of a capture line and select them; return their ids."""
    session.prepare_write()
    draft = Draft(session.graph)
    ids = capturing.enter_capture(draft, captured)
    kinds = {record.kind for _, record in draft.records() if record.id in ids}
    template = N_("Add {thing}")
    label = (
        undo_labels.label_of_kind(template, kinds.pop(), len(ids))
        if len(kinds) == 1
        else f"{template}\t{undo_labels.CARDS}"
    )
    session.commit(label, draft.change())
    session.selection.set(id_ for id_ in ids if session.graph.has_element(id_))
    return ids


def receive_cards(session: Session, cards: Sequence[SentCard]) -> list[RecordId]:
    """Add cards to those that are not placed yet; return the ids of the new ones."""
    session.prepare_write()
    draft = Draft(session.graph)
    ids = workshop.receive(draft, cards)
    session.commit(N_("Receive cards from phones"), draft.change())
    return ids


def count_votes(session: Session, votes: Mapping[RecordId, int]) -> None:
    session.prepare_write()
    draft = Draft(session.graph)
    workshop.count_votes(draft, votes)
    session.commit(N_("Count votes"), draft.change(), merge_key=_VOTES)


def rate_stages(session: Session, ratings: Sequence[StageRatings]) -> None:
    """Set the ratings of stages; those of stages and personas that are gone are left out."""
    session.prepare_write()
    draft = Draft(session.graph)
    for stage, persona, scores in ratings:
        if all(session.graph.has_element(id_) for id_ in (stage, persona) if id_):
            workshop.rate(draft, stage, persona, scores)
    session.commit(N_("Rate stages"), draft.change(), merge_key=_RATINGS)
