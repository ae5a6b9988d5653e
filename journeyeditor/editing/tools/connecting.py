"""Connecting elements, and dragging an end of a relation to another element.

A line is drawn from one to another, by pointer or by keys. It can end only where a relation is
permitted; those targets are highlighted.
"""

from __future__ import annotations

from functools import cache

from journeyeditor.editing import operations
from journeyeditor.editing.changes.relations import RelationEnd
from journeyeditor.editing.relation_lines import relation_line, straight_line
from journeyeditor.editing.tools.interface import Key, Overlay, Pointer
from journeyeditor.editing.tools.navigation import DIRECTIONS, towards
from journeyeditor.editing.tools.state import Gesture, State, ToolContext, ToolFactory, is_far
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import N_
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import KINDS, RELATION_NAMES, Follows, Shape, may_connect

#: The side of a handle of a card or of a relation's end, in map units.
SIDE = 7.0
#: Elements narrower than this have no room for a handle at their right.
NARROW = 30.0


def handles(layout: IncrementalLayout, id_: str) -> tuple[Rect, ...]:
    """Return the squares, in map units, in which a record's handles are drawn as discs.

    One on the middle of the upper edge, and on cards and headers one on that of the right edge, where
    the journey goes on. None for what has no place on the map, or is a lane.
    """
    rect = layout.rect(id_)
    if rect is None or (layout.cell_of(id_) is None and not _is_header(layout, id_)):
        return ()
    top = Rect(rect.center.x - SIDE / 2, rect.y - SIDE / 2, SIDE, SIDE)
    if rect.width < NARROW:
        return (top.translated(0, -SIDE / 2),)
    return (top, Rect(rect.right - SIDE / 2, rect.center.y - SIDE / 2, SIDE, SIDE))


def is_on_handle(layout: IncrementalLayout, id_: str, pointer: Pointer) -> bool:
    if pointer.slack > SIDE:  # so small that they would cover the card, and are not shown
        return False
    near = min(pointer.slack, SIDE) / 2
    return any(
        rect.x - near <= pointer.at.x <= rect.right + near
        and rect.y - near <= pointer.at.y <= rect.bottom + near
        for rect in handles(layout, id_)
    )


def _is_header(layout: IncrementalLayout, id_: str) -> bool:
    return any(column.stage_id == id_ for column in layout.columns)


class ConnectTool(State):
    """The tool that joins, at rest."""

    tool = "connect"
    cursor = "cross"

    def pressed(self, pointer: Pointer) -> State:
        id_ = self.context.hit(pointer)
        if not may_reach(self.context, id_):
            self.context.selection.clear()
            return self
        self.context.selection.set([id_])
        return DrawingConnection(self.context, self, id_, pointer)

    def moved(self, pointer: Pointer) -> State:
        can = may_reach(self.context, self.context.hit(pointer))
        self.context.view.cursor("cross" if can else "arrow")
        return self


def may_reach(context: ToolContext, id_: RecordId) -> bool:
    """Whether a relation can lead from an element on the map to another; asks no element."""
    kind = context.kind(id_)
    if not kind or not handles(context.layout, id_):
        return False
    return any(len(context.graph.elements(other)) > (other == kind) for other in _joinable(kind))


@cache
def _joinable(kind: str) -> tuple[str, ...]:
    others = [cls.kind_name() for cls in KINDS if cls.look.shape is not Shape.RECORD]
    return tuple(
        other
        for other in others
        if any(
            may_connect(kind, name, other) or may_connect(other, name, kind)
            for name in RELATION_NAMES
        )
    )


class _ConnectionGesture(Gesture):
    """A line that begins at an element; `hot` is the permitted target at its other end."""

    cursor = "cross"

    def __init__(self, context: ToolContext, rest: State, source: RecordId) -> None:
        super().__init__(context, rest)
        self._source = source
        self._targets = operations.connection_targets(context.graph, source)
        self._active = ""

    def _show(self, end: Point) -> None:
        layout = self.context.layout
        start = layout.rect(self._source)
        met = layout.rect(self._active) if self._active else None
        line = () if start is None else straight_line(start, end, met)
        self.context.view.show(Overlay(connector=line, targets=self._targets, active=self._active))

    def _joined(self) -> State:
        """Join the two, and let the new relation be named.

        A transition to a neighbour has no line until it has a name.
        """
        context = self.context
        if not (context.kind(self._source) and context.kind(self._active)):
            return self.rest
        id_ = operations.connect(context.session, self._source, self._active)
        context.selection.set([id_])
        if context.layout.connector_points(id_) or isinstance(
            context.session.relation(id_), Follows
        ):
            context.write(id_)
        return self.rest


class DrawingConnection(_ConnectionGesture):
    """A line drawn with the pointer; a click at its beginning lets the button up meanwhile."""

    scrolls = True

    def __init__(self, context: ToolContext, rest: State, source: RecordId, start: Pointer) -> None:
        super().__init__(context, rest, source)
        self._start = start
        self._is_drawn = False

    def entered(self) -> None:
        self.context.view.cursor(self.cursor)
        self._show(self._start.at)

    def pressed(self, pointer: Pointer) -> State:
        """End a line that was begun with a click."""
        self._is_drawn = True
        return self.moved(pointer)

    def moved(self, pointer: Pointer) -> State:
        self._is_drawn = self._is_drawn or (bool(pointer.button) and is_far(self._start, pointer))
        hit = self.context.hit(pointer)
        self._active = hit if hit in self._targets else ""
        is_invalid = bool(self.context.kind(hit)) and not self._active and hit != self._source
        self.context.view.cursor("forbidden" if is_invalid else self.cursor)
        self._show(pointer.at)
        return self

    def released(self, pointer: Pointer) -> State:
        if not self._is_drawn and not is_far(self._start, pointer):
            return self
        self.moved(pointer)
        return self._joined() if self._active else self.rest


class ChoosingTarget(_ConnectionGesture):
    """A line drawn with keys: arrows choose among what may be reached, Enter joins."""

    def __init__(self, context: ToolContext, rest: State, source: RecordId) -> None:
        super().__init__(context, rest, source)
        layout = context.layout
        whole = Rect(-1, -1, layout.size.width + 2, layout.size.height + 2)
        self._order = [id_ for id_ in hit_testing.ids_in(layout, whole) if id_ in self._targets]
        self._active = _nearest(context, source, self._order)

    def entered(self) -> None:
        self._point()

    def moved(self, pointer: Pointer) -> State:
        return self

    def pressed(self, pointer: Pointer) -> State:
        hit = self.context.hit(pointer)
        self._active = hit if hit in self._targets else ""
        return self._joined() if self._active else self.rest

    def key(self, key: Key, tools: ToolFactory) -> State | None:
        if key.name == "enter" and self._active:
            return self._joined()
        if key.name in DIRECTIONS:
            nearest = towards(self.context.layout, self._active, key.name, self._order)
            self._active = nearest or self._active
            self._point()
        elif key.name == "tab" and self._order:
            step = -1 if key.shift else 1
            place = self._order.index(self._active) if self._active in self._order else -step
            self._active = self._order[(place + step) % len(self._order)]
            self._point()
        return self

    def _point(self) -> None:
        self.context.reveal(self._active)
        rect = self.context.layout.rect(self._active) or self.context.layout.rect(self._source)
        self._show(rect.center if rect else Point(0, 0))


def _nearest(context: ToolContext, source: RecordId, order: list[RecordId]) -> RecordId:
    start = context.layout.rect(source)
    if start is None:
        return order[0] if order else ""

    def distance(id_: RecordId) -> float:
        rect = context.layout.rect(id_)
        assert rect is not None
        return abs(rect.center.x - start.center.x) + abs(rect.center.y - start.center.y)

    return min(order, key=distance, default="")


#: How far from its end the line of a relation that is not selected can be taken, in map units.
REACH = 10.0

#: Why an element is refused as an end.
CANNOT_BEGIN = N_("This connection cannot begin here")
CANNOT_END = N_("This connection cannot end here")


def end_handles(context: ToolContext, id_: RecordId) -> tuple[tuple[RelationEnd, Rect], ...]:
    """Return the ends of a relation and the squares of their handles, nothing for other records."""
    line = relation_line(context.session, id_)
    if len(line) < 2 or context.session.relation(id_) is None:
        return ()
    return (("source", _square(line[0])), ("target", _square(line[-1])))


def end_at(context: ToolContext, pointer: Pointer) -> tuple[RecordId, RelationEnd] | None:
    """Return the relation whose end is under the pointer, and which end it is.

    The selected one is taken by its handles, another one by its line near an end.
    """
    near = min(pointer.slack, SIDE) / 2
    selected = _end_near(context, context.primary, pointer.at, near)
    if selected is not None or pointer.slack > SIDE or pointer.shift or pointer.ctrl:
        return selected
    id_ = context.hit_shown(pointer)
    return _end_near(context, id_, pointer.at, REACH) if id_ != context.primary else None


def _end_near(
    context: ToolContext, id_: RecordId, at: Point, near: float
) -> tuple[RecordId, RelationEnd] | None:
    """Return the end of a relation whose handle is within a distance, the nearest one first."""
    area = Rect(at.x, at.y, 0, 0).inset(-near)
    found = [
        (abs(square.center.x - at.x) + abs(square.center.y - at.y), end)
        for end, square in end_handles(context, id_)
        if square.intersects(area)
    ]
    return (id_, min(found)[1]) if found else None


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
        """Reconnect, or put the end back and say why; a click selects the relation."""
        context = self.context
        context.selection.set([self._id])
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
