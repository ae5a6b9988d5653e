"""Recurring drawings become Form XObjects, written once and shown by name.

It pays where the same tuple of primitives is placed again: an icon on each card, a poster on
each of its tiles. Equal drawings that are different objects are left alone, because comparing
costs more than deflate loses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
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
    Page,
    Pen,
    Primitive,
    Stroke,
    TextRun,
)
from journeyeditor.geometry import Rect, Transform
from journeyeditor.painting.pdf.document import Document, Reference

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


#: A form's own dictionary costs about as much as this many segments or letters.
_MIN_WEIGHT = 10


class FormXObjects:
    """The repeated drawings of one document; drawings are compared by identity."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._scales: dict[int, float] = {}
        self._repeated: dict[int, str] = {}
        self._shown: list[Drawing] = []
        self._with_text: dict[int, bool] = {}
        for page in pages:
            self._count(page.drawing, 1.0)

    def name(self, drawing: Drawing) -> str | None:
        name = self._repeated.get(id(drawing))
        if name == "":
            self._shown.append(drawing)
            name = self._repeated[id(drawing)] = f"X{len(self._shown)}"
        return name

    def has_text(self, drawing: Drawing) -> bool:
        """Whether a recurring drawing shows text, at any depth."""
        known = self._with_text.get(id(drawing))
        if known is None:
            known = self._with_text[id(drawing)] = any(
                isinstance(primitive, TextRun)
                or (isinstance(primitive, Group) and self.has_text(primitive.children))
                for primitive in drawing
            )
        return known

    def write(
        self,
        document: Document,
        resources: Reference,
        content: Callable[[Drawing, float], bytes],
    ) -> str:
        """Write the forms shown so far and those they show; return the resource entries.

        `content` gives the content stream of a drawing for the scale it is shown at.
        """
        entries = ""
        for number, drawing in enumerate(self._shown, 1):  # grows while forms show forms
            data = content(drawing, self._scales[id(drawing)])
            x, y, width, height = extent(drawing)
            box = f"{x:.2f} {y:.2f} {x + width:.2f} {y + height:.2f}"
            reference = document.stream(
                data, f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources {resources}"
            )
            entries += f"/X{number} {reference}"
        return entries

    def _count(self, drawing: Drawing, scale: float) -> None:
        """Count each group's drawing and note the largest scale at which it is drawn."""
        for primitive in drawing:
            if not isinstance(primitive, Group):
                continue
            children = primitive.children
            own = scale * magnitude(primitive.transform)
            cached = self._scales.get(id(children))
            if cached is not None and id(children) not in self._repeated and _is_heavy(children):
                self._repeated[id(children)] = ""
            if cached is None or own > cached:
                self._scales[id(children)] = own
                self._count(children, own)


def _is_heavy(drawing: Drawing) -> bool:
    weight = 0
    for primitive in drawing:
        match primitive:
            case Fill(path, _) | Stroke(path, _):
                weight += len(path)
            case Box():
                weight += 10 if primitive.radius else 2
            case TextRun():
                weight += len(primitive.text)
            case _:
                return True
    return weight >= _MIN_WEIGHT
