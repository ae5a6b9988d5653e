"""JSON Canvas: the map for Obsidian and other programs; what is edited there comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyeditor.exchange.importers import Imported, Importer
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_
from journeyeditor.i18n import texts as texts_of

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph

_LOSSES = (
    N_("JSON Canvas holds titles, notes and connections, but no dates, grades and other fields."),
)


def _write(export: Export) -> list[bytes]:
    from journeyeditor.exporters.canvas.writer import write

    return write(export)


def _losses(export: Export) -> list[str]:
    texts = texts_of(export.language)
    return [texts(words) for words in _LOSSES]


def _recognizes(source: SourceFile) -> bool:
    if b'"x-journey-map"' not in source.data:
        return False
    from journeyeditor.exporters.canvas.reader import recognizes

    return recognizes(source)


def _read(source: SourceFile, lenient: bool) -> Imported:
    from journeyeditor.exporters.canvas.reader import read

    return read(source)


def _read_into(source: SourceFile, graph: JourneyGraph, lenient: bool) -> Imported:
    from journeyeditor.exporters.canvas.reader import read_into

    return read_into(source, graph)


FORMAT = ExportFormat(
    "canvas",
    N_("JSON Canvas"),
    _write,
    options=Options.SOURCE,
    summary=N_(
        "A canvas for Obsidian and other programs: stages as groups, cards where they are on the map."
    ),
    losses=_losses,
)
IMPORTER = Importer(
    "map canvas", N_("JSON Canvas of a map"), ("canvas",), _recognizes, _read, read_into=_read_into
)
