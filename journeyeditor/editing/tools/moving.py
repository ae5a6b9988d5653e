"""Dragging cards: the map shows where they would stand, and they go there when they are let go."""

from __future__ import annotations

from collections.abc import Iterable

from journeyeditor.editing.changes import placing
from journeyeditor.editing.dropping import Drop, drop
from journeyeditor.editing.input_events import Pointer
from journeyeditor.editing.tool_view import Overlay
from journeyeditor.editing.tools.placing import HIDDEN
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.editing.undo_labels import label
from journeyeditor.geometry import Point
from journeyeditor.i18n import N_
from journeyeditor.model import Change, Element, Entry, RecordId
from journeyeditor.vocabulary import Card, Note

#: No more pictures of cards than this hang on the pointer; the rest goes along unseen.
MAX_GHOSTS = 60


class MovingCards(Gesture):
    """Cards, emotions and notes in the hand; where they go is asked anew at every step."""

    cursor = "move"
    scrolls = True

    def __init__(self, ground: ToolContext, rest: State, start: Pointer, lead: RecordId) -> None:
        super().__init__(ground, rest)
        self._start = start
        self._lead = lead
        self._carried = carried(ground, lead)
        self._drop = Drop()
        self._delta = Point(0, 0)

    def moved(self, pointer: Pointer) -> State:
        """Show the place under the pointer, with room made for the cards."""
        at = pointer.at
        self._delta = Point(at.x - self._start.at.x, at.y - self._start.at.y)
        ground = self.ground
        kind = ground.kind(self._lead)
        self._drop = drop(ground.layout, ground.graph, at, kind, frozenset(self._carried))
        is_hidden = self._drop.spot is None
        ground.view.cursor("forbidden" if is_hidden else self.cursor)
        ground.view.show(
            Overlay(
                cell=self._drop.cell,
                mark=self._drop.mark,
                shifted=self._drop.shifted,
                ghosts=dict.fromkeys(self._seen(), self._delta),
                hot=self._drop.tie,
                words=ground.session.texts(HIDDEN) if is_hidden else "",
            )
        )
        return self

    def released(self, pointer: Pointer) -> State:
        """Put the cards there, as one step."""
        self.moved(pointer)
        ground = self.ground
        ids = [id_ for id_ in self._carried if ground.graph.has_element(id_)]
        ground.session.commit(label(N_("Move {thing}"), ground.graph, ids), self._change(ids))
        ground.reveal(self._lead)
        return self.rest

    def _seen(self) -> Iterable[RecordId]:
        """Return the cards whose pictures are carried."""
        return self._carried[:MAX_GHOSTS]

    def _change(self, ids: list[RecordId]) -> Change:
        """Return what letting go does: cards to their cell, free notes as far as the pointer went."""
        spot, graph = self._drop.spot, self.ground.graph
        if self._drop.position is not None:
            notes = [id_ for id_ in ids if id_ == self._lead or is_free(graph.element(id_))]
            return self._shifted(notes)
        if spot is None:
            return Change()
        notes = [id_ for id_ in ids if id_ != self._lead and is_free(graph.element(id_))]
        cards = [id_ for id_ in ids if id_ not in notes]
        return placing.move(graph, cards, spot).then(self._shifted(notes))

    def _shifted(self, ids: Iterable[RecordId]) -> Change:
        """Return the change that lays notes as far from where they are as the pointer went."""
        entries: dict[RecordId, Entry] = {}
        for id_ in ids:
            note, rect = self.ground.graph.element(id_), self.ground.layout.rect(id_)
            if isinstance(note, Note) and rect is not None:
                at = (round(rect.x + self._delta.x, 1), round(rect.y + self._delta.y, 1))
                if at != note.position:
                    entries[id_] = (note, note.replaced(position=at))
        return Change(entries)


def carried(ground: ToolContext, lead: RecordId) -> list[RecordId]:
    """Return the cards that go with the one that was taken: it, then the others selected."""
    others = [
        id_
        for id_ in ground.selection.ids
        if id_ != lead
        and ground.graph.has_element(id_)
        and isinstance(ground.graph.element(id_), Card)
    ]
    return [lead, *others]


def is_free(element: Element) -> bool:
    """Tell whether an element is a note that lies free."""
    return isinstance(element, Note) and element.position is not None
