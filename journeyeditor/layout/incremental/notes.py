"""The free notes on the canvas: they lie where they were put, kept inside the map."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from journeyeditor.display.primitives import Drawing
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout.incremental.places import DrawingBlock, DrawingCache
from journeyeditor.layout.notes import NOTE_WIDTH, depict_note, note_height
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.vocabulary import Note


class NoteLayout:
    """The notes that have a position, the topmost last."""

    def __init__(self, graph: JourneyGraph, context: RenderContext) -> None:
        self._graph, self._context = graph, context
        self._heights: dict[str, float] = {}
        self._order: list[Note] = []
        self._drawings = DrawingCache()
        self._rects: dict[str, Rect] = {}
        self._find()

    def follow(self, change: Change) -> list[Rect]:
        """Follow a change; return the places of the notes that it touched as they were."""
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
        self._find()
        return damage

    def settle(self, size: Size) -> list[Rect]:
        """Keep all notes inside a map of a size; return what of them moved, as it was and is."""
        before = self._rects
        self._rects = {note.id: self._place(note, size) for note in self._order}
        moved = [id_ for id_, rect in self._rects.items() if before.get(id_) != rect]
        return [rects[id_] for id_ in moved for rects in (before, self._rects) if id_ in rects]

    def rect(self, id_: str) -> Rect | None:
        """Return where a note lies; None if it has no position of its own."""
        return self._rects.get(id_)

    def at(self, point: Point) -> str:
        """Return the topmost note at a point, "" if there is none."""
        spot = Rect(point.x, point.y, 0, 0)
        return next((n.id for n in reversed(self._order) if self._rects[n.id].contains(spot)), "")

    def within(self, rect: Rect) -> Iterator[tuple[str, Rect]]:
        """Yield the notes that overlap a rectangle, the lowest first."""
        for note in self._order:
            place = self._rects[note.id]
            if place.intersects(rect):
                yield note.id, place

    def blocks(self, rect: Rect) -> Iterator[DrawingBlock]:
        """Yield the drawings of the notes that touch a rectangle."""
        for id_, place in self.within(rect):
            note = self._graph.element(id_)
            assert isinstance(note, Note)
            at = Rect(0, 0, *place.size)
            drawing = self._drawings.get(id_, (note, at), partial(self._note, note, at))
            yield DrawingBlock(("note", id_), Point(place.x, place.y), place.size, drawing, (id_,))

    def _note(self, note: Note, rect: Rect) -> Drawing:
        return tuple(depict_note(note, rect, self._context))

    def _find(self) -> None:
        """Find the notes that have a position."""
        self._order = [
            note
            for note in self._graph.elements("note")
            if isinstance(note, Note) and note.position is not None
        ]
        for note in self._order:
            if note.id not in self._heights:
                self._heights[note.id] = note_height(note, self._context)

    def _place(self, note: Note, size: Size) -> Rect:
        assert note.position is not None
        x, y = note.position
        height = self._heights[note.id]
        left = max(LABEL_WIDTH, min(float(x), size.width - NOTE_WIDTH))
        top = max(0.0, min(float(y), size.height - height))
        return Rect(left, top, NOTE_WIDTH, height)
