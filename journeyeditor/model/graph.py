"""The map in memory: records in a directed multigraph with one writer, `apply`.

Plain dictionaries rather than a `networkx.MultiDiGraph`: importing networkx takes longer than
printing a map, and it creates nodes in `add_edge`, merges data in `add_node` and drops edges in
`remove_node`. `insight` builds networkx graphs of what it computes on. The indexes follow each
change at the cost of the records it touches, whatever the size of the map.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from math import inf
from typing import Any, Generic, TypeAlias, TypeVar, cast

from journeyeditor.model.change import Change, Entry
from journeyeditor.model.record import MAP_ID, Element, Record, RecordId, Relation, are_same
from journeyeditor.model.signal import Signal

R = TypeVar("R")

#: What records are ordered by; no two records of one list have the same key.
SortKey: TypeAlias = tuple[Any, ...]


class GraphError(ValueError):
    """A change that does not fit the graph: stale, dangling, or an id used twice."""


class JourneyGraph:
    """A map in memory: its elements (nodes), relations (edges) and attributes.

    All answers are in an order that depends on the map alone, not on how it came about, so that a
    map looks the same before it is saved and after it is read: kinds by their own order, elements
    by rank (those without one last, in the order of the file), relations by their ends.
    """

    def __init__(self, info: Record) -> None:
        """Start an empty map whose attributes are `info`, a record with the id "@map"."""
        self.changed: Signal[Change] = Signal()
        #: The number of changes applied so far.
        self.revision = 0
        self._info = info
        self._elements: dict[RecordId, Element] = {}
        self._relations: dict[RecordId, Relation] = {}
        # Adjacency: relations by id, of each element that has any.
        self._outgoing: dict[RecordId, dict[RecordId, Relation]] = {}
        self._incoming: dict[RecordId, dict[RecordId, Relation]] = {}
        self._elements_by_kind: dict[str, SortedRecords[Element]] = defaultdict(SortedRecords)
        self._relations_by_kind: dict[str, SortedRecords[Relation]] = defaultdict(SortedRecords)
        self._cards_by_stage: dict[str | None, SortedRecords[Element]] = defaultdict(SortedRecords)
        # The position of every id ever seen: undoing a deletion restores the order too.
        self._positions: dict[RecordId, int] = {}
        self._is_notifying = False

    @classmethod
    def of(cls, info: Record, records: Iterable[Record]) -> JourneyGraph:
        """Return a map of records in file order; raises GraphError like `apply`."""
        graph = cls(info)
        elements: list[Element] = []
        relations: list[Relation] = []
        seen = {MAP_ID}
        for record in records:
            if record.id in seen:
                raise GraphError(f'the id "{record.id}" is used twice')
            seen.add(record.id)
            if record.is_element:
                elements.append(cast("Element", record))
            elif record.is_relation:
                relations.append(cast("Relation", record))
            else:
                raise GraphError(f'"{record.id}" is neither an element nor a relation')
        graph._fill(elements, relations)
        return graph

    @property
    def info(self) -> Record:
        return self._info

    def __contains__(self, id_: object) -> bool:
        return id_ in self._elements or id_ in self._relations

    def __len__(self) -> int:
        return len(self._elements)

    def has_element(self, id_: RecordId) -> bool:
        return id_ in self._elements

    def record(self, id_: RecordId) -> Record | None:
        """Return the element, the relation or the map's attributes with the id, or None."""
        if id_ in self._relations:
            return self._relations[id_]
        if id_ in self._elements:
            return self._elements[id_]
        return self._info if id_ == MAP_ID else None

    def element(self, id_: RecordId) -> Element:
        return self._elements[id_]

    def relation(self, id_: RecordId) -> Relation:
        return self._relations[id_]

    def elements(self, kind: str | None = None) -> tuple[Element, ...]:
        if kind is not None:
            return _records(self._elements_by_kind, kind)
        return tuple(chain.from_iterable(_by_kind(self._elements_by_kind)))

    def relations(self, kind: str | None = None) -> tuple[Relation, ...]:
        if kind is not None:
            return _records(self._relations_by_kind, kind)
        return tuple(chain.from_iterable(_by_kind(self._relations_by_kind)))

    def sort_key(self, element: Element) -> SortKey:
        """Return what `elements` are ordered by: kind, then rank, then position in the file."""
        return (element.order, element.kind, *self._element_key(element))

    def stages(self) -> tuple[Element, ...]:
        return self.elements("stage")

    def lanes(self) -> tuple[Element, ...]:
        return self.elements("lane")

    def personas(self) -> tuple[Element, ...]:
        return self.elements("persona")

    def cards(self, stage: str | None) -> tuple[Element, ...]:
        """Return the elements whose `stage` is the id (None: those in no stage), in order."""
        return _records(self._cards_by_stage, stage)

    def outgoing(self, id_: RecordId, kind: str | None = None) -> tuple[Relation, ...]:
        """Return the relations that start at an element, in order; none at an unknown one."""
        return _sorted_relations(self._outgoing.get(id_), kind)

    def incoming(self, id_: RecordId, kind: str | None = None) -> tuple[Relation, ...]:
        """Return the relations that end at an element, in order; none at an unknown one."""
        return _sorted_relations(self._incoming.get(id_), kind)

    def has_outgoing(self, id_: RecordId, kind: str) -> bool:
        """Tell whether a relation of the kind starts at an element, without sorting them."""
        relations = self._outgoing.get(id_)
        return relations is not None and kind in [each.kind for each in relations.values()]

    def relations_of(self, id_: RecordId) -> tuple[Relation, ...]:
        """Return the relations that start or end at an element, each once."""
        outgoing = self.outgoing(id_)
        return outgoing + tuple(each for each in self.incoming(id_) if each.source != id_)

    def insertion_order(self) -> tuple[RecordId, ...]:
        """Return the ids of all elements there ever were, first come first.

        It decides between equal ranks, so a map rebuilt from its records needs it.
        """
        return tuple(self._positions)

    def apply(self, change: Change) -> None:
        """Apply a change and notify the observers.

        Raises GraphError and changes nothing when the change does not fit. What an observer
        raises comes through after all were notified: the change is applied then, as `revision`
        shows.
        """
        if self._is_notifying:
            raise GraphError("an observer tried to write while it was being notified of a change")
        _check(self, change)
        self._write(change)
        self.revision += 1
        self._is_notifying = True
        try:
            self.changed.emit(change)
        finally:
            self._is_notifying = False

    def _write(self, change: Change) -> None:
        """Unlink relations, remove elements, put elements, link relations: never ill-formed.

        Each phase skips the records that are not its own.
        """
        entries = change.entries.values()
        for before, _ in entries:
            self._unlink(before)
        for before, after in entries:
            self._remove(before, after)
        for _, after in entries:
            self._put(after)
        for _, after in entries:
            self._link(after)

    def _unlink(self, relation: Record | None) -> None:
        if isinstance(relation, Relation):
            del self._relations[relation.id]
            _drop_adjacent(self._outgoing, relation.source, relation)
            _drop_adjacent(self._incoming, relation.target, relation)
            _drop(self._relations_by_kind, relation.kind, _relation_key(relation))

    def _remove(self, element: Record | None, after: Record | None) -> None:
        """Take an element out of the indexes, and out of the graph unless one replaces it."""
        if isinstance(element, Element):
            if not isinstance(after, Element):
                del self._elements[element.id]
            key = self._element_key(element)
            _drop(self._elements_by_kind, element.kind, key)
            if element.is_card:
                _drop(self._cards_by_stage, element.stage, key)

    def _put(self, record: Record | None) -> None:
        if isinstance(record, Element):
            self._elements[record.id] = record
            key = self._element_key(record)
            self._elements_by_kind[record.kind].put(key, record)
            if record.is_card:
                self._cards_by_stage[record.stage].put(key, record)
        elif record is not None and not record.is_relation:
            self._info = record

    def _link(self, relation: Record | None) -> None:
        if isinstance(relation, Relation):
            self._connect(relation)
            self._relations_by_kind[relation.kind].put(_relation_key(relation), relation)

    def _connect(self, relation: Relation) -> None:
        self._relations[relation.id] = relation
        self._outgoing.setdefault(relation.source, {})[relation.id] = relation
        self._incoming.setdefault(relation.target, {})[relation.id] = relation

    def _fill(self, elements: Iterable[Element], relations: Iterable[Relation]) -> None:
        """Enter many records with distinct ids at once; raises GraphError on a dangling relation."""
        kinds: dict[str, list[tuple[SortKey, Element]]] = defaultdict(list)
        stages: dict[str | None, list[tuple[SortKey, Element]]] = defaultdict(list)
        relation_kinds: dict[str, list[tuple[SortKey, Relation]]] = defaultdict(list)
        known = self._elements
        for element in elements:
            known[element.id] = element
            pair = (self._element_key(element), element)
            kinds[element.kind].append(pair)
            if element.is_card:
                stages[element.stage].append(pair)
        nothing = Change()
        for relation in relations:
            if relation.source not in known or relation.target not in known:
                _check_ends(self, relation, nothing)
            self._connect(relation)
            relation_kinds[relation.kind].append((_relation_key(relation), relation))
        self._elements_by_kind.update({k: SortedRecords(pairs) for k, pairs in kinds.items()})
        self._cards_by_stage.update({s: SortedRecords(pairs) for s, pairs in stages.items()})
        self._relations_by_kind.update(
            {kind: SortedRecords(keyed) for kind, keyed in relation_kinds.items()}
        )

    def _element_key(self, element: Element) -> SortKey:
        """Return what an element is ordered by: rank, kind, position in the file."""
        rank = element.rank
        position = self._positions.setdefault(element.id, len(self._positions))
        return (inf if rank is None else rank, element.order, element.kind, position)


def _check(graph: JourneyGraph, change: Change) -> None:
    """Raise GraphError when a change is stale, or would leave the graph ill-formed."""
    for id_, entry in change.entries.items():
        _check_entry(graph, id_, entry)
        before, after = entry
        if before is not None and before.is_element and not (after and after.is_element):
            _check_released(graph, id_, change)
        if after is not None and after.is_relation:
            _check_ends(graph, cast("Relation", after), change)


def _check_ends(graph: JourneyGraph, relation: Relation, change: Change) -> None:
    """Refuse a relation between elements that will not both be there."""
    for end in (relation.source, relation.target):
        if end in change.entries:
            after = change.entries[end][1]
            is_there = after is not None and after.is_element
        else:
            is_there = graph.has_element(end)
        if not is_there:
            raise GraphError(
                f'the relation "{relation.id}" would dangle: there is no element "{end}"'
            )


def _check_entry(graph: JourneyGraph, id_: RecordId, entry: Entry) -> None:
    """Refuse an entry whose `before` is not what is there, or whose `after` does not belong."""
    before, after = entry
    if not are_same(graph.record(id_), before):
        raise GraphError(f'stale change: "{id_}" is not what the change expects')
    if after is not None and after.id != id_:
        raise GraphError(f'"{id_}" would become "{after.id}": an id never changes')
    if id_ == MAP_ID and (after is None or after.is_element or after.is_relation):
        raise GraphError(f'"{MAP_ID}" is the map itself and stays so')
    if id_ != MAP_ID and after is not None and not after.is_element and not after.is_relation:
        raise GraphError(f'"{id_}" is neither an element nor a relation')


def _check_released(graph: JourneyGraph, id_: RecordId, change: Change) -> None:
    """Refuse to remove an element that a relation will still hold."""
    for relation in graph.relations_of(id_):
        after: Record | None = relation
        if relation.id in change.entries:
            after = change.entries[relation.id][1]
        if isinstance(after, Relation) and id_ in (after.source, after.target):
            raise GraphError(f'"{id_}" cannot go: the relation "{after.id}" still holds it')


def _relation_key(relation: Relation) -> SortKey:
    source, target = relation.source, relation.target
    ends = (len(source), source, len(target), target)
    return (relation.order, relation.kind, *ends, relation.id)


def _sorted_relations(
    adjacent: dict[RecordId, Relation] | None, kind: str | None
) -> tuple[Relation, ...]:
    if adjacent is None:
        return ()
    if kind is None:
        relations = list(adjacent.values())
    else:
        relations = [each for each in adjacent.values() if each.kind == kind]
    if len(relations) > 1:
        relations.sort(key=_relation_key)
    return tuple(relations)


def _drop_adjacent(
    adjacency: dict[RecordId, dict[RecordId, Relation]], id_: RecordId, relation: Relation
) -> None:
    del adjacency[id_][relation.id]
    if not adjacency[id_]:
        del adjacency[id_]


class SortedRecords(Generic[R]):
    """A sorted list of records: an edit costs the logarithm of their number, a query their number."""

    __slots__ = ("_answer", "_keys", "_records")

    def __init__(self, pairs: Iterable[tuple[SortKey, R]] = ()) -> None:
        """Hold the records of (key, record) pairs that come in any order."""
        ordered = sorted(pairs, key=lambda pair: pair[0])
        self._keys = [key for key, _ in ordered]
        self._records = [record for _, record in ordered]
        self._answer: tuple[R, ...] | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def put(self, key: SortKey, record: R) -> None:
        index = bisect_left(self._keys, key)
        self._keys.insert(index, key)
        self._records.insert(index, record)
        self._answer = None

    def drop(self, key: SortKey) -> None:
        index = bisect_left(self._keys, key)
        del self._keys[index]
        del self._records[index]
        self._answer = None

    def records(self) -> tuple[R, ...]:
        """Return the records in order; the same tuple until the next edit."""
        if self._answer is None:
            self._answer = tuple(self._records)
        return self._answer


def _records(index: dict[Any, SortedRecords[R]], name: str | None) -> tuple[R, ...]:
    """Return the records of one name; a query must not create a list in the defaultdict."""
    return index[name].records() if name in index else ()


def _by_kind(index: dict[str, SortedRecords[Any]]) -> list[tuple[Any, ...]]:
    answers = [(kind, records.records()) for kind, records in index.items()]
    answers.sort(key=lambda item: (item[1][0].order, item[0]))
    return [records for _, records in answers]


def _drop(index: dict[Any, SortedRecords[Any]], name: str | None, key: SortKey) -> None:
    index[name].drop(key)
    if not index[name]:
        del index[name]
