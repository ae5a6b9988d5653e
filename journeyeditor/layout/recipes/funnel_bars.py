"""The funnel lane: linear bars from zero; computed and stated rates look different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import Box, Pen, Primitive
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_
from journeyeditor.insight.funnel import FunnelRow, Verdict
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BOLD, HAIRLINE, SEMIBOLD

#: Heights of the figure above the bar, and of the line of a rate below it or of two lines.
ABOVE, BELOW_ONE, BELOW_TWO = 20.0, 13.0, 24.0
MAX_BAR = 82.0
#: Bars below this share of the highest one are hard to see.
SMALL_BAR = 0.07

RATE_WORDS = {
    "to_next": N_("→ {share} continue"),
    "from_previous": N_("{share} of previous stage"),
    "share_of_top": N_("{share} of first stage"),
}


class Enlargement(NamedTuple):
    """How many times small bars are drawn larger beside themselves, and the stage that says so."""

    factor: int
    stage: str


def enlargement_of(rows: Iterable[FunnelRow], top: float) -> Enlargement | None:
    """Return one round factor for all small bars, None where no bar is small.

    The largest of them stays below two thirds of the highest bar, so that nobody takes it for one.
    """
    small = [
        (row.count, row.stage.id)
        for row in rows
        if row.count is not None and 0 < row.count < SMALL_BAR * top
    ]
    if not small:
        return None
    count, stage = max(small, key=lambda pair: pair[0])
    factors = [digit * 10**power for power in range(9) for digit in (1, 2, 5)]
    fitting = [factor for factor in factors if factor * count <= 0.67 * top]
    return Enlargement(fitting[-1], stage) if fitting and fitting[-1] > 1 else None


def room_below(rows: Iterable[FunnelRow]) -> float:
    """Return the room for the rates below bars, of which some are stated and computed."""
    both = any(
        row.stated is not None and row.computed is not None and row.verdict is not Verdict.MATCH
        for row in rows
    )
    return BELOW_TWO if both else BELOW_ONE


def depict_funnel(
    rows: Sequence[tuple[FunnelRow, Rect, str]],
    top: float,
    convention: str,
    context: RenderContext,
    enlargement: Enlargement | None = None,
    below: float = BELOW_TWO,
) -> list[Primitive]:
    """Return the bars of stages, each row with its cell in the lane and its stage's colour.

    `top` is the greatest count of the whole map, so that bars compare across rows and sheets;
    `below` is the room for rates.
    """
    drawing: list[Primitive] = []
    sizes = context.format.sizes
    is_wide = context.format.annotated
    for row, cell, colour in rows:
        if row.count is None and row.stated is None:
            continue
        left = cell.x + (2 if is_wide else 5)
        width = cell.width - 4 if is_wide else min(cell.width - 10, MAX_BAR)
        base = cell.bottom - below
        room = base - cell.y - ABOVE
        if row.count is not None:
            share = row.count / top if top else 0.0
            height = max(room * share, 0.9)
            above = height
            if enlargement and 0 < share < SMALL_BAR:
                above = max(room * share * enlargement.factor, height)
                drawing += _enlarged(
                    row, Rect(left, base - above, width, above), enlargement, context
                )
            drawing.append(_bar(Rect(left, base - height, width, height), colour, context))
            words = context.texts.number(row.count)
            # A figure is never broken or cut: a very long one becomes smaller.
            factor = min((cell.width - 7) / context.measure(words, sizes.customers, BOLD), 1.0)
            drawing += context.write(
                words,
                sizes.customers * factor,
                left,
                base - above - 4.5,
                context.theme["ink"],
                weight=BOLD,
                owner=row.stage.id,
            )
        drawing += _rates(row, left, base, cell.width - 8, convention, context)
    return drawing


def _enlarged(
    row: FunnelRow, rect: Rect, enlargement: Enlargement, context: RenderContext
) -> Iterator[Primitive]:
    """Yield a small bar's enlargement, pale and dashed; the first one says how large it is."""
    theme = context.theme
    pale = mixed(theme["brand"], theme["paper"], 0.9)
    rim = mixed(theme["brand"], theme["paper"], 0.45)
    dashed = Pen(HAIRLINE, rim, dashes=(2.2, 1.8))
    yield Box(rect, 0, pale, dashed if rect.height > 3 else None)
    if row.stage.id != enlargement.stage:
        return
    words = context.texts("pale bars: enlarged {factor} times").format(
        factor=context.texts.number(enlargement.factor)
    )
    line = context.text(words, context.format.sizes.facts, rect.width - 10)
    if line.height + 6 <= rect.height:
        yield from context.place(
            line, rect.x + 5, rect.y + 4, theme["quiet"], align="right", width=rect.width - 10
        )


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
    """Return the computed rate and, where it disagrees, the stated one with a warning sign."""
    theme, sizes = context.theme, context.format.sizes
    wrong = row.verdict is Verdict.MISMATCH
    drawing: list[Primitive] = []
    if row.computed is not None:
        share = share_text(row.computed, context)
        words = context.texts(RATE_WORDS[convention]).format(share=share)
        # Where counts rise, as behind a shortcut, more come than can continue.
        is_rising = convention == "to_next" and row.computed > 1
        if is_rising or context.measure(words, sizes.rate, SEMIBOLD) > width:
            words = f"→ {share}" if convention == "to_next" else share
        colour = theme["warning"] if wrong else theme["title"]
        size = sizes.rate if context.measure(words, sizes.rate, SEMIBOLD) <= width else sizes.facts
        line = context.text(context.along(words), size, width, weight=SEMIBOLD)
        drawing += context.place(line, left, base + 3, colour, owner=row.stage.id)
    if row.stated is not None and row.verdict is not Verdict.MATCH:
        words = context.texts("stated {share}").format(share=share_text(row.stated, context))
        y = base + (13.5 if row.computed is not None else 3.5)
        colour = theme["warning"] if wrong else theme["quiet"]
        if wrong:
            drawing.append(context.glyph("warning", left, y + 0.6, 6.8, colour))
        if context.measure(words, sizes.facts) > width - 9:
            words = share_text(row.stated, context)
        line = context.text(words, sizes.facts, width - 9)
        drawing += context.place(line, left + (8.6 if wrong else 0), y, colour, owner=row.stage.id)
    return drawing


def share_text(share: float, context: RenderContext) -> str:
    """Return a share as a percentage; below 10 % with a decimal, so that 0.2 % is not 0 %."""
    return context.texts.percent(share, digits=0 if share >= 0.1 else 1)
