"""Dragging an end of a relation to another element."""

from __future__ import annotations

from journeyeditor.editing import operations
from journeyeditor.editing.changes.relations import RelationEnd
from journeyeditor.editing.relation_lines import relation_line, straight_line
from journeyeditor.editing.tools.interface import Overlay, Pointer
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import N_
from journeyeditor.model import RecordId

#: The side of the handles at the ends of a relation, in map units.
SIDE = 7.0
#: Why an element is refused as an end.
CANNOT_BEGIN = N_("This connection cannot begin here")
CANNOT_END = N_("This connection cannot end here")


def end_handles(context: ToolContext) -> tuple[tuple[RelationEnd, Rect], ...]:
    """Return the ends of the relation selected last and the squares of their handles."""
    line = relation_line(context.session, context.primary)
    if len(line) < 2 or context.session.relation(context.primary) is None:
        return ()
    return (("source", _square(line[0])), ("target", _square(line[-1])))


def end_at(context: ToolContext, pointer: Pointer) -> RelationEnd | None:
    """Return the end of the selected relation whose handle is under the pointer."""
    near = min(pointer.slack, SIDE) / 2
    area = Rect(pointer.at.x, pointer.at.y, 0, 0).inset(-near)
    return next((end for end, square in end_handles(context) if square.intersects(area)), None)


class DraggingEnd(Gesture):
    """An end of a relation follows the pointer; it can be dropped only where it is permitted."""

    cursor = "cross"
    scrolls = True

    def __init__(self, context: ToolContext, rest: State, id_: RecordId, end: RelationEnd) -> None:
        super().__init__(context, rest)
        relation = context.graph.relation(id_)
        self._id, self._end = id_, end
        self._fixed = relation.target if end == "source" else relation.source
        self._present = relation.source if end == "source" else relation.target
        self._targets = operations.reconnection_targets(context.graph, id_, end)
        self._active = ""
        self._is_refused = False

    def entered(self) -> None:
        """Show nothing yet: it may be a click."""

    def moved(self, pointer: Pointer) -> State:
        """Draw the line to the pointer, or to the target that it meets."""
        context = self.context
        hit = context.hit(pointer)
        self._active = hit if hit in self._targets else ""
        self._is_refused = bool(context.kind(hit)) and hit not in {*self._targets, self._present}
        context.view.cursor("forbidden" if self._is_refused else self.cursor)
        context.view.show(
            Overlay(
                connector=self._line(pointer.at),
                targets=self._targets,
                active=self._active,
                ghosts={self._id: Point(0, 0)},
                tooltip=self._refusal() if self._is_refused else "",
            )
        )
        return self

    def released(self, pointer: Pointer) -> State:
        """Reconnect, or put the end back and say why."""
        context = self.context
        if self._active:
            operations.reconnect(context.session, self._id, self._end, self._active)
        elif self._is_refused:
            context.session.announced.emit(self._refusal())
        return self.rest

    def _line(self, at: Point) -> tuple[Point, ...]:
        """Return the line from the fixed end to a point, or to the target that it meets."""
        layout = self.context.layout
        start = layout.rect(self._fixed)
        if start is None:
            return ()
        return straight_line(start, at, layout.rect(self._active) if self._active else None)

    def _refusal(self) -> str:
        return self.context.session.texts(CANNOT_BEGIN if self._end == "source" else CANNOT_END)


def _square(at: Point) -> Rect:
    return Rect(at.x - SIDE / 2, at.y - SIDE / 2, SIDE, SIDE)
