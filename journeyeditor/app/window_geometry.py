"""Where a window stands on the screen, from one start to the next."""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

from journeyeditor.app.settings import Settings

if TYPE_CHECKING:
    from journeyeditor.app.map_view import MapView
    from journeyeditor.app.window import Window

#: The least size of the window, and its size at the first start (device independent pixels).
MIN, FIRST = (760, 480), (1360, 860)


def stand(window: Window, settings: Settings) -> None:
    """Put the window where it stood when it was closed, if that is still on a screen."""
    window.setMinimumSize(*MIN)
    if not (settings.geometry and window.restoreGeometry(_bytes(settings.geometry))):
        room = window.screen().availableSize()
        window.resize(min(FIRST[0], room.width()), min(FIRST[1], room.height()))


def remember(window: Window, place: MapView | None) -> None:
    """Remember where the window stands, and how large its parts are."""
    geometry = base64.b64encode(bytes(window.saveGeometry().data())).decode("ascii")
    sizes = place.sizes() if place is not None else {}
    window.preferences.change(geometry=geometry, **sizes)


def _bytes(text: str) -> QByteArray:
    """Return what base64 says, nothing where it says nothing."""
    with suppress(ValueError):
        return QByteArray(base64.b64decode(text.encode("ascii", "replace")))
    return QByteArray()
