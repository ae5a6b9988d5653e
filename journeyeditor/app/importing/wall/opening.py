"""Open the photo of a wall, and put what was accepted of it on the map as one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.app.background import Job
from journeyeditor.app.dialogs import FileKind
from journeyeditor.exchange.sources import SourceError, read_bytes
from journeyeditor.files import FileError
from journeyeditor.files.images import MAX_BYTES
from journeyeditor.files.reader import check_plain
from journeyeditor.i18n import N_
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo
from journeyeditor.wall.errors import PhotoError
from journeyeditor.wall.picture import SUFFIXES, require_extra, require_photo

if TYPE_CHECKING:
    from journeyeditor.app.importing.import_map import ShowNewMap
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.exporters.wall_photo import Placement
    from journeyeditor.wall.sorting import SortedWall

LABEL = N_("Add photo of a wall")


def ask_photo(window: MapWindow, begin: ShowNewMap) -> None:
    kinds = (FileKind(window.ui.texts("Photos of a wall"), SUFFIXES),)
    path = window.dialogs.open_file(kinds, window.preferences.value.folder)
    if path:
        open_photo(window, begin, path)


def open_photo(window: MapWindow, begin: ShowNewMap, path: str) -> None:
    """Read a file in the background and show the photo, or say why not."""
    window.reading.do(
        Path(path).name,
        partial(_read, path),
        partial(_show, window, begin, Path(path).name),
        partial(_refuse, window, Path(path).name),
    )


def _read(path: str, job: Job) -> bytes:
    require_extra()
    check_plain(path)
    data = read_bytes(path, MAX_BYTES)
    require_photo(data)
    return data


def _show(window: MapWindow, begin: ShowNewMap, name: str, data: bytes) -> None:
    from journeyeditor.app.importing.wall.dialog import WallImport

    if window.has_map:
        own = window.map_view.session.graph
        graph = JourneyGraph.of(own.info, (*own.elements(), *own.relations()))
    else:
        graph = JourneyGraph(MapInfo(title=Path(name).stem, language=window.ui.texts.language))
    dialog = WallImport(window.ui, name, data, graph, has_map=window.has_map)
    take = partial(add_placements, window) if window.has_map else partial(_begin, begin, graph)
    dialog.accepted_all.connect(take)
    window.show_dialog(dialog)


def _refuse(window: MapWindow, name: str, error: Exception) -> None:
    texts = window.ui.texts
    if isinstance(error, PhotoError):
        window.dialogs.message(f"{name} {error.sentence(texts)}", severity="error")
    elif isinstance(error, (FileError, SourceError)):
        window.dialogs.message(error.sentence(texts), severity="error")
    else:
        raise error  # unexpected: left to the error reporter


def add_placements(window: MapWindow, placements: Sequence[Placement], wall: SortedWall) -> None:
    """Put what was accepted on the open map and select it."""
    from journeyeditor.editing.limits import has_room
    from journeyeditor.exporters.revision import change_between
    from journeyeditor.exporters.wall_photo import with_placements

    texts, session = window.ui.texts, window.map_view.session
    session.prepare_write()
    graph = session.graph
    if not has_room(graph, (each.kind for each in placements)):
        window.dialogs.message(texts("The map has no room for so many cards."), severity="error")
        return
    after = with_placements(graph, placements, wall, texts)
    new = [each.id for each in after.elements() if not graph.has_element(each.id)]
    session.commit(LABEL, change_between(graph, after))
    moved = [each.record for each in placements if session.graph.has_element(each.record)]
    session.selection.set([*(id_ for id_ in new if after.element(id_).is_card), *moved])
    window.map_view.reveal_selection()


def _begin(
    begin: ShowNewMap, graph: JourneyGraph, placements: Sequence[Placement], wall: SortedWall
) -> None:
    from journeyeditor.exporters.wall_photo import with_placements
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.vocabulary import info_of

    texts = texts_of(info_of(graph).language)
    begin(with_placements(graph, placements, wall, texts), is_unsaved=True)
