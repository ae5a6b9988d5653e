"""Import another program's file or text as a map, and report what was lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from journeyeditor.app.dialogs import Choice, FileKind
from journeyeditor.exchange.importers import (
    FoundJourney,
    Imported,
    ImportFailure,
    find_journeys,
    importers,
    read_map_from,
)
from journeyeditor.exchange.sources import SourceError, SourceFile, read_source
from journeyeditor.extensions import ExtensionError
from journeyeditor.files import FileError
from journeyeditor.files.reader import check_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.model import JourneyGraph

#: The most notes listed in a message; the others are counted.
MAX_NOTES = 20
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
        *(FileKind(texts(each.title), each.suffixes) for each in found),
        FileKind(texts("All files"), ("*",)),
    )
    path = window.dialogs.open_file(kinds, window.preferences.value.folder)
    if path:
        import_path(window, begin, path)


def is_foreign(path: str) -> bool:
    """Whether a file has an ending of another program's journeys, and not of our maps."""
    suffix = Path(path).suffix.lstrip(".").casefold()
    return suffix != "json" and any(suffix in importer.suffixes for importer in importers())


def import_path(window: MapWindow, begin: ShowNewMap, path: str, *, lenient: bool = False) -> None:
    """Import a file: show tables and several journeys first; if it has errors, offer the valid part."""
    try:
        check_plain(path)
        _import(window, begin, path, lenient=lenient)
    except (FileError, SourceError) as error:
        texts = window.ui.texts
        words = error.sentence(texts) if isinstance(error, FileError) else str(error)
        window.dialogs.message(words, severity="error")
    except ExtensionError as error:
        window.dialogs.message(f"{path}: {error}", severity="error")
    except ImportFailure as error:
        if lenient or not _is_diagram(path):
            window.dialogs.message(f"{path}: {error}", severity="error")
        elif _takes_the_rest(window, path, error):
            import_path(window, begin, path, lenient=True)


def _import(window: MapWindow, begin: ShowNewMap, path: str, *, lenient: bool) -> None:
    from journeyeditor.app.importing.edited_document import take_edits

    source = read_source(path)
    if take_edits(window, source):
        return
    found = find_journeys(source, lenient=lenient)
    if len(found) > 1 or found[0].table is not None:
        preview(window, begin, found, Path(path).name)
    else:
        _begin(window, begin, read_map_from(source, lenient=lenient))


def _is_diagram(path: str) -> bool:
    """Whether a lenient reading may find more: only diagrams have a syntax."""
    return Path(path).suffix.lstrip(".").casefold() not in {
        "csv",
        "tsv",
        "xlsx",
        "xlsm",
        "pptx",
        "html",
        "htm",
        *("canvas", "drawio", "dio", "xml", "svg", "png", "opml"),
    }


def _begin(window: MapWindow, begin: ShowNewMap, imported: Imported) -> None:
    """Show a new map, and what was lost or guessed of it."""
    texts, sentences = window.ui.texts, (*imported.notes, *imported.guesses)
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


def _is_whole(journey: FoundJourney) -> bool:
    """Whether a pasted text is a journey: a diagram, or a table that names stages and lanes."""
    table = journey.table
    if table is None:
        return bool(journey.read().graph.elements("step"))
    has_stages = all(column.stage for column in table.columns) and len(table.columns) > 1
    return has_stages and not table.is_weak and len(table.lanes) > 0


def is_empty_map(graph: JourneyGraph) -> bool:
    return not graph.stages() and not any(element.is_card for element in graph.elements())


def _takes_the_rest(window: MapWindow, path: str, error: Exception) -> bool:
    texts = window.ui.texts
    answer = window.dialogs.choose(
        texts("“{name}” has errors in its Mermaid syntax.").format(name=Path(path).name),
        (
            Choice("lenient", texts("Import anyway"), "primary"),
            Choice("", texts("Cancel")),
        ),
        str(error),
    )
    return answer == "lenient"
