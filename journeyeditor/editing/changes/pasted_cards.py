"""Putting the cards of a pasted text into a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import add, settled
from journeyeditor.editing.changes.relations import tie_kind
from journeyeditor.editing.changes.scores import curve_persona
from journeyeditor.editing.changes.slots import ANCHORS
from journeyeditor.editing.changes.stages import insert
from journeyeditor.editing.clipboard.pasted_text import Card
from journeyeditor.editing.drop_target import Spot
from journeyeditor.model import JourneyGraph, RecordId

_ROWS = ("stage", "persona")


def enter(
    draft: Draft, cards: Sequence[Card], spot: Spot, persona: RecordId = ""
) -> list[RecordId]:
    """Make the cards of a pasted text and return their ids, in order.

    Stages that are named and not there are made. In a group, cards are tied to its step or
    touchpoint.
    """
    graph = draft.graph
    who = persona or curve_persona(graph)
    stages = _stages(draft, cards, spot)
    ids: dict[int, RecordId] = {}
    groups: dict[tuple[str, RecordId | None, bool], list[int]] = {}
    for number, card in enumerate(cards):
        stage = None if card.kind in (*_ROWS, "lane") else _stage_of(stages, graph, card, spot)
        is_apart = _is_tied(cards, card)
        groups.setdefault((card.kind, stage, is_apart), []).append(number)
    for (kind, stage, is_apart), numbers in groups.items():
        rows = [_filled(cards[number], who) for number in numbers]
        made = _make(draft, kind, rows, stage, spot, is_apart=is_apart)
        ids.update(zip(numbers, made, strict=True))
    _tie_groups(draft, cards, ids)
    return [ids[number] for number in range(len(cards))]


def _make(
    draft: Draft,
    kind: str,
    rows: list[dict[str, Any]],
    stage: RecordId | None,
    spot: Spot,
    *,
    is_apart: bool,
) -> list[RecordId]:
    """Make cards of one kind in one stage."""
    if kind in _ROWS:
        return insert(draft, kind, rows, spot.before)
    if kind == "lane":
        return [draft.make(kind, **row).id for row in rows]
    place = settled(draft.graph, spot)
    if stage != place.stage:
        place = Spot(stage)
    elif is_apart:
        place = place._replace(anchor="")
    if draft.graph.record(place.before) is None or draft.graph.element(place.before).kind != kind:
        place = place._replace(before="")
    if stage is None or draft.graph.has_element(stage):
        return add(draft, kind, rows, place)
    return [
        draft.make(kind, **{"stage": stage, "rank": rank, **row}).id
        for rank, row in enumerate(rows, 1)
    ]


def _filled(card: Card, persona: RecordId | None) -> dict[str, Any]:
    """Return the fields of a card, with what it cannot do without."""
    fields = {name: value for name, value in card.fields.items() if value != ""}
    return {"score": 0, "persona": persona, **fields} if card.kind == "emotion" else fields


def _stages(draft: Draft, cards: Sequence[Card], spot: Spot) -> dict[str, RecordId]:
    """Return the stages by title; those that are named and not there are made at the end."""
    found = {_plain(stage.title): stage.id for stage in reversed(draft.graph.stages())}
    found.pop("", None)
    named = {_plain(card.stage): card.stage.strip() for card in cards if card.stage.strip()}
    missing = [title for key, title in named.items() if key not in found]
    made = insert(draft, "stage", [{"title": title} for title in missing], "") if missing else []
    return found | {_plain(title): id_ for title, id_ in zip(missing, made, strict=True)}


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _stage_of(
    stages: dict[str, RecordId], graph: JourneyGraph, card: Card, spot: Spot
) -> RecordId | None:
    """Return the stage of a card: the one it names, or one to the right of the spot's."""
    if card.stage:
        return stages[_plain(card.stage)]
    here = settled(graph, spot).stage
    ids = [stage.id for stage in graph.stages()] if card.column else []
    if here not in ids:
        return here
    return ids[min(ids.index(here) + card.column, len(ids) - 1)]


def _is_tied(cards: Sequence[Card], card: Card) -> bool:
    """Tell whether a card has a step or touchpoint of its own group to stand with."""
    return card.group >= 0 and card.kind not in ANCHORS


def _tie_groups(draft: Draft, cards: Sequence[Card], ids: dict[int, RecordId]) -> None:
    """Tie the cards of each group to its touchpoint or step, and these to one another."""
    groups: dict[int, list[int]] = {}
    for number, card in enumerate(cards):
        if card.group >= 0:
            groups.setdefault(card.group, []).append(number)
    for numbers in groups.values():
        anchors = {cards[n].kind: ids[n] for n in reversed(numbers) if cards[n].kind in ANCHORS}
        if len(anchors) == len(ANCHORS):
            draft.tie("follows", anchors["step"], anchors["touchpoint"])
        for number in numbers:
            kind = cards[number].kind
            target = next((a for a in reversed(ANCHORS) if a in anchors and tie_kind(kind, a)), "")
            if target and kind not in ANCHORS:
                draft.tie(tie_kind(kind, target), ids[number], anchors[target])
        _tie_cures(draft, cards, ids, numbers)


def _tie_cures(
    draft: Draft, cards: Sequence[Card], ids: dict[int, RecordId], numbers: Sequence[int]
) -> None:
    """Let the opportunities of a group address its pain point."""
    pains = [ids[number] for number in numbers if cards[number].kind == "pain_point"]
    for number in numbers:
        if pains and cards[number].kind == "opportunity":
            draft.tie("addresses", ids[number], pains[0])
