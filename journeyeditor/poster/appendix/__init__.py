"""The pages behind a poster: personas, priorities, run sheet, glossary and sources, each as wished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor.display.primitives import Bookmark, Drawing, Group, Page, Primitive, Tag
from journeyeditor.geometry import Point, Size, scaling, shift
from journeyeditor.i18n import N_
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.poster import title_block
from journeyeditor.poster.appendix.agenda import agenda_pages
from journeyeditor.poster.appendix.glossary import glossary_pages
from journeyeditor.poster.appendix.personas import persona_pages
from journeyeditor.poster.appendix.priorities import priority_pages
from journeyeditor.poster.appendix.sheet import AppendixData, AppendixSheet, Bodies, Body, sheet_of
from journeyeditor.poster.appendix.sources import source_pages
from journeyeditor.poster.paper import SheetEdge, page_of
from journeyeditor.vocabulary import info_of

__all__ = [
    "APPENDIX",
    "AppendixData",
    "AppendixPage",
    "AppendixSheet",
    "Section",
    "appendix_pages",
    "finished",
    "sheet_of",
]


class Section(NamedTuple):
    """A section: its title in English, and what draws its pages."""

    title: str
    pages: Callable[[AppendixData, Size, RenderContext], Bodies]


#: The sections by their names in the options; the pages are in this order.
APPENDIX: Mapping[str, Section] = MappingProxyType(
    {
        "personas": Section(N_("Personas"), persona_pages),
        "priorities": Section(N_("Priorities"), priority_pages),
        "agenda": Section(N_("Run sheet"), agenda_pages),
        "glossary": Section(N_("Glossary"), glossary_pages),
        "sources": Section(N_("Sources"), source_pages),
    }
)
#: Pages are drawn larger, as long as there are no more of them.
ENLARGED = (1.6, 1.45, 1.3, 1.15)
BETWEEN_SECTIONS = 26.0


class AppendixPage(NamedTuple):
    """A page's drawing, in the units of its sheet from the inner corner."""

    drawing: Drawing
    sheet: AppendixSheet


def appendix_pages(
    sections: Collection[str],
    data: AppendixData,
    sheet: AppendixSheet,
    first: int,
    imprint: str,
    context: RenderContext,
) -> list[AppendixPage]:
    """The pages of some sections, numbered from `first`; none of a section without content."""
    wanted = [section for name, section in APPENDIX.items() if name in sections]
    natural = _filled(wanted, data, sheet, context)
    scaled, bodies = sheet, natural
    for factor in ENLARGED if natural else ():
        larger = sheet._replace(unit=sheet.unit * factor)
        filled = _filled(wanted, data, larger, context)
        if len(filled) == len(natural):
            scaled, bodies = larger, filled
            break
    info, inner = info_of(data.graph), scaled.inner
    pages = []
    for number, body in enumerate(bodies, first):
        page = context.texts("Page {number}").format(number=number)
        words = " · ".join(filter(None, [imprint, page]))
        footer = title_block.depict_footer(info, info.title, words, inner.width, context)
        at = shift(0, inner.height - title_block.FOOT_HEIGHT)
        pages.append(AppendixPage((*body, Group(tuple(footer), at, tag=Tag("Artifact"))), scaled))
    return pages


def finished(
    pages: Sequence[AppendixPage], edge: SheetEdge, before: int, context: RenderContext
) -> list[Page]:
    """Pages on their sheets, behind so many others."""
    return [
        page_of(
            page.drawing,
            page.sheet.trim,
            page.sheet.unit,
            page.sheet.margin,
            edge,
            before + number,
            context.theme["paper"],
            is_mirrored=context.is_mirrored,
        )
        for number, page in enumerate(pages)
    ]


def _filled(
    sections: Sequence[Section], data: AppendixData, sheet: AppendixSheet, context: RenderContext
) -> list[list[Primitive]]:
    """The drawings of the pages that sections fill.

    Short ones share a page; one that is alone on its page is enlarged to fill it.
    """
    width, height = sheet.inner
    room = Size(width, height - title_block.FOOT_HEIGHT)
    pages: list[list[tuple[Section, Body]]] = []
    y = room.height
    for section in sections:
        for body in section.pages(data, room, context):
            if y + body.height > room.height:
                pages.append([])
                y = 0.0
            pages[-1].append((section, body))
            y += body.height + BETWEEN_SECTIONS
    counts = Counter(section.title for page in pages for section, _ in page)
    filled = []
    for page in pages:
        section, body = page[0]
        if len(page) == 1 and counts[section.title] == 1:
            filled.append(_enlarged(section, body, data, room, context))
        else:
            filled.append(list(_stacked([body for _, body in page])))
    return filled


def _enlarged(
    section: Section, body: Body, data: AppendixData, room: Size, context: RenderContext
) -> list[Primitive]:
    """The drawing of a section on a page of its own, as large as fits."""
    scale, best = 1.0, body
    for factor in ENLARGED:
        bodies = section.pages(data, Size(room.width / factor, room.height / factor), context)
        if len(bodies) == 1 and bodies[0].height * factor <= room.height:
            scale, best = factor, bodies[0]
            break
    return [Group(tuple(_stacked([best])), scaling(scale))] if scale > 1.0 else [*_stacked([best])]


def _stacked(bodies: Sequence[Body]) -> Iterator[Primitive]:
    """Bodies below one another."""
    y = 0.0
    for body in bodies:
        if body.bookmark:
            yield Bookmark(body.bookmark, Point(0, y), 0)
        yield Group(body.drawing, shift(0, y))
        y += body.height + BETWEEN_SECTIONS
