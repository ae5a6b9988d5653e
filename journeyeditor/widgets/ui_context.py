"""What every widget of a window shares: language, theme and interface size."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from journeyeditor.display.theme import Theme
from journeyeditor.i18n import Texts


class UiContext(QObject):
    """The window's language, theme and interface size (1.0 is normal).

    Each has its signal; `changed` follows once after them, for widgets that depend on several.
    """

    language_changed = Signal()
    theme_changed = Signal()
    scale_changed = Signal()
    changed = Signal()

    def __init__(self, texts: Texts, theme: Theme, scale: float = 1.0) -> None:
        super().__init__()
        self.texts = texts
        self.theme = theme
        self.scale = scale

    def apply(
        self, *, texts: Texts | None = None, theme: Theme | None = None, scale: float | None = None
    ) -> None:
        """Change what is given; all values are new before the first signal."""
        before = (self.texts, self.theme, self.scale)
        self.texts = texts or self.texts
        self.theme = theme or self.theme
        self.scale = scale or self.scale
        signals = (self.language_changed, self.theme_changed, self.scale_changed)
        after = (self.texts, self.theme, self.scale)
        changed = [
            signal for signal, old, new in zip(signals, before, after, strict=True) if old != new
        ]
        for signal in changed:
            signal.emit()
        if changed:
            self.changed.emit()
