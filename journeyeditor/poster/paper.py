"""Paper sizes by name or by lengths in millimetres, and pages of paper with margin, bleed and printer's marks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from journeyeditor.display.mirror import mirrored
from journeyeditor.display.path import circle, polyline
from journeyeditor.display.primitives import (
    REGISTRATION,
    Colour,
    Group,
    Page,
    Pen,
    Primitive,
    Stroke,
    Tag,
)
from journeyeditor.geometry import POINTS_PER_MM, Point, Rect, Size, scaling
from journeyeditor.values import read_decimal

#: Portrait, in millimetres. A series: ISO 216; American sizes: ANSI/ASME Y14.1 and US Letter,
#: Legal.
PAPERS: dict[str, tuple[float, float]] = {
    "A0": (841, 1189),
    "A1": (594, 841),
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Tabloid": (279.4, 431.8),
    "ANSI-C": (431.8, 558.8),
    "ANSI-D": (558.8, 863.6),
    "ANSI-E": (863.6, 1117.6),
}

#: Limits of a custom sheet: a business card, and PDF's limit of 14 400 points (5 080 mm).
MIN_MM, MAX_MM = 50.0, 5080.0


class PaperError(ValueError):
    """An unknown paper size; the message says what is accepted."""


def paper_size(name: str, orientation: str = "") -> Size:
    """A sheet's size in points; raises PaperError.

    `name` is a name above in any case ("ansi c" is "ANSI-C"), or WIDTHxHEIGHTmm. `orientation`
    is "landscape", "portrait" or ""; "" means landscape for a named paper, and as written for
    WxHmm.
    """
    key = name.strip().casefold().replace(" ", "-").replace("_", "-")
    named = {paper.casefold(): size for paper, size in PAPERS.items()}
    own = re.fullmatch(
        r"(\d+(?:[.,]\d+)?)\s*[x×]\s*(\d+(?:[.,]\d+)?)\s*(mm|cm)?", name.strip().casefold()
    )
    if key in named or key.replace("ansi", "ansi-") in named:
        width, height = named.get(key) or named[key.replace("ansi", "ansi-")]
        orientation = orientation or "landscape"
    elif own:
        factor = 10.0 if own[3] == "cm" else 1.0
        width, height = (read_decimal(own[i]) * factor for i in (1, 2))
        if not all(MIN_MM <= side <= MAX_MM for side in (width, height)):
            raise PaperError(
                f"a sheet of {width:g} × {height:g} mm is not possible; "
                f"use sides from {MIN_MM:g} to {MAX_MM:g} mm"
            )
    else:
        raise PaperError(
            f'there is no paper size called "{name}"; use one of {", ".join(PAPERS)} or WIDTHxHEIGHTmm'
        )
    if orientation == "landscape":
        width, height = max(width, height), min(width, height)
    elif orientation == "portrait":
        width, height = min(width, height), max(width, height)
    return Size(width * POINTS_PER_MM, height * POINTS_PER_MM)


def orientation_of(sheet: Size) -> str:
    return "landscape" if sheet.width >= sheet.height else "portrait"


#: The sheet for which frame units are points: A3 landscape.
FRAME_SIZE = Size(1190.55, 841.89)


def frame_scale(trim: Size) -> float:
    """Points per frame unit: by the sheet's area, limited by its shorter side."""
    area = math.sqrt(trim.width * trim.height / (FRAME_SIZE.width * FRAME_SIZE.height))
    return min(area, trim.width / 700, trim.height / 560)


class SheetEdge(NamedTuple):
    """What surrounds the finished sheet, in points: bleed, and printer's marks beyond it."""

    bleed: float = 0.0
    has_marks: bool = False

    @property
    def room(self) -> float:
        return marks_reach(self.bleed) if self.has_marks else self.bleed


def page_of(
    drawing: tuple[Primitive, ...],
    trim: Size,
    unit: float,
    margin: float,
    edge: SheetEdge,
    number: int,
    background: Colour = "#FFFFFF",
    *,
    is_mirrored: bool = False,
) -> Page:
    """A page with its content (frame units) inside margin, bleed and marks."""
    room = edge.room
    size = Size(trim.width + 2 * room, trim.height + 2 * room)
    sheet = Rect(room, room, *trim)
    # A mirrored drawing extends to the left of its origin.
    left = size.width - margin - room if is_mirrored else margin + room
    drawing = mirrored(drawing) if is_mirrored else drawing
    content = Group(drawing, scaling(unit, left, margin + room))
    marks = (printer_marks(sheet, edge.bleed),) if edge.has_marks else ()
    return Page(size, sheet, (content, *marks), str(number + 1), edge.bleed, background)


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
