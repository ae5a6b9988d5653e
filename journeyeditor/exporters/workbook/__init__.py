"""XLSX: the journey as a grid and a sheet for each kind; edited and imported again, it changes the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyeditor.exchange.importers import Imported, Importer
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph


def _write(export: Export) -> list[bytes]:
    from journeyeditor.exporters.workbook.writer import write

    return write(export)


def _recognizes(source: SourceFile) -> bool:
    if not source.data.startswith(b"PK"):
        return False
    from journeyeditor.exporters.workbook.reader import recognizes

    return recognizes(source)


def _read(source: SourceFile, lenient: bool) -> Imported:
    from journeyeditor.exporters.workbook.reader import read

    return read(source, lenient)


def _read_into(source: SourceFile, graph: JourneyGraph, lenient: bool) -> Imported:
    from journeyeditor.exporters.workbook.reader import read_into

    return read_into(source, graph, lenient)


FORMAT = ExportFormat(
    "xlsx",
    N_("Excel workbook"),
    _write,
    options=Options.SOURCE | Options.LOOK,
    summary=N_(
        "The journey as a grid, and a sheet for each kind of card. Edit it in Excel or LibreOffice and import it to bring the changes into the map."
    ),
)
IMPORTER = Importer(
    "workbook",
    N_("Excel workbooks of a map"),
    ("xlsx",),
    _recognizes,
    _read,
    read_into=_read_into,
)
