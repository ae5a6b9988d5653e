"""The pictures that a clipboard or a drag offers: image files, folders, or an image itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QFileInfo, QMimeData

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

IMAGE_ENDINGS = ("png", "jpg", "jpeg")
#: MIME type of cards, which come with a picture of themselves: a map in the file format, in UTF-8.
CARDS_MIME = "application/x-journeyeditor-cards+json"


class PictureSources(NamedTuple):
    """Paths of image files and folders, or an image."""

    paths: tuple[str, ...] = ()
    image: QImage | None = None


def has_pictures(data: QMimeData) -> bool:
    """Return whether there may be pictures, without reading any."""
    has_image = data.hasImage() and not data.hasFormat(CARDS_MIME)
    return bool(_paths(data)) or (has_image and not _is_other_file(data))


def pictures_in(data: QMimeData) -> PictureSources:
    from PySide6.QtGui import QImage  # a window starts without

    paths = _paths(data)
    if paths or not data.hasImage() or _is_other_file(data):
        return PictureSources(paths)
    image = data.imageData()
    return PictureSources(image=image if isinstance(image, QImage) and not image.isNull() else None)


def _paths(data: QMimeData) -> tuple[str, ...]:
    """Return the image files and folders among what is offered."""
    files = (url.toLocalFile() for url in data.urls() if url.isLocalFile())
    return tuple(
        path
        for path in files
        if path.lower().endswith(tuple(f".{ending}" for ending in IMAGE_ENDINGS))
        or QFileInfo(path).isDir()
    )


def _is_other_file(data: QMimeData) -> bool:
    return any(url.isLocalFile() for url in data.urls())
