"""The numbered sources at length, on pages behind the poster.

Cards cite their evidence by number; here each number says what is claimed, by whom, how strongly,
and which cards rest on it. The pages look like the poster but are read in the hand, so type is
never smaller than its natural size. Lengths are frame units, as in `title_block`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import Bookmark, Box, Group, Primitive
from journeyeditor.geometry import Point, Rect, Size, shift
from journeyeditor.insight.evidence import evidence_by_stage, share_of_evidence
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, DISPLAY, SEMIBOLD, SMALL
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import title_block
from journeyeditor.poster.appendix import table
from journeyeditor.vocabulary import Evidence, info_of

MARGIN = 24.0
#: The pages are never drawn smaller than this, unless the paper has no room for the columns.
NATURAL, MIN = 1.0, Size(560.0, 400.0)


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

    `margin` (points) is kept as far as it leaves room for the columns; None goes with the unit.
    """
    room = min(trim.width / MIN.width, trim.height / MIN.height)
    unit = max(poster_unit, min(NATURAL, room))
    own = MARGIN * unit
    return AppendixSheet(
        trim, unit, own if margin is None else min(margin, max(own, min(trim) * 0.1))
    )


def appendix_pages(
    graph: JourneyGraph,
    sources: Mapping[str, int],
    sheet: AppendixSheet,
    imprint: str,
    context: RenderContext,
) -> list[tuple[Primitive, ...]]:
    """One drawing a page, in frame units from the inner corner; none without sources."""
    if not sources:
        return []
    width, height = sheet.inner
    head, top = _head(graph, len(sources), width, context)
    names, names_height = table.names(width, context)
    room = height - title_block.FOOT_HEIGHT - top - names_height
    rows = [
        table.row(graph, record, sources[record.id], width, room, context)
        for record in graph.elements("evidence")
        if isinstance(record, Evidence)
    ]
    sheets = list(_paged(rows, room))
    info = info_of(graph)
    pages = []
    for number, page in enumerate(sheets):
        count = f" · {number + 1}/{len(sheets)}" if len(sheets) > 1 else ""
        drawing: list[Primitive] = [*head]
        if number == 0:
            drawing.append(Bookmark(context.texts("Sources"), Point(0, 0), 0))
        drawing.append(Group(tuple(names), shift(0, top), name="columns"))
        y = top + names_height
        for row in page:
            drawing.append(Group(tuple(table.drawn(row, width, context)), shift(0, y)))
            y += row.height
        foot = title_block.foot(info, False, imprint + count, width, context)
        drawing.append(Group(tuple(foot), shift(0, height - title_block.FOOT_HEIGHT)))
        pages.append(tuple(drawing))
    return pages


def _paged(rows: Sequence[table.AppendixRow], room: float) -> Iterator[list[table.AppendixRow]]:
    """A row is never split over two pages."""
    page: list[table.AppendixRow] = []
    used = 0.0
    for row in rows:
        if page and used + row.height > room:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += row.height
    yield page


def _head(
    graph: JourneyGraph, count: int, width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """Title, map and share of evidence overall and by stage, at (0, 0), and their height."""
    theme, texts = context.theme, context.texts
    info = info_of(graph)
    title = context.text(texts("Sources"), DISPLAY, width * 0.6, weight=BOLD, max_lines=1)
    drawing: list[Primitive] = [*context.place(title, 0, 0, theme["title"])]
    words = [info.title, texts.plural("{count} source", "{count} sources", count)]
    words[1] = words[1].format(count=texts.number(count))
    share = share_of_evidence(graph)
    if share is not None:
        told = texts("{share} of cards have a source")
        words.append(told.format(share=texts.percent(share)))
    line = context.text(" · ".join(filter(None, words)), BODY, width, max_lines=2)
    y = title.height + 2
    drawing += context.place(line, 0, y, theme["quiet"], width=width)
    y += line.height + 8
    bars, bars_height = _bars(graph, width, context)
    drawing.append(Group(tuple(bars), shift(0, y), name="founding"))
    return drawing, y + bars_height + 10


def _bars(
    graph: JourneyGraph, width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """A bar for each stage: its name and how many of its cards have a source; bars start at zero."""
    stages = [found for found in evidence_by_stage(graph) if found.stage is not None]
    if not stages:
        return [], 0.0
    theme, texts = context.theme, context.texts
    step = width / len(stages)
    room = step - 8
    lines = [
        context.text(
            found.stage.title if found.stage else "", SMALL, room, weight=SEMIBOLD, max_lines=2
        )
        for found in stages
    ]
    top = max(line.height for line in lines)
    drawing: list[Primitive] = []
    for place, (found, line) in enumerate(zip(stages, lines, strict=True)):
        x = place * step
        drawing += context.place(line, x, top - line.height, theme["ink"], width=room)
        bar = Rect(x, top + 3, room, 3.4)
        drawing.append(Box(bar, 1.7, theme["hairline"], None))
        if found.share:
            filled = bar._replace(width=max(room * found.share, 3.4))
            drawing.append(Box(filled, 1.7, context.accent, None))
        told = texts("{sourced} of {claims}") if found.claims else texts("no claims")
        told = told.format(sourced=texts.number(found.sourced), claims=texts.number(found.claims))
        count = context.text(told, SMALL, room, max_lines=1)
        drawing += context.place(count, x, top + 9, theme["label"], width=room)
    return drawing, top + 9 + SMALL * 1.25
