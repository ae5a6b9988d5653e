"""The bar at a card's left side that tells its kind, on the map and in the legend alike."""

from __future__ import annotations

from collections.abc import Iterator

from journeyeditor.display.path import circle, rounded
from journeyeditor.display.primitives import Box, Fill, Group, Primitive
from journeyeditor.geometry import Rect
from journeyeditor.layout.render_context import RenderContext

#: Lengths of a dash, of the white behind it, and from dot to dot, in widths of the bar.
DASH, BREAK, DOT = 1.3, 0.8, 1.45


def accent(
    bar: Rect, radii: tuple[float, float, float, float], role: str, context: RenderContext
) -> Iterator[Primitive]:
    """Yield a bar in a role's colour, broken as the theme says."""
    colour = context.theme[role]
    pattern = context.theme.patterns.get(role, "solid")
    outline = rounded(bar, radii)
    if pattern == "solid":
        yield Fill(outline, colour)
    else:
        yield Group(tuple(_parts(pattern, bar, colour)), clip=outline)


def _parts(pattern: str, bar: Rect, colour: str) -> Iterator[Primitive]:
    """Yield the parts of a broken bar, spread evenly over its height."""
    width = bar.width
    if pattern == "double":
        for x in (bar.x, bar.right - width / 3):
            yield Box(Rect(x, bar.y, width / 3, bar.height), 0, colour, None)
    elif pattern == "dashed":
        gap = BREAK * width
        count = max(1, round((bar.height + gap) / (DASH * width + gap)))
        step = (bar.height + gap) / count
        for i in range(count):
            yield Box(Rect(bar.x, bar.y + i * step, width, step - gap), 0, colour, None)
    else:
        assert pattern == "dotted", pattern
        count = max(1, int(bar.height / (DOT * width)))
        step = bar.height / count
        for i in range(count):
            yield Fill(circle((bar.center.x, bar.y + (i + 0.5) * step), width * 0.42), colour)
