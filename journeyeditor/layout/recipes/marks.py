"""The marks after a text: the numbers of its sources, or the diamond of an assumption.

A number stands in a grey pill of its own, so that it is never read as a decimal or as a part of the
text. Lengths are shares of the type size of the text before the marks.
"""

from __future__ import annotations

from typing import NamedTuple

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Box, Pen, Primitive, Stroke
from journeyeditor.display.theme import READABLE, legible, mixed
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import SEMIBOLD
from journeyeditor.typography import Paragraph

DIGIT, PILL_HEIGHT, PILL_PADDING = 0.76, 1.04, 0.56
GAP_BEFORE, GAP_BETWEEN = 0.36, 0.24
DIAMOND_RADIUS = 0.37
#: The middle of the marks above the baseline: half the height of a capital.
MIDDLE = 0.364
ASSUMPTION = N_("Assumption, no evidence")


class Marks(NamedTuple):
    """What follows a text; an assumption has no sources."""

    sources: tuple[int, ...] = ()
    is_assumption: bool = False


def marks_width(marks: Marks, size: float, context: RenderContext) -> float:
    """Return the room that the marks need after a text of a size, the gap before them included."""
    widths = [pill_width(number, size, context) for number in marks.sources]
    drawn = size * context.type_scale
    if marks.is_assumption:
        widths.append(2 * DIAMOND_RADIUS * drawn)
    if not widths:
        return 0.0
    return (GAP_BEFORE + GAP_BETWEEN * (len(widths) - 1)) * drawn + sum(widths)


def depict_marks(
    marks: Marks, paragraph: Paragraph, x: float, y: float, width: float, context: RenderContext
) -> list[Primitive]:
    """Return the marks behind the last word of a paragraph whose upper left corner is at (x, y).

    The paragraph is set with `trailing=marks_width(…)`; `width` is that of its column.
    """
    if not any(marks):
        return []
    drawn, last = paragraph.size, paragraph.lines[-1]
    size = drawn / context.type_scale
    rows = len(paragraph.lines) - 1
    middle = y + paragraph.first_baseline + rows * paragraph.line_height - MIDDLE * drawn
    room = marks_width(marks, size, context)
    is_reversed = context.is_reversed(last)
    gap = GAP_BEFORE * drawn if last.width else 0.0
    left = x + (width - last.width - room if is_reversed else last.width + gap)
    drawing: list[Primitive] = []
    pills: list[Primitive] = []
    for number in marks.sources[:: -1 if is_reversed else 1]:
        pills += source_pill(number, left, middle, size, context)
        left += pill_width(number, size, context) + GAP_BETWEEN * drawn
    if pills:
        words = f"{context.texts('Sources')}: {', '.join(map(str, marks.sources))}"
        drawing += context.sign(pills, words)
    if marks.is_assumption:
        diamond = assumption_diamond(left + DIAMOND_RADIUS * drawn, middle, size, context)
        drawing += context.sign([diamond], context.texts(ASSUMPTION))
    return drawing


def pill_width(number: int, size: float, context: RenderContext) -> float:
    """Return the width of the pill of a source beside text of a size."""
    digits = context.measure(str(number), _digits(size, context), SEMIBOLD)
    drawn = size * context.type_scale
    return max(PILL_HEIGHT * drawn, digits + PILL_PADDING * drawn)


def source_pill(
    number: int, left: float, middle: float, size: float, context: RenderContext
) -> list[Primitive]:
    """Return the number of a source in its pill, for text of a size; it is centred on a height."""
    theme = context.theme
    background = mixed(theme["hairline"], theme["paper"], 0.15)
    drawn = size * context.type_scale
    width, height = pill_width(number, size, context), PILL_HEIGHT * drawn
    pill = Box(Rect(left, middle - height / 2, width, height), height / 2, background, None)
    digits_size = _digits(size, context)
    baseline = middle + MIDDLE * digits_size * context.type_scale
    ink = legible(theme["quiet"], background)
    digits = context.write(
        str(number), digits_size, left + width / 2, baseline, ink, weight=SEMIBOLD, align="center"
    )
    return [pill, *digits]


def assumption_diamond(x: float, y: float, size: float, context: RenderContext) -> Primitive:
    """Return the mark of an assumption, centred on (x, y), for text of a size."""
    size *= context.type_scale
    reach = (DIAMOND_RADIUS - 0.06) * size
    outline = polyline(
        [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], closed=True
    )
    colour = legible(context.theme["note"], context.theme["paper"], READABLE)
    return Stroke(outline, Pen(0.13 * size, colour, "butt", "miter"))


def _digits(size: float, context: RenderContext) -> float:
    """Return the type size of a number, which is no smaller than the smallest type of the map."""
    return max(size * DIGIT, context.format.smallest)
