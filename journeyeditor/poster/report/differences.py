"""The list of differences: one row each, by sort, with both values.

Lengths are frame units, as in `title_block`.
"""

from __future__ import annotations

from collections.abc import Iterator

from journeyeditor.display.path import rounded
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Stroke
from journeyeditor.geometry import Rect, shift
from journeyeditor.insight.compare import Difference
from journeyeditor.insight.comparison_text import NO_VALUE, SORTS, ChangedValue, ComparisonText
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, HAIRLINE, HEADING, REGULAR, SEMIBOLD, SMALL
from journeyeditor.poster.blocks import Block
from journeyeditor.vocabulary import kind_class

#: Sort → the sign before its heading, and the role of its colour.
SIGNS: dict[str, tuple[str, str]] = {
    "added": ("+", "opportunity"),
    "removed": ("−", "pain"),
    "moved": ("→", "selection"),
    "rescored": ("±", "emotion"),
    "reconnected": ("↔", "touchpoint"),
    "changed": ("≠", "thought"),
}
PAD, DISC, GAP = 5.0, 6.4, 10.0
#: Fractions of the width: element; field; old value; new value.
THING, FIELD, OLD = 0.36, 0.14, 0.25
MAX_LINES = 14


def blocks(words: ComparisonText, width: float, context: RenderContext) -> Iterator[Block]:
    for what, title in SORTS.items():
        differences = words.comparison.of(what)
        if differences:
            yield heading(what, context.texts(title), len(differences), width, context)
        for difference in differences:
            yield _row(difference, words, width, context)


def heading(what: str, title: str, count: int, width: float, context: RenderContext) -> Block:
    """Heading of a sort of differences: its sign, its name and their number."""
    theme = context.theme
    top = 12.0
    drawing: list[Primitive] = sign(what, 0, top, 13, context)
    drawing += context.write(title, HEADING, 20, top + 11, theme["title"], weight=BOLD)
    x = 20 + context.measure(title, HEADING, BOLD) + 7
    drawing += context.write(context.texts.number(count), HEADING, x, top + 11, theme["label"])
    drawing.append(Box(Rect(0, top + 18, width, HAIRLINE), 0, theme["label"], None))
    return Block(tuple(drawing), top + 19, is_head=True, bookmark=title)


def sign(what: str, x: float, y: float, side: float, context: RenderContext) -> list[Primitive]:
    """The sign of a sort of differences in its coloured square."""
    letter, role = SIGNS[what]
    square = Fill(rounded(Rect(x, y, side, side), (side * 0.24,) * 4), context.theme[role])
    size = side * 0.78
    middle = x + side / 2
    paper = context.theme["paper"]
    return [
        square,
        *context.write(letter, size, middle, y + side * 0.77, paper, weight=BOLD, align="center"),
    ]


def _row(
    difference: Difference, words: ComparisonText, width: float, context: RenderContext
) -> Block:
    theme = context.theme
    look = kind_class(difference.kind).look
    drawing: list[Primitive] = [
        context.disc(look.glyph, DISC, PAD + DISC, DISC, theme[look.accent], theme["paper"])
    ]
    rows = words.rows(difference)
    left = 2 * DISC + 7
    room = (width * THING if rows else width) - left - GAP
    y = PAD
    for text, weight, colour, size in _thing(difference, words, context):
        paragraph = context.text(text, size, room, weight=weight, max_lines=6)
        drawing += context.place(paragraph, left, y, colour, width=room, owner=difference.new)
        y += paragraph.height
    bottom = max(y, PAD + 2 * DISC)
    y = PAD
    for row in rows:
        part, height = _values(row, width, context)
        drawing.append(Group(tuple(part), shift(width * THING, y)))
        y += height + 2
    height = max(bottom, y - 2 if rows else 0) + PAD
    drawing.append(Box(Rect(0, height - HAIRLINE, width, HAIRLINE), 0, theme["hairline"], None))
    return Block(tuple(drawing), height)


def _thing(
    difference: Difference, words: ComparisonText, context: RenderContext
) -> Iterator[tuple[str, int, str, float]]:
    """The lines that identify an element: its title, then its kind and stage."""
    theme, texts = context.theme, context.texts
    kind = texts(kind_class(difference.kind).look.title)
    title = " ".join(difference.title.split())
    stage = words.stage(difference) if difference.kind != "stage" else ""
    below = (kind, stage) if title else (words.persona(difference), stage)
    yield title or kind, SEMIBOLD, theme["ink"], BODY
    where = " · ".join(filter(None, below))
    if where:
        yield where, REGULAR, theme["label"], SMALL


def _values(
    row: ChangedValue, width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """A field with both values at (0, 0), and their height."""
    theme = context.theme
    field = context.text(row.field, SMALL, width * FIELD - GAP, max_lines=3)
    old = context.text(row.old, BODY, width * OLD - GAP, max_lines=MAX_LINES)
    start = width * (FIELD + OLD)
    room = width * (1 - THING) - start - 11
    new = context.text(row.new, BODY, room, weight=SEMIBOLD, max_lines=MAX_LINES)
    drawing: list[Primitive] = [*context.place(field, 0, 1.2, theme["label"])]
    drawing += context.place(old, width * FIELD, 0, theme["quiet"], width=width * OLD - GAP)
    y = BODY * 0.7
    tip = (("M", start - 3, y), ("L", start + 4.5, y))
    barb = (("M", start + 2, y - 2.2), ("L", start + 4.5, y), ("L", start + 2, y + 2.2))
    pen = Pen(0.9, theme["label"], "round", "round")
    drawing += [Stroke(tip, pen), Stroke(barb, pen)]
    colour = theme["label"] if row.new == NO_VALUE else theme["ink"]
    drawing += context.place(new, start + 11, 0, colour, width=room)
    return drawing, max(field.height, old.height, new.height)
