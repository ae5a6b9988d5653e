"""Import another program's file as a map, and report what was lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from journeyeditor.app.dialogs import Choice, FileKind
from journeyeditor.app.importing.edited_document import take_edits
from journeyeditor.exchange.importers import Imported, ImportFailure, importers, read_map_from
from journeyeditor.exchange.sources import SourceError, read_source
from journeyeditor.extensions import ExtensionError
from journeyeditor.files import FileError
from journeyeditor.files.reader import check_plain

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.model import JourneyGraph

#: The most notes listed in a message; the others are counted.
MAX_NOTES = 20


class ShowNewMap(Protocol):
    """Shows a map that has no file; returns whether it could."""

    def __call__(self, graph: JourneyGraph, *, is_unsaved: bool) -> bool: ...


def ask_import(window: MapWindow, begin: ShowNewMap) -> None:
    texts = window.ui.texts
    kinds = (
        *(FileKind(texts(each.title), each.suffixes) for each in importers()),
        FileKind(texts("All files"), ("*",)),
    )
    path = window.dialogs.open_file(kinds, window.preferences.value.folder)
    if path:
        import_path(window, begin, path)


def import_path(window: MapWindow, begin: ShowNewMap, path: str, *, lenient: bool = False) -> None:
    """Import a diagram; if it has errors, ask whether to import the valid part."""
    try:
        check_plain(path)
        imported = _imported(window, path, lenient=lenient)
    except (FileError, SourceError) as error:
        texts = window.ui.texts
        words = error.sentence(texts) if isinstance(error, FileError) else str(error)
        window.dialogs.message(words, severity="error")
    except ExtensionError as error:
        window.dialogs.message(f"{path}: {error}", severity="error")
    except ImportFailure as error:
        if lenient:
            window.dialogs.message(f"{path}: {error}", severity="error")
        elif _takes_the_rest(window, path, error):
            import_path(window, begin, path, lenient=True)
    else:
        if imported and begin(imported.graph, is_unsaved=True) and imported.notes:
            message = window.ui.texts("Some parts of the diagram could not be imported.")
            window.dialogs.message(
                message, window.ui.texts.listed(imported.notes, MAX_NOTES, "\n"), severity="warning"
            )


def _imported(window: MapWindow, path: str, *, lenient: bool) -> Imported | None:
    """The map in a file; None if all that was wanted are its edits of the open map."""
    source = read_source(path)
    return None if take_edits(window, source) else read_map_from(source, lenient=lenient)


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
