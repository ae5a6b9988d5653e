"""The one truth: records in a networkx MultiDiGraph that nobody else can write to.

networkx creates nodes in `add_edge`, merges data in `add_node` and drops edges in
`remove_node`; so the graph is private (`web`), reads are verbs, and `apply` is the only writer.
Indexes follow each change at a cost of the records touched, whatever the size of the map.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from math import inf
from typing import TYPE_CHECKING, Any, cast

from journeyeditor.model.adjacency_store import Web
from journeyeditor.model.change import Change
from journeyeditor.model.invariants import GraphError, check, check_ends
from journeyeditor.model.record import MAP_ID, Element, Record, RecordId, Relation
from journeyeditor.model.signal import Signal
from journeyeditor.model.sorted_records import Key, SortedRecords

if TYPE_CHECKING:
    import networkx


class JourneyGraph:
    """A map in memory: its elements (nodes), relations (edges) and attributes.

    All answers are in an order that depends on the map alone, not on how it came about, so that a
    map looks the same before it is saved and after it is read: kinds by their own order, elements
    by rank (those without one last, in the order of the file), relations by their ends.
    """

    def __init__(self, info: Record) -> None:
        """Hold an empty map whose attributes are `info` (a record with the id "@map")."""
        self.changed: Signal[Change] = Signal()
        #: Counts the changes, so that anybody can tell whether there was one.
        self.revision = 0
        self._info = info
        self._web = Web()
        self._ends: dict[RecordId, tuple[RecordId, RecordId]] = {}
        self._elements: dict[str, SortedRecords[Element]] = defaultdict(SortedRecords)
        self._cards: dict[str | None, SortedRecords[Element]] = defaultdict(SortedRecords)
        self._relations: dict[str, SortedRecords[Relation]] = defaultdict(SortedRecords)
        # A place in the file for every id ever seen: undoing a deletion restores the order too.
        self._places: dict[RecordId, int] = {}
        self._is_telling = False

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
        """The map's own attributes."""
        return self._info

    def __contains__(self, id_: object) -> bool:
        return id_ in self._web or id_ in self._ends

    def __len__(self) -> int:
        """Return the number of elements."""
        return len(self._web)

    def has_element(self, id_: RecordId) -> bool:
        """Tell whether there is an element with the id."""
        return id_ in self._web

    def record(self, id_: RecordId) -> Record | None:
        """Return whatever has the id: an element, a relation, the map's attributes, or None."""
        if id_ in self._ends:
            return self.relation(id_)
        if id_ in self._web:
            return self.element(id_)
        return self._info if id_ == MAP_ID else None

    def element(self, id_: RecordId) -> Element:
        """Return an element; raises KeyError."""
        return self._web.element(id_)

    def relation(self, id_: RecordId) -> Relation:
        """Return a relation; raises KeyError."""
        source, target = self._ends[id_]
        return self._web.relation(source, target, id_)

    def elements(self, kind: str | None = None) -> tuple[Element, ...]:
        """Return all elements, or those of a kind, in order."""
        if kind is not None:
            return self._elements[kind].records() if kind in self._elements else ()
        return tuple(chain.from_iterable(_by_kind(self._elements)))

    def relations(self, kind: str | None = None) -> tuple[Relation, ...]:
        """Return all relations, or those of a kind, in order."""
        if kind is not None:
            return self._relations[kind].records() if kind in self._relations else ()
        return tuple(chain.from_iterable(_by_kind(self._relations)))

    def sort_key(self, element: Element) -> Key:
        """Return what `elements` are ordered by: kinds in their order, then rank and place."""
        return (element.order, element.kind, *self._key(element))

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
        """Return the cards whose `stage` is the id (None: those in no stage), in order.

        A card is what has a `stage` at all.
        """
        return self._cards[stage].records() if stage in self._cards else ()

    def outgoing(self, id_: RecordId, kind: str | None = None) -> tuple[Relation, ...]:
        """Return the relations that start at an element, in order; none at an unknown one."""
        return _ties(self._web.outgoing(id_), kind)

    def incoming(self, id_: RecordId, kind: str | None = None) -> tuple[Relation, ...]:
        """Return the relations that end at an element, in order; none at an unknown one."""
        return _ties(self._web.incoming(id_), kind)

    def relations_of(self, id_: RecordId) -> tuple[Relation, ...]:
        """Return the relations that start or end at an element, each once."""
        ends = self.outgoing(id_)
        return ends + tuple(relation for relation in self.incoming(id_) if relation.source != id_)

    def places(self) -> tuple[RecordId, ...]:
        """Return the ids of all elements there ever were, first come first.

        Equal ranks stand in this order, so who rebuilds a map from its parts needs it.
        """
        return tuple(self._places)

    def network(self) -> networkx.MultiDiGraph:
        """Return the map as a read-only networkx graph for computing; records stand under "record"."""
        return self._web.network()

    def apply(self, change: Change) -> None:
        """Do a change and tell the observers.

        Raises GraphError and changes nothing when it does not fit. What an observer raises comes
        through after all were told: the change is done then, as `revision` shows.
        """
        if self._is_telling:
            raise GraphError("an observer tried to write while it was being told of a change")
        check(self, change)
        self._write(change)
        self.revision += 1
        self._is_telling = True
        try:
            self.changed.emit(change)
        finally:
            self._is_telling = False

    def _write(self, change: Change) -> None:
        """Unlink relations, remove elements, put elements, link relations: never ill-formed.

        Each phase leaves alone what is not its own.
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
        """Take a relation out."""
        if isinstance(relation, Relation):
            self._web.unlink(relation)
            del self._ends[relation.id]
            _drop(self._relations, relation.kind, _tie_key(relation))

    def _remove(self, element: Record | None, after: Record | None) -> None:
        """Take an element out of the indexes, and out of the graph unless one takes its place."""
        if isinstance(element, Element):
            if not isinstance(after, Element):
                self._web.drop(element.id)
            key = self._key(element)
            _drop(self._elements, element.kind, key)
            if hasattr(element, "stage"):
                _drop(self._cards, element.stage, key)

    def _put(self, record: Record | None) -> None:
        """Enter an element, or the map's own attributes."""
        if isinstance(record, Element):
            self._web.put(record)
            key = self._key(record)
            self._elements[record.kind].put(key, record)
            if hasattr(record, "stage"):
                self._cards[record.stage].put(key, record)
        elif record is not None and not record.is_relation:
            self._info = record

    def _link(self, relation: Record | None) -> None:
        """Enter a relation."""
        if isinstance(relation, Relation):
            self._web.link(relation)
            self._ends[relation.id] = (relation.source, relation.target)
            self._relations[relation.kind].put(_tie_key(relation), relation)

    def _fill(self, elements: Iterable[Element], relations: Iterable[Relation]) -> None:
        """Enter many records with ids of their own at once; raises GraphError on a dangling one."""
        kinds: dict[str, list[tuple[Key, Element]]] = defaultdict(list)
        stages: dict[str | None, list[tuple[Key, Element]]] = defaultdict(list)
        ties: dict[str, list[tuple[Key, Relation]]] = defaultdict(list)
        for element in elements:
            self._web.put(element)
            pair = (self._key(element), element)
            kinds[element.kind].append(pair)
            if hasattr(element, "stage"):
                stages[element.stage].append(pair)
        nothing = Change()
        for relation in relations:
            check_ends(self, relation, nothing)
            self._web.link(relation)
            self._ends[relation.id] = (relation.source, relation.target)
            ties[relation.kind].append((_tie_key(relation), relation))
        self._elements.update({kind: SortedRecords(pairs) for kind, pairs in kinds.items()})
        self._cards.update({stage: SortedRecords(pairs) for stage, pairs in stages.items()})
        self._relations.update({kind: SortedRecords(tied) for kind, tied in ties.items()})

    def _key(self, element: Element) -> Key:
        """Return what an element is ordered by: rank, kind, place in the file."""
        rank = getattr(element, "rank", None)
        place = self._places.setdefault(element.id, len(self._places))
        return (inf if rank is None else rank, element.order, element.kind, place)


def _tie_key(relation: Relation) -> Key:
    """Return what a relation is ordered by: kind, ends, id; short ids first, so t2 before t10."""
    source, target = relation.source, relation.target
    ends = (len(source), source, len(target), target)
    return (relation.order, relation.kind, *ends, relation.id)


def _ties(relations: Iterable[Relation], kind: str | None) -> tuple[Relation, ...]:
    """Return an element's relations, or those of a kind, in order."""
    found = [relation for relation in relations if kind is None or relation.kind == kind]
    if len(found) > 1:
        found.sort(key=_tie_key)
    return tuple(found)


def _by_kind(shelves: dict[str, SortedRecords[Any]]) -> list[tuple[Any, ...]]:
    """Return the answers of the shelves, kinds in their order."""
    answers = [(kind, shelf.records()) for kind, shelf in shelves.items()]
    answers.sort(key=lambda item: (item[1][0].order, item[0]))
    return [records for _, records in answers]


def _drop(shelves: dict[Any, SortedRecords[Any]], name: str | None, key: Key) -> None:
    """Take a record off a shelf, and the shelf away when it is empty."""
    shelves[name].drop(key)
    if not shelves[name]:
        del shelves[name]
