"""The documents that a map can be printed as."""

from __future__ import annotations

from journeyeditor.model import JourneyGraph
from journeyeditor.poster.cards import card_sheets
from journeyeditor.poster.compose import Poster
from journeyeditor.poster.compose import compose as compose_poster
from journeyeditor.poster.options import RUN_SHEET, PosterOptions
from journeyeditor.poster.run_sheet import compose_run_sheet
from journeyeditor.typography import Faces


def compose(
    graph: JourneyGraph,
    options: PosterOptions,
    faces: Faces,
    language: str = "en",
    *,
    data: bytes = b"",
) -> Poster:
    """Compose the document that the options ask for; raises PaperError and PosterError.

    `data` is the map as a file, if that is written already.
    """
    if options.cards:
        return card_sheets(graph, options, faces, language)
    if options.document == RUN_SHEET:
        return compose_run_sheet(graph, options, faces, language)
    return compose_poster(graph, options, faces, language, data=data)
