"""From any thread to the window's: deeds that are done when the window comes to them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class MainThreadQueue(QObject):
    """Lives on the window's thread; `post` may be called on any."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def post(self, deed: Callable[[], None]) -> None:
        """Have a deed done soon on the window's thread."""
        self._posted.emit(deed)

    def _do(self, deed: Callable[[], None]) -> None:
        """Do a deed that was posted."""
        deed()
