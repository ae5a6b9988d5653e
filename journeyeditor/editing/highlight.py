"""Highlighting one route through the map: all else is dimmed, as by a filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from journeyeditor.insight.path_graph import path_graph_of, with_met
from journeyeditor.layout.grid import concerns
from journeyeditor.model import Change, JourneyGraph, RecordId, Relation, Signal
from journeyeditor.vocabulary import Follows, Stage

#: Kinds that are on no route.
_NEVER_DIMMED = ("lane", "persona")
#: The relations by which a card belongs to a moment.
_PLACING = ("at", "supports")


class Highlight:
    """The ids of the highlighted records; with none, nothing is dimmed.

    `changed` is emitted when other records are highlighted.
    """

    def __init__(self) -> None:
        self.changed: Signal[None] = Signal()
        self.ids: frozenset[RecordId] = frozenset()

    @property
    def is_active(self) -> bool:
        return bool(self.ids)

    def set(self, ids: Iterable[RecordId]) -> None:
        wanted = frozenset(ids)
        if wanted != self.ids:
            self.ids = wanted
            self.changed.emit(None)

    def clear(self) -> bool:
        was_active = self.is_active
        self.set(())
        return was_active

    def follow(self, change: Change) -> None:
        """Follow a change: what was deleted goes, what is new is highlighted, too."""
        removed = {id_ for id_, (_, after) in change.entries.items() if after is None}
        new = {id_ for id_, (before, _) in change.entries.items() if before is None}
        if self.ids - removed:
            self.set((self.ids - removed) | new)
        else:
            self.clear()

    def is_dim(self, graph: JourneyGraph, id_: RecordId) -> bool:
        """Whether a record is not highlighted while others are."""
        if not self.is_active or id_ in self.ids:
            return False
        if graph.has_element(id_):
            return graph.element(id_).kind not in _NEVER_DIMMED
        return isinstance(graph.record(id_), Relation)


def along_stages(
    graph: JourneyGraph, stages: Collection[RecordId], routes: Iterable[RecordId], persona: str = ""
) -> frozenset[RecordId]:
    """Return the records to highlight for a route: its stages, its `routes`, a persona's cards."""
    highlighted = set(stages)
    others = _on_other_routes(graph, persona)
    for stage in stages:
        cards = (card.id for card in graph.cards(stage) if concerns(card, persona))
        highlighted.update(id_ for id_ in cards if id_ not in others)
    highlighted.update(_cards_of(graph, highlighted, persona))
    return frozenset([*highlighted, *routes, *_inner_relations(graph, highlighted, persona)])


def along_moments(
    graph: JourneyGraph,
    moments: Collection[RecordId],
    routes: Iterable[RecordId],
    persona: str = "",
) -> frozenset[RecordId]:
    """Return the records to highlight for single moments: them, their stages and their cards."""
    highlighted = set(moments)
    highlighted.update(_cards_of(graph, highlighted, persona))
    relations = [
        relation
        for relation in _inner_relations(graph, highlighted, persona)
        if graph.relation(relation).kind in _PLACING
    ]
    stages = (graph.element(moment).stage for moment in moments)
    return frozenset([*highlighted, *routes, *relations, *(stage for stage in stages if stage)])


def _on_other_routes(graph: JourneyGraph, persona: str) -> set[RecordId]:
    """Return the steps and touchpoints that are only on the routes of others."""
    if not persona:
        return set()
    own, every = path_graph_of(graph, persona), path_graph_of(graph)
    return set(with_met(every, every.order)) - set(with_met(own, own.order))


def _cards_of(graph: JourneyGraph, highlighted: Iterable[RecordId], persona: str) -> list[RecordId]:
    return [
        relation.source
        for id_ in highlighted
        for kind in _PLACING
        for relation in graph.incoming(id_, kind)
        if concerns(graph.element(relation.source), persona)
    ]


def _inner_relations(
    graph: JourneyGraph, highlighted: Collection[RecordId], persona: str
) -> Iterator[RecordId]:
    """Yield the relations between highlighted cards; those between stages are given, not implied."""
    for id_ in highlighted:
        if isinstance(graph.element(id_), Stage):
            continue
        for relation in graph.outgoing(id_):
            relation_persona = relation.persona if isinstance(relation, Follows) else None
            if relation.target in highlighted and (
                not persona or relation_persona in (None, persona)
            ):
                yield relation.id
