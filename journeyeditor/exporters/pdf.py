"""PDF: all pages of the poster in one document."""

from __future__ import annotations

from io import BytesIO

from journeyeditor.exporters.format import Export, ExportFormat
from journeyeditor.i18n import N_


def write(export: Export) -> list[bytes]:
    from journeyeditor.painting.pdf import write_pdf

    poster = export.poster
    buffer = BytesIO()
    write_pdf(poster.pages, buffer, export.faces, poster.metadata)
    return [buffer.getvalue()]


FORMAT = ExportFormat("pdf", N_("PDF document"), write)
