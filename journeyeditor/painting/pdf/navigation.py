"""Links and the outline: destinations on a page, and bookmarks as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from journeyeditor.display.path import Path, bounds, transformed
from journeyeditor.display.primitives import Bookmark, Drawing, Group, Link
from journeyeditor.geometry import Point, Rect, Transform
from journeyeditor.painting.links import safe_target
from journeyeditor.painting.pdf.document import Document, Reference, text_string

if TYPE_CHECKING:
    from journeyeditor.painting.pdf.structure import PageTags, Structure


def destinations(drawing: Drawing, transform: Transform, window: Rect) -> Iterator[Link | Bookmark]:
    """The places of links and bookmarks in page coordinates; those outside the window are left out."""
    for primitive in drawing:
        match primitive:
            case Link(rect, target):
                seen = _common(transform.box(rect), window)
                if seen is not None:
                    yield Link(seen, target)
            case Bookmark(title, at, level):
                point = transform.apply(*at)
                if _common(Rect(*point, 0, 0), window) is not None:
                    yield Bookmark(title, Point(*point), level)
            case Group(children, own, clip):
                inner = transform.after(own)
                seen = window if clip is None else clipped(clip, inner, window)
                if seen is not None:
                    yield from destinations(children, inner, seen)


def clipped(clip: Path, transform: Transform, window: Rect) -> Rect | None:
    """The part of the window that a clip leaves; None if nothing."""
    return _common(bounds([transformed(clip, transform)]), window) if clip else None


def _common(rect: Rect, window: Rect) -> Rect | None:
    """The intersection of two rectangles, edges included; None if they do not meet."""
    x, y = max(rect.x, window.x), max(rect.y, window.y)
    right, bottom = min(rect.right, window.right), min(rect.bottom, window.bottom)
    return Rect(x, y, right - x, bottom - y) if x <= right and y <= bottom else None


class PageAnnotations:
    """The links of a page with their elements of the structure, and its entries of the outline.

    A file for a press has no links: they may not lie on the sheet (PDF/X).
    """

    def __init__(
        self,
        document: Document,
        page_object: Reference,
        height: float,
        tags: PageTags,
        structure: Structure,
        *,
        has_links: bool = True,
    ) -> None:
        self.entries: list[OutlineItem] = []
        self._document, self._page_object, self._height = document, page_object, height
        self._tags, self._structure = tags, structure
        self._has_links = has_links
        self._links: list[Reference] = []

    def add(self, place: Link | Bookmark) -> None:
        if isinstance(place, Bookmark):
            x, y = round(place.at.x), round(self._height - place.at.y)
            destination = f"[{self._page_object}/XYZ {x} {y} null]"
            self.entries.append(OutlineItem(place.title, destination, place.level))
            return
        target = safe_target(place.target)
        if target is None or not self._has_links:
            return
        reference = self._document.reserve()
        key = self._structure.annotation_key(self._tags.link(reference, place.target))
        self._document.define(reference, self._link(place, target, key))
        self._links.append(reference)

    def page_entry(self) -> str:
        return f"/Annots[{' '.join(self._links)}]" if self._links else ""

    def _link(self, link: Link, target: str, key: int) -> str:
        rect = link.rect
        corners = (rect.x, self._height - rect.bottom, rect.right, self._height - rect.y)
        return (
            f"<</Type/Annot/Subtype/Link/Rect[{' '.join(map(length, corners))}]/Border[0 0 0]/F 4"
            f"/StructParent {key}/Contents{text_string(link.target)}/A<</S/URI/URI{text_string(target)}>>>>"
        )


def length(value: float) -> str:
    """A length with the four decimals that large multiples of 0.1 mm need."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


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
