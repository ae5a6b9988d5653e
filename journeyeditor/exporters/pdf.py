"""PDF: all pages of the poster in one document, and the map itself inside it."""

from __future__ import annotations

from io import BytesIO

from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.exporters.source import source_attachment
from journeyeditor.i18n import N_


def write(export: Export) -> list[bytes]:
    from journeyeditor.painting.pdf import write_pdf

    poster, attachment = export.poster, None
    if export.has_source:
        attachment = source_attachment(export.data, poster.metadata.title)
    buffer = BytesIO()
    write_pdf(
        poster.pages,
        buffer,
        export.faces,
        poster.metadata,
        attachment=attachment,
        press=export.press,
    )
    return [buffer.getvalue()]


FORMAT = ExportFormat(
    "pdf", N_("PDF document"), write, options=Options.POSTER | Options.SOURCE | Options.PRESS
)
