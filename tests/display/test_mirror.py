"""A mirrored drawing: shapes are mirrored, texts and pictures are moved."""

from __future__ import annotations

import pytest

from journeyeditor.display.mirror import mirrored
from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Bookmark, Box, Fill, Group, Link, TextRun
from journeyeditor.geometry import Point, Rect, Transform, scaling
from tests.layout.shares import walk

TEXT = TextRun(10, 5, "abc", "text-400", 8, "#000000", (), 30)


def test_each_kind_of_primitive_is_mirrored() -> None:
    drawing = (
        TEXT,
        Box(Rect(10, 0, 30, 5), 0, "#000000", None),
        Fill(polyline([(1, 2), (3, 4)]), "#000000"),
        Link(Rect(0, 0, 7, 1), "https://example.com"),
        Bookmark("Stage", Point(4, 2), 0),
    )
    text, box, fill, link, bookmark = mirrored(drawing)
    assert text == TEXT._replace(x=-40)
    assert box == Box(Rect(-40, 0, 30, 5), 0, "#000000", None)
    assert fill == Fill((("M", -1.0, 2.0), ("L", -3.0, 4.0)), "#000000")
    assert link == Link(Rect(-7, 0, 7, 1), "https://example.com")
    assert bookmark == Bookmark("Stage", Point(-4, 2), 0)
    assert mirrored(mirrored(drawing)) == drawing


@pytest.mark.parametrize(
    "transform",
    [scaling(2, 30, 40), Transform(0, -1, 1, 0, 12, 34), Transform(1, 0.2, 0.1, 1, 3, 4)],
)
def test_a_point_of_a_group_is_mirrored_on_the_sheet(transform: Transform) -> None:
    line = polyline([(1, 2), (3, 5)])
    ((there, placed),) = walk((Group((Fill(line, "#000000"),), transform),))
    ((here, mirror),) = walk(mirrored((Group((Fill(line, "#000000"),), transform),)))
    assert isinstance(there, Fill)
    assert isinstance(here, Fill)
    for before, after in zip(there.path, here.path, strict=True):
        x, y = placed.apply(*before[1:])
        assert mirror.apply(*after[1:]) == pytest.approx((-x, y))


def test_what_recurs_stays_one_drawing() -> None:
    icon = (Fill(polyline([(1, 2), (3, 4)]), "#000000"),)
    one, other = mirrored((Group(icon, scaling(1, 5)), Group(icon, scaling(1, 9))))
    assert isinstance(one, Group)
    assert isinstance(other, Group)
    assert one.children is other.children
