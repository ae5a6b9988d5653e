"""A change under construction: reads see what was written, the graph does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from journeyeditor.model import (
    Change,
    Element,
    JourneyGraph,
    Record,
    RecordId,
    Relation,
    new_id,
)
from journeyeditor.vocabulary import RELATIONS, RelationBase, kind_class

#: Relation → its class.
RELATION_CLASSES: dict[str, type[RelationBase]] = {
    cls.model_fields["kind"].default: cls for cls in RELATIONS
}


class Draft:
    """Records as they will be, over the present graph."""

    def __init__(self, graph: JourneyGraph) -> None:
        self.graph = graph
        self._after: dict[RecordId, Record | None] = {}
        self._new_relations: dict[RecordId, list[RecordId]] = defaultdict(list)

    def __contains__(self, id_: object) -> bool:
        if id_ in self._after:
            return self._after[str(id_)] is not None
        return id_ in self.graph

    def record(self, id_: RecordId) -> Record | None:
        """Return the record that will have the id, or None."""
        return self._after[id_] if id_ in self._after else self.graph.record(id_)

    def element(self, id_: RecordId) -> Element | None:
        """Return the element that will have the id, or None."""
        record = self.record(id_)
        return record if isinstance(record, Element) else None

    def relations_of(self, id_: RecordId) -> list[Relation]:
        """Return the relations that will start or end at an element; those of the graph first."""
        keys = dict.fromkeys(relation.id for relation in self.graph.relations_of(id_))
        keys.update(dict.fromkeys(self._new_relations[id_]) if id_ in self._new_relations else {})
        found = [self.record(key) for key in keys]
        return [t for t in found if isinstance(t, Relation) and id_ in (t.source, t.target)]

    def records(self) -> list[tuple[RecordId, Record]]:
        """Return the ids and records written so far."""
        return [(id_, record) for id_, record in self._after.items() if record is not None]

    def put(self, record: Record) -> None:
        """Add or replace a record."""
        self._after[record.id] = record
        if isinstance(record, Relation):
            for end in (record.source, record.target):
                self._new_relations[end].append(record.id)

    def add(self, kind: str, **fields: Any) -> Element:
        """Add an element and return it; raises pydantic.ValidationError."""
        values = {"id": new_id(kind[0], self), **fields}
        element = kind_class(kind).model_validate(values, by_name=True)
        self.put(element)
        return element

    def add_relation(
        self, kind: str, source: RecordId, target: RecordId, **fields: Any
    ) -> Relation:
        """Add a relation and return it; the caller checks that it is permitted."""
        values = {"id": new_id("r", self), "source": source, "target": target, **fields}
        relation = RELATION_CLASSES[kind].model_validate(values, by_name=True)
        self.put(relation)
        return relation

    def set(self, id_: RecordId, **fields: Any) -> None:
        """Change fields of a record; raises pydantic.ValidationError, KeyError."""
        record = self.record(id_)
        if record is None:
            raise KeyError(id_)
        if any(getattr(record, name) != value for name, value in fields.items()):
            self.put(record.replaced(**fields))

    def drop(self, ids: Iterable[RecordId]) -> None:
        """Remove records, but not their relations."""
        self._after.update(dict.fromkeys(ids))

    def change(self) -> Change:
        """Return what differs from the graph."""
        entries = {id_: (self.graph.record(id_), after) for id_, after in self._after.items()}
        return Change().then(Change(entries))
