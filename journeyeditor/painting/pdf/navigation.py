"""Links and the outline: destinations on a page, and bookmarks as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from journeyeditor.display.path import Path, bounds, rectangle, transformed
from journeyeditor.display.primitives import Bookmark, Drawing, Group, Link, Page
from journeyeditor.geometry import IDENTITY, Point, Rect, Transform
from journeyeditor.painting.pdf.document import Document, Reference, text_string


def destinations(page: Page) -> Iterator[Link | Bookmark]:
    """The destination of each link and bookmark in page coordinates; clipped ones are left out."""
    return _annotations_of(page.drawing, IDENTITY, Rect(0, 0, *page.size))


def _annotations_of(
    drawing: Drawing, transform: Transform, window: Rect
) -> Iterator[Link | Bookmark]:
    for primitive in drawing:
        match primitive:
            case Link(rect, target):
                seen = _common(_moved(rect, transform), window)
                if seen is not None:
                    yield Link(seen, target)
            case Bookmark(title, at, level):
                point = transform.apply(*at)
                if _common(Rect(*point, 0, 0), window) is not None:
                    yield Bookmark(title, Point(*point), level)
            case Group(children, own, clip):
                inner = transform.after(own)
                seen = window if clip is None else _clipped(clip, inner, window)
                if seen is not None:
                    yield from _annotations_of(children, inner, seen)


def _clipped(clip: Path, transform: Transform, window: Rect) -> Rect | None:
    """The part of the window that a clip leaves; None if nothing."""
    return _common(bounds([transformed(clip, transform)]), window) if clip else None


def _moved(rect: Rect, transform: Transform) -> Rect:
    return bounds([transformed(rectangle(rect), transform)])


def _common(rect: Rect, window: Rect) -> Rect | None:
    """The intersection of two rectangles, edges included; None if they do not meet."""
    x, y = max(rect.x, window.x), max(rect.y, window.y)
    right, bottom = min(rect.right, window.right), min(rect.bottom, window.bottom)
    return Rect(x, y, right - x, bottom - y) if x <= right and y <= bottom else None


@dataclass(slots=True)
class OutlineItem:
    """A line of the outline and the destination array it leads to."""

    title: str
    destination: str
    level: int
    children: list[OutlineItem] = field(default_factory=list)


def write_outline(document: Document, entries: Sequence[OutlineItem]) -> Reference:
    """Write the entries as a tree by their levels; a missing level is skipped."""
    roots: list[OutlineItem] = []
    above: list[OutlineItem] = []
    for entry in entries:
        while above and above[-1].level >= entry.level:
            above.pop()
        (above[-1].children if above else roots).append(entry)
        above.append(entry)
    root = document.reserve()
    document.define(root, f"<</Type/Outlines{_write_children(document, roots, root)}>>")
    return root


def _write_children(document: Document, entries: Sequence[OutlineItem], parent: Reference) -> str:
    references = [document.reserve() for _ in entries]
    for i, (entry, reference) in enumerate(zip(entries, references, strict=True)):
        near = f"/Prev {references[i - 1]}" if i else ""
        near += f"/Next {references[i + 1]}" if i + 1 < len(entries) else ""
        below = _write_children(document, entry.children, reference) if entry.children else ""
        title = text_string(" ".join(entry.title.split()))
        document.define(
            reference,
            f"<</Title{title}/Parent {parent}{near}/Dest{entry.destination}{below}>>",
        )
    count = sum(1 + _size(entry) for entry in entries)
    return f"/First {references[0]}/Last {references[-1]}/Count {count}"


def _size(entry: OutlineItem) -> int:
    return sum(1 + _size(child) for child in entry.children)
