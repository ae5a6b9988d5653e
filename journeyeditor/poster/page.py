"""A page of paper: the scale of its frame, and its content inside margin and bleed."""

from __future__ import annotations

import math

from journeyeditor.display.primitives import Group, Page, Primitive
from journeyeditor.geometry import Rect, Size, scaling

#: The sheet for which frame units are points: A3 landscape.
FRAME_SIZE = Size(1190.55, 841.89)


def frame_scale(trim: Size) -> float:
    """Points per frame unit: by the sheet's area, limited by its shorter side."""
    area = math.sqrt(trim.width * trim.height / (FRAME_SIZE.width * FRAME_SIZE.height))
    return min(area, trim.width / 700, trim.height / 560)


def page_of(
    drawing: tuple[Primitive, ...],
    trim: Size,
    unit: float,
    margin: float,
    bleed: float,
    number: int,
) -> Page:
    """A page with its content (frame units) inside margin and bleed (points)."""
    size = Size(trim.width + 2 * bleed, trim.height + 2 * bleed)
    content = Group(drawing, scaling(unit, margin + bleed, margin + bleed))
    return Page(size, Rect(bleed, bleed, trim.width, trim.height), (content,), str(number + 1))
