"""The pages behind a poster: what they are made from, their size, and how blocks fill them.

They share the poster's look but are read from a hand's distance, so type is never smaller than its
natural size. Lengths are frame units, as in `title_block`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from journeyeditor.display.primitives import Drawing, Group, Primitive, Tag
from journeyeditor.geometry import Size, shift
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, DISPLAY
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.blocks import Block, Column, balanced, columns_of, drawn, height_of
from journeyeditor.vocabulary import Persona

MARGIN = 24.0
#: The pages are never drawn smaller than this, unless the columns need more room than the paper
#: has.
NATURAL, MIN = 1.0, Size(560.0, 400.0)
COLUMN_GAP = 26.0
#: The height of the title of a section.
TOP = 32.0


class Body(NamedTuple):
    """What a section puts on one page: its drawing at (0, 0), its height, and its bookmark."""

    drawing: Drawing
    height: float
    bookmark: str = ""


Bodies: TypeAlias = list[Body]


class AppendixData(NamedTuple):
    """What the pages are made from; `sources` are the numbers of the evidence by id."""

    graph: JourneyGraph
    people: Sequence[Persona]
    persona_styles: Mapping[str | None, PersonaStyle]
    sources: Mapping[str, int]


class AppendixSheet(NamedTuple):
    """Size in points, points per frame unit and margin of an appendix page."""

    trim: Size
    unit: float
    margin: float

    @property
    def inner(self) -> Size:
        """The room inside the margins, in frame units."""
        across = self.trim.width - 2 * self.margin
        return Size(across / self.unit, (self.trim.height - 2 * self.margin) / self.unit)


def sheet_of(trim: Size, poster_unit: float, margin: float | None = None) -> AppendixSheet:
    """The paper of an appendix to a poster that is drawn with so many points per unit.

    `margin` (points) is reduced if the columns need the room; None derives it from the unit.
    """
    room = min(trim.width / MIN.width, trim.height / MIN.height)
    unit = max(poster_unit, min(NATURAL, room))
    own = MARGIN * unit
    return AppendixSheet(
        trim, unit, own if margin is None else min(margin, max(own, min(trim) * 0.1))
    )


def section_title(
    title: str, facts: Sequence[str], width: float, context: RenderContext
) -> list[Primitive]:
    """The title of a section, and beside it some facts; the section begins at TOP."""
    theme = context.theme
    line = context.text(title, DISPLAY, width, weight=BOLD, max_lines=1)
    heading = context.place(line, 0, 0, theme["title"], align="left")
    drawing: list[Primitive] = [Group(tuple(heading), tag=Tag("H2"))]
    words = " · ".join(filter(None, facts))
    if words:
        left = line.width + 12
        note = context.text(words, BODY, width - left, max_lines=1)
        runs = context.place(note, left, 6.6, theme["quiet"], align="left", width=width - left)
        drawing.append(Group(tuple(runs), tag=Tag("P")))
    return drawing


def column_width(inner: Size, wanted: float) -> tuple[int, float]:
    """How many columns about as wide as wanted fit on a page, and their width."""
    count = max(1, int((inner.width + COLUMN_GAP) / (wanted + COLUMN_GAP)))
    return count, (inner.width + COLUMN_GAP) / count - COLUMN_GAP


def flowed(
    title: str,
    facts: Sequence[str],
    blocks: Sequence[Block],
    count: int,
    inner: Size,
    context: RenderContext,
) -> Bodies:
    """Blocks in columns below the title of their section; those of the last page are balanced."""
    room = inner.height - TOP
    columns = columns_of(blocks, room)
    pages = [columns[start : start + count] for start in range(0, len(columns), count)]
    level, height = balanced([block for column in pages[-1] for block, _ in column], count)
    if height <= room:
        pages[-1] = level
    return bodies_of(title, facts, pages, (inner.width + COLUMN_GAP) / count, inner, context)


def bodies_of(
    title: str,
    facts: Sequence[str],
    pages: Sequence[Sequence[Column]],
    step: float,
    inner: Size,
    context: RenderContext,
) -> Bodies:
    """The columns of each page, `step` apart, below the title of their section."""
    header = section_title(title, facts, inner.width, context)
    bodies: Bodies = []
    for page in pages:
        drawing: list[Primitive] = [*header]
        for place, column in enumerate(page):
            drawing.append(Group(tuple(drawn(column)), shift(place * step, TOP)))
        bodies.append(Body(tuple(drawing), TOP + height_of(page), "" if bodies else title))
    return bodies
