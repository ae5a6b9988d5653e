"""Operations of a workshop: a captured line, and a batch of what phones send, is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeyeditor.editing import undo_labels
from journeyeditor.editing.changes import capturing, placing, removing, workshop
from journeyeditor.editing.changes.capturing import Capture, CaptureDefaults
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.workshop import SentCard
from journeyeditor.editing.errors import PasteError
from journeyeditor.editing.limits import has_room
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_, Texts
from journeyeditor.model import RecordId, Transaction

#: Votes and ratings that come one after the other are one step of undo.
_VOTES = "workshop.votes"
_RATINGS = "workshop.ratings"
PLACE = N_("Place {thing}")


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


def capture_lines(
    session: Session, lines: Sequence[str], defaults: CaptureDefaults, texts: Texts
) -> CaptureDefaults:
    """Make the cards of several lines in one step, as if each was entered, and select them.

    Returns what stays for the next line. Raises PasteError for more than a map can hold.
    """
    session.prepare_write()
    some = lines[: capturing.MAX_LINES]
    shown = capturing.captures(session.graph, some, defaults, texts)
    kinds = [card.kind for each in shown for card in each.cards]
    if len(some) < len(lines) or not has_room(session.graph, kinds):
        raise PasteError(N_("This is too much to paste at once. Paste a smaller part."))
    ids: list[RecordId] = []
    with session.transaction(f"{N_('Add {thing}')}\t{undo_labels.CARDS}") as transaction:
        for line in lines:
            captured = capturing.capture(session.graph, line, defaults, texts)
            draft = Draft(session.graph)
            ids += capturing.enter_capture(draft, captured)
            change = draft.change()
            if change:
                transaction.write(change)
            defaults = captured.defaults
    session.selection.set(id_ for id_ in ids if session.graph.has_element(id_))
    return defaults


def receive_cards(session: Session, cards: Sequence[SentCard]) -> list[RecordId]:
    """Add cards to those that are not placed yet; return the ids of the new ones."""
    session.prepare_write()
    draft = Draft(session.graph)
    ids = workshop.receive(draft, cards)
    session.commit(N_("Receive cards from phones"), draft.change())
    return ids


def place_cards(session: Session, ids: Sequence[RecordId], target: DropTarget) -> None:
    """Move cards that wait to be placed to a target."""
    session.prepare_write()
    with session.transaction(undo_labels.label(PLACE, session.graph, ids)) as transaction:
        transaction.write(placing.move(session.graph, ids, target))
        _settle(session, transaction, ids)
    session.selection.set(ids)


def place_proposed(session: Session, ids: Sequence[RecordId]) -> int:
    """Move cards to the stages they were written for; return how many have none on the map."""
    session.prepare_write()
    stages = workshop.place(session.graph, ids)
    placed = [id_ for cards in stages.values() for id_ in cards]
    if placed:
        with session.transaction(undo_labels.label(PLACE, session.graph, placed)) as transaction:
            for stage, cards in stages.items():
                transaction.write(placing.move(session.graph, cards, DropTarget(stage)))
            _settle(session, transaction, placed)
        session.selection.set(placed)
    return len(ids) - len(placed)


def merge_cards(session: Session, ids: Sequence[RecordId]) -> None:
    """Make one card of several; the first one keeps every wording in its note."""
    session.prepare_write()
    draft = Draft(session.graph)
    others = workshop.merge(draft, ids)
    if not others:
        return
    with session.transaction(undo_labels.label(N_("Merge {thing}"), session.graph, ids)) as both:
        both.write(draft.change())
        both.write(removing.delete(session.graph, others).change)


def _settle(session: Session, transaction: Transaction, ids: Sequence[RecordId]) -> None:
    draft = Draft(session.graph)
    workshop.settle(draft, ids)
    change = draft.change()
    if change:
        transaction.write(change)


def count_votes(session: Session, votes: Mapping[RecordId, int]) -> None:
    session.prepare_write()
    draft = Draft(session.graph)
    workshop.count_votes(draft, votes)
    session.commit(N_("Count votes"), draft.change(), merge_key=_VOTES)


def keep_reactions(session: Session, reactions: Mapping[RecordId, Mapping[str, int]]) -> None:
    """Write how many reactions cards have, by emoji, into their notes."""
    session.prepare_write()
    draft = Draft(session.graph)
    workshop.keep_reactions(draft, reactions)
    session.commit(N_("Keep reactions"), draft.change())


def rate_stages(session: Session, ratings: Sequence[StageRatings]) -> None:
    """Set the ratings of stages; those of stages and personas that are gone are left out."""
    session.prepare_write()
    draft = Draft(session.graph)
    for stage, persona, scores in ratings:
        if all(session.graph.has_element(id_) for id_ in (stage, persona) if id_):
            workshop.rate(draft, stage, persona, scores)
    session.commit(N_("Rate stages"), draft.change(), merge_key=_RATINGS)
