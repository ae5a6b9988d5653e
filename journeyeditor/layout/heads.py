"""The stages' heads: a chevron in the brand's ramp with name, goals and note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Bookmark, Fill, Primitive
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.grid import Column
from journeyeditor.layout.kit import Kit
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
LEAST = 40.0
GAP = 2.0


class Head(NamedTuple):
    """A measured stage head: its name and the texts below, with their natural height."""

    column: Column
    name: Paragraph
    below: tuple[Paragraph, ...]
    height: float
    is_first: bool
    is_last: bool


def measure(column: Column, width: float, is_first: bool, is_last: bool, kit: Kit) -> Head:
    """Return a head broken to the width of its column; the name shrinks before it breaks."""
    stage = column.stage
    inner = width - (STAGE_PAD if is_first else STAGE_PAD + STAGE_TIP) - 3
    title = stage.title if stage else kit.texts("Not placed yet")
    for size in (HEADING, LARGE, BODY):
        name = kit.text(title, size, inner, weight=BOLD)
        if len(name.lines) <= 1:
            break
    else:
        name = kit.text(
            title, LARGE if _unbroken(title, inner, kit) else BODY, inner, weight=BOLD, max_lines=3
        )
    below = []
    if stage:
        if stage.customer_goal:
            below.append(kit.text(stage.customer_goal, SMALL + 0.4, inner, max_lines=GOAL_LINES))
        if stage.business_goal:
            words = kit.texts("Our goal: {goal}").format(goal=stage.business_goal)
            below.append(kit.text(words, SMALL, inner, weight=SEMIBOLD, max_lines=GOAL_LINES))
        if stage.note:
            below.append(kit.text(stage.note, SMALL, inner, weight=REGULAR, max_lines=GOAL_LINES))
    height = 18 + name.height + sum(GAP + paragraph.height for paragraph in below)
    return Head(column, name, tuple(below), max(height, LEAST), is_first, is_last)


def _unbroken(title: str, width: float, kit: Kit) -> bool:
    """Tell whether every word of a title fits the width at the middle size."""
    return all(kit.measure(word, LARGE, BOLD) <= width for word in title.split())


def depict(head: Head, rect: Rect, colours: tuple[str, str], kit: Kit) -> list[Primitive]:
    """Return the chevron; `colours` are its ground and the text on it."""
    ground, ink = colours
    owner = head.column.stage.id if head.column.stage else ""
    drawing: list[Primitive] = [
        Fill(polyline(_chevron(rect, head.is_first, head.is_last), closed=True), ground)
    ]
    title = head.column.stage.title if head.column.stage else ""
    if title:
        drawing.append(Bookmark(title, Point(rect.x, rect.y), 0))
    x = rect.x + (STAGE_PAD if head.is_first else STAGE_PAD + STAGE_TIP)
    width = rect.right - x - 3
    y = rect.y + 9
    drawing += kit.place(head.name, x, y, ink, width=width, owner=owner)
    y += head.name.height + GAP
    for paragraph in head.below:
        drawing += kit.place(paragraph, x, y, ink, width=width, owner=owner)
        y += paragraph.height + GAP
    return drawing


def _chevron(rect: Rect, is_first: bool, is_last: bool) -> Sequence[tuple[float, float]]:
    """Return the corners: an arrow's tip at the right, its notch at the left; the row's ends are straight."""
    x, y, bottom = rect.x, rect.y, rect.bottom
    right = rect.right if is_last else rect.right - SEAM
    middle = (y + bottom) / 2
    tip = [] if is_last else [(right + STAGE_TIP, middle)]
    notch = [] if is_first else [(x + STAGE_TIP, middle)]
    return [(x, y), (right, y), *tip, (right, bottom), (x, bottom), *notch]
