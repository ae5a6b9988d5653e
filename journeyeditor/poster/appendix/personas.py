"""Persona sheets behind a poster: each persona, how it feels, and the cards that are theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from journeyeditor.display.primitives import Group, Primitive, Tag
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.insight.agreement import SOURCE, Agreement, agreement_of
from journeyeditor.insight.priorities import ranked_opportunities, ranked_pain_points
from journeyeditor.layout.grid import Grid, plan, stage_of
from journeyeditor.layout.presence import Presence, presence
from journeyeditor.layout.recipes.cards import quoted
from journeyeditor.layout.recipes.emotion_curve import (
    EmotionPoint,
    curve_parts,
    depict_area_below,
    depict_face,
    depict_line,
    gaps,
)
from journeyeditor.layout.render_context import RenderContext, hairline
from journeyeditor.layout.style import HAIRLINE
from journeyeditor.poster.appendix.sheet import (
    COLUMN_GAP,
    TOP,
    AppendixData,
    Bodies,
    bodies_of,
    column_width,
    flowed,
)
from journeyeditor.poster.blocks import BETWEEN, UNDER, Block, columns_of, heading_block
from journeyeditor.poster.side_panel import FULL_DETAIL, TEXT, persona_blocks
from journeyeditor.vocabulary import Common, Emotion, Opportunity, PainPoint, Persona, Thought

#: Columns of several personas may be narrower than those of one, so that all stand side by side.
COLUMN, NARROW = 168.0, 132.0
#: The height of a persona's curve from +2 to −2, and the radius of its faces.
CURVE, FACE = 62.0, 4.6
#: The size of what explains figures.
FACTS = 7.2

C = TypeVar("C", bound=Common)


class _Journey(NamedTuple):
    """The plan of the map, who takes part where, and the cards of each persona by its id, ranked."""

    grid: Grid
    present: Presence
    pains: Mapping[str, Sequence[PainPoint]]
    opportunities: Mapping[str, Sequence[Opportunity]]
    thoughts: Mapping[str, Sequence[Thought]]


def _journey_of(data: AppendixData) -> _Journey:
    graph = data.graph
    grid = plan(graph)
    pains = _by_persona(data, ranked_pain_points(graph))
    whose: dict[str, list[str]] = defaultdict(list)
    for persona, own in pains.items():
        for pain in own:
            whose[pain.id].append(persona)
    opportunities: dict[str, list[Opportunity]] = defaultdict(list)
    for each in ranked_opportunities(graph):
        addressed = graph.outgoing(each.id, "addresses")
        # In the order of the relations, each persona once.
        for persona in dict.fromkeys(one for pain in addressed for one in whose[pain.target]):
            opportunities[persona].append(each)
    thoughts = [each for each in graph.elements("thought") if isinstance(each, Thought)]
    return _Journey(grid, presence(grid), pains, opportunities, _by_persona(data, thoughts))


def _by_persona(data: AppendixData, records: Iterable[C]) -> dict[str, list[C]]:
    """Return the cards that name a persona; where there is only one, all others are theirs, too."""
    found: dict[str, list[C]] = defaultdict(list)
    personas = data.graph.personas()
    for record in records:
        named = record.persona or ([personas[0].id] if len(personas) == 1 else ())
        for persona in (named,) if isinstance(named, str) else dict.fromkeys(named):
            found[persona].append(record)
    return found


def persona_pages(data: AppendixData, inner: Size, context: RenderContext) -> Bodies:
    if not data.people:
        return []
    texts = context.texts
    journey = _journey_of(data)
    if len(data.people) == 1:
        count, width = column_width(inner, COLUMN)
        blocks = _sheet(data, data.people[0], journey, width, context)
        return flowed(texts("Personas"), (), blocks, count, inner, context)
    most, _ = column_width(inner, NARROW)
    count = min(most, len(data.people))
    width = (inner.width + COLUMN_GAP) / count - COLUMN_GAP
    columns = [
        column
        for person in data.people
        for column in columns_of(_sheet(data, person, journey, width, context), inner.height - TOP)
    ]
    pages = [columns[start : start + count] for start in range(0, len(columns), count)]
    return bodies_of(texts("Personas"), (), pages, width + COLUMN_GAP, inner, context)


def _sheet(
    data: AppendixData, person: Persona, journey: _Journey, width: float, context: RenderContext
) -> list[Block]:
    texts = context.texts
    style = data.persona_styles[person.id]
    is_marked = len(data.people) > 1
    blocks = persona_blocks(person, style, FULL_DETAIL, width, context, is_marked=is_marked)
    blocks += _emotions(data, person, journey, width, context)
    blocks += _agreement(data, person, journey, width, context)
    blocks += _titles(texts("Pain points"), journey.pains.get(person.id, ()), width, context)
    chances = journey.opportunities.get(person.id, ())
    blocks += _titles(texts("Opportunities"), chances, width, context)
    blocks += _titles(texts("Thoughts"), journey.thoughts.get(person.id, ()), width, context)
    return blocks


def _emotions(
    data: AppendixData,
    person: Persona,
    journey: _Journey,
    width: float,
    context: RenderContext,
) -> Iterator[Block]:
    """Yield a persona's curve over the whole journey, and its best and its worst moment in words."""
    grid = journey.grid
    scored = [
        (slot, emotion)
        for slot, emotion in grid.emotions.get(person.id, ())
        if emotion.score is not None
    ]
    if len(scored) < 2:
        return
    style = data.persona_styles[person.id]
    across = (width - 2 * FACE) / max(grid.slots - 1, 1)
    points = [
        EmotionPoint(
            slot,
            Point(FACE + slot * across, CURVE * (2 - (emotion.score or 0.0)) / 4),
            emotion.score or 0.0,
            emotion.id,
        )
        for slot, emotion in scored
    ]
    is_gap = gaps(points, journey.present.of(person.id))
    parts = list(curve_parts([point.at for point in points], is_gap))
    zero = CURVE / 2
    rule = Rect(0, zero, width, 0)
    drawing: list[Primitive] = [*depict_area_below(style, parts, zero, context)]
    drawing.append(hairline(rule, context.theme["label"], HAIRLINE))
    drawing += depict_line(style, parts, context, width=1.6)
    drawing += [depict_face(style, point, context, radius=FACE) for point in points]
    ordered = sorted(scored, key=lambda pair: pair[1].score or 0.0)
    moments = [ordered[-1][1], ordered[0][1]]
    words = [_moment(data, emotion, context) for emotion in moments]
    heading = context.texts("Emotion")
    yield heading_block(heading, width, context, role="H3")
    alternative = f"{heading}: {'; '.join(words)}"
    figure = Group(tuple(drawing), tag=Tag("Figure", alternative))
    yield Block((figure,), CURVE, UNDER + FACE, is_head=True)
    for place, (emotion, each) in enumerate(zip(moments, words, strict=True)):
        line = context.text(each, TEXT, width, max_lines=6)
        runs = context.place(line, 0, 0, context.theme["ink"], width=width, owner=emotion.id)
        yield Block(tuple(runs), line.height, BETWEEN if place else UNDER + FACE, role="LI")


def _moment(data: AppendixData, emotion: Emotion, context: RenderContext) -> str:
    """Return a score with its reason and its stage."""
    stage = stage_of(data.graph, emotion)
    parts = [emotion.reason or emotion.title, data.graph.element(stage).title if stage else ""]
    score = context.texts.signed(emotion.score or 0.0)
    return f"{score} {' · '.join(filter(None, parts))}".strip()


def _agreement(
    data: AppendixData, person: Persona, journey: _Journey, width: float, context: RenderContext
) -> Iterator[Block]:
    """Yield how far those who rated each stage agree, and what that figure is."""
    emotions = [emotion for _, emotion in journey.grid.emotions.get(person.id, ())]
    rated = [(emotion, agreement_of(emotion)) for emotion in emotions]
    lines = [
        (emotion, _agreement_line(data, emotion, found, context))
        for emotion, found in rated
        if found is not None
    ]
    if not lines:
        return
    theme = context.theme
    yield heading_block(context.texts("Agreement"), width, context, role="H3")
    for place, (emotion, words) in enumerate(lines):
        line = context.text(words, TEXT, width, max_lines=6)
        runs = context.place(line, 0, 0, theme["ink"], width=width, owner=emotion.id)
        yield Block(tuple(runs), line.height, BETWEEN if place else UNDER, role="LI")
    source = context.text(context.texts(SOURCE), FACTS, width, max_lines=12)
    runs = context.place(source, 0, 0, theme["quiet"], width=width)
    yield Block(tuple(runs), source.height, UNDER, role="P")


def _agreement_line(
    data: AppendixData, emotion: Emotion, found: Agreement, context: RenderContext
) -> str:
    texts = context.texts
    stage = stage_of(data.graph, emotion)
    figures = [
        data.graph.element(stage).title if stage else "",
        texts.number(found.agreement, 2, fixed=True),
        f"{texts('Spread')} {texts.number(found.spread, 1, fixed=True)}",
        f"{texts('Raters')} {texts.number(found.raters)}",
    ]
    return context.along(" · ".join(filter(None, figures)))


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
