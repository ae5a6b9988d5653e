"""DOCX: a report on the journey, with the map as a picture and its findings as tables."""

from __future__ import annotations

from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_


def _write(export: Export) -> list[bytes]:
    from journeyeditor.exporters.report.writer import write

    return write(export)


FORMAT = ExportFormat(
    "docx",
    N_("Word report"),
    _write,
    options=Options.CONTENT | Options.LOOK,
    summary=N_(
        "A report that you can edit: the map as a picture, a section for each stage, pain points and opportunities by priority, personas and sources."
    ),
)
