"""Pain points and opportunities behind a poster, the most urgent ones first."""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Stroke, Tag
from journeyeditor.geometry import Rect, Size
from journeyeditor.i18n import N_
from journeyeditor.insight.priorities import ranked_opportunities, ranked_pain_points
from journeyeditor.layout.recipes.cards import annotations_of
from journeyeditor.layout.recipes.marks import depict_marks, marks_width
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, HAIRLINE, HEADING, SEMIBOLD
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.appendix.sheet import COLUMN_GAP, TOP, AppendixData, Bodies, bodies_of
from journeyeditor.poster.blocks import Block, columns_of
from journeyeditor.vocabulary import Opportunity, PainPoint, info_of

NUMBER_WIDTH, PIP_STEP, PIP_RADIUS, FACTS = 24.0, 5.6, 1.9, 7.2


def priority_pages(data: AppendixData, inner: Size, context: RenderContext) -> Bodies:
    """Pain points in the left column, opportunities in the right one; none without either."""
    texts = context.texts
    width = (inner.width - COLUMN_GAP) / 2
    pains, chances = ranked_pain_points(data.graph), ranked_opportunities(data.graph)
    if not pains and not chances:
        return []
    left = _list(texts("Pain points"), N_("by severity × frequency"), pains, data, width, context)
    count = info_of(data.graph).action_count
    order = N_("by impact ÷ effort")
    right = _list(texts("Action list"), order, chances[:count], data, width, context)
    right += _list(texts("More opportunities"), order, chances[count:], data, width, context, count)
    room = inner.height - TOP
    sides = [columns_of(blocks, room) if blocks else [] for blocks in (left, right)]
    pages = [
        [side[number] if number < len(side) else [] for side in sides]
        for number in range(max(map(len, sides)))
    ]
    return bodies_of(texts("Priorities"), (), pages, width + COLUMN_GAP, inner, context)


def _list(
    title: str,
    order: str,
    records: Sequence[PainPoint] | Sequence[Opportunity],
    data: AppendixData,
    width: float,
    context: RenderContext,
    before: int = 0,
) -> list[Block]:
    """Records below a heading, numbered behind so many others."""
    if not records:
        return []
    gap = 14.0 if before else 0.0
    blocks = [_heading(title, order, width, context)._replace(gap=gap)]
    blocks += [
        _row(number, record, data, width, context)
        for number, record in enumerate(records, before + 1)
    ]
    return blocks


def _heading(title: str, order: str, width: float, context: RenderContext) -> Block:
    theme = context.theme
    name = context.text(title, HEADING, width, weight=BOLD, max_lines=1)
    drawing: list[Primitive] = [*context.place(name, 0, 0, theme["title"], width=width)]
    how = context.text(context.texts(order), FACTS, width - name.width - 10, max_lines=1)
    drawing += context.place(how, name.width + 8, 4.2, theme["quiet"])
    drawing.append(Box(Rect(0, name.height + 4, width, HAIRLINE), 0, theme["label"], None))
    return Block(tuple(drawing), name.height + 5, is_head=True, role="H3")


def _row(
    number: int,
    record: PainPoint | Opportunity,
    data: AppendixData,
    width: float,
    context: RenderContext,
) -> Block:
    """A card with its rank, its sources, its grades, and what is decided about it."""
    theme = context.theme
    role = "pain" if isinstance(record, PainPoint) else "opportunity"
    room = width - NUMBER_WIDTH
    drawing: list[Primitive] = [
        *context.write(str(number), HEADING, 0, 14.4, theme[role], weight=BOLD, tabular=True)
    ]
    marks = annotations_of(data.graph, record, data.sources, {}).marks
    title = context.text(
        record.title or context.texts(type(record).look.title),
        BODY + 1,
        room,
        weight=SEMIBOLD,
        trailing=marks_width(marks, BODY + 1, context),
    )
    y = 5.0
    drawing += context.place(title, NUMBER_WIDTH, y, theme["ink"], width=room, owner=record.id)
    drawing += depict_marks(marks, title, NUMBER_WIDTH, y, room, context)
    y += title.height + 1
    hypothesis = record.hypothesis if isinstance(record, Opportunity) else ""
    for words in (hypothesis, record.note, *_facts(data.graph, record, room, context)):
        if words:
            line = context.text(words, FACTS, room, max_lines=12)
            drawing += context.place(
                line, NUMBER_WIDTH, y, theme["quiet"], width=room, owner=record.id
            )
            y += line.height
    grade_parts: list[Primitive] = []
    x = NUMBER_WIDTH
    for words, grade in _grades(record, context):
        name = context.write(words, FACTS, x, y + 9.4, theme["quiet"])
        x += context.measure(words, FACTS) + 4
        pips = _pips(grade, x, y + 6.8, theme[role])
        alternative = f"{words}: {context.texts.number(grade)}"
        grade_parts.append(Group((*name, *pips), tag=Tag("Figure", alternative)))
        x += 5 * PIP_STEP + 12
    y += 13 if grade_parts else 0
    rule = Box(Rect(0, y + 4, width, HAIRLINE), 0, theme["hairline"], None)
    parts = (Group(tuple(drawing), tag=Tag("P", record=record.id)), *grade_parts, rule)
    return Block(parts, y + 5, role="Sect")


def _facts(
    graph: JourneyGraph, record: PainPoint | Opportunity, width: float, context: RenderContext
) -> list[str]:
    """Return the lines on where a card belongs, and on what is decided about it."""
    texts = context.texts
    stage = graph.element(record.stage).title if record.stage else ""
    where = [stage]
    if isinstance(record, PainPoint):
        where += [graph.element(record.persona).title] if record.persona else []
        plan = [record.owner]
    else:
        solved = [
            graph.element(each.target).title for each in graph.outgoing(record.id, "addresses")
        ]
        aims = ", ".join(filter(None, solved))
        where = [f"{stage} → {aims}".lstrip()] if aims else where
        due = f"{texts('Due')} {texts.date(record.due)}" if record.due else ""
        plan = [record.owner, due, record.status]
    votes = texts.plural("{count} vote", "{count} votes", record.votes)
    plan.append(votes.format(count=texts.number(record.votes)) if record.votes else "")
    if isinstance(record, PainPoint):
        where, plan = [*where, *plan], []
    return [context.along(context.facts(words, FACTS, width)) for words in (where, plan)]


def _grades(record: PainPoint | Opportunity, context: RenderContext) -> list[tuple[str, int]]:
    names = ("severity", "frequency") if isinstance(record, PainPoint) else ("impact", "effort")
    fields = type(record).model_fields
    return [
        (context.texts(fields[name].title or name), getattr(record, name))
        for name in names
        if getattr(record, name)
    ]


def _pips(grade: int, x: float, y: float, colour: str) -> list[Primitive]:
    drawing: list[Primitive] = []
    for place in range(5):
        center = (x + PIP_RADIUS + place * PIP_STEP, y)
        if place < grade:
            drawing.append(Fill(circle(center, PIP_RADIUS), colour))
        else:
            drawing.append(Stroke(circle(center, PIP_RADIUS - 0.35), Pen(0.7, colour)))
    return drawing
