"""Filters and highlights: what does not concern a persona, kind, tag, owner or route is dimmed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from journeyeditor.insight.path_queries import path_graph_of, with_met
from journeyeditor.layout.grid import concerns
from journeyeditor.model import Change, Element, JourneyGraph, Record, RecordId, Relation, Signal
from journeyeditor.vocabulary import PLACING_RELATIONS, Common, Follows, Persona, Stage

#: Kinds that are never dimmed.
_NEVER_DIMMED = ("stage", "lane")


class Facets(NamedTuple):
    """The tags and owners that a map uses, in alphabetical order."""

    tags: tuple[str, ...]
    owners: tuple[str, ...]


class Filter:
    """The criteria of the filter, all of which must be met; an empty one always is.

    `changed` is emitted when other records are dimmed.
    """

    def __init__(self) -> None:
        self.changed: Signal[None] = Signal()
        self.persona = ""
        self.kinds: frozenset[str] = frozenset()
        self.tags: frozenset[str] = frozenset()
        self.owners: frozenset[str] = frozenset()
        self._dimmed_by_id: dict[RecordId, tuple[Record, bool]] = {}

    @property
    def is_active(self) -> bool:
        return bool(self.persona or self.kinds or self.tags or self.owners)

    def set(
        self,
        *,
        persona: str | None = None,
        kinds: Iterable[str] | None = None,
        tags: Iterable[str] | None = None,
        owners: Iterable[str] | None = None,
    ) -> None:
        before = (self.persona, self.kinds, self.tags, self.owners)
        self.persona = self.persona if persona is None else persona
        self.kinds = self.kinds if kinds is None else frozenset(kinds)
        self.tags = self.tags if tags is None else frozenset(tags)
        self.owners = self.owners if owners is None else frozenset(owners)
        if before != (self.persona, self.kinds, self.tags, self.owners):
            self._dimmed_by_id.clear()
            self.changed.emit(None)

    def clear(self) -> None:
        self.set(persona="", kinds=(), tags=(), owners=())

    def follow(self, graph: JourneyGraph, change: Change) -> None:
        """Forget what is known of changed records, and of those they are related to."""
        if self.persona in change.entries and change.entries[self.persona][1] is None:
            self.set(persona="")
        for id_, records in change.entries.items():
            self._dimmed_by_id.pop(id_, None)
            relations = [record for record in records if isinstance(record, Relation)]
            if graph.has_element(id_):
                relations += graph.relations_of(id_)
            for relation in relations:
                self._dimmed_by_id.pop(relation.source, None)
                self._dimmed_by_id.pop(relation.target, None)

    def is_dim(self, graph: JourneyGraph, id_: RecordId) -> bool:
        """Whether a record fails the filter.

        A relation does if one of its ends does, or if it is another persona's.
        """
        if not self.is_active:
            return False
        record = graph.record(id_)
        if isinstance(record, Relation):
            is_others = not _names(record, self.persona, nobody=True)
            ends = (record.source, record.target)
            return is_others or any(self.is_dim(graph, end) for end in ends)
        if not isinstance(record, Common):
            return False
        cached = self._dimmed_by_id.get(id_)
        if cached is None or cached[0] is not record:
            cached = self._dimmed_by_id[id_] = (record, not self._meets(graph, record))
        return cached[1]

    def _meets(self, graph: JourneyGraph, record: Common) -> bool:
        if record.kind in _NEVER_DIMMED:
            return True
        if isinstance(record, Persona):
            return self.persona in ("", record.id)
        return (
            is_of(graph, record, self.persona)
            and (not self.kinds or record.kind in self.kinds)
            and (not self.tags or not self.tags.isdisjoint(record.tags))
            and (not self.owners or record.owner in self.owners)
        )


def is_of(graph: JourneyGraph, element: Element, persona: str) -> bool:
    """Whether an element is on a persona's journey.

    Cards name their persona; one that cannot, such as a touchpoint, is of those whose cards are
    related to it, and everybody's if there are none.
    """
    if not persona:
        return True
    if element.persona:
        return _names(element, persona)
    if "persona" in type(element).model_fields:
        return True
    others = [
        graph.element(relation.target if relation.source == element.id else relation.source)
        for relation in graph.relations_of(element.id)
        if relation.source in graph and relation.target in graph
    ]
    owned = [other for other in others if other.persona]
    return not owned or any(_names(other, persona) for other in owned)


def _names(record: Record, persona: str, *, nobody: bool = False) -> bool:
    """Whether a record names a persona; `nobody`: or none."""
    named = record.persona if isinstance(record, Element | Follows) else None
    if not named or not persona:
        return nobody or not persona
    return persona == named if isinstance(named, str) else persona in named


def facets(graph: JourneyGraph) -> Facets:
    tags: set[str] = set()
    owners: set[str] = set()
    for element in graph.elements():
        tags.update(element.tags)
        owners.add(element.owner)
    return Facets(_sorted(tags), _sorted(owners))


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((word for word in words if word), key=lambda word: (word.casefold(), word)))


#: Kinds that are on no route.
_OUTSIDE_ROUTES = ("lane", "persona")


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
            return graph.element(id_).kind not in _OUTSIDE_ROUTES
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
        if graph.relation(relation).kind in PLACING_RELATIONS
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
        for kind in PLACING_RELATIONS
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
