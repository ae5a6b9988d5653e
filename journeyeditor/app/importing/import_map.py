"""Import another program's file or text as a map, and report what was lost."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from journeyeditor.app.background import Job
from journeyeditor.app.dialogs import Choice, FileKind
from journeyeditor.app.file_messages import extension_words
from journeyeditor.exchange.checkpoints import checked, phase
from journeyeditor.exchange.importers import (
    FoundJourney,
    Imported,
    ImportFailure,
    find_journeys,
    importers,
    read_into_map,
)
from journeyeditor.exchange.sources import SourceError, SourceFile, read_source
from journeyeditor.extensions import ExtensionError
from journeyeditor.files import FileError
from journeyeditor.files.reader import check_plain

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.model import JourneyGraph, Record

    #: A map's own record, and those of its elements and relations.
    Records: TypeAlias = tuple[Record, tuple[Record, ...]]

#: The most notes listed in a message; the others are counted.
MAX_NOTES = 20
#: The part of a reading in which the journeys are found; then the map is made.
_FOUND = 0.7
#: Longer texts are pasted line by line (characters).
MAX_PASTED = 2_000_000


class ShowNewMap(Protocol):
    """Shows a map that has no file; returns whether it could."""

    def __call__(self, graph: JourneyGraph, *, is_unsaved: bool) -> bool: ...


def ask_import(window: MapWindow, begin: ShowNewMap) -> None:
    texts = window.ui.texts
    found = list(importers())
    every = tuple(dict.fromkeys(suffix for each in found for suffix in each.suffixes))
    kinds = (
        FileKind(texts("Journeys"), every),
        *(FileKind(texts(each.title), each.suffixes) for each in found if each.suffixes),
        FileKind(texts("All files"), ("*",)),
    )
    path = window.dialogs.open_file(kinds, window.preferences.value.folder)
    if path:
        import_path(window, begin, path)


def is_foreign(path: str) -> bool:
    """Whether a file has an ending of another program's journeys, and not of our maps."""
    suffix = Path(path).suffix.lstrip(".").casefold()
    return suffix != "json" and any(suffix in importer.suffixes for importer in importers())


class _Read(NamedTuple):
    """What was read of a file: its journeys, the first one if it is shown at once, or edits of a map.

    `base` are the records of the map that was open, into which the edits were read.
    """

    source: SourceFile
    journeys: Sequence[FoundJourney] = ()
    imported: Imported | None = None
    edits: Imported | None = None
    base: Records | None = None


def import_path(
    window: MapWindow,
    begin: ShowNewMap,
    path: str,
    *,
    lenient: bool = False,
    takes_edits: bool = True,
) -> None:
    """Import a file: show tables and several journeys first; if it has errors, offer the valid part.

    With `takes_edits`, those in a document that was exported from the open map are offered first.
    """
    base = _records(window.map_view.session.graph) if takes_edits and window.has_map else None
    window.reading.do(
        Path(path).name,
        partial(_read, path, base, lenient),
        partial(_show, window, begin, path, lenient),
        partial(_refuse, window, begin, path, lenient),
    )


def _read(path: str, base: Records | None, lenient: bool, job: Job) -> _Read:
    """Runs in the background."""
    check_plain(path)
    source = read_source(path)
    job.check()
    with checked(job.progress):
        return _read_source(source, base, lenient)


def _read_source(source: SourceFile, base: Records | None, lenient: bool) -> _Read:
    if base is not None:
        from journeyeditor.model import JourneyGraph

        with suppress(ImportFailure):  # it opens as a map of its own, or says so again
            return _Read(source, edits=read_into_map(source, JourneyGraph.of(*base)), base=base)
    with phase(0.0, _FOUND):
        journeys = find_journeys(source, lenient=lenient)
    if len(journeys) > 1 or journeys[0].table is not None:
        return _Read(source, journeys)
    with phase(_FOUND, 1.0):
        return _Read(source, journeys, journeys[0].read())


def _show(window: MapWindow, begin: ShowNewMap, path: str, lenient: bool, read: _Read) -> None:
    """Show what was read; read again if it does not concern the open map any more."""
    if read.edits is not None and read.base is not None:
        from journeyeditor.app.importing.edited_document import take_edits

        is_current = window.has_map and _records(window.map_view.session.graph) == read.base
        if not is_current:
            import_path(window, begin, path, lenient=lenient)
        elif not take_edits(window, read.source, read.edits):
            import_path(window, begin, path, lenient=lenient, takes_edits=False)
    elif read.imported is not None:
        _begin(window, begin, read.imported)
    else:
        preview(window, begin, read.journeys, Path(path).name)


def _records(graph: JourneyGraph) -> Records:
    """The records of a map, which are frozen: another thread may read them."""
    return graph.info, (*graph.elements(), *graph.relations())


def _refuse(
    window: MapWindow, begin: ShowNewMap, path: str, lenient: bool, error: Exception
) -> None:
    if isinstance(error, (FileError, SourceError)):
        window.dialogs.message(error.sentence(window.ui.texts), severity="error")
    elif isinstance(error, ImportFailure) and not lenient and _is_diagram(path):
        if _takes_the_rest(window, path, error):
            import_path(window, begin, path, lenient=True)
    elif isinstance(error, (ImportFailure, ExtensionError)):
        texts = window.ui.texts
        if isinstance(error, ImportFailure):
            reason = error.sentence(texts)
        else:
            reason = extension_words(texts, error)
        window.dialogs.message(f"{path}: {reason}", severity="error")
    else:
        raise error  # unexpected: left to the error reporter


def _is_diagram(path: str) -> bool:
    """Whether a lenient reading may find more: only diagrams have a syntax."""
    return Path(path).suffix.lstrip(".").casefold() not in {
        "csv",
        "tsv",
        "xlsx",
        "xlsm",
        "pptx",
        "docx",
        "html",
        "htm",
        *("canvas", "drawio", "dio", "xml", "svg", "png", "opml"),
    }


def _begin(window: MapWindow, begin: ShowNewMap, imported: Imported) -> None:
    """Show a new map, and what was lost or guessed of it."""
    texts = window.ui.texts
    sentences = [*imported.lost(texts), *imported.guessed(texts)]
    if begin(imported.graph, is_unsaved=True) and sentences:
        message = texts("Some parts of the file could not be imported.")
        window.dialogs.message(
            message if imported.notes else texts("Check how the file was read."),
            texts.listed(sentences, MAX_NOTES, "\n"),
            severity="warning" if imported.notes else "info",
        )


def preview(
    window: MapWindow, begin: ShowNewMap, journeys: Sequence[FoundJourney], source: str
) -> None:
    """Show journeys in a dialog, which makes a new map or adds to the open one."""
    from journeyeditor.app.importing.journey_dialog import JourneyImport

    dialog = JourneyImport(window.ui, window.preferences, journeys, source, has_map=window.has_map)
    dialog.new_wanted.connect(lambda found: begin(found.graph, is_unsaved=True))
    dialog.add_wanted.connect(lambda found: add_to_map(window, found))
    window.show_dialog(dialog)


def add_to_map(window: MapWindow, imported: Imported) -> None:
    """Add a journey to the open map, or show why it cannot be."""
    from journeyeditor.app.importing.journey_dialog import summary
    from journeyeditor.editing import operations
    from journeyeditor.editing.errors import PasteError

    texts = window.ui.texts
    try:
        operations.add_map(window.map_view.session, imported.graph)
    except PasteError as error:
        window.dialogs.message(error.message(texts), severity="error")
        return
    window.map_view.reveal_selection()
    window.show_message(texts("Imported: {things}").format(things=summary(imported, texts)))


def pasted_journeys(plain: str, html: str) -> Sequence[FoundJourney]:
    """The journeys in a clipboard, () if its words are better pasted line by line."""
    from journeyeditor.exchange.boards.miro import holds_widgets

    is_richer = "<table" in html.casefold() or holds_widgets(html)
    for words in (html if is_richer else "", plain):
        if not words.strip() or len(words) > MAX_PASTED:
            continue
        try:
            found = find_journeys(SourceFile("clipboard", words.encode("utf-8", "replace")))
            journeys = [each for each in found if _is_whole(each)]
        except (ImportFailure, SourceError, ExtensionError):
            continue
        if journeys:
            return journeys
    return ()


def read_pasted(plain: str, html: str, job: Job) -> Sequence[FoundJourney]:
    """The same in the background, where the map of a single journey is made too."""
    with checked(job.progress), phase(0.0, _FOUND):
        found = pasted_journeys(plain, html)
    job.check()
    if len(found) != 1:
        return found
    with checked(job.progress), phase(_FOUND, 1.0):
        imported = found[0].read()
    return (replace(found[0], read=lambda: imported),)


def _is_whole(journey: FoundJourney) -> bool:
    """Whether a pasted text is a journey: a diagram, or a table that names stages and lanes."""
    table = journey.table
    if table is None:
        return bool(journey.read().graph.elements("step"))
    has_stages = all(column.stage for column in table.columns) and len(table.columns) > 1
    return has_stages and not table.is_weak and len(table.lanes) > 0


def is_empty_map(graph: JourneyGraph) -> bool:
    return not graph.stages() and not any(element.is_card for element in graph.elements())


def _takes_the_rest(window: MapWindow, path: str, error: ImportFailure) -> bool:
    texts = window.ui.texts
    answer = window.dialogs.choose(
        texts("“{name}” has errors in its Mermaid syntax.").format(name=Path(path).name),
        (
            Choice("lenient", texts("Import anyway"), "primary"),
            Choice("", texts("Cancel")),
        ),
        error.sentence(texts),
    )
    return answer == "lenient"
