"""Hypothesis strategies of drawings, and bitmaps made on the spot."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from journeyeditor.display.path import circle, ellipse, polyline, rectangle, rounded
from journeyeditor.display.primitives import (
    Asset,
    Bitmap,
    Bookmark,
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Metadata,
    Page,
    Pen,
    Stroke,
    TextRun,
)
from journeyeditor.geometry import Point, Rect, Size, Transform
from journeyeditor.typography import Faces, Typesetter

NO_METADATA = Metadata("", "", "", "")
_TYPESETTER = Typesetter(Faces(system=False), "sv")


def asset(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (5, 3)) -> Asset:
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    file = BytesIO()
    picture.save(file, kind)
    data = file.getvalue()
    return Asset(sha256(data).hexdigest(), f"image/{kind.lower()}", data, *size)


def text_runs(text: str, x: float, y: float, size: float, colour: str) -> tuple[TextRun, ...]:
    paragraph = _TYPESETTER.typeset(text, size, 1e6, max_lines=1)
    return tuple(
        TextRun(x + run.x, y, run.text, run.face, size, colour, run.pieces, run.width)
        for line in paragraph.lines
        for run in line.runs
    )


lengths = st.floats(-1e4, 1e4, allow_nan=False)
extents = st.floats(0, 1e4)
colours = st.integers(0, 0xFFFFFF).map("#{:06X}".format)
points = st.builds(Point, lengths, lengths)
rects = st.builds(Rect, lengths, lengths, extents, extents)
pens = st.builds(
    Pen,
    st.floats(0, 100),
    colours,
    st.sampled_from(["butt", "round"]),
    st.sampled_from(["miter", "round"]),
    st.lists(st.floats(0.1, 100), max_size=4).map(tuple),
)
curves = st.lists(
    st.one_of(
        st.tuples(st.just("M"), lengths, lengths),
        st.tuples(st.just("L"), lengths, lengths),
        st.tuples(st.just("C"), *[lengths] * 6),
        st.just(("Z",)),
    ),
    max_size=12,
).map(lambda segments: (("M", 0.0, 0.0), *segments))
paths = st.one_of(
    curves,
    rects.map(rectangle),
    rects.map(ellipse),
    st.builds(circle, points, extents),
    st.lists(points, min_size=1, max_size=6).map(polyline),
    st.builds(rounded, rects, st.tuples(extents, extents, extents, extents)),
    st.just(()),
)
transforms = st.builds(Transform, *[st.floats(-20, 20)] * 4, lengths, lengths)
assets = st.sampled_from(
    [
        asset(),
        asset(mode="RGBA"),
        asset(mode="P"),
        asset(mode="1"),
        asset("JPEG"),
        asset("JPEG", "L"),
        asset("JPEG", "CMYK"),
        Asset("0" * 64, "image/png", b"\x89PNG\r\n\x1a\nnothing", 1, 1),
        Asset("1" * 64, "image/jpeg", b"", 1, 1),
    ]
)
page_objects = st.one_of(
    st.builds(Fill, paths, colours),
    st.builds(Stroke, paths, pens),
    st.builds(Box, rects, st.floats(0, 50), st.none() | colours, st.none() | pens),
    st.builds(Bitmap, rects, assets, st.text(max_size=8)),
    st.builds(Link, rects, st.text(max_size=12) | st.just("https://example.org/å?x=1#y")),
    st.builds(Bookmark, st.text(max_size=12), points, st.integers(0, 4)),
)
texts = st.builds(text_runs, st.text(max_size=20), lengths, lengths, st.floats(0.1, 300), colours)


def _drawing(parts: list[Any]) -> Drawing:
    """Join primitives and tuples of runs."""
    drawing: list[Any] = []
    for part in parts:
        drawing += part if type(part) is tuple else [part]
    return tuple(drawing)


drawings = st.recursive(
    st.lists(page_objects | texts, max_size=6).map(_drawing),
    lambda inner: st.tuples(
        st.lists(page_objects | texts, max_size=3).map(_drawing),
        st.lists(
            st.builds(Group, inner, transforms, st.none() | paths, st.text(max_size=5)), max_size=3
        ).map(tuple),
    ).map(lambda both: both[0] + both[1] + both[1]),
    max_leaves=6,
)
pages = st.builds(
    lambda width, height, drawing, label: Page(
        Size(width, height), Rect(0, 0, width, height), drawing, label
    ),
    st.floats(10, 4000),
    st.floats(10, 4000),
    drawings,
    st.text(max_size=6),
)
