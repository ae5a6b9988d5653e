"""The tools of a canvas, and the one in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from journeyeditor.editing.session import Session
from journeyeditor.editing.tools import keys
from journeyeditor.editing.tools.connecting import ConnectTool, end_handles, handles, may_reach
from journeyeditor.editing.tools.curves import CurveTool
from journeyeditor.editing.tools.interface import Key, MapPart, Pointer, ToolView
from journeyeditor.editing.tools.placing import (
    KIND_KEYS,
    CardsDrag,
    PaletteDrag,
    PictureDrag,
    PicturePlace,
    kinds_at,
    make_beside,
    put,
    rename_lane,
)
from journeyeditor.editing.tools.select import SelectTool, handle_at
from journeyeditor.editing.tools.shortcuts import letter_of
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.geometry import Point, Rect
from journeyeditor.model import Change, RecordId, Signal
from journeyeditor.vocabulary import KIND_NAMES


class HandTool(State):
    """The hand tool at rest."""

    tool = "hand"
    cursor = "hand"

    def pressed(self, pointer: Pointer) -> State:
        return Panning(self.context, self, pointer)


class Panning(Gesture):
    """Panning: the point where it began stays under the pointer."""

    cursor = "grab"

    def __init__(self, context: ToolContext, rest: State, start: Pointer) -> None:
        super().__init__(context, rest)
        self._start = start.at

    def entered(self) -> None:
        """Show the cursor, and keep the overlay of the tool below."""
        self.context.view.cursor(self.cursor)

    def moved(self, pointer: Pointer) -> State:
        """Pan; the coordinates of the next event are those of the moved view."""
        dx, dy = self._start.x - pointer.at.x, self._start.y - pointer.at.y
        if dx or dy:
            self.context.view.pan(dx, dy)
        return self

    def released(self, pointer: Pointer) -> State:
        return self.rest


class Toolbox:
    """Passes the canvas's events to the tool in use.

    `changed` carries the name of the new tool: "select", "connect", "hand" or "curve". Whatever goes
    wrong in a gesture, nothing of it is left.
    """

    def __init__(self, session: Session, view: ToolView) -> None:
        self.changed: Signal[str] = Signal()
        self._context = ToolContext(session, view)
        self._select = SelectTool(self._context)
        self._state: State = self._select
        self._last: Pointer | None = None
        # How far the view has scrolled during the gesture, in map units.
        self._scrolled = Point(0, 0)
        # Whether what changes now is our own doing.
        self._is_acting = False
        session.about_to_write.connect(self._interrupted)
        session.theme_changed.connect(self._interrupted)
        session.updated.connect(self._map_changed)

    @property
    def name(self) -> str:
        return self._state.tool

    @property
    def is_busy(self) -> bool:
        """Whether there is a gesture, which `cancel` would end."""
        return self._state.is_gesture

    @property
    def scrolls(self) -> bool:
        """Whether the map is to scroll while the pointer is near the view's edge."""
        return self._state.scrolls

    def use(self, name: str) -> None:
        """Select a tool by its name; a gesture is cancelled."""
        self.cancel()
        self._go(self._tool(name))

    def insert(self, kind: str) -> None:
        """Add an element of a kind beside the selection, and edit its title."""
        self.use("select")
        with self._acting():
            make_beside(self._context, kind)

    def run(self, command: str) -> bool:
        """Run a command of the map's shortcuts; return whether it had an effect."""
        self.use("select")
        with self._acting():
            return keys.COMMANDS[command](self._context, Key(""))

    def handles(self, hovered: RecordId = "") -> tuple[Rect, ...]:
        """Return the handles to be shown now, of what was selected last and of a hovered relation.

        An element that can be joined has some around it, a relation one at either end.
        """
        context = self._context
        if self._state is not self._select:
            return ()
        ids = dict.fromkeys((context.primary, hovered))
        ends = tuple(square for id_ in ids for _, square in end_handles(context, id_))
        if may_reach(context, context.primary):
            return (*handles(context.layout, context.primary), *ends)
        return ends

    def part_at(self, pointer: Pointer) -> MapPart:
        """Return what a menu or a tooltip at the pointer is about."""
        context = self._context
        lane = context.lane_key(pointer)
        handle = handle_at(context, pointer) if self._state is self._select else ""
        id_ = context.hit_shown(pointer)
        kinds = () if lane or id_ else kinds_at(context, pointer)
        return MapPart(pointer.at, handle, id_, lane, kinds)

    def add_at(self, kind: str, at: Point) -> None:
        """Add an element of a kind at a point of the map, and edit its title."""
        self.use("select")
        with self._acting():
            put(self._context, kind, Pointer(at))

    def rename_lane(self, key: str) -> None:
        self.use("select")
        with self._acting():
            rename_lane(self._context, key)

    def pressed(self, pointer: Pointer) -> None:
        """Handle a button press; `clicks` is 2 for the second one of a double-click."""
        self._last = pointer
        if pointer.button == "middle" and not self._state.is_gesture:
            self._go(Panning(self._context, self._state, pointer))
        else:
            self._do(self._state.pressed, pointer)

    def moved(self, pointer: Pointer) -> None:
        """Handle a pointer move; `button` is "" while none is pressed.

        A gesture that begins with this movement gets it, too, so that it shows at once.
        """
        self._last = pointer
        before = self._state
        self._do(before.moved, pointer)
        if self._state is not before and self._state.is_gesture:
            self._do(self._state.moved, pointer)

    def released(self, pointer: Pointer) -> None:
        self._last = None
        self._do(self._state.released, pointer)

    def key(self, key: Key) -> bool:
        """Handle a key press; False if it has no effect.

        A letter that adds a card ends a gesture of the pointer first, which stays where it is, so
        that no word typed in haste is lost.
        """
        if key.name == "escape":
            return self._step_back()
        if self._state.is_gesture and self._last is not None and letter_of(key) in KIND_KEYS:
            self.released(self._last)
        try:
            with self._acting():
                state = self._state.key(key, self._tool)
                if state is None:
                    state = keys.answer(self._context, self._state, key, self._tool)
        except BaseException:
            self.cancel()
            raise
        if state is not None:
            self._go(state)
        return state is not None

    def cancel(self) -> bool:
        """End a gesture as if it had never begun, also for the view; return whether there was one."""
        if not self._state.is_gesture:
            return False
        with self._acting():
            state = self._state.cancelled()
        dx, dy = self._scrolled
        if dx or dy:
            self._context.view.pan(-dx, -dy)
        self._go(state, is_over=True)
        return True

    def autoscroll(self, dx: float, dy: float) -> None:
        """Scroll the view by a step, in map units, and go on as if the pointer had moved as far.

        To be called by a timer while `scrolls` and the pointer is near or beyond the view's edge.
        """
        if not self._state.scrolls or self._last is None or not (dx or dy):
            return
        dx, dy = self._context.view.pan(dx, dy)
        self._scrolled = Point(self._scrolled.x + dx, self._scrolled.y + dy)
        at = self._last.at
        self.moved(self._last._replace(at=Point(at.x + dx, at.y + dy)))

    def hold(self, pointer: Pointer) -> None:
        """Pan until the button is released, whatever tool is in use."""
        if not self._state.is_gesture:
            self._go(Panning(self._context, self._state, pointer))

    def drag_entered(self, kind: str) -> None:
        self.cancel()
        if kind in KIND_NAMES:
            self._go(PaletteDrag(self._context, kind, self._select))

    def drag_moved(self, pointer: Pointer) -> None:
        if isinstance(self._state, PaletteDrag):
            self.moved(pointer)

    def drag_left(self) -> None:
        self._last = None
        if isinstance(self._state, PaletteDrag):
            self.cancel()

    def dropped(self, kind: str, pointer: Pointer) -> None:
        if not isinstance(self._state, PaletteDrag) or self._state.kind != kind:
            self.drag_entered(kind)
        if isinstance(self._state, PaletteDrag):
            self.released(pointer)

    def cards_entered(self, ids: Sequence[RecordId]) -> None:
        """Handle cards of the map that are dragged from a list."""
        self.cancel()
        known = tuple(id_ for id_ in ids if self._context.graph.has_element(id_))
        if known:
            self._go(CardsDrag(self._context, known, self._select))

    def cards_dropped(self, pointer: Pointer) -> None:
        if isinstance(self._state, CardsDrag):
            self.released(pointer)

    def pictures_entered(self) -> None:
        """Handle pictures that are dragged over the map from outside."""
        self.cancel()
        self._go(PictureDrag(self._context, self._select))

    def pictures_dropped(self, pointer: Pointer) -> PicturePlace | None:
        """Return where pictures that are dropped go; None where they would not be seen."""
        if not isinstance(self._state, PictureDrag):
            self.pictures_entered()
        drag = self._state
        if not isinstance(drag, PictureDrag):
            return None
        if drag.place is None:
            self.moved(pointer)
        self.released(pointer)
        return drag.place

    def _tool(self, name: str) -> State:
        tools = {"connect": ConnectTool, "hand": HandTool, "curve": CurveTool}
        return tools[name](self._context) if name in tools else self._select

    def _do(self, answer: Callable[[Pointer], State], pointer: Pointer) -> None:
        """Let the state answer an event; if that fails, nothing of the gesture is left."""
        try:
            with self._acting():
                state = answer(pointer)
        except BaseException:
            self.cancel()
            raise
        self._go(state)

    def _go(self, state: State, *, is_over: bool = False) -> None:
        before, self._state = self._state, state
        if not state.is_gesture:
            self._scrolled = Point(0, 0)
        if state is not before or is_over:
            state.entered()
        if state.tool != before.tool:
            self.changed.emit(state.tool)

    def _step_back(self) -> bool:
        """Handle Escape: end the gesture, or the tool, the highlight, the selection."""
        if self.cancel():
            return True
        if self._state is not self._select:
            self._go(self._select)
            return True
        if self._context.session.highlight.clear():
            return True
        if self._context.selection.ids:
            self._context.selection.clear()
            return True
        return False

    def _interrupted(self, _: None) -> None:
        """End a gesture because something else writes, or the map is rebuilt."""
        self.cancel()

    def _map_changed(self, change: Change) -> None:
        if not self._is_acting:
            self.cancel()

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """Mark the changes made meanwhile as the tool's own."""
        before, self._is_acting = self._is_acting, True
        try:
            yield
        finally:
            self._is_acting = before
