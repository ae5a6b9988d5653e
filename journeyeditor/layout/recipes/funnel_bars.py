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
from journeyeditor.layout.style import BOLD, HAIRLINE, LEADING, SEMIBOLD
from journeyeditor.typography import Paragraph

#: Height of the figure above the bar.
ABOVE = 20.0
#: Between a bar and the rate below it, and between two rates on one line.
RATE_GAP, BESIDE = 3.0, 9.0
#: How much narrower rates are than their stage.
RATES_PAD = 8.0
#: The side of the sign before a stated rate that differs, and what it takes with its gap.
SIGN, SIGN_ROOM = 1.02, 1.3
MAX_BAR = 82.0
#: Between the figure of a bar and what is said of the bar beside it.
FIGURE_GAP = 6.0
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
        if row.count is not None and _is_small(row.count, top)
    ]
    if not small:
        return None
    count, stage = max(small, key=lambda pair: pair[0])
    factors = [digit * 10**power for power in range(9) for digit in (1, 2, 5)]
    fitting = [factor for factor in factors if factor * count <= 0.67 * top]
    return Enlargement(fitting[-1], stage) if fitting and fitting[-1] > 1 else None


def _is_small(count: float, top: float) -> bool:
    return 0 < count < SMALL_BAR * top


def room_below(
    rows: Iterable[tuple[FunnelRow, float]], convention: str, context: RenderContext
) -> float:
    """Return the room for the rates below the bars of stages, given with their widths."""
    sizes = context.format.sizes
    for row, width in rows:
        computed = _computed(row, width - RATES_PAD, convention, context)
        stated = _stated(row, width - RATES_PAD, context)
        if computed and stated and not _have_room_beside(computed, stated, width - RATES_PAD):
            return _two_lines(context)
    return RATE_GAP + sizes.rate * LEADING


def _two_lines(context: RenderContext) -> float:
    sizes = context.format.sizes
    return RATE_GAP + (sizes.rate + sizes.facts) * LEADING


def depict_funnel(
    rows: Sequence[tuple[FunnelRow, Rect, str]],
    top: float,
    convention: str,
    context: RenderContext,
    enlargement: Enlargement | None = None,
    below: float | None = None,
) -> list[Primitive]:
    """Return the bars of stages, each row with its cell in the lane and its stage's colour.

    `top` is the greatest count of the whole map, so that bars compare across rows and sheets;
    `below` is the room for rates, that of two lines unless given.
    """
    below = _two_lines(context) if below is None else below
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
            if enlargement and _is_small(row.count, top):
                above = max(room * share * enlargement.factor, height)
                bar = Rect(left, base - above, width, above)
                drawing += _enlarged(row, bar, enlargement, context)
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
        drawing += _rates(
            row,
            left,
            base,
            cell.width - RATES_PAD,
            convention,
            context,
            is_beside=below < _two_lines(context),
        )
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
    sizes, factor = context.format.sizes, context.texts.number(enlargement.factor)
    words = context.texts("pale bars: enlarged {factor} times").format(factor=factor)
    line, y = context.text(words, sizes.facts, rect.width - 10), rect.y + 4
    if line.height + 6 > rect.height:
        # A bar that is too low for the words has them above it, beside its figure.
        count = context.measure(context.texts.number(row.count or 0), sizes.customers, BOLD)
        if count + FIGURE_GAP + line.width > rect.width - 10 or len(line.lines) > 1:
            line = context.text(f"×\u00a0{factor}", sizes.facts, rect.width)
        y = rect.y - 3 - line.height
    yield from context.place(
        line, rect.x + 5, y, theme["quiet"], align="right", width=rect.width - 10
    )


def _bar(rect: Rect, colour: str, context: RenderContext) -> Box:
    """Return a bar; a pale one has an outline inside, so that its height stays true."""
    rim = context.rim(colour)
    if rim and rect.height < 3 * rim.width:
        colour, rim = rim.colour, None
    rect = rect.inset(rim.width / 2) if rim else rect
    return Box(rect, min(1.5, rect.height / 2), colour, rim)


def _computed(
    row: FunnelRow, width: float, convention: str, context: RenderContext
) -> Paragraph | None:
    """Return the computed rate on one line."""
    if row.computed is None:
        return None
    sizes, share = context.format.sizes, share_text(row.computed, context)
    words = context.texts(RATE_WORDS[convention]).format(share=share)
    # Where counts rise, as behind a shortcut, more come than can continue.
    is_rising = convention == "to_next" and row.computed > 1
    if is_rising or context.measure(words, sizes.rate, SEMIBOLD) > width:
        words = f"→ {share}" if convention == "to_next" else share
    size = sizes.rate if context.measure(words, sizes.rate, SEMIBOLD) <= width else sizes.facts
    return context.text(context.along(words), size, width, weight=SEMIBOLD)


def _stated(row: FunnelRow, width: float, context: RenderContext) -> Paragraph | None:
    """Return the stated rate where it is not the computed one."""
    if row.stated is None or row.verdict is Verdict.MATCH:
        return None
    size, share = context.format.sizes.facts, share_text(row.stated, context)
    room = width - SIGN_ROOM * size
    words = context.texts("stated {share}").format(share=share)
    return context.text(words if context.measure(words, size) <= room else share, size, room)


def _have_room_beside(computed: Paragraph, stated: Paragraph, width: float) -> bool:
    return computed.width + BESIDE + SIGN_ROOM * stated.size + stated.width <= width


def _rates(
    row: FunnelRow,
    left: float,
    base: float,
    width: float,
    convention: str,
    context: RenderContext,
    *,
    is_beside: bool,
) -> list[Primitive]:
    """Return the computed rate and, beside or below it, the stated one with a sign if they disagree."""
    theme, owner = context.theme, row.stage.id
    wrong = row.verdict is Verdict.MISMATCH
    computed = _computed(row, width, convention, context)
    stated = _stated(row, width, context)
    drawing: list[Primitive] = []
    y = base + RATE_GAP
    if computed:
        colour = theme["warning"] if wrong else theme["title"]
        drawing += context.place(computed, left, y, colour, owner=owner)
    if not stated:
        return drawing
    if computed and is_beside:
        left += computed.width + BESIDE
        y += computed.first_baseline - stated.first_baseline
    elif computed:
        y += computed.height
    colour = theme["warning"] if wrong else theme["quiet"]
    if wrong:
        side = SIGN * stated.size
        top = y + (stated.line_height - side) / 2
        drawing.append(context.glyph("warning", left, top, side, colour))
        left += SIGN_ROOM * stated.size
    drawing += context.place(stated, left, y, colour, owner=owner)
    return drawing


def share_text(share: float, context: RenderContext) -> str:
    """Return a share as a percentage; below 10 % with a decimal, so that 0.2 % is not 0 %."""
    return context.texts.percent(share, digits=0 if share >= 0.1 else 1)
