"""What is written on a ribbon: figures of those who begin, whose it is, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import Box, Group, Primitive
from journeyeditor.geometry import Rect, Transform
from journeyeditor.i18n import N_
from journeyeditor.layout.arrangement import Arrangement
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import Ribbon, RibbonStage, Strand
from journeyeditor.layout.ribbons.rows import CLEAR, SWING, RibbonRow, depict_shapes
from journeyeditor.layout.style import BODY, BOLD, LABEL_WIDTH, REGULAR, SEMIBOLD, SMALL

#: Fewer than these are not told by a figure.
MIN_TOLD = 5e-5
#: Between two texts of one line, and from a text to the ribbon below it.
SPACE, LIFT = 5.0, 4.2
_LEAVE, _SHORT_LEAVE = N_("{share} drop out"), "−{share}"
_END = N_("{share} reach the end")
_WIDTH = N_("Width shows the share of those who start.")


class RibbonLabel(NamedTuple):
    """Words that stand somewhere above the ribbon, where there is room."""

    text: str
    weight: int
    colour: str


def depict_ribbon(
    ribbon: Ribbon, arrangement: Arrangement, context: RenderContext
) -> tuple[Primitive, ...]:
    """Return the ribbon of a row in its lane, which begins below the chevrons."""
    row = RibbonRow(ribbon, arrangement)
    drawing: list[Primitive] = [_name(row, context), *depict_shapes(row, context)]
    untold = _told_once(row, context)
    for index, stage in row.stages.items():
        drawing += _above(row, index, stage, untold, context)
        drawing += _leaving(row, index, stage, context)
    for strand in ribbon.strands:
        drawing += _on_track(row, strand, context)
    return tuple(drawing)


def percent(share: float, context: RenderContext) -> str:
    """Return a share in percent, with the decimals that tell a small one from nothing."""
    digits = 0 if share >= 0.0995 else 1 if share >= 0.00095 else 2
    return context.texts.percent(share, digits)


def _name(row: RibbonRow, context: RenderContext) -> Group:
    """Return the lane's name, read upwards, in the column left of it."""
    height = row.ribbon.height
    name = context.text(context.texts("Paths").upper(), SMALL, height, weight=BOLD, max_lines=1)
    turned = Transform(0, -1, 1, 0, (LABEL_WIDTH - name.height) / 2 - 1.5, row.top + height)
    runs = context.place(name, 0, 0, context.theme["label"], align="center", width=height)
    return Group(tuple(runs), turned)


def _above(
    row: RibbonRow,
    index: int,
    stage: RibbonStage,
    untold: list[RibbonLabel],
    context: RenderContext,
) -> Iterator[Primitive]:
    """Yield the line above a station: how many come here, whose ribbon it is, how many end."""
    head, baseline = row.head(index), row.base - LIFT
    low = row.left(index) if stage.skips_in or stage.came else head.x + CLEAR + 2
    low += _berth(row, stage.skips_in)
    high = row.right(index) if stage.skips_out else head.right - 2 * CLEAR
    high -= _berth(row, stage.skips_out)
    before, after = row.stages.get(index - 1), row.stages.get(index + 1)
    if before and before.skips_out:
        low = max(low, row.right(index - 1) + SWING + CLEAR)
    if after and after.skips_in:
        high = min(high, row.left(index + 1) - SWING - CLEAR)
    ending = context.texts(_END).format(share=percent(stage.ended, context))
    end_width = context.measure(ending, SMALL, SEMIBOLD) if stage.ended >= MIN_TOLD else 0.0
    figure = percent(stage.reach, context)
    width = context.measure(figure, BODY, BOLD)
    if end_width and width + SPACE + end_width > high - low:
        width = 0.0
    if end_width > high - low:
        ending = percent(stage.ended, context)
        end_width = context.measure(ending, SMALL, SEMIBOLD)
    if end_width and end_width <= high - low:
        colour = context.theme["title"]
        yield from context.write(
            ending, SMALL, high, baseline, colour, weight=SEMIBOLD, align="right"
        )
        high -= end_width + SPACE
    if width and width <= high - low and stage.reach >= MIN_TOLD:
        yield from context.write(figure, BODY, low, baseline, context.theme["title"], weight=BOLD)
        yield from _beside(untold, low + width + SPACE, high, baseline, context)


def _told_once(row: RibbonRow, context: RenderContext) -> list[RibbonLabel]:
    """Return what is said once where the ribbon begins: whose it is, and what its width means."""
    if not any(stage.begun for stage in row.stages.values()):
        return []
    persona_style = row.ribbon.persona_style
    name = (
        persona_style.name
        if persona_style and persona_style.name
        else context.texts("All personas")
    )
    colour = persona_style.colour if persona_style else context.accent
    return [
        RibbonLabel(name, SEMIBOLD, colour),
        RibbonLabel(context.texts(_WIDTH), REGULAR, context.theme["quiet"]),
    ]


def _beside(
    untold: list[RibbonLabel], low: float, high: float, baseline: float, context: RenderContext
) -> Iterator[Primitive]:
    """Yield what of the words there is room for, in order, and keep the rest."""
    while untold:
        words, weight, colour = untold[0]
        width = context.measure(words, SMALL, weight)
        if low + width > high:
            return
        del untold[0]
        yield from context.write(words, SMALL, low, baseline, colour, weight=weight)
        low += width + SPACE


def _leaving(
    row: RibbonRow, index: int, stage: RibbonStage, context: RenderContext
) -> Iterator[Primitive]:
    """Yield how many leave at a station, below it and left of where they go."""
    if stage.lost < MIN_TOLD:
        return
    right = row.right(index) - 0.5
    comes = stage.loops_in or stage.came
    left = row.left(index) if comes else row.head(index).x + CLEAR
    left += _berth(row, stage.loops_in)
    share = percent(stage.lost, context)
    for words in (context.texts(_LEAVE).format(share=share), _SHORT_LEAVE.format(share=share)):
        if context.measure(words, SMALL) <= right - left:
            y = row.base + row.ribbon.width(stage.amount) + 1.5
            line = context.text(words, SMALL, right - left)
            yield from context.place(
                line, left, y, context.theme["quiet"], align="right", width=right - left
            )
            return


def _berth(row: RibbonRow, strands: Sequence[Strand]) -> float:
    """Return how far words stay off strands that swing past: half the widest one."""
    widths = (row.ribbon.width(strand.amount) for strand in strands)
    return max(widths, default=-2 * CLEAR) / 2 + CLEAR


def _on_track(row: RibbonRow, strand: Strand, context: RenderContext) -> Iterator[Primitive]:
    """Yield how many skip or loop, in a gap of the line."""
    ends = {strand.source, strand.target}
    if strand.amount < MIN_TOLD or not ends & row.stages.keys():
        return
    _, low, high = row.run(strand)
    words = percent(strand.amount, context)
    line = context.text(words, SMALL, SWING * 4, weight=SEMIBOLD, max_lines=1)
    if high - low < line.width + 2 * SPACE:
        return
    x = (low + high - line.width) / 2
    y = row.top + row.ribbon.track(strand) - line.line_height / 2
    yield Box(Rect(x - 2.5, y, line.width + 5, line.line_height), 2, context.theme["paper"], None)
    yield from context.place(line, x, y, context.theme["title"])
