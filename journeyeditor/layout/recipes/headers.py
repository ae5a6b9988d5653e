"""The stages' heads: a chevron in the brand's ramp with name, goals and note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Bookmark, Fill, Primitive, Stroke
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.grid import StageColumn
from journeyeditor.layout.render_context import RenderContext, is_reversed
from journeyeditor.layout.style import (
    BODY,
    BOLD,
    GOAL_LINES,
    HEADING,
    LARGE,
    REGULAR,
    SEMIBOLD,
    SMALL,
    STAGE_PAD,
    STAGE_TIP,
)
from journeyeditor.typography import Paragraph

#: White between two chevrons, and the least height of a head.
SEAM = 2.0
MIN = 40.0
GAP = 2.0


class MeasuredHeader(NamedTuple):
    """A measured stage head: its name and the texts below, with their natural height."""

    column: StageColumn
    name: Paragraph
    below: tuple[Paragraph, ...]
    height: float
    ends: HeaderEnds


class HeaderEnds(NamedTuple):
    """Where a head stands: first or last of the whole map, or only the last of a row."""

    is_first: bool = False
    is_last: bool = False
    is_at_edge: bool = False


#: The sizes of the names of all stages, the first at which every name stands on one line.
NAME_SIZES = (HEADING, HEADING * 0.9, LARGE)


def name_size(columns: Iterable[tuple[StageColumn, float]], context: RenderContext) -> float:
    """Return the one size for the names of all stages, given with their widths."""
    return NAME_SIZES[max(name_level(column, width, context) for column, width in columns)]


def name_level(column: StageColumn, width: float, context: RenderContext) -> int:
    """Return the first of the sizes at which a name stands on one line; the last if it breaks anyway."""
    room = width - STAGE_PAD - STAGE_TIP - 3
    for level, size in enumerate(NAME_SIZES[:-1]):
        if context.measure(_title(column, context), size, BOLD) <= room:
            return level
    return len(NAME_SIZES) - 1


def _title(column: StageColumn, context: RenderContext) -> str:
    """Return a column's name."""
    return column.stage.title if column.stage else context.texts("Not placed yet")


def measure(
    column: StageColumn, width: float, size: float, ends: HeaderEnds, context: RenderContext
) -> MeasuredHeader:
    """Return a head broken to the width of its column, its name in a size (unless a word is longer)."""
    stage = column.stage
    inner = width - (STAGE_PAD if ends.is_first else STAGE_PAD + STAGE_TIP) - 3
    if ends.is_at_edge and not ends.is_last:
        inner -= STAGE_TIP / 2
    title = _title(column, context)
    if any(context.measure(word, size, BOLD) > inner for word in title.split()):
        size = BODY
    name = context.text(title, size, inner, weight=BOLD, max_lines=4)
    below = []
    if stage:
        if stage.customer_goal:
            below.append(
                context.text(stage.customer_goal, SMALL + 0.4, inner, max_lines=GOAL_LINES)
            )
        if stage.business_goal:
            words = context.texts("Our goal: {goal}").format(goal=stage.business_goal)
            below.append(context.text(words, SMALL, inner, weight=SEMIBOLD, max_lines=GOAL_LINES))
        if stage.note:
            below.append(
                context.text(stage.note, SMALL, inner, weight=REGULAR, max_lines=GOAL_LINES)
            )
    height = 18 + name.height + sum(GAP + paragraph.height for paragraph in below)
    return MeasuredHeader(column, name, tuple(below), max(height, MIN), ends)


def depict(
    head: MeasuredHeader, rect: Rect, colours: tuple[str, str], context: RenderContext
) -> list[Primitive]:
    """Return the chevron; `colours` are its ground and the text on it; without a stage it is quiet."""
    is_stage = head.column.stage is not None
    ground, ink = colours if is_stage else (context.theme["hairline"], context.theme["ink"])
    owner = head.column.stage.id if head.column.stage else ""
    outline = polyline(_chevron(rect, head.ends), closed=True)
    drawing: list[Primitive] = [Fill(outline, ground)]
    rim = context.rim(ground)
    if rim:
        drawing.append(Stroke(outline, rim))
    title = head.column.stage.title if head.column.stage else ""
    if title:
        drawing.append(Bookmark(title, Point(rect.x, rect.y), 0))
    x = rect.x + (STAGE_PAD if head.ends.is_first else STAGE_PAD + STAGE_TIP)
    width = rect.right - x - 3
    if is_reversed(head.name):
        x -= STAGE_PAD / 2
    y = rect.y + 9
    drawing += context.place(head.name, x, y, ink, width=width, owner=owner)
    y += head.name.height + GAP
    for paragraph in head.below:
        drawing += context.place(paragraph, x, y, ink, width=width, owner=owner)
        y += paragraph.height + GAP
    return drawing


def _chevron(rect: Rect, ends: HeaderEnds) -> Sequence[tuple[float, float]]:
    """Return the corners: an arrow's tip at the right, its notch at the left.

    The map's own ends are straight; where only a row ends, the tip stays within the row.
    """
    x, y, bottom = rect.x, rect.y, rect.bottom
    right = rect.right if ends.is_last else rect.right - SEAM
    if ends.is_at_edge and not ends.is_last:
        right = rect.right - STAGE_TIP
    middle = (y + bottom) / 2
    tip = [] if ends.is_last else [(right + STAGE_TIP, middle)]
    notch = [] if ends.is_first else [(x + STAGE_TIP, middle)]
    return [(x, y), (right, y), *tip, (right, bottom), (x, bottom), *notch]
