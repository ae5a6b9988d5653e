"""Cards and free notes: measured and drawn by the poster's recipes, cached by record.

Building a map asks for heights only, which is cheaper; a card is broken into drawable lines when
it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from journeyeditor.display.primitives import Drawing, Primitive
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout.card_stacks import card_height
from journeyeditor.layout.incremental.blocks import DrawingBlock, DrawingCache
from journeyeditor.layout.recipes import cards
from journeyeditor.layout.recipes.cards import CardAnnotations, annotations_of, source_numbers
from journeyeditor.layout.recipes.notes import NOTE_WIDTH, depict_note, note_height
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.model import Change, Element, JourneyGraph, Record, Relation
from journeyeditor.typography import Sizer
from journeyeditor.vocabulary import Common, Evidence, EvidencedBy, Note


class CardCache:
    """Heights of a map's cards of a width; `owners` are the personas shown by markers."""

    def __init__(
        self,
        graph: JourneyGraph,
        context: RenderContext,
        owners: Mapping[str | None, PersonaStyle],
        width: float,
    ) -> None:
        self._graph = graph
        self._width = width
        self._context = context
        self._sizing = replace(
            context, typesetter=Sizer(context.typesetter, balances=False), text_issues={}
        )
        self._owners = owners
        self._sources = source_numbers(graph)
        self._heights: dict[tuple[str, bool], float] = {}

    def drawn_by(
        self, context: RenderContext, owners: Mapping[str | None, PersonaStyle]
    ) -> CardCache:
        """Return the same heights for drawings in a context with other colours."""
        cards = CardCache(self._graph, context, owners, self._width)
        cards._heights = dict(self._heights)
        return cards

    def height(self, id_: str, *, is_compact: bool) -> float:
        height = self._heights.get((id_, is_compact))
        if height is None:
            height = card_height(
                *self._annotated(id_), self._width, self._sizing, is_compact=is_compact
            )
            self._heights[id_, is_compact] = height
        return height

    def depict(self, id_: str, rect: Rect, *, is_compact: bool) -> list[Primitive]:
        record, annotations = self._annotated(id_)
        card = cards.measure(record, annotations, self._width, self._context, is_compact=is_compact)
        return cards.depict(card, rect, self._context)

    def update(self, change: Change) -> set[str]:
        """Apply a change; return the elements that look different now, cards or not."""
        touched: set[str] = set()
        is_renumbered = False
        for id_, entry in change.entries.items():
            for record in entry:
                if isinstance(record, Relation):
                    if isinstance(record, EvidencedBy):
                        touched.add(record.source)
                elif record is not None:
                    touched.add(id_)
                    is_renumbered = is_renumbered or (
                        isinstance(record, Evidence) and _is_reordered(*entry)
                    )
        if is_renumbered:
            touched.update(self._renumber())
        for id_ in touched:
            self._heights.pop((id_, False), None)
            self._heights.pop((id_, True), None)
        return touched

    def _renumber(self) -> Iterable[str]:
        """Update the numbers of the evidence; yield the cards whose evidence has another number now."""
        before, self._sources = self._sources, source_numbers(self._graph)
        for id_, number in self._sources.items():
            if before.get(id_) != number:
                for relation in self._graph.incoming(id_, "evidenced_by"):
                    yield relation.source

    def _annotated(self, id_: str) -> tuple[Common, CardAnnotations]:
        record = self._graph.element(id_)
        assert isinstance(record, Common)
        return record, annotations_of(self._graph, record, self._sources, self._owners)


class NoteLayout:
    """The notes that have a position of their own, the topmost last; kept inside the map."""

    def __init__(self, graph: JourneyGraph, context: RenderContext) -> None:
        self._graph, self._context = graph, context
        self._heights: dict[str, float] = {}
        self._order: list[Note] = []
        self._drawings = DrawingCache()
        self._rects: dict[str, Rect] = {}
        self._collect()

    def update(self, change: Change) -> list[Rect]:
        """Apply a change; return the former rectangles of the notes that it touched."""
        ids = [
            id_
            for id_, entry in change.entries.items()
            if any(isinstance(record, Note) for record in entry)
        ]
        if not ids:
            return []
        damage = [self._rects[id_] for id_ in ids if id_ in self._rects]
        for id_ in ids:
            self._heights.pop(id_, None)
        self._collect()
        return damage

    def arrange(self, size: Size) -> list[Rect]:
        """Keep the notes inside a map of this size; return old and new rectangles of those moved."""
        before = self._rects
        self._rects = {note.id: self._rect_of(note, size) for note in self._order}
        moved = [id_ for id_, rect in self._rects.items() if before.get(id_) != rect]
        return [rects[id_] for id_ in moved for rects in (before, self._rects) if id_ in rects]

    def rect(self, id_: str) -> Rect | None:
        """Return a note's rectangle; None if it has no position of its own."""
        return self._rects.get(id_)

    def at(self, point: Point) -> str:
        anchor_rect = Rect(point.x, point.y, 0, 0)
        return next(
            (n.id for n in reversed(self._order) if self._rects[n.id].contains(anchor_rect)), ""
        )

    def within(self, rect: Rect) -> Iterator[tuple[str, Rect]]:
        for note in self._order:
            box = self._rects[note.id]
            if box.intersects(rect):
                yield note.id, box

    def blocks(self, rect: Rect) -> Iterator[DrawingBlock]:
        for id_, box in self.within(rect):
            note = self._graph.element(id_)
            assert isinstance(note, Note)
            at = Rect(0, 0, *box.size)
            drawing = self._drawings.get(id_, (note, at), partial(self._draw, note, at))
            yield DrawingBlock(("note", id_), Point(box.x, box.y), box.size, drawing, (id_,))

    def _draw(self, note: Note, rect: Rect) -> Drawing:
        return tuple(depict_note(note, rect, self._context))

    def _collect(self) -> None:
        self._order = [
            note
            for note in self._graph.elements("note")
            if isinstance(note, Note) and note.position is not None
        ]
        for note in self._order:
            if note.id not in self._heights:
                self._heights[note.id] = note_height(note, self._context)

    def _rect_of(self, note: Note, size: Size) -> Rect:
        assert note.position is not None
        x, y = note.position
        height = self._heights[note.id]
        left = max(LABEL_WIDTH, min(float(x), size.width - NOTE_WIDTH))
        top = max(0.0, min(float(y), size.height - height))
        return Rect(left, top, NOTE_WIDTH, height)


def _is_reordered(before: Record | None, after: Record | None) -> bool:
    """Whether an element was added, removed, or changed its rank."""
    if not isinstance(before, Element) or not isinstance(after, Element):
        return True
    return (before.kind, before.rank) != (after.kind, after.rank)
