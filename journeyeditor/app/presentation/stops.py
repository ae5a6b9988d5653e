"""Where a presentation stops, and what part of the map it shows there."""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.display.theme import Theme
from journeyeditor.geometry import Rect, Size
from journeyeditor.layout.incremental.excerpt import NAME_WIDTH, ROOM_SCALE, Excerpt
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.style import SLOT_PREFERRED, STAGE_TIP
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import Emotion

#: Margin around a card, in multiples of its width and height.
CARD_MARGIN_X, CARD_MARGIN_Y = 0.6, 1.0
#: Slot widths to choose from, in multiples of the usual one.
WIDTHS = (1.0, 1.3, 1.7, 2.2, 2.8, 3.5, 4.4, 5.5, 7.0)


def stages_of(graph: JourneyGraph) -> list[RecordId]:
    return [stage.id for stage in graph.stages()]


def cards_of(layout: IncrementalLayout, stage: RecordId) -> list[RecordId]:
    """Return the cards of a stage in reading order, moment by moment."""
    column = next((c for c in layout.columns if c.stage_id == (stage or None)), None)
    slots = range(column.first, column.first + column.slots) if column else ()
    lanes = range(len(layout.lanes))
    return [id_ for slot in slots for lane in lanes for id_ in layout.cell_ids(lane, slot)]


def points_of(
    graph: JourneyGraph, layout: IncrementalLayout, stage: RecordId, persona: RecordId
) -> list[RecordId]:
    """Return a persona's emotions in a stage, along the curve."""
    found = (graph.element(id_) for id_ in cards_of(layout, stage))
    return [e.id for e in found if isinstance(e, Emotion) and e.persona == persona]


def is_on_curve(graph: JourneyGraph, stage: RecordId, persona: RecordId) -> bool:
    return any(isinstance(e, Emotion) and e.persona == persona for e in graph.cards(stage))


def personas_of(graph: JourneyGraph) -> list[RecordId]:
    """Return the personas that have a curve, in their order."""
    felt = {e.persona for e in graph.elements("emotion") if isinstance(e, Emotion)}
    return [persona.id for persona in graph.personas() if persona.id in felt]


def fitting_excerpt(
    graph: JourneyGraph, faces: Faces, theme: Theme, stage: RecordId, room: Size
) -> Excerpt:
    """Return the excerpt of a stage whose slots are so wide that it fills a room best.

    Wider slots make a stage lower, so the best one is where width and height bind alike.
    """

    def scales(width: float) -> tuple[float, float]:
        """Return the scales at which the stage fills the room's width, and its height."""
        layout = IncrementalLayout(graph, faces, theme, Excerpt(stage, width, ROOM_SCALE))
        across = sum(c.width for c in layout.columns if c.stage_id == stage)
        height = layout.size.height - layout.header_top
        return room.width / (across + NAME_WIDTH + STAGE_TIP), room.height / height

    low, high, best = 0, len(WIDTHS) - 1, (0.0, WIDTHS[0])
    while low <= high:
        middle = (low + high) // 2
        across, down = scales(WIDTHS[middle] * SLOT_PREFERRED)
        best = max(best, (min(across, down), WIDTHS[middle]))
        low, high = (low, middle - 1) if across < down else (middle + 1, high)
    return Excerpt(stage, best[1] * SLOT_PREFERRED, ROOM_SCALE)


def around_card(rect: Rect) -> Rect:
    """Return a card with its neighbours, to be shown where a whole stage is too small to read."""
    return rect.inset(-CARD_MARGIN_X * rect.width, -CARD_MARGIN_Y * rect.height)


def next_of(ids: Sequence[RecordId], here: RecordId, by: int) -> RecordId:
    """Return the id `by` places further, or the end from which to begin; "" beyond the ends."""
    if here not in ids:
        return (ids[0] if by > 0 else ids[-1]) if ids else ""
    index = ids.index(here) + by
    return ids[index] if 0 <= index < len(ids) else ""


def between(one: Rect, other: Rect, share: float) -> Rect:
    """The rectangle at `share` (0..1) between two others."""
    parts = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return Rect(*parts)
