"""Recurring drawings become Form XObjects, written once and shown by name.

It pays where the same tuple of primitives is placed again: an icon on each card, a poster on
each of its tiles. Equal drawings that are different objects are left alone, because comparing
costs more than deflate loses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from journeyeditor.display.primitives import (
    Bookmark,
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Page,
    Stroke,
    TextRun,
    extent_of,
)
from journeyeditor.geometry import Rect
from journeyeditor.painting.pdf.document import Document, Reference

#: A form's own dictionary costs about as much as this many segments or letters.
_MIN_WEIGHT = 10


class FormXObjects:
    """The repeated drawings of one document; drawings are compared by identity."""

    def __init__(self, pages: Iterable[Page]) -> None:
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
    ) -> str:
        """Write the forms shown so far and those they show; return the resource entries.

        `content` gives the content stream of a drawing for the scale it is shown at.
        """
        entries = ""
        for number, drawing in enumerate(self._shown, 1):  # grows while forms show forms
            data = content(drawing, self._scales[id(drawing)])
            x, y, width, height = extent_of(drawing, ink=True) or Rect(0, 0, 0, 0)
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
            own = scale * primitive.transform.magnitude
            cached = self._scales.get(id(children))
            if cached is not None and id(children) not in self._repeated and _is_heavy(children):
                self._repeated[id(children)] = ""
            if cached is None or own > cached:
                self._scales[id(children)] = own
                self._count(children, own)


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
