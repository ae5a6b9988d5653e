"""Drawings as text that people read and diff: one line for each primitive, rounded to 0.01."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never
from zlib import crc32

from journeyeditor.display.path import Path, bounds
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
from journeyeditor.geometry import IDENTITY, Rect, Transform

#: Longer outlines are described by their box, their length and a check sum.
_LONGEST_PATH = 12


def dump_page(page: Page) -> str:
    """Return a page as text: its boxes in the first line, then its drawing."""
    head = f"page {_numbers(page.size)}"
    if page.trim != Rect(0, 0, *page.size):
        head += f" trim {_numbers(page.trim)}"
    if page.label:
        head += f" {page.label!r}"
    return f"{head}\n{dump(page.drawing)}"


def dump(drawing: Drawing) -> str:
    """Return a drawing as text; what is in a group is indented."""
    return "".join(f"{line}\n" for primitive in drawing for line in _lines(primitive))


def _lines(primitive: Primitive) -> Iterator[str]:  # noqa: C901 (a case for each primitive)
    match primitive:
        case Fill(path, colour):
            yield f"fill {colour} {_path(path)}"
        case Stroke(path, pen):
            yield f"stroke {_pen(pen)} {_path(path)}"
        case Box(rect, radius, fill, pen):
            words = ["box", _numbers(rect)]
            words += [f"radius {_number(radius)}"] if radius else []
            words += [f"fill {fill}"] if fill else []
            words += [f"stroke {_pen(pen)}"] if pen else []
            yield " ".join(words)
        case TextRun(x, y, text, face, size, colour, _, width):
            places = _numbers((x, y, width))
            yield f"text {places} {text!r} {face} {_number(size)} {colour}"
        case Bitmap(rect, asset, alt):
            extent = f"{asset.width_px}x{asset.height_px}"
            yield f"picture {_numbers(rect)} {asset.key[:8]} {asset.media_type} {extent} {alt!r}"
        case Group(children, transform, clip, name):
            words = ["group", *([repr(name)] if name else []), *_transform(transform)]
            words += [f"clip {_path(clip)}"] if clip is not None else []
            yield " ".join(words)
            for child in children:
                for line in _lines(child):
                    yield f"  {line}"
        case Link(rect, target):
            yield f"link {_numbers(rect)} {target!r}"
        case Bookmark(title, at, level):
            yield f"bookmark {_numbers(at)} level {level} {title!r}"
        case _:
            assert_never(primitive)


def _pen(pen: Pen) -> str:
    words = [pen.colour, _number(pen.width)]
    words += [word for word in (pen.cap, pen.join) if word == "round"]
    words += [f"dashes {_numbers(pen.dashes)}"] if pen.dashes else []
    return " ".join(words)


def _path(path: Path) -> str:
    text = " ".join(f"{segment[0]} {_numbers(segment[1:])}".rstrip() for segment in path)
    if len(path) <= _LONGEST_PATH:
        return text
    return f"in {_numbers(bounds([path]))} segments {len(path)} sum {crc32(text.encode()):08x}"


def _transform(transform: Transform) -> list[str]:
    if transform == IDENTITY:
        return []
    if transform[:4] == IDENTITY[:4]:
        return [f"shift {_numbers(transform[4:])}"]
    factors = " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in transform[:4])
    return [f"transform {factors} {_numbers(transform[4:])}"]


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(_number(value) for value in values)


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
