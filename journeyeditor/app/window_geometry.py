"""Position and size of the window, kept from one start to the next."""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

#: The least size of the window, and its size at the first start (device independent pixels).
MIN, FIRST = (760, 480), (1360, 860)


def restore(window: QMainWindow, geometry: str) -> None:
    """Put the window where it was closed, if that is still on a screen."""
    window.setMinimumSize(*MIN)
    if not (geometry and window.restoreGeometry(_bytes(geometry))):
        room = window.screen().availableSize()
        window.resize(min(FIRST[0], room.width()), min(FIRST[1], room.height()))


def save(window: QMainWindow) -> str:
    """The position and size of the window, as text for the settings."""
    return base64.b64encode(bytes(window.saveGeometry().data())).decode("ascii")


def _bytes(text: str) -> QByteArray:
    with suppress(ValueError):
        return QByteArray(base64.b64decode(text.encode("ascii", "replace")))
    return QByteArray()
