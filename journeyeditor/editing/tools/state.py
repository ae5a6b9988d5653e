"""What all tools share: their context, and the interface of a state.

A tool is a resting state; a gesture is a state that leads back to it. A state answers each event
with the state that follows, and shows what it would do as an overlay. It writes only when a
gesture ends, or within one transaction that the gesture can take back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from journeyeditor.editing.changes.relations import column_stage_of
from journeyeditor.editing.relation_lines import shown_line_at
from journeyeditor.editing.session import Selection, Session
from journeyeditor.editing.tools.interface import NOTHING, Key, Pointer, ToolView
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import Stage


class ToolContext:
    """The session that tools edit, and the view that shows it."""

    def __init__(self, session: Session, view: ToolView) -> None:
        self.session = session
        self.view = view
        #: The persona whose curve was touched last; new emotions are theirs.
        self.persona: str | None = None
        #: The kind of what was selected last.
        self.last_kind = ""
        self._stage: RecordId | None = None
        self._touched(())
        session.selection.changed.connect(self._touched)

    @property
    def graph(self) -> JourneyGraph:
        return self.session.graph

    @property
    def layout(self) -> IncrementalLayout:
        return self.session.layout

    @property
    def selection(self) -> Selection:
        return self.session.selection

    @property
    def stage(self) -> RecordId | None:
        """The stage touched last, else the first one; None in a map without stages."""
        if self._stage is not None and self.graph.has_element(self._stage):
            return self._stage
        return next((stage.id for stage in self.graph.stages()), None)

    @property
    def primary(self) -> RecordId:
        return self.selection.primary

    def touch(self, pointer: Pointer) -> None:
        """Remember the stage in whose column the pointer is."""
        column = hit_testing.column_at(self.layout, pointer.at.x)
        if column is not None and column.stage_id:
            self._stage = column.stage_id

    def _touched(self, _: tuple[RecordId, ...]) -> None:
        """Remember the stage and the kind of what was selected last."""
        element = self.session.element(self.primary)
        if element is None:
            return
        self.last_kind = element.kind
        if isinstance(element, Stage):
            self._stage = element.id
        elif element.is_card:
            self._stage = column_stage_of(self.graph, element) or self._stage

    def kind(self, id_: RecordId) -> str:
        """Return the kind of an element, "" for what is none."""
        return self.graph.element(id_).kind if self.graph.has_element(id_) else ""

    def hit(self, pointer: Pointer) -> RecordId:
        """Return the record under the pointer, a lane at its name, or ""."""
        key = self.lane_key(pointer)
        if key:
            return key if self.kind(key) == "lane" else ""
        id_ = hit_testing.hit(self.layout, pointer.at, pointer.slack)
        return id_ if id_ in self.graph else ""

    def hit_shown(self, pointer: Pointer) -> RecordId:
        """Return what `hit` does, or a relation whose line only the selection shows."""
        return self.hit(pointer) or shown_line_at(self.session, pointer.at, pointer.slack)

    def lane_key(self, pointer: Pointer) -> str:
        """Return the lane whose name is under the pointer, "" beside the names."""
        lane = hit_testing.lane_at(self.layout, pointer.at.y)
        return lane.spec.key if lane and 0 <= pointer.at.x < LABEL_WIDTH else ""

    def choose(self, id_: RecordId) -> None:
        self.selection.set([id_] if id_ else [])
        self.reveal(id_)

    def reveal(self, id_: RecordId) -> None:
        rect = self.layout.rect(id_)
        if rect is not None:
            self.view.reveal(rect)

    def write(self, id_: RecordId, field: str = "title", *, is_new: bool = False) -> None:
        self.reveal(id_)
        self.view.write(id_, field, is_new=is_new)


#: Makes the resting state of a tool by its name.
ToolFactory: TypeAlias = "Callable[[str], State]"


class State:
    """One state of a tool. What a state does not answer leaves it as it is."""

    #: The tool this state belongs to, by the name that `Toolbox.use` knows.
    tool = "select"
    #: The pointer shown while nothing else is said.
    cursor = "arrow"
    #: Whether the map scrolls when the pointer comes near the view's edge.
    scrolls = False
    #: Whether it is a gesture, which Escape ends, or a tool at rest.
    is_gesture = False

    def __init__(self, context: ToolContext) -> None:
        self.context = context

    def entered(self) -> None:
        self.context.view.show(NOTHING)
        self.context.view.cursor(self.cursor)

    def pressed(self, pointer: Pointer) -> State:
        return self

    def moved(self, pointer: Pointer) -> State:
        return self

    def released(self, pointer: Pointer) -> State:
        return self

    def key(self, key: Key, tools: ToolFactory) -> State | None:
        """Handle a key; None if this state has no use for it."""
        return None

    def cancelled(self) -> State:
        """Take back what the gesture has done, and return where it began."""
        return self


class Gesture(State):
    """A state that begins with the pointer down, and ends in the resting state it came from."""

    is_gesture = True

    def __init__(self, context: ToolContext, rest: State) -> None:
        super().__init__(context)
        self.rest = rest
        self.tool = rest.tool

    def key(self, key: Key, tools: ToolFactory) -> State | None:
        """Keep all keys from doing anything else in the midst of a gesture."""
        return self

    def cancelled(self) -> State:
        return self.rest


def is_far(start: Pointer, now: Pointer) -> bool:
    """Whether the pointer has moved far enough for a drag to be meant."""
    return abs(now.at.x - start.at.x) > now.slack or abs(now.at.y - start.at.y) > now.slack


def between(a: Point, b: Point) -> Rect:
    return Rect(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
