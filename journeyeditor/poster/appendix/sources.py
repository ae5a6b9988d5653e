"""The sources behind a poster: all of them in full, by their numbers.

Cards cite their evidence by number; these pages say what is claimed, by whom, how strongly, and
which cards rely on it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Stroke, Tag
from journeyeditor.geometry import Rect, Size, shift
from journeyeditor.i18n import N_
from journeyeditor.insight.evidence import (
    evidence_by_stage,
    share_of_evidence,
    supported_by_evidence,
)
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import (
    BODY,
    BOLD,
    HAIRLINE,
    LEADING,
    REGULAR,
    SEMIBOLD,
    SMALL,
)
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.poster.appendix.sheet import TOP, AppendixData, Bodies, Body, section_title
from journeyeditor.poster.source_list import figure_words
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import Evidence, kind_class, label

GAP, ROW_PAD, SIGN = 10.0, 5.0, 9.0
#: Heading and fraction of the width of each column; the number's column is fixed.
NUMBER_WIDTH = 20.0
COLUMNS = (
    (N_("Claim"), 0.27),
    (N_("Figure"), 0.07),
    (N_("Source"), 0.19),
    (N_("Date"), 0.10),
    (N_("Sample"), 0.08),
    (N_("Strength"), 0.08),
    (N_("Used by"), 0.21),
)

#: The columns that show a sign before their text.
_STRENGTH = 5


class AppendixCell(NamedTuple):
    """One paragraph of a cell and its colour."""

    words: Paragraph
    colour: str


class AppendixRow(NamedTuple):
    """A source with its number, its cells from left to right and its height."""

    number: int
    record: Evidence
    cells: tuple[tuple[AppendixCell, ...], ...]
    height: float


def _spans(width: float) -> list[tuple[float, float]]:
    """Left edge and width of each column but the number's."""
    room = width - NUMBER_WIDTH
    spans, x = [], NUMBER_WIDTH
    for _, share in COLUMNS:
        spans.append((x, room * share - GAP))
        x += room * share
    return spans


def column_headings(width: float, context: RenderContext) -> tuple[list[Primitive], float]:
    """The column headings above their line, and their height."""
    drawing: list[Primitive] = []
    lines = [
        context.text(context.texts(words).upper(), SMALL, room, weight=BOLD, max_lines=2)
        for (words, _), (_, room) in zip(COLUMNS, _spans(width), strict=True)
    ]
    height = max(line.height for line in lines)
    tag = Tag("TH", scope="Column")
    drawing.append(Group((), tag=Tag("TD")))  # above the numbers
    for line, (x, room) in zip(lines, _spans(width), strict=True):
        y = height - line.height
        runs = context.place(line, x, y, context.theme["label"], width=room)
        drawing.append(Group(tuple(runs), tag=tag))
    drawing.append(Box(Rect(0, height + 3, width, HAIRLINE), 0, context.theme["label"], None))
    return drawing, height + 3 + HAIRLINE


def measure_row(
    graph: JourneyGraph,
    record: Evidence,
    number: int,
    width: float,
    room: float,
    context: RenderContext,
) -> AppendixRow:
    """A source with its cells wrapped to their columns; no row is higher than a page."""
    theme = context.theme
    columns = (
        _claim(record, theme["ink"], theme["quiet"]),
        [(figure_words(record.figure, context), SEMIBOLD, theme["ink"])],
        [_source(record, context)],
        [(context.texts.date(record.date) if record.date else "", REGULAR, theme["quiet"])],
        [(figure_words(record.sample, context), REGULAR, theme["quiet"])],
        [
            (
                context.texts(label(Evidence, "strength", record.strength))
                if record.strength
                else "",
                REGULAR,
                theme["ink"],
            )
        ],
        [(words, REGULAR, theme["quiet"]) for words in _users(graph, record, context)],
    )
    cells: list[tuple[AppendixCell, ...]] = []
    for texts, (_, across) in zip(columns, _spans(width), strict=True):
        # The strength's sign is drawn before its text.
        indent = SIGN if len(cells) == _STRENGTH else 0.0
        cells.append(tuple(_set(texts, across - indent, room - 2 * ROW_PAD, context)))
    height = max(sum(cell.words.height for cell in column) for column in cells)
    return AppendixRow(number, record, tuple(cells), max(height, BODY * LEADING) + 2 * ROW_PAD)


def _set(
    texts: Sequence[tuple[str, int, str]], width: float, room: float, context: RenderContext
) -> Iterator[AppendixCell]:
    """The paragraphs of a cell, truncated to fit on a page."""
    for words, weight, colour in texts:
        lines = math.floor(room / (BODY * LEADING) + 1e-6)
        if words and lines > 0:
            paragraph = context.text(words, BODY, width, weight=weight, max_lines=lines)
            room -= paragraph.height
            yield AppendixCell(paragraph, colour)


def _claim(record: Evidence, ink: str, quiet: str) -> list[tuple[str, int, str]]:
    """Title, full claim and note, each with weight and colour."""
    claim = record.claim if record.claim != record.title else ""
    named = record.title if record.title != record.source else ""
    weight = SEMIBOLD if claim else REGULAR
    return [(named, weight, ink), (claim, REGULAR, ink), (record.note, REGULAR, quiet)]


def _source(record: Evidence, context: RenderContext) -> tuple[str, int, str]:
    if record.source:
        return record.source, REGULAR, context.theme["ink"]
    return context.texts("source missing"), SEMIBOLD, context.theme["warning"]


def _users(graph: JourneyGraph, record: Evidence, context: RenderContext) -> list[str]:
    """One line per stage: "Purchase: Pay online, Hidden fees"."""
    by_stage: dict[str, list[str]] = {stage.id: [] for stage in graph.stages()}
    for element in supported_by_evidence(graph, record.id):
        stage = element.stage or ""
        by_stage.setdefault(stage, []).append(_name(element, context))
    return [
        f"{graph.element(stage).title}: {', '.join(names)}" if stage else ", ".join(names)
        for stage, names in ((stage, _counted(names, context)) for stage, names in by_stage.items())
        if names
    ] or ["–"]


def _counted(names: Sequence[str], context: RenderContext) -> list[str]:
    """Each name once, with how often it occurs if that is more than once."""
    counts = Counter(names)
    return [
        f"{name} × {context.texts.number(count)}" if count > 1 else name
        for name, count in counts.items()
    ]


def _name(element: Element, context: RenderContext) -> str:
    return element.title or context.texts(kind_class(element.kind).look.title)


def draw_row(line: AppendixRow, width: float, context: RenderContext) -> Iterator[Primitive]:
    """A row at (0, 0)."""
    theme = context.theme
    yield Box(Rect(0, line.height - HAIRLINE, width, HAIRLINE), 0, theme["hairline"], None)
    baseline = ROW_PAD + BODY * 0.97
    number = context.write(
        f"{line.number}",
        BODY,
        NUMBER_WIDTH - 6,
        baseline,
        context.accent,
        weight=BOLD,
        align="right",
        tabular=True,
    )
    yield Group(tuple(number), tag=Tag("TH", scope="Row"))
    for place, (column, (x, room)) in enumerate(zip(line.cells, _spans(width), strict=True)):
        indent = SIGN if place == _STRENGTH and column else 0.0
        parts: list[Primitive] = []
        if indent:
            parts.append(_sign(line.record.strength, x + 2.8, baseline - 2.8, context))
        y = ROW_PAD
        for cell in column:
            parts += context.place(
                cell.words, x + indent, y, cell.colour, width=room - indent, owner=line.record.id
            )
            y += cell.words.height
        yield Group(tuple(parts), tag=Tag("TD"))


def _sign(strength: str, x: float, y: float, context: RenderContext) -> Primitive:
    """Evidence strength without colour: a disc, a ring or a dashed ring."""
    if strength == "measured":
        return Fill(circle((x, y), 2.8), context.accent)
    dashes = (1.6, 1.2) if strength == "assumed" else ()
    return Stroke(circle((x, y), 2.4), Pen(0.8, context.theme["quiet"], dashes=dashes))


def source_pages(data: AppendixData, inner: Size, context: RenderContext) -> Bodies:
    graph, sources = data.graph, data.sources
    if not sources:
        return []
    width = inner.width
    header, top = _header(graph, len(sources), width, context)
    headings, headings_height = column_headings(width, context)
    room = inner.height - top - headings_height
    rows = [
        measure_row(graph, record, sources[record.id], width, room, context)
        for record in graph.elements("evidence")
        if isinstance(record, Evidence)
    ]
    bodies: Bodies = []
    for page in _paged(rows, room):
        drawing: list[Primitive] = [*header]
        table = [Group(tuple(headings), shift(0, top), name="columns", tag=Tag("TR"))]
        y = top + headings_height
        for row in page:
            cells = tuple(draw_row(row, width, context))
            table.append(Group(cells, shift(0, y), tag=Tag("TR", record=row.record.id)))
            y += row.height
        drawing.append(Group(tuple(table), tag=Tag("Table")))
        bodies.append(Body(tuple(drawing), y, "" if bodies else context.texts("Sources")))
    return bodies


def _paged(rows: Sequence[AppendixRow], room: float) -> Iterator[list[AppendixRow]]:
    page: list[AppendixRow] = []
    used = 0.0
    for row in rows:
        if page and used + row.height > room:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += row.height
    yield page


def _header(
    graph: JourneyGraph, count: int, width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """Title, map and share of evidence overall and by stage, at (0, 0), and their height."""
    texts = context.texts
    facts = [texts.plural("{count} source", "{count} sources", count)]
    facts[0] = facts[0].format(count=texts.number(count))
    share = share_of_evidence(graph)
    if share is not None:
        template = texts("{share} of cards have a source")
        facts.append(template.format(share=texts.percent(share)))
    drawing = section_title(texts("Sources"), facts, width, context)
    y = TOP
    bars, bars_height = _bars(graph, width, context)
    drawing.append(Group(tuple(bars), shift(0, y), name="stages"))
    return drawing, y + bars_height + 10


def _bars(
    graph: JourneyGraph, width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """A bar for each stage: its name and how many of its cards have a source; bars start at zero."""
    stages = [entry for entry in evidence_by_stage(graph) if entry.stage is not None]
    if not stages:
        return [], 0.0
    theme, texts = context.theme, context.texts
    step = width / len(stages)
    room = step - 8
    lines = [
        context.text(
            entry.stage.title if entry.stage else "", SMALL, room, weight=SEMIBOLD, max_lines=2
        )
        for entry in stages
    ]
    top = max(line.height for line in lines)
    drawing: list[Primitive] = []
    for place, (entry, line) in enumerate(zip(stages, lines, strict=True)):
        x = place * step
        drawing += context.place(line, x, top - line.height, theme["ink"], width=room)
        bar = Rect(x, top + 3, room, 3.4)
        drawing.append(Box(bar, 1.7, theme["hairline"], None))
        if entry.share:
            filled = bar._replace(width=max(room * entry.share, 3.4))
            drawing.append(Box(filled, 1.7, context.accent, None))
        label_text = texts("{sourced} of {claims}") if entry.claims else texts("no claims")
        label_text = label_text.format(
            sourced=texts.number(entry.sourced), claims=texts.number(entry.claims)
        )
        count = context.text(label_text, SMALL, room, max_lines=1)
        drawing += context.place(count, x, top + 9, theme["label"], width=room)
    return drawing, top + 9 + SMALL * 1.25
