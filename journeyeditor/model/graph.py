"""The one truth: records in a networkx MultiDiGraph that nobody else can reach.

networkx creates nodes in `add_edge`, merges data in `add_node` and drops edges in
`remove_node`; so the graph is private, reads are verbs, and `apply` is the only writer. Indexes
follow each change at a cost of the records touched; sorted answers are kept until a change touches them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from math import inf
from typing import Any

import networkx

from journeyeditor.model.change import Change
from journeyeditor.model.record import MAP_ID, Element, Record, RecordId, Relation
from journeyeditor.model.signal import Signal


class GraphError(ValueError):
    """A change that does not fit the graph: stale, dangling, or an id used twice."""


class JourneyGraph:
    """A map in memory: its elements (nodes), relations (edges) and attributes."""

    def __init__(self, info: Record) -> None:
        """Hold an empty map whose attributes are `info` (a record with the id "@map")."""
        self.changed: Signal[Change] = Signal()
        self._info = info
        self._graph = networkx.MultiDiGraph()
        self._ends: dict[RecordId, tuple[RecordId, RecordId]] = {}
        self._of_kind: dict[str, dict[RecordId, None]] = defaultdict(dict)
        self._of_stage: dict[str | None, dict[RecordId, None]] = defaultdict(dict)
        self._sorted: dict[tuple[str, str | None], tuple[Any, ...]] = {}
        # A place in the file for every id ever seen: undoing a deletion restores the order too.
        self._places: dict[RecordId, int] = {}
        self._next_place = count()
        self._is_telling = False

    @classmethod
    def of(cls, info: Record, records: Iterable[Record]) -> JourneyGraph:
        """Return a map of records in file order; raises GraphError like `apply`."""
        graph = cls(info)
        entries: dict[RecordId, tuple[None, Record]] = {}
        for record in records:
            if record.id in entries:
                raise GraphError(f'the id "{record.id}" is used twice')
            entries[record.id] = (None, record)
        graph._write(Change(entries))
        return graph

    @property
    def info(self) -> Record:
        """The map's own attributes."""
        return self._info

    def __contains__(self, id_: object) -> bool:
        return id_ in self._graph or id_ in self._ends

    def __len__(self) -> int:
        """Return the number of elements."""
        return len(self._graph)

    def record(self, id_: RecordId) -> Record | None:
        """Return whatever has the id: an element, a relation, the map's attributes, or None."""
        if id_ in self._ends:
            return self.relation(id_)
        if id_ in self._graph:
            return self.element(id_)
        return self._info if id_ == MAP_ID else None

    def element(self, id_: RecordId) -> Element:
        """Return an element; raises KeyError."""
        element: Element = self._graph.nodes[id_]["record"]
        return element

    def relation(self, id_: RecordId) -> Relation:
        """Return a relation; raises KeyError."""
        source, target = self._ends[id_]
        relation: Relation = self._graph.edges[source, target, id_]["record"]
        return relation

    def elements(self, kind: str | None = None) -> tuple[Element, ...]:
        """Return all elements, or those of a kind: by rank, those without one last, then file order."""
        key = ("elements", kind)
        if key not in self._sorted:
            if kind is None:
                names = sorted(self._of_kind, key=lambda k: min(map(self._places.__getitem__, self._of_kind[k]), default=0))
                self._sorted[key] = tuple(
                    element for k in names if not k.startswith("~") for element in self.elements(k)
                )
            else:
                self._sorted[key] = self._in_order(self._of_kind.get(kind, ()))
        return self._sorted[key]

    def relations(self, kind: str | None = None) -> tuple[Relation, ...]:
        """Return all relations, or those of a kind, in file order."""
        key = ("relations", kind)
        if key not in self._sorted:
            ids = self._ends if kind is None else self._of_kind.get(f"~{kind}", ())
            found = sorted(ids, key=self._places.__getitem__)
            self._sorted[key] = tuple(self.relation(id_) for id_ in found)
        return self._sorted[key]

    def stages(self) -> tuple[Element, ...]:
        """Return the columns, left to right."""
        return self.elements("stage")

    def lanes(self) -> tuple[Element, ...]:
        """Return the lane records, top to bottom."""
        return self.elements("lane")

    def personas(self) -> tuple[Element, ...]:
        """Return who travels, in order."""
        return self.elements("persona")

    def cards(self, stage: str | None) -> tuple[Element, ...]:
        """Return the elements whose `stage` is the id (None: those in no stage), in order."""
        key = ("cards", stage)
        if key not in self._sorted:
            self._sorted[key] = self._in_order(self._of_stage.get(stage, ()))
        return self._sorted[key]

    def outgoing(self, id_: RecordId, kind: str | None = None) -> tuple[Relation, ...]:
        """Return the relations that start at an element, in the order they were made."""
        edges = self._graph.adj.get(id_, {})
        return tuple(
            data["record"]
            for keyed in edges.values()
            for data in keyed.values()
            if kind is None or data["record"].kind == kind
        )

    def incoming(self, id_: RecordId, kind: str | None = None) -> tuple[Relation, ...]:
        """Return the relations that end at an element, in the order they were made."""
        edges = self._graph.pred.get(id_, {})
        return tuple(
            data["record"]
            for keyed in edges.values()
            for data in keyed.values()
            if kind is None or data["record"].kind == kind
        )

    def relations_of(self, id_: RecordId) -> tuple[Relation, ...]:
        """Return the relations that start or end at an element, each once."""
        ends = self.outgoing(id_)
        return ends + tuple(relation for relation in self.incoming(id_) if relation.source != id_)

    def apply(self, change: Change) -> None:
        """Do a change and tell the observers; raises GraphError and changes nothing if it does not fit."""
        if self._is_telling:
            raise GraphError("an observer tried to write while it was being told of a change")
        self._check(change)
        self._write(change)
        self._is_telling = True
        try:
            self.changed.emit(change)
        finally:
            self._is_telling = False

    def _check(self, change: Change) -> None:
        """Refuse a change whose `before` is not what is there, or that would leave ends dangling."""
        for id_, (before, after) in change.entries.items():
            if self.record(id_) != before:
                raise GraphError(f'stale change: "{id_}" is not what the change expects')
            if after is not None and after.id != id_:
                raise GraphError(f'"{id_}" would become "{after.id}": an id never changes')
            if before is not None and after is not None and before.is_relation != after.is_relation:
                raise GraphError(f'"{id_}" cannot turn from an element into a relation or back')
            if id_ == MAP_ID and after is None:
                raise GraphError("a map cannot lose its attributes")
            if before is not None and after is None and not before.is_relation:
                for relation in self.relations_of(id_):
                    gone = change.entries.get(relation.id)
                    if gone is None or (isinstance(gone[1], Relation) and id_ in (gone[1].source, gone[1].target)):
                        raise GraphError(f'"{id_}" cannot go: the relation "{relation.id}" still holds it')
            if isinstance(after, Relation):
                for end in (after.source, after.target):
                    entry = change.entries.get(end)
                    there = entry[1] is not None if entry else end in self._graph
                    if not there or (entry and entry[1] is not None and entry[1].is_relation):
                        raise GraphError(f'the relation "{id_}" would dangle: there is no element "{end}"')

    def _write(self, change: Change) -> None:
        """Unlink relations, remove elements, put elements, link relations: well-formed at each step."""
        entries = change.entries.items()
        gone = [(before, after) for _, (before, after) in entries if before is not None]
        come = [(before, after) for _, (before, after) in entries if after is not None]
        for before, _ in gone:
            if isinstance(before, Relation):
                self._graph.remove_edge(before.source, before.target, before.id)
                del self._ends[before.id]
                self._forget(f"~{before.kind}", before)
        for before, after in gone:
            if isinstance(before, Element):
                if after is None:
                    self._graph.remove_node(before.id)
                self._forget(before.kind, before)
        for _, after in come:
            if isinstance(after, Element):
                self._graph.add_node(after.id, record=after)
                self._remember(after.kind, after)
            elif after is not None and not after.is_relation:
                self._info = after
        for _, after in come:
            if isinstance(after, Relation):
                if after.source not in self._graph or after.target not in self._graph:
                    raise GraphError(f'the relation "{after.id}" would dangle')
                self._graph.add_edge(after.source, after.target, after.id, record=after)
                self._ends[after.id] = (after.source, after.target)
                self._remember(f"~{after.kind}", after)

    def _remember(self, kind: str, record: Record) -> None:
        """Enter a record into the indexes; relations' kinds are kept behind a tilde."""
        if record.id not in self._places:
            self._places[record.id] = next(self._next_place)
        self._of_kind[kind][record.id] = None
        self._stale(kind, record)
        if not record.is_relation:
            self._of_stage[getattr(record, "stage", None)][record.id] = None

    def _forget(self, kind: str, record: Record) -> None:
        """Take a record out of the indexes."""
        del self._of_kind[kind][record.id]
        if not self._of_kind[kind]:
            del self._of_kind[kind]
        self._stale(kind, record)
        if not record.is_relation:
            stage = getattr(record, "stage", None)
            del self._of_stage[stage][record.id]
            if not self._of_stage[stage]:
                del self._of_stage[stage]

    def _stale(self, kind: str, record: Record) -> None:
        """Drop the sorted answers in which a record stands."""
        if record.is_relation:
            keys: tuple[tuple[str, str | None], ...] = (("relations", kind[1:]), ("relations", None))
        else:
            stage = getattr(record, "stage", None)
            keys = (("elements", kind), ("elements", None), ("cards", stage))
        for key in keys:
            self._sorted.pop(key, None)

    def _in_order(self, ids: Iterable[RecordId]) -> tuple[Element, ...]:
        """Return elements by rank, then by their place in the file."""
        keyed = []
        for id_ in ids:
            element = self.element(id_)
            rank = getattr(element, "rank", None)
            keyed.append((inf if rank is None else rank, self._places[id_], element))
        keyed.sort(key=lambda item: item[:2])
        return tuple(element for _, _, element in keyed)
