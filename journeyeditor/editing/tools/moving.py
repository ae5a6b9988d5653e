"""Dragging cards, stages, lanes and the edges of stages: the map shows where they would go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from journeyeditor.editing import operations
from journeyeditor.editing.changes import pasting, placing
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.tools.dropping import MARK, DropPreview, preview_drop
from journeyeditor.editing.tools.interface import Overlay, Pointer
from journeyeditor.editing.tools.placing import HIDDEN
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.editing.undo_labels import label
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import N_
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.style import SLOT_PREFERRED
from journeyeditor.model import Change, Element, Entry, RecordId
from journeyeditor.vocabulary import Card, Note
from journeyeditor.vocabulary.stage import MAX_SLOTS

#: The most dragged cards that are shown at the pointer.
MAX_GHOSTS = 60


class MovingCards(Gesture):
    """Dragging cards, emotions and notes; with Alt or Ctrl, copies of them."""

    cursor = "move"
    scrolls = True

    def __init__(self, context: ToolContext, rest: State, start: Pointer, lead: RecordId) -> None:
        super().__init__(context, rest)
        self._start = start
        self._lead = lead
        self._carried = carried(context, lead)
        self._drop = DropPreview()
        self._delta = Point(0, 0)

    def moved(self, pointer: Pointer) -> State:
        at = pointer.at
        self._delta = Point(at.x - self._start.at.x, at.y - self._start.at.y)
        context = self.context
        kind = context.kind(self._lead)
        is_copying = _copies(pointer)
        skipped = frozenset(() if is_copying else self._carried)
        self._drop = preview_drop(context.layout, context.graph, at, kind, skipped)
        is_hidden = self._drop.target is None
        shown = "copy" if is_copying else self.cursor
        context.view.cursor("forbidden" if is_hidden else shown)
        context.view.show(
            Overlay(
                cell=self._drop.cell,
                mark=self._drop.mark,
                shifted=self._drop.shifted,
                ghosts=dict.fromkeys(self._seen(), self._delta),
                is_copying=is_copying,
                active=self._drop.relation,
                tooltip=context.session.texts(HIDDEN) if is_hidden else "",
            )
        )
        return self

    def released(self, pointer: Pointer) -> State:
        context = self.context
        ids = [id_ for id_ in self._carried if context.graph.has_element(id_)]
        if not _copies(pointer):
            context.session.commit(label(N_("Move {thing}"), context.graph, ids), self._change(ids))
        elif self._drop.target is not None or self._drop.position is not None:
            self._copy(ids)
        context.reveal(self._lead)
        return self.rest

    def _copy(self, ids: list[RecordId]) -> None:
        """Put copies where the cards were shown, and select them."""
        session = self.context.session
        with session.transaction(label(N_("Duplicate {thing}"), session.graph, ids)) as transaction:
            draft = Draft(session.graph)
            copies = pasting.duplicate(draft, ids)
            transaction.write(draft.change())
            self._lead = copies[ids.index(self._lead)]
            transaction.write(self._change(copies, dict(zip(copies, ids, strict=True))))
        session.selection.set(copies)

    def _seen(self) -> Iterable[RecordId]:
        return self._carried[:MAX_GHOSTS]

    def _change(self, ids: list[RecordId], originals: Mapping[RecordId, RecordId] = {}) -> Change:
        """Return what letting go does: cards to their cell, free notes as far as the pointer went.

        `originals` leads from copies to what was dragged.
        """
        target, graph = self._drop.target, self.context.graph
        if self._drop.position is not None:
            notes = [id_ for id_ in ids if id_ == self._lead or is_free(graph.element(id_))]
            return self._shifted(notes, originals)
        if target is None:
            return Change()
        notes = [id_ for id_ in ids if id_ != self._lead and is_free(graph.element(id_))]
        cards = [id_ for id_ in ids if id_ not in notes]
        return placing.move(graph, cards, target).then(self._shifted(notes, originals))

    def _shifted(self, ids: Iterable[RecordId], originals: Mapping[RecordId, RecordId]) -> Change:
        entries: dict[RecordId, Entry] = {}
        for id_ in ids:
            note = self.context.graph.element(id_)
            rect = self.context.layout.rect(originals.get(id_, id_))
            if isinstance(note, Note) and rect is not None:
                at = (round(rect.x + self._delta.x, 1), round(rect.y + self._delta.y, 1))
                if at != note.position:
                    entries[id_] = (note, note.replaced(position=at))
        return Change(entries)


def _copies(pointer: Pointer) -> bool:
    return pointer.alt or pointer.ctrl


def carried(context: ToolContext, lead: RecordId) -> list[RecordId]:
    """Return the cards that go with the one that was taken: it, then the others selected."""
    others = [
        id_
        for id_ in context.selection.ids
        if id_ != lead
        and context.graph.has_element(id_)
        and isinstance(context.graph.element(id_), Card)
    ]
    return [lead, *others]


def is_free(element: Element) -> bool:
    return isinstance(element, Note) and element.position is not None


class MovingStages(Gesture):
    """Dragging stages: they go between two columns, with their cards; with Alt or Ctrl, copies."""

    cursor = "move"
    scrolls = True

    def __init__(self, context: ToolContext, rest: State, start: Pointer, lead: RecordId) -> None:
        super().__init__(context, rest)
        self._start = start
        stages = {column.stage_id for column in context.layout.columns}
        chosen = [id_ for id_ in context.selection.ids if id_ in stages]
        self._carried = chosen if lead in chosen else [lead]
        self._drop = DropPreview()

    def moved(self, pointer: Pointer) -> State:
        context = self.context
        delta = Point(pointer.at.x - self._start.at.x, pointer.at.y - self._start.at.y)
        is_copying = _copies(pointer)
        skipped = frozenset(() if is_copying else self._carried)
        self._drop = preview_drop(context.layout, context.graph, pointer.at, "stage", skipped)
        context.view.cursor("copy" if is_copying else self.cursor)
        context.view.show(
            Overlay(
                mark=self._drop.mark,
                shifted=self._drop.shifted,
                ghosts=dict.fromkeys(self._carried, delta),
                is_copying=is_copying,
            )
        )
        return self

    def released(self, pointer: Pointer) -> State:
        session, target = self.context.session, self._drop.target
        if target is not None and _copies(pointer):
            self._carried = operations.duplicate_stages(session, self._carried, target.before)
        elif target is not None:
            operations.move_stages(session, self._carried, target.before)
        self.context.reveal(self._carried[0])
        return self.rest


class LaneDrop(NamedTuple):
    """Where a lane would go: in front of the lane with the key `before` ("": last), and the mark."""

    before: str
    mark: Rect


def drop_lane(layout: IncrementalLayout, y: float, key: str) -> LaneDrop:
    """Return where a lane dropped at a height would go."""
    lanes = layout.lanes
    index = sum(y > lane.rect.center.y for lane in lanes)
    before = next((lane.spec.key for lane in lanes[index:] if lane.spec.key != key), "")
    if 0 < index < len(lanes):
        at = (lanes[index - 1].rect.bottom + lanes[index].rect.y) / 2
    else:
        at = lanes[0].rect.y if index == 0 else lanes[-1].rect.bottom
    return LaneDrop(before, Rect(0, at - MARK / 2, layout.size.width, MARK))


class MovingLane(Gesture):
    """Dragging a lane: it goes between two others."""

    cursor = "move"
    scrolls = True

    def __init__(self, context: ToolContext, rest: State, start: Pointer, key: str) -> None:
        super().__init__(context, rest)
        self._start = start
        self._key = key
        self._before: str | None = None

    def moved(self, pointer: Pointer) -> State:
        layout = self.context.layout
        place = drop_lane(layout, pointer.at.y, self._key)
        self._before = place.before
        self.context.view.show(Overlay(cell=layout.rect(self._key), mark=place.mark))
        return self

    def released(self, pointer: Pointer) -> State:
        if self._before is not None and self._is_elsewhere(self._before):
            operations.move_lane(self.context.session, self._key, self._before)
        return self.rest

    def _is_elsewhere(self, before: str) -> bool:
        keys = [lane.spec.key for lane in self.context.layout.lanes]
        if self._key not in keys:
            return False
        index = keys.index(self._key)
        return before != (keys[index + 1] if index + 1 < len(keys) else "")


def edge_at(context: ToolContext, pointer: Pointer) -> ColumnPlace | None:
    """Return the stage whose header has its right edge under the pointer."""
    column = hit_testing.column_at(context.layout, pointer.at.x - pointer.slack)
    if column is None or not column.stage_id:
        return None
    head = context.layout.rect(column.stage_id)
    is_there = (
        head is not None
        and abs(pointer.at.x - head.right) <= pointer.slack
        and head.y <= pointer.at.y < head.bottom
    )
    return column if is_there else None


class ResizingStage(Gesture):
    """A stage becomes as wide as the pointer goes, at least as wide as its cards need."""

    cursor = "resize"
    scrolls = True

    def __init__(
        self, context: ToolContext, rest: State, start: Pointer, column: ColumnPlace
    ) -> None:
        super().__init__(context, rest)
        self._start, self._column = start, column
        assert column.stage_id is not None
        self._stage = column.stage_id
        self._needed = context.layout.grid.needed_slots(self._stage)
        self._slots = column.slots

    def entered(self) -> None:
        self.context.view.cursor(self.cursor)

    def moved(self, pointer: Pointer) -> State:
        context, column = self.context, self._column
        width = column.width + pointer.at.x - self._start.at.x
        wanted = round(width / SLOT_PREFERRED)
        self._slots = max(self._needed, min(wanted, max(MAX_SLOTS, self._needed)))
        head = context.layout.rect(self._stage)
        if head is not None:
            height = context.layout.size.height - head.y
            area = Rect(column.x, head.y, self._slots * SLOT_PREFERRED, height)
            mark = Rect(area.right - MARK / 2, area.y, MARK, area.height)
            context.view.show(Overlay(cell=area, mark=mark, tooltip=self._words()))
        return self

    def released(self, pointer: Pointer) -> State:
        session = self.context.session
        if self._slots != self._column.slots:
            slots = self._slots if self._slots > self._needed else None
            operations.set_field(session, [self._stage], "slots", slots)
            session.selection.set([self._stage])
        return self.rest

    def _words(self) -> str:
        texts = self.context.session.texts
        words = texts.plural("{count} card wide", "{count} cards wide", self._slots)
        return words.format(count=texts.number(self._slots))
