"""Where the steps and touchpoints of one stage stand, without a plan of the whole map."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from journeyeditor.editing.changes.ranking import row
from journeyeditor.layout.lanes import BAND_OF_KIND
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import Lane

#: What gives a stage its slots.
ANCHORS = ("step", "touchpoint")


def slots(
    graph: JourneyGraph, stage: RecordId | None, without: Collection[RecordId] = ()
) -> dict[str, int]:
    """Return the slot of each step and touchpoint of a stage, as the grid gives them out."""
    lanes = lanes_of(graph)
    found: dict[str, int] = {}
    taken = -1
    for step in _by_lane(row(graph, "step", stage, without), lanes):
        taken += 1
        found[step.id] = taken
    taken = -1
    for touchpoint in _by_lane(row(graph, "touchpoint", stage, without), lanes):
        steps = [tie.source for tie in graph.incoming(touchpoint.id, "follows")]
        taken = max([taken + 1, *(found[step] for step in steps if step in found)])
        found[touchpoint.id] = taken
    return found


def _by_lane(cards: Iterable[Element], lanes: Sequence[Lane]) -> list[Element]:
    """Return the cards that a lane shows, lane by lane; the lane of the first card comes first."""
    groups: dict[str, list[Element]] = {}
    for card in cards:
        lane = lane_shown(card, lanes)
        if lane:
            groups.setdefault(lane, []).append(card)
    return [card for group in groups.values() for card in group]


def lanes_of(graph: JourneyGraph) -> list[Lane]:
    """Return the lane records, top to bottom."""
    return [lane for lane in graph.lanes() if isinstance(lane, Lane)]


def lane_shown(card: Element, lanes: Sequence[Lane]) -> str:
    """Return the lane in which a card stands (its kind's name for the kind's own), "" if in none."""
    own = next((lane for lane in lanes if lane.id == getattr(card, "lane", None)), None)
    if own is not None and not own.visible:
        return ""
    if own is not None and (not own.kinds or set(own.kinds) - BAND_OF_KIND.keys()):
        return own.id
    showing = [lane for lane in lanes if card.kind in lane.kinds]
    visible = next((lane.id for lane in showing if lane.visible), "")
    return visible if showing else card.kind
