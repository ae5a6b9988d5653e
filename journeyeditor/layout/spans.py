"""How far a card extends over free slots beside its own, within its stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.lanes import Band, LaneSpec
from journeyeditor.layout.routing.routes import Route
from journeyeditor.vocabulary import Common, Opportunity, kind_class

#: A card covers at least this share of its own slot from either side: its middle, and a little more.
REACH = 0.66
#: What a card needs besides its words, as a number of characters: its facts and its padding.
FIXED = 30
#: No card covers more slots than this.
MOST_SLOTS = 2.0


class Span(NamedTuple):
    """The slots that a card covers, in parts of a slot; most of its own slot is among them."""

    first: float
    slots: float

    @property
    def end(self) -> float:
        """Where the span ends, in slots."""
        return self.first + self.slots


def spans(
    grid: Grid, lane: int, columns: Iterable[StageColumn], blocked: Collection[int]
) -> dict[int, Span]:
    """Return the spans of a lane's cards by slot.

    The cards of a stage share its slots by their words, so that none is much higher than the others,
    as far as each covers the middle of its own. No card extends over the `blocked` gutters (the slots
    right of them), as lines run there.
    """
    if not holds_wide_cards(grid.lanes[lane]):
        return {}
    found: dict[int, Span] = {}
    for column in columns:
        own = [slot for slot in range(column.first, column.end) if grid.cells.get((lane, slot))]
        words = [_words(grid.cells[lane, slot]) for slot in own]
        edges = _edges(own, words, column)
        for slot, low, high in zip(own, edges, edges[1:], strict=False):
            left = max([low, *(gutter for gutter in blocked if low < gutter <= slot)])
            right = min([high, *(gutter for gutter in blocked if slot < gutter < high)])
            found[slot] = _capped(slot, left, right)
    return found


def card_spans(
    grid: Grid, columns: Sequence[StageColumn], routes: Iterable[Route]
) -> dict[int, dict[int, Span]]:
    """Return the spans of the cards of all lanes, by lane and slot."""
    blocked = blocked_gutters(routes)
    return {
        index: spans(grid, index, columns, blocked.get(index, ()))
        for index, spec in enumerate(grid.lanes)
        if spec.band is Band.CARDS
    }


def holds_wide_cards(spec: LaneSpec) -> bool:
    """Whether the cards of a lane hold many words, so that they use free slots."""
    return any(kind_class(kind).look.wide for kind in spec.kinds)


def _words(cards: Iterable[Common]) -> float:
    """Return how much the fullest card of a cell has to show, as a number of characters."""
    return max(
        len(card.title)
        + len(card.note)
        + (len(card.hypothesis) if isinstance(card, Opportunity) else 0)
        + FIXED
        for card in cards
    )


def _edges(own: Sequence[int], words: Sequence[float], column: StageColumn) -> list[float]:
    """Return the edges between the cards of a stage: as wide as they have words, if slots allow it."""
    share = column.slots / max(sum(words), 1.0)
    inner = [
        min(max(column.first + share * before, one + REACH), other + 1.0 - REACH)
        for before, (one, other) in zip(accumulate(words), pairwise(own), strict=False)
    ]
    return [float(column.first), *inner, float(column.end)]


def _capped(slot: int, left: float, right: float) -> Span:
    """Return a span of at most MOST_SLOTS that begins or ends with whole slots where it can."""
    if right - left <= MOST_SLOTS:
        return Span(left, right - left)
    start = max(left, min(float(slot), right - MOST_SLOTS))
    return Span(start, MOST_SLOTS)


def blocked_gutters(routes: Iterable[Route]) -> Mapping[int, frozenset[int]]:
    """Return the gutters through which lines cross each lane, as the slots right of them."""
    found: dict[int, set[int]] = {}
    for route in routes:
        if route.entry is None:
            continue
        low, high = sorted((route.exit.corridor, route.entry.corridor))
        for lane in range(low, high):
            found.setdefault(lane, set()).add(route.gutter)
    return {lane: frozenset(gutters) for lane, gutters in found.items()}
