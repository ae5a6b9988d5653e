"""The mirror image of a drawing whose texts and pictures stay readable.

A sheet for a script that runs from right to left is drawn like any other and mirrored as a whole.
"""

from __future__ import annotations

from journeyeditor.display.path import transformed
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
from journeyeditor.geometry import Rect, Transform

_MIRROR = Transform(a=-1.0)


def mirrored(drawing: Drawing) -> Drawing:
    """Return a drawing mirrored at x = 0. What recurs in it recurs in its mirror image."""
    return _Mirror().drawing(drawing)


class _Mirror:
    def __init__(self) -> None:
        # With each drawing, so that none is freed and its identity used again.
        self._mirrored: dict[int, tuple[Drawing, Drawing]] = {}

    def drawing(self, drawing: Drawing) -> Drawing:
        cached = self._mirrored.get(id(drawing))
        if cached is None:
            image = tuple([self._primitive(primitive) for primitive in drawing])
            cached = self._mirrored[id(drawing)] = drawing, image
        return cached[1]

    def _primitive(self, primitive: Primitive) -> Primitive:
        if isinstance(primitive, TextRun):
            return primitive._replace(x=-primitive.x - primitive.width)
        if isinstance(primitive, Fill | Stroke):
            return primitive._replace(path=transformed(primitive.path, _MIRROR))
        if isinstance(primitive, Box | Bitmap | Link):
            return primitive._replace(rect=_rect(primitive.rect))
        if isinstance(primitive, Bookmark):
            return primitive._replace(at=primitive.at._replace(x=-primitive.at.x))
        return self._group(primitive)

    def _group(self, group: Group) -> Group:
        a, b, c, d, e, f = group.transform
        return group._replace(
            children=self.drawing(group.children),
            transform=Transform(a, -b, -c, d, -e, f),
            clip=transformed(group.clip, _MIRROR) if group.clip else None,
        )


def _rect(rect: Rect) -> Rect:
    return rect._replace(x=-rect.right)
