"""The cards' heights and recipes, kept as long as the records they show.

At first only the heights are asked for, which is quicker; a card is broken into lines that can be
drawn when it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from journeyeditor.display.primitives import Primitive
from journeyeditor.geometry import Rect
from journeyeditor.layout import cards
from journeyeditor.layout.annotations import annotations_of, source_numbers
from journeyeditor.layout.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import GUTTER, SLOT_PREFERRED
from journeyeditor.model import Change, JourneyGraph, Relation
from journeyeditor.typography import Sizer
from journeyeditor.vocabulary import Common

CARD_WIDTH = SLOT_PREFERRED - 2 * GUTTER


class CardCache:
    """What the cards of a map show, by element id; `owners` are the personas told by markers."""

    def __init__(
        self, graph: JourneyGraph, context: RenderContext, owners: Mapping[str | None, PersonaStyle]
    ) -> None:
        self._graph = graph
        self._context = context
        self._sizing = RenderContext(Sizer(context.typesetter), context.theme, context.texts)
        self._owners = owners
        self._sources = source_numbers(graph)
        self._heights: dict[tuple[str, bool], float] = {}

    def height(self, id_: str, *, is_compact: bool) -> float:
        """Return the natural height of a card."""
        height = self._heights.get((id_, is_compact))
        if height is None:
            height = self._measure(id_, self._sizing, is_compact=is_compact).height
            self._heights[id_, is_compact] = height
        return height

    def depict(self, id_: str, rect: Rect, *, is_compact: bool) -> list[Primitive]:
        """Return the drawing of a card."""
        card = self._measure(id_, self._context, is_compact=is_compact)
        return cards.depict(card, rect, self._context)

    def follow(self, change: Change) -> set[str]:
        """Follow a change; return the elements that look different now, cards or not."""
        touched: set[str] = set()
        is_renumbered = False
        for id_, entry in change.entries.items():
            for record in entry:
                if isinstance(record, Relation):
                    if record.kind == "evidenced_by":
                        touched.add(record.source)
                elif record is not None:
                    touched.add(id_)
                    is_renumbered = is_renumbered or (
                        record.kind == "evidence" and _is_reordered(*entry)
                    )
        if is_renumbered:
            touched.update(self._renumbered())
        for id_ in touched:
            self._heights.pop((id_, False), None)
            self._heights.pop((id_, True), None)
        return touched

    def _renumbered(self) -> Iterable[str]:
        """Give the evidence its numbers; yield the cards whose evidence has another one now."""
        before, self._sources = self._sources, source_numbers(self._graph)
        for id_, number in self._sources.items():
            if before.get(id_) != number:
                for relation in self._graph.incoming(id_, "evidenced_by"):
                    yield relation.source

    def _measure(self, id_: str, context: RenderContext, *, is_compact: bool) -> cards.MeasuredCard:
        record = self._graph.element(id_)
        assert isinstance(record, Common)
        annotations = annotations_of(self._graph, record, self._sources, self._owners)
        return cards.measure(record, annotations, CARD_WIDTH, context, is_compact=is_compact)


def _is_reordered(before: object, after: object) -> bool:
    """Tell whether an element came, went, or changed its rank."""
    if before is None or after is None:
        return True
    return getattr(before, "rank", None) != getattr(after, "rank", None) or (
        getattr(before, "kind", None) != getattr(after, "kind", None)
    )
