"""A change under construction: reads see what was written, the graph does not."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from journeyeditor.model import (
    Change,
    Element,
    JourneyGraph,
    Record,
    RecordId,
    Relation,
    Value,
    new_id,
)
from journeyeditor.values import composed
from journeyeditor.vocabulary import RELATIONS, RelationBase, kind_class

_AnyRecord = TypeVar("_AnyRecord", bound=Record)

#: Relation → its class.
RELATION_CLASSES: dict[str, type[RelationBase]] = {cls.kind_name(): cls for cls in RELATIONS}


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
        return self._after[id_] if id_ in self._after else self.graph.record(id_)

    def element(self, id_: RecordId) -> Element | None:
        record = self.record(id_)
        return record if isinstance(record, Element) else None

    def relations_of(self, id_: RecordId) -> list[Relation]:
        """Return the relations that will start or end at an element; those of the graph first."""
        keys = dict.fromkeys(relation.id for relation in self.graph.relations_of(id_))
        keys.update(dict.fromkeys(self._new_relations[id_]) if id_ in self._new_relations else {})
        records = [self.record(key) for key in keys]
        return [t for t in records if isinstance(t, Relation) and id_ in (t.source, t.target)]

    def records(self) -> list[tuple[RecordId, Record]]:
        return [(id_, record) for id_, record in self._after.items() if record is not None]

    def put(self, record: _AnyRecord) -> _AnyRecord:
        """Add or replace a record.

        Halves of characters, which no file can hold, are replaced: some text fields cut emoji. Texts
        are composed, as those of files are.
        """
        record = whole(record)
        self._after[record.id] = record
        if isinstance(record, Relation):
            for end in (record.source, record.target):
                self._new_relations[end].append(record.id)
        return record

    def add(self, kind: str, **fields: Any) -> Element:
        """Add an element and return it; raises pydantic.ValidationError."""
        values = {"id": new_id(kind[0], self), **fields}
        return self.put(kind_class(kind).model_validate(values, by_name=True))

    def add_relation(
        self, kind: str, source: RecordId, target: RecordId, **fields: Any
    ) -> Relation:
        """Add a relation and return it; the caller checks that it is permitted."""
        values = {"id": new_id("r", self), "source": source, "target": target, **fields}
        return self.put(RELATION_CLASSES[kind].model_validate(values, by_name=True))

    def set(self, id_: RecordId, **fields: Any) -> None:
        """Change fields of a record; raises pydantic.ValidationError, KeyError."""
        record = self.record(id_)
        if record is None:
            raise KeyError(id_)
        if any(getattr(record, name) != value for name, value in fields.items()):
            self.put(record.replaced(**fields))

    def drop(self, ids: Iterable[RecordId]) -> None:
        self._after.update(dict.fromkeys(ids))

    def change(self) -> Change:
        entries = {id_: (self.graph.record(id_), after) for id_, after in self._after.items()}
        return Change().then(Change(entries))


def whole(value: Any) -> Any:
    """A value without lone surrogates and in the composed form; itself if it is both."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return composed(value)
    if isinstance(value, tuple | list):
        parts = [whole(part) for part in value]
        is_same = all(map(operator.is_, parts, value))
        return value if is_same else type(value)(parts)
    if isinstance(value, dict):
        pairs = {whole(key): whole(part) for key, part in value.items()}
        return value if _is_same(pairs, value) else pairs
    if isinstance(value, Value):
        fields = {name: whole(getattr(value, name)) for name in value.__pydantic_fields_set__}
        return value if _is_same(fields, value.__dict__) else value.model_copy(update=fields)
    return value


def _is_same(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    return all(key in old and part is old[key] for key, part in new.items())
