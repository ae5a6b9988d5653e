"""The part of a drawing inside a window, so that a tile contains nothing but its own part.

Its text layer then holds just what can be read on it, and its file size is its own.
"""

from __future__ import annotations

from functools import reduce
from typing import assert_never

from journeyeditor.display.path import bounds
from journeyeditor.display.primitives import (
    Bitmap,
    Bookmark,
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Primitive,
    Stroke,
    TextRun,
)
from journeyeditor.geometry import IDENTITY, Rect, Transform


def extent(primitive: Primitive) -> Rect | None:
    """The box of a primitive in its own coordinates; None for an empty group."""
    match primitive:
        case Fill(path=path):
            return bounds([path])
        case Stroke(path=path, pen=pen):
            return bounds([path]).inset(-pen.width)
        case Box(rect=rect, pen=box_pen):
            return rect.inset(-box_pen.width) if box_pen else rect
        case TextRun(x=x, y=y, size=size, width=width):
            return Rect(x, y - size * 1.1, width, size * 1.5)
        case Bitmap(rect=rect) | Link(rect=rect):
            return rect
        case Bookmark(at=at):
            return Rect(at.x, at.y, 0.1, 0.1)
        case Group(children=children, transform=transform):
            boxes = [box for child in children if (box := extent(child)) is not None]
            return mapped(reduce(Rect.united, boxes), transform) if boxes else None
        case _:
            assert_never(primitive)


def mapped(rect: Rect, transform: Transform) -> Rect:
    """The bounding box of the transformed rectangle."""
    corners = [transform.apply(x, y) for x in (rect.x, rect.right) for y in (rect.y, rect.bottom)]
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def clipped(drawing: Drawing, window: Rect, transform: Transform = IDENTITY) -> Drawing:
    """The primitives that touch the window (page coordinates); groups keep only their visible children."""
    kept: list[Primitive] = []
    for primitive in drawing:
        if isinstance(primitive, Group):
            children = clipped(primitive.children, window, transform.after(primitive.transform))
            if children:
                kept.append(Group(children, primitive.transform, primitive.clip, primitive.name))
            continue
        box = extent(primitive)
        if box is not None and mapped(box, transform).intersects(window, -0.01):
            kept.append(primitive)
    return tuple(kept)
