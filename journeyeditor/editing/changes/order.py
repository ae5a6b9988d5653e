"""The order of the cards of a stage: ranks, rows, and the slots of steps and touchpoints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.layout.lanes import BAND_OF_KIND
from journeyeditor.model import MAX_INTEGER, Element, JourneyGraph, RecordId, ranks_between
from journeyeditor.vocabulary import Lane

Rank = int | float


def shifted(position: tuple[Rank, Rank], dx: Rank, dy: Rank) -> tuple[Rank, Rank]:
    """Return a position moved by map units, kept where a file may hold it."""
    return _bounded(position[0] + dx), _bounded(position[1] + dy)


def _bounded(number: Rank) -> Rank:
    """Return a number that a file may hold; whole ones end at 2^53."""
    if isinstance(number, float):
        return number
    return max(-MAX_INTEGER, min(MAX_INTEGER, number))


def rank_of(element: Element) -> Rank | None:
    rank: Rank | None = element.rank
    return rank


def row(
    graph: JourneyGraph, kind: str, stage: RecordId | None, without: Collection[RecordId] = ()
) -> list[Element]:
    return [c for c in graph.cards(stage) if c.kind == kind and c.id not in without]


def ranks(draft: Draft, siblings: Sequence[Element], before: RecordId, count: int) -> list[Rank]:
    """Return ranks that put `count` records in front of the sibling `before` ("": behind all).

    Without room, or with unranked siblings before, the siblings are renumbered.
    """
    place = next((i for i, s in enumerate(siblings) if s.id == before), len(siblings))
    ahead = rank_of(siblings[place - 1]) if place else None
    behind = rank_of(siblings[place]) if place < len(siblings) else None
    if ahead is not None or not place:
        ranks = ranks_between(ahead, behind, count)
        if ranks is not None:
            return ranks
    for number, sibling in enumerate(siblings, 1):
        draft.set(sibling.id, rank=number if number <= place else number + count)
    return [*range(place + 1, place + count + 1)]


def merged(
    graph: JourneyGraph, siblings: Iterable[Element], others: Iterable[Element]
) -> list[Element]:
    """Return a row with elements added that belong in it for another reason than their fields."""
    whole = {element.id: element for element in (*siblings, *others)}
    return sorted(whole.values(), key=graph.sort_key)


def slots(
    graph: JourneyGraph, stage: RecordId | None, without: Collection[RecordId] = ()
) -> dict[str, int]:
    """Return the slot of each step and touchpoint of a stage, as the grid gives them out."""
    lanes = lanes_of(graph)
    result: dict[str, int] = {}
    last = -1
    for step in _by_lane(row(graph, "step", stage, without), lanes):
        last += 1
        result[step.id] = last
    last = -1
    for touchpoint in _by_lane(row(graph, "touchpoint", stage, without), lanes):
        steps = [relation.source for relation in graph.incoming(touchpoint.id, "follows")]
        last = max([last + 1, *(result[step] for step in steps if step in result)])
        result[touchpoint.id] = last
    return result


def _by_lane(cards: Iterable[Element], lanes: Sequence[Lane]) -> list[Element]:
    """Return the cards that a lane shows, lane by lane; the lane of the first card comes first."""
    groups: dict[str, list[Element]] = {}
    for card in cards:
        lane = lane_shown(card, lanes)
        if lane:
            groups.setdefault(lane, []).append(card)
    return [card for group in groups.values() for card in group]


def lanes_of(graph: JourneyGraph) -> list[Lane]:
    return [lane for lane in graph.lanes() if isinstance(lane, Lane)]


def lane_shown(card: Element, lanes: Sequence[Lane]) -> str:
    """Return the lane that shows a card (the kind's name for its default lane), "" if none does."""
    own = next((lane for lane in lanes if lane.id == card.lane), None)
    if own is not None and not own.visible:
        return ""
    if own is not None and (not own.kinds or set(own.kinds) - BAND_OF_KIND.keys()):
        return own.id
    showing = [lane for lane in lanes if card.kind in lane.kinds]
    visible = next((lane.id for lane in showing if lane.visible), "")
    return visible if showing else card.kind
