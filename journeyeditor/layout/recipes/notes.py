"""Free notes: placed by hand, over the grid."""

from __future__ import annotations

from journeyeditor.display.primitives import Box, Pen, Primitive
from journeyeditor.display.theme import Theme
from journeyeditor.geometry import Rect
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import (
    BODY,
    CARD_PAD,
    HAIRLINE,
    NOTE_LINES,
    SEMIBOLD,
    SMALL,
    TITLE_LINES,
)
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import Note

NOTE_WIDTH = 92.0


def note_height(note: Note, context: RenderContext) -> float:
    title, body = _texts(note, context)
    return 2 * CARD_PAD + title.height + body.height


def depict_note(note: Note, rect: Rect, context: RenderContext) -> list[Primitive]:
    title, body = _texts(note, context)
    theme = context.theme
    inner = rect.width - 2 * CARD_PAD
    x, y = rect.x + CARD_PAD, rect.y + CARD_PAD
    return [
        _sheet(note, rect, theme),
        *context.place(title, x, y, theme["ink"], width=inner, owner=note.id),
        *context.place(body, x, y + title.height, theme["quiet"], width=inner, owner=note.id),
    ]


def _sheet(note: Note, rect: Rect, theme: Theme) -> Box:
    if note.tint:
        return Box(rect, 2.0, theme.ground(note.tint), Pen(HAIRLINE, theme.tint(note.tint)))
    return Box(rect, 2.0, theme["note_tint"], Pen(HAIRLINE, theme["note"]))


def _texts(note: Note, context: RenderContext) -> tuple[Paragraph, Paragraph]:
    inner = NOTE_WIDTH - 2 * CARD_PAD
    return (
        context.text(note.title, BODY, inner, weight=SEMIBOLD, max_lines=TITLE_LINES),
        context.note(note.note, SMALL, inner, max_lines=2 * NOTE_LINES),
    )
