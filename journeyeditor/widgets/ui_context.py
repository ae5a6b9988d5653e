"""What every widget of a window shares: language, theme, interface size and speller."""

from __future__ import annotations

import json
from functools import cache, cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from journeyeditor import resources
from journeyeditor.display.theme import Theme, theme_of
from journeyeditor.i18n import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeyeditor.widgets.speller import Speller


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
        #: Makes the speller once there is a text to check.
        self.make_speller: Callable[[], Speller] = _speller

    @cached_property
    def speller(self) -> Speller:
        return self.make_speller()

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


def _speller() -> Speller:
    from journeyeditor.widgets.speller import Speller

    return Speller()


#: The roles of the window beyond those of print.toml.
CHROME_ROLES = (
    "chrome",  # menu bar, toolbar, status bar
    "panel",  # ground of the docks
    "field",  # ground of text fields and lists
    "field_line",  # rim of fields, 3:1 against what is around it
    "accent",  # the one button that matters
    "accent_ink",  # words on it
    "line",  # hairlines
    "hover",  # under the pointer
    "chosen",  # what is checked or current
    "chosen_ink",  # words on it
    "link",  # words that lead somewhere
    "shadow",
    "good",  # saved, done
    "caution",  # look at it
)
THEMES = ("light", "dark")


@cache
def window_theme(name: str) -> Theme:
    """A window theme, "light" or "dark"; raises OSError on any other.

    It has the roles of print.toml, for the map on the canvas, and those above. Paper is dark by
    night too, since the map fills the window. The file is JSON, because a start has no time for the
    parser of TOML.
    """
    source = resources.path("themes", "window", f"{name}.json").read_text(encoding="utf-8")
    return theme_of(name, json.loads(source))


def is_dark(theme: Theme) -> bool:
    return theme.name == "dark"
