"""Persona sheets behind a poster: each persona with the pain points and thoughts that are theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journeyeditor.geometry import Size
from journeyeditor.insight.priorities import ranked_pain_points
from journeyeditor.layout.grid import concerns
from journeyeditor.layout.recipes.cards import quoted
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.poster.appendix.sheet import (
    COLUMN_GAP,
    TOP,
    AppendixData,
    Bodies,
    bodies_of,
    column_width,
    flowed,
)
from journeyeditor.poster.blocks import Block, columns_of
from journeyeditor.poster.side_panel import (
    BETWEEN,
    FULL_DETAIL,
    TEXT,
    UNDER,
    heading_block,
    persona_blocks,
)
from journeyeditor.vocabulary import Common, Persona, Thought

COLUMN = 168.0


def persona_pages(data: AppendixData, inner: Size, context: RenderContext) -> Bodies:
    if not data.people:
        return []
    texts = context.texts
    count, width = column_width(inner, COLUMN)
    if len(data.people) == 1:
        blocks = _sheet(data, data.people[0], width, context)
        return flowed(texts("Personas"), (), blocks, count, inner, context)
    columns = [
        column
        for person in data.people
        for column in columns_of(_sheet(data, person, width, context), inner.height - TOP)
    ]
    pages = [columns[start : start + count] for start in range(0, len(columns), count)]
    return bodies_of(texts("Personas"), (), pages, width + COLUMN_GAP, inner, context)


def _sheet(
    data: AppendixData, person: Persona, width: float, context: RenderContext
) -> list[Block]:
    texts = context.texts
    style = data.persona_styles[person.id]
    is_marked = len(data.people) > 1
    blocks = persona_blocks(person, style, FULL_DETAIL, width, context, is_marked=is_marked)
    pains = [each for each in ranked_pain_points(data.graph) if _is_of(each, person, data)]
    blocks += _titles(texts("Pain points"), pains, width, context)
    thoughts = [
        each
        for each in data.graph.elements("thought")
        if isinstance(each, Thought) and _is_of(each, person, data)
    ]
    blocks += _titles(texts("Thoughts"), thoughts, width, context)
    return blocks


def _is_of(record: Common, person: Persona, data: AppendixData) -> bool:
    """Whether a card names this persona; where there is only one, all cards are theirs."""
    if len(data.graph.personas()) > 1 and not record.persona:
        return False
    return concerns(record, person.id)


def _titles(
    heading: str, records: Sequence[Common], width: float, context: RenderContext
) -> Iterator[Block]:
    titled = [record for record in records if record.title]
    if titled:
        yield heading_block(heading, width, context, role="H3")
    for place, record in enumerate(titled):
        words = quoted(record.title, context) if isinstance(record, Thought) else record.title
        line = context.text(words, TEXT, width, max_lines=6)
        runs = context.place(line, 0, 0, context.theme["ink"], width=width, owner=record.id)
        yield Block(tuple(runs), line.height, BETWEEN if place else UNDER, role="LI")
