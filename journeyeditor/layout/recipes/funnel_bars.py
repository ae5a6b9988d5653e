"""The funnel lane: linear bars from zero; computed and stated rates look different."""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.display.primitives import Box, Primitive
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_
from journeyeditor.insight.funnel import FunnelRow, Verdict
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, LARGE, SEMIBOLD, SMALL

#: Heights of the figure above the bar and of the two lines below it.
ABOVE, BELOW = 20.0, 24.0
MAX_BAR = 82.0

RATE_WORDS = {
    "to_next": N_("→ {share} continue"),
    "from_previous": N_("{share} of previous stage"),
    "share_of_top": N_("{share} of first stage"),
}


def depict_funnel(
    rows: Sequence[tuple[FunnelRow, Rect, str]],
    top: float,
    convention: str,
    context: RenderContext,
) -> list[Primitive]:
    """Return the bars of stages, each row with its cell in the lane and its stage's colour.

    `top` is the greatest count of the whole map, so that bars compare across rows and sheets.
    """
    drawing: list[Primitive] = []
    for row, cell, colour in rows:
        if row.count is None and row.stated is None:
            continue
        left, width = cell.x + 5, min(cell.width - 10, MAX_BAR)
        base = cell.bottom - BELOW
        room = base - cell.y - ABOVE
        if row.count is not None:
            height = max(room * row.count / top if top else 0.0, 0.9)
            drawing.append(_bar(Rect(left, base - height, width, height), colour, context))
            words = context.texts.number(row.count)
            # A figure is never broken or cut: a very long one becomes smaller.
            room = (cell.width - 7) / context.measure(words, LARGE, BOLD)
            drawing += context.write(
                words,
                LARGE * min(room, 1.0),
                left,
                base - height - 4.5,
                context.theme["ink"],
                weight=BOLD,
                owner=row.stage.id,
            )
        drawing += _rates(row, left, base, cell.width - 8, convention, context)
    return drawing


def _bar(rect: Rect, colour: str, context: RenderContext) -> Box:
    """Return a bar; a pale one has an outline inside, so that its height stays true."""
    rim = context.rim(colour)
    if rim and rect.height < 3 * rim.width:
        colour, rim = rim.colour, None
    rect = rect.inset(rim.width / 2) if rim else rect
    return Box(rect, min(1.5, rect.height / 2), colour, rim)


def _rates(
    row: FunnelRow,
    left: float,
    base: float,
    width: float,
    convention: str,
    context: RenderContext,
) -> list[Primitive]:
    theme = context.theme
    wrong = row.verdict is Verdict.MISMATCH
    drawing: list[Primitive] = []
    if row.computed is not None:
        share = share_text(row.computed, context)
        words = context.texts(RATE_WORDS[convention]).format(share=share)
        if context.measure(words, BODY, SEMIBOLD) > width:
            words = f"→ {share}" if convention == "to_next" else share
        colour = theme["warning"] if wrong else theme["title"]
        size = BODY if context.measure(words, BODY, SEMIBOLD) <= width else SMALL
        line = context.text(context.along(words), size, width, weight=SEMIBOLD)
        drawing += context.place(line, left, base + 3, colour, owner=row.stage.id)
    if row.stated is not None and row.verdict is not Verdict.MATCH:
        words = context.texts("stated {share}").format(share=share_text(row.stated, context))
        y = base + (13.5 if row.computed is not None else 3.5)
        colour = theme["warning"] if wrong else theme["quiet"]
        if wrong:
            drawing.append(context.glyph("warning", left, y + 0.6, 6.8, colour))
        if context.measure(words, SMALL) > width - 9:
            words = share_text(row.stated, context)
        line = context.text(words, SMALL, width - 9)
        drawing += context.place(line, left + (8.6 if wrong else 0), y, colour, owner=row.stage.id)
    return drawing


def share_text(share: float, context: RenderContext) -> str:
    """Return a share as a percentage; below 10 % with a decimal, so that 0.2 % is not 0 %."""
    return context.texts.percent(share, digits=0 if share >= 0.1 else 1)
