"""Stage headers: a chevron in a tone of the brand colour, with name, goals and note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Bookmark, Fill, Group, Primitive, Stroke, Tag
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.grid import StageColumn
from journeyeditor.layout.render_context import RenderContext, is_reversed
from journeyeditor.layout.style import (
    BOLD,
    GOAL_LINES,
    REGULAR,
    SEMIBOLD,
    STAGE_PAD,
    STAGE_TIP,
)
from journeyeditor.typography import Paragraph

#: Between two chevrons.
GAP = 2.0
TEXT_GAP = 2.0


class MeasuredHeader(NamedTuple):
    """A header's name and the texts below it, broken to its width, and its natural height.

    `content` is the height of the words with the space around them.
    """

    column: StageColumn
    name: Paragraph
    below: tuple[Paragraph, ...]
    height: float
    content: float
    ends: HeaderEnds


class HeaderGeometry(Protocol):
    """The coordinates of a row's headers, for what is drawn above and below them."""

    @property
    def arc_base(self) -> float:
        """The upper edge of the headers."""

    @property
    def edges(self) -> tuple[float, float]:
        """The left and the right edge of the row."""

    def header_rect(self, column: int) -> Rect:
        """Return the header of a column, numbered over the whole map."""


class HeaderEnds(NamedTuple):
    """Which ends a header has: first or last of the map, or last of a row."""

    is_first: bool = False
    is_last: bool = False
    is_at_edge: bool = False


#: Type sizes of the stages' names as shares of the largest. All names of a row have one size: the
#: first at which every name fits on one line, else the last but one, or the last where a word would
#: be broken.
NAME_SIZES = (1.0, 0.9, 0.8, 0.64)


def name_size(columns: Iterable[tuple[StageColumn, float]], context: RenderContext) -> float:
    """Return the type size for the names of all stages, given with their widths.

    It is not below that of titles of cards.
    """
    sizes = context.format.sizes
    share = NAME_SIZES[max(name_level(column, width, context) for column, width in columns)]
    return max(sizes.stage * share, min(sizes.stage, sizes.title))


def name_level(column: StageColumn, width: float, context: RenderContext) -> int:
    """Return the index of the first size at which a name fits on one line, else of the last."""
    room = width - STAGE_PAD - STAGE_TIP - 3
    title = _title(column, context)
    largest = context.format.sizes.stage
    for level, share in enumerate(NAME_SIZES[:-2]):
        if context.measure(title, largest * share, BOLD) <= room:
            return level
    last = len(NAME_SIZES) - 1
    size = largest * NAME_SIZES[-2]
    is_broken = any(context.measure(word, size, BOLD) > room for word in {*title.split()})
    return last if is_broken else last - 1


def _title(column: StageColumn, context: RenderContext) -> str:
    return column.stage.title if column.stage else context.texts("Not placed yet")


def measure(
    column: StageColumn, width: float, size: float, ends: HeaderEnds, context: RenderContext
) -> MeasuredHeader:
    """Return a header broken to a width, its name at a size."""
    stage = column.stage
    inner = width - (STAGE_PAD if ends.is_first else STAGE_PAD + STAGE_TIP) - 3
    if ends.is_at_edge and not ends.is_last:
        inner -= STAGE_TIP / 2
    title = _title(column, context)
    name = context.text(title, size, inner, weight=BOLD, max_lines=4)
    below = []
    if stage:
        if stage.customer_goal:
            below.append(
                context.text(
                    stage.customer_goal,
                    context.format.sizes.goal,
                    inner,
                    max_lines=GOAL_LINES,
                )
            )
        if stage.business_goal:
            words = context.texts("Our goal: {goal}").format(goal=stage.business_goal)
            below.append(
                context.text(
                    words, context.format.sizes.mark, inner, weight=SEMIBOLD, max_lines=GOAL_LINES
                )
            )
        if stage.note:
            below.append(
                context.text(
                    stage.note,
                    context.format.sizes.mark,
                    inner,
                    weight=REGULAR,
                    max_lines=GOAL_LINES,
                )
            )
    height = (
        2 * context.format.head_pad
        + name.height
        + sum(TEXT_GAP + paragraph.height for paragraph in below)
    )
    natural = max(height, context.format.least_head)
    return MeasuredHeader(column, name, tuple(below), natural, height, ends)


def depict(
    header: MeasuredHeader,
    rect: Rect,
    colours: tuple[str, str],
    context: RenderContext,
    inset: float = 0.0,
) -> list[Primitive]:
    """Return the chevron; `colours` are background and text. Without a stage it is grey.

    Words begin `inset` below their usual place.
    """
    is_stage = header.column.stage is not None
    background, text = colours if is_stage else (context.theme["hairline"], context.theme["ink"])
    owner = header.column.stage.id if header.column.stage else ""
    outline = polyline(_chevron(rect, header.ends), closed=True)
    drawing: list[Primitive] = [Fill(outline, background)]
    rim = context.rim(background)
    if rim:
        drawing.append(Stroke(outline, rim))
    title = header.column.stage.title if header.column.stage else ""
    if title:
        drawing.append(Bookmark(title, Point(rect.x, rect.y), 0))
    x = rect.x + (STAGE_PAD if header.ends.is_first else STAGE_PAD + STAGE_TIP)
    width = rect.right - x - 3
    if is_reversed(header.name, context):
        x -= STAGE_PAD / 2
    y = rect.y + context.format.head_pad + inset
    name = context.place(header.name, x, y, text, width=width, owner=owner)
    drawing.append(Group(tuple(name), tag=Tag("H2")))
    y += header.name.height + TEXT_GAP
    for paragraph in header.below:
        drawing += context.place(paragraph, x, y, text, width=width, owner=owner)
        y += paragraph.height + TEXT_GAP
    return drawing


def _chevron(rect: Rect, ends: HeaderEnds) -> Sequence[tuple[float, float]]:
    """Return the corners: a tip at the right, a notch at the left.

    The ends of the map are straight; at the end of a row, the tip stays inside the row.
    """
    x, y, bottom = rect.x, rect.y, rect.bottom
    right = rect.right if ends.is_last else rect.right - GAP
    if ends.is_at_edge and not ends.is_last:
        right = rect.right - STAGE_TIP
    middle = (y + bottom) / 2
    tip = [] if ends.is_last else [(right + STAGE_TIP, middle)]
    notch = [] if ends.is_first else [(x + STAGE_TIP, middle)]
    return [(x, y), (right, y), *tip, (right, bottom), (x, bottom), *notch]
