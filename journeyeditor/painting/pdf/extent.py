"""The extent of a drawing: a safe bounding box for a form."""

from __future__ import annotations

import math
from typing import assert_never

from journeyeditor.display.path import Path, bounds, rectangle, transformed
from journeyeditor.display.primitives import (
    Bitmap,
    Bookmark,
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Pen,
    Primitive,
    Stroke,
    TextRun,
)
from journeyeditor.geometry import Rect, Transform

_NOTHING = Rect(0, 0, 0, 0)
#: A mitre sticks out this many pen widths at most: half the limit of 10.
_MITRE = 5.0
#: Letters with stacked marks, and scripts that hang low, stay within so many sizes.
_TEXT_REACH = 2.0


def extent(drawing: Drawing) -> Rect:
    """A box that contains all marks of a drawing; it may be larger, never smaller."""
    rects = [rect for primitive in drawing if (rect := _extent(primitive)) != _NOTHING]
    if not rects:
        return _NOTHING
    result = rects[0]
    for rect in rects[1:]:
        result = result.united(rect)
    return result


def _extent(primitive: Primitive) -> Rect:
    match primitive:
        case Box(rect, _, _, pen):
            return rect if pen is None else rect.inset(-pen.width)
        case TextRun(x, y):
            reach = primitive.size * _TEXT_REACH
            return Rect(x - reach, y - reach, primitive.width + 2 * reach, 2 * reach)
        case Fill(path, _):
            return _reach(path, None)
        case Stroke(path, pen):
            return _reach(path, pen)
        case Bitmap(rect):
            return rect
        case Group(children, transform):
            inner = extent(children)
            corners = transformed(rectangle(inner), transform)
            return inner if inner == _NOTHING else bounds([corners])
        case Link() | Bookmark():
            return _NOTHING
        case _:
            assert_never(primitive)


def _reach(path: Path, pen: Pen | None) -> Rect:
    if not any(len(segment) > 1 for segment in path):
        return _NOTHING
    rect = bounds([path])
    return rect if pen is None else rect.inset(-pen.width * (_MITRE if pen.join == "miter" else 1))


def magnitude(transform: Transform) -> float:
    """Mean scale factor over both directions."""
    return math.sqrt(abs(transform.a * transform.d - transform.b * transform.c))
