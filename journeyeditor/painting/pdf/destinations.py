"""Positions of links and bookmarks on a page, through all groups and clips."""

from __future__ import annotations

from collections.abc import Iterator

from journeyeditor.display.path import Path, bounds, rectangle, transformed
from journeyeditor.display.primitives import Bookmark, Drawing, Group, Link, Page
from journeyeditor.geometry import IDENTITY, Point, Rect, Transform


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
