"""Embedded pictures as Qt's, decoded once: forms and lists show the same ones again and again."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

from journeyeditor.files import decode_image

#: Decoded pictures are kept no larger than this; nothing beside the map shows them larger.
_MAX_SIDE = 640


@lru_cache(maxsize=64)
def pixmap_of(text: str) -> QPixmap | None:
    """Return an embedded picture, None where there is none or it cannot be shown."""
    image = image_of(text)
    if image is None:
        return None
    if max(image.width(), image.height()) > _MAX_SIDE:
        image = image.scaled(
            _MAX_SIDE,
            _MAX_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return QPixmap.fromImage(image)


def image_of(text: str) -> QImage | None:
    """Return an embedded picture at its full size, None where it cannot be shown."""
    if not text:
        return None
    try:
        _, data, _, _ = decode_image(text)
    except ValueError:
        return None
    image = QImage.fromData(data)
    return None if image.isNull() else image
