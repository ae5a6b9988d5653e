"""Which stage each card stands in, followed change by change.

A card's home and slot hang on what it is tied to, and on what that is tied to; no farther. So a
change reaches only the stages of the records it touches and of their neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from journeyeditor.layout.lanes import is_card
from journeyeditor.layout.stage_plan import stage_of
from journeyeditor.model import Change, Element, JourneyGraph, Record, Relation
from journeyeditor.vocabulary import Common

#: Relations that decide where their source stands.
TYING = ("at", "supports", "addresses")
#: Fields of a card that decide where it stands.
PLACING = ("kind", "stage", "lane", "rank", "persona", "position")


class StageMembership:
    """The cards of each stage's column; None is the column of those in no stage."""

    def __init__(self, graph: JourneyGraph) -> None:
        self._graph = graph
        self._home: dict[str, str | None] = {}
        self._members: dict[str | None, dict[str, None]] = {}
        self._lanes: dict[str, tuple[str, str | None]] = {}
        #: How many cards of a kind name a lane: which lanes there are depends on it.
        self.named: Counter[tuple[str, str | None]] = Counter()
        #: Whether a kind or a lane came to its first card or lost its last one in the last change.
        self.has_other_names = False
        for record in graph.elements():
            self._settle(record.id)

    def of(self, id_: str) -> str | None:
        """Return the stage in whose column a card stands."""
        return self._home.get(id_)

    def members(self, stage: str | None) -> list[Common]:
        """Return the cards of a column in the order of the map."""
        graph = self._graph
        records = [graph.element(id_) for id_ in self._members.get(stage, ())]
        return sorted((record for record in records if is_card(record)), key=graph.sort_key)

    def has_loose(self) -> bool:
        """Tell whether any card stands in no stage."""
        return bool(self._members.get(None))

    def follow(self, change: Change) -> set[str | None]:
        """Follow a change; return the stages whose plan may be another now."""
        self.has_other_names = False
        dirty = {
            self._home[record.target]
            for record in _relations(change)
            if record.kind == "follows" and record.target in self._home
        }
        touched = dict.fromkeys(record.source for record in _relations(change))
        for id_, entry in change.entries.items():
            if any(isinstance(record, Element) for record in entry) and is_moving(*entry):
                touched[id_] = None
                touched.update(dict.fromkeys(self._around(id_)))
        for id_ in list(touched):
            touched.update(dict.fromkeys(self._tied_to(id_)))
        for id_ in touched:
            dirty |= self._settle(id_)
        return dirty

    def _around(self, id_: str) -> Iterator[str]:
        """Yield the cards whose home hangs on an element that came, went or moved."""
        yield from self._tied_to(id_)
        for card in self._graph.cards(id_):
            yield card.id
            yield from self._tied_to(card.id)

    def _tied_to(self, id_: str) -> Iterator[str]:
        """Yield the cards that are tied to an element."""
        for relation in self._graph.incoming(id_):
            if relation.kind in TYING:
                yield relation.source

    def _settle(self, id_: str) -> set[str | None]:
        """Find the home of an element anew, if it is a card at all; return the old and the new one."""
        homes: set[str | None] = set()
        if id_ in self._home:
            home = self._home.pop(id_)
            homes.add(home)
            del self._members[home][id_]
            lane = self._lanes.pop(id_)
            self.named[lane] -= 1
            self.has_other_names |= not self.named[lane]
        record = self._graph.element(id_) if self._graph.has_element(id_) else None
        if record is not None and is_card(record):
            home = stage_of(self._graph, record)
            homes.add(home)
            lane = (record.kind, getattr(record, "lane", None))
            self._home[id_] = home
            self._lanes[id_] = lane
            self._members.setdefault(home, {})[id_] = None
            self.named[lane] += 1
            self.has_other_names |= self.named[lane] == 1
        return homes


def _relations(change: Change) -> Iterator[Relation]:
    """Yield the relations of a change, as they were and as they are."""
    for entry in change.entries.values():
        for record in entry:
            if isinstance(record, Relation):
                yield record


def is_moving(before: Record | None, after: Record | None) -> bool:
    """Tell whether a change of an element may change where cards stand."""
    if before is None or after is None:
        return True
    return any(getattr(before, name, None) != getattr(after, name, None) for name in PLACING)
