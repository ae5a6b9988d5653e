"""Nodes and keyed edges in dictionaries of the very shape in which networkx keeps them.

Importing networkx takes longer than printing a map, and printing asks for neighbours only. So the
dictionaries are made here, and the MultiDiGraph is put round them, without a copy, when
somebody first wants to compute: one truth before and after.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from journeyeditor.model.record import Element, RecordId, Relation

if TYPE_CHECKING:
    import networkx

#: Neighbour → id of a relation → its data: what networkx calls a key dictionary, by neighbour.
Neighbours: TypeAlias = dict[RecordId, dict[RecordId, dict[str, Relation]]]


class Web:
    """Elements and the relations between them; the caller sees to it that no relation dangles."""

    __slots__ = ("_adj", "_nodes", "_pred", "_wrapped")

    def __init__(self) -> None:
        self._nodes: dict[RecordId, dict[str, Element]] = {}
        self._adj: dict[RecordId, Neighbours] = {}
        self._pred: dict[RecordId, Neighbours] = {}
        self._wrapped: networkx.MultiDiGraph | None = None

    def __contains__(self, id_: object) -> bool:
        return id_ in self._nodes

    def __len__(self) -> int:
        return len(self._nodes)

    def element(self, id_: RecordId) -> Element:
        """Return an element; raises KeyError."""
        return self._nodes[id_]["record"]

    def relation(self, source: RecordId, target: RecordId, id_: RecordId) -> Relation:
        """Return a relation; raises KeyError."""
        return self._adj[source][target][id_]["record"]

    def outgoing(self, id_: RecordId) -> Iterator[Relation]:
        """Yield the relations that start at an element; none at an unknown one."""
        return _records(self._adj.get(id_, {}))

    def incoming(self, id_: RecordId) -> Iterator[Relation]:
        """Yield the relations that end at an element; none at an unknown one."""
        return _records(self._pred.get(id_, {}))

    def put(self, element: Element) -> None:
        """Enter an element, or replace the one with its id; its relations stay."""
        if element.id in self._nodes:
            self._nodes[element.id]["record"] = element
        else:
            self._nodes[element.id] = {"record": element}
            self._adj[element.id] = {}
            self._pred[element.id] = {}

    def drop(self, id_: RecordId) -> None:
        """Take out an element that no relation holds."""
        del self._nodes[id_], self._adj[id_], self._pred[id_]

    def link(self, relation: Relation) -> None:
        """Enter a relation between elements that are there."""
        source, target = relation.source, relation.target
        keyed = self._adj[source].setdefault(target, {})
        keyed[relation.id] = {"record": relation}
        # networkx keeps one key dictionary for both directions.
        self._pred[target][source] = keyed

    def unlink(self, relation: Relation) -> None:
        """Take a relation out."""
        source, target = relation.source, relation.target
        keyed = self._adj[source][target]
        del keyed[relation.id]
        if not keyed:
            del self._adj[source][target], self._pred[target][source]

    def network(self) -> networkx.MultiDiGraph:
        """Return the same nodes and edges as a read-only MultiDiGraph; it follows every change."""
        if self._wrapped is None:
            import networkx

            graph = networkx.MultiDiGraph()
            # The three dictionaries that subclasses of networkx's graphs may supply.
            graph._node = self._nodes  # noqa: SLF001
            graph._adj, graph._pred = self._adj, self._pred  # noqa: SLF001
            self._wrapped = graph.copy(as_view=True)
        return self._wrapped


def _records(neighbours: Neighbours) -> Iterator[Relation]:
    """Yield the relations to or from all neighbours."""
    for keyed in neighbours.values():
        for data in keyed.values():
            yield data["record"]
