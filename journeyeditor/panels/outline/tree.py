"""The tree behind the outline, read only as far as it was expanded.

No Qt here. A node knows its children once they were fetched; from then on they are kept sorted by
the keys of the graph, so that following a change costs what the change touches.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import count
from typing import Any

from journeyeditor.model import Element, JourneyGraph
from journeyeditor.panels.terms import stage_of
from journeyeditor.vocabulary import KINDS, Card, Shape, Stage, kind_class

#: The groups behind the stages, in order.
UNPLACED, PERSONAS, EVIDENCE, LANES = "unplaced", "persona", "evidence", "lane"
GROUPS = (UNPLACED, PERSONAS, EVIDENCE, LANES)
_CARD_KINDS = frozenset(
    cls.kind_name() for cls in KINDS if issubclass(cls, Card) and cls.look.shape is not Shape.RECORD
)


class OutlineNode:
    """A row of the outline: an element (`id`), or a group of them (`group`).

    `children` is None until it was fetched; `number` is the node's internal id for Qt; `seemed_empty`
    is whether a view was notified of that before it was fetched.
    """

    _numbers = count(1)

    def __init__(
        self, parent: OutlineNode | None, key: tuple[Any, ...], *, id_: str = "", group: str = ""
    ) -> None:
        self.number = next(self._numbers)
        self.parent = parent
        self.key = key
        self.id = id_
        self.group = group
        self.children: list[OutlineNode] | None = None
        self.seemed_empty = False

    def position_of(self, key: tuple[Any, ...]) -> int:
        return bisect_left(self.children or [], key, key=_key)

    @property
    def row(self) -> int:
        return self.parent.position_of(self.key) if self.parent else 0


def _key(node: OutlineNode) -> tuple[Any, ...]:
    return node.key


class OutlinePlace:
    """Where an element belongs in the outline: its stage or group, and the kind's group in it."""

    __slots__ = ("group", "kind", "stage")

    def __init__(self, element: Element) -> None:
        self.stage: str | None = None
        self.group = ""
        self.kind = ""
        if isinstance(element, Stage):
            return
        if element.kind in _CARD_KINDS:
            self.stage = stage_of(element)
            self.group = "" if self.stage else UNPLACED
            self.kind = element.kind
        else:
            self.group = element.kind

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OutlinePlace) and (self.stage, self.group, self.kind) == (
            other.stage,
            other.group,
            other.kind,
        )

    __hash__ = None  # type: ignore[assignment]


def stage_key(graph: JourneyGraph, stage: Element) -> tuple[Any, ...]:
    """Sort key of a stage at the top: before the groups."""
    return (0, *graph.sort_key(stage))


def group_key(group: str) -> tuple[Any, ...]:
    """Sort key of a group at the top: behind the stages."""
    return (1, GROUPS.index(group))


def kind_key(kind: str) -> tuple[Any, ...]:
    """Sort key of a kind's group in its stage: as the lanes are."""
    return (kind_class(kind).look.order, kind)


def cards_below(graph: JourneyGraph, node: OutlineNode) -> dict[str, list[Element]]:
    """The cards of a stage, or the unplaced ones, by kind."""
    children: dict[str, list[Element]] = {}
    for card in graph.cards(node.id or None):
        if card.kind in _CARD_KINDS:
            children.setdefault(card.kind, []).append(card)
    return children


def has_children(graph: JourneyGraph, node: OutlineNode) -> bool:
    """Whether anything is below a node that was not fetched."""
    if node.id or node.group == UNPLACED:
        return any(card.kind in _CARD_KINDS for card in graph.cards(node.id or None))
    return bool(graph.elements(node.group))


def fetch_children(graph: JourneyGraph, node: OutlineNode) -> list[OutlineNode]:
    if node.id or node.group == UNPLACED:
        groups = []
        for kind, cards in cards_below(graph, node).items():
            group = OutlineNode(node, kind_key(kind), group=kind)
            group.children = _element_nodes(graph, group, cards)
            groups.append(group)
        return sorted(groups, key=_key)
    return _element_nodes(graph, node, graph.elements(node.group))


def _element_nodes(
    graph: JourneyGraph, parent: OutlineNode, elements: Iterable[Element]
) -> list[OutlineNode]:
    nodes = [OutlineNode(parent, graph.sort_key(element), id_=element.id) for element in elements]
    return sorted(nodes, key=_key)
