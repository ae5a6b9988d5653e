"""Dragging the right edge of a stage's header: the stage gets more or fewer slots."""

from __future__ import annotations

from journeyeditor.editing import operations
from journeyeditor.editing.tools.dropping import MARK
from journeyeditor.editing.tools.interface import Overlay, Pointer
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.style import SLOT_PREFERRED
from journeyeditor.vocabulary.stage import MAX_SLOTS


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
