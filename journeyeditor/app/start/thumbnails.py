"""Thumbnails of maps, rendered in the background and stored in the cache folder.

A thumbnail is keyed by the file's content, so a changed map gets a new one and a renamed one keeps
its own. Maps that would take long have none. No fault of a file or of the cache has a worse effect
than a missing thumbnail.

To keep the start page fast, what renders a thumbnail is imported on first use.

"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QObject, Signal
from PySide6.QtGui import QImage, QImageWriter

from journeyeditor import __version__
from journeyeditor.app.background import Background, Job
from journeyeditor.files.atomic import write_private
from journeyeditor.files.errors import FileError
from journeyeditor.files.private import private_folder
from journeyeditor.geometry import Rect

if TYPE_CHECKING:
    from journeyeditor.app.export.job import PosterRenderer

#: The longer side of a thumbnail, in device pixels: enough for a card on a screen of 192 dpi.
SIDE_PX = 560
#: Larger files have no thumbnail: composing them would take seconds (bytes).
MAX_BYTES = 1_500_000
#: The most thumbnails cached; the least recently used are removed first.
MAX_THUMBNAILS = 240
#: Paper and theme of thumbnails: paper is white in the dark theme, too.
PAPER, THEME = "A4", "print"


class Thumbnails(QObject):
    """Thumbnails by path: `pictured` emits one, `missed` a path without file."""

    pictured = Signal(str, QImage)
    missed = Signal(str)

    def __init__(self, folder: Path) -> None:
        """The folder is created with the first thumbnail."""
        super().__init__()
        self._renderer = _ThumbnailRenderer(folder)
        self._background = Background(self, self._renderer.release)

    def want(self, path: Path) -> None:
        """Load or render a map's thumbnail; requests are served in order."""
        topic = str(path)
        work = partial(self._renderer.picture, path)
        done, failed = partial(self._store, topic), partial(self._fail, topic)
        self._background.do(topic, work, done, failed)

    def pause(self) -> None:
        """Drop pending requests."""
        self._background.drop_all()

    def close(self) -> None:
        self._background.close()

    def _store(self, path: str, image: QImage | None) -> None:
        if image is not None:
            self.pictured.emit(path, image)

    def _fail(self, path: str, error: Exception) -> None:
        if isinstance(error, FileNotFoundError):
            self.missed.emit(path)


class _ThumbnailRenderer:
    """Renders and loads thumbnails, in the background."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._renderer: PosterRenderer | None = None

    def release(self) -> None:
        """Release what has thread affinity before the thread ends."""
        self._renderer = None

    def picture(self, path: Path, job: Job) -> QImage | None:
        """A map's thumbnail, cached or rendered; None if it would take long."""
        if path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
        cached = self._folder / f"{cache_key(data)}.png"
        image = QImage(str(cached)) if cached.is_file() and not cached.is_symlink() else QImage()
        if image.isNull():
            image = self._made(path, data, job)
            _keep(image, cached)
        else:
            with suppress(OSError):
                os.utime(cached)
        return image

    def _made(self, path: Path, data: bytes, job: Job) -> QImage:
        """Render the map's first sheet; raises FileError and PosterError."""
        from journeyeditor.app.export.job import PosterRenderer, poster_request
        from journeyeditor.files import parse_map
        from journeyeditor.poster import PosterOptions

        job.check()
        self._renderer = self._renderer or PosterRenderer()
        graph = parse_map(data, path.name)
        job.check()
        options = PosterOptions(paper=PAPER, orientation="landscape", theme=THEME)
        page = self._renderer.compose(poster_request(graph, options, "en"), job).pages[0]
        job.check()
        image = self._renderer.picture(page, Rect(0, 0, *page.size), SIDE_PX / max(page.size))
        self._renderer.player.forget()
        return image


def cache_key(data: bytes) -> str:
    """A hash of everything a thumbnail depends on."""
    import hashlib

    what = f"{__version__} {THEME} {PAPER} {SIDE_PX} ".encode()
    return hashlib.sha256(what + data).hexdigest()[:32]


def _keep(image: QImage, path: Path) -> None:
    """Store a thumbnail, and evict the oldest."""
    buffer = QBuffer()
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        return
    with suppress(OSError, FileError):
        private_folder(path.parent.parent, path.parent.name)
        write_private(path, bytes(buffer.data().data()))
        _evict(path.parent)


def _evict(folder: Path) -> None:
    """Remove the least recently used thumbnails beyond the limit."""
    pictures = sorted(folder.iterdir(), key=_age, reverse=True)
    for picture in pictures[MAX_THUMBNAILS:]:
        with suppress(OSError):
            picture.unlink()


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
