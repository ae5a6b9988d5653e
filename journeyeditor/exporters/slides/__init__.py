"""PPTX: the poster as slides of native shapes, one for each card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from journeyeditor.exchange.importers import FoundJourney, Imported, Importer
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph


def _write(export: Export) -> list[bytes]:
    from journeyeditor.exporters.slides.writer import write

    return write(export)


def _recognizes(source: SourceFile) -> bool:
    if not source.data.startswith(b"PK"):
        return False
    from journeyeditor.exporters.slides.reader import recognizes

    return recognizes(source)


def _read(source: SourceFile, lenient: bool) -> Imported:
    from journeyeditor.exporters.slides.reader import find

    return find(source)[0].read()


def _find(source: SourceFile, lenient: bool) -> Sequence[FoundJourney]:
    from journeyeditor.exporters.slides.reader import find

    return find(source)


def _read_into(source: SourceFile, graph: JourneyGraph, lenient: bool) -> Imported:
    from journeyeditor.exporters.slides.reader import read_into

    return read_into(source, graph, lenient)


FORMAT = ExportFormat(
    "pptx",
    N_("PowerPoint slides"),
    _write,
    options=Options.PAPER | Options.CONTENT | Options.LOOK | Options.SOURCE | Options.SLIDES,
    summary=N_("Each card is a shape with its text, and connections are connectors."),
)
IMPORTER = Importer(
    "slides", N_("PowerPoint slides"), ("pptx",), _recognizes, _read, _find, _read_into
)
