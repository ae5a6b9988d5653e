"""A row of small buttons below a list, for those who have a mouse only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from journeyeditor.widgets.common import IconButton
from journeyeditor.widgets.ui_context import UiContext


class ToolRow(QWidget):
    """Buttons by the names of their icons."""

    def __init__(self, ui: UiContext, glyphs: Sequence[str]) -> None:
        super().__init__()
        self.buttons = {glyph: IconButton(ui, glyph, role="quiet", size=15) for glyph in glyphs}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 0, 0)
        layout.setSpacing(0)
        for button in self.buttons.values():
            layout.addWidget(button)
        layout.addStretch(1)

    def say(self, names: Mapping[str, str]) -> None:
        """Name the buttons in the window's language."""
        for glyph, name in names.items():
            self.buttons[glyph].say(name)
