"""HTML: the whole map as one page that needs no network."""

from __future__ import annotations

from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_
from journeyeditor.vocabulary import info_of


def write(export: Export) -> list[bytes]:
    """Raises PosterError like the poster."""
    from journeyeditor.insight.translation import languages_of
    from journeyeditor.webpage import web_page

    info = info_of(export.graph)
    # A map that is shown in another language has its own texts no more.
    is_own = info.language not in info.translations
    languages = languages_of(export.graph) if is_own else ()
    page = web_page(export.graph, export.faces, export.options, languages, export.progress)
    return [page.encode("utf-8")]


FORMAT = ExportFormat(
    "html",
    N_("Web page"),
    write,
    options=Options.CONTENT | Options.LOOK,
    summary=N_(
        "One file that opens in any browser without a network: the map to zoom, search and filter, and the same as a table."
    ),
)
