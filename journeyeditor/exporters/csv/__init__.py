"""CSV: the journey as a grid, as spreadsheets of the map's language open it; its edits come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyeditor.exchange.importers import Imported, Importer
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters.csv.signature import MARK
from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph


def _write(export: Export) -> list[bytes]:
    from journeyeditor.exporters.csv.writer import write

    return write(export)


def _losses(export: Export) -> list[str]:
    from journeyeditor.exporters.grid import grid_of
    from journeyeditor.exporters.losses import left_out, shown_in
    from journeyeditor.i18n import texts as texts_of

    texts, shown = texts_of(export.language), shown_in(grid_of(export))
    if export.has_source:  # the map itself is in the last row
        return [
            *left_out(export.graph, shown, texts, N_("Not shown: {kinds}.")),
            texts("Not shown: notes, fields without a row of their own, and connections."),
            texts("Everything that is not shown comes back when the table is imported."),
        ]
    others = texts("Left out: notes, fields without a row of their own, and connections.")
    return [*left_out(export.graph, shown, texts), others]


def _recognizes(source: SourceFile) -> bool:
    marks = (MARK.encode(), MARK.encode("utf-16-le"), MARK.encode("utf-16-be"))
    if not any(mark in source.data for mark in marks):
        return False
    from journeyeditor.exporters.csv.reader import recognizes

    return recognizes(source)


def _read(source: SourceFile, lenient: bool) -> Imported:
    from journeyeditor.exporters.csv.reader import read

    return read(source)


def _read_into(source: SourceFile, graph: JourneyGraph, lenient: bool) -> Imported:
    from journeyeditor.exporters.csv.reader import read_into

    return read_into(source, graph)


FORMAT = ExportFormat(
    "csv",
    N_("CSV table"),
    _write,
    options=Options.CONTENT | Options.SOURCE,
    summary=N_(
        "The journey as a grid: stages as columns, lanes as rows, one card per line. Edit it in a spreadsheet program and import it to bring the changes into the map."
    ),
    losses=_losses,
)
IMPORTER = Importer(
    "csv", N_("CSV tables of a map"), ("csv",), _recognizes, _read, read_into=_read_into
)
