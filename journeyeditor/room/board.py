"""What phones see of a map: its stages, and the titles of its cards. Plain values for JSON."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from journeyeditor.editing.changes.relations import column_stage_of
from journeyeditor.model import MAP_ID, Change, JourneyGraph, Record, RecordId
from journeyeditor.room.messages import KINDS
from journeyeditor.vocabulary import Card, Persona, Stage, info_of

Values: TypeAlias = dict[str, Any]

#: Texts longer than this are cut on phones.
MAX_TITLE = 200
#: Kinds that people vote on.
VOTED = ("pain_point", "opportunity")
#: Stages and personas of a map that phones list.
MAX_LISTED = 200


class BoardChange(NamedTuple):
    """What is different now: the map's frame (None: the same), cards to put and to drop."""

    frame: Values | None
    put: tuple[Values, ...]
    drop: tuple[RecordId, ...]


def frame_of(graph: JourneyGraph) -> Values:
    """Return what surrounds the cards."""
    return {
        "title": _cut(info_of(graph).title),
        "stages": [_named(stage) for stage in graph.stages()[:MAX_LISTED]],
        "personas": [_named(persona) for persona in graph.personas()[:MAX_LISTED]],
    }


def cards_of(graph: JourneyGraph) -> tuple[Values, ...]:
    return tuple(_card(graph, card) for kind in KINDS for card in graph.elements(kind))


def difference(graph: JourneyGraph, change: Change) -> BoardChange:
    """Return what a change that was made means for phones."""
    put, drop = [], []
    is_framed = MAP_ID in change.entries
    for id_, (before, after) in change.entries.items():
        is_framed = is_framed or any(isinstance(r, Stage | Persona) for r in (before, after))
        if after is not None and after.kind in KINDS:
            put.append(_card(graph, after))
        elif before is not None and before.kind in KINDS:
            drop.append(id_)
    return BoardChange(frame_of(graph) if is_framed else None, tuple(put), tuple(drop))


def stage_title(graph: JourneyGraph, id_: RecordId) -> str:
    """Return the title of a stage, "" if there is none of that id."""
    stage = graph.record(id_)
    return stage.title if isinstance(stage, Stage) else ""


def votes_of(graph: JourneyGraph) -> dict[RecordId, int]:
    """Return the votes of what people vote on, where there are any."""
    cards = (card for kind in VOTED for card in graph.elements(kind))
    return {card.id: card.votes for card in cards if isinstance(card, Card) and card.votes}


def _card(graph: JourneyGraph, card: Record) -> Values:
    assert isinstance(card, Card)
    stage = column_stage_of(graph, card) or ""
    return {"id": card.id, "kind": card.kind, "title": _cut(card.title), "stage": stage}


def _named(element: Record) -> Values:
    return {"id": element.id, "title": _cut(getattr(element, "title", ""))}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TITLE else f"{text[: MAX_TITLE - 1]}…"
