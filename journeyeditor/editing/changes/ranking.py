"""Ranks for what is put into a row of records: few are touched, and all only when it must be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.model import MAX_INTEGER, Element, JourneyGraph, RecordId, ranks_between

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
    """Return the rank of an element, None when it has none."""
    rank: Rank | None = getattr(element, "rank", None)
    return rank


def row(
    graph: JourneyGraph, kind: str, stage: RecordId | None, without: Collection[RecordId] = ()
) -> list[Element]:
    """Return the cards of a kind in a stage, in order."""
    return [c for c in graph.cards(stage) if c.kind == kind and c.id not in without]


def ranks(draft: Draft, siblings: Sequence[Element], before: RecordId, count: int) -> list[Rank]:
    """Return ranks that put `count` records in front of the sibling `before` ("": behind all).

    When there is no room, or siblings on the way have no rank, the siblings get new ones.
    """
    place = next((i for i, s in enumerate(siblings) if s.id == before), len(siblings))
    ahead = rank_of(siblings[place - 1]) if place else None
    behind = rank_of(siblings[place]) if place < len(siblings) else None
    if ahead is not None or not place:
        found = ranks_between(ahead, behind, count)
        if found is not None:
            return found
    for number, sibling in enumerate(siblings, 1):
        draft.set(sibling.id, rank=number if number <= place else number + count)
    return [*range(place + 1, place + count + 1)]


def merged(
    graph: JourneyGraph, siblings: Iterable[Element], strangers: Iterable[Element]
) -> list[Element]:
    """Return a row with records entered that stand in it for another reason than their fields."""
    whole = {element.id: element for element in (*siblings, *strangers)}
    return sorted(whole.values(), key=graph.sort_key)
