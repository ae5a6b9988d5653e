"""SVG: one self-contained drawing per page."""

from __future__ import annotations

from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_


def write(export: Export) -> list[bytes]:
    from journeyeditor.painting.svg import svg

    poster, painted = export.poster, []
    for number, page in enumerate(poster.pages):
        export.progress(number / len(poster.pages))
        text = svg(page, export.faces, poster.metadata, has_fonts=export.has_fonts)
        painted.append(text.encode("utf-8"))
    return painted


FORMAT = ExportFormat(
    "svg",
    N_("SVG image"),
    write,
    one_file_per_page=True,
    options=Options.POSTER | Options.LIVE_TEXT,
)
