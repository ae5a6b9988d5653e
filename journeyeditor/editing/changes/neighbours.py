"""Beside an element: new cards that are connected with it, and moving it by one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.order import rank_of, row, shifted
from journeyeditor.editing.changes.placing import DropTarget, add, move
from journeyeditor.editing.changes.relations import (
    alignments,
    anchor_of,
    column_stage_of,
    connect,
    placing_relation,
    relations_between_kinds,
    stage_of,
)
from journeyeditor.editing.changes.scores import curve_persona, rounded
from journeyeditor.editing.changes.stages import insert, reorder
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import Band, LaneSpec
from journeyeditor.model import Change, Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import (
    MOMENTS,
    Editor,
    Emotion,
    Lane,
    Persona,
    Stage,
    Step,
    Touchpoint,
    declaration,
    kind_class,
)

#: Kinds in a row of their own.
_ROWS = ("stage", "persona", "lane")


def beside(draft: Draft, layout: IncrementalLayout, id_: RecordId, direction: str) -> RecordId:
    """Add a card beside another ("left", "right", "up", "down"), connected; return its id.

    Beside is one of the same kind, above and below one of the kind of the next lane. Returns ""
    where there is no place.
    """
    graph = draft.graph
    element = graph.element(id_)
    if element.kind in _ROWS:
        if isinstance(element, Stage) and direction == "down":
            return _below_header(draft, layout, element)
        return _add_in_row(draft, element, direction)
    if not element.is_card:
        return ""
    if direction in ("up", "down"):
        return _across(draft, layout, element, direction)
    return _along(draft, layout, element, direction)


def slot_anchor(
    graph: JourneyGraph, layout: IncrementalLayout, kind: str, slot: int, like: str = ""
) -> RecordId:
    """Return the step or touchpoint of a slot that a card of a kind can be related to, or "".

    If the slot has both, the kind `like` is preferred, then a touchpoint.
    """
    ids = [id_ for lane in range(len(layout.lanes)) for id_ in layout.cell_ids(lane, slot)]
    anchors = [graph.element(id_) for id_ in ids if graph.has_element(id_)]
    fit = [each for each in anchors if each.is_moment and placing_relation(kind, each.kind)]
    fit.sort(key=lambda each: (each.kind != like, not isinstance(each, Touchpoint)))
    return fit[0].id if fit else ""


def column_of(layout: IncrementalLayout, slot: int) -> ColumnPlace | None:
    """Return the column in which a slot is, None outside the map."""
    for column in layout.columns:
        if column.first <= slot < column.first + column.slots:
            return column
    return None


def _add_in_row(draft: Draft, element: Element, direction: str) -> RecordId:
    if isinstance(element, Lane):
        return ""
    everyone = [each.id for each in draft.graph.elements(element.kind)]
    place = everyone.index(element.id) + (direction in ("right", "down"))
    before = everyone[place] if place < len(everyone) else ""
    (new,) = insert(draft, element.kind, [{}], before)
    return new


def _below_header(draft: Draft, layout: IncrementalLayout, stage: Element) -> RecordId:
    spec = next((lane.spec for lane in layout.lanes if lane.spec.band is Band.CARDS), None)
    kind = spec.kinds[0] if spec and spec.kinds else "step"
    first = next(iter(row(draft.graph, kind, stage.id)), None)
    (new,) = add(draft, kind, [{}], DropTarget(stage.id, before=first.id if first else ""))
    return new


def _along(draft: Draft, layout: IncrementalLayout, card: Element, direction: str) -> RecordId:
    graph, is_right = draft.graph, direction == "right"
    lane: RecordId | None = card.lane
    if card.is_moment:
        siblings = [each.id for each in row(graph, card.kind, stage_of(card))]
        place = siblings.index(card.id) + is_right
        before = siblings[place] if place < len(siblings) else ""
        (new,) = add(draft, card.kind, [_like(card)], DropTarget(stage_of(card), lane, before))
        draft.add_relation("follows", *((card.id, new) if is_right else (new, card.id)))
        return new
    target = DropTarget(column_stage_of(graph, card), lane)
    cell = layout.cell_of(card.id)
    if cell is not None:
        slot = cell[1] + (1 if is_right else -1)
        column = column_of(layout, slot)
        if column is not None:
            like = _kind_of(graph, anchor_of(graph, card))
            target = DropTarget(
                column.stage_id, lane, "", slot_anchor(graph, layout, card.kind, slot, like)
            )
    (new,) = add(draft, card.kind, [_like(card)], target)
    return new


def _across(draft: Draft, layout: IncrementalLayout, card: Element, direction: str) -> RecordId:
    """Add a card in the next lane, related to this one or to its anchor."""
    graph = draft.graph
    spec = _next_lane(layout, card, 1 if direction == "down" else -1)
    if spec is None:
        return ""
    kind = _kind_in(spec, card)
    anchor = card.id if card.is_moment else anchor_of(graph, card)
    lane = spec.key if graph.has_element(spec.key) else None
    fields = _for_same(graph, card, kind)
    (new,) = add(draft, kind, [fields], DropTarget(column_stage_of(graph, card), lane, "", anchor))
    if not any(
        {relation.source, relation.target} == {card.id, new} for relation in draft.relations_of(new)
    ):
        _connect(draft, card, new, kind)
    return new


def _connect(draft: Draft, card: Element, new: RecordId, kind: str) -> None:
    if {card.kind, kind} == set(MOMENTS):
        # A touchpoint is placed under the step that it follows, whichever was there first.
        step, touchpoint = (card.id, new) if isinstance(card, Step) else (new, card.id)
        draft.add_relation("follows", step, touchpoint)
        return
    permitted = relations_between_kinds(card.kind, kind)
    if permitted:
        connect(draft, card.id, new, permitted[0])


def _like(card: Element) -> dict[str, Any]:
    """Return the fields that a new card takes from the one of its kind beside it."""
    fields: dict[str, Any] = {"score": 0} if isinstance(card, Emotion) else {}
    persona = card.persona
    return fields | ({"persona": persona} if persona else {})


def _for_same(graph: JourneyGraph, card: Element, kind: str) -> dict[str, Any]:
    """Return the fields that a new card of another kind takes from the one above it."""
    named = card.persona
    persona = named if isinstance(named, str) else None
    if isinstance(named, tuple) and len(named) == 1:
        persona = named[0]
    if kind == "emotion":
        return {"score": 0, "persona": persona or curve_persona(graph)}
    return {"persona": persona} if persona and _has_one_persona(kind) else {}


def _has_one_persona(kind: str) -> bool:
    info = kind_class(kind).model_fields.get("persona")
    declared = declaration(info) if info is not None else None
    return declared is not None and declared.editor is Editor.ELEMENT


def _next_lane(layout: IncrementalLayout, card: Element, step: int) -> LaneSpec | None:
    """Return the next lane that takes cards, above (-1) or below (1) a card."""
    cell = layout.cell_of(card.id)
    if cell is None:
        return None
    index = cell[0] + step
    while 0 <= index < len(layout.lanes):
        spec = layout.lanes[index].spec
        if spec.band is not Band.FUNNEL and not spec.collapsed:
            return spec
        index += step
    return None


def _kind_in(spec: LaneSpec, card: Element) -> str:
    """Return the kind to make in a lane: one that may be joined with a card, if there is one."""
    joined = [kind for kind in spec.kinds if relations_between_kinds(card.kind, kind)]
    return (joined or list(spec.kinds) or [card.kind])[0]


def _kind_of(graph: JourneyGraph, id_: RecordId) -> str:
    return graph.element(id_).kind if graph.has_element(id_) else ""


#: The distance of a free note, in map units, and of an emotion's score.
FAR = 6
HALF = 0.5

_STEPS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def nudge(graph: JourneyGraph, layout: IncrementalLayout, id_: RecordId, direction: str) -> Change:
    """Return the change that moves an element one place in a direction; empty at the edge."""
    across, down = _STEPS[direction]
    element = graph.element(id_)
    position: tuple[float, float] | None = element.position
    if position is not None:
        draft = Draft(graph)
        draft.set(id_, position=shifted(position, FAR * across, FAR * down))
        return draft.change()
    if isinstance(element, Stage | Persona):
        is_along = (isinstance(element, Stage)) == bool(across)
        return _move_in_row(graph, element, across + down) if is_along else Change()
    if isinstance(element, Lane) or not element.is_card:
        return Change()
    if isinstance(element, Emotion) and down:
        draft = Draft(graph)
        draft.set(id_, score=rounded((element.score or 0) - HALF * down))
        return draft.change()
    if down:
        return _move_in_cell(graph, layout, element, down)
    if element.is_moment:
        return _move_anchor(graph, element, across)
    return _move_to_slot(graph, layout, element, across)


def _move_in_row(graph: JourneyGraph, element: Element, step: int) -> Change:
    everyone = [each.id for each in graph.elements(element.kind)]
    place = everyone.index(element.id) + step
    if not 0 <= place < len(everyone):
        return Change()
    behind = everyone[place + 1 :] if step > 0 else everyone[place:]
    return reorder(graph, element.kind, [element.id], behind[0] if behind else "")


def _move_in_cell(
    graph: JourneyGraph, layout: IncrementalLayout, card: Element, step: int
) -> Change:
    cell = layout.cell_of(card.id)
    if cell is None:
        return Change()
    stack = [id_ for id_ in layout.cell_ids(*cell) if graph.element(id_).kind == card.kind]
    place = stack.index(card.id) + step
    if not 0 <= place < len(stack):
        return Change()
    siblings = [each.id for each in row(graph, card.kind, stage_of(card))]
    behind = stack[place]
    if step > 0 and behind in siblings:
        rest = siblings[siblings.index(behind) + 1 :]
        behind = rest[0] if rest else ""
    lane: RecordId | None = card.lane
    anchor = anchor_of(graph, card)
    return move(graph, [card.id], DropTarget(column_stage_of(graph, card), lane, behind, anchor))


def _move_anchor(graph: JourneyGraph, card: Element, step: int) -> Change:
    """Swap a step or touchpoint with its neighbour, or move it to the next stage."""
    stage = stage_of(card)
    siblings = row(graph, card.kind, stage)
    place = siblings.index(card) + step
    if not 0 <= place < len(siblings):
        return _move_to_stage(graph, card, step)
    return _swapped(graph, siblings, siblings.index(card), place)


def _swapped(graph: JourneyGraph, siblings: Sequence[Element], one: int, two: int) -> Change:
    """Swap two steps or touchpoints, with the steps that give them their slots."""
    draft = Draft(graph)
    card, other = siblings[one], siblings[two]
    ranks = rank_of(card), rank_of(other)
    if None in ranks or ranks[0] == ranks[1]:
        order = list(siblings)
        order[one], order[two] = other, card
        for number, each in enumerate(order, 1):
            draft.set(each.id, rank=number)
    else:
        draft.set(card.id, rank=ranks[1])
        draft.set(other.id, rank=ranks[0])
    for before, after in ((card, other), (other, card)):
        for relation in alignments(graph, before):
            draft.put(relation.replaced(target=after.id))
    return draft.change()


def _move_to_stage(graph: JourneyGraph, card: Element, step: int) -> Change:
    """Move a step or touchpoint to the near end of the next stage."""
    stages = [stage.id for stage in graph.stages()]
    stage = stage_of(card)
    place = stages.index(stage) + step if stage in stages else (len(stages) - 1 if step < 0 else -1)
    if not 0 <= place < len(stages):
        return Change()
    siblings = row(graph, card.kind, stages[place])
    before = siblings[0].id if siblings and step > 0 else ""
    lane: RecordId | None = card.lane
    return move(graph, [card.id], DropTarget(stages[place], lane, before))


def _move_to_slot(
    graph: JourneyGraph, layout: IncrementalLayout, card: Element, step: int
) -> Change:
    found = layout.cell_of(card.id)
    if found is None:
        return Change()
    slot = found[1] + step
    column = column_of(layout, slot)
    if column is None:
        return Change()
    own = anchor_of(graph, card)
    like = graph.element(own).kind if own else ""
    anchor = slot_anchor(graph, layout, card.kind, slot, like)
    lane: RecordId | None = card.lane
    return move(graph, [card.id], DropTarget(column.stage_id, lane, "", anchor))
