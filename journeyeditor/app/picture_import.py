"""Pictures from outside: read in the background, then added to the map as cards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from journeyeditor.app.background import Background, Job
from journeyeditor.app.dialogs import Choice, Dialogs
from journeyeditor.editing import operations
from journeyeditor.editing.tools.placing import PicturePlace
from journeyeditor.i18n import Texts
from journeyeditor.widgets.picture_mime import PictureSources
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.editing.session import Session
    from journeyeditor.panels.pictures import PictureBatch

#: A picture with at least this many sticky notes is taken for a photo of a wall.
LEAST_NOTES = 6
#: A message names at most this many images that were not added.
MAX_NAMED = 10


class _Read(NamedTuple):
    """Pictures that were read; of a single file its path, and how many sticky notes it shows."""

    batch: PictureBatch
    path: str = ""
    notes: int = 0


class PictureImport(QObject):
    """Reads pictures and adds them to the map on which they were dropped or pasted.

    `added` follows each addition, which selects what was added; `photo_of_wall` emits the path of a
    picture whose sticky notes shall become cards instead.
    """

    added = Signal()
    photo_of_wall = Signal(str)

    def __init__(self, parent: QObject, ui: UiContext, dialogs: Dialogs) -> None:
        super().__init__(parent)
        self._ui, self._dialogs = ui, dialogs
        self._background = Background(self)
        self._waiting: list[tuple[Session, PictureSources, PicturePlace]] = []

    @property
    def is_busy(self) -> bool:
        return self._background.is_busy

    def add(self, session: Session, sources: PictureSources, place: PicturePlace) -> None:
        """Add pictures at a place, or a single one to the picture card there.

        What is still being read is added first, so that all of it counts against the map's bounds.
        """
        if self.is_busy:
            self._waiting.append((session, sources, place))
            return
        self._background.do(
            "pictures",
            partial(
                _read,
                sources,
                operations.embedded_pictures(session.graph),
                self._ui.texts,
                is_free=not place.into,
            ),
            partial(self._put, session, place),
            self._fail,
        )

    def drop(self) -> None:
        """Forget what is being read: its map is closed."""
        self._waiting.clear()
        self._background.drop_all()

    def shut_down(self) -> None:
        self._background.close()

    def _put(self, session: Session, place: PicturePlace, read: _Read) -> None:
        if read.notes >= LEAST_NOTES and self._reads_notes(read):
            self.photo_of_wall.emit(read.path)
        else:
            self._enter(session, place, read.batch)
        if self._waiting:
            self.add(*self._waiting.pop(0))

    def _reads_notes(self, read: _Read) -> bool:
        """Ask whether the notes of a photo become cards."""
        texts = self._ui.texts
        question = texts("“{name}” shows sticky notes.").format(name=Path(read.path).name)
        choices = (
            Choice("read", texts("Turn into cards"), "primary"),
            Choice("", texts("Add as picture")),
        )
        return self._dialogs.choose(question, choices) == "read"

    def _enter(self, session: Session, place: PicturePlace, batch: PictureBatch) -> None:
        pictures, problems = batch
        into = place.into if session.graph.has_element(place.into) else ""
        if into and len(pictures) == 1:
            operations.set_field(session, [into], "image", pictures[0].data)
            session.selection.set([into])
        elif pictures:
            rows = [{"title": picture.title, "image": picture.data} for picture in pictures]
            operations.add_many(session, "picture", rows, place.target)
        if pictures:
            self.added.emit()
        if problems:
            self._report(problems)

    def _report(self, problems: Sequence[str]) -> None:
        texts, count = self._ui.texts, len(problems)
        sentence = texts.plural(
            "{count} image was not added.", "{count} images were not added.", count
        )
        self._dialogs.message(
            sentence.format(count=texts.number(count)),
            texts.listed(problems, MAX_NAMED, "\n"),
            severity="error",
        )

    def _fail(self, error: Exception) -> None:
        raise error  # unexpected: left to the error reporter


def _read(
    sources: PictureSources, embedded: frozenset[str], texts: Texts, job: Job, *, is_free: bool
) -> _Read:
    """Runs in the background; a single file without a card of its own may be the photo of a wall."""
    from journeyeditor.panels.pictures import read_pictures

    batch = read_pictures(sources, embedded, texts, job.check)
    is_one = len(sources.paths) == len(batch.pictures) == 1
    if not is_free or not is_one or not Path(sources.paths[0]).is_file():
        return _Read(batch)
    from journeyeditor.files.images import decode_image
    from journeyeditor.wall.photo import count_notes

    _, data, _, _ = decode_image(batch.pictures[0].data)
    return _Read(batch, sources.paths[0], count_notes(data))
