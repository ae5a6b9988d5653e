"""The run sheet of a workshop as a document of its own, on paper that lies on a table."""

from __future__ import annotations

from journeyeditor.display.primitives import Metadata
from journeyeditor.files import map_hash
from journeyeditor.geometry import POINTS_PER_MM
from journeyeditor.i18n import N_
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.appendix import AppendixData, appendix_pages, finished, sheet_of
from journeyeditor.poster.compose import Poster
from journeyeditor.poster.context import imprint_of, print_context
from journeyeditor.poster.options import (
    RUN_SHEET_PAPER,
    PosterError,
    PosterOptions,
    creation_date,
)
from journeyeditor.poster.paper import SheetEdge, paper_size
from journeyeditor.poster.preflight.checks import bold_findings, preflight
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of


def compose_run_sheet(
    graph: JourneyGraph, options: PosterOptions, faces: Faces, language: str
) -> Poster:
    """The agenda alone, on pages of its own; raises PosterError for a map without one."""
    info, messages = info_of(graph), texts_of(language)
    if not info.agenda.steps:
        sentence = N_("the map has no agenda; choose one in Workshop → Agenda and timer")
        raise PosterError(sentence)
    context = print_context(graph, info, options, faces)
    trim = paper_size(options.paper or RUN_SHEET_PAPER, options.orientation or "portrait")
    margin = None if options.margin_mm is None else options.margin_mm * POINTS_PER_MM
    sheet = sheet_of(trim, 0.0, margin)
    data = AppendixData(graph, (), {}, {})
    edge = SheetEdge(options.bleed_mm * POINTS_PER_MM, options.marks)
    drawn = appendix_pages(
        ("agenda",), data, sheet, 1, imprint_of(options, graph, context), context
    )
    pages = finished(drawn, edge, 0, context)
    findings = [
        *preflight(pages, context.text_issues, (), messages, lambda _: ""),
        *bold_findings(pages, faces.without_bold, messages),
    ]
    subject = context.texts("Run sheet")
    title = f"{subject}: {info.title}" if info.title else subject
    metadata = Metadata(
        title, info.author, subject, info.language or "en", creation_date(), map_hash(graph)
    )
    return Poster(tuple(pages), metadata, tuple(findings))
