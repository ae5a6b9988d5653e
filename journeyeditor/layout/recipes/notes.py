"""Free notes: they lie where they were put, over the grid.

A note's position is in map units of the unstretched map (slots of the preferred width), so
that it keeps its place over a stage when the slots of a sheet are wider.
"""

from __future__ import annotations

from journeyeditor.display.primitives import Box, Pen, Primitive
from journeyeditor.geometry import Rect
from journeyeditor.layout.arrangement import Arrangement
from journeyeditor.layout.render_context import RenderContext
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
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import Note

NOTE_WIDTH = 92.0


def free_notes(
    graph: JourneyGraph, arrangement: Arrangement, context: RenderContext
) -> list[Primitive]:
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
        height = note_height(note, context)
        left = max(LABEL_WIDTH, min(left, measured.width - NOTE_WIDTH))
        top = y * arrangement.height / measured.height
        top = max(0.0, min(top, arrangement.height - height))
        drawing += depict_note(note, Rect(left, top, NOTE_WIDTH, height), context)
    return drawing


def note_height(note: Note, context: RenderContext) -> float:
    """Return the height of a free note: that of its texts."""
    title, body = _texts(note, context)
    return 2 * CARD_PAD + title.height + body.height


def depict_note(note: Note, rect: Rect, context: RenderContext) -> list[Primitive]:
    """Return a free note in a rectangle."""
    title, body = _texts(note, context)
    theme = context.theme
    inner = rect.width - 2 * CARD_PAD
    x, y = rect.x + CARD_PAD, rect.y + CARD_PAD
    return [
        Box(rect, 2.0, theme["note_tint"], Pen(HAIRLINE, theme["note"])),
        *context.place(title, x, y, theme["ink"], width=inner, owner=note.id),
        *context.place(body, x, y + title.height, theme["quiet"], width=inner, owner=note.id),
    ]


def _texts(note: Note, context: RenderContext) -> tuple[Paragraph, Paragraph]:
    """Return a note's title and text, broken to its width."""
    inner = NOTE_WIDTH - 2 * CARD_PAD
    return (
        context.text(note.title, BODY, inner, weight=SEMIBOLD, max_lines=TITLE_LINES),
        context.text(note.note, SMALL, inner, max_lines=2 * NOTE_LINES),
    )
