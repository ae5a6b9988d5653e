"""At most one piece of idle work in each pass of the event loop, so that no pass takes long."""

from __future__ import annotations

from PySide6.QtCore import QTimer


class EventLoopPass:
    """Whether the pass under way has had its piece of work."""

    _is_used = False

    @classmethod
    def take(cls) -> bool:
        """Return whether a piece of work may be done now; the caller then does it."""
        if cls._is_used:
            return False
        cls._is_used = True
        QTimer.singleShot(0, cls._end)
        return True

    @classmethod
    def use(cls) -> None:
        """Leave what remains of the pass to work that cannot wait, such as painting the map."""
        cls.take()

    @classmethod
    def _end(cls) -> None:
        cls._is_used = False
