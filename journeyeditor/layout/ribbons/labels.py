"""What is written on a ribbon: figures of those who begin, whose it is, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import Box, Group, Primitive
from journeyeditor.geometry import Rect, Transform
from journeyeditor.i18n import N_
from journeyeditor.layout.arrangement import Arrangement
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import Ribbon, Station, Strand
from journeyeditor.layout.ribbons.rows import CLEAR, SWING, Row, depict_shapes
from journeyeditor.layout.style import BODY, BOLD, LABEL_WIDTH, REGULAR, SEMIBOLD, SMALL

#: Fewer than these are not told by a figure.
MIN_TOLD = 5e-5
#: Between two texts of one line, and from a text to the ribbon below it.
SPACE, LIFT = 5.0, 4.2
_LEAVE, _SHORT_LEAVE = N_("{share} leave"), "−{share}"
_END = N_("{share} to the end")
_WIDTH = N_("The width is the share of those who begin.")


class Words(NamedTuple):
    """Words that stand somewhere above the ribbon, where there is room."""

    text: str
    weight: int
    colour: str


def depict_ribbon(
    ribbon: Ribbon, arrangement: Arrangement, kit: RenderContext
) -> tuple[Primitive, ...]:
    """Return the ribbon of a row in its lane, which begins below the chevrons."""
    row = Row(ribbon, arrangement)
    drawing: list[Primitive] = [_name(row, kit), *depict_shapes(row, kit)]
    untold = _told_once(row, kit)
    for index, station in row.stations.items():
        drawing += _above(row, index, station, untold, kit)
        drawing += _leaving(row, index, station, kit)
    for strand in ribbon.strands:
        drawing += _on_track(row, strand, kit)
    return tuple(drawing)


def percent(share: float, kit: RenderContext) -> str:
    """Return a share in percent, with the decimals that tell a small one from nothing."""
    digits = 0 if share >= 0.0995 else 1 if share >= 0.00095 else 2
    return kit.texts.percent(share, digits)


def _name(row: Row, kit: RenderContext) -> Group:
    """Return the lane's name, read upwards, in the column left of it."""
    height = row.ribbon.height
    name = kit.text(kit.texts("Paths").upper(), SMALL, height, weight=BOLD, max_lines=1)
    turned = Transform(0, -1, 1, 0, (LABEL_WIDTH - name.height) / 2 - 1.5, row.top + height)
    runs = kit.place(name, 0, 0, kit.theme["label"], align="center", width=height)
    return Group(tuple(runs), turned)


def _above(
    row: Row, index: int, station: Station, untold: list[Words], kit: RenderContext
) -> Iterator[Primitive]:
    """Yield the line above a station: how many come here, whose ribbon it is, how many end."""
    head, baseline = row.head(index), row.base - LIFT
    low = row.left(index) if station.skips_in or station.came else head.x + CLEAR + 2
    low += _berth(row, station.skips_in)
    high = row.right(index) if station.skips_out else head.right - 2 * CLEAR
    high -= _berth(row, station.skips_out)
    before, after = row.stations.get(index - 1), row.stations.get(index + 1)
    if before and before.skips_out:
        low = max(low, row.right(index - 1) + SWING + CLEAR)
    if after and after.skips_in:
        high = min(high, row.left(index + 1) - SWING - CLEAR)
    ending = kit.texts(_END).format(share=percent(station.ended, kit))
    end_width = kit.measure(ending, SMALL, SEMIBOLD) if station.ended >= MIN_TOLD else 0.0
    figure = percent(station.reach, kit)
    width = kit.measure(figure, BODY, BOLD)
    if end_width and width + SPACE + end_width > high - low:
        width = 0.0
    if end_width > high - low:
        ending = percent(station.ended, kit)
        end_width = kit.measure(ending, SMALL, SEMIBOLD)
    if end_width and end_width <= high - low:
        colour = kit.theme["title"]
        yield from kit.write(ending, SMALL, high, baseline, colour, weight=SEMIBOLD, align="right")
        high -= end_width + SPACE
    if width and width <= high - low and station.reach >= MIN_TOLD:
        yield from kit.write(figure, BODY, low, baseline, kit.theme["title"], weight=BOLD)
        yield from _beside(untold, low + width + SPACE, high, baseline, kit)


def _told_once(row: Row, kit: RenderContext) -> list[Words]:
    """Return what is said once where the ribbon begins: whose it is, and what its width means."""
    if not any(station.begun for station in row.stations.values()):
        return []
    traveller = row.ribbon.traveller
    name = traveller.name if traveller and traveller.name else kit.texts("Everybody")
    colour = traveller.colour if traveller else kit.accent
    return [
        Words(name, SEMIBOLD, colour),
        Words(kit.texts(_WIDTH), REGULAR, kit.theme["quiet"]),
    ]


def _beside(
    untold: list[Words], low: float, high: float, baseline: float, kit: RenderContext
) -> Iterator[Primitive]:
    """Yield what of the words there is room for, in order, and keep the rest."""
    while untold:
        words, weight, colour = untold[0]
        width = kit.measure(words, SMALL, weight)
        if low + width > high:
            return
        del untold[0]
        yield from kit.write(words, SMALL, low, baseline, colour, weight=weight)
        low += width + SPACE


def _leaving(row: Row, index: int, station: Station, kit: RenderContext) -> Iterator[Primitive]:
    """Yield how many leave at a station, below it and left of where they go."""
    if station.lost < MIN_TOLD:
        return
    right = row.right(index) - 0.5
    comes = station.loops_in or station.came
    left = row.left(index) if comes else row.head(index).x + CLEAR
    left += _berth(row, station.loops_in)
    share = percent(station.lost, kit)
    for words in (kit.texts(_LEAVE).format(share=share), _SHORT_LEAVE.format(share=share)):
        if kit.measure(words, SMALL) <= right - left:
            y = row.base + row.ribbon.width(station.amount) + 1.5
            line = kit.text(words, SMALL, right - left)
            yield from kit.place(
                line, left, y, kit.theme["quiet"], align="right", width=right - left
            )
            return


def _berth(row: Row, strands: Sequence[Strand]) -> float:
    """Return how far words stay off strands that swing past: half the widest one."""
    widths = (row.ribbon.width(strand.amount) for strand in strands)
    return max(widths, default=-2 * CLEAR) / 2 + CLEAR


def _on_track(row: Row, strand: Strand, kit: RenderContext) -> Iterator[Primitive]:
    """Yield how many skip or loop, in a gap of the line."""
    ends = {strand.source, strand.target}
    if strand.amount < MIN_TOLD or not ends & row.stations.keys():
        return
    _, low, high = row.run(strand)
    words = percent(strand.amount, kit)
    line = kit.text(words, SMALL, SWING * 4, weight=SEMIBOLD, max_lines=1)
    if high - low < line.width + 2 * SPACE:
        return
    x = (low + high - line.width) / 2
    y = row.top + row.ribbon.track(strand) - line.line_height / 2
    yield Box(Rect(x - 2.5, y, line.width + 5, line.line_height), 2, kit.theme["paper"], None)
    yield from kit.place(line, x, y, kit.theme["title"])
