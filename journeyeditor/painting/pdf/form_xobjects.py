"""Recurring drawings become Form XObjects, written once and shown by name.

It pays where the same tuple of primitives is placed again: an icon on each card, a poster on
each of its tiles. Equal drawings that are different objects are left alone, because comparing
costs more than deflate loses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce

from journeyeditor.display.primitives import (
    Bitmap,
    Bookmark,
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Page,
    Primitive,
    Stroke,
    TextRun,
    extent,
)
from journeyeditor.geometry import IDENTITY, Rect
from journeyeditor.painting.pdf.document import Document, Reference

#: A form's own dictionary costs about as much as this many segments or letters.
_MIN_WEIGHT = 10


class FormXObjects:
    """The repeated drawings of one document; drawings are compared by identity."""

    def __init__(self, pages: Iterable[Page]) -> None:
        #: Whether the pages show pictures.
        self.has_pictures = False
        self._scales: dict[int, float] = {}
        self._repeated: dict[int, str] = {}
        self._shown: list[Drawing] = []
        self._with_text: dict[int, bool] = {}
        self._with_places: dict[int, bool] = {}
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
        return _holds(drawing, (TextRun,), self._with_text)

    def has_places(self, drawing: Drawing) -> bool:
        """Whether a recurring drawing has links or bookmarks, at any depth."""
        return _holds(drawing, (Link, Bookmark), self._with_places)

    def write(
        self,
        document: Document,
        resources: Reference,
        content: Callable[[Drawing, float], bytes],
        extents: Extents,
    ) -> str:
        """Write the forms shown so far and those they show; return the resource entries.

        `content` gives the content stream of a drawing for the scale it is shown at.
        """
        entries = ""
        for number, drawing in enumerate(self._shown, 1):  # grows while forms show forms
            data = content(drawing, self._scales[id(drawing)])
            x, y, width, height = extents.of(drawing) or Rect(0, 0, 0, 0)
            box = f"{x:.2f} {y:.2f} {x + width:.2f} {y + height:.2f}"
            reference = document.stream(
                data, f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources {resources}"
            )
            entries += f"/X{number} {reference}"
        return entries

    def _count(self, drawing: Drawing, scale: float) -> None:
        """Count each group's drawing and note the largest scale at which it is drawn."""
        scales = self._scales
        for primitive in drawing:
            if isinstance(primitive, Bitmap):
                self.has_pictures = True
            if not isinstance(primitive, Group):
                continue
            children, transform = primitive.children, primitive.transform
            own = scale if transform is IDENTITY else scale * transform.magnitude
            key = id(children)
            known = scales.get(key)
            if known is not None and key not in self._repeated and _is_heavy(children):
                self._repeated[key] = ""
            if known is None or own > known:
                scales[key] = own
                self._count(children, own)


class Extents:
    """The areas that drawings cover with ink; one that recurs is measured once."""

    def __init__(self) -> None:
        self._known: dict[int, Rect | None] = {}

    def of(self, drawing: Drawing) -> Rect | None:
        key = id(drawing)
        if key not in self._known:
            boxes = [box for each in drawing if (box := self._extent(each)) is not None]
            self._known[key] = reduce(Rect.united, boxes) if boxes else None
        return self._known[key]

    def _extent(self, primitive: Primitive) -> Rect | None:
        if not isinstance(primitive, Group):
            return extent(primitive, ink=True)
        inner = self.of(primitive.children)
        return None if inner is None else primitive.transform.box(inner)


def _holds(drawing: Drawing, kinds: tuple[type, ...], known: dict[int, bool]) -> bool:
    """Whether a drawing has a primitive of some kinds; `known` are the answers by identity."""
    held = known.get(id(drawing))
    if held is None:
        held = known[id(drawing)] = any(
            isinstance(primitive, kinds)
            or (isinstance(primitive, Group) and _holds(primitive.children, kinds, known))
            for primitive in drawing
        )
    return held


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
