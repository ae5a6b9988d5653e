"""Printer's marks around a sheet: where to cut it, and whether the plates of a press lie true."""

from __future__ import annotations

from collections.abc import Iterator

from journeyeditor.display.path import circle, polyline
from journeyeditor.display.primitives import REGISTRATION, Group, Pen, Primitive, Stroke, Tag
from journeyeditor.geometry import POINTS_PER_MM, Point, Rect

#: Millimetres: marks keep off the sheet and its bleed, and off the edge of the paper.
GAP_MM, LENGTH_MM, EDGE_MM, RADIUS_MM = 3.0, 5.0, 2.0, 1.6
_PEN = Pen(0.25, REGISTRATION)


def marks_reach(bleed: float) -> float:
    """How far the paper goes beyond the sheet to hold the marks, in points."""
    return _offset(bleed) + (LENGTH_MM + EDGE_MM) * POINTS_PER_MM


def printer_marks(sheet: Rect, bleed: float) -> Group:
    """Crop marks at the corners of the sheet and register marks at the middles of its sides."""
    marks = (*_crop_marks(sheet, _offset(bleed)), *_register_marks(sheet, _offset(bleed)))
    return Group(marks, name="marks", tag=Tag("Artifact"))


def _offset(bleed: float) -> float:
    return max(bleed, GAP_MM * POINTS_PER_MM)


def _crop_marks(sheet: Rect, offset: float) -> Iterator[Primitive]:
    length = LENGTH_MM * POINTS_PER_MM
    for x, outwards in ((sheet.x, -1), (sheet.right, 1)):
        for y, downwards in ((sheet.y, -1), (sheet.bottom, 1)):
            near, far = outwards * offset, outwards * (offset + length)
            yield Stroke(polyline([Point(x + near, y), Point(x + far, y)]), _PEN)
            near, far = downwards * offset, downwards * (offset + length)
            yield Stroke(polyline([Point(x, y + near), Point(x, y + far)]), _PEN)


def _register_marks(sheet: Rect, offset: float) -> Iterator[Primitive]:
    reach = LENGTH_MM * POINTS_PER_MM / 2
    away = offset + reach
    middle = sheet.center
    for x, y in (
        (middle.x, sheet.y - away),
        (middle.x, sheet.bottom + away),
        (sheet.x - away, middle.y),
        (sheet.right + away, middle.y),
    ):
        yield Stroke(circle((x, y), RADIUS_MM * POINTS_PER_MM), _PEN)
        yield Stroke(polyline([Point(x - reach, y), Point(x + reach, y)]), _PEN)
        yield Stroke(polyline([Point(x, y - reach), Point(x, y + reach)]), _PEN)
