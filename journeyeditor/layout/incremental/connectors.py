"""One connector of the live map: its ends, its corridors, and its turn in choosing a track."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from journeyeditor.layout.incremental.columns import GridColumn
from journeyeditor.layout.incremental.grid import CellPosition
from journeyeditor.layout.style import SLOT_PREFERRED
from journeyeditor.vocabulary import RelationBase

Key: TypeAlias = tuple[int, int, int, str]


class SlotRange(NamedTuple):
    """A horizontal piece of a connector in a corridor; `low` and `high` are what it keeps free."""

    corridor: int
    low: int
    high: int


class Connector:
    """A connector with its ends; slots are told as the map stands now."""

    __slots__ = ("end", "homes", "pad", "relation", "start")

    def __init__(
        self, relation: RelationBase, start: CellPosition, end: CellPosition, words: float
    ) -> None:
        """Connect two places; `words` is the width of what is written on the connector."""
        self.relation = relation
        self.start, self.end = start, end
        self.homes: list[tuple[int, GridColumn]] = []
        leave = self.stretches()[0]
        is_short = words > (leave.high - leave.low) * SLOT_PREFERRED - 16
        self.pad = 1 if words and is_short else 0

    def key(self) -> Key:
        """Return the order in which connectors choose their tracks."""
        one, other = self.slots()
        return (abs(one - other), one, other, self.relation.id)

    def slots(self) -> tuple[int, int]:
        """Return the slots of both ends."""
        start, end = self.start, self.end
        return start.column.first + start.slot, end.column.first + end.slot

    @property
    def gutter(self) -> int:
        """The slot left of which the connector changes corridors."""
        one, other = self.slots()
        return other if one < other else other + 1

    @property
    def corridors(self) -> tuple[int, int]:
        """The corridors by which the connector leaves and comes in."""
        one, other = self.start.lane, self.end.lane
        down = other > one
        return (one + 1 if down else one), (other if down or one == other else other + 1)

    def stretches(self) -> list[SlotRange]:
        """Return the horizontal pieces, without the space of their words."""
        leave, enter = self.corridors
        one, other = self.slots()
        if leave == enter:
            return [_stretch(leave, one, other)]
        # A gutter stands between two slots: to the tracks it is the slot beside the target.
        beside = other - 1 if one < other else other + 1
        return [_stretch(leave, one, beside), _stretch(enter, beside, other)]

    def kept(self) -> list[SlotRange]:
        """Return what the connector keeps free of others: its pieces, and room for its words."""
        first, *rest = self.stretches()
        return [first._replace(low=first.low - self.pad, high=first.high + self.pad), *rest]


def _stretch(corridor: int, one: int, other: int) -> SlotRange:
    return SlotRange(corridor, min(one, other), max(one, other))
