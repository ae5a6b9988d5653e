"""The table of numbered sources: columns, a row for each source, signs of evidence strength.

Lengths are frame units, as in `title_block`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_
from journeyeditor.insight.evidence import supported_by_evidence
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, HAIRLINE, LEADING, REGULAR, SEMIBOLD, SMALL
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import Evidence, kind_class, label

GAP, ROW_PAD, SIGN = 10.0, 5.0, 9.0
#: Heading and share of the width of each column; the number's is fixed.
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

#: Which of them has a sign before its word.
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


def names(width: float, context: RenderContext) -> tuple[list[Primitive], float]:
    """The column headings above their line, and their height."""
    drawing: list[Primitive] = []
    lines = [
        context.text(context.texts(words).upper(), SMALL, room, weight=BOLD, max_lines=2)
        for (words, _), (_, room) in zip(COLUMNS, _spans(width), strict=True)
    ]
    height = max(line.height for line in lines)
    for line, (x, room) in zip(lines, _spans(width), strict=True):
        drawing += context.place(line, x, height - line.height, context.theme["label"], width=room)
    drawing.append(Box(Rect(0, height + 3, width, HAIRLINE), 0, context.theme["label"], None))
    return drawing, height + 3 + HAIRLINE


def row(
    graph: JourneyGraph,
    record: Evidence,
    number: int,
    width: float,
    room: float,
    context: RenderContext,
) -> AppendixRow:
    """A source with its cells broken into columns; no row is higher than a page."""
    theme = context.theme
    told = (
        _claim(record, theme["ink"], theme["quiet"]),
        [(_figure(record.figure, context), SEMIBOLD, theme["ink"])],
        [_source(record, context)],
        [(context.texts.date(record.date) if record.date else "", REGULAR, theme["quiet"])],
        [(_figure(record.sample, context), REGULAR, theme["quiet"])],
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
    for texts, (_, across) in zip(told, _spans(width), strict=True):
        # The sign of the strength stands before its word.
        indent = SIGN if len(cells) == _STRENGTH else 0.0
        cells.append(tuple(_set(texts, across - indent, room - 2 * ROW_PAD, context)))
    height = max(sum(cell.words.height for cell in column) for column in cells)
    return AppendixRow(number, record, tuple(cells), max(height, BODY * LEADING) + 2 * ROW_PAD)


def _set(
    texts: Sequence[tuple[str, int, str]], width: float, room: float, context: RenderContext
) -> Iterator[AppendixCell]:
    """The paragraphs of a cell, truncated where they would not fit on a page."""
    for words, weight, colour in texts:
        lines = math.floor(room / (BODY * LEADING) + 1e-6)
        if words and lines > 0:
            paragraph = context.text(words, BODY, width, weight=weight, max_lines=lines)
            room -= paragraph.height
            yield AppendixCell(paragraph, colour)


def _claim(record: Evidence, ink: str, quiet: str) -> list[tuple[str, int, str]]:
    """Title, claim at length and note, each with weight and colour."""
    claim = record.claim if record.claim != record.title else ""
    named = record.title if record.title != record.source else ""
    weight = SEMIBOLD if claim else REGULAR
    return [(named, weight, ink), (claim, REGULAR, ink), (record.note, REGULAR, quiet)]


def _source(record: Evidence, context: RenderContext) -> tuple[str, int, str]:
    """The source's name, or the words that it is missing."""
    if record.source:
        return record.source, REGULAR, context.theme["ink"]
    return context.texts("source missing"), SEMIBOLD, context.theme["warning"]


def _figure(value: str | float, context: RenderContext) -> str:
    return value if isinstance(value, str) else context.texts.number(value)


def _users(graph: JourneyGraph, record: Evidence, context: RenderContext) -> list[str]:
    """One line a stage: "Purchase: Pay online, Hidden fees"."""
    by_stage: dict[str, list[str]] = {stage.id: [] for stage in graph.stages()}
    for element in supported_by_evidence(graph, record.id):
        stage = getattr(element, "stage", None) or ""
        by_stage.setdefault(stage, []).append(_name(element, context))
    return [
        f"{graph.element(stage).title}: {', '.join(names)}" if stage else ", ".join(names)
        for stage, names in by_stage.items()
        if names
    ] or ["–"]


def _name(element: Element, context: RenderContext) -> str:
    """The title of an element, or else of its kind."""
    return element.title or context.texts(kind_class(element.kind).look.title)


def drawn(line: AppendixRow, width: float, context: RenderContext) -> Iterator[Primitive]:
    """A row at (0, 0)."""
    theme = context.theme
    yield Box(Rect(0, line.height - HAIRLINE, width, HAIRLINE), 0, theme["hairline"], None)
    baseline = ROW_PAD + BODY * 0.97
    yield from context.write(
        f"{line.number}",
        BODY,
        NUMBER_WIDTH - 6,
        baseline,
        context.accent,
        weight=BOLD,
        align="right",
    )
    for place, (column, (x, room)) in enumerate(zip(line.cells, _spans(width), strict=True)):
        indent = SIGN if place == _STRENGTH and column else 0.0
        if indent:
            yield _sign(line.record.strength, x + 2.8, baseline - 2.8, context)
        y = ROW_PAD
        for cell in column:
            yield from context.place(
                cell.words, x + indent, y, cell.colour, width=room - indent, owner=line.record.id
            )
            y += cell.words.height


def _sign(strength: str, x: float, y: float, context: RenderContext) -> Primitive:
    """Evidence strength without colour: a disc, a ring or a dashed ring."""
    if strength == "measured":
        return Fill(circle((x, y), 2.8), context.accent)
    dashes = (1.6, 1.2) if strength == "assumed" else ()
    return Stroke(circle((x, y), 2.4), Pen(0.8, context.theme["quiet"], dashes=dashes))
