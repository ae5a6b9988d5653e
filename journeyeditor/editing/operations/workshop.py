"""Operations for what the phones of a workshop send: a batch of messages is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeyeditor.editing.changes import workshop
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


def receive_cards(session: Session, cards: Sequence[SentCard]) -> list[RecordId]:
    """Add cards to those that are not placed yet; return the ids of the new ones."""
    session.prepare_write()
    draft = Draft(session.graph)
    ids = workshop.receive(draft, cards)
    session.commit(N_("Receive cards from phones"), draft.change())
    return ids


def count_votes(session: Session, votes: Mapping[RecordId, int]) -> None:
    """Set the votes of elements."""
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
