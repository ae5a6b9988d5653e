"""HTML: the whole map as one page that needs no network."""

from __future__ import annotations

from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_


def write(export: Export) -> list[bytes]:
    """Raises PosterError like the poster."""
    from journeyeditor.webpage import web_page

    return [web_page(export.graph, export.faces, export.options).encode("utf-8")]


FORMAT = ExportFormat(
    "html",
    N_("Web page"),
    write,
    options=Options.CONTENT | Options.LOOK,
    summary=N_(
        "One file that opens in any browser without a network: the map to zoom, search and filter, and the same as a table."
    ),
)
