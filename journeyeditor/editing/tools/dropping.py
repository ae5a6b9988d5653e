"""Where something that is dropped goes, and what the map shows of it before.

A pure function from a point to a place; palette, drags and the placing tool use the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.relations import placing_relation
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import BAND_OF_KIND, Band, LaneSpec, lane_of
from journeyeditor.layout.style import GUTTER, LABEL_WIDTH, LANE_PAD, STACK_GAP
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MOMENTS, Card, Shape, kind_class


def has_cell(kind: str) -> bool:
    """Whether elements of a kind are in cells, or free on the map."""
    cls = kind_class(kind)
    return issubclass(cls, Card) and cls.look.shape is not Shape.RECORD


def column_near(layout: IncrementalLayout, x: float) -> ColumnPlace:
    """Return the column at an x, or the one at that end of the map."""
    column = hit_testing.column_at(layout, x)
    if column is not None:
        return column
    return layout.columns[0] if x < layout.columns[0].x else layout.columns[-1]


def slots_of(column: ColumnPlace) -> range:
    return range(column.first, column.first + column.slots)


def slot_near(column: ColumnPlace, x: float) -> int:
    slot = int((x - column.x) / (column.width / column.slots))
    return column.first + max(0, min(column.slots - 1, slot))


def accepts(spec: LaneSpec, kind: str, own: str | None = None) -> bool:
    """Whether a lane is one for a kind; a lane without kinds of its own is for all cards."""
    if spec.band is not BAND_OF_KIND.get(kind, Band.CARDS):
        return False
    return kind in spec.kinds or not spec.kinds or spec.key == own


def lane_name(layout: IncrementalLayout, index: int, kind: str) -> str | None:
    """Return what a card of a kind says of its lane: None for the lane it has anyway."""
    specs = [lane.spec for lane in layout.lanes]
    return None if lane_of(kind, None, specs) == index else specs[index].key


def anchor_in(
    layout: IncrementalLayout, graph: JourneyGraph, slot: int, kind: str, skip: Collection[str]
) -> str:
    """Return the touchpoint, or else the step, that would anchor a card of a kind in a slot."""
    lanes: dict[str, str] = {}
    for lane in range(len(layout.lanes)):
        for id_ in layout.cell_ids(lane, slot):
            anchor = graph.element(id_).kind
            if id_ not in skip and may_share(kind, anchor):
                lanes.setdefault(anchor, id_)
    return lanes.get("touchpoint") or lanes.get("step", "")


def may_share(kind: str, anchor: str) -> bool:
    return anchor in MOMENTS and bool(placing_relation(kind, anchor))


#: How far cards make room for the insertion mark, and its thickness, in map units.
GAP_SHIFT = 4.0
MARK = 2.4


class DropPreview(NamedTuple):
    """What a drop would do: its target, the cell, the insertion mark, and what makes room.

    `relation` is the card under the pointer to which it would be related, "" for none. `position` is
    set instead of a cell where a note would lie free. `target` is None for what has no place in the
    grid, and for cards whose lane is hidden.
    """

    target: DropTarget | None = None
    cell: Rect | None = None
    mark: Rect | None = None
    shifted: Mapping[str, Point] = {}
    relation: str = ""
    position: tuple[float, float] | None = None


NOWHERE = DropPreview()


class _Aim(NamedTuple):
    """What is dropped, and where: a kind at a point; `carried` are the ids being dragged."""

    layout: IncrementalLayout
    graph: JourneyGraph
    point: Point
    kind: str
    carried: Collection[str]

    @property
    def column(self) -> ColumnPlace:
        return column_near(self.layout, self.point.x)

    @property
    def slot(self) -> int:
        return slot_near(self.column, self.point.x)

    @property
    def own_lane(self) -> str | None:
        """The lane of its own that all of the carried cards have."""
        elements = [self.graph.element(id_) for id_ in self.carried if self.graph.has_element(id_)]
        lanes = {element.lane for element in elements}
        return lanes.pop() if len(lanes) == 1 else None

    def cell(self, lane: int, slot: int) -> list[str]:
        """Return the cards of a cell, except those being dragged."""
        return [id_ for id_ in self.layout.cell_ids(lane, slot) if id_ not in self.carried]


def preview_drop(
    layout: IncrementalLayout,
    graph: JourneyGraph,
    point: Point,
    kind: str,
    carried: Collection[str] = (),
) -> DropPreview:
    """Return what dropping a kind at a point would do; `carried` are the ids being dragged."""
    aim = _Aim(layout, graph, point, kind, carried)
    if kind == "stage":
        return _stage(aim)
    if not has_cell(kind):
        return NOWHERE
    if kind == "note" and not _is_in_note_lane(aim):
        return DropPreview(DropTarget(), position=(round(point.x, 1), round(point.y, 1)))
    relation = _anchor_under(aim)
    if relation:
        return _onto(aim, relation)
    index = _lane_under(aim)
    if index is None:
        return _in_new_lane(aim, aim.column, DropTarget(aim.column.stage_id))
    return _in_sequence(aim, index) if kind in MOMENTS else _in_stack(aim, index)


def _lane_under(aim: _Aim) -> int | None:
    """Return the lane aimed at if it takes the kind, or holds what is carried; else the kind's own."""
    lanes = aim.layout.lanes
    for index, lane in enumerate(lanes):
        if lane.rect.y <= aim.point.y < lane.rect.bottom and accepts(
            lane.spec, aim.kind, aim.own_lane
        ):
            return index
    return lane_of(aim.kind, aim.own_lane, [lane.spec for lane in lanes])


def _stage(aim: _Aim) -> DropPreview:
    layout, carried = aim.layout, aim.carried
    columns = [column for column in layout.columns if column.stage_id]
    top = _headers_top(layout)
    if not columns:
        whole = layout.columns[0]
        return DropPreview(
            DropTarget(), Rect(whole.x, top, whole.width, max(layout.size.height - top, 60.0))
        )
    index = sum(aim.point.x > column.x + column.width / 2 for column in columns)
    before = next((c.stage_id for c in columns[index:] if c.stage_id not in carried), None) or ""
    x = columns[index].x if index < len(columns) else columns[-1].right
    shifted = {
        str(columns[i].stage_id): Point(-GAP_SHIFT if i < index else GAP_SHIFT, 0)
        for i in (index - 1, index)
        if 0 <= i < len(columns) and columns[i].stage_id not in carried
    }
    mark = Rect(x - MARK / 2, top, MARK, max(layout.size.height - top, 40.0))
    return DropPreview(DropTarget(before=before), mark=mark, shifted=shifted)


def _anchor_under(aim: _Aim) -> str:
    id_ = hit_testing.hit(aim.layout, aim.point, 0.0)
    if not aim.graph.has_element(id_) or id_ in aim.carried:
        return ""
    return id_ if may_share(aim.kind, aim.graph.element(id_).kind) else ""


def _onto(aim: _Aim, relation: str) -> DropPreview:
    """Return the place of a card dropped on a step or touchpoint: below it, in its slot."""
    layout = aim.layout
    place = layout.cell_of(relation)
    assert place is not None
    column = next(c for c in layout.columns if place[1] < c.first + c.slots)
    index = lane_of(aim.kind, aim.own_lane, [lane.spec for lane in layout.lanes])
    if index is None:
        return _in_new_lane(aim, column, DropTarget(column.stage_id, anchor=relation))
    target = DropTarget(column.stage_id, lane_name(layout, index, aim.kind), anchor=relation)
    return DropPreview(target, layout.cell_rect(index, place[1]), relation=relation)


def _in_sequence(aim: _Aim, index: int) -> DropPreview:
    """Return the place of a step or touchpoint among its like: a mark upright between two slots."""
    layout, column = aim.layout, aim.column
    row = [
        (id_, slot)
        for slot in slots_of(column)
        for id_ in aim.cell(index, slot)
        if aim.graph.element(id_).kind == aim.kind
    ]
    cut = sum(aim.point.x > layout.cell_rect(index, slot).center.x for _, slot in row)
    slot_numbers = [slot for _, slot in row]
    anchor = ""
    if aim.slot not in slot_numbers:
        anchor = anchor_in(layout, aim.graph, aim.slot, aim.kind, aim.carried)
    before = row[cut][0] if cut < len(row) else ""
    target = DropTarget(column.stage_id, lane_name(layout, index, aim.kind), before, anchor)
    if anchor:
        return DropPreview(target, layout.cell_rect(index, aim.slot))
    slot = slot_numbers[cut - 1] + 1 if cut else column.first
    if slot in slots_of(column) and slot not in slot_numbers:
        return DropPreview(target, layout.cell_rect(index, slot))
    cell = layout.cell_rect(index, min(slot, slots_of(column)[-1]))
    x = cell.x if slot in slots_of(column) else cell.right
    mark = Rect(x - MARK / 2, cell.y + LANE_PAD / 2, MARK, cell.height - LANE_PAD)
    shifts = {id_: Point(-GAP_SHIFT if i < cut else GAP_SHIFT, 0) for i, (id_, _) in enumerate(row)}
    shifted = {row[i][0]: shifts[row[i][0]] for i in (cut - 1, cut) if 0 <= i < len(row)}
    return DropPreview(target, cell, mark, shifted)


def _in_stack(aim: _Aim, index: int) -> DropPreview:
    """Return the place of a card in its cell: a mark between two cards of its kind.

    A card without an anchor does not always stay in the slot aimed at: such cards
    fill the slots of their stage row by row, and the slot that is shown is the one it would get.
    """
    layout, slot = aim.layout, aim.slot
    anchor = anchor_in(layout, aim.graph, slot, aim.kind, aim.carried)
    target = DropTarget(aim.column.stage_id, lane_name(layout, index, aim.kind), anchor=anchor)
    if layout.lanes[index].spec.band is Band.CURVE:
        return DropPreview(target, layout.cell_rect(index, slot))
    stack = _alike(aim, index, slot)
    rects = [rect for id_ in stack if (rect := layout.rect(id_)) is not None]
    cut = sum(aim.point.y > rect.center.y for rect in rects) if rects else len(stack)
    before = stack[cut] if cut < len(stack) else ""
    if not anchor:
        before = before or _next(aim, index)
        slot = _landing(aim, index, before)
        stack = _alike(aim, index, slot)
        cut = stack.index(before) if before in stack else len(stack)
    target = target._replace(before=before)
    return _between(aim, target, layout.cell_rect(index, slot), stack, cut)


def _between(aim: _Aim, target: DropTarget, cell: Rect, stack: list[str], cut: int) -> DropPreview:
    rects = [rect for id_ in stack if (rect := aim.layout.rect(id_)) is not None]
    if not rects:
        return DropPreview(target, cell)
    y = rects[cut].y - STACK_GAP / 2 if cut < len(rects) else rects[-1].bottom + STACK_GAP / 2
    mark = Rect(cell.x + GUTTER, y - MARK / 2, cell.width - 2 * GUTTER, MARK)
    shifted = {id_: Point(0, -GAP_SHIFT if i < cut else GAP_SHIFT) for i, id_ in enumerate(stack)}
    return DropPreview(target, cell, mark, shifted)


def _alike(aim: _Aim, index: int, slot: int) -> list[str]:
    """Return the cards of the same kind in a cell: kinds do not mix in a stack."""
    return [id_ for id_ in aim.cell(index, slot) if aim.graph.element(id_).kind == aim.kind]


def _next(aim: _Aim, index: int) -> str:
    """Return the card without anchor that comes next when one is added below a cell's stack, "" at the end."""
    row = len(_alike(aim, index, aim.slot))
    for slot in slots_of(aim.column)[aim.slot - aim.column.first + 1 :]:
        cell = _alike(aim, index, slot)
        if row < len(cell):
            return cell[row]
    return ""


def _landing(aim: _Aim, index: int, before: str) -> int:
    """Return the slot that a card without anchor gets: that of the card it pushes on, or the emptiest."""
    place = aim.layout.cell_of(before) if before else None
    if place is not None:
        return place[1]
    return min(slots_of(aim.column), key=lambda slot: len(aim.cell(index, slot)))


def _is_in_note_lane(aim: _Aim) -> bool:
    lane = hit_testing.lane_at(aim.layout, aim.point.y)
    return lane is not None and "note" in lane.spec.kinds and aim.point.x >= LABEL_WIDTH


def _headers_top(layout: IncrementalLayout) -> float:
    rects = (layout.rect(column.stage_id) for column in layout.columns if column.stage_id)
    return next((rect.y for rect in rects if rect is not None), 0.0)


def _in_new_lane(aim: _Aim, column: ColumnPlace, target: DropTarget) -> DropPreview:
    """Return the place of the first card of a kind: a mark where its lane will open."""
    lane = hit_testing.lane_for_kind(aim.layout, aim.kind)
    if lane is None:
        return NOWHERE
    y = lane.rect.center.y - MARK / 2
    return DropPreview(target, mark=Rect(column.x, y, column.width, MARK), relation=target.anchor)
