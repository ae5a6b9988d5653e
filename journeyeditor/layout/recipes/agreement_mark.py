"""The mark behind a score that many gave: two circles that overlap, and how far the raters agree.

Lengths are shares of the type size of the score.
"""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Group, Pen, Primitive, Stroke, Tag
from journeyeditor.insight.agreement import agreement_among
from journeyeditor.layout.recipes.marks import MIDDLE
from journeyeditor.layout.render_context import RenderContext

#: The circles: their radius, how far apart their middles are, and the pen.
RADIUS, APART, PEN = 0.27, 0.3, 0.09
#: Before the circles, and between them and the figure.
BEFORE, BETWEEN = 0.5, 0.24
#: The type size of the figure.
FIGURE = 0.88

Ratings = Sequence[tuple[str, float]]


def agreement_width(ratings: Ratings, size: float, context: RenderContext) -> float:
    """Return the room the mark needs behind a score, the gap before it included; 0 without raters."""
    words = _words(ratings, context)
    if not words:
        return 0.0
    signs = (BEFORE + 2 * RADIUS + APART + BETWEEN) * size * context.type_scale
    return signs + context.measure(words, _figure_size(size, context))


def depict_agreement(
    ratings: Ratings, x: float, baseline: float, size: float, context: RenderContext
) -> list[Primitive]:
    """Return the mark behind a score that ends at x; nothing unless two have rated."""
    words = _words(ratings, context)
    if not words:
        return []
    drawn, colour = size * context.type_scale, context.theme["quiet"]
    x += BEFORE * drawn
    sign = agreement_sign(x, baseline - MIDDLE * drawn, size, colour, context)
    x += (2 * RADIUS + APART + BETWEEN) * drawn
    figure = context.write(words, _figure_size(size, context), x, baseline, colour)
    said = f"{context.texts('Agreement')}: {words}"
    return [Group((*sign, *figure), name="agreement", tag=Tag("Figure", said))]


def agreement_sign(
    x: float, middle: float, size: float, colour: str, context: RenderContext
) -> list[Primitive]:
    """Return the circles alone, with their left edge at x."""
    drawn = size * context.type_scale
    pen = Pen(PEN * drawn, colour)
    centres = (x + RADIUS * drawn, x + (RADIUS + APART) * drawn)
    return [Stroke(circle((centre, middle), RADIUS * drawn), pen) for centre in centres]


def _words(ratings: Ratings, context: RenderContext) -> str:
    found = agreement_among([score for _, score in ratings])
    return "" if found is None else context.texts.number(found, 2, fixed=True)


def _figure_size(size: float, context: RenderContext) -> float:
    return max(FIGURE * size, context.format.smallest)
