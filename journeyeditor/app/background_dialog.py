"""A dialog that works in the background while it is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QWidget

from journeyeditor.app.background import Background


class BackgroundDialog(QDialog):
    """Ends its background work however it is closed; `on_thread_end` is that of `Background`."""

    def __init__(
        self, parent: QWidget | None = None, on_thread_end: Callable[[], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._background = Background(self, on_thread_end)

    @property
    def is_busy(self) -> bool:
        return self._background.is_busy

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # being minimised
            self._background.close()
