"""The tool that puts new elements on the map, and the palette's drags, which do the same."""

from __future__ import annotations

from typing import Any

from journeyeditor.editing import operations
from journeyeditor.editing.cells import column_near, has_cell
from journeyeditor.editing.changes.scores import rounded
from journeyeditor.editing.drop_target import Spot
from journeyeditor.editing.dropping import Drop, drop
from journeyeditor.editing.input_events import Key, Pointer
from journeyeditor.editing.tool_view import NOTHING, Overlay
from journeyeditor.editing.tools.beside import spot_beside
from journeyeditor.editing.tools.scoring import told
from journeyeditor.editing.tools.state import Maker, State, ToolContext
from journeyeditor.i18n import N_
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import KINDS

#: Letter → the kind that it makes.
KIND_KEYS = {cls.look.key: cls.model_fields["kind"].default for cls in KINDS if cls.look.key}

#: Why a card is not made: nobody would see it.
HIDDEN = N_("This lane is hidden")


class Place(State):
    """The tool that places one kind: a click puts it where the map shows that it would go.

    With Shift held the tool stays; otherwise the arrow comes back, and the title is written.
    """

    cursor = "cross"
    scrolls = True

    def __init__(self, ground: ToolContext, kind: str, after: State) -> None:
        super().__init__(ground)
        self.tool = kind
        self._after = after
        self._drop = Drop()

    def moved(self, pointer: Pointer) -> State:
        """Show where it would go."""
        self._drop = show_place(self.ground, self.tool, pointer)
        return self

    def pressed(self, pointer: Pointer) -> State:
        """Put it there."""
        if pointer.button != "left":
            return self._after
        put(self.ground, self.tool, pointer)
        return self if pointer.shift else self._after

    def key(self, key: Key, tools: Maker) -> State | None:
        """Put it beside what is selected, or at the end of the map; another letter changes it."""
        kind = KIND_KEYS.get(key.name) if not (key.ctrl or key.alt) else None
        if key.name == "enter" or kind == self.tool:
            make_beside(self.ground, self.tool)
            return self._after
        return tools(kind) if kind else None

    def cancelled(self) -> State:
        """Take up the arrow again."""
        return self._after


class Carrying(State):
    """A kind on its way from the palette."""

    scrolls = True
    is_gesture = True

    def __init__(self, ground: ToolContext, kind: str, rest: State) -> None:
        super().__init__(ground)
        self.kind = kind
        self.rest = rest
        self.tool = rest.tool

    def moved(self, pointer: Pointer) -> State:
        """Show where it would go."""
        show_place(self.ground, self.kind, pointer)
        return self

    def released(self, pointer: Pointer) -> State:
        """Put it there."""
        put(self.ground, self.kind, pointer)
        return self.rest

    def key(self, key: Key, tools: Maker) -> State | None:
        """Keep all keys from doing anything else meanwhile."""
        return self

    def cancelled(self) -> State:
        """Drop nothing."""
        return self.rest


def show_place(ground: ToolContext, kind: str, pointer: Pointer) -> Drop:
    """Show where a new element would go, and return it."""
    place = drop(ground.layout, ground.graph, pointer.at, kind)
    words = ""
    if place.spot is None and has_cell(kind):
        words = ground.session.texts(HIDDEN)
    elif kind == "emotion":
        words = told(_score(ground, pointer), ground.session.texts)
    ground.view.cursor("forbidden" if place.spot is None and has_cell(kind) else "cross")
    ground.view.show(
        Overlay(cell=place.cell, mark=place.mark, shifted=place.shifted, hot=place.tie, words=words)
    )
    return place


def put(ground: ToolContext, kind: str, pointer: Pointer) -> RecordId:
    """Make a new element where it is let go, and let its title be written; return its id."""
    place = drop(ground.layout, ground.graph, pointer.at, kind)
    if place.spot is None and has_cell(kind):
        return _refused(ground)
    fields: dict[str, Any] = {}
    if place.position is not None:
        fields["position"] = place.position
    if kind == "emotion":
        fields["score"] = _score(ground, pointer)
    return _made(ground, kind, place.spot, **fields)


def make_beside(ground: ToolContext, kind: str) -> RecordId:
    """Make a new element beside what is selected, and let its title be written; return its id."""
    if has_cell(kind) and kind != "note" and hit_testing.lane_for_kind(ground.layout, kind) is None:
        return _refused(ground)
    fields: dict[str, Any] = {}
    spot = spot_beside(ground.layout, ground.graph, ground.primary, kind)
    if kind == "note":
        rect = ground.layout.rect(ground.primary)
        fields["position"] = (
            (round(rect.x + 12, 1), round(rect.bottom + 4, 1)) if rect else (LABEL_WIDTH, 0.0)
        )
    if kind == "emotion":
        fields["score"] = 0
    return _made(ground, kind, spot, **fields)


def make_in_cell(ground: ToolContext, pointer: Pointer) -> RecordId:
    """Make what belongs into the empty cell under the pointer; return its id, "" without one."""
    lane = hit_testing.lane_at(ground.layout, pointer.at.y)
    column = column_near(ground.layout, pointer.at.x)
    if not column.x <= pointer.at.x < column.x + column.width:
        return ""
    if lane is None or lane.spec.band is Band.FUNNEL:
        return ""
    return put(ground, lane.spec.kinds[0] if lane.spec.kinds else "note", pointer)


def _refused(ground: ToolContext) -> RecordId:
    """Tell why nothing is made; return no id."""
    words = ground.session.texts(HIDDEN)
    ground.session.told.emit(words)
    ground.view.show(Overlay(words=words))
    return ""


def _made(ground: ToolContext, kind: str, spot: Spot | None, **fields: Any) -> RecordId:
    """Make an element, select it, and let its title be written."""
    if kind == "emotion" and ground.kind(ground.persona or "") == "persona":
        fields.setdefault("persona", ground.persona)
    spot = spot if has_cell(kind) or kind == "stage" else None
    id_ = operations.add(ground.session, kind, spot, **fields)
    ground.view.show(NOTHING)
    ground.write(id_, is_new=True)
    return id_


def _score(ground: ToolContext, pointer: Pointer) -> float:
    """Return the score at the pointer's height, 0 beside the curves."""
    for index, lane in enumerate(ground.layout.lanes):
        if lane.spec.band is Band.CURVE and lane.rect.y <= pointer.at.y < lane.rect.bottom:
            return rounded(hit_testing.score_at(ground.layout, pointer.at.y, index))
    return 0
