"""A directed graph of moments, and what the figures of paths ask of it.

Of its own: importing networkx takes 0.1 s and 11 MB, and a map has paths as soon as it is opened.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple


class Link(NamedTuple):
    """What leads from one moment to the next: a transition, and the time it takes."""

    seconds: float
    relation: str


class Digraph:
    """Moments, each with the links out of it and into it by the moment at their other end."""

    __slots__ = ("predecessors", "successors")

    def __init__(self) -> None:
        self.successors: dict[str, dict[str, Link]] = {}
        self.predecessors: dict[str, dict[str, Link]] = {}

    def __contains__(self, moment: object) -> bool:
        return moment in self.successors

    def __iter__(self) -> Iterator[str]:
        return iter(self.successors)

    def link(self, source: str, target: str) -> Link | None:
        return self.successors.get(source, {}).get(target)

    def add(self, source: str, target: str, link: Link) -> None:
        """Link two moments; a link that was there is replaced."""
        for moment in (source, target):
            self.successors.setdefault(moment, {})
            self.predecessors.setdefault(moment, {})
        self.successors[source][target] = self.predecessors[target][source] = link

    def components(self) -> Iterator[set[str]]:
        """Yield the sets of moments that are linked with each other, in whatever direction."""
        seen: set[str] = set()
        for start in self:
            if start in seen:
                continue
            component, open_ = {start}, [start]
            while open_:
                here = open_.pop()
                for there in itertools.chain(self.successors[here], self.predecessors[here]):
                    if there not in component:
                        component.add(there)
                        open_.append(there)
            seen |= component
            yield component

    def remove_component(self, component: Collection[str]) -> None:
        for moment in component:
            del self.successors[moment], self.predecessors[moment]

    def shared_by_routes(
        self, entries: Collection[str], ends: Collection[str], route: Sequence[str]
    ) -> list[str]:
        """Return the moments of a route that are on every route from the entries to the ends.

        A moment is, unless a detour leads past it: from the entries or a moment before it to one
        behind it or to another end. No moment is visited twice, so the time is linear. Of `route`
        only the last moment is an end.
        """
        places = {moment: number for number, moment in enumerate(route)}
        shared, seen = [], set(route)
        furthest, open_ = 0, [*entries]
        for number, moment in enumerate(route):
            while open_:
                here = open_.pop()
                if here in places:
                    furthest = max(furthest, places[here])
                elif here in ends:
                    furthest = len(route)
                elif here not in seen:
                    seen.add(here)
                    open_.extend(self.successors[here])
            if furthest == number:
                shared.append(moment)
            open_.extend(self.successors[moment])
        return shared
