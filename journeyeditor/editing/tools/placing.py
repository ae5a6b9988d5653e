"""New elements: by key beside the selection, or dragged from the palette."""

from __future__ import annotations

from typing import Any, NamedTuple

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.scores import rounded
from journeyeditor.editing.operations.workshop import place_cards
from journeyeditor.editing.tools.curves import score_text
from journeyeditor.editing.tools.dropping import (
    DropPreview,
    anchor_in,
    column_near,
    has_cell,
    lane_name,
    may_share,
    preview_drop,
)
from journeyeditor.editing.tools.interface import NOTHING, Overlay, Pointer
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.i18n import N_
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import Band, lane_of
from journeyeditor.layout.recipes.notes import NOTE_WIDTH
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import KINDS, MOMENTS


def target_beside(
    layout: IncrementalLayout, graph: JourneyGraph, id_: RecordId, kind: str, stage: RecordId | None
) -> DropTarget:
    """Return the place of a new element of a kind, right behind another one.

    In the same column at least: a card anchored to a step or touchpoint shares its slot. Without one
    beside which to go, it goes to the end of `stage`.
    """
    if graph.record(id_) is not None and not graph.has_element(id_):
        id_ = graph.relation(id_).target
    column = column_of(layout, id_)
    if kind == "stage":
        return DropTarget(before=_stage_behind(layout, column))
    if column is None:
        return DropTarget(stage)
    place = layout.cell_of(id_)
    if place is None:
        return DropTarget(column.stage_id)
    if graph.element(id_).kind == kind:
        return _behind_like(layout, graph, id_, kind, column, place)
    return _behind_other(layout, graph, id_, kind, column, place[1])


def column_of(layout: IncrementalLayout, id_: RecordId) -> ColumnPlace | None:
    """Return the column of an element, or of the stage whose header it is."""
    place = layout.cell_of(id_)
    for column in layout.columns:
        if column.stage_id == id_ and id_:
            return column
        if place is not None and place[1] < column.first + column.slots:
            return column
    return None


def _stage_behind(layout: IncrementalLayout, column: ColumnPlace | None) -> str:
    """Return the stage behind a column, "" at the end."""
    if column is None or column not in layout.columns:
        return ""
    index = list(layout.columns).index(column) + 1
    return (layout.columns[index].stage_id or "") if index < len(layout.columns) else ""


def _behind_like(
    layout: IncrementalLayout,
    graph: JourneyGraph,
    id_: RecordId,
    kind: str,
    column: ColumnPlace,
    place: tuple[int, int],
) -> DropTarget:
    """Return the place right behind a card of the same kind, in its lane and its order."""
    lane, slot = place
    target = DropTarget(column.stage_id, lane_name(layout, lane, kind))
    row = [card.id for card in graph.cards(column.stage_id) if card.kind == kind]
    index = row.index(id_) + 1 if id_ in row else len(row)
    target = target._replace(before=row[index] if index < len(row) else "")
    if kind in MOMENTS:
        return target
    if kind == "emotion":
        return _in_next_slot(layout, graph, target, column, slot)
    return target._replace(anchor=anchor_in(layout, graph, slot, kind, ()))


def _in_next_slot(
    layout: IncrementalLayout,
    graph: JourneyGraph,
    target: DropTarget,
    column: ColumnPlace,
    slot: int,
) -> DropTarget:
    following = slot + 1
    index = list(layout.columns).index(column)
    if following >= column.first + column.slots and index + 1 < len(layout.columns):
        column = layout.columns[index + 1]
        target = target._replace(stage=column.stage_id, before="")
    following = min(following, column.first + column.slots - 1)
    return target._replace(anchor=anchor_in(layout, graph, following, "emotion", ()))


def _behind_other(
    layout: IncrementalLayout,
    graph: JourneyGraph,
    id_: RecordId,
    kind: str,
    column: ColumnPlace,
    slot: int,
) -> DropTarget:
    index = lane_of(kind, None, [lane.spec for lane in layout.lanes])
    target = DropTarget(column.stage_id)
    if may_share(kind, graph.element(id_).kind) and _is_free(layout, graph, index, slot, kind):
        return target._replace(anchor=id_)
    if kind not in MOMENTS:
        return target._replace(anchor=anchor_in(layout, graph, slot, kind, ()))
    if index is None:
        return target
    later = range(slot + 1, column.first + column.slots)
    cards = [each for other in later for each in layout.cell_ids(index, other)]
    like = (each for each in cards if graph.element(each).kind == kind)
    return target._replace(before=next(like, ""))


def _is_free(
    layout: IncrementalLayout, graph: JourneyGraph, index: int | None, slot: int, kind: str
) -> bool:
    """Whether a slot has room for a kind: one touchpoint, or any number of other cards."""
    if kind != "touchpoint" or index is None:
        return True
    return all(graph.element(id_).kind != kind for id_ in layout.cell_ids(index, slot))


#: Letter → the kind that it makes.
KIND_KEYS = {cls.look.key: cls.kind_name() for cls in KINDS if cls.look.key}

#: The size of a note for which a free place is looked for, in map units.
NOTE_SIZE = Size(NOTE_WIDTH, 40.0)

#: Why a card is not added: it would not be visible.
HIDDEN = N_("This lane is hidden")


class PaletteDrag(Gesture):
    """A kind dragged from the palette."""

    scrolls = True

    def __init__(self, context: ToolContext, kind: str, rest: State) -> None:
        super().__init__(context, rest)
        self.kind = kind
        self._shown: Pointer | None = None

    def moved(self, pointer: Pointer) -> State:
        self._shown = pointer
        show_place(self.context, self.kind, pointer)
        return self

    def released(self, pointer: Pointer) -> State:
        put(self.context, self.kind, self._shown or pointer)
        return self.rest


class CardsDrag(PaletteDrag):
    """Cards of the map that wait to be placed, dragged from a list of them."""

    def __init__(self, context: ToolContext, ids: tuple[RecordId, ...], rest: State) -> None:
        super().__init__(context, context.kind(ids[0]), rest)
        self._ids = ids

    def released(self, pointer: Pointer) -> State:
        place = preview_drop(self.context.layout, self.context.graph, pointer.at, self.kind)
        if place.target is not None:
            place_cards(self.context.session, self._ids, place.target)
        return self.rest


class PicturePlace(NamedTuple):
    """Where pictures are dropped: the picture card there ("" for none), and where cards go."""

    into: RecordId = ""
    target: DropTarget | None = None


class PictureDrag(PaletteDrag):
    """Pictures dragged from outside: a single one can be dropped on a picture card.

    They are only read after the drop, so the gesture adds nothing.
    """

    def __init__(self, context: ToolContext, rest: State) -> None:
        super().__init__(context, "picture", rest)
        self.place: PicturePlace | None = None

    def moved(self, pointer: Pointer) -> State:
        context = self.context
        id_ = context.hit(pointer)
        drop = show_place(context, self.kind, pointer)
        into = id_ if context.kind(id_) == self.kind else ""
        if into:
            context.view.show(Overlay(active=into))
        self.place = PicturePlace(into, drop.target) if drop.target is not None else None
        return self

    def released(self, pointer: Pointer) -> State:
        return self.rest


def show_place(context: ToolContext, kind: str, pointer: Pointer) -> DropPreview:
    place = preview_drop(context.layout, context.graph, pointer.at, kind)
    words = ""
    if place.target is None and has_cell(kind):
        words = context.session.texts(HIDDEN)
    elif kind == "emotion":
        words = score_text(_score(context, pointer), context.session.texts)
    context.view.cursor("forbidden" if place.target is None and has_cell(kind) else "cross")
    context.view.show(
        Overlay(
            cell=place.cell,
            mark=place.mark,
            shifted=place.shifted,
            active=place.relation,
            tooltip=words,
        )
    )
    return place


def put(context: ToolContext, kind: str, pointer: Pointer) -> RecordId:
    """Add an element where it is dropped, and edit its title; return its id."""
    place = preview_drop(context.layout, context.graph, pointer.at, kind)
    if place.target is None and has_cell(kind):
        return _refused(context)
    fields: dict[str, Any] = {}
    if place.position is not None:
        fields["position"] = place.position
    if kind == "emotion":
        fields["score"] = _score(context, pointer)
    return _create(context, kind, place.target, **fields)


def make_beside(
    context: ToolContext, kind: str, beside: RecordId = "", *, lane: RecordId | None = None
) -> RecordId:
    """Add an element beside another ("": the one selected last), and edit its title; return its id.

    Without one it goes to the end of the stage touched last, or is not placed yet. A hidden lane is
    shown for it.
    """
    beside = beside or context.primary
    if has_cell(kind) and kind != "note":
        operations.show_lane(context.session, kind)
    fields: dict[str, Any] = {}
    target = target_beside(context.layout, context.graph, beside, kind, context.stage)
    if lane is not None and target is not None:
        target = target._replace(lane=lane)
    if kind == "note":
        fields["position"] = _free_place(context, beside)
    if kind == "emotion":
        fields["score"] = 0
    return _create(context, kind, target, **fields)


def make_in_cell(context: ToolContext, pointer: Pointer) -> RecordId:
    """Add what belongs in the empty cell under the pointer; return its id, "" without one."""
    kinds = kinds_at(context, pointer)
    return put(context, kinds[0], pointer) if kinds else ""


def kinds_at(context: ToolContext, pointer: Pointer) -> tuple[str, ...]:
    """Return the kinds that belong in the cell under the pointer, or a stage beside the headers."""
    layout, at = context.layout, pointer.at
    lane = hit_testing.lane_at(layout, at.y)
    column = column_near(layout, at.x)
    if lane is None:
        is_beside = column.stage_id is None or not column.x <= at.x < column.x + column.width
        header = layout.header_top <= at.y < layout.header_top + layout.headers.height
        return ("stage",) if header and is_beside and at.x >= LABEL_WIDTH else ()
    if not column.x <= at.x < column.x + column.width or lane.spec.band is Band.FUNNEL:
        return ()
    return lane.spec.kinds or ("note",)


def counted_at(layout: IncrementalLayout, at: Point) -> RecordId:
    """Return the stage whose customers the funnel shows at a point, "" beside the funnel."""
    lane, column = hit_testing.lane_at(layout, at.y), hit_testing.column_at(layout, at.x)
    if lane is None or lane.spec.band is not Band.FUNNEL or column is None:
        return ""
    return column.stage_id or ""


def rename_lane(context: ToolContext, key: str) -> None:
    """Edit the title of a lane; a kind's own lane becomes a record, unless it is left unnamed."""
    is_new = context.kind(key) != "lane"
    id_ = operations.set_lane(context.session, key, typing=True, title="") if is_new else key
    context.write(id_, is_new=is_new)


def _free_place(context: ToolContext, id_: RecordId) -> tuple[float, float]:
    """Return where a new note lies: below an element, or where its column has room, above no card."""
    layout = context.layout
    rect = layout.rect(id_) or layout.rect(context.stage or "")
    at = Point(rect.x + 12, rect.bottom + 4) if rect else Point(LABEL_WIDTH, 0.0)
    note = Rect(*at, *NOTE_SIZE)
    while hit_testing.ids_in(layout, note) and note.y < layout.size.height:
        note = note.translated(0, NOTE_SIZE.height / 4)
    return round(note.x, 1), round(note.y, 1)


def _refused(context: ToolContext) -> RecordId:
    """Announce why nothing is added; the id is ""."""
    words = context.session.texts(HIDDEN)
    context.session.announced.emit(words)
    context.view.show(Overlay(tooltip=words))
    return ""


def _create(context: ToolContext, kind: str, target: DropTarget | None, **fields: Any) -> RecordId:
    """Add an element, select it and edit its title."""
    if kind == "emotion" and context.kind(context.persona or "") == "persona":
        fields.setdefault("persona", context.persona)
    target = target if has_cell(kind) or kind == "stage" else None
    id_ = operations.add(context.session, kind, target, **fields)
    context.view.show(NOTHING)
    context.write(id_, is_new=True)
    return id_


def _score(context: ToolContext, pointer: Pointer) -> float:
    """Return the score at the pointer's height, 0 beside the curves."""
    for index, lane in enumerate(context.layout.lanes):
        if lane.spec.band is Band.CURVE and lane.rect.y <= pointer.at.y < lane.rect.bottom:
            return rounded(hit_testing.score_at(context.layout, pointer.at.y, index))
    return 0
