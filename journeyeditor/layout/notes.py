"""Free notes: they lie where they were put, over the grid.

A note's position is in map units of the unstretched map (slots of the preferred width), so
that it keeps its place over a stage when the slots of a sheet are wider.
"""

from __future__ import annotations

from journeyeditor.display.primitives import Box, Pen, Primitive
from journeyeditor.geometry import Rect
from journeyeditor.layout.arrangement import Arrangement
from journeyeditor.layout.kit import Kit
from journeyeditor.layout.style import (
    BODY,
    CARD_PAD,
    HAIRLINE,
    LABEL_WIDTH,
    NOTE_LINES,
    SEMIBOLD,
    SLOT_PREFERRED,
    SMALL,
    TITLE_LINES,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Note

NOTE_WIDTH = 92.0


def free_notes(graph: JourneyGraph, arrangement: Arrangement, kit: Kit) -> list[Primitive]:
    """Return the notes whose position lies on this sheet's share of the map."""
    drawing: list[Primitive] = []
    measured = arrangement.measured
    last = measured.slots.stop == measured.grid.slots
    for note in graph.elements("note"):
        assert isinstance(note, Note)
        if note.position is None:
            continue
        x, y = note.position
        slot = (x - LABEL_WIDTH) / SLOT_PREFERRED
        if slot < measured.slots.start and measured.slots.start:
            continue
        if slot >= measured.slots.stop and not last:
            continue
        left = LABEL_WIDTH + (slot - measured.slots.start) * measured.slot_width
        drawing += _note(note, left, y * arrangement.height / measured.height, arrangement, kit)
    return drawing


def _note(
    note: Note, left: float, top: float, arrangement: Arrangement, kit: Kit
) -> list[Primitive]:
    """Return one note, kept inside the sheet's share of the map."""
    inner = NOTE_WIDTH - 2 * CARD_PAD
    title = kit.text(note.title, BODY, inner, weight=SEMIBOLD, max_lines=TITLE_LINES)
    body = kit.text(note.note, SMALL, inner, max_lines=2 * NOTE_LINES)
    height = 2 * CARD_PAD + title.height + body.height
    left = max(LABEL_WIDTH, min(left, arrangement.measured.width - NOTE_WIDTH))
    top = max(0.0, min(top, arrangement.height - height))
    rect = Rect(left, top, NOTE_WIDTH, height)
    theme = kit.theme
    x, y = rect.x + CARD_PAD, rect.y + CARD_PAD
    return [
        Box(rect, 2.0, theme["note_tint"], Pen(HAIRLINE, theme["note"])),
        *kit.place(title, x, y, theme["ink"], width=inner, owner=note.id),
        *kit.place(body, x, y + title.height, theme["quiet"], width=inner, owner=note.id),
    ]
