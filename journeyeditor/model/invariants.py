"""Whether a change fits a graph: asked before the first record is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from journeyeditor.model.change import Change, Entry
from journeyeditor.model.record import MAP_ID, Record, RecordId, Relation, are_same

if TYPE_CHECKING:
    from journeyeditor.model.graph import JourneyGraph


class GraphError(ValueError):
    """A change that does not fit the graph: stale, dangling, or an id used twice."""


def check(graph: JourneyGraph, change: Change) -> None:
    """Raise GraphError when a change is stale, or would leave the graph ill-formed."""
    for id_, entry in change.entries.items():
        _check_entry(graph, id_, entry)
        before, after = entry
        if before is not None and before.is_element and not (after and after.is_element):
            _check_released(graph, id_, change)
        if after is not None and after.is_relation:
            check_ends(graph, cast("Relation", after), change)


def check_ends(graph: JourneyGraph, relation: Relation, change: Change) -> None:
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
    there = graph.record(id_)
    if not are_same(there, before):
        raise GraphError(f'stale change: "{id_}" is not what the change expects')
    if after is not None and after.id != id_:
        raise GraphError(f'"{id_}" would become "{after.id}": an id never changes')
    if id_ == MAP_ID and (after is None or after.is_element or after.is_relation):
        raise GraphError(f'"{MAP_ID}" is the map itself and stays so')
    if id_ != MAP_ID and after is not None and not after.is_element and not after.is_relation:
        raise GraphError(f'"{id_}" is neither an element nor a relation')


def _check_released(graph: JourneyGraph, id_: RecordId, change: Change) -> None:
    """Refuse to let an element go that a relation still holds."""
    for relation in graph.relations_of(id_):
        after: Record | None = relation
        if relation.id in change.entries:
            after = change.entries[relation.id][1]
        if after is not None and after.is_relation:
            tie = cast("Relation", after)
            if id_ in (tie.source, tie.target):
                raise GraphError(f'"{id_}" cannot go: the relation "{tie.id}" still holds it')
