"""The numbered list of sources in the panel, in as many words as it has room for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from journeyeditor.display.primitives import Primitive
from journeyeditor.layout.recipes.marks import (
    Marks,
    depict_marks,
    marks_width,
    pill_width,
    source_pill,
)
from journeyeditor.layout.render_context import RenderContext, is_reversed
from journeyeditor.layout.style import LEADING, REGULAR, SEMIBOLD
from journeyeditor.poster.blocks import UNDER, Block, heading_block
from journeyeditor.vocabulary import Evidence

#: The type size of sources.
CLAIM = 7.1


class SourceDetail(IntEnum):
    """What is said of sources: their names, also figure and sample, or also their claims."""

    NAMES = 0
    FIGURES = 1
    CLAIMS = 2

    @property
    def fields(self) -> frozenset[str]:
        """The fields of evidence that are printed in addition to name and date."""
        return frozenset(("figure", "sample", "claim")[: (0, 2, 3)[self]])


def source_blocks(
    listed: Sequence[tuple[int, Evidence]],
    width: float,
    context: RenderContext,
    detail: SourceDetail,
) -> list[Block]:
    """Return the numbered sources below their heading."""
    if not listed:
        return []
    left = max(pill_width(number, CLAIM, context) for number, _ in listed) + 5.0
    blocks = [heading_block(context.texts("Sources"), width, context)]
    for number, record in listed:
        blocks.append(_source_block(number, record, left, width, context, detail))
    blocks[1] = blocks[1]._replace(gap=UNDER + 1)
    return blocks


def _source_block(
    number: int,
    record: Evidence,
    left: float,
    width: float,
    context: RenderContext,
    detail: SourceDetail,
) -> Block:
    theme = context.theme
    weight = SEMIBOLD if detail else REGULAR
    marks = Marks(is_assumption=record.strength == "assumed")
    name = context.text(
        source_words(record),
        CLAIM,
        width - left,
        weight=weight,
        max_lines=8,
        trailing=marks_width(marks, CLAIM, context),
    )
    is_mirrored = is_reversed(name, context)
    x = 0.0 if is_mirrored else left
    pill = width - pill_width(number, CLAIM, context) if is_mirrored else 0.0
    drawing: list[Primitive] = source_pill(number, pill, name.line_height / 2, CLAIM, context)
    drawing += context.place(name, x, 0, theme["ink"], width=width - left, owner=record.id)
    drawing += depict_marks(marks, name, x, 0, width - left, context) if name.lines else []
    y = name.height
    words = source_facts(record, context, detail)
    if words:
        claim = context.text(words, CLAIM, width - left, max_lines=8)
        drawing += context.place(claim, x, y, theme["quiet"], width=width - left, owner=record.id)
        y += claim.height
    gap = 4.2 if detail else 2.6
    return Block(tuple(drawing), max(y, CLAIM * LEADING), gap, role="LI")


def source_facts(record: Evidence, context: RenderContext, detail: SourceDetail) -> str:
    """Return what is said of a source: its claim, and on a line of its own figure and sample."""
    sample = f"n = {figure_words(record.sample, context)}" if record.sample not in ("", 0) else ""
    figure = figure_words(record.figure, context)
    named = record.source or record.title or record.claim
    claim = record.claim if detail is SourceDetail.CLAIMS and record.claim != named else ""
    if figure and figure in claim:
        figure = ""
    facts = " · ".join(word for word in (figure, sample) if word) if detail else ""
    return "\n".join(words for words in (claim, facts) if words)


def figure_words(value: str | float, context: RenderContext) -> str:
    return value if isinstance(value, str) else context.texts.number(value)


def source_words(record: Evidence) -> str:
    """Return one line of the list of sources: name and year."""
    named = record.source or record.title or record.claim
    return ", ".join(word for word in (named, str(record.date.year) if record.date else "") if word)
