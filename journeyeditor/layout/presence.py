"""In which slots of the map each persona takes part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from journeyeditor.layout.grid import Grid
from journeyeditor.model import Element
from journeyeditor.vocabulary import Emotion, Step


class Participants(NamedTuple):
    """Who takes part in a slot: all personas, or some by their ids; None is nobody in particular."""

    all: bool
    some: frozenset[str | None]

    def include(self, persona: str | None) -> bool:
        return self.all or persona in self.some


def participants(records: Collection[Element]) -> Participants:
    """Return who takes part in a slot with these cards.

    Its steps name who is there; a slot with touchpoints alone is everybody's. An emotion that has
    no score yet says that there is one to come.
    """
    some: set[str | None] = {
        record.persona for record in records if isinstance(record, Emotion) and record.score is None
    }
    steps = [record for record in records if isinstance(record, Step)]
    for step in steps:
        some.update(step.persona)
    if steps:
        return Participants(any(not step.persona for step in steps), frozenset({*some, None}))
    return Participants(any(record.is_moment for record in records), frozenset(some))


class Presence(NamedTuple):
    """The slots in which all personas take part, and those of each besides."""

    all: frozenset[int]
    of_some: Mapping[str | None, Collection[int]]

    def of(self, persona: str | None) -> frozenset[int]:
        return self.all.union(self.of_some.get(persona, ()))


def presence(grid: Grid) -> Presence:
    by_slot: dict[int, list[Element]] = defaultdict(list)
    for (_, slot), records in grid.cells.items():
        by_slot[slot] += records
    for emotions in grid.emotions.values():
        for slot, emotion in emotions:
            by_slot[slot].append(emotion)
    present = {slot: participants(records) for slot, records in by_slot.items()}
    of_some: dict[str | None, list[int]] = defaultdict(list)
    for persona, slot in _pairs(present):
        of_some[persona].append(slot)
    return Presence(frozenset(slot for slot, who in present.items() if who.all), of_some)


def _pairs(present: Mapping[int, Participants]) -> Iterable[tuple[str | None, int]]:
    return ((persona, slot) for slot, who in present.items() for persona in who.some)
