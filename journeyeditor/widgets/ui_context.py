"""What every widget of a window shares: words, colours, size; one signal when any of it changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from journeyeditor.display.theme import Theme
from journeyeditor.i18n import Texts


class UiContext(QObject):
    """The window's language, theme and interface size (1.0 = normal); `changed` tells of each."""

    changed = Signal()

    def __init__(self, texts: Texts, theme: Theme, scale: float = 1.0) -> None:
        super().__init__()
        self.texts = texts
        self.theme = theme
        self.scale = scale

    def lay(
        self, *, texts: Texts | None = None, theme: Theme | None = None, scale: float | None = None
    ) -> None:
        """Take another language, theme or size, and tell all widgets."""
        self.texts = texts or self.texts
        self.theme = theme or self.theme
        self.scale = scale or self.scale
        self.changed.emit()
