"""What the phones of a workshop send: cards that wait to be placed, votes, and ratings of stages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import DropTarget, add
from journeyeditor.editing.changes.relations import anchor_of
from journeyeditor.editing.changes.scores import rounded
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import Card, Common, Emotion

#: A reaction in a note, and a line of them.
_REACTION = re.compile(r"(\S+) (\d{1,6})(?=  |$)")
_REACTIONS = re.compile(r"\S+ \d{1,6}(  \S+ \d{1,6})*")


class SentCard(NamedTuple):
    """A card as it was sent: `stage` is the title of the stage that it was written for, or ""."""

    id: RecordId
    kind: str
    title: str
    stage: str = ""


def receive(draft: Draft, cards: Iterable[SentCard]) -> list[RecordId]:
    """Add cards to no stage and return the ids of those that are not on the map yet."""
    rows: dict[str, list[dict[str, str]]] = {}
    for card in cards:
        if card.id not in draft:
            row = {"id": card.id, "title": card.title, "proposed_stage": card.stage}
            rows.setdefault(card.kind, []).append(row)
    return [id_ for kind in rows for id_ in add(draft, kind, rows[kind], DropTarget())]


def place(graph: JourneyGraph, ids: Iterable[RecordId]) -> dict[RecordId, list[RecordId]]:
    """Return the stage of each card that waits for one of the map's, by the stage's id."""
    stages = {_plain(each.title): each.id for each in reversed(graph.stages()) if each.title}
    found: dict[RecordId, list[RecordId]] = {}
    for id_ in ids:
        card = graph.element(id_) if graph.has_element(id_) else None
        if isinstance(card, Card) and card.stage is None:
            stage = stages.get(_plain(card.proposed_stage or ""))
            if stage is not None:
                found.setdefault(stage, []).append(id_)
    return found


def settle(draft: Draft, ids: Iterable[RecordId]) -> None:
    """Forget where cards were to be placed: they are."""
    for id_ in ids:
        if isinstance(draft.element(id_), Card):
            draft.set(id_, proposed_stage=None)


def merge(draft: Draft, ids: Sequence[RecordId]) -> list[RecordId]:
    """Make one card of several: the first one keeps every wording in its note, and has all votes.

    Returns the ids of the others, which are to be deleted.
    """
    cards = [card for id_ in ids if isinstance(card := draft.element(id_), Card)]
    if len(cards) < 2:
        return []
    first, *others = cards
    wordings = [card.title for card in others if card.title and card.title != first.title]
    lines = [first.note, *(f"- {title}" for title in wordings), *(card.note for card in others)]
    draft.set(
        first.id,
        note="\n".join(line for line in dict.fromkeys(lines) if line),
        votes=sum(card.votes for card in cards),
    )
    return [card.id for card in others]


def count_votes(draft: Draft, votes: Mapping[RecordId, int]) -> None:
    """Set the votes of elements; those that are gone are left out."""
    for id_, count in votes.items():
        if isinstance(draft.element(id_), Common):
            draft.set(id_, votes=count)


def keep_reactions(draft: Draft, reactions: Mapping[RecordId, Mapping[str, int]]) -> None:
    """Write how many reactions cards have, by emoji, into the last line of their notes.

    Those of an earlier room, which are there already, are added.
    """
    for id_, counts in reactions.items():
        card = draft.element(id_)
        if isinstance(card, Common) and any(counts.values()):
            *lines, last = card.note.split("\n")
            before = {sign: int(count) for sign, count in _REACTION.findall(last)}
            is_own = _REACTIONS.fullmatch(last) is not None and before.keys() <= counts.keys()
            if not is_own:
                lines, before = [*lines, *filter(None, (last,))], {}
            totals = {sign: count + before.get(sign, 0) for sign, count in counts.items()}
            line = "  ".join(f"{sign} {count}" for sign, count in totals.items() if count)
            draft.set(id_, note="\n".join([*lines, line]))


def rate(
    draft: Draft, stage: RecordId, persona: RecordId | None, scores: Mapping[str, float]
) -> RecordId:
    """Give a stage the scores of its raters; the emotion's own score becomes their median.

    That is the persona's emotion of the stage: the only one, else the one that belongs to no step
    or touchpoint, else a new one. Returns its id.
    """
    ratings = tuple((rater, rounded(score)) for rater, score in sorted(scores.items()))
    fields = {"ratings": ratings} | (
        {"score": rounded(median(score for _, score in ratings))} if ratings else {}
    )
    id_ = _emotion_of(draft.graph, stage, persona)
    if id_:
        draft.set(id_, **fields)
        return id_
    return add(draft, "emotion", [{"persona": persona, **fields}], DropTarget(stage))[0]


def _emotion_of(graph: JourneyGraph, stage: RecordId, persona: RecordId | None) -> RecordId:
    felt = [
        card for card in graph.cards(stage) if isinstance(card, Emotion) and card.persona == persona
    ]
    if len(felt) > 1:
        felt = [card for card in felt if not anchor_of(graph, card)]
    return felt[0].id if felt else ""


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
