"""Moving one card one place on: to the next slot, or up and down in its cell."""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.neighbours import column_of, slot_anchor
from journeyeditor.editing.changes.placing import move
from journeyeditor.editing.changes.ranking import rank_of, row, shifted
from journeyeditor.editing.changes.relations import alignments, anchor_of, stage_of, stands_in
from journeyeditor.editing.changes.scores import rounded
from journeyeditor.editing.changes.slots import ANCHORS
from journeyeditor.editing.changes.stages import reorder
from journeyeditor.editing.drop_target import Spot
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import Change, Element, JourneyGraph, RecordId

#: How far a free note goes, in map units, and a face on its curve.
FAR = 6
HALF = 0.5

_STEPS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def nudge(graph: JourneyGraph, layout: IncrementalLayout, id_: RecordId, direction: str) -> Change:
    """Return the change that moves an element one place in a direction; empty at the edge."""
    across, down = _STEPS[direction]
    element = graph.element(id_)
    position: tuple[float, float] | None = getattr(element, "position", None)
    if position is not None:
        draft = Draft(graph)
        draft.set(id_, position=shifted(position, FAR * across, FAR * down))
        return draft.change()
    if element.kind in ("stage", "persona"):
        is_along = (element.kind == "stage") == bool(across)
        return _in_row(graph, element, across + down) if is_along else Change()
    if element.kind == "lane" or not hasattr(element, "stage"):
        return Change()
    if element.kind == "emotion" and down:
        draft = Draft(graph)
        draft.set(id_, score=rounded((getattr(element, "score", None) or 0) - HALF * down))
        return draft.change()
    if down:
        return _in_cell(graph, layout, element, down)
    if element.kind in ANCHORS:
        return _anchor(graph, element, across)
    return _to_slot(graph, layout, element, across)


def _in_row(graph: JourneyGraph, element: Element, step: int) -> Change:
    """Let a stage or a persona change places with its neighbour."""
    everyone = [each.id for each in graph.elements(element.kind)]
    place = everyone.index(element.id) + step
    if not 0 <= place < len(everyone):
        return Change()
    behind = everyone[place + 1 :] if step > 0 else everyone[place:]
    return reorder(graph, element.kind, [element.id], behind[0] if behind else "")


def _in_cell(graph: JourneyGraph, layout: IncrementalLayout, card: Element, step: int) -> Change:
    """Let a card change places with the one of its kind above or below it in the cell."""
    found = layout.cell_of(card.id)
    if found is None:
        return Change()
    stack = [id_ for id_ in layout.cell_ids(*found) if graph.element(id_).kind == card.kind]
    place = stack.index(card.id) + step
    if not 0 <= place < len(stack):
        return Change()
    siblings = [each.id for each in row(graph, card.kind, stage_of(card))]
    behind = stack[place]
    if step > 0 and behind in siblings:
        rest = siblings[siblings.index(behind) + 1 :]
        behind = rest[0] if rest else ""
    lane: RecordId | None = getattr(card, "lane", None)
    anchor = anchor_of(graph, card)
    return move(graph, [card.id], Spot(stands_in(graph, card), lane, behind, anchor))


def _anchor(graph: JourneyGraph, card: Element, step: int) -> Change:
    """Let a step or touchpoint change places with its neighbour, or enter the next stage."""
    stage = stage_of(card)
    siblings = row(graph, card.kind, stage)
    place = siblings.index(card) + step
    if not 0 <= place < len(siblings):
        return _to_stage(graph, card, step)
    return _swapped(graph, siblings, siblings.index(card), place)


def _swapped(graph: JourneyGraph, siblings: Sequence[Element], one: int, two: int) -> Change:
    """Let two steps or touchpoints change places, with the steps that give them their slots."""
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
        for tie in alignments(graph, before):
            draft.put(tie.replaced(target=after.id))
    return draft.change()


def _to_stage(graph: JourneyGraph, card: Element, step: int) -> Change:
    """Put a step or touchpoint at the near end of the next stage."""
    stages = [stage.id for stage in graph.stages()]
    stage = stage_of(card)
    place = stages.index(stage) + step if stage in stages else (len(stages) - 1 if step < 0 else -1)
    if not 0 <= place < len(stages):
        return Change()
    siblings = row(graph, card.kind, stages[place])
    before = siblings[0].id if siblings and step > 0 else ""
    lane: RecordId | None = getattr(card, "lane", None)
    return move(graph, [card.id], Spot(stages[place], lane, before))


def _to_slot(graph: JourneyGraph, layout: IncrementalLayout, card: Element, step: int) -> Change:
    """Put a card into the slot beside its own."""
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
    lane: RecordId | None = getattr(card, "lane", None)
    return move(graph, [card.id], Spot(column.stage_id, lane, "", anchor))
